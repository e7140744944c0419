/* Several heads: columns are taken apart, each head attends plainly, outputs are put side by side.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "attention_private.h"

/* Queries to a task. */
enum { BLOCK = 32 };

typedef struct attending {
    hop_attention_shape head; /* of one head */
    size_t heads, blocks;     /* blocks to a head */
    double *split[3];         /* query, key, value, [heads x rows x head's width] */
    double *scratch;          /* [workers x keys x (BLOCK + 1)] weights, and one row to sort */
    double *outputs;          /* [workers x BLOCK x head's value width] */
    double *output, *weights; /* what was asked for */
    hop_attention_row *rows;
    hop_status *failures; /* [heads x blocks] */
} attending;

/* [rows x heads width] into [heads x rows x width] */
static void take_apart(const double *matrix, size_t rows, size_t heads, size_t width, double *out) {
    for (size_t h = 0; h < heads; h++)
        for (size_t i = 0; i < rows; i++)
            for (size_t j = 0; j < width; j++) *out++ = matrix[i * heads * width + h * width + j];
}

/* k90 and how far the sum is from 1, in more digits than the sum itself was made with. */
static void measure(const double *weights, size_t keys, double *sorted, hop_attention_row *row) {
    long double sum = 0;
    for (size_t j = 0; j < keys; j++) sum += sorted[j] = weights[j];
    row->sum_error = (double)fabsl(sum - 1);
    row->k90 = hop_attention_k90(sorted, keys);
}

static void attend(void *context, size_t index, size_t worker) {
    const attending *work = context;
    const hop_attention_shape *shape = &work->head;
    size_t h = index / work->blocks, first = index % work->blocks * BLOCK;
    size_t count = shape->queries - first < BLOCK ? shape->queries - first : BLOCK;
    size_t keys = shape->keys, width = shape->value_width, at = h * shape->queries + first;
    double *scratch = work->scratch + worker * keys * (BLOCK + 1);
    double *weights = work->weights ? work->weights + at * keys : scratch;
    double *out = work->outputs + worker * BLOCK * width;
    hop_attention_row rows[BLOCK];
    hop_attention_inputs inputs = {.query = work->split[0] + h * shape->queries * shape->width,
                                   .key = work->split[1] + h * keys * shape->width,
                                   .value = work->split[2] + h * keys * width};
    work->failures[index] = hop_attention_block(shape, &inputs, first, count, weights, out, rows);
    if (work->failures[index] != HOP_OK) return;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < width; j++)
            work->output[((first + i) * work->heads + h) * width + j] = out[i * width + j];
        if (!work->rows) continue;
        work->rows[at + i] = rows[i];
        measure(weights + i * keys, keys, scratch + BLOCK * keys, &work->rows[at + i]);
    }
}

static hop_status prepare(attending *work, size_t workers) {
    const hop_attention_shape *head = &work->head;
    size_t number = sizeof(double), heads = work->heads, elements = 0;
    const char *what = "attention";
    if (!hop_size_multiply(workers * (BLOCK + 1), head->keys, &elements))
        return hop_fail(HOP_E_LIMIT, "%zu keys are too many", head->keys);
    HOP_TRY(hop_alloc(head->queries, heads * head->width * number, what, &work->split[0]));
    HOP_TRY(hop_alloc(head->keys, heads * head->width * number, what, &work->split[1]));
    HOP_TRY(hop_alloc(head->keys, heads * head->value_width * number, what, &work->split[2]));
    HOP_TRY(hop_alloc(elements, number, "attention weights", &work->scratch));
    HOP_TRY(hop_alloc(workers * BLOCK, head->value_width * number, what, &work->outputs));
    return hop_alloc(heads * work->blocks, sizeof *work->failures, what, &work->failures);
}

hop_status hop_attention_heads(const hop_attention_shape *shape, size_t heads, const double *query,
                               const double *key, const double *value, size_t threads,
                               double *output, double *weights, hop_attention_row *rows) {
    HOP_TRY(hop_attention_check_heads(shape, heads, query, key, value));
    attending work = {.head = *shape, .heads = heads, .output = output, .weights = weights};
    work.rows = rows;
    work.head.width /= heads;
    work.head.value_width /= heads;
    hop_attention_choose_scale(&work.head);
    work.blocks = (shape->queries + BLOCK - 1) / BLOCK;
    size_t workers = hop_parallel_threads(threads), tasks = heads * work.blocks;
    if (workers > tasks) workers = tasks;
    hop_status status = prepare(&work, workers);
    if (status == HOP_OK) {
        take_apart(query, shape->queries, heads, work.head.width, work.split[0]);
        take_apart(key, shape->keys, heads, work.head.width, work.split[1]);
        take_apart(value, shape->keys, heads, work.head.value_width, work.split[2]);
        status = hop_attention_run(shape, tasks, workers, attend, &work, work.failures);
    }
    for (size_t i = 0; i < 3; i++) free(work.split[i]);
    free(work.scratch);
    free(work.outputs);
    free(work.failures);
    return status;
}
