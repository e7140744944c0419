/* How a result was made: written into everything that is written.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_PROVENANCE_H
#define HOP_CLI_PROVENANCE_H

#include <stdint.h>

#include <hopfield/image.h>
#include <hopfield/table.h>

enum { CLI_NOTES_MAX = 12 };

/* The command line as it can be typed again, free()d by the caller. */
hop_status cli_command_line(int argc, char **argv, char **line);

/* Keys and texts; the texts are the struct's own. */
typedef struct cli_provenance {
    hop_image_note notes[CLI_NOTES_MAX];
    size_t count;
    char *owned[CLI_NOTES_MAX];
} cli_provenance;

/* Begins with the version, the build and the command line. */
hop_status cli_provenance_create(cli_provenance *provenance, int argc, char **argv);
void cli_provenance_clear(cli_provenance *provenance);

/* Adds a line; without memory or room for it, the line is left out. */
void cli_provenance_add(cli_provenance *provenance, const char *key, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The lines as notes of a table. */
void cli_provenance_note(const cli_provenance *provenance, hop_table *table);

/* The text kept under a key, or "". */
const char *cli_provenance_text(const cli_provenance *provenance, const char *key);

#endif
