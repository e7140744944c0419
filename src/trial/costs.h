/* What cells take on one processor, in seconds: every price that was measured stands in costs.c.
 * Predictions, to about a factor of two where the processor is of our days.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TRIAL_COSTS_H
#define HOP_TRIAL_COSTS_H

#include <hopfield/energy.h>
#include <hopfield/similarity.h>

#include "../theory/load.h"

/* States recalled from a memory. */
typedef struct hop_work {
    const hop_energy *energy;
    const hop_similarity_row *similarity; /* NULL: a product */
    double states, patterns, dim;
    double steps;      /* of a state, mean */
    bool choose_beta;  /* it is left to the memory */
    bool from_pattern; /* states are drawn patterns that are damaged and scored */
} hop_work;
double hop_cost_recall(const hop_work *work);

/* Random patterns of so many values in all. */
double hop_cost_draw(hop_pattern_kind kind, double values);

/* A trial by one of the kernels, patterns drawn; and, of `sweeps` sweeps, by Glauber's updates. */
double hop_cost_hebb(double dim, double patterns);
double hop_cost_hebb_heated(double dim, double patterns, double sweeps);
double hop_cost_flip(double dim, double patterns);
double hop_cost_dense(double dim, double patterns);

/* Glauber's updates of couplings that recall holds. */
double hop_cost_coupled_heated(double dim, double patterns, double sweeps);

/* Steps of one state in double, one after another: of recall's reference, and of `pitchfork`. */
double hop_cost_reference(double patterns, double dim, double steps);
double hop_cost_pitchfork(double patterns, double dim, double steps);

/* All sets of so many patterns looked at; a state of `emergent` checked. */
double hop_cost_sets(double patterns);
double hop_cost_check(double patterns, double dim);

/* Random features of patterns and queries, drawn anew `draws` times; and the exact energy. */
double hop_cost_features(double features, double draws, double patterns, double queries,
                         double dim);
double hop_cost_pairs(double patterns, double queries, double dim);

/* The largest eigenvalue of a covariance. */
double hop_cost_spectrum(double patterns, double dim);

#endif
