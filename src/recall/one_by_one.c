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
 * Overlaps are few whole numbers, so each term is computed once.
 * SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>
#include <string.h>

#include "../base/fail.h"
#include "../base/simd.h"
#include "sweep.h"

/* Patterns are taken a word of bits at a time; numbers of patterns are filled up with 0. */
enum { WORD = HOP_BITS_WORD, LANES = sizeof(hop_doubles) / sizeof(double) };

/* The overlaps of a state, and what follows from them.  padded: count up to whole words. */
typedef struct overlaps {
    const hop_energy *energy;
    size_t count, padded, dim;
    double *s;     /* [padded] */
    double *slope; /* [padded]: (up - down) / 2 */
    double *term;  /* [dim + 3] of the overlaps -dim - 2, -dim ... dim + 2; NAN: not yet known */
    double peak;   /* their unit: the largest overlap that a flip can make */
    double level;  /* sum of (up + down) / 2 */
    double noise;  /* gains no larger are none but for rounding */
} overlaps;

static size_t padded_count(const hop_recall *recall) {
    return hop_bits_words(recall->count) * WORD;
}

static size_t known_terms(const hop_recall *recall) {
    return recall->dim + 3;
}

/* ---- eight patterns at a time ---- */

typedef double doubles __attribute__((vector_size(64), aligned(8), may_alias));
typedef int64_t longs __attribute__((vector_size(64)));
static const longs PLACES = {1, 2, 4, 8, 16, 32, 64, 128};

/* Eight values with the signs of bits first ... first+7 of a word, 0 being minus. */
#define SIGNED(values, word, first)  \
    ((hop_doubles)((longs)(values) ^ \
                   (((((int64_t)((word) >> (first)) & 255) & PLACES) == 0) & INT64_MIN)))

/* sum x_i values_i over the patterns, x being bits. */
HOP_CLONES static double sum_signed(const uint64_t *x, const double *values, size_t padded) {
    hop_doubles lanes[2] = {{0}};
    for (size_t i = 0; i < padded; i += WORD)
        for (size_t k = 0; k < WORD; k += 2 * LANES) {
            const double *v = values + i + k;
            lanes[0] += SIGNED(*(const doubles *)v, x[i / WORD], k);
            lanes[1] += SIGNED(*(const doubles *)(v + LANES), x[i / WORD], k + LANES);
        }
    lanes[0] += lanes[1];
    double sum = 0;
    for (size_t lane = 0; lane < LANES; lane++) sum += lanes[0][lane];
    return sum;
}

/* s_i += change x_i. */
HOP_CLONES static void add_signed(const uint64_t *x, double change, double *s, size_t padded) {
    const hop_doubles all = change - (hop_doubles){0};
    for (size_t i = 0; i < padded; i += WORD)
        for (size_t k = 0; k < WORD; k += LANES)
            *(doubles *)(s + i + k) += SIGNED(all, x[i / WORD], k);
}

/* ---- terms ---- */

static double term_of(const overlaps *o, double s) {
    double *term = &o->term[(size_t)((s + (double)o->dim) / 2 + 1)];
    if (isnan(*term)) *term = o->energy->family->term(o->energy->parameter, s, o->peak);
    return *term;
}

static void take_peak(overlaps *o) {
    double peak = -INFINITY;
    for (size_t i = 0; i < o->count; i++) peak = fmax(peak, o->s[i] + 2);
    if (peak == o->peak) return;
    o->peak = peak;
    for (size_t v = 0; v < o->dim + 3; v++) o->term[v] = NAN;
}

static void take_terms(overlaps *o) {
    double sizes = 0;
    take_peak(o);
    o->level = 0;
    for (size_t i = 0; i < o->count; i++) {
        double here = term_of(o, o->s[i]);
        double up = term_of(o, o->s[i] + 2) - here, down = term_of(o, o->s[i] - 2) - here;
        o->slope[i] = (up - down) / 2;
        o->level += (up + down) / 2;
        sizes += fabs(up) + fabs(down);
    }
    o->noise = (8 + (double)o->count / 4) * DBL_EPSILON * sizes;
}

static hop_status compare(const hop_recall *recall, const double *state, overlaps *o) {
    size_t row = 0;
    HOP_TRY(recall->engine->similarities(recall, (hop_rows){&row, 1}, state, o->s));
    memset(o->s + o->count, 0, (o->padded - o->count) * sizeof *o->s);
    memset(o->slope + o->count, 0, (o->padded - o->count) * sizeof *o->slope);
    return HOP_OK;
}

static hop_status visit_all(const hop_recall *recall, hop_pass *sweep) {
    size_t padded = padded_count(recall), words = padded / WORD;
    double potential = 0;
    overlaps o = {.energy = &recall->options.model.energy,
                  .count = recall->count,
                  .padded = padded,
                  .dim = recall->dim,
                  .s = sweep->scratch,
                  .slope = sweep->scratch + padded,
                  .term = sweep->scratch + 2 * padded,
                  .peak = NAN};
    HOP_TRY(compare(recall, sweep->state, &o));
    HOP_TRY(hop_energy_potential(o.energy, o.s, o.count, &potential));
    sweep->energy = hop_recall_energy(recall, potential, 0);
    take_terms(&o);
    for (size_t n = 0; n < sweep->count; n++) {
        size_t k = sweep->order[n];
        const uint64_t *column = recall->columns + k * words;
        double *value = &sweep->state[k];
        double gain = o.level - *value * sum_signed(column, o.slope, padded);
        hop_visit visit = {*value, -*value * gain / 2, o.noise / 2, 0, &sweep->random};
        if (recall->options.model.update->value(&visit) == *value) continue;
        add_signed(column, -2 * *value, o.s, padded);
        *value = -*value;
        take_terms(&o);
    }
    return HOP_OK;
}

static hop_status create(const hop_recall *recall, size_t held, void *fresh) {
    (void)held; /* one row */
    return hop_recall_pass_create(recall, 2 * padded_count(recall) + known_terms(recall), visit_all,
                                  fresh);
}

static hop_status take_step(const hop_step *step) {
    static const hop_blocks BLOCKS = {
        .scratch = {sizeof(hop_pass), create, hop_recall_pass_clear},
        .run = hop_recall_pass_run,
        .written = hop_step_written,
        .beyond = "a similarity is not finite",
    };
    return hop_blocks_step(step, &BLOCKS, 1);
}

static hop_status similarities(const hop_recall *recall, hop_rows rows, const double *states,
                               double *s) {
    return recall->plain->similarities(recall, rows, states, s);
}

static bool supports(const hop_recall *recall) {
    return recall->options.model.similarity.kind->bipolar &&
           !recall->options.model.update->together;
}

const hop_engine hop_recall_engine_one_by_one = {
    .name = "bipolar, one neuron after another",
    .supports = supports,
    .step = take_step,
    .similarities = similarities,
};
