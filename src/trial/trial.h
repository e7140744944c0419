/* Trials on random patterns, or on some of a memory's: store them, damage one, recall it, and score
 * what came back. SPDX-License-Identifier: MIT */
#ifndef HOP_TRIAL_TRIAL_H
#define HOP_TRIAL_TRIAL_H

#include <hopfield/corruption.h>
#include <hopfield/recall.h>

#include "../base/watch.h"
#include "../theory/criteria.h"
#include "../theory/load.h"

/* What is tried. */
typedef struct hop_trial {
    hop_energy energy;
    hop_similarity similarity;
    const hop_corruption *corruptions; /* [corruption_count] */
    size_t corruption_count;
    double flips; /* fraction of the values mirrored at their middle besides (of +-1: flipped);
                     exactly this many, rounded */
    const hop_canvas *canvas; /* of `source`; NULL: to be found out */
    const hop_memory *source; /* where patterns are drawn from, of `dim` values; NULL: */
    hop_pattern_kind kind;    /* how they are drawn */
    size_t dim, patterns;
    const hop_update_row *update; /* of bipolar states; auto: hop_trial_update() */
    size_t steps;                 /* at most; all of them above temperature 0 */
    double temperature;           /* of Glauber's updates, in units of the energy; 0: as is usual */
    size_t trials;
    hop_watch *watch; /* asked between trials, and in long ones; NULL: nobody */
} hop_trial;

/* What came of it: sums over the trials. */
typedef struct hop_trial_sums {
    double trials, successes[HOP_CRITERION_COUNT];
    double cosine, steps;
    double beta; /* that was chosen for each memory; 0 where none was */
} hop_trial_sums;

/* The rule by which bipolar states move.  Auto is the one that was published with the family: one
 * neuron after another by energy differences for polynomial and exponential memories (Krotov and
 * Hopfield 2016, Demircigil et al. 2017), where recall moves all at once (which freezes random
 * patterns: the part of a power that is a neuron's own holds it).  For others that of recall. */
const hop_update_row *hop_trial_update(const hop_energy *energy, const hop_similarity *similarity,
                                       const hop_update_row *update);

/* Each trial is a memory of its own, so trials are independent.  HOP_E_LIMIT, HOP_E_MEMORY, and
 * what recall fails with. */
hop_status hop_trial_run(const hop_trial *trial, uint64_t seed, hop_trial_sums *sums);

/* Seconds and bytes it takes, roughly, with so many patterns (which may be beyond any integer). */
void hop_trial_cost(const hop_trial *trial, double patterns, double *seconds, double *bytes);

/* Hands on why recall of damaged states failed, with the damage before it: "damaged by mask:area=1,
 * query 0: ...".  Returns `status`. */
hop_status hop_trial_blame(hop_status status, const hop_corruption *corruptions, size_t count);

#endif
