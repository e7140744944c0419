/* Gaussian blur: each channel is averaged with weights exp(-r^2 / 2 sigma^2), the outermost pixels
 * going on beyond the edges.  Unknown values have weight 0 and stay unknown:
 *
 *     v' = blur(known v) / blur(known)        known: 1 or 0 (Knutsson and Westin 1993)
 *
 * Both blurs are products of one along the rows and one along the columns.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "region.h"

/* The weights end here, in standard deviations: what is beyond is below 1e-4 of the whole. */
static const double REACH = 4;

/* The time grows with sigma; 100 pixels leave nothing of a picture. */
#define LARGEST_SIGMA 100

/* Everything one picture needs, in one piece of memory. */
typedef struct workspace {
    size_t radius;
    double *kernel; /* [2 radius + 1], summing to 1 */
    double *line;   /* [longest side + 2 radius] */
    double *sum;    /* [pixels], known v */
    double *weight; /* [pixels], known */
} workspace;

static hop_status workspace_create(const hop_canvas *canvas, double sigma, workspace *work) {
    size_t width = canvas->shape.width, height = canvas->shape.height;
    size_t longest = width > height ? width : height, radius = (size_t)ceil(REACH * sigma);
    size_t taps = 2 * radius + 1, pixels = width * height, size = 0;
    if (!hop_size_multiply(pixels, 2, &size) || !hop_size_add(size, longest + 2 * taps, &size))
        return hop_fail(HOP_E_LIMIT, "blur: %zu x %zu pixels are too many", width, height);
    double *all = NULL;
    HOP_TRY(hop_alloc(size, sizeof *all, "a blurred picture", &all));
    *work = (workspace){.radius = radius,
                        .kernel = all,
                        .sum = all + taps,
                        .weight = all + taps + pixels,
                        .line = all + taps + 2 * pixels};
    return HOP_OK;
}

static void fill_kernel(double sigma, workspace *work) {
    double total = 0;
    for (size_t i = 0; i <= 2 * work->radius; i++) {
        double distance = ((double)i - (double)work->radius) / sigma;
        work->kernel[i] = exp(-0.5 * distance * distance);
        total += work->kernel[i];
    }
    for (size_t i = 0; i <= 2 * work->radius; i++) work->kernel[i] /= total;
}

/* Blurs `count` numbers that lie `stride` apart, in place. */
static void blur_line(const workspace *work, size_t count, size_t stride, double *values) {
    size_t radius = work->radius;
    for (size_t i = 0; i < count + 2 * radius; i++) {
        size_t inside = i < radius ? 0 : i - radius < count ? i - radius : count - 1;
        work->line[i] = values[inside * stride];
    }
    for (size_t i = 0; i < count; i++) {
        double total = 0;
        for (size_t j = 0; j <= 2 * radius; j++) total += work->kernel[j] * work->line[i + j];
        values[i * stride] = total;
    }
}

static void blur_plane(const workspace *work, size_t width, size_t height, double *plane) {
    for (size_t y = 0; y < height; y++) blur_line(work, width, 1, plane + y * width);
    for (size_t x = 0; x < width; x++) blur_line(work, height, width, plane + x);
}

/* state: at the first value of one channel. */
static void blur_channel(const workspace *work, const hop_canvas *canvas, double *state) {
    size_t width = canvas->shape.width, height = canvas->shape.height;
    size_t channels = canvas->shape.channels;
    for (size_t i = 0; i < width * height; i++) {
        bool known = !isnan(state[i * channels]);
        work->sum[i] = known ? state[i * channels] : 0;
        work->weight[i] = known ? 1 : 0;
    }
    blur_plane(work, width, height, work->sum);
    blur_plane(work, width, height, work->weight);
    for (size_t i = 0; i < width * height; i++)
        if (!isnan(state[i * channels])) state[i * channels] = work->sum[i] / work->weight[i];
}

static hop_status apply(const double *parameter, const hop_canvas *canvas, hop_random *random,
                        double *state) {
    (void)random;
    if (parameter[0] == 0) return HOP_OK;
    workspace work = {0};
    HOP_TRY(workspace_create(canvas, parameter[0], &work));
    fill_kernel(parameter[0], &work);
    for (size_t c = 0; c < canvas->shape.channels; c++) blur_channel(&work, canvas, state + c);
    free(work.kernel);
    return HOP_OK;
}

/* A strength of 1 is over a quarter of the width. */
static void strengthen(double strength, double width, double *parameter) {
    parameter[0] = strength * width / 4;
}

const hop_corruption_row hop_corruption_blur = {
    .row = {.name = "blur",
            .title = "a Gaussian blur, as by a lens out of focus",
            .sources =
                "Knutsson and Westin 1993, normalised convolution (where pixels are unknown)",
            .parameters = {{.name = "sigma",
                            .meaning = "standard deviation of the blur",
                            .unit = "pixels",
                            .default_value = 2,
                            .low = 0,
                            .high = LARGEST_SIGMA}}},
    .needs_image = true,
    .strength = "sigma",
    .strengthen = strengthen,
    .strength_is = "4 sigma / width",
    .apply = apply,
};
