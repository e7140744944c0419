/* The class blurred: a pattern as it looks through a Gaussian blur of unknown width.  A blur leaves
 * little of how patterns correlate, so the patterns that may lead are found by it: all are looked
 * at through a few blurs, of which the lowest frequencies are enough (information_low.c).
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "../base/simd.h"
#include "information.h"

/* Deviations that are tried first of a leader, an octave apart. */
static const double BLURS[] = {1, 2, 4};
enum { BLUR_COUNT = sizeof BLURS / sizeof *BLURS };

/* out[j] = sum_t kernel[t] in[j + (t - radius) step], whole lines at a time. */
HOP_CLONES static void blur_line(const float *in, size_t count, size_t step, const double *kernel,
                                 size_t radius, float *out) {
    for (size_t j = 0; j < count; j++) out[j] = 0;
    for (size_t t = 0; t <= 2 * radius; t++) {
        const float weight = (float)kernel[t];
        for (size_t j = 0; j < count; j++) out[j] += weight * in[j + t * step];
    }
}

/* The picture x [dim] blurred into out [dim], its edges going on; room [3 x dim] is enough, for a
 * radius of at most the height and the width, 3 at least. */
static void blur(hop_shape shape, double sigma, const double *x, float *room, float *out) {
    size_t channels = shape.channels, row = shape.width * channels, height = shape.height;
    double kernel[HOP_BLUR_TAPS];
    float *middle = room;
    size_t radius = hop_recall_blur_kernel(sigma, kernel);
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

/* Edges, as of paint, would let a blur of anything explain more than it should: where a state may
 * have them differences are compared, else its values. */
static double try_blur(const hop_recall *recall, hop_informing *work, const hop_seen *seen,
                       const double *x, double sigma) {
    hop_shape shape = hop_memory_shape(recall->memory);
    float *out = work->blur + 3 * hop_padded(recall->dim);
    double xx = 0, xy = 0;
    blur(shape, sigma, x, work->blur, out);
    if (seen->soft) {
        for (size_t j = 0; j < hop_padded(recall->dim); j++)
            work->values[j] = j < recall->dim ? (double)out[j] : 0;
        return hop_recall_affine(&seen->all, work->values, recall->dim);
    }
    add_differences(&seen->slopes, out, recall->dim, shape.channels, shape.width * shape.channels,
                    &xx, &xy);
    if (!(xx > 0 && seen->slopes.square > 0)) return -INFINITY;
    return hop_evidence_affine(xy / sqrt(xx * seen->slopes.square), (double)seen->known);
}

/* Octaves first, then what is beside the best, nearer and nearer: up to an eighth of an octave
 * where the state is soft; otherwise half an octave is near enough. */
void hop_recall_try_blurs(const hop_recall *recall, hop_informing *work, const hop_seen *seen,
                          size_t pattern, hop_worth *worth) {
    const hop_shape shape = hop_memory_shape(recall->memory);
    double *most = &worth->evidence[HOP_CHANNEL_BLURRED], best = 0;
    hop_memory_read(recall->memory, pattern, 1, work->more);
    for (size_t k = 0; k < BLUR_COUNT; k++) {
        if (!hop_recall_blur_fits(shape, BLURS[k])) continue;
        double found = try_blur(recall, work, seen, work->more, BLURS[k]);
        if (found > *most) *most = found, best = BLURS[k];
    }
    for (double octaves = 0.5; best > 0 && octaves >= (seen->soft ? 0.125 : 0.5); octaves /= 2) {
        const double beside[] = {best * exp2(-octaves), best * exp2(octaves)};
        for (size_t k = 0; k < 2; k++) {
            if (!hop_recall_blur_fits(shape, beside[k])) continue;
            double found = try_blur(recall, work, seen, work->more, beside[k]);
            if (found > *most) *most = found, best = beside[k];
        }
    }
    worth->blur = best;
}

/* ---- all patterns, by the lowest frequencies ---- */

/* Two sums of products, of numbers that are a multiple of 16. */
HOP_CLONES static void products(const float *x, const float *y, size_t count, double *xx,
                                double *xy) {
    hop_floats square = {0}, product = {0};
    for (size_t j = 0; j < count; j += HOP_FLOATS) {
        const hop_floats a = *(const hop_floats *)(x + j), b = *(const hop_floats *)(y + j);
        square += a * a, product += a * b;
    }
    *xx = *xy = 0;
    for (size_t k = 0; k < HOP_FLOATS; k++) *xx += (double)square[k], *xy += (double)product[k];
}

/* best [count]: the largest product of a state's with a pattern's of length one. */
static void look_through(const float *low, size_t size, const hop_seen *seen, size_t count,
                         double *best) {
    for (size_t i = 0; i < count; i++) {
        double xx = 0, xy = 0;
        if (!seen[i].soft) continue;
        products(low, seen[i].low, size, &xx, &xy);
        if (xx > 0) best[i] = fmax(best[i], xy / sqrt(xx));
    }
}

void hop_recall_look_through_blurs(const hop_recall *recall, hop_informing *work,
                                   const hop_seen *seen, size_t seen_count, hop_patterns part,
                                   hop_inform *found) {
    const hop_shape shape = hop_memory_shape(recall->memory);
    const size_t line = shape.width * shape.channels, row = hop_recall_low_row(shape);
    float *x = work->low, *between = x + row * shape.height, *low = between + row * HOP_FREQUENCIES;
    memset(x, 0, row * shape.height * sizeof *x);
    for (size_t p = part.first; p < part.first + part.count; p++) {
        const unsigned char *steps = hop_recall_steps(recall, p, work->steps, work->values);
        for (size_t y = 0; y < shape.height; y++)
            for (size_t j = 0; j < line; j++) x[y * row + j] = steps[y * line + j];
        double best[HOP_SEEN_MOST];
        for (size_t i = 0; i < seen_count; i++) best[i] = -INFINITY;
        for (size_t b = 0; b < recall->levels->blurs; b++) {
            hop_recall_low_frequencies(recall->levels, shape, x, b, between, low);
            look_through(low, HOP_FREQUENCIES * HOP_FREQUENCIES * shape.channels, seen, seen_count,
                         best);
        }
        for (size_t i = 0; i < seen_count; i++) found[i * part.all + p].soft = best[i];
    }
}
