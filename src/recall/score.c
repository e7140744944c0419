/* Whether the right pattern came back: the stored pattern nearest to each output, and how far the
 * output is from its target.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/sum.h"
#include "ending.h"
#include "nearest.h"

typedef struct scoring {
    const hop_recall *recall;
    const hop_recall_result *result;
    const size_t *targets, *nearest; /* [count]; targets may be NULL */
    double *patterns;                /* [workers x 2 x dim] */
    hop_ending ending;
} scoring;

static double cosine(const double *a, const double *b, size_t dim) {
    double ab = 0, aa = 0, bb = 0;
    for (size_t j = 0; j < dim; j++) ab += a[j] * b[j], aa += a[j] * a[j], bb += b[j] * b[j];
    return aa > 0 && bb > 0 ? ab / (sqrt(aa) * sqrt(bb)) : 0;
}

/* Pass 1: distances. */
static void measure_one(void *context, size_t index, size_t worker) {
    const scoring *work = context;
    const hop_recall *recall = work->recall;
    size_t dim = recall->dim;
    double *pattern = work->patterns + worker * 2 * dim, *key = pattern + dim;
    const double *output = work->result->outputs + index * dim;
    hop_score *score = &work->result->queries[index].score;
    size_t target = work->targets ? work->targets[index] : HOP_NO_PATTERN;
    bool aimed = target != HOP_NO_PATTERN;
    *score = (hop_score){.target = target,
                         .nearest = work->nearest[index],
                         .exact = work->nearest[index] == target,
                         .start_distance = NAN,
                         .end_distance = NAN};
    hop_recall_shown(recall, aimed ? target : score->nearest, 1, pattern);
    score->cosine = cosine(output, pattern, dim);
    score->mean_squared_error = hop_sum_squared_differences(output, pattern, dim) / (double)dim;
    if (!aimed) return;
    score->start_distance =
        hop_recall_key_distance(recall, work->result->starts + index * dim, target, key);
    score->end_distance =
        hop_recall_key_distance(recall, work->result->states + index * dim, target, key);
}

/* Pass 2: what it ended in, and whether that is right. */
static void judge_one(void *context, size_t index, size_t worker) {
    const scoring *work = context;
    hop_recalled *query = &work->result->queries[index];
    hop_score *score = &query->score;
    hop_ending_judge(&work->ending, work->result, index, worker);
    score->like =
        score->exact || hop_ending_is_like(&work->ending, score->target, score->nearest, worker);
    score->correct = score->like && score->ended == HOP_END_PATTERN;
}

static hop_status check_targets(const hop_recall *recall, const size_t *targets, size_t count) {
    for (size_t i = 0; targets && i < count; i++)
        if (targets[i] != HOP_NO_PATTERN && targets[i] >= recall->count)
            return hop_fail(HOP_E_VALUE, "query %zu: target %zu, but there are %zu patterns", i,
                            targets[i], recall->count);
    return HOP_OK;
}

/* Whether an output is the pattern of largest weight, value by value.  One that is equal to it has
 * the same weight, so none is nearer or as near. */
static bool is_top(const hop_recall *recall, const hop_recall_result *result, size_t query,
                   double *room) {
    const hop_recalled *r = &result->queries[query];
    const double *output = result->outputs + query * result->dim;
    if (r->top_count == 0 || (r->top_count > 1 && !(r->top_weight[0] > r->top_weight[1])))
        return false;
    hop_recall_shown(recall, r->top[0], 1, room);
    return memcmp(output, room, result->dim * sizeof *output) == 0;
}

/* The nearest patterns of all outputs; only what is no pattern is compared with all of them. */
static hop_status find_nearest(const hop_recall *recall, const hop_recall_result *result,
                               double *room, size_t *nearest) {
    const size_t dim = result->dim;
    size_t *rest = NULL, count = 0;
    double *outputs = NULL;
    HOP_TRY(hop_alloc(2 * result->count, sizeof *rest, "an index", &rest));
    for (size_t i = 0; i < result->count; i++)
        if (is_top(recall, result, i, room))
            nearest[i] = result->queries[i].top[0];
        else
            rest[count++] = i;
    hop_status status = hop_alloc(count, dim * sizeof *outputs, "outputs", &outputs);
    if (status == HOP_OK) {
        size_t *found = rest + result->count;
        for (size_t k = 0; k < count; k++)
            memcpy(outputs + k * dim, result->outputs + rest[k] * dim, dim * sizeof *outputs);
        if (count > 0) status = hop_recall_nearest(recall, outputs, count, found);
        for (size_t k = 0; k < count && status == HOP_OK; k++) nearest[rest[k]] = found[k];
    }
    free(outputs);
    free(rest);
    return status;
}

hop_status hop_recall_score(const hop_recall *recall, const size_t *targets,
                            hop_recall_result *result) {
    size_t *nearest = NULL, threads = recall->options.running.threads, count = result->count;
    scoring work = {.recall = recall, .result = result, .targets = targets};
    HOP_TRY(check_targets(recall, targets, count));
    hop_status status = hop_alloc(count, sizeof *nearest, "an index", &nearest);
    if (status == HOP_OK)
        status = hop_alloc(2 * threads, recall->dim * sizeof(double), "patterns", &work.patterns);
    if (status == HOP_OK) status = hop_ending_create(recall, &work.ending);
    if (status == HOP_OK) status = find_nearest(recall, result, work.patterns, nearest);
    work.nearest = nearest;
    if (status == HOP_OK) {
        hop_parallel_run(count, threads, measure_one, &work);
        hop_parallel_run(count, threads, judge_one, &work);
    }
    hop_ending_clear(&work.ending);
    free(work.patterns);
    free(nearest);
    return status;
}

bool hop_score_is_nearest(const hop_score *score, size_t signs) {
    /* Of n signs, w of them wrong: the squared distance is 4 w, the overlap n - 2 w. */
    const double inverse = 2 * (1 + HOP_SAME_OVERLAP) * (double)signs;
    return score->exact && !(signs > 0 && score->end_distance * score->end_distance >= inverse);
}
