/* Finding the pictures that came with the program.
 * SPDX-License-Identifier: MIT */
#include "built_in.h"

#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/fail.h"
#include "../base/file.h"
#include "../base/text.h"

static bool has_patterns(const char *folder) {
    char patterns[PATH_MAX + 32];
    snprintf(patterns, sizeof patterns, "%s/patterns/pictograms", folder);
    return hop_file_is_folder(patterns);
}

/* Installed, in the source it was built in, in a build folder of its own, or where it is called. */
static bool find(char folder[PATH_MAX]) {
    static const char *const PLACES[] = {"share/hopfield", "", "..", "../.."};
    char program[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    program[length > 0 ? length : 0] = '\0';
    /* Of /usr/bin/hopfield /usr: names without ".." are easier to read. */
    char *above = length > 0 ? dirname(dirname(program)) : program;
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES && length > 0; i++) {
        const char *between = *PLACES[i] ? "/" : "";
        int size = snprintf(folder, PATH_MAX, "%s%s%s", above, between, PLACES[i]);
        if (size < PATH_MAX && has_patterns(folder)) return true;
    }
    snprintf(folder, PATH_MAX, ".");
    return has_patterns(folder);
}

const char *cli_built_in_folder(void) {
    static char folder[PATH_MAX];
    static bool looked, found;
    if (!looked) found = find(folder);
    looked = true;
    return found ? folder : NULL;
}

hop_status cli_built_in(const char *usage, char **folder) {
    hop_string path = {0};
    if (!cli_built_in_folder())
        return hop_fail(HOP_E_READ,
                        "the built-in pictures were not found beside the program; "
                        "name a folder of pictures: %s",
                        usage);
    hop_string_add(&path, "%s/patterns/pictograms", cli_built_in_folder());
    if (path.failed) {
        free(path.text);
        return hop_fail(HOP_E_MEMORY, "there is no memory for a folder's name");
    }
    *folder = path.text;
    return HOP_OK;
}

bool cli_built_in_has(const char *name) {
    const char *folder = cli_built_in_folder();
    char path[PATH_MAX];
    if (!folder || !*name || strchr(name, '/')) return false;
    int size = snprintf(path, sizeof path, "%s/patterns/%s", folder, name);
    return size < PATH_MAX && hop_file_is_folder(path);
}
