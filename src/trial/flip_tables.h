/* What the patterns of a dense memory gain as a neuron flips: a pattern's overlap with the state
 * rises or falls by 2, and its term of the energy with it.  For each overlap, `slope` is half the
 * difference and `level` half the sum of what is gained as it rises and falls.  A place is
 * (overlap + dim) / 2: how many neurons agree.
 *
 * In double, and rounded to whole numbers in tables that are kept: overlaps of one trial are those
 * of the next.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TRIAL_FLIP_TABLES_H
#define HOP_TRIAL_FLIP_TABLES_H

#include <hopfield/energy.h>

#include "../base/masked.h"

typedef struct hop_flip_tables {
    hop_energy energy;
    size_t dim;
    double *terms;     /* [dim + 3], of overlaps -dim - 2 ... dim + 2 */
    double peak;       /* their unit: the largest overlap they are fit for */
    bool is_geometric; /* from one overlap to the next, terms grow by the same factor */
    hop_masked_table *tables;
    size_t count;     /* a power of 2 */
    int32_t *entries; /* of all tables */
} hop_flip_tables;

/* HOP_E_LIMIT, HOP_E_MEMORY; to be cleared in any case. */
hop_status hop_flip_tables_create(const hop_energy *energy, size_t dim, hop_flip_tables *tables);
void hop_flip_tables_clear(hop_flip_tables *tables);

/* A table for the places low ... high at least, at most dim; good until the next call. */
const hop_masked_table *hop_flip_tables_get(hop_flip_tables *tables, int32_t low, int32_t high);

/* Makes slopes and levels ready for places up to `high`, the largest there is. */
void hop_flip_tables_fit(hop_flip_tables *tables, size_t high);

static inline double hop_flip_slope(const hop_flip_tables *t, size_t place) {
    return (t->terms[place + 2] - t->terms[place]) / 2;
}

static inline double hop_flip_level(const hop_flip_tables *t, size_t place) {
    return (t->terms[place + 2] + t->terms[place]) / 2 - t->terms[place + 1];
}

#endif
