/* What a query ended in.  Everything is measured by the memory's own distances, so nothing changes
 * when all values are shifted or scaled.
 *
 * Mixtures of bipolar patterns are the majority of three or five of them, each taken or inverted as
 * the state resembles it: Amit, Gutfreund and Sompolinsky 1985 (doi 10.1103/PhysRevA.32.1007).
 * SPDX-License-Identifier: MIT */
#include "ending.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/sum.h"

/* Parts of the distance between patterns: near-duplicates, and an output from its pattern. */
static const double DUPLICATE = 1.0 / 40, NEAR = 0.25;

/* The part of the weight that makes a pattern of a mixture. */
static const double MOST_WEIGHT = 0.75;

/* Of a pattern's norm: the spread of equal patterns is that of their mean's rounding. */
static const double ROUNDING = 8 * DBL_EPSILON;

/* Part of a target's distance from its nearest neighbour within which another pattern is like it.
 */
static const double LIKE = 0.1;

const char *hop_end_name(hop_end end) {
    static const char *const NAMES[] = {"pattern", "inverse",     "mixture",    "spurious",
                                        "cycle",   "unsupported", "not settled"};
    return NAMES[end];
}

void hop_ending_clear(hop_ending *e) {
    free(e->rows);
    free(e->bits);
    free(e->overlaps);
}

hop_status hop_ending_create(const hop_recall *recall, hop_ending *e) {
    size_t threads = recall->options.running.threads, words = recall->bits.words;
    *e = (hop_ending){.recall = recall};
    HOP_TRY(hop_recall_measure_apart_all(recall, &e->apart));
    HOP_TRY(hop_alloc(2 * threads, recall->dim * sizeof *e->rows, "patterns", &e->rows));
    HOP_TRY(hop_alloc(threads, words * sizeof *e->bits, "states", &e->bits));
    return hop_alloc(words > 0 ? threads : 0, recall->count * sizeof *e->overlaps, "overlaps",
                     &e->overlaps);
}

/* ---- distances ---- */

static double distance(const hop_ending *e, size_t a, size_t b, size_t worker) {
    size_t dim = e->recall->dim;
    double *rows = e->rows + worker * 2 * dim;
    hop_recall_shown(e->recall, a, 1, rows);
    hop_recall_shown(e->recall, b, 1, rows + dim);
    return sqrt(hop_sum_squared_differences(rows, rows + dim, dim));
}

bool hop_ending_is_like(const hop_ending *e, size_t target, size_t found, size_t worker) {
    if (target == HOP_NO_PATTERN) return false;
    double own = distance(e, target, found, worker), nearest = INFINITY;
    if (own > DUPLICATE * e->apart) return false;
    for (size_t i = 0; own > 0 && i < e->recall->count; i++) {
        double other = i == target ? 0 : distance(e, target, i, worker);
        if (other > DUPLICATE * e->apart) nearest = fmin(nearest, other);
    }
    return own <= LIKE * nearest;
}

/* ---- real states: by their weights ---- */

/* The part of the weight on `pattern` and its near-duplicates, of the largest weights. */
static double weight_on(const hop_ending *e, const hop_recalled *query, size_t pattern,
                        size_t worker) {
    const hop_energy *energy = &e->recall->options.model.energy;
    double mass =
        energy->family->total ? energy->family->total(energy->parameter, e->recall->count) : 1;
    double weight = 0;
    for (size_t k = 0; k < query->top_count; k++)
        if (query->top[k] == pattern ||
            (query->top_weight[k] > 0 &&
             distance(e, pattern, query->top[k], worker) <= DUPLICATE * e->apart))
            weight += query->top_weight[k];
    return weight / mass;
}

static void judge_weights(const hop_ending *e, const double *output, hop_recalled *query,
                          size_t worker) {
    hop_score *score = &query->score;
    size_t dim = e->recall->dim;
    double *row = e->rows + worker * 2 * dim;
    hop_recall_shown(e->recall, score->nearest, 1, row);
    double off = sqrt(hop_sum_squared_differences(output, row, dim));
    double norm = sqrt(hop_sum_squares(row, dim));
    double scale = e->apart > ROUNDING * norm ? e->apart : norm; /* the only pattern */
    /* A pattern stored many times shares its weight among copies, of which only the first are
     * known; a memory may hold nothing else. */
    bool copies = off <= DUPLICATE * scale;
    bool near = off <= NEAR * scale;
    if (copies || (near && weight_on(e, query, score->nearest, worker) >= MOST_WEIGHT)) {
        *score->of = score->nearest;
        score->of_count = 1;
        return;
    }
    score->ended = query->k90 > 1 ? HOP_END_MIXTURE : HOP_END_SPURIOUS;
    score->of_count = query->k90 > 1 ? query->k90 : 0;
    for (size_t k = 0; k < score->of_count && k < HOP_MIXTURE_MOST && k < query->top_count; k++)
        score->of[k] = query->top[k];
}

/* ---- bipolar states: by their overlaps ---- */

/* The patterns of largest overlap, largest first, inverses included; says how many. */
static size_t find_top(const int32_t *overlaps, size_t count, size_t top[HOP_MIXTURE_MOST]) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        size_t at = found;
        while (at > 0 && abs(overlaps[i]) > abs(overlaps[top[at - 1]])) at--;
        if (at == HOP_MIXTURE_MOST) continue;
        found += found < HOP_MIXTURE_MOST;
        memmove(top + at + 1, top + at, (found - at - 1) * sizeof *top);
        top[at] = i;
    }
    return found;
}

/* Overlap of a state with the majority of patterns top [count]. */
static double overlap_majority(const hop_recall *recall, const double *state,
                               const int32_t *overlaps, const size_t *top, size_t count) {
    double agreed = 0;
    for (size_t j = 0; j < recall->dim; j++) {
        int votes = 0;
        for (size_t k = 0; k < count; k++) {
            int value = hop_bits_value(&recall->bits, top[k], j);
            votes += overlaps[top[k]] < 0 ? -value : value;
        }
        agreed += (votes > 0 ? 1 : votes < 0 ? -1 : 0) * state[j];
    }
    return agreed / (double)recall->dim;
}

static void judge_overlaps(const hop_ending *e, const double *state, hop_score *score,
                           size_t worker) {
    const hop_recall *recall = e->recall;
    uint64_t *bits = e->bits + worker * recall->bits.words;
    int32_t *overlaps = e->overlaps + worker * recall->count;
    double least = HOP_SAME_OVERLAP * (double)recall->dim;
    size_t top[HOP_MIXTURE_MOST] = {0};
    hop_bits_pack(state, recall->dim, 0, bits);
    hop_bits_multiply(&recall->bits, (hop_bits_range){0, recall->count}, bits, 1, overlaps);
    size_t found = find_top(overlaps, recall->count, top);
    *score->of = overlaps[score->nearest] >= least ? score->nearest : *top;
    score->of_count = 1;
    if (overlaps[*score->of] >= least) return;
    score->ended = HOP_END_INVERSE;
    if (overlaps[*score->of] <= -least) return;
    score->ended = HOP_END_MIXTURE;
    memcpy(score->of, top, sizeof top);
    for (size_t parts = 3; parts <= found; parts += 2) {
        score->of_count = parts;
        if (overlap_majority(recall, state, overlaps, top, parts) >= HOP_SAME_OVERLAP) return;
    }
    score->ended = HOP_END_SPURIOUS;
    score->of_count = 0;
}

void hop_ending_judge(const hop_ending *e, const hop_recall_result *result, size_t query,
                      size_t worker) {
    const hop_recall_model *model = &e->recall->options.model;
    hop_recalled *recalled = &result->queries[query];
    hop_score *score = &recalled->score;
    size_t at = query * result->dim;
    score->of_count = 0;
    score->ended = HOP_END_PATTERN;
    if (recalled->stop == HOP_STOP_UNSUPPORTED)
        score->ended = HOP_END_UNSUPPORTED;
    else if (recalled->stop == HOP_STOP_CYCLE)
        score->ended = HOP_END_CYCLE;
    else if (recalled->stop == HOP_STOP_STEPS && !(model->temperature > 0) &&
             !(model->update && model->update->successors))
        score->ended = HOP_END_UNSETTLED;
    else if (model->similarity.kind->bipolar)
        judge_overlaps(e, result->states + at, score, worker);
    else
        judge_weights(e, result->outputs + at, recalled, worker);
}
