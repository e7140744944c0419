/* Folders of PNG files to write into.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_FOLDER_H
#define HOP_CLI_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include <hopfield/memory.h>

/* Makes the folder if it is not there. */
hop_status cli_folder_make(const char *folder);

/* Names of files for all patterns of a memory, or all queries, [count]. */
typedef struct cli_file_names {
    char **names;
    bool *numbered; /* its number stands before its name */
    size_t count;
} cli_file_names;

/* Their own names [count] (NULL: none) with `ending`, without slashes, without what steers a
 * terminal and a dot in front, at most 255 bytes long, and different from each other: names that
 * would not be have their number in front.  HOP_E_MEMORY.  Release with cli_file_names_clear(). */
hop_status cli_file_names_make(const char *const *own, size_t count, const char *ending,
                               cli_file_names *names);
hop_status cli_file_names_of(const hop_memory *memory, const char *ending, cli_file_names *names);
void cli_file_names_clear(cli_file_names *names);

/* FOLDER/NAME, free()d by the caller. */
hop_status cli_file_path(const char *folder, const char *name, char **path);

#endif
