/* Names to write to.
 * SPDX-License-Identifier: MIT */
#include "outputs.h"

#include <stdio.h>
#include <string.h>

#include "../base/fail.h"
#include "../base/file.h"

bool cli_output_ends(const char *path, const char *ending) {
    size_t length = strlen(path), tail = strlen(ending);
    return length >= tail && strcasecmp(path + length - tail, ending) == 0;
}

/* One that exists, or a name that ends in '/' or has no dot. */
static bool is_folder(const char *path) {
    const char *slash = strrchr(path, '/'), *dot = strrchr(slash ? slash : path, '.');
    return !dot || (slash && !slash[1]) || hop_file_is_folder(path);
}

bool cli_output_is(const char *path, const char *endings) {
    for (size_t size = 0; *endings; endings += size + strspn(endings + size, " ")) {
        char ending[16];
        size = strcspn(endings, " ");
        snprintf(ending, sizeof ending, "%.*s", (int)size, endings);
        if (strcmp(ending, "*") == 0) return true;
        if (strcmp(ending, "/") == 0 ? is_folder(path) : cli_output_ends(path, ending)) return true;
    }
    return false;
}

hop_status cli_output_kind_of(const char *path, cli_output_kind *kind) {
    if (path[0] == '\0') return hop_fail(HOP_E_NAME, "the output has an empty name");
    if (cli_output_ends(path, ".png"))
        *kind = CLI_OUTPUT_PNG;
    else if (cli_output_ends(path, ".npy"))
        *kind = CLI_OUTPUT_NPY;
    else if (is_folder(path))
        *kind = CLI_OUTPUT_FOLDER;
    else
        return hop_fail(HOP_E_NAME,
                        "%s: '%s' is no type that is written here; use .png, .npy, or a folder "
                        "(a '/' at its end if its name has a dot)",
                        path, strrchr(path, '.'));
    return HOP_OK;
}

hop_status cli_output_file(const char *path, bool force) {
    if (hop_file_is_folder(path))
        return hop_fail(HOP_E_WRITE, "%s: is a folder, and a file is to be written; name another",
                        path);
    if (hop_file_exists(path) && !force)
        return hop_fail(HOP_E_EXISTS, "%s: exists already; use --force to replace it", path);
    /* Whether the folder takes a file is known once it has taken one. */
    return hop_writer_check(path, force);
}

hop_status cli_output_check(const char *path, bool force) {
    cli_output_kind kind;
    HOP_TRY(cli_output_kind_of(path, &kind));
    if (kind != CLI_OUTPUT_FOLDER) return cli_output_file(path, force);
    if (hop_file_exists(path) && !hop_file_is_folder(path))
        return hop_fail(HOP_E_WRITE, "%s: is a file, and a folder is needed; name another", path);
    return HOP_OK;
}
