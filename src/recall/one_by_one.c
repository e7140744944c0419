/* Bipolar states of dense associative memories, one neuron after another: a neuron flips if that
 * lowers the energy, the overlaps s_i being kept and changed by -2 xi_k x_ki on a flip.  Krotov and
 * Hopfield 2016 (1606.01164), section 2.
 *
 * With up_i and down_i what pattern i gains when its overlap rises or falls by 2, flipping neuron k
 * gains
 *
 *     sum (up_i + down_i) / 2 - xi_k sum x_ki (up_i - down_i) / 2,
 *
 * so a test costs one sum over the patterns, and their terms are computed again on a flip only.
 * SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>

#include "../base/fail.h"
#include "sweep.h"

/* The overlaps of a state, and what follows from them. */
typedef struct overlaps {
    const hop_energy *energy;
    size_t count;
    double *s;     /* [count] */
    double *slope; /* [count]: (up - down) / 2 */
    double level;  /* sum of (up + down) / 2 */
    double noise;  /* gains no larger are none but for rounding */
} overlaps;

/* Overlaps of -1 and 1 are whole numbers, so that summing them takes no care. */
static void compare(const hop_recall *recall, const double *state, double *s) {
    for (size_t i = 0; i < recall->count; i++) s[i] = 0;
    for (size_t k = 0; k < recall->dim; k++) {
        const signed char *column = recall->columns + k * recall->count;
        for (size_t i = 0; i < recall->count; i++) s[i] += state[k] * column[i];
    }
}

/* Terms are taken in units of the largest overlap that a flip can make. */
static void take_terms(overlaps *o) {
    const double *parameter = o->energy->parameter;
    double peak = -INFINITY, sizes = 0;
    for (size_t i = 0; i < o->count; i++) peak = fmax(peak, o->s[i] + 2);
    o->level = 0;
    for (size_t i = 0; i < o->count; i++) {
        double here = o->energy->family->term(parameter, o->s[i], peak);
        double up = o->energy->family->term(parameter, o->s[i] + 2, peak) - here;
        double down = o->energy->family->term(parameter, o->s[i] - 2, peak) - here;
        o->slope[i] = (up - down) / 2;
        o->level += (up + down) / 2;
        sizes += fabs(up) + fabs(down);
    }
    o->noise = (8 + (double)o->count / 4) * DBL_EPSILON * sizes;
}

static double gain_of_flip(const overlaps *o, const signed char *column, double value) {
    double sum = 0;
    for (size_t i = 0; i < o->count; i++) sum += column[i] * o->slope[i];
    return o->level - value * sum;
}

static hop_status visit(const hop_recall *recall, hop_sweep *sweep) {
    const hop_energy *energy = &recall->options.energy;
    size_t count = recall->count;
    double potential = 0;
    overlaps o = {
        .energy = energy, .count = count, .s = sweep->scratch, .slope = sweep->scratch + count};
    compare(recall, sweep->state, o.s);
    HOP_TRY(hop_energy_potential(energy, o.s, count, &potential));
    sweep->energy = hop_recall_energy(recall, potential, 0);
    take_terms(&o);
    for (size_t n = 0; n < sweep->count; n++) {
        size_t k = sweep->order[n];
        const signed char *column = recall->columns + k * count;
        double *value = &sweep->state[k];
        if (!(gain_of_flip(&o, column, *value) > o.noise)) continue;
        for (size_t i = 0; i < count; i++) o.s[i] -= 2 * *value * column[i];
        *value = -*value;
        take_terms(&o);
    }
    return HOP_OK;
}

static hop_status sweep_all(const hop_recall *recall, hop_rows rows, hop_moment moment,
                            const double *states, double *next, double *energy) {
    return hop_recall_sweep(recall, rows, moment, 2 * recall->count, visit, states, next, energy);
}

static hop_status similarities(const hop_recall *recall, hop_rows rows, const double *states,
                               double *s) {
    return hop_recall_base_engine(recall)->similarities(recall, rows, states, s);
}

const hop_engine hop_recall_engine_one_by_one = {
    .name = "bipolar, one neuron after another",
    .sweep = sweep_all,
    .similarities = similarities,
};
