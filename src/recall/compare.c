/* One Hopfield step beside attention: the same states as queries, the keys as keys, the patterns as
 * values, beta as the scale, the biases as an additive mask.  The attention is another program
 * (src/attention), so this compares two computations and not one with itself.
 * SPDX-License-Identifier: MIT */
#include <hopfield/attention.h>

#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "recall_private.h"

/* Queries given to attention in one call. */
enum { BLOCK = 32 };

typedef struct comparison {
    const hop_recall *recall;
    const double *states, *step; /* [count x dim]; step: what recall's first step shows */
    const double *keys, *values, *bias;
    double beta;
    double *attended; /* [count x dim] */
    hop_recalled *queries;
    size_t count;
    hop_status *failures; /* [blocks] */
} comparison;

static double largest_difference(const double *a, const double *b, size_t dim) {
    double largest = 0;
    for (size_t j = 0; j < dim; j++) largest = fmax(largest, fabs(a[j] - b[j]));
    return largest;
}

static void compare_block(void *context, size_t index, size_t worker) {
    (void)worker;
    const comparison *work = context;
    size_t first = index * BLOCK, dim = work->recall->dim;
    size_t count = work->count - first < BLOCK ? work->count - first : BLOCK;
    hop_attention_shape shape = {.queries = count,
                                 .keys = work->recall->count,
                                 .width = dim,
                                 .value_width = dim,
                                 .scale = work->beta};
    double *out = work->attended + first * dim;
    hop_status status = hop_attention(&shape, work->states + first * dim, work->keys, work->values,
                                      work->bias, out, NULL);
    /* Attention multiplies by beta before it takes the maximum away, and may overflow where the
     * family does not: nothing to compare with, and no reason to lose the recall. */
    if (status == HOP_E_VALUE) return;
    work->failures[index] = status;
    if (status != HOP_OK) return;
    for (size_t i = 0; i < count; i++)
        work->queries[first + i].attention_difference =
            largest_difference(out + i * dim, work->step + (first + i) * dim, dim);
}

static hop_status run(comparison *work) {
    size_t blocks = (work->count + BLOCK - 1) / BLOCK;
    HOP_TRY(hop_alloc(blocks, sizeof *work->failures, "results", &work->failures));
    hop_parallel_run(blocks, work->recall->options.threads, compare_block, work);
    hop_status status = HOP_OK;
    for (size_t i = 0; i < blocks && status == HOP_OK; i++)
        if (work->failures[i] != HOP_OK)
            status = hop_fail(work->failures[i], "attention on queries from %zu on: %s", i * BLOCK,
                              hop_status_text(work->failures[i]));
    free(work->failures);
    return status;
}

hop_status hop_recall_compare(const hop_recall *recall, const double *states, size_t count,
                              hop_recalled *queries) {
    const char *what = "the comparison with attention (it can be switched off)";
    size_t dim = recall->dim, patterns = recall->count, number = sizeof(double), all = 0;
    bool plain = recall->options.similarity.kind->plain_keys;
    double *keys = NULL, *values = NULL, *bias = NULL, *step = NULL, *attended = NULL;
    if (!hop_size_multiply(patterns, dim, &all))
        return hop_fail(HOP_E_LIMIT, "%zu patterns of %zu are too many", patterns, dim);
    hop_status status = hop_alloc(all, number, what, &values);
    if (status == HOP_OK && !plain) status = hop_alloc(all, number, what, &keys);
    if (status == HOP_OK) status = hop_alloc(patterns, number, what, &bias);
    if (status == HOP_OK) status = hop_alloc(count, dim * number, what, &step);
    if (status == HOP_OK) status = hop_alloc(count, dim * number, what, &attended);
    if (status == HOP_OK) status = hop_recall_readout(recall, NULL, states, count, step, NULL);
    if (status == HOP_OK) {
        double beta =
            recall->options.energy
                .parameter[hop_row_parameter_index(&recall->options.energy.family->row, "beta")];
        hop_memory_read(recall->memory, 0, patterns, values);
        if (!plain) hop_recall_keys(recall, keys);
        for (size_t i = 0; i < patterns; i++) bias[i] = beta * recall->frames[i].bias;
        comparison work = {.recall = recall,
                           .states = states,
                           .step = step,
                           .keys = plain ? values : keys,
                           .values = values,
                           .bias = bias,
                           .beta = beta,
                           .attended = attended,
                           .queries = queries,
                           .count = count};
        status = run(&work);
    }
    free(keys);
    free(values);
    free(bias);
    free(step);
    free(attended);
    return status;
}
