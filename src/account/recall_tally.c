/* Sums over the queries of a recall, and which of them to show.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "account_private.h"

/* The 97.5 % point of the normal distribution. */
static const double Z = 1.959963984540054;

static void add(hop_tally *tally, const hop_recalled *query) {
    bool aimed = query->score.target != HOP_NO_PATTERN;
    tally->settled += hop_stop_settled(query->stop);
    tally->aimed += aimed;
    tally->correct += aimed && query->score.correct;
    tally->exact += aimed && query->score.correct && query->score.exact;
    tally->updates += query->steps;
    if (query->steps > tally->most_steps) tally->most_steps = query->steps;
    for (size_t t = 0; t < query->steps; t++)
        tally->rise = fmax(tally->rise, query->energy[t + 1] - query->energy[t]);
    tally->attention = fmax(tally->attention, query->attention_difference); /* NaN steps aside */
}

hop_tally hop_account_tally(const hop_recall_result *result) {
    hop_tally tally = {.queries = result->count, .rise = -INFINITY, .attention = NAN};
    for (size_t i = 0; i < result->count; i++) add(&tally, &result->queries[i]);
    tally.mean_steps = result->count > 0 ? (double)tally.updates / (double)result->count : 0;
    return tally;
}

const char *hop_account_target_label(const hop_recall_record *r, size_t index, char room[24]) {
    const size_t target = r->result->queries[index].score.target;
    if (r->target_labels && r->target_labels[index]) return r->target_labels[index];
    return target == HOP_NO_PATTERN ? NULL : hop_memory_label_text(r->memory, target, room);
}

/* Whether what a query ended in has this label: its pattern, or all patterns of its mixture. */
static bool ended_in_label(const hop_recall_record *r, const hop_score *score, const char *wanted) {
    const size_t parts = score->ended == HOP_END_PATTERN ? 1 : score->of_count;
    if (score->ended != HOP_END_PATTERN && score->ended != HOP_END_MIXTURE) return false;
    if (parts > HOP_MIXTURE_MOST) return false;
    for (size_t i = 0; i < parts; i++) {
        char room[24];
        const size_t pattern = score->ended == HOP_END_PATTERN ? score->nearest : score->of[i];
        const char *label = hop_memory_label_text(r->memory, pattern, room);
        if (!label || strcmp(wanted, label) != 0) return false;
    }
    return parts > 0;
}

size_t hop_account_labels(const hop_recall_record *r, size_t *labelled) {
    size_t right = 0;
    *labelled = 0;
    for (size_t i = 0; i < r->result->count; i++) {
        char room[24], found[24];
        const char *wanted = hop_account_target_label(r, i, room);
        const char *label =
            hop_memory_label_text(r->memory, r->result->queries[i].score.nearest, found);
        if (!wanted || !label) continue;
        ++*labelled;
        right += ended_in_label(r, &r->result->queries[i].score, wanted);
    }
    return right;
}

void hop_account_interval(size_t right, size_t all, double *low, double *high) {
    double n = (double)all, p = (double)right / n, zz = Z * Z;
    double middle = (p + zz / (2 * n)) / (1 + zz / n);
    double half = Z / (1 + zz / n) * sqrt(p * (1 - p) / n + zz / (4 * n * n));
    *low = right == 0 ? 0 : middle - half;
    *high = right == all ? 1 : middle + half;
}

bool hop_account_is_wrong(const hop_recalled *query) {
    return query->score.target != HOP_NO_PATTERN && !query->score.correct;
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

size_t hop_account_choose(const hop_recall_result *result, size_t most, size_t *chosen) {
    size_t wrong = 0, count = 0;
    for (size_t i = 0; i < result->count; i++) wrong += hop_account_is_wrong(&result->queries[i]);
    size_t others = result->count - wrong;
    size_t bad_room = least(wrong, most - least(others, most - most / 2));
    size_t other_room = most - bad_room;
    for (size_t i = 0; i < result->count; i++) {
        size_t *room = hop_account_is_wrong(&result->queries[i]) ? &bad_room : &other_room;
        if (*room == 0) continue;
        --*room;
        chosen[count++] = i;
    }
    return count;
}
