/* What the measurement of `metastable` and its report share.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_EXPERIMENT_METASTABLE_H
#define HOP_EXPERIMENT_METASTABLE_H

#include "../sweep/findings.h"
#include "../trial/fixed_points.h"

enum hop_metastable_setting {
    HOP_METASTABLE_MEMORY,
    HOP_METASTABLE_DIM,
    HOP_METASTABLE_STORED,
    HOP_METASTABLE_PATTERNS,
    HOP_METASTABLE_ENERGY,
    HOP_METASTABLE_SIMILARITY,
    HOP_METASTABLE_BETA,
    HOP_METASTABLE_START,
    HOP_METASTABLE_SAMPLE,
    HOP_METASTABLE_TOLERANCE,
    HOP_METASTABLE_STEPS,
};

/* Classes by k90, in the order of Ramsauer et al. */
enum hop_metastable_class {
    HOP_METASTABLE_CLASS_ALL,
    HOP_METASTABLE_CLASS_MANY,
    HOP_METASTABLE_CLASS_FEW,
    HOP_METASTABLE_CLASS_SMALL,
    HOP_METASTABLE_CLASS_COUNT
};

enum hop_metastable_start { HOP_METASTABLE_RANDOM, HOP_METASTABLE_PATTERN, HOP_METASTABLE_MEAN };

struct cell {
    size_t dim, stored;
    unsigned patterns; /* 0: auto; a hop_pattern_kind + 1 */
    const hop_energy *energy;
    const hop_similarity *similarity;
    double beta; /* NAN: auto */
    enum hop_metastable_start start;
    size_t sample;
    double distinct;
    size_t steps;
};

/* A cell's first line: sums over the starts unless said; and its further ones, each a mixture, the
 * commonest first. */
struct line {
    union {
        struct {
            double beta, critical; /* that was used; beta_c, NAN where none is known */
            double count, dim;     /* of the patterns */
            double tried, settled, steps;
            double k90_low, k90, k90_high; /* quartiles */
            double class[HOP_METASTABLE_CLASS_COUNT];
            double single, support, norm;
            double kind[HOP_FIXED_KINDS]; /* distinct fixed points */
            double ended[HOP_FIXED_KINDS];
            double mixed; /* mean k90 of the distinct mixtures */
        };
        struct hop_metastable_mixture {
            double starts, size;             /* that ended in it; k90 */
            double named;                    /* of these patterns, so many follow, */
            double pattern[HOP_TOP_WEIGHTS]; /* the heaviest first */
        } mixture;
    };
};

/* How a cell's states are recalled. */
hop_status hop_metastable_options(const hop_sweep *e, const struct cell *c, uint64_t seed,
                                  hop_recall_options *options);

/* A cell of its row: a line of sums, and one for each of the commonest mixtures. */
hop_status hop_metastable_cell(const hop_sweep *e, const void *cell, uint64_t seed,
                               hop_lines *lines);

/* The report of its row: a table, and a figure of the classes or, where more than beta varies, of
 * the sizes. */
hop_status hop_metastable_report(const hop_sweep *e, const hop_results *results,
                                 hop_findings *findings);

#endif
