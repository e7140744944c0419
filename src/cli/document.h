/* JSON documents of commands: objects that remember whether memory ran out.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_DOCUMENT_H
#define HOP_CLI_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/json.h"
#include "../base/text.h"
#include <hopfield/figure.h>

#include "options.h"
#include "provenance.h"

/* An object being filled. */
typedef struct cli_document {
    hop_json *object;
    bool good;
} cli_document;

cli_document cli_document_begin(void);

/* Takes `value` over. */
void cli_document_set(cli_document *document, const char *key, hop_json *value);

/* An array of numbers [count]; null where one is not finite. */
hop_json *cli_document_numbers(const double *numbers, size_t count);

/* An array of whole numbers [count]. */
hop_json *cli_document_counts(const size_t *numbers, size_t count);

/* The document that every command begins with: command, version, command_line, libraries, seed
 * (NULL: without one). */
cli_document cli_document_of(const char *command, const cli_provenance *provenance,
                             const cli_seed *seed);

/* Prints the document, indented, and frees it. */
hop_status cli_document_print(cli_document *document, char **text);

/* ---- texts for people ---- */

/* Adds the table as text, `width` terminal columns, without its notes. */
hop_status cli_document_add_table(const hop_table *table, size_t width, hop_string *text);

/* Hands the text over, or fails if it ran out of memory. */
hop_status cli_document_take(hop_string *string, char **text);

/* ---- files ---- */

/* "a/b.svg", "-potential": "a/b-potential.svg", free()d by the caller. */
hop_status cli_document_beside(const char *path, const char *suffix, char **beside);

#endif
