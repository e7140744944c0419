/* Engines: the ways to compute a step.  Each is a row, in a file of its own; engine_list.h has them
 * in order of preference, and engine.c takes the first that supports the recall, once.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_ENGINE_H
#define HOP_RECALL_ENGINE_H

#include "recall_private.h"

/* Scratch that the steps of a run use again: blocks.h. */
typedef struct hop_scratch hop_scratch;

/* A step of some rows. */
typedef struct hop_step {
    const hop_recall *recall;
    hop_rows rows;
    const double *states; /* by row, [dim] each */
    double *next;         /* where they go, likewise */
    double *energy;       /* [rows] of the states before the step; +infinity for a row outside the
                             family's support, which keeps its state */
    size_t turn;          /* steps taken before */
    const double *fixed;  /* by row: what is not NAN there keeps its value, or NULL */
    hop_lists *known;     /* what earlier steps of the run learned (pruned.h), or NULL */
    double *similarities; /* by row, [patterns] each: where an engine `by_state` puts what its
                             `similarities` are; or NULL */
    hop_scratch *scratch; /* or NULL */
} hop_step;

typedef struct hop_engine {
    const char *name;
    bool plain;   /* steps real states by comparing all patterns: what others build on */
    bool refined; /* `similarities` are floats, of which the largest are worth comparing again */
    bool float_states; /* states are rounded to float before the first step */
    bool by_state;     /* a step depends on the state alone, to the last bit, and takes long: one
                          that did not move is not stepped again */

    /* Whether it can step this recall, whose options are resolved and whose keys are ready. */
    bool (*supports)(const hop_recall *recall);

    /* Takes it, in parallel.  HOP_E_VALUE for a similarity that is not finite, HOP_E_MEMORY. */
    hop_status (*step)(const hop_step *step);

    /* What the family's potential and weights are given, s [rows x count], on this thread. */
    hop_status (*similarities)(const hop_recall *recall, hop_rows rows, const double *states,
                               double *s);
} hop_engine;

/* The weights p [count] that belong to s; for families with couplings, s itself without its scale:
 * Hebb's field is X s / d.  `weights` may be `s`. */
hop_status hop_recall_weigh(const hop_recall *recall, const double *s, double *weights);

/* Makes shares that sum to 1 of weights [count] of a bipolar state.  They may be negative, where a
 * pattern's negative is like the state; for families with couplings they are overlaps, whose
 * squares are shares in Hebb's energy. */
void hop_recall_share(const hop_recall *recall, double *weights);

/* Sets recall->engine and recall->plain. */
void hop_recall_choose_engine(hop_recall *recall);

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
