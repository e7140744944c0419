/* What `capacity`, `basin` and `criteria` share: success of trials against one setting, on a grid
 * or located by sequential sampling. SPDX-License-Identifier: MIT */
#ifndef HOP_EXPERIMENT_LOCATE_H
#define HOP_EXPERIMENT_LOCATE_H

#include "../sweep/findings.h"
#include "../theory/load_theory.h"
#include "../theory/threshold.h"
#include "../trial/trial.h"

/* Their settings, in this order; the last two are of searches. */
enum hop_locate_setting {
    HOP_LOCATE_MEMORY,
    HOP_LOCATE_DIM,
    HOP_LOCATE_ENERGY,
    HOP_LOCATE_SIMILARITY,
    HOP_LOCATE_BETA,
    HOP_LOCATE_PATTERNS,
    HOP_LOCATE_LOAD,
    HOP_LOCATE_SCALE,
    HOP_LOCATE_DAMAGE,
    HOP_LOCATE_CORRUPT,
    HOP_LOCATE_TRIALS,
    HOP_LOCATE_STEPS,
    HOP_LOCATE_UPDATE,
    HOP_LOCATE_CRITERION,
    HOP_LOCATE_PRECISION,
};

struct cell {
    size_t dim;
    const hop_energy *energy;
    const hop_similarity *similarity;
    double beta; /* NAN: the energy's own */
    hop_pattern_kind patterns;
    double load, damage; /* NAN: located */
    hop_load_scale scale;
    double trials; /* NAN: auto */
    size_t steps;
    unsigned update; /* see hop_update_of_word() */
    hop_criterion criterion;
    double precision; /* NAN: auto */
};

/* Of all trials at a place; sums but for the first two. */
struct line {
    double place;  /* the load that was, or the fraction flipped */
    double stored; /* patterns */
    double tried, success[HOP_CRITERION_COUNT], cosine, steps;
    double beta; /* that was chosen; 0: none was */
};

/* The functions of their rows. */
hop_status hop_locate_check(const hop_sweep *e);
hop_status hop_locate_cell(const hop_sweep *e, const void *cell, uint64_t seed, hop_lines *lines);
hop_cost hop_locate_cost(const hop_sweep *e, const void *cell);
hop_status hop_locate_next(const hop_sweep *e, const void *cell, const hop_finished *results,
                           size_t count, hop_plan *plan);
hop_status hop_locate_report(const hop_sweep *e, const hop_results *results,
                             hop_findings *findings);

/* The report of `criteria`: one curve and one threshold for each. */
hop_status hop_locate_report_criteria(const hop_sweep *e, const hop_results *results,
                                      hop_findings *findings);

/* What success is measured against: HOP_LOCATE_LOAD or HOP_LOCATE_DAMAGE. */
size_t hop_locate_along(const hop_sweep *e);

/* Where a cell is on that axis; NAN: to be located. */
double hop_locate_place(const hop_sweep *e, const struct cell *c);

/* The same settings at another place. */
struct cell hop_locate_at(const hop_sweep *e, const struct cell *c, double place);

/* Trials of a place on a grid, unless given. */
enum { HOP_LOCATE_GRID_TRIALS = 200 };

/* Patterns stored at the load of a cell.  Auto, where the damage is located: 0.1 of the values of a
 * pattern, or all that a MEMORY holds; and the load that so many are. */
double hop_locate_stored(const hop_sweep *e, const struct cell *c);
double hop_locate_load_of(const hop_sweep *e, const struct cell *c, double patterns);

/* What a cell tries; without a similarity where there is none, which is refused when it runs. */
hop_trial hop_locate_trial(const hop_sweep *e, const struct cell *c);

/* Values of a pattern, and what loads are counted in. */
size_t hop_locate_dim(const hop_sweep *e, const struct cell *c);
hop_load_scale hop_locate_scale(const hop_sweep *e, const struct cell *c);

/* The load of a cell, also where none was given. */
double hop_locate_load(const hop_sweep *e, const struct cell *c);

/* Success is a curve of ln N: of the logarithm of a load, unless that is one already. */
bool hop_locate_is_logarithmic(const hop_sweep *e, const struct cell *c);

/* How the located setting is searched where it is "auto". */
hop_search hop_locate_search(const hop_sweep *e, const struct cell *c);

/* What theory says of the located setting, by that criterion, for the other settings of a cell. */
hop_load_theories hop_locate_theory(const hop_sweep *e, const struct cell *c,
                                    hop_criterion criterion);

/* A load not far from the threshold's, for a first look; NAN: none is known. */
double hop_locate_guess(const hop_sweep *e, const struct cell *c);

#endif
