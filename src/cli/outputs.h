/* Names to write to: what their endings stand for, and what would be in the way, known before any
 * work is done.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_OUTPUTS_H
#define HOP_CLI_OUTPUTS_H

#include <stdbool.h>

#include <hopfield/status.h>

typedef enum cli_output_kind { CLI_OUTPUT_PNG, CLI_OUTPUT_NPY, CLI_OUTPUT_FOLDER } cli_output_kind;

/* Whether `path` has that ending, ".png", in capitals or not. */
bool cli_output_ends(const char *path, const char *ending);

/* Whether it ends with one of `endings`, ".png .npy /"; "/" is a folder, as below;
 * "*" is anything. */
bool cli_output_is(const char *path, const char *endings);

/* By its ending; a folder is one that exists, or a name that ends in '/' or has no dot.
 * HOP_E_NAME for any other ending. */
hop_status cli_output_kind_of(const char *path, cli_output_kind *kind);

/* HOP_E_EXISTS if the file exists and `force` is false; HOP_E_WRITE if it is a folder, or is to be
 * in a folder that does not exist or cannot be written. */
hop_status cli_output_file(const char *path, bool force);

/* Either, by its kind: a folder may be made, so only a file of its name is in the way. */
hop_status cli_output_check(const char *path, bool force);

#endif
