/* Whether the right pattern came back: the stored pattern nearest to each output, and how far the
 * output is from its target.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/sum.h"
#include "nearest.h"

typedef struct scoring {
    const hop_recall *recall;
    const double *outputs;
    hop_recalled *queries;
    double *patterns; /* [workers x 2 x dim] */
} scoring;

static double cosine(const double *a, const double *b, size_t dim) {
    double ab = 0, aa = 0, bb = 0;
    for (size_t j = 0; j < dim; j++) ab += a[j] * b[j], aa += a[j] * a[j], bb += b[j] * b[j];
    return aa > 0 && bb > 0 ? ab / (sqrt(aa) * sqrt(bb)) : 0;
}

static void judge(const hop_recall *recall, const double *output, double *pattern, double *found,
                  hop_recalled *query) {
    size_t dim = recall->dim;
    bool aimed = query->target != HOP_NO_PATTERN;
    hop_recall_shown(recall, aimed ? query->target : query->nearest, 1, pattern);
    query->cosine = cosine(output, pattern, dim);
    query->mean_squared_error = hop_sum_squared_differences(output, pattern, dim) / (double)dim;
    query->exact = aimed && query->nearest == query->target;
    query->correct = query->exact;
    if (!aimed || query->exact) return;
    hop_recall_shown(recall, query->nearest, 1, found);
    double apart = hop_sum_squared_differences(found, pattern, dim) / (double)dim;
    query->correct = apart <= recall->options.within;
}

static void judge_one(void *context, size_t index, size_t worker) {
    const scoring *work = context;
    size_t dim = work->recall->dim;
    double *pattern = work->patterns + worker * 2 * dim;
    judge(work->recall, work->outputs + index * dim, pattern, pattern + dim, &work->queries[index]);
}

hop_status hop_recall_score(const hop_recall *recall, const double *outputs, size_t count,
                            hop_recalled *queries) {
    size_t *nearest = NULL, threads = recall->options.threads;
    scoring work = {.recall = recall, .outputs = outputs, .queries = queries};
    hop_status status = hop_alloc(count, sizeof *nearest, "an index", &nearest);
    if (status == HOP_OK)
        status = hop_alloc(2 * threads, recall->dim * sizeof(double), "patterns", &work.patterns);
    if (status == HOP_OK) status = hop_recall_nearest(recall, outputs, count, nearest);
    for (size_t i = 0; i < count && status == HOP_OK; i++) queries[i].nearest = nearest[i];
    if (status == HOP_OK) hop_parallel_run(count, threads, judge_one, &work);
    free(work.patterns);
    free(nearest);
    return status;
}
