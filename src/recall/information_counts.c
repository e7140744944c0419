/* Evidence for patterns by joint counts, eight patterns at a time for a block of states.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/gaps.h"
#include "information.h"

enum { GROUP = HOP_COUNTS_GROUP, LEVELS = HOP_COUNTS_LEVELS, PLANES = 2 * LEVELS + 1 };

/* A difference counts up to this many steps: a tenth of the range, as robust.c found. */
enum { BOUND = 26 };

/* What is written before it is read is not cleared (hop_realloc() of nothing): pages that are never
 * touched cost nothing. */
hop_status hop_informing_create(const hop_recall *recall, hop_informing *work) {
    hop_shape shape = hop_memory_shape(recall->memory);
    size_t dim = recall->dim, words = recall->levels->words, planes = recall->levels->count - 1;
    *work = (hop_informing){0};
    HOP_TRY(hop_alloc(GROUP * planes * words, sizeof *work->group, "planes", &work->group));
    HOP_TRY(hop_alloc(LEVELS * PLANES * GROUP, sizeof *work->counts, "counts", &work->counts));
    HOP_TRY(hop_realloc(dim, GROUP, "patterns", &work->steps));
    HOP_TRY(hop_realloc(dim, 1, "kept values", &work->kept));
    HOP_TRY(
        hop_realloc(shape.width * shape.channels, 3 * sizeof *work->lines, "sums", &work->lines));
    HOP_TRY(hop_realloc(hop_padded(dim), sizeof *work->values, "a pattern", &work->values));
    HOP_TRY(hop_alloc(hop_padded(dim), sizeof *work->more, "a pattern", &work->more));
    HOP_TRY(hop_alloc(hop_padded(dim), 5 * sizeof *work->blur, "a blurred pattern", &work->blur));
    return hop_realloc(hop_recall_low_room(recall), sizeof *work->low, "frequencies", &work->low);
}

void hop_informing_clear(hop_informing *work) {
    free(work->group);
    free(work->counts);
    free(work->steps);
    free(work->kept);
    free(work->lines);
    free(work->values);
    free(work->more);
    free(work->blur);
    free(work->low);
}

hop_status hop_hands_create(const hop_recall *recall, size_t count, hop_hands *hands) {
    *hands = (hop_hands){0};
    HOP_TRY(hop_alloc(count, sizeof *hands->work, "scratch", &hands->work));
    for (; hands->count < count; hands->count++)
        HOP_TRY(hop_informing_create(recall, &hands->work[hands->count]));
    return HOP_OK;
}

void hop_hands_clear(hop_hands *hands) {
    for (size_t i = 0; i < hands->count; i++) hop_informing_clear(&hands->work[i]);
    free(hands->work);
}

/* Planes of patterns list[first ...] into work->group, and their steps side by side where they are
 * not so already; what fills up the group stays as it was. */
static const unsigned char *load(const hop_recall *recall, hop_informing *work, const size_t *list,
                                 size_t first, size_t count) {
    const hop_levels *levels = recall->levels;
    const unsigned char *all = NULL;
    for (size_t k = 0; k < count; k++) {
        unsigned char *room = work->steps + k * recall->dim;
        size_t pattern = list ? list[first + k] : first + k;
        const unsigned char *steps = hop_recall_steps(recall, pattern, room, work->values);
        if (list && steps != room) memcpy(room, steps, recall->dim);
        if (k == 0) all = list ? work->steps : steps;
    }
    hop_counts_pack_group(all, count, recall->dim, levels->above, levels->count - 1, work->group);
    return all;
}

/* Counts of levels of one lane, from those of planes. */
static hop_evidence_counts unfold(const hop_recall *recall, const hop_informing *work,
                                  const hop_seen *seen, size_t lane, int32_t *n, int32_t *rest,
                                  int32_t *flat) {
    size_t rows = recall->levels->count, columns = seen->levels, planes = seen->planes;
    int32_t part[LEVELS * LEVELS * GROUP] = {0};
    for (size_t a = 0; a + 1 < rows; a++)
        for (size_t b = 0; b < columns; b++)
            part[(a * columns + b) * GROUP] = work->counts[(a * planes + b) * GROUP + lane];
    hop_counts_levels(part, 0, rows - 1, columns, seen->own, n);
    if (!seen->flat) return (hop_evidence_counts){rows, columns, n, NULL, NULL};
    for (size_t a = 0; a + 1 < rows; a++)
        for (size_t b = 0; b < columns; b++)
            part[(a * columns + b) * GROUP] =
                work->counts[(a * planes + columns + b) * GROUP + lane];
    hop_counts_levels(part, 0, rows - 1, columns, seen->own + columns, rest);
    for (size_t a = 0; a < rows; a++) {
        size_t last = planes - 1;
        int32_t at_least =
            a == 0 ? seen->own[last] : work->counts[((a - 1) * planes + last) * GROUP + lane];
        int32_t above = a + 1 < rows ? work->counts[(a * planes + last) * GROUP + lane] : 0;
        flat[a] = at_least - above;
    }
    return (hop_evidence_counts){rows, columns, n, rest, flat};
}

static void count(const hop_recall *recall, hop_informing *work, const hop_seen *seen) {
    size_t words = recall->levels->words;
    hop_counts_joint(&(hop_counts_work){.groups = work->group,
                                        .states = seen->bits,
                                        .group_count = 1,
                                        .row_planes = recall->levels->count - 1,
                                        .state_count = 1,
                                        .state_planes = seen->planes,
                                        .words = words,
                                        .to = words,
                                        .counts = work->counts});
}

static double inform(const hop_recall *recall, const hop_informing *work, const hop_seen *seen,
                     size_t lane, double *evidence) {
    int32_t n[LEVELS * LEVELS], rest[LEVELS * LEVELS], flat[LEVELS];
    hop_evidence_counts counts = unfold(recall, work, seen, lane, n, rest, flat);
    return hop_evidence(recall->levels->table, &counts, &seen->alone, evidence);
}

void hop_recall_inform(const hop_recall *recall, hop_informing *work, const hop_seen *seen,
                       size_t seen_count, hop_patterns part, hop_inform *found) {
    const size_t end = part.first + part.count;
    for (size_t first = part.first; first < end; first += GROUP) {
        size_t some = end - first < GROUP ? end - first : GROUP;
        const unsigned char *steps = load(recall, work, part.list, first, some);
        for (size_t i = 0; i < seen_count; i++) {
            int32_t sums[GROUP];
            double evidence[GROUP][HOP_CHANNELS];
            count(recall, work, &seen[i]);
            hop_evidence_lanes(recall->levels->table, work->counts, seen[i].own,
                               recall->levels->count, seen[i].levels, seen[i].flat, &seen[i].alone,
                               evidence);
            hop_gaps_sum(&(hop_gaps_work){.rows = steps,
                                          .states = seen[i].steps,
                                          .known = seen[i].mask,
                                          .row_count = some,
                                          .state_count = 1,
                                          .dim = recall->dim,
                                          .bound = BOUND,
                                          .sums = sums});
            for (size_t k = 0; k < some; k++) {
                found[i * part.all + first + k] = (hop_inform){
                    .s = hop_evidence_sum(evidence[k]),
                    .affine = fmax(evidence[k][HOP_CHANNEL_AFFINE],
                                   evidence[k][HOP_CHANNEL_COVERED_AFFINE]),
                    .apart = sums[k],
                    .soft = -INFINITY,
                };
            }
        }
    }
}

void hop_recall_evidence_by_counts(const hop_recall *recall, hop_informing *work,
                                   const hop_seen *seen, const size_t *list, size_t count_all,
                                   hop_worth *worth) {
    for (size_t first = 0; first < count_all; first += GROUP) {
        size_t some = count_all - first < GROUP ? count_all - first : GROUP;
        load(recall, work, list, first, some);
        count(recall, work, seen);
        for (size_t k = 0; k < some; k++) {
            hop_worth *here = &worth[first + k];
            here->told = inform(recall, work, seen, k, here->evidence);
            here->blur = 0;
            memset(here->box, 0, sizeof here->box);
        }
    }
}
