/* What a query ended in, in words.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "account_private.h"

const char *hop_account_pattern(const hop_memory *memory, size_t index, char room[24]) {
    const char *name = hop_memory_name(memory, index);
    snprintf(room, 24, "%zu", index);
    return name ? name : room;
}

/* "mixture of A, B, C", of more than can be named "mixture of 9 near A". */
static void describe_mixture(const hop_memory *memory, const hop_score *score, const char *near,
                             char *text, size_t size) {
    char room[24];
    if (score->of_count > HOP_MIXTURE_MOST) {
        snprintf(text, size, "mixture of %zu near %s", score->of_count, near);
        return;
    }
    int used = snprintf(text, size, "mixture of ");
    for (size_t i = 0; i < score->of_count && used >= 0 && (size_t)used < size; i++)
        used += snprintf(text + used, size - (size_t)used, "%s%s", i ? ", " : "",
                         hop_account_pattern(memory, score->of[i], room));
}

void hop_account_end(const hop_memory *memory, const hop_score *score, char *text, size_t size) {
    const char *name = hop_end_name(score->ended);
    char room[24];
    bool inverse = score->ended == HOP_END_INVERSE;
    const char *near = hop_account_pattern(memory, inverse ? *score->of : score->nearest, room);
    if (score->ended == HOP_END_PATTERN)
        snprintf(text, size, "%s", near);
    else if (inverse)
        snprintf(text, size, "inverse of %s", near);
    else if (score->ended == HOP_END_MIXTURE)
        describe_mixture(memory, score, near, text, size);
    else
        snprintf(text, size, "%s near %s", name, near);
}

static const char *describe_wrong(const hop_score *score) {
    switch (score->ended) {
    case HOP_END_PATTERN: return "came back as another pattern";
    case HOP_END_INVERSE: return "became the inverse of a pattern";
    case HOP_END_MIXTURE: return "became a mixture of patterns";
    case HOP_END_SPURIOUS: return "ended in a spurious state, which is no pattern";
    case HOP_END_CYCLE: return "went round in a cycle";
    case HOP_END_UNSUPPORTED: return "ended where no pattern was near enough to have a weight";
    case HOP_END_UNSETTLED: return "had not settled when the steps were used up";
    }
    return "";
}

const char *hop_account_verdict(const hop_score *score) {
    if (!score->correct) return describe_wrong(score);
    return score->exact ? "came back right" : "came back right, as a near-duplicate of its target";
}
