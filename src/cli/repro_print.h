/* What `repro` prints.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_REPRO_PRINT_H
#define HOP_CLI_REPRO_PRINT_H

#include <hopfield/repro.h>

#include "options.h"
#include "provenance.h"

/* Every reproduction, a line each; for programs, as a table. */
void cli_repro_print_list(void);
hop_status cli_repro_list(const hop_format_row *format);

/* The results from `first` on, all of one row, for people. */
void cli_repro_print(const hop_repro_results *results, size_t first, bool falsified);

/* One document of all results; free()d by the caller. */
hop_status cli_repro_json(const hop_repro_results *results, const cli_provenance *provenance,
                          const cli_seed *seed, bool quick, char **text);

#endif
