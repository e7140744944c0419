/* The same attention by the recall engine: the keys of a head are a memory, a query is a state, one
 * step in double precision gives the weights, and these mix the values.
 *
 * The engine knows no masks, and needs none: a query from which keys are hidden gets a memory of
 * the keys it sees, and what a mask adds to a score is one more coordinate of the key, with 1 at
 * that place of the query.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include <hopfield/recall.h>

#include "attention.h"

/* Queries to a task where they share a memory; tasks between two looks at the clock. */
enum { BLOCK = 32, SLICE = 64 };

typedef struct comparing {
    const hop_attended *attended;
    hop_memory *memory; /* of the head's keys; NULL: one for every query */
    hop_recall *recall;
    size_t head, width, value_width; /* of one head */
    size_t first;                    /* task of the slice that is being done */
    double *differences;             /* [tasks] */
    hop_status *failures;
} comparing;

static bool hides(const hop_attended *a) {
    return a->shape.causal || a->shape.mask;
}

static hop_status open_recall(const hop_memory *memory, double beta, hop_recall **recall) {
    hop_recall_options options = hop_recall_defaults;
    options.running.threads = 1;
    options.running.precision = HOP_DOUBLE;
    HOP_TRY(hop_similarity_parse("dot", &options.model.similarity));
    HOP_TRY(hop_energy_parse("lse", &options.model.energy));
    options.model.energy
        .parameter[hop_row_parameter_index(&options.model.energy.family->row, "beta")] = beta;
    return hop_recall_create(memory, &options, recall);
}

/* Columns of the head, and the mask's coordinate if there is a mask. */
static size_t wide(const comparing *work) {
    return work->width + (work->attended->shape.mask ? 1 : 0);
}

static void copy_head(const comparing *work, const hop_matrix *from, size_t row, double *to) {
    const double *at = from->values + row * from->columns + work->head * work->width;
    memcpy(to, at, work->width * sizeof *to);
}

/* |sum of weights on values - what attention made|, largest.  seen: which keys, or NULL for all. */
static double difference_of(const comparing *work, size_t query, const double *weights,
                            const size_t *seen, size_t count) {
    const hop_attended *a = work->attended;
    const hop_matrix *value = &a->in->value.matrix;
    size_t first = work->head * work->value_width;
    double largest = 0;
    for (size_t j = 0; j < work->value_width; j++) {
        double sum = 0;
        for (size_t i = 0; i < count; i++)
            sum += weights[i] * value->values[(seen ? seen[i] : i) * value->columns + first + j];
        largest = fmax(largest, fabs(sum - a->heads_output[query * value->columns + first + j]));
    }
    return largest;
}

static hop_status open_memory(size_t dim, hop_memory **memory) {
    hop_shape shape = {.width = dim, .height = 1, .channels = 1};
    return hop_memory_create(shape, HOP_F64, HOP_PATTERNS, memory);
}

/* ---- all keys seen: a memory for the head ---- */

static hop_status fill_memory(comparing *work) {
    const hop_matrix *key = &work->attended->in->key.matrix;
    double *row = NULL;
    HOP_TRY(open_memory(work->width, &work->memory));
    HOP_TRY(hop_alloc(work->width, sizeof *row, "a key", &row));
    hop_status status = HOP_OK;
    for (size_t i = 0; i < key->rows && status == HOP_OK; i++) {
        copy_head(work, key, i, row);
        status = hop_memory_append(work->memory, row, 1, NULL);
    }
    free(row);
    return status == HOP_OK ? open_recall(work->memory, work->attended->shape.scale, &work->recall)
                            : status;
}

static hop_status compare_block(const comparing *work, size_t index) {
    const hop_attention_shape *shape = &work->attended->shape;
    size_t first = index * BLOCK;
    size_t count = shape->queries - first < BLOCK ? shape->queries - first : BLOCK;
    double *states = NULL, *weights = NULL;
    hop_status status = hop_alloc(count, work->width * sizeof *states, "states", &states);
    if (status == HOP_OK)
        status = hop_alloc(count, shape->keys * sizeof *weights, "weights", &weights);
    for (size_t i = 0; i < count && status == HOP_OK; i++)
        copy_head(work, &work->attended->in->query.matrix, first + i, states + i * work->width);
    if (status == HOP_OK) status = hop_recall_weights(work->recall, states, count, weights);
    for (size_t i = 0; i < count && status == HOP_OK; i++)
        work->differences[index] =
            fmax(work->differences[index],
                 difference_of(work, first + i, weights + i * shape->keys, NULL, shape->keys));
    free(states);
    free(weights);
    return status;
}

/* ---- some keys hidden: a memory for the query ---- */

static size_t list_seen(const hop_attention_shape *shape, size_t query, size_t *seen) {
    const double *mask = shape->mask ? shape->mask + query * shape->keys : NULL;
    size_t count = 0;
    for (size_t i = 0; i < shape->keys && !(shape->causal && i > query); i++)
        if (!mask || mask[i] > -INFINITY) seen[count++] = i;
    return count;
}

static hop_status weigh_query(const comparing *work, size_t query, const size_t *seen, size_t count,
                              double *keys, double *weights) {
    const hop_attention_shape *shape = &work->attended->shape;
    const hop_attention_inputs *asked = work->attended->in;
    size_t dim = wide(work);
    hop_memory *memory = NULL;
    hop_recall *recall = NULL;
    for (size_t i = 0; i < count; i++) {
        copy_head(work, &asked->key.matrix, seen[i], keys + i * dim);
        if (dim > work->width)
            keys[i * dim + work->width] = shape->mask[query * shape->keys + seen[i]] / shape->scale;
    }
    hop_status status = open_memory(dim, &memory);
    if (status == HOP_OK) status = hop_memory_append(memory, keys, count, NULL);
    if (status == HOP_OK) status = open_recall(memory, shape->scale, &recall);
    if (status == HOP_OK) {
        /* The keys are in the memory by now: the state takes their place. */
        copy_head(work, &asked->query.matrix, query, keys);
        if (dim > work->width) keys[work->width] = 1;
        status = hop_recall_weights(recall, keys, 1, weights);
    }
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
    return status;
}

static hop_status compare_query(const comparing *work, size_t query) {
    size_t all = work->attended->shape.keys, count = 0;
    size_t *seen = NULL;
    double *keys = NULL, *weights = NULL;
    hop_status status = hop_alloc(all, sizeof *seen, "keys", &seen);
    if (status == HOP_OK) status = hop_alloc(all, sizeof *weights, "weights", &weights);
    if (status == HOP_OK) {
        count = list_seen(&work->attended->shape, query, seen);
        status = hop_alloc(count, wide(work) * sizeof *keys, "keys", &keys);
    }
    if (status == HOP_OK) status = weigh_query(work, query, seen, count, keys, weights);
    if (status == HOP_OK)
        work->differences[query] = difference_of(work, query, weights, seen, count);
    free(seen);
    free(keys);
    free(weights);
    return status;
}

/* ---- both ---- */

static void compare(void *context, size_t index, size_t worker) {
    const comparing *work = context;
    size_t task = work->first + index;
    (void)worker;
    work->differences[task] = 0;
    work->failures[task] = work->recall ? compare_block(work, task) : compare_query(work, task);
}

static hop_status compare_slice(comparing *work, size_t count, size_t threads, double *largest) {
    hop_parallel_run(count, threads, compare, work);
    for (size_t i = 0; i < count; i++) {
        /* A sentence belongs to the thread that failed: fail again on this one. */
        if (work->failures[work->first + i] != HOP_OK) compare(work, i, 0);
        HOP_TRY(work->failures[work->first + i]);
        *largest = fmax(*largest, work->differences[work->first + i]);
    }
    return HOP_OK;
}

static hop_status compare_head(comparing *work, double *largest) {
    const hop_attention_inputs *in = work->attended->in;
    size_t queries = work->attended->shape.queries, heads = in->heads;
    size_t threads = hop_parallel_threads(in->threads);
    if (!hides(work->attended)) HOP_TRY(fill_memory(work));
    size_t tasks = work->recall ? (queries + BLOCK - 1) / BLOCK : queries;
    for (work->first = 0; work->first < tasks; work->first += SLICE) {
        size_t left = tasks - work->first;
        if (in->progress && in->progress(in->progress_context, "comparing with the recall engine",
                                         work->head * tasks + work->first, heads * tasks))
            return hop_fail(HOP_E_CANCELLED, "interrupted; nothing was written");
        HOP_TRY(compare_slice(work, left < SLICE ? left : SLICE, threads, largest));
    }
    return HOP_OK;
}

hop_status hop_attended_compare(const hop_attended *attended, double *difference) {
    const hop_attention_inputs *asked = attended->in;
    size_t queries = attended->shape.queries;
    comparing work = {.attended = attended,
                      .width = attended->shape.width / asked->heads,
                      .value_width = attended->shape.value_width / asked->heads};
    double largest = 0;
    hop_status status = hop_alloc(queries, sizeof(double), "differences", &work.differences);
    if (status == HOP_OK)
        status = hop_alloc(queries, sizeof *work.failures, "results", &work.failures);
    for (; work.head < asked->heads && status == HOP_OK; work.head++) {
        status = compare_head(&work, &largest);
        hop_recall_destroy(work.recall);
        hop_memory_destroy(work.memory);
        work.recall = NULL;
        work.memory = NULL;
    }
    free(work.differences);
    free(work.failures);
    if (status == HOP_OK) *difference = largest;
    return status;
}
