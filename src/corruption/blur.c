/* Gaussian blur: each channel is averaged with weights exp(-r^2 / 2 sigma^2), the outermost pixels
 * going on beyond the edges.  Unknown values have weight 0 and stay unknown:
 *
 *     v' = blur(known v) / blur(known)        known: 1 or 0 (Knutsson and Westin 1993)
 *
 * Both blurs are products of one along the rows and one along the columns.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "region.h"

/* The weights end here, in standard deviations: what is beyond is below 1e-4 of the whole. */
static const double REACH = 4;

/* The time grows with sigma; 100 pixels leave nothing of a picture. */
#define LARGEST_SIGMA 100

/* Outputs side by side: each adds its own terms in order, so none is changed by its neighbours. */
enum { LANES = 16 };

/* Everything one picture needs, in one piece of memory. */
typedef struct workspace {
    size_t radius;
    double *kernel; /* [2 radius + 1], summing to 1 */
    double *line;   /* [longest side + 2 radius] x LANES */
    double *sum;    /* [pixels], known v */
    double *weight; /* [pixels], known */
} workspace;

static hop_status workspace_create(const hop_canvas *canvas, double sigma, workspace *work) {
    size_t width = canvas->shape.width, height = canvas->shape.height;
    size_t longest = width > height ? width : height, radius = (size_t)ceil(REACH * sigma);
    size_t taps = 2 * radius + 1, pixels = width * height, size = 0;
    if (!hop_size_multiply(pixels, 2, &size) ||
        !hop_size_add(size, (longest + 2 * taps) * LANES, &size))
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

/* total [lanes] = sum over j of kernel[j] from[j step + lane]. */
static void weigh(const workspace *work, const double *from, size_t step, size_t lanes,
                  double *total) {
    const size_t taps = 2 * work->radius + 1;
    double sum[LANES] = {0};
    for (size_t j = 0; j < taps && lanes == LANES; j++)
        for (size_t k = 0; k < LANES; k++) sum[k] += work->kernel[j] * from[j * step + k];
    for (size_t j = 0; j < taps && lanes < LANES; j++)
        for (size_t k = 0; k < lanes; k++) sum[k] += work->kernel[j] * from[j * step + k];
    memcpy(total, sum, lanes * sizeof *sum);
}

/* Where number i of a line with its ends continued comes from. */
static size_t inside(size_t i, size_t radius, size_t count) {
    return i < radius ? 0 : i - radius < count ? i - radius : count - 1;
}

static void blur_row(const workspace *work, size_t width, double *row) {
    const size_t radius = work->radius;
    for (size_t i = 0; i < width + 2 * radius; i++) work->line[i] = row[inside(i, radius, width)];
    for (size_t x = 0; x < width; x += LANES)
        weigh(work, work->line + x, 1, width - x < LANES ? width - x : LANES, row + x);
}

/* Columns side by side, from x on. */
static void blur_columns(const workspace *work, size_t width, size_t height, size_t x,
                         double *plane) {
    const size_t radius = work->radius, lanes = width - x < LANES ? width - x : LANES;
    for (size_t i = 0; i < height + 2 * radius; i++)
        memcpy(work->line + i * LANES, plane + inside(i, radius, height) * width + x,
               lanes * sizeof *plane);
    for (size_t y = 0; y < height; y++)
        weigh(work, work->line + y * LANES, LANES, lanes, plane + y * width + x);
}

static void blur_plane(const workspace *work, size_t width, size_t height, double *plane) {
    for (size_t y = 0; y < height; y++) blur_row(work, width, plane + y * width);
    for (size_t x = 0; x < width; x += LANES) blur_columns(work, width, height, x, plane);
}

/* What a blur makes of known pixels everywhere: the same at each, 1 but for rounding. */
static double weight_of_known(const workspace *work) {
    double once = 0, twice = 0;
    for (size_t j = 0; j <= 2 * work->radius; j++) once += work->kernel[j] * 1.0;
    for (size_t j = 0; j <= 2 * work->radius; j++) twice += work->kernel[j] * once;
    return twice;
}

/* state: at the first value of one channel. */
static void blur_channel(const workspace *work, const hop_canvas *canvas, double *state) {
    size_t width = canvas->shape.width, height = canvas->shape.height;
    size_t channels = canvas->shape.channels, unknown = 0;
    for (size_t i = 0; i < width * height; i++) {
        bool known = !isnan(state[i * channels]);
        work->sum[i] = known ? state[i * channels] : 0;
        work->weight[i] = known ? 1 : 0;
        unknown += known ? 0 : 1;
    }
    blur_plane(work, width, height, work->sum);
    if (unknown > 0) blur_plane(work, width, height, work->weight);
    const double all = weight_of_known(work);
    for (size_t i = 0; i < width * height; i++)
        if (!isnan(state[i * channels]))
            state[i * channels] = work->sum[i] / (unknown > 0 ? work->weight[i] : all);
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
