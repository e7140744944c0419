/* The lowest frequencies of patterns through blurs.  With C the cosines of a discrete cosine
 * transform and B the blur of a line, those of a picture x are (C B) x (C B)', C B being small.  As
 * the transform makes differences of neighbours diagonal,
 *
 *     |D x|^2 = sum_kl (4 - 2 cos(pi k / h) - 2 cos(pi l / w)) (C x C')_kl^2,
 *
 * a weight for each frequency turns values into such differences.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/simd.h"
#include "information.h"

/* The least and the largest deviation of the class, in pixels. */
static const double LEAST = 0.7, MOST = 5.7;

static size_t radius_of(double sigma) {
    return (size_t)ceil(3 * sigma);
}

size_t hop_recall_blur_kernel(double sigma, double *kernel) {
    size_t radius = radius_of(sigma);
    double total = 0;
    for (size_t t = 0; t <= 2 * radius; t++) {
        double apart = ((double)t - (double)radius) / sigma;
        kernel[t] = exp(-apart * apart / 2);
        total += kernel[t];
    }
    for (size_t t = 0; t <= 2 * radius; t++) kernel[t] /= total;
    return radius;
}

bool hop_recall_blur_fits(hop_shape shape, double sigma) {
    size_t least = shape.width < shape.height ? shape.width : shape.height;
    return least >= 3 && sigma > LEAST * 0.99 && sigma < MOST && radius_of(sigma) <= least;
}

enum { LOW = HOP_FREQUENCIES, ACROSS = 16 };

static double width_of(size_t k) {
    return 1.4 * exp2((double)k / 4);
}

static double cosine(size_t frequency, size_t at, size_t count) {
    double scale = sqrt((frequency > 0 ? 2.0 : 1.0) / (double)count);
    return scale * cos(M_PI * (double)frequency * ((double)at + 0.5) / (double)count);
}

/* C B of a line of `count` into out, where frequency k and place j stand at k * of_k + j * of_j. */
static void fill_line(double sigma, size_t count, size_t of_k, size_t of_j, float *out) {
    double kernel[HOP_BLUR_TAPS] = {1};
    const size_t radius = sigma > 0 ? hop_recall_blur_kernel(sigma, kernel) : 0;
    for (size_t k = 0; k < LOW; k++)
        for (size_t i = 0; i < count; i++)
            for (size_t t = 0; t <= 2 * radius; t++) {
                size_t j = i + t < radius ? 0 : i + t - radius;
                if (j >= count) j = count - 1;
                out[k * of_k + j * of_j] += (float)(kernel[t] * cosine(k, i, count));
            }
}

hop_status hop_recall_low_prepare(const hop_recall *recall, hop_levels *levels) {
    const hop_shape shape = hop_memory_shape(recall->memory);
    if (shape.width < LOW || shape.height < LOW) return HOP_OK;
    while (levels->blurs < HOP_BLURS && hop_recall_blur_fits(shape, width_of(levels->blurs)))
        levels->blurs++;
    if (levels->blurs == 0) return HOP_OK;
    const size_t lines = levels->blurs + 1, rows = lines * LOW * shape.height;
    HOP_TRY(hop_alloc(rows + lines * LOW * shape.width, sizeof *levels->down, "frequencies",
                      &levels->down));
    levels->along = levels->down + rows;
    for (size_t b = 0; b < lines; b++) {
        double sigma = b < levels->blurs ? width_of(b) : 0;
        fill_line(sigma, shape.height, shape.height, 1, levels->down + b * LOW * shape.height);
        fill_line(sigma, shape.width, 1, LOW, levels->along + b * LOW * shape.width);
    }
    for (size_t k = 0; k < LOW * LOW; k++) {
        double down = cos(M_PI * (double)(k / LOW) / (double)shape.height);
        double along = cos(M_PI * (double)(k % LOW) / (double)shape.width);
        levels->weight[k] = (float)sqrt(fmax(4 - 2 * down - 2 * along, 0));
    }
    return HOP_OK;
}

size_t hop_recall_low_row(hop_shape shape) {
    return (shape.width * shape.channels + ACROSS - 1) / ACROSS * ACROSS;
}

size_t hop_recall_low_room(const hop_recall *recall) {
    const hop_shape shape = hop_memory_shape(recall->memory);
    if (recall->levels->blurs == 0) return 1;
    return hop_recall_low_row(shape) * (shape.height + LOW) + LOW * LOW * shape.channels;
}

/* out [LOW x row] = down [LOW x height] x [height x row]. */
HOP_CLONES static void columns(const float *down, const float *x, size_t height, size_t row,
                               float *out) {
    for (size_t from = 0; from < row; from += ACROSS) {
        hop_floats sum[LOW] = {{0}};
        for (size_t y = 0; y < height; y++) {
            const hop_floats values = *(const hop_floats *)(x + y * row + from);
            for (size_t k = 0; k < LOW; k++) sum[k] += down[k * height + y] * values;
        }
        for (size_t k = 0; k < LOW; k++) *(hop_floats *)(out + k * row + from) = sum[k];
    }
}

/* out [channels x LOW x LOW] from columns' frequencies [LOW x row], weighted. */
HOP_CLONES static void rows(const float *in, const float *along, const float *weight,
                            hop_shape shape, size_t row, float *out) {
    for (size_t c = 0; c < shape.channels; c++)
        for (size_t k = 0; k < LOW; k++) {
            float sum[LOW] = {0};
            for (size_t x = 0; x < shape.width; x++)
                for (size_t l = 0; l < LOW; l++)
                    sum[l] += in[k * row + x * shape.channels + c] * along[x * LOW + l];
            for (size_t l = 0; l < LOW; l++)
                out[(c * LOW + k) * LOW + l] = sum[l] * weight[k * LOW + l];
        }
}

void hop_recall_low_frequencies(const hop_levels *levels, hop_shape shape, const float *x, size_t b,
                                float *between, float *out) {
    const size_t row = hop_recall_low_row(shape);
    columns(levels->down + b * LOW * shape.height, x, shape.height, row, between);
    rows(between, levels->along + b * LOW * shape.width, levels->weight, shape, row, out);
}

void hop_recall_low_look(const hop_recall *recall, hop_seen *seen) {
    const hop_shape shape = hop_memory_shape(recall->memory);
    const size_t line = shape.width * shape.channels, row = hop_recall_low_row(shape);
    const double mean = seen->all.y / seen->all.n;
    float *room = seen->low + LOW * LOW * shape.channels, *between = room + row * shape.height;
    memset(room, 0, row * shape.height * sizeof *room);
    for (size_t j = 0; j < recall->dim; j++) {
        double value = seen->values[j];
        room[j / line * row + j % line] = (float)(isnan(value) ? mean : value);
    }
    hop_recall_low_frequencies(recall->levels, shape, room, recall->levels->blurs, between,
                               seen->low);
}
