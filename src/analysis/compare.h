/* The parts of a comparison of families.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_ANALYSIS_COMPARE_H
#define HOP_ANALYSIS_COMPARE_H

#include <hopfield/analysis.h>

enum { HOP_COMPARE_FAMILIES = 4 };

/* Specs of the energies that are compared, the classical one first, and short names for columns. */
extern const char *const hop_compare_specs[HOP_COMPARE_FAMILIES];
extern const char *const hop_compare_names[HOP_COMPARE_FAMILIES];

/* Overlap from which a state counts as a pattern. */
extern const double hop_compare_same;

/* What became of the queries in one family at one load; shares are of all queries. */
typedef struct hop_compared_cell {
    double accuracy; /* overlap with the target at least hop_compare_same */
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
} hop_compared_cell;

typedef struct hop_compared {
    size_t queries, dim, patterns;
    size_t *loads; /* [load_count], patterns stored, rising to all */
    size_t load_count;
    hop_compared_cell *cells; /* [load_count x HOP_COMPARE_FAMILIES] */
    uint64_t seed;
} hop_compared;

/* Runs the queries at every load.  Clear also on failure. */
hop_status hop_compare_run(const hop_compare_inputs *inputs, hop_compared *compared);
void hop_compared_clear(hop_compared *compared);

#endif
