/* What a comparison measures: every family on the same bipolar queries, load by load.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/random.h>
#include <hopfield/recall.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "compare.h"

const char *const hop_compare_specs[HOP_COMPARE_FAMILIES] = {"hebb", "polynomial:degree=3",
                                                             "exponential", "lse"};
const char *const hop_compare_names[HOP_COMPARE_FAMILIES] = {"hebb", "polynomial", "exponential",
                                                             "lse"};
const double hop_compare_same = 0.95;

/* The stream of the seed that orders patterns; corruptions draw from those from 2^63 up. */
static const uint64_t ORDER_STREAM = 0;

/* What all loads share, and what one is made of. */
typedef struct bench {
    const hop_compare_inputs *inputs;
    hop_compared *compared;
    double *patterns; /* [patterns x dim], -1 and 1, in the order they are stored */
    double *states;   /* [queries x dim], damaged */
    size_t *targets;  /* [queries] */
    double *overlaps; /* [queries x patterns] */
    hop_memory *stored;
} bench;

/* As the similarity hamming does it. */
static void threshold(double *pattern, size_t dim) {
    double sum = 0;
    bool bipolar = true;
    for (size_t c = 0; c < dim; c++) {
        sum += pattern[c];
        bipolar = bipolar && fabs(pattern[c]) == 1;
    }
    const double mean = sum / (double)dim;
    for (size_t c = 0; c < dim && !bipolar; c++) pattern[c] = pattern[c] > mean ? 1 : -1;
}

static hop_status read_patterns(const hop_memory *memory, bench *b) {
    const size_t count = b->compared->patterns, dim = b->compared->dim;
    size_t *order = NULL;
    hop_random random;
    HOP_TRY(hop_alloc(count, sizeof *order, "an order", &order));
    hop_random_init(&random, b->compared->seed, ORDER_STREAM);
    hop_random_sample(&random, count, count, order);
    for (size_t i = 0; i < count; i++) {
        hop_memory_read(memory, order[i], 1, b->patterns + i * dim);
        threshold(b->patterns + i * dim, dim);
    }
    free(order);
    return HOP_OK;
}

/* The stored patterns in turn, each query damaged from its own streams. */
static hop_status make_queries(bench *b, size_t stored) {
    const size_t dim = b->compared->dim;
    const hop_canvas canvas = {hop_memory_shape(b->stored), .low = -1, .high = 1, .clip = true};
    for (size_t q = 0; q < b->compared->queries; q++) {
        double *state = b->states + q * dim;
        b->targets[q] = q % stored;
        memcpy(state, b->patterns + b->targets[q] * dim, dim * sizeof *state);
        HOP_TRY(hop_corruption_apply(b->inputs->corruptions, b->inputs->corruption_count, &canvas,
                                     b->compared->seed, q, state));
    }
    return HOP_OK;
}

/* Whether a state is the majority of all patterns, each taken or inverted as it resembles it. */
static bool is_majority(const bench *b, const double *state, const double *overlaps,
                        size_t stored) {
    const size_t dim = b->compared->dim;
    double agreed = 0;
    for (size_t c = 0; c < dim; c++) {
        double votes = 0;
        for (size_t i = 0; i < stored; i++)
            votes += copysign(1, overlaps[i]) * b->patterns[i * dim + c];
        if (votes != 0) agreed += copysign(1, votes) * state[c];
    }
    return agreed / (double)dim >= hop_compare_same;
}

static bool is_same_state(const double *a, const double *b, size_t dim) {
    const double sign = a[0] == b[0] ? 1 : -1;
    for (size_t c = 0; c < dim; c++)
        if (a[c] != sign * b[c]) return false;
    return true;
}

/* Counts a spurious state; `seen` [cell->distinct] are the queries that ended in others. */
static void count_spurious(const bench *b, const hop_recall_result *result, size_t query,
                           size_t stored, size_t *seen, hop_compared_cell *cell) {
    const double *state = result->outputs + query * result->dim;
    cell->spurious += 1;
    cell->mixtures +=
        result->queries[query].score.ended == HOP_END_MIXTURE ||
        (stored > HOP_MIXTURE_MOST && is_majority(b, state, b->overlaps + query * stored, stored));
    for (size_t i = 0; i < cell->distinct; i++)
        if (is_same_state(state, result->outputs + seen[i] * result->dim, result->dim)) return;
    seen[cell->distinct++] = query;
}

static hop_status average_energy(const hop_recall_result *result, hop_compared_cell *cell) {
    for (size_t q = 0; q < result->count; q++)
        if (result->queries[q].steps + 1 > cell->energy_count)
            cell->energy_count = result->queries[q].steps + 1;
    HOP_TRY(hop_alloc(cell->energy_count, sizeof *cell->energy, "energies", &cell->energy));
    for (size_t t = 0; t < cell->energy_count; t++) {
        double sum = 0;
        for (size_t q = 0; q < result->count; q++) {
            const size_t last = result->queries[q].steps;
            sum += result->queries[q].energy[t < last ? t : last];
        }
        cell->energy[t] = sum / (double)result->count;
    }
    return HOP_OK;
}

static hop_status judge(bench *b, const hop_recall_result *result, size_t stored,
                        hop_compared_cell *cell) {
    const double queries = (double)result->count, dim = (double)result->dim;
    size_t *seen = NULL;
    HOP_TRY(average_energy(result, cell));
    HOP_TRY(hop_alloc(result->count, sizeof *seen, "spurious states", &seen));
    hop_blas_dots(result->count, stored, result->dim, result->outputs, b->patterns, b->overlaps);
    for (size_t q = 0; q < result->count; q++) {
        const double *overlaps = b->overlaps + q * stored;
        const bool settled = hop_stop_settled(result->queries[q].stop);
        const hop_end ended = result->queries[q].score.ended;
        const double aimed = overlaps[b->targets[q]] / dim;
        cell->overlap += aimed;
        cell->accuracy += aimed >= hop_compare_same;
        cell->settled += settled;
        cell->steps += (double)result->queries[q].steps;
        if (ended == HOP_END_MIXTURE || ended == HOP_END_SPURIOUS)
            count_spurious(b, result, q, stored, seen, cell);
    }
    cell->accuracy /= queries;
    cell->overlap /= queries;
    cell->steps /= queries;
    cell->settled /= queries;
    cell->spurious /= queries;
    cell->mixtures /= queries;
    free(seen);
    return HOP_OK;
}

static hop_status run_family(bench *b, size_t family, size_t stored, hop_compared_cell *cell) {
    hop_recall_options options = hop_recall_defaults;
    hop_recall *recall = NULL;
    hop_recall_result result = {0};
    options.running.threads = b->inputs->threads;
    options.running.seed = b->compared->seed;
    options.running.progress = b->inputs->progress;
    options.running.context = b->inputs->progress_context;
    HOP_TRY(hop_energy_parse(hop_compare_specs[family], &options.model.energy));
    HOP_TRY(hop_similarity_parse("hamming", &options.model.similarity));
    HOP_TRY(hop_recall_create(b->stored, &options, &recall));
    const hop_energy *energy = &hop_recall_resolved(recall)->model.energy;
    const size_t beta = hop_row_parameter_index(&energy->family->row, "beta");
    cell->beta = beta == HOP_PARAMETER_MAX ? NAN : energy->parameter[beta];
    hop_status status = hop_recall_run(recall, b->states, b->compared->queries, &result);
    if (status == HOP_OK) status = hop_recall_score(recall, b->targets, &result);
    if (status == HOP_OK) status = judge(b, &result, stored, cell);
    hop_recall_result_clear(&result);
    hop_recall_destroy(recall);
    return status;
}

static hop_status run_loads(bench *b) {
    hop_compared *c = b->compared;
    for (size_t l = 0, before = 0; l < c->load_count; before = c->loads[l++]) {
        HOP_TRY(hop_memory_append(b->stored, b->patterns + before * c->dim, c->loads[l] - before,
                                  NULL));
        HOP_TRY(make_queries(b, c->loads[l]));
        for (size_t f = 0; f < HOP_COMPARE_FAMILIES; f++)
            HOP_TRY(run_family(b, f, c->loads[l], &c->cells[l * HOP_COMPARE_FAMILIES + f]));
    }
    return HOP_OK;
}

/* 1, 2, 3, 5, 8 ... and all. */
static hop_status plan_loads(hop_compared *c) {
    enum { MOST = 100 };
    HOP_TRY(hop_alloc(MOST, sizeof *c->loads, "loads", &c->loads));
    for (size_t load = 1, next = 2; load < c->patterns && c->load_count < MOST - 1;) {
        c->loads[c->load_count++] = load;
        const size_t sum = load + next;
        load = next;
        next = sum;
    }
    c->loads[c->load_count++] = c->patterns;
    return hop_alloc(c->load_count, HOP_COMPARE_FAMILIES * sizeof *c->cells, "results", &c->cells);
}

static hop_status prepare(const hop_memory *memory, bench *b) {
    hop_compared *c = b->compared;
    HOP_TRY(plan_loads(c));
    HOP_TRY(hop_alloc(c->patterns, c->dim * sizeof(double), "patterns", &b->patterns));
    HOP_TRY(hop_alloc(c->queries, c->dim * sizeof(double), "queries", &b->states));
    HOP_TRY(hop_alloc(c->queries, sizeof *b->targets, "targets", &b->targets));
    HOP_TRY(hop_alloc(c->queries, c->patterns * sizeof(double), "overlaps", &b->overlaps));
    HOP_TRY(hop_memory_create(hop_memory_shape(memory), HOP_F32, HOP_PATTERNS, &b->stored));
    return read_patterns(memory, b);
}

hop_status hop_compare_run(const hop_compare_inputs *inputs, hop_compared *compared) {
    const hop_memory *memory = inputs->memory;
    bench b = {.inputs = inputs, .compared = compared};
    compared->patterns = hop_memory_count(memory);
    compared->dim = hop_memory_dim(memory);
    hop_status status = prepare(memory, &b);
    if (status == HOP_OK) status = run_loads(&b);
    hop_memory_destroy(b.stored);
    free(b.overlaps);
    free(b.targets);
    free(b.states);
    free(b.patterns);
    return status;
}

void hop_compared_clear(hop_compared *compared) {
    for (size_t i = 0; compared->cells && i < compared->load_count * HOP_COMPARE_FAMILIES; i++)
        free(compared->cells[i].energy);
    free(compared->cells);
    free(compared->loads);
    *compared = (hop_compared){0};
}
