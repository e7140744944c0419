/* Prices, measured with one thread of a Zen 5 processor with AVX-512 in 2026; in the comments, the
 * command beside which each was held.
 * SPDX-License-Identifier: MIT */
#include "costs.h"

#include <math.h>

#include "../theory/load.h"

/* Seconds. */
static const struct {
    /* A value of a drawn pattern.  capacity --energy lse */
    double normal, bit;
    /* A value of a memory: made a key; compared with a pattern, for a beta; of couplings. */
    double ready, separation, coupling;
    /* A value of a state: read out; damaged and scored (noise); in a step (metastable MEMORY). */
    double query, picture, step;
    /* A value of a pattern for a state, and a pattern's weight, in a step.  noise, metastable */
    double product, difference, weight, sparse_weight;
    /* Evidence: a value of a pattern for a state in a step, and one of a state, seen through what a
     * channel may have done to it.  similarity, recall FASHION-MNIST */
    double evidence, channel;
    /* A trial by a kernel, and a value of its patterns.  capacity */
    double trial, hebb, flip, dense;
    /* A neuron in a heated sweep, and each pattern for it.  phase --energy hebb, pseudo-inverse */
    double neuron, neuron_pattern, coupled, coupled_pattern;
    /* A value of a pattern in a sweep that asks neurons one by one: of couplings, more with every
     * byte of them, and beyond the caches; of a polynomial.  compare, of large pictures */
    double coupled_byte, coupled_far, one_by_one;
    /* A value of a pattern in a step in double; the same, and the pattern itself, of pitchfork. */
    double reference, fork_value, fork;
    /* A pattern of a set; a value of a pattern for a state that is checked.  emergent */
    double set, check;
    /* A pattern's feature, a value of it, a value drawn; a value of an exact product.  features */
    double feature, feature_value, feature_draw, pair;
    /* A product on the way to an eigenvalue.  metastable */
    double spectrum;
} PRICE = {
    .normal = 4.2e-8,
    .bit = 2e-9,
    .ready = 6e-9,
    .separation = 2.6e-10,
    .coupling = 3.5e-8,
    .query = 1.5e-8,
    .picture = 6e-8,
    .step = 6e-9,
    .product = 6e-11,
    .difference = 4e-10,
    .weight = 5e-9,
    .sparse_weight = 2.5e-8,
    .evidence = 4.3e-10,
    .channel = 1.7e-6,
    .trial = 7e-7,
    .hebb = 1.3e-9,
    .flip = 1.4e-10,
    .dense = 2e-10,
    .neuron = 1.8e-8,
    .neuron_pattern = 1e-10,
    .coupled = 4.5e-8,
    .coupled_pattern = 5e-10,
    .coupled_byte = 1.4e-16,
    .coupled_far = 3.4e-9,
    .one_by_one = 8e-10,
    .reference = 1.4e-9,
    .fork_value = 4e-10,
    .fork = 1e-8,
    .set = 6e-10,
    .check = 1.7e-9,
    .feature = 1.1e-8,
    .feature_value = 1.5e-10,
    .feature_draw = 1.5e-8,
    .pair = 7e-10,
    .spectrum = 1.5e-10,
};

/* What creating a memory and a recall of it takes besides, of the smallest. */
static const double RECALL_LEAST = 1.5e-5;

/* A beta that is left to the memory is chosen by so many patterns. */
static const double COMPARED = 49;

/* Couplings fit the less into caches the more bytes they are; beyond all of them no more counts. */
static double coupled_price(double values) {
    const double more = PRICE.coupled_byte * sizeof(double) * values;
    return fmin(fmax(PRICE.coupled_pattern, more), PRICE.coupled_far);
}

/* A step more than those of a state: energies, weights, the nearest pattern. */
enum { STEPS_BESIDE = 1 };

static bool is_sparse(const hop_energy *energy) {
    return !energy->family->softmax && energy->family->states != HOP_STATES_BIPOLAR;
}

double hop_cost_recall(const hop_work *w) {
    double values = w->patterns * w->dim, steps = w->steps + STEPS_BESIDE;
    const hop_similarity_form form = w->similarity ? w->similarity->form : HOP_FORM_PRODUCT;
    double memory = PRICE.ready * values;
    if (w->choose_beta) memory += PRICE.separation * values * fmin(w->patterns, COMPARED);
    if (w->energy->family->couple) memory += PRICE.coupling * values;
    double product = w->energy->family->couple        ? coupled_price(values)
                     : hop_load_degree(w->energy) > 0 ? PRICE.one_by_one
                     : form == HOP_FORM_DIFFERENCE    ? PRICE.difference
                     : form == HOP_FORM_CHANNEL       ? PRICE.evidence
                                                      : PRICE.product;
    /* Its turn among the others, in a sweep. */
    const bool turns = w->energy->family->couple || hop_load_degree(w->energy) > 0;
    const double neuron = turns ? PRICE.coupled : 0;
    double weight = is_sparse(w->energy) ? PRICE.sparse_weight : PRICE.weight;
    double channel = form == HOP_FORM_CHANNEL ? PRICE.channel : 0;
    double state =
        w->dim * (PRICE.query + channel + (w->from_pattern ? PRICE.picture : 0)) +
        steps * (w->dim * (PRICE.step + neuron) + w->patterns * (w->dim * product + weight));
    return RECALL_LEAST + memory + w->states * state;
}

double hop_cost_draw(hop_pattern_kind kind, double values) {
    return values * (kind == HOP_PATTERN_BIPOLAR ? PRICE.bit : PRICE.normal);
}

/* ---- trials ---- */

double hop_cost_hebb(double dim, double patterns) {
    return PRICE.trial + PRICE.hebb * dim * patterns;
}

double hop_cost_hebb_heated(double dim, double patterns, double sweeps) {
    return PRICE.trial + sweeps * dim * (PRICE.neuron + PRICE.neuron_pattern * patterns);
}

double hop_cost_flip(double dim, double patterns) {
    return PRICE.trial + PRICE.flip * dim * patterns;
}

double hop_cost_dense(double dim, double patterns) {
    return PRICE.trial + PRICE.dense * dim * patterns;
}

double hop_cost_coupled_heated(double dim, double patterns, double sweeps) {
    return sweeps * dim * (PRICE.coupled + PRICE.coupled_pattern * patterns);
}

/* ---- states in double ---- */

double hop_cost_reference(double patterns, double dim, double steps) {
    return PRICE.reference * patterns * dim * steps;
}

double hop_cost_pitchfork(double patterns, double dim, double steps) {
    return steps * patterns * (PRICE.fork + PRICE.fork_value * dim);
}

double hop_cost_sets(double patterns) {
    return PRICE.set * exp2(patterns) * patterns;
}

double hop_cost_check(double patterns, double dim) {
    return PRICE.check * patterns * dim;
}

/* ---- features and moments ---- */

double hop_cost_features(double features, double draws, double patterns, double queries,
                         double dim) {
    double each = (patterns + queries) * (PRICE.feature + PRICE.feature_value * dim);
    return draws * features * (each + PRICE.feature_draw * dim);
}

double hop_cost_pairs(double patterns, double queries, double dim) {
    return PRICE.pair * patterns * patterns * queries * dim;
}

double hop_cost_spectrum(double patterns, double dim) {
    return PRICE.spectrum * patterns * dim * fmin(patterns, dim);
}
