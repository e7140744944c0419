/* Attention in all its forms: plainly, by tiles, by the recall engine, step after step.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/clock.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "attention.h"

const hop_attention_inputs hop_attention_inputs_defaults = {.scale = NAN, .heads = 1, .steps = 3};

/* The median: half of the queries have a value of at most this. */
static size_t median(const size_t *counts, size_t kinds, size_t all) {
    size_t sum = 0;
    for (size_t i = 0; i < kinds; i++)
        if ((sum += counts[i]) * 2 >= all) return i;
    return kinds - 1;
}

static hop_status sum_up_head(const hop_attended *a, size_t h, size_t *counts,
                              hop_attended_head *head) {
    size_t queries = a->shape.queries, rising[HOP_ATTENTION_CLASSES];
    const hop_attention_row *rows = a->rows + h * queries;
    memset(counts, 0, (a->shape.keys + 1) * sizeof *counts);
    *head = (hop_attended_head){.entropy_low = INFINITY};
    for (size_t i = 0; i < queries; i++) {
        counts[rows[i].k90]++;
        head->classes[hop_attention_classify(rows[i].k90, rows[i].seen)]++;
        head->entropy += rows[i].entropy / (double)queries;
        head->entropy_low = fmin(head->entropy_low, rows[i].entropy);
        head->entropy_high = fmax(head->entropy_high, rows[i].entropy);
        head->energy -= rows[i].logsumexp / a->shape.scale / (double)queries;
    }
    head->k90 = median(counts, a->shape.keys + 1, queries);
    /* Of the same query: classes fall as k90 grows. */
    const size_t last = HOP_ATTENTION_CLASSES - 1;
    for (size_t k = 0; k <= last; k++) rising[k] = head->classes[last - k];
    head->kind = (hop_attention_class)(last - median(rising, last + 1, queries));
    return HOP_OK;
}

static hop_status sum_up(hop_attended *a) {
    size_t heads = a->in->heads, *counts = NULL;
    HOP_TRY(hop_alloc(heads, sizeof *a->heads, "heads", &a->heads));
    HOP_TRY(hop_alloc(a->shape.keys + 1, sizeof *counts, "counts", &counts));
    hop_status status = HOP_OK;
    for (size_t h = 0; h < heads && status == HOP_OK; h++)
        status = sum_up_head(a, h, counts, &a->heads[h]);
    for (size_t i = 0; i < heads * a->shape.queries; i++)
        a->row_sum_error = fmax(a->row_sum_error, a->rows[i].sum_error);
    free(counts);
    return status;
}

static void begin_part(hop_attended *a, const char *what) {
    a->told = (hop_tell_parts){a->in->progress, a->in->progress_context, what, 0, 1};
}

static hop_status compare_tiled(hop_attended *a) {
    const hop_attention_inputs *asked = a->in;
    begin_part(a, "attending by tiles");
    size_t numbers = a->shape.queries * a->shape.value_width;
    double *tiled = NULL;
    HOP_TRY(hop_alloc(numbers, sizeof *tiled, "outputs", &tiled));
    hop_status status = hop_attention_tiled(&a->shape, asked->heads, asked->query.matrix.values,
                                            asked->key.matrix.values, asked->value.matrix.values,
                                            asked->threads, tiled, NULL);
    a->tiled_difference = 0;
    for (size_t i = 0; i < numbers && status == HOP_OK; i++)
        a->tiled_difference = fmax(a->tiled_difference, fabs(tiled[i] - a->heads_output[i]));
    free(tiled);
    return status;
}

static hop_status attend_plainly(hop_attended *a) {
    const hop_attention_inputs *asked = a->in;
    HOP_TRY(hop_alloc(asked->heads, a->shape.queries * sizeof *a->rows, "statistics", &a->rows));
    double began = hop_seconds();
    HOP_TRY(hop_attention_heads(&a->shape, asked->heads, asked->query.matrix.values,
                                asked->key.matrix.values, asked->value.matrix.values,
                                asked->threads, a->heads_output, NULL, a->rows));
    double attended = hop_seconds();
    a->row_sum_error = 0;
    HOP_TRY(sum_up(a));
    HOP_TRY(compare_tiled(a));
    a->attention_seconds = attended - began;
    began = hop_seconds();
    HOP_TRY(hop_attended_compare(a, &a->difference));
    a->recall_seconds = hop_seconds() - began;
    return HOP_OK;
}

static hop_status attend_tiled(hop_attended *a) {
    const hop_attention_inputs *asked = a->in;
    double began = hop_seconds();
    hop_status status = hop_attention_tiled(&a->shape, asked->heads, asked->query.matrix.values,
                                            asked->key.matrix.values, asked->value.matrix.values,
                                            asked->threads, a->heads_output, NULL);
    a->attention_seconds = hop_seconds() - began;
    return status;
}

/* Behind the heads: W_O, or nothing. */
static hop_status put_out(hop_attended *a) {
    const hop_matrix *weights = &a->in->weights_output.matrix;
    bool linear = a->in->layout == HOP_OUT_BY_IN;
    a->output = a->heads_output;
    a->output_width = a->shape.value_width;
    if (!weights->values) return HOP_OK;
    size_t width = linear ? weights->rows : weights->columns;
    double *output = NULL;
    HOP_TRY(hop_alloc(a->shape.queries, width * sizeof *output, "outputs", &output));
    hop_attention_project(a->shape.queries, a->shape.value_width, width, a->heads_output,
                          weights->values, a->in->layout, NULL, output);
    a->output = output;
    a->output_width = width;
    return HOP_OK;
}

static hop_status attend(hop_attention_inputs *in, hop_attended *a) {
    HOP_TRY(hop_attended_prepare(in, &a->shape, &a->biased));
    a->shape.progress = hop_tell_part;
    a->shape.context = &a->told;
    begin_part(a, "attending");
    HOP_TRY(hop_alloc(a->shape.queries, a->shape.value_width * sizeof(double), "outputs",
                      &a->heads_output));
    HOP_TRY(in->tiled ? attend_tiled(a) : attend_plainly(a));
    HOP_TRY(put_out(a));
    return in->steps > 0 ? hop_attended_steps(a) : HOP_OK;
}

static void clear(hop_attended *a) {
    if (a->output != a->heads_output) free(a->output);
    free(a->heads_output);
    free(a->rows);
    free(a->heads);
    free(a->steps);
}

hop_status hop_attention_analyse(hop_attention_inputs *in, hop_result *r) {
    hop_attended a = {.in = in};
    a.difference = a.tiled_difference = a.row_sum_error = a.recall_seconds = NAN;
    hop_status status = attend(in, &a);
    if (status == HOP_OK) status = hop_attended_tell(&a, r);
    if (status == HOP_OK && in->maps) status = hop_attended_draw(&a, r);
    clear(&a);
    return status;
}
