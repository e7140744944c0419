/* Folders of PNG files to write into.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_FOLDER_H
#define HOP_CLI_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include <hopfield/status.h>

/* Makes the folder if it is not there. */
hop_status cli_folder_make(const char *folder);

/* FOLDER/NAME.png, free()d by the caller; with the entry's number before a name that others share
 * (`shared`), or that is empty or hidden; a '/' in it becomes '_'. */
hop_status cli_folder_file(const char *folder, const char *name, size_t index, bool shared,
                           char **path);

#endif
