/* The libraries that this process has loaded, by the names of their files: those hold the versions,
 * of all libraries in the same way, and of what really runs, not of what the headers were.
 * SPDX-License-Identifier: MIT */
#include "libraries.h"

#include <gnu/libc-version.h>
#include <limits.h>
#include <link.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Those that a number may depend on, in this order; others of the process, a Python's say, are not
 * named.  OpenBLAS is loaded at the first product, and is named all the same: whether there has
 * been one yet must not show. */
static const char *const NAMES[] = {"libgsl", "libopenblas", "libgomp",    "libpng16", "libjpeg",
                                    "libz",   "libzip",      "libjansson", "libxxhash"};
enum { COUNT = sizeof NAMES / sizeof *NAMES, FILE_BYTES = 64 };
static const char UNLOADED[] = "libopenblas.so.0";

typedef struct found {
    char file[COUNT][FILE_BYTES];
    char folder[PATH_MAX]; /* where the C library is, and others with it */
} found;

/* The file that the link `path` leads to, where it is one of NAMES. */
static void keep(const char *path, found *f) {
    char real[PATH_MAX];
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    for (size_t i = 0; i < COUNT; i++) {
        size_t length = strlen(NAMES[i]);
        if (strncmp(name, NAMES[i], length) != 0 || name[length] != '.') continue;
        if (!realpath(path, real)) snprintf(real, sizeof real, "%s", path);
        const char *file = strrchr(real, '/') ? strrchr(real, '/') + 1 : real;
        if (strlen(file) < FILE_BYTES) memcpy(f->file[i], file, strlen(file) + 1);
    }
    if (strcmp(name, "libc.so.6") == 0)
        snprintf(f->folder, sizeof f->folder, "%.*s", (int)(name - path), path);
}

static int look(struct dl_phdr_info *info, size_t size, void *context) {
    (void)size;
    keep(info->dlpi_name, context);
    return 0;
}

static char text[1024];

static void describe(void) {
    found f = {0};
    char path[PATH_MAX + sizeof UNLOADED + 1];
    dl_iterate_phdr(look, &f);
    snprintf(path, sizeof path, "%s%s", f.folder, UNLOADED);
    if (access(path, R_OK) == 0) keep(path, &f);
    int used =
        snprintf(text, sizeof text, "C compiler %s, glibc %s", __VERSION__, gnu_get_libc_version());
    for (size_t i = 0; i < COUNT && used > 0 && (size_t)used < sizeof text; i++)
        if (*f.file[i])
            used += snprintf(text + used, sizeof text - (size_t)used, ", %s", f.file[i]);
}

const char *hop_libraries(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, describe);
    return text;
}
