/* Patterns that lead, once more in double by everything a class of channels asks for.
 * SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>
#include <string.h>

#include "../base/parallel.h"
#include "../base/simd.h"
#include "../base/sum.h"
#include "information.h"
#include "spread.h"

/* Leaders by evidence, by the affine classes alone, by bounded differences, beside a box. */
enum { BY_EVIDENCE = 16, BY_AFFINE_MOST = 64, BY_AFFINE = 16, BY_GAPS = 8, BY_BOX = 16 };
enum { LEADERS = BY_EVIDENCE + BY_AFFINE_MOST + BY_GAPS + BY_BOX };

/* Of small patterns more may lead by correlation, which a blur leaves little of. */
enum { AFFINE_VALUES = 1 << 16 };

/* Deviations of the blurred class, in pixels: neighbours of these are nearly as good. */
static const double BLURS[] = {0.7, 1, 1.4, 2, 2.8, 4, 5.6};
enum { BLUR_COUNT = sizeof BLURS / sizeof *BLURS, RADIUS_MOST = 17 };

/* An affine class in double: for the values of a state where `moments->w` is 1. */
static double affine(const hop_moments *m, const double *x, size_t dim) {
    double sums[3] = {0};
    hop_sum_weighted(x, m->w, m->wy, hop_padded(dim), sums);
    double vx = m->n * sums[1] - sums[0] * sums[0], vy = m->n * m->yy - m->y * m->y;
    if (!(vx > 1e-12 * m->n * sums[1] && vy > 1e-12 * m->n * m->yy)) return -INFINITY;
    return hop_evidence_affine((m->n * sums[2] - sums[0] * m->y) / sqrt(vx * vy), m->n);
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

/* ---- blur ---- */

/* out[j] = sum_t kernel[t] in[j + (t - radius) step], whole lines at a time. */
HOP_CLONES static void blur_line(const float *in, size_t count, size_t step, const float *kernel,
                                 size_t radius, float *out) {
    for (size_t j = 0; j < count; j++) out[j] = 0;
    for (size_t t = 0; t <= 2 * radius; t++)
        for (size_t j = 0; j < count; j++) out[j] += kernel[t] * in[j + t * step];
}

static size_t fill_kernel(double sigma, float *kernel) {
    size_t radius = (size_t)ceil(3 * sigma);
    double total = 0;
    for (size_t t = 0; t <= 2 * radius; t++) {
        double apart = ((double)t - (double)radius) / sigma;
        kernel[t] = (float)exp(-apart * apart / 2);
        total += (double)kernel[t];
    }
    for (size_t t = 0; t <= 2 * radius; t++) kernel[t] = (float)((double)kernel[t] / total);
    return radius;
}

/* The picture x [dim] blurred into out [dim], its edges going on; room [3 x dim] is enough, for a
 * radius of at most the height and the width, 3 at least. */
static void blur(hop_shape shape, double sigma, const double *x, float *room, float *out) {
    size_t channels = shape.channels, row = shape.width * channels, height = shape.height;
    float kernel[2 * RADIUS_MOST + 1], *middle = room;
    size_t radius = fill_kernel(sigma, kernel);
    float *line = out; /* [row + 2 radius channels], as long as three rows at most */
    for (size_t y = 0; y < height; y++) {
        for (size_t t = 0; t < row + 2 * radius * channels; t++) {
            size_t c = t % channels, at = t / channels;
            at = at < radius ? 0 : at - radius;
            if (at >= shape.width) at = shape.width - 1;
            line[t] = (float)x[y * row + at * channels + c];
        }
        blur_line(line, row, channels, kernel, radius, middle + (radius + y) * row);
    }
    for (size_t y = 0; y < radius; y++) {
        memcpy(middle + y * row, middle + radius * row, row * sizeof *middle);
        memcpy(middle + (radius + height + y) * row, middle + (radius + height - 1) * row,
               row * sizeof *middle);
    }
    for (size_t y = 0; y < height; y++)
        blur_line(middle + y * row, row, row, kernel, radius, out + y * row);
}

/* The correlation of differences between neighbours, of a blurred pattern and the state.  Sums of
 * CHUNK in lanes of float, of all in double. */
HOP_CLONES static void add_differences(const hop_slopes *y, const float *x, size_t dim,
                                       size_t channels, size_t row, double *xx, double *xy) {
    enum { WIDE = 16, CHUNK = 512 };
    for (size_t from = 0; from < dim; from += CHUNK) {
        size_t to = dim - from < CHUNK ? dim : from + CHUNK;
        float square[WIDE] = {0}, product[WIDE] = {0};
        for (size_t j = from; j < to; j += WIDE)
            for (size_t k = 0; k < WIDE; k++) {
                const float *here = x + j + k;
                float beside = *here - *(here - channels), below = *here - *(here - row);
                square[k] += y->beside_known[j + k] * beside * beside +
                             y->below_known[j + k] * below * below;
                product[k] += y->beside[j + k] * beside + y->below[j + k] * below;
            }
        for (size_t k = 0; k < WIDE; k++) *xx += (double)square[k], *xy += (double)product[k];
    }
}

static double try_blur(const hop_recall *recall, hop_informing *work, const hop_seen *seen,
                       const double *x, double sigma) {
    hop_shape shape = hop_memory_shape(recall->memory);
    float *out = work->blur + 3 * hop_padded(recall->dim);
    double xx = 0, xy = 0;
    blur(shape, sigma, x, work->blur, out);
    add_differences(&seen->slopes, out, recall->dim, shape.channels, shape.width * shape.channels,
                    &xx, &xy);
    if (!(xx > 0 && seen->slopes.square > 0)) return -INFINITY;
    return hop_evidence_affine(xy / sqrt(xx * seen->slopes.square), (double)seen->known);
}

/* By halves of an octave: every other deviation, then the neighbours of the best. */
void hop_recall_try_blurs(const hop_recall *recall, hop_informing *work, const hop_seen *seen,
                          size_t pattern, hop_worth *worth) {
    hop_shape shape = hop_memory_shape(recall->memory);
    size_t least = shape.width < shape.height ? shape.width : shape.height, chosen = BLUR_COUNT;
    bool tried[BLUR_COUNT] = {false};
    if (least < 3) return;
    hop_memory_read(recall->memory, pattern, 1, work->more);
    for (size_t turn = 0; turn < BLUR_COUNT + 2; turn++) {
        bool coarse = turn < BLUR_COUNT;
        if (!coarse && chosen == BLUR_COUNT) return;
        size_t k = coarse ? turn : turn == BLUR_COUNT ? chosen - 1 : chosen + 1;
        if (coarse && k % 2 == 0) continue;
        if (k >= BLUR_COUNT || tried[k] || ceil(3 * BLURS[k]) > (double)least) continue;
        tried[k] = true;
        double found = try_blur(recall, work, seen, work->more, BLURS[k]);
        if (!(found > worth->evidence[HOP_CHANNEL_BLURRED])) continue;
        worth->evidence[HOP_CHANNEL_BLURRED] = found;
        worth->blur = BLURS[k];
        if (coarse) chosen = k;
    }
}

/* ---- leaders ---- */

/* The affine classes, in double; what levels said of them is forgotten, or the better of two
 * estimates would be taken, which noise makes larger for wrong patterns too. */
void hop_recall_refine_affine(const hop_recall *recall, const hop_informing *work,
                              const hop_seen *seen, size_t pattern, hop_worth *worth) {
    double *all = &worth->evidence[HOP_CHANNEL_AFFINE];
    double *rest = &worth->evidence[HOP_CHANNEL_COVERED_AFFINE];
    hop_memory_read(recall->memory, pattern, 1, work->more);
    *all = affine(&seen->all, work->more, recall->dim);
    if (seen->flat) *rest = affine(&seen->rest, work->more, recall->dim) + worth->told;
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
    size_t leaders[LEADERS], count = recall->count, affines = AFFINE_VALUES / recall->dim;
    hop_worth worth[LEADERS];
    looking look = {recall, hands, seen, leaders, worth, s, 0};
    size_t by_evidence = count <= BY_AFFINE_MOST ? count : BY_EVIDENCE;
    if (affines < BY_AFFINE) affines = BY_AFFINE;
    if (affines > BY_AFFINE_MOST || !seen->smooth)
        affines = seen->smooth ? BY_AFFINE_MOST : BY_AFFINE;
    for (size_t i = 0; i < count; i++) s[i] = fmax(found[i].affine, -DBL_MAX);
    size_t blurred = add_leaders(s, count, affines, leaders, 0), held = blurred;
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
