/* The parts of the comparison of a classical network with modern ones.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_EXPERIMENT_COMPARE_H
#define HOP_EXPERIMENT_COMPARE_H

#include "../sweep/findings.h"

/* Overlap with a pattern from which a state counts as that pattern. */
#define HOP_COMPARE_SAME 0.95

enum {
    HOP_COMPARE_MEMORY,
    HOP_COMPARE_ENERGY,
    HOP_COMPARE_STORED,
    HOP_COMPARE_CORRUPT,
    HOP_COMPARE_QUERIES
};

struct cell {
    const hop_energy *energy;
    size_t stored, queries;
};
typedef struct cell hop_compare_cell;

/* A line for each step, the start included; all but `energy` stand in the first. */
typedef struct hop_compare_line {
    double recalled, settled, spurious, mixtures; /* queries */
    double overlap, steps;                        /* sums over the queries */
    double distinct;                              /* spurious states */
    double beta;                                  /* 0: the family has none */
    double energy;                                /* mean */
} hop_compare_line;

hop_status hop_compare_report(const hop_sweep *e, const hop_results *results, hop_findings *f);

#endif
