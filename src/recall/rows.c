/* The fast path for families whose weights need the whole row: similarities by tiles of queries x
 * patterns in float, then, query by query, the weights of the few patterns within the family's
 * reach of the largest, in double, and their keys added up.  A sparse family leaves most patterns
 * out, so its second product costs next to nothing.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/sum.h"
#include "blocks.h"

/* Rows of similarities held at a time by one worker: at most this many numbers and rows, and
 * blocks for the workers to share. */
enum { ROWS_MOST = 32, SHARE = 8 };
static const size_t HELD_NUMBERS = (size_t)1 << 22;

/* Up to this many patterns are compared again in double: the weights are then exact, and so is the
 * energy. */
enum { REFINED_MOST = 64 };

/* A tile with fewer than one weight in this many is not worth a matrix product. */
enum { FEW = 8 };

/* Similarities in float are off by less than this fraction of the largest norms' product, so the
 * reach is taken that much wider. */
static const double SLACK = 1e-5;

typedef struct scratch {
    double *s;       /* [rows x patterns] */
    size_t *within;  /* [patterns]: those within reach */
    double *near;    /* [patterns]: their similarities */
    double *weights; /* [patterns]: their weights */
    double *key;     /* [dim] */
    float *keys;     /* [tile x dim] */
    float *tile;     /* [rows x tile] of weights */
    float *sums;     /* [rows x dim] of one tile */
    double *mixed;   /* [rows x dim] of all */
} scratch;

static void clear(void *used) {
    scratch *s = used;
    free(s->s);
    free(s->within);
    free(s->near);
    free(s->weights);
    free(s->key);
    free(s->keys);
    free(s->tile);
    free(s->sums);
    free(s->mixed);
}

static hop_status create(const hop_recall *recall, size_t held, void *fresh) {
    scratch *s = fresh;
    size_t number = sizeof(double), tile = hop_recall_tile(recall);
    HOP_TRY(hop_alloc(recall->count, held * number, "similarities", &s->s));
    HOP_TRY(hop_alloc(recall->count, sizeof *s->within, "an index", &s->within));
    HOP_TRY(hop_alloc(recall->count, number, "similarities", &s->near));
    HOP_TRY(hop_alloc(recall->count, number, "weights", &s->weights));
    HOP_TRY(hop_alloc(recall->dim, number, "a key", &s->key));
    HOP_TRY(hop_alloc(recall->dim, tile * sizeof *s->keys, "a tile of keys", &s->keys));
    HOP_TRY(hop_alloc(tile, held * sizeof *s->tile, "weights", &s->tile));
    HOP_TRY(hop_alloc(recall->dim, held * sizeof *s->sums, "sums", &s->sums));
    return hop_alloc(recall->dim, held * number, "sums", &s->mixed);
}

/* The patterns within reach of the largest similarity; returns how many, 0 if a similarity is not
 * known: what overflows upwards, or is a difference of two overflows. */
static size_t select_near(const hop_recall *recall, scratch *s, const double *row, double square) {
    const hop_energy *energy = &recall->options.model.energy;
    double peak = -INFINITY;
    bool known = true;
    for (size_t i = 0; i < recall->count; i++) {
        peak = row[i] > peak ? row[i] : peak;
        known = known && !isnan(row[i]);
    }
    if (!known || !isfinite(peak)) return 0;
    double slack = SLACK * (1 + recall->largest_norm * (recall->largest_norm + sqrt(2 * square)));
    double least = peak - energy->family->cutoff(energy->parameter) - slack;
    size_t count = 0;
    for (size_t i = 0; i < recall->count; i++)
        if (row[i] >= least) s->within[count++] = i;
    return count;
}

/* Their similarities: again and in double where they are few. */
static void compare_near(const hop_recall *recall, scratch *s, const double *row,
                         const double *state, double square, size_t count) {
    double shift = recall->options.model.energy.family->distances ? square : 0;
    for (size_t k = 0; k < count; k++) {
        size_t i = s->within[k];
        if (count <= REFINED_MOST)
            s->near[k] = hop_recall_similarity(recall, i, state, s->key) - shift;
        else
            s->near[k] = row[i];
    }
}

/* Turns a row of similarities into weights in place, and takes note of the energy. */
static hop_status weigh_row(const hop_step *step, scratch *s, double *row, size_t place) {
    const hop_recall *recall = step->recall;
    const hop_energy *energy = &recall->options.model.energy;
    const double *state = step->states + step->rows.index[place] * recall->dim;
    double potential = 0, square = hop_sum_squares(state, recall->dim) / 2;
    size_t count = select_near(recall, s, row, square);
    if (count == 0) return HOP_E_VALUE;
    compare_near(recall, s, row, state, square, count);
    HOP_TRY(hop_energy_potential(energy, s->near, count, &potential));
    HOP_TRY(hop_energy_weights(energy, s->near, count, s->weights));
    step->energy[place] = hop_recall_energy(recall, potential, square);
    memset(row, 0, recall->count * sizeof *row);
    for (size_t k = 0; k < count; k++) row[s->within[k]] = s->weights[k];
    return HOP_OK;
}

/* Copies a tile of weights [rows x count] together; returns how many are not 0. */
static size_t gather_tile(const hop_recall *recall, scratch *s, size_t rows, size_t first,
                          size_t count) {
    size_t used = 0;
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < count; j++) {
            double weight = s->s[i * recall->count + first + j];
            s->tile[i * count + j] = (float)weight;
            used += weight != 0 ? 1 : 0;
        }
    return used;
}

/* mixed += weights . keys of one tile, one key after another. */
static void mix_few(const hop_recall *recall, scratch *s, size_t rows, size_t first, size_t count,
                    const float *keys) {
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < count; j++) {
            double weight = s->s[i * recall->count + first + j];
            double *mixed = s->mixed + i * recall->dim;
            if (weight == 0) continue;
            for (size_t k = 0; k < recall->dim; k++)
                mixed[k] += weight * (double)keys[j * recall->dim + k];
        }
}

/* The same for many, by a matrix product. */
static void mix_many(const hop_recall *recall, scratch *s, size_t rows, size_t count,
                     const float *keys) {
    memset(s->sums, 0, rows * recall->dim * sizeof *s->sums);
    hop_blas_mix_float(rows, recall->dim, count, s->tile, keys, s->sums);
    for (size_t k = 0; k < rows * recall->dim; k++) s->mixed[k] += (double)s->sums[k];
}

static void mix(const hop_recall *recall, scratch *s, size_t rows) {
    size_t tile = hop_recall_tile(recall);
    memset(s->mixed, 0, rows * recall->dim * sizeof *s->mixed);
    for (size_t first = 0; first < recall->count; first += tile) {
        size_t count = recall->count - first < tile ? recall->count - first : tile;
        size_t used = gather_tile(recall, s, rows, first, count);
        if (used == 0) continue;
        const float *keys = hop_recall_key_tile(recall, first, count, s->keys, s->key);
        if (used * FEW < rows * count)
            mix_few(recall, s, rows, first, count, keys);
        else
            mix_many(recall, s, rows, count, keys);
    }
}

/* A state outside the family's support, whose weights are all 0, stays. */
static void take(const hop_step *step, const scratch *s, size_t place, size_t row) {
    size_t dim = step->recall->dim, at = step->rows.index[place] * dim;
    double *next = step->next + at;
    const double *state = step->states + at;
    const double *from = isinf(step->energy[place]) ? state : s->mixed + row * dim;
    for (size_t j = 0; j < dim; j++) next[j] = from[j];
    hop_recall_to_sphere(step->recall, state, next);
    for (size_t j = 0; j < dim; j++) next[j] = (double)(float)next[j];
}

static hop_status step_block(const void *context, hop_range places, void *worker, size_t *failed) {
    const hop_step *step = context;
    const hop_recall *recall = step->recall;
    scratch *s = worker;
    hop_rows rows = {step->rows.index + places.first, places.count};
    HOP_TRY(recall->engine->similarities(recall, rows, step->states, s->s));
    for (size_t i = 0; i < rows.count; i++) {
        *failed = places.first + i;
        HOP_TRY(weigh_row(step, s, s->s + i * recall->count, *failed));
    }
    mix(recall, s, rows.count);
    for (size_t i = 0; i < rows.count; i++) take(step, s, places.first + i, i);
    return HOP_OK;
}

static hop_status take_step(const hop_step *step) {
    static const hop_blocks BLOCKS = {
        .scratch = {sizeof(scratch), create, clear},
        .run = step_block,
        .written = hop_step_written,
        .beyond = "a similarity is beyond the range of float; use double precision",
    };
    size_t held =
        hop_blocks_held(step->rows.count, step->recall->count, HELD_NUMBERS, SHARE, ROWS_MOST);
    return hop_blocks_step(step, &BLOCKS, held);
}

static hop_status similarities(const hop_recall *recall, hop_rows rows, const double *states,
                               double *s) {
    HOP_TRY(hop_recall_fast_similarities(recall, rows, states, s));
    for (size_t i = 0; i < rows.count; i++) {
        const double *state = states + rows.index[i] * recall->dim;
        hop_recall_shift(recall, hop_sum_squares(state, recall->dim) / 2, s + i * recall->count);
    }
    return HOP_OK;
}

static bool supports(const hop_recall *recall) {
    return hop_recall_is_product(recall);
}

const hop_engine hop_recall_engine_rows = {
    .name = "whole rows, float",
    .plain = true,
    .refined = true,
    .supports = supports,
    .float_states = true,
    .step = take_step,
    .similarities = similarities,
};
