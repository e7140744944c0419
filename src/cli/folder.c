/* Folders of PNG files.
 * SPDX-License-Identifier: MIT */
#include "folder.h"

#include <errno.h>
#include <sys/stat.h>

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
