/* The fast path: tiles of queries x patterns.  For each tile one matrix product gives similarities,
 * the family folds them into weights in place (online softmax), what was accumulated before is
 * rescaled, and a second product adds the weighted keys.  No row of N similarities is ever held,
 * and each key is read once for a whole batch of queries.
 *
 * Sums run in float within a stripe of patterns and in double from stripe to stripe, so that the
 * error does not grow with N.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/sum.h"
#include "engine.h"
#include "refine.h"

/* Patterns whose weighted keys are added in float before they go to double.  Equal terms round the
 * same way again and again, so n of them are off by up to about n/3 roundings; 64 keeps any memory
 * within 8 epsilon, and costs a tenth of the time of a step against no limit. */
enum { STRIPE = 64 };

/* Queries in a block: an eighth of the batch, so that up to eight threads share it, within limits.
 * Never a function of the threads: the same bytes for any number of them. */
enum { BLOCK_SHARE = 8, BLOCK_LEAST = 16, BLOCK_MOST = 256 };

static size_t block_of(size_t count) {
    size_t block = (count + BLOCK_SHARE - 1) / BLOCK_SHARE;
    if (block < BLOCK_LEAST) block = BLOCK_LEAST;
    return block < BLOCK_MOST ? block : BLOCK_MOST;
}

/* What one worker computes in. */
typedef struct scratch {
    float *states;        /* [block x dim] */
    float *tile;          /* [block x tile]: similarities, then weights */
    float *part;          /* [block x STRIPE] of the weights */
    float *sums;          /* [block x dim] of the stripe at hand */
    size_t summed;        /* patterns in them */
    float *keys;          /* [tile x dim] where they are not lent */
    double *mixed;        /* [block x dim] of all stripes before */
    double *key;          /* [dim], to make one with */
    hop_fold *folds;      /* [block] */
    hop_leaders *leaders; /* [block] */
} scratch;

static void scratch_clear(scratch *s) {
    free(s->states);
    free(s->tile);
    free(s->part);
    free(s->sums);
    free(s->keys);
    free(s->mixed);
    free(s->key);
    free(s->folds);
    free(s->leaders);
}

static hop_status scratch_create(const hop_recall *recall, size_t block, scratch *s) {
    size_t dim = recall->dim, tile = hop_recall_tile(recall);
    *s = (scratch){0};
    HOP_TRY(hop_alloc(dim, block * sizeof *s->states, "states", &s->states));
    HOP_TRY(hop_alloc(tile, block * sizeof *s->tile, "similarities", &s->tile));
    HOP_TRY(hop_alloc(STRIPE, block * sizeof *s->part, "weights", &s->part));
    HOP_TRY(hop_alloc(dim, block * sizeof *s->sums, "sums", &s->sums));
    HOP_TRY(hop_alloc(dim, tile * sizeof *s->keys, "a tile of keys", &s->keys));
    HOP_TRY(hop_alloc(dim, block * sizeof *s->mixed, "sums", &s->mixed));
    HOP_TRY(hop_alloc(dim, sizeof *s->key, "a key", &s->key));
    HOP_TRY(hop_alloc(block, sizeof *s->leaders, "leaders", &s->leaders));
    return hop_alloc(block, sizeof *s->folds, "folds", &s->folds);
}

typedef struct step {
    const hop_recall *recall;
    hop_rows rows;
    const double *states;
    double *next, *energy;
    size_t block;
    scratch *scratch; /* [workers] */
} step;

static void gather(const hop_recall *recall, hop_rows rows, const double *states, float *out) {
    for (size_t i = 0; i < rows.count; i++) {
        const double *state = states + rows.index[i] * recall->dim;
        for (size_t j = 0; j < recall->dim; j++) out[i * recall->dim + j] = (float)state[j];
    }
}

/* Similarities of a block with patterns first ... first+count-1 into s->tile [block x count]. */
static const float *similarities(const hop_recall *recall, scratch *s, size_t block, size_t first,
                                 size_t count) {
    const float *keys = hop_recall_key_tile(recall, first, count, s->keys, s->key);
    hop_blas_dots_float(block, count, recall->dim, s->states, keys, s->tile);
    for (size_t j = 0; j < count; j++) {
        float bias = (float)recall->frames[first + j].bias;
        if (bias == 0) continue;
        for (size_t i = 0; i < block; i++) s->tile[i * count + j] += bias;
    }
    return keys;
}

static void rescale(const hop_recall *recall, scratch *s, size_t row, float factor) {
    if (factor == 1) return;
    float *sums = s->sums + row * recall->dim;
    double *mixed = s->mixed + row * recall->dim;
    for (size_t j = 0; j < recall->dim; j++) sums[j] *= factor;
    for (size_t j = 0; j < recall->dim; j++) mixed[j] *= (double)factor;
}

/* Moves the sums over to double. */
static void flush(const hop_recall *recall, scratch *s, size_t block) {
    for (size_t k = 0; k < block * recall->dim; k++) {
        s->mixed[k] += (double)s->sums[k];
        s->sums[k] = 0;
    }
    s->summed = 0;
}

/* Weights from ... from+part-1 of a tile [block x count], lying together [block x part]. */
static const float *part_of_tile(scratch *s, size_t block, size_t count, size_t from, size_t part) {
    if (part == count) return s->tile;
    for (size_t i = 0; i < block; i++)
        memcpy(s->part + i * part, s->tile + i * count + from, part * sizeof *s->part);
    return s->part;
}

/* Adds a tile's weighted keys to the sums, stripe by stripe. */
static void mix(const hop_recall *recall, scratch *s, size_t block, size_t count,
                const float *keys) {
    for (size_t from = 0, part = 0; from < count; from += part) {
        part = count - from < STRIPE ? count - from : STRIPE;
        if (s->summed + part > STRIPE) flush(recall, s, block);
        const float *weights = part_of_tile(s, block, count, from, part);
        hop_blas_mix_float(block, recall->dim, part, weights, keys + from * recall->dim, s->sums);
        s->summed += part;
    }
}

/* Everything folded over all patterns: s->mixed and s->folds. */
static void accumulate(const hop_recall *recall, scratch *s, size_t block) {
    const hop_energy *energy = &recall->options.energy;
    size_t tile = hop_recall_tile(recall);
    s->summed = 0;
    for (size_t i = 0; i < block; i++) {
        s->folds[i] = (hop_fold){.peak = -INFINITY};
        s->leaders[i].count = 0;
    }
    for (size_t k = 0; k < block * recall->dim; k++) s->sums[k] = 0, s->mixed[k] = 0;
    for (size_t first = 0; first < recall->count; first += tile) {
        size_t count = recall->count - first < tile ? recall->count - first : tile;
        const float *keys = similarities(recall, s, block, first, count);
        for (size_t i = 0; i < block; i++) {
            float *row = s->tile + i * count;
            hop_recall_note_leaders(&s->leaders[i], row, count, first);
            rescale(recall, s, i,
                    energy->family->fold(energy->parameter, row, count, &s->folds[i]));
        }
        mix(recall, s, block, count, keys);
    }
    flush(recall, s, block);
}

static void step_block(void *context, size_t index, size_t worker) {
    const step *work = context;
    const hop_recall *recall = work->recall;
    scratch *s = &work->scratch[worker];
    size_t first = index * work->block, dim = recall->dim, left = work->rows.count - first;
    hop_rows rows = {work->rows.index + first, left < work->block ? left : work->block};
    gather(recall, rows, work->states, s->states);
    accumulate(recall, s, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        const double *state = work->states + rows.index[i] * dim;
        double potential =
            hop_recall_refined_potential(recall, &s->folds[i], &s->leaders[i], state, s->key);
        double *next = work->next + rows.index[i] * dim, total = s->folds[i].total;
        work->energy[first + i] =
            hop_recall_energy(recall, potential, hop_sum_squares(state, dim) / 2);
        for (size_t j = 0; j < dim; j++) next[j] = total > 0 ? s->mixed[i * dim + j] / total : 0;
        hop_recall_to_sphere(recall, work->states + rows.index[i] * dim, next);
        for (size_t j = 0; j < dim; j++) next[j] = (double)(float)next[j];
    }
}

/* Keys and states are finite; an energy that is not can only come of an overflow. */
static hop_status check(hop_rows rows, const double *energy) {
    for (size_t i = 0; i < rows.count; i++)
        if (!isfinite(energy[i]))
            return hop_fail(HOP_E_VALUE,
                            "query %zu: a similarity is beyond the range of float; "
                            "use double precision",
                            rows.index[i]);
    return HOP_OK;
}

static hop_status fast_step(const hop_recall *recall, hop_rows rows, const double *states,
                            double *next, double *energy) {
    size_t threads = recall->options.threads, block = block_of(rows.count);
    step work = {recall, rows, states, next, energy, block, NULL};
    size_t blocks = (rows.count + block - 1) / block;
    size_t workers = threads < blocks ? threads : blocks;
    HOP_TRY(hop_alloc(workers, sizeof *work.scratch, "scratch", &work.scratch));
    hop_status status = HOP_OK;
    for (size_t i = 0; i < workers && status == HOP_OK; i++)
        status = scratch_create(recall, block, &work.scratch[i]);
    if (status == HOP_OK) hop_parallel_run(blocks, workers, step_block, &work);
    if (status == HOP_OK) status = check(rows, energy);
    for (size_t i = 0; i < workers; i++) scratch_clear(&work.scratch[i]);
    free(work.scratch);
    return status;
}

hop_status hop_recall_fast_similarities(const hop_recall *recall, hop_rows rows,
                                        const double *states, double *s) {
    scratch work = {0};
    size_t tile = hop_recall_tile(recall);
    if (hop_recall_is_difference(recall))
        return hop_recall_engine_differences.similarities(recall, rows, states, s);
    hop_status status = scratch_create(recall, rows.count, &work);
    if (status == HOP_OK) gather(recall, rows, states, work.states);
    for (size_t first = 0; first < recall->count && status == HOP_OK; first += tile) {
        size_t count = recall->count - first < tile ? recall->count - first : tile;
        similarities(recall, &work, rows.count, first, count);
        for (size_t i = 0; i < rows.count; i++)
            for (size_t j = 0; j < count; j++)
                s[i * recall->count + first + j] = (double)work.tile[i * count + j];
    }
    scratch_clear(&work);
    return status;
}

const hop_engine hop_recall_engine_fast = {
    .name = "tiles, float",
    .float_states = true,
    .step = fast_step,
    .similarities = hop_recall_fast_similarities,
};
