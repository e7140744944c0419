/* One Hopfield step beside attention: the same states as queries, the keys as keys, the patterns as
 * values, beta as the scale.  A bias is one more coordinate of its key, where queries have a 1.
 * The attention is another program (src/attention), so this compares two computations and not one
 * with itself.  It attends to one part of the memory after another, so that a memory which is
 * larger than the machine's is never held in double; what the parts gave is joined by their
 * log-sum-exp.
 * SPDX-License-Identifier: MIT */
#include <hopfield/attention.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/ranks.h"
#include "recall_private.h"

/* Queries given to attention in one call; numbers in the keys of a part, 8 MiB, and keys at least.
 */
enum { BLOCK = 32, PART_LEAST = 16 };
static const size_t PART_NUMBERS = (size_t)1 << 20;

static const char WHAT[] = "the comparison with attention (it can be switched off)";

/* What one worker computes in. */
typedef struct scratch {
    double *query; /* [BLOCK x (dim + 1)] */
    double *fresh; /* [BLOCK x dim]: what one part of the memory gives */
} scratch;

typedef struct comparison {
    const hop_recall *recall;
    const double *states; /* [count x dim] */
    size_t count, blocks;
    double beta;
    size_t part;           /* patterns to a part */
    size_t at_hand;        /* and in this one */
    double *keys, *values; /* [part x (dim + 1)], [part x dim] */
    double *attended;      /* [count x dim]: of the parts so far */
    double *level;         /* [count]: their log-sum-exp */
    scratch *scratch;      /* [workers] */
    size_t workers;
    hop_status *failures; /* [blocks] */
} comparison;

/* ---- one part of the memory ---- */

static void make_part(comparison *work, size_t first) {
    const hop_recall *recall = work->recall;
    size_t dim = recall->dim, left = recall->count - first;
    work->at_hand = left < work->part ? left : work->part;
    hop_memory_read(recall->memory, first, work->at_hand, work->values);
    for (size_t i = 0; i < work->at_hand; i++) {
        double *key = work->keys + i * (dim + 1);
        memcpy(key, work->values + i * dim, dim * sizeof *key);
        hop_recall_apply_frame(recall->frames[first + i], key, dim);
        key[dim] = recall->frames[first + i].bias;
    }
}

/* A mean of values and its log-sum-exp, and those of further keys, become those of all. */
static void join(double *mean, double *level, const double *fresh, double fresh_level, size_t dim) {
    double top = fmax(*level, fresh_level), mine = exp(*level - top);
    double theirs = exp(fresh_level - top), total = mine + theirs;
    for (size_t j = 0; j < dim; j++) mean[j] = (mine * mean[j] + theirs * fresh[j]) / total;
    *level = top + log(total);
}

static void attend(void *context, size_t index, size_t worker) {
    const comparison *work = context;
    const scratch *s = &work->scratch[worker];
    size_t first = index * BLOCK, dim = work->recall->dim, left = work->count - first;
    size_t count = left < BLOCK ? left : BLOCK;
    double level[BLOCK];
    if (work->failures[index] != HOP_OK) return;
    hop_attention_shape shape = {.queries = count,
                                 .keys = work->at_hand,
                                 .width = dim + 1,
                                 .value_width = dim,
                                 .scale = work->beta};
    for (size_t i = 0; i < count; i++) {
        double *query = s->query + i * (dim + 1);
        memcpy(query, work->states + (first + i) * dim, dim * sizeof *query);
        query[dim] = 1;
    }
    work->failures[index] =
        hop_attention_tiled(&shape, 1, s->query, work->keys, work->values, 1, s->fresh, level);
    if (work->failures[index] != HOP_OK) return;
    for (size_t i = 0; i < count; i++)
        join(work->attended + (first + i) * dim, &work->level[first + i], s->fresh + i * dim,
             level[i], dim);
}

static void written(void *context, size_t index, hop_ranks_take *give, void *to) {
    const comparison *work = context;
    size_t first = index * BLOCK, dim = work->recall->dim, left = work->count - first;
    size_t count = left < BLOCK ? left : BLOCK;
    give(to, &work->failures[index], sizeof *work->failures);
    give(to, work->level + first, count * sizeof *work->level);
    give(to, work->attended + first * dim, count * dim * sizeof *work->attended);
}

/* ---- all of it ---- */

/* Attention multiplies by beta before it takes the maximum away, and may overflow where the family
 * does not: nothing to compare with, and no reason to lose the recall. */
static bool is_refused(const comparison *work, size_t block) {
    return work->failures[block] == HOP_E_VALUE;
}

static hop_status attend_to_all(comparison *work) {
    for (size_t first = 0; first < work->recall->count; first += work->part) {
        make_part(work, first);
        const hop_ranks_loop loop = {work, attend, written};
        hop_ranks_run(work->blocks, work->workers, &loop);
    }
    for (size_t k = 0; k < work->blocks; k++)
        if (work->failures[k] != HOP_OK && !is_refused(work, k))
            return hop_fail(work->failures[k], "attention on queries from %zu on: %s", k * BLOCK,
                            hop_status_text(work->failures[k]));
    return HOP_OK;
}

/* step [count x dim]: what recall's first step shows. */
static void take_differences(const comparison *work, const double *step, const size_t *index,
                             hop_recalled *queries) {
    size_t dim = work->recall->dim;
    for (size_t i = 0; i < work->count; i++) {
        double largest = 0;
        if (is_refused(work, i / BLOCK)) continue;
        for (size_t k = i * dim; k < (i + 1) * dim; k++)
            largest = fmax(largest, fabs(work->attended[k] - step[k]));
        queries[index[i]].attention_difference = largest;
    }
}

static void comparison_clear(comparison *work) {
    for (size_t i = 0; work->scratch && i < work->workers; i++) {
        free(work->scratch[i].query);
        free(work->scratch[i].fresh);
    }
    free(work->scratch);
    free(work->keys);
    free(work->values);
    free(work->attended);
    free(work->level);
    free(work->failures);
}

static hop_status comparison_create(comparison *work) {
    const hop_recall *recall = work->recall;
    size_t dim = recall->dim, number = sizeof(double), threads = recall->options.running.threads;
    work->blocks = (work->count + BLOCK - 1) / BLOCK;
    work->workers = threads < work->blocks ? threads : work->blocks;
    work->part = PART_NUMBERS / (dim + 1);
    if (work->part < PART_LEAST) work->part = PART_LEAST;
    if (work->part > recall->count) work->part = recall->count;
    HOP_TRY(hop_alloc(work->part, (dim + 1) * number, WHAT, &work->keys));
    HOP_TRY(hop_alloc(work->part, dim * number, WHAT, &work->values));
    HOP_TRY(hop_alloc(work->count, dim * number, WHAT, &work->attended));
    HOP_TRY(hop_alloc(work->count, number, WHAT, &work->level));
    HOP_TRY(hop_alloc(work->blocks, sizeof *work->failures, WHAT, &work->failures));
    HOP_TRY(hop_alloc(work->workers, sizeof *work->scratch, WHAT, &work->scratch));
    for (size_t i = 0; i < work->count; i++) work->level[i] = -INFINITY;
    for (size_t i = 0; i < work->workers; i++) {
        HOP_TRY(hop_alloc(BLOCK, (dim + 1) * number, WHAT, &work->scratch[i].query));
        HOP_TRY(hop_alloc(BLOCK, dim * number, WHAT, &work->scratch[i].fresh));
    }
    return HOP_OK;
}

static hop_status compare_states(comparison *work, const size_t *index, double *step,
                                 hop_recalled *queries) {
    HOP_TRY(comparison_create(work));
    HOP_TRY(hop_recall_read_out(work->recall, NULL, work->states, NULL, work->count, step, NULL));
    HOP_TRY(attend_to_all(work));
    take_differences(work, step, index, queries);
    return HOP_OK;
}

/* Products that take no time to speak of; the part of a run that a comparison may take; how many
 * products of the fast engines take as long as one of the plain attention, which reads the memory
 * READING products a value; and what a look at all patterns costs beside comparing them. */
static const double CHEAP = 2e8, SHARE = 0.1, FASTER = 8, READING = 4, LOOK = 0.125;

size_t hop_recall_cheap_comparisons(const hop_recall *recall, const hop_recall_result *result) {
    double once = (double)recall->count * (double)recall->dim, steps = 0;
    for (size_t i = 0; i < result->count; i++) steps += 1 + (double)result->queries[i].steps;
    double run = steps * 2 * once * fmin(result->compared + LOOK, 1) / FASTER;
    double comparisons = (fmax(CHEAP, SHARE * run) / once - READING) / 2;
    if (!(comparisons >= 1)) return 0;
    return comparisons < (double)result->count ? (size_t)comparisons : result->count;
}

hop_status hop_recall_compare_attention(const hop_recall *recall, size_t most,
                                        hop_recall_result *result) {
    size_t count = most < result->count ? most : result->count, dim = recall->dim, *index = NULL;
    double *states = NULL, *step = NULL;
    if (!hop_recall_has_attention(recall) || count == 0) return HOP_OK;
    hop_status status = hop_alloc(count, dim * sizeof *states, WHAT, &states);
    if (status == HOP_OK) status = hop_alloc(count, dim * sizeof *step, WHAT, &step);
    if (status == HOP_OK) status = hop_alloc(count, sizeof *index, WHAT, &index);
    if (status == HOP_OK) {
        for (size_t i = 0; i < count; i++) {
            index[i] = i * result->count / count;
            memcpy(states + i * dim, result->starts + index[i] * dim, dim * sizeof *states);
        }
        comparison work = {.recall = recall, .states = states, .count = count};
        work.beta = hop_recall_beta(recall);
        status = compare_states(&work, index, step, result->queries);
        comparison_clear(&work);
    }
    free(states);
    free(step);
    free(index);
    return status;
}

hop_status hop_recall_attend(const hop_recall *recall, const double *states, size_t count,
                             double *step, double *attended) {
    comparison work = {.recall = recall, .states = states, .count = count};
    if (!hop_recall_has_attention(recall))
        return hop_fail(HOP_E_SUPPORT, "this family or similarity has no attention step");
    work.beta = hop_recall_beta(recall);
    hop_status status = comparison_create(&work);
    if (status == HOP_OK)
        status = hop_recall_read_out(recall, NULL, states, NULL, count, step, NULL);
    if (status == HOP_OK) status = attend_to_all(&work);
    for (size_t k = 0; k < work.blocks && status == HOP_OK; k++) status = work.failures[k];
    for (size_t i = 0; i < count * recall->dim && status == HOP_OK; i++)
        attended[i] = work.attended[i];
    comparison_clear(&work);
    return status;
}
