/* Attention done in all its forms: plainly, by tiles, by the recall engine, step after step.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "attention.h"

/* The median: half of the queries have a value of at most this. */
static size_t median(const size_t *counts, size_t kinds, size_t all) {
    size_t sum = 0;
    for (size_t i = 0; i < kinds; i++)
        if ((sum += counts[i]) * 2 >= all) return i;
    return kinds - 1;
}

static hop_status sum_up_head(const cli_attended *a, size_t h, size_t *counts, cli_head *head) {
    size_t queries = a->shape.queries;
    const hop_attention_row *rows = a->rows + h * queries;
    memset(counts, 0, (a->shape.keys + 1) * sizeof *counts);
    *head = (cli_head){.entropy_low = INFINITY};
    for (size_t i = 0; i < queries; i++) {
        counts[rows[i].k90]++;
        head->classes[hop_attention_classify(rows[i].k90, rows[i].seen)]++;
        head->entropy += rows[i].entropy / (double)queries;
        head->entropy_low = fmin(head->entropy_low, rows[i].entropy);
        head->entropy_high = fmax(head->entropy_high, rows[i].entropy);
        head->energy -= rows[i].logsumexp / a->shape.scale / (double)queries;
    }
    head->k90 = median(counts, a->shape.keys + 1, queries);
    head->kind = (hop_attention_class)median(head->classes, HOP_ATTENTION_CLASSES, queries);
    return HOP_OK;
}

static hop_status sum_up(cli_attended *a) {
    size_t heads = a->asked->heads, *counts = NULL;
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

static hop_status compare_tiled(cli_attended *a) {
    const cli_attending *asked = a->asked;
    size_t numbers = a->shape.queries * a->shape.value_width;
    double *tiled = NULL;
    HOP_TRY(hop_alloc(numbers, sizeof *tiled, "outputs", &tiled));
    hop_status status =
        hop_attention_tiled(&a->shape, asked->heads, asked->query.values, asked->key.values,
                            asked->value.values, asked->threads, tiled, NULL);
    a->tiled_difference = 0;
    for (size_t i = 0; i < numbers && status == HOP_OK; i++)
        a->tiled_difference = fmax(a->tiled_difference, fabs(tiled[i] - a->heads_output[i]));
    free(tiled);
    return status;
}

static hop_status attend_plainly(cli_attended *a, cli_run *run) {
    const cli_attending *asked = a->asked;
    HOP_TRY(hop_alloc(asked->heads, a->shape.queries * sizeof *a->rows, "statistics", &a->rows));
    double began = cli_seconds();
    HOP_TRY(hop_attention_heads(&a->shape, asked->heads, asked->query.values, asked->key.values,
                                asked->value.values, asked->threads, a->heads_output, NULL,
                                a->rows));
    double attended = cli_seconds();
    a->row_sum_error = 0;
    HOP_TRY(sum_up(a));
    HOP_TRY(compare_tiled(a));
    a->attention_seconds = attended - began;
    began = cli_seconds();
    HOP_TRY(cli_attention_compare(a, run, &a->difference));
    a->recall_seconds = cli_seconds() - began;
    return HOP_OK;
}

static hop_status attend_tiled(cli_attended *a) {
    const cli_attending *asked = a->asked;
    double began = cli_seconds();
    hop_status status =
        hop_attention_tiled(&a->shape, asked->heads, asked->query.values, asked->key.values,
                            asked->value.values, asked->threads, a->heads_output, NULL);
    a->attention_seconds = cli_seconds() - began;
    return status;
}

/* Behind the heads: W_O, or nothing. */
static hop_status put_out(cli_attended *a) {
    const cli_operand *weights = &a->asked->weights_output;
    bool linear = a->asked->layout == HOP_OUT_BY_IN;
    a->output = a->heads_output;
    a->output_width = a->shape.value_width;
    if (!weights->path) return HOP_OK;
    size_t width = linear ? weights->rows : weights->columns;
    double *output = NULL;
    HOP_TRY(hop_alloc(a->shape.queries, width * sizeof *output, "outputs", &output));
    hop_attention_project(a->shape.queries, a->shape.value_width, width, a->heads_output,
                          weights->values, a->asked->layout, NULL, output);
    a->output = output;
    a->output_width = width;
    return HOP_OK;
}

hop_status cli_attention_run(cli_attending *asked, cli_run *run, cli_attended *attended) {
    HOP_TRY(cli_attention_read(asked, run, attended));
    cli_progress_end(&run->progress);
    HOP_TRY(hop_alloc(attended->shape.queries, attended->shape.value_width * sizeof(double),
                      "outputs", &attended->heads_output));
    HOP_TRY(asked->tiled ? attend_tiled(attended) : attend_plainly(attended, run));
    HOP_TRY(put_out(attended));
    return asked->steps > 0 ? cli_attention_steps(attended) : HOP_OK;
}
