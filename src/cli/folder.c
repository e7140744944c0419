/* Folders of PNG files.
 * SPDX-License-Identifier: MIT */
#include "folder.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"

hop_status cli_folder_make(const char *folder) {
    if (mkdir(folder, 0777) == 0) return HOP_OK;
    if (errno == ENOENT)
        return hop_fail(HOP_E_WRITE, "%s: cannot be made: the folder it would be in does not exist",
                        folder);
    if (errno != EEXIST)
        return hop_fail_errno(HOP_E_WRITE, "%s: the folder cannot be made", folder);
    if (!hop_file_is_folder(folder))
        return hop_fail(HOP_E_WRITE, "%s: is a file, a folder is needed", folder);
    return HOP_OK;
}

hop_status cli_folder_file(const char *folder, const char *name, size_t index, bool shared,
                           char **path) {
    size_t start = strlen(folder) + 1, size = start + strlen(name) + 32;
    char *made = NULL;
    HOP_TRY(hop_alloc(size, 1, "a file name", &made));
    if (shared || name[0] == '\0' || name[0] == '.')
        snprintf(made, size, "%s/%05zu%s%s.png", folder, index, *name ? "-" : "", name);
    else
        snprintf(made, size, "%s/%s.png", folder, name);
    for (char *c = made + start; *c; c++)
        if (*c == '/') *c = '_';
    *path = made;
    return HOP_OK;
}
