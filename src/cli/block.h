/* The parts of `hopfield block`.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_BLOCK_H
#define HOP_CLI_BLOCK_H

#include <hopfield/energy_block.h>

#include "document.h"

/* Everything a finished descent can be asked for. */
typedef struct cli_descended {
    const hop_block *block;
    const hop_block_options *options;
    const hop_block_result *result;
    const cli_provenance *provenance;
    const cli_seed *seed;
    const char *source; /* of the tokens */
    size_t tokens, probes;
    double gradient_error;
} cli_descended;

/* One row a step. */
hop_status cli_block_table(const cli_descended *descended, hop_table **table);

/* For people: a curve, some of the steps, sentences. */
hop_status cli_block_text(const cli_descended *descended, size_t width, char **text);

hop_status cli_block_json(const cli_descended *descended, char **text);

/* The energy and its terms over the steps. */
hop_status cli_block_figure(const cli_descended *descended, const char *path, bool force);

#endif
