/* The parts of `hopfield compare`.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_COMPARE_H
#define HOP_CLI_COMPARE_H

#include <hopfield/result.h>

#include "options.h"

enum { CLI_FAMILIES = 4 };

/* Specs of the energies that are compared, the classical one first, and short names for columns. */
extern const char *const cli_family_specs[CLI_FAMILIES];
extern const char *const cli_family_names[CLI_FAMILIES];

/* Overlap from which a state counts as a pattern. */
extern const double cli_same_overlap;

/* What became of the queries in one family at one load; shares are of all queries. */
typedef struct cli_compared_cell {
    double accuracy; /* overlap with the target at least cli_same_overlap */
    double overlap;  /* mean overlap with the target, -1 ... 1 */
    double spurious; /* settled, and neither a pattern nor the inverse of one */
    double mixtures; /* those of them that are a majority of three, five or all patterns */
    double settled;  /* whatever in */
    double steps;    /* mean */
    double beta;     /* NAN: the family has none */
    size_t distinct; /* different spurious states, a state and its inverse being one */
    double *energy;  /* [energy_count]: mean after each step, the start included; a query that
                        has stopped keeps its last; squared key units */
    size_t energy_count;
} cli_compared_cell;

typedef struct cli_compared {
    size_t queries, dim, patterns;
    size_t *loads; /* [load_count], patterns stored, rising to all */
    size_t load_count;
    cli_compared_cell *cells; /* [load_count x CLI_FAMILIES] */
    cli_seed seed;
} cli_compared;

/* Runs the queries at every load; `run` has threads and progress.  Clear also on failure. */
hop_status cli_compare_run(const hop_memory *memory, const cli_damage *damage, cli_run *run,
                           cli_compared *compared);
void cli_compared_clear(cli_compared *compared);

/* Tables, sentences and a figure of it.  HOP_E_MEMORY. */
hop_status cli_compare_fill(const cli_compared *compared, hop_result *result);

#endif
