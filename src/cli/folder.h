/* Folders of PNG files to write into.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_FOLDER_H
#define HOP_CLI_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include <hopfield/memory.h>

/* Makes the folder if it is not there. */
hop_status cli_folder_make(const char *folder);

/* Names of files for all patterns of a memory, [count]. */
typedef struct cli_file_names {
    char **names;
    bool *numbered; /* the pattern's number stands before its name */
    size_t count;
} cli_file_names;

/* The patterns' own names with `ending`, without slashes, control characters and a dot in front, at
 * most 255 bytes long, and different from each other: names that would not be have the pattern's
 * number in front.  HOP_E_MEMORY.  Release with cli_file_names_clear(). */
hop_status cli_file_names_make(const hop_memory *memory, const char *ending, cli_file_names *names);
void cli_file_names_clear(cli_file_names *names);

/* FOLDER/NAME, free()d by the caller. */
hop_status cli_file_path(const char *folder, const char *name, char **path);

/* FOLDER/NAME.png, free()d by the caller; with the entry's number before a name that others share
 * (`shared`), or that is empty or hidden; a '/' in it becomes '_'. */
hop_status cli_folder_file(const char *folder, const char *name, size_t index, bool shared,
                           char **path);

#endif
