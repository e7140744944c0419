/* Patterns that lead, once more in double by everything a class of channels asks for.
 * SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>
#include <string.h>

#include "../base/parallel.h"
#include "../base/simd.h"
#include "information.h"
#include "spread.h"

/* Leaders by evidence, by the affine classes alone, by bounded differences, beside a box, through
 * a blur. */
enum { BY_EVIDENCE = 16, BY_AFFINE_MOST = 64, BY_AFFINE = 16, BY_GAPS = 8, BY_BOX = 16 };
enum { BY_BLUR_MOST = 32, BY_BLUR = 8 };
enum { LEADERS = BY_EVIDENCE + BY_AFFINE_MOST + BY_GAPS + BY_BOX + BY_BLUR_MOST };

/* Of small patterns more may lead by correlation, of which a blur leaves little, and through a
 * blur. */
enum { LEADING_VALUES = 1 << 16 };

static size_t some(size_t dim, size_t least, size_t most) {
    const size_t count = LEADING_VALUES / dim;
    return count < least ? least : count > most ? most : count;
}

/* Values kept or replaced: one by one, all of a pixel alike, or in patches. */
static void kept(const hop_recall *recall, const hop_informing *work, const hop_seen *seen,
                 const unsigned char *steps, double *evidence) {
    const double *table = recall->levels->table;
    hop_shape shape = hop_memory_shape(recall->memory);
    hop_evidence_pair pair = {steps,       seen->steps,    seen->mask,
                              recall->dim, shape.channels, shape.width};
    double by_value = hop_evidence_replaced(table, &pair, 1), by_pixel = by_value;
    if (shape.channels > 1) by_pixel = hop_evidence_replaced(table, &pair, shape.channels);
    evidence[HOP_CHANNEL_REPLACED] = fmax(by_value, by_pixel);
    if (shape.height > 1)
        evidence[HOP_CHANNEL_PATCHED] = hop_evidence_patched(table, &pair, work->kept);
}

/* The affine classes, in double; what levels said of them is forgotten, or the better of two
 * estimates would be taken, which noise makes larger for wrong patterns too. */
void hop_recall_refine_affine(const hop_recall *recall, const hop_informing *work,
                              const hop_seen *seen, size_t pattern, hop_worth *worth) {
    double *all = &worth->evidence[HOP_CHANNEL_AFFINE];
    double *rest = &worth->evidence[HOP_CHANNEL_COVERED_AFFINE];
    hop_memory_read(recall->memory, pattern, 1, work->more);
    *all = hop_recall_affine(&seen->all, work->more, recall->dim);
    if (seen->flat) *rest = hop_recall_affine(&seen->rest, work->more, recall->dim) + worth->told;
}

/* Classes that counts of levels say nothing of. */
static void refine_others(const hop_recall *recall, const hop_informing *work, const hop_seen *seen,
                          size_t pattern, hop_worth *worth) {
    const unsigned char *steps = hop_recall_steps(recall, pattern, work->steps, work->values);
    kept(recall, work, seen, steps, worth->evidence);
    if (seen->boxed)
        worth->evidence[HOP_CHANNEL_BOXED] =
            hop_recall_boxed(recall, work, seen, &seen->cells[1], steps, worth->box);
}

void hop_recall_refine_worth(const hop_recall *recall, hop_informing *work, const hop_seen *seen,
                             size_t pattern, hop_worth *worth) {
    hop_recall_refine_affine(recall, work, seen, pattern, worth);
    refine_others(recall, work, seen, pattern, worth);
}

/* Adds leaders [at most `most`] by s [patterns] that are not there yet; returns how many there
 * are. */
static size_t add_leaders(const double *s, size_t count, size_t most, size_t *leaders,
                          size_t held) {
    size_t found[LEADERS], kept = held;
    double unused[LEADERS];
    size_t more = hop_recall_top_weights(s, count, most, found, unused);
    for (size_t k = 0; k < more; k++) {
        size_t same = 0;
        while (same < kept && leaders[same] != found[k]) same++;
        if (same == kept) leaders[kept++] = found[k];
    }
    return kept;
}

/* Whether a state is a leader's image but for noise below rounding: no other class explains it
 * better. */
static bool is_explained(const hop_seen *seen, double most) {
    return most >= hop_evidence_affine(1, (double)seen->known) - 1;
}

/* Leaders are looked at by all hands; what is found of one depends on no other. */
typedef struct looking {
    const hop_recall *recall;
    hop_hands hands;
    const hop_seen *seen;
    const size_t *leaders;
    hop_worth *worth;
    double *s; /* [patterns] */
    size_t part;
} looking;

/* What a part of the patterns is worth beside a box of the coarse grid. */
static void box_part(void *context, size_t index, size_t worker) {
    const looking *l = context;
    hop_informing *work = &l->hands.work[worker];
    size_t first = index * l->part, left = l->recall->count - first;
    for (size_t i = first; i < first + (left < l->part ? left : l->part); i++) {
        const unsigned char *steps = hop_recall_steps(l->recall, i, work->steps, work->values);
        l->s[i] = hop_recall_boxed(l->recall, work, l->seen, &l->seen->cells[0], steps, NULL);
        l->s[i] = fmax(l->s[i], -DBL_MAX);
    }
}

/* Parts to a thread, so that none waits long for the last. */
enum { PARTS = 4 };

/* Leaders beside a box; l->s is room. */
static size_t add_boxed(looking *l, size_t *leaders, size_t held) {
    const size_t count = l->recall->count;
    l->part = count / (l->hands.count * PARTS) + 1;
    hop_parallel_run((count + l->part - 1) / l->part, l->hands.count, box_part, l);
    return add_leaders(l->s, count, BY_BOX, leaders, held);
}

static void look_at_others(void *context, size_t index, size_t worker) {
    const looking *l = context;
    refine_others(l->recall, &l->hands.work[worker], l->seen, l->leaders[index], &l->worth[index]);
}

static void look_at_blurs(void *context, size_t index, size_t worker) {
    const looking *l = context;
    hop_recall_try_blurs(l->recall, &l->hands.work[worker], l->seen, l->leaders[index],
                         &l->worth[index]);
}

/* The affine classes of leaders from ... held-1; returns the most any is worth, or `most`. */
static double weigh(const looking *l, size_t from, size_t held, double most) {
    hop_informing *work = l->hands.work;
    hop_recall_evidence_by_counts(l->recall, work, l->seen, l->leaders + from, held - from,
                                  l->worth + from);
    for (size_t k = from; k < held; k++) {
        hop_recall_refine_affine(l->recall, work, l->seen, l->leaders[k], &l->worth[k]);
        most = fmax(most, hop_evidence_sum(l->worth[k].evidence));
    }
    return most;
}

void hop_recall_finish_informing(const hop_recall *recall, hop_hands hands, const hop_seen *seen,
                                 const hop_inform *found, double *s) {
    size_t leaders[LEADERS], count = recall->count;
    hop_worth worth[LEADERS];
    looking look = {recall, hands, seen, leaders, worth, s, 0};
    const size_t by_evidence = count <= BY_AFFINE_MOST ? count : BY_EVIDENCE;
    const bool by_blur = seen->smooth && !seen->soft;
    const size_t affines = by_blur ? some(recall->dim, BY_AFFINE, BY_AFFINE_MOST) : BY_AFFINE;
    for (size_t i = 0; i < count; i++) s[i] = fmax(found[i].affine, -DBL_MAX);
    size_t blurred = add_leaders(s, count, affines, leaders, 0);
    if (seen->soft) {
        for (size_t i = 0; i < count; i++) s[i] = fmax(found[i].soft, -DBL_MAX);
        blurred = add_leaders(s, count, some(recall->dim, BY_BLUR, BY_BLUR_MOST), leaders, blurred);
    }
    size_t held = blurred;
    for (size_t i = 0; i < count; i++) s[i] = -found[i].apart;
    held = add_leaders(s, count, BY_GAPS, leaders, held);
    for (size_t i = 0; i < count; i++) s[i] = found[i].s;
    held = add_leaders(s, count, by_evidence, leaders, held);
    double most = weigh(&look, 0, held, -INFINITY);
    if (seen->boxed && !is_explained(seen, most)) {
        size_t before = held;
        held = add_boxed(&look, leaders, held);
        most = weigh(&look, before, held, most);
    }
    if (!is_explained(seen, most)) {
        hop_parallel_run(held, hands.count, look_at_others, &look);
        if (seen->smooth) hop_parallel_run(blurred, hands.count, look_at_blurs, &look);
    }
    for (size_t i = 0; i < count; i++) s[i] = found[i].s;
    for (size_t k = 0; k < held; k++) s[leaders[k]] = hop_evidence_sum(worth[k].evidence);
}
