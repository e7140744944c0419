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
    HOP_METASTABLE_STEPS_MOST,
};

/* Classes by k90, in the order of Ramsauer et al. */
enum hop_metastable_class {
    HOP_METASTABLE_CLASS_ALL,
    HOP_METASTABLE_CLASS_MANY,
    HOP_METASTABLE_CLASS_FEW,
    HOP_METASTABLE_CLASS_SMALL,
    HOP_METASTABLE_CLASS_COUNT
};

/* What a cell's first line holds: sums over the starts unless said. */
enum hop_metastable_measure {
    HOP_METASTABLE_BETA_USED,
    HOP_METASTABLE_CRITICAL, /* beta_c; NAN where none is known */
    HOP_METASTABLE_COUNT,    /* patterns */
    HOP_METASTABLE_LENGTH,   /* of a pattern */
    HOP_METASTABLE_TRIED,
    HOP_METASTABLE_SETTLED,
    HOP_METASTABLE_STEPS,
    HOP_METASTABLE_K90_LOW,
    HOP_METASTABLE_K90,
    HOP_METASTABLE_K90_HIGH,
    HOP_METASTABLE_FIRST_CLASS,
    HOP_METASTABLE_SINGLE = HOP_METASTABLE_FIRST_CLASS + HOP_METASTABLE_CLASS_COUNT,
    HOP_METASTABLE_SUPPORT,
    HOP_METASTABLE_NORM,
    HOP_METASTABLE_FIRST_KIND,
    HOP_METASTABLE_FIRST_ENDED = HOP_METASTABLE_FIRST_KIND + HOP_FIXED_KINDS,
    HOP_METASTABLE_MIXED = HOP_METASTABLE_FIRST_ENDED + HOP_FIXED_KINDS,
    HOP_METASTABLE_MEASURES,
};

/* What each further line holds: a mixture, the commonest first. */
enum hop_metastable_mixture {
    HOP_METASTABLE_MIXTURE_STARTS, /* that ended in it */
    HOP_METASTABLE_MIXTURE_SIZE,   /* k90 */
    HOP_METASTABLE_MIXTURE_NAMED,  /* of these, how many follow */
    HOP_METASTABLE_MIXTURE_FIRST,  /* HOP_TOP_WEIGHTS patterns, the heaviest first */
};

/* Index of the energy's beta; HOP_PARAMETER_MAX if it has none. */
size_t hop_metastable_beta(const hop_energy *energy);

/* How a cell's states are recalled. */
hop_status hop_metastable_options(const hop_sweep *e, const double *value, uint64_t seed,
                                  hop_recall_options *options);

/* A cell of its row: a line of sums, and one for each of the commonest mixtures. */
hop_status hop_metastable_cell(const hop_sweep *e, const double *value, uint64_t seed,
                               hop_lines *lines);

/* The report of its row: a table, and a figure of the classes or, where more than beta varies, of
 * k90. */
hop_status hop_metastable_report(const hop_sweep *e, const hop_results *results,
                                 hop_findings *findings);

#endif
