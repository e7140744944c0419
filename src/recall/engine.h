/* Engines: the ways to compute a step.  recall->engine is chosen once, by what the family, the
 * similarity and the precision need.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_ENGINE_H
#define HOP_RECALL_ENGINE_H

#include "recall_private.h"

/* The step at hand. */
typedef struct hop_moment {
    size_t turn;         /* steps taken before */
    const double *fixed; /* what is not NAN there keeps its value, or NULL */
    hop_lists *known;    /* what earlier steps of the run learned (pruned.h), or NULL */
} hop_moment;

typedef struct hop_engine {
    const char *name;
    bool float_states; /* states are rounded to float before the first step */

    /* One step of the given rows, in parallel: next [dim] and energy [rows], the energy being that
     * of the state before the step.  A row outside the family's support keeps its state and has
     * energy +infinity.  HOP_E_VALUE for a similarity that is not finite, HOP_E_MEMORY. */
    hop_status (*step)(const hop_recall *recall, hop_rows rows, const double *states, double *next,
                       double *energy);

    /* The same in place of `step` where a step depends on more: which it is, which values may not
     * move, what is known from before. */
    hop_status (*sweep)(const hop_recall *recall, hop_rows rows, hop_moment moment,
                        const double *states, double *next, double *energy);

    /* What the family's potential and weights are given, s [rows x count], on this thread. */
    hop_status (*similarities)(const hop_recall *recall, hop_rows rows, const double *states,
                               double *s);
} hop_engine;

extern const hop_engine hop_recall_engine_fast;      /* fast.c: float, families with a fold */
extern const hop_engine hop_recall_engine_rows;      /* rows.c: float, weights by whole rows */
extern const hop_engine hop_recall_engine_reference; /* reference.c: double */

extern const hop_engine hop_recall_engine_pruned; /* pruned.c: float, patterns that matter */

/* Similarities of the difference form: differences.c in float, differences_reference.c in double.
 * Their `similarities` leave out what is NAN in a state, and stretch the rest to the whole. */
extern const hop_engine hop_recall_engine_differences;
extern const hop_engine hop_recall_engine_differences_reference;

extern const hop_engine hop_recall_engine_information; /* information_step.c: the channel form */

extern const hop_engine hop_recall_engine_bipolar;    /* bipolar_step.c: all neurons at once */
extern const hop_engine hop_recall_engine_one_by_one; /* one_by_one.c: bipolar, asynchronous */
extern const hop_engine hop_recall_engine_coupled;    /* coupled.c: families with couplings */

/* The engine for a recall of real states with these options: what bipolar ones build on. */
const hop_engine *hop_recall_base_engine(const hop_recall *recall);

/* A step by whichever way the engine has. */
hop_status hop_recall_take_step(const hop_recall *recall, hop_rows rows, hop_moment moment,
                                const double *states, double *next, double *energy);

/* The weights p [count] that belong to s; for families with couplings, s itself without its scale:
 * Hebb's field is X s / d.  `weights` may be `s`. */
hop_status hop_recall_weigh(const hop_recall *recall, const double *s, double *weights);

/* The engine for a recall whose options are set.  HOP_E_SUPPORT, with the reason, for a combination
 * that makes no sense. */
hop_status hop_recall_choose_engine(const hop_recall *recall, const hop_engine **engine);

/* E of a state with potential Q and half its squared norm (0 in the difference form). */
double hop_recall_energy(const hop_recall *recall, double potential, double half_square);

/* Scales `next` [dim], a mean of keys, to unit norm where the similarity asks for it; it becomes
 * `state` if it is 0. */
void hop_recall_to_sphere(const hop_recall *recall, const double *state, double *next);

/* Whether the similarity is of the product form, or of the difference form. */
bool hop_recall_is_product(const hop_recall *recall);
bool hop_recall_is_difference(const hop_recall *recall);

/* Subtracts half the squared norm from s [count] where the family is a function of distances. */
void hop_recall_shift(const hop_recall *recall, double half_square, double *s);

#endif
