/* What the parts of `phase` share: its settings, what "auto" means, what a line holds.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_EXPERIMENT_PHASE_H
#define HOP_EXPERIMENT_PHASE_H

#include "../sweep/findings.h"
#include "../trial/trial.h"

enum hop_phase_setting {
    HOP_PHASE_DIM,
    HOP_PHASE_ENERGY,
    HOP_PHASE_SIMILARITY,
    HOP_PHASE_BETA,
    HOP_PHASE_TEMPERATURE,
    HOP_PHASE_PATTERNS,
    HOP_PHASE_LOAD,
    HOP_PHASE_SCALE,
    HOP_PHASE_DAMAGE,
    HOP_PHASE_SHOW,
    HOP_PHASE_CRITERION,
    HOP_PHASE_TRIALS,
    HOP_PHASE_STEPS,
};

enum hop_phase_show { HOP_PHASE_OVERLAP, HOP_PHASE_SUCCESSES };
#define HOP_PHASE_SHOWN "overlap|success"

struct cell {
    double dim; /* NAN: auto, and so on */
    const hop_energy *energy;
    const hop_similarity *similarity;
    double beta, temperature;
    unsigned patterns; /* 0: auto; a hop_pattern_kind + 1 */
    double load;
    hop_load_scale scale;
    double damage;
    enum hop_phase_show show;
    hop_criterion criterion;
    size_t trials, steps;
};

struct line {
    double stored;                                             /* patterns */
    double tried, success[HOP_CRITERION_COUNT], cosine, steps; /* sums */
};

/* The setting that is the map's second axis: HOP_PHASE_BETA or HOP_PHASE_TEMPERATURE. */
size_t hop_phase_axis(const hop_sweep *e);

/* What dim, scale and patterns are, where they are auto too: one value each, as of all settings but
 * load and the axis. */
double hop_phase_dim(const hop_sweep *e);
hop_load_scale hop_phase_scale(const hop_sweep *e);
hop_pattern_kind hop_phase_kind(const hop_sweep *e);

/* Of the row. */
hop_status hop_phase_report(const hop_sweep *e, const hop_results *results, hop_findings *findings);

#endif
