/* Gaussian blur.
 * SPDX-License-Identifier: MIT */
#include <float.h>

#include "corruption/canvas.h"

static size_t clamp(ptrdiff_t at, size_t count) {
    if (at < 0) return 0;
    return (size_t)at < count ? (size_t)at : count - 1;
}

/* The definition, one value at a time: both sums over the whole square of weights. */
static double direct(const hop_canvas *canvas, const double *state, double sigma, size_t x,
                     size_t y, size_t channel) {
    size_t width = canvas->shape.width, height = canvas->shape.height;
    ptrdiff_t reach = (ptrdiff_t)ceil(4 * sigma);
    double sum = 0, weights = 0;
    for (ptrdiff_t dy = -reach; dy <= reach; dy++)
        for (ptrdiff_t dx = -reach; dx <= reach; dx++) {
            size_t at = clamp((ptrdiff_t)y + dy, height) * width + clamp((ptrdiff_t)x + dx, width);
            double value = state[at * canvas->shape.channels + channel];
            if (isnan(value)) continue;
            double weight = exp(-(double)(dx * dx + dy * dy) / (2 * sigma * sigma));
            sum += weight * value;
            weights += weight;
        }
    return sum / weights;
}

/* Both ways add fewer than 2 (8 sigma + 3)^2 terms of at most 1. */
static void assert_matches_direct(const hop_canvas *canvas, const double *before, double sigma) {
    size_t width = canvas->shape.width, channels = canvas->shape.channels;
    size_t dim = hop_shape_dim(canvas->shape);
    hop_corruption blur = parsed("blur");
    blur.parameter[0] = sigma;
    double *after = copy_of(before, dim);
    assert_int_equal(hop_corruption_apply(&blur, 1, canvas, 1, 0, after), HOP_OK);
    double tolerance = 2 * pow(8 * sigma + 3, 2) * DBL_EPSILON;
    for (size_t i = 0; i < dim; i++) {
        size_t pixel = i / channels;
        double expected = direct(canvas, before, sigma, pixel % width, pixel / width, i % channels);
        if (isnan(before[i]))
            assert_true(isnan(after[i]));
        else
            assert_true(fabs(after[i] - expected) <= tolerance);
    }
    free(after);
}

static void fill_with_noise(double *state, size_t dim) {
    hop_random random;
    hop_random_init(&random, 5, 0);
    for (size_t i = 0; i < dim; i++) state[i] = hop_random_uniform(&random);
}

static void it_matches_a_direct_convolution(void **state) {
    (void)state;
    const double sigmas[] = {1e-9, 0.3, 1, 2.5, 6};
    const hop_canvas canvases[] = {picture(13, 9, 3), picture(1, 17, 1), picture(16, 1, 1)};
    double before[13 * 9 * 3];
    fill_with_noise(before, sizeof before / sizeof *before);
    for (size_t i = 0; i < sizeof canvases / sizeof *canvases; i++)
        for (size_t k = 0; k < sizeof sigmas / sizeof *sigmas; k++)
            assert_matches_direct(&canvases[i], before, sigmas[k]);
}

static void unknown_pixels_are_left_out_and_stay(void **state) {
    (void)state;
    const hop_canvas canvas = picture(11, 8, 3);
    double before[11 * 8 * 3];
    size_t dim = sizeof before / sizeof *before;
    fill_with_noise(before, dim);
    for (size_t i = 0; i < dim; i++)
        if (i % 7 == 0 || i < 40) before[i] = NAN;
    assert_matches_direct(&canvas, before, 1.5);
}

static void a_constant_stays_constant(void **state) {
    (void)state;
    const hop_canvas canvas = picture(20, 10, 1);
    double values[200];
    for (size_t i = 0; i < 200; i++) values[i] = 0.3;
    assert_int_equal(damage("blur:3", &canvas, values), HOP_OK);
    for (size_t i = 0; i < 200; i++) assert_true(fabs(values[i] - 0.3) <= 64 * DBL_EPSILON);
}

static void a_point_far_from_the_edges_keeps_its_sum_and_spreads(void **state) {
    (void)state;
    const hop_canvas canvas = picture(41, 41, 1);
    double values[41 * 41] = {0}, sum = 0, spread = 0;
    values[20 * 41 + 20] = 1;
    assert_int_equal(damage("blur:2", &canvas, values), HOP_OK);
    for (size_t i = 0; i < 41 * 41; i++) {
        double x = (double)(i % 41) - 20;
        sum += values[i];
        spread += values[i] * x * x;
    }
    assert_true(fabs(sum - 1) <= 41 * 41 * DBL_EPSILON);
    /* Cut off at 4 sigma, a normal loses 1.1e-3 of its variance of 4. */
    assert_true(spread < 4 && spread > 4 * (1 - 2e-3));
}

static void no_sigma_changes_nothing(void **state) {
    (void)state;
    const hop_canvas canvas = picture(6, 5, 1);
    double *before = ramp(&canvas), *after = damaged_ramp("blur:0", &canvas);
    double *least = damaged_ramp("blur:5e-324", &canvas);
    assert_memory_equal(before, after, 30 * sizeof *before);
    assert_memory_equal(before, least, 30 * sizeof *before);
    free(before);
    free(after);
    free(least);
}

/* Where everything is known the blurred weights are one number, and are not worked out. */
static void a_far_unknown_pixel_changes_nothing(void **state) {
    (void)state;
    const hop_canvas canvas = picture(50, 37, 3);
    const size_t dim = hop_shape_dim(canvas.shape), near = 50 * 3 * 28;
    double *known = malloc(dim * sizeof *known), *unknown = NULL;
    assert_non_null(known);
    fill_with_noise(known, dim);
    unknown = copy_of(known, dim);
    unknown[dim - 1] = NAN;
    assert_int_equal(damage("blur:sigma=2", &canvas, known), HOP_OK);
    assert_int_equal(damage("blur:sigma=2", &canvas, unknown), HOP_OK);
    assert_memory_equal(known, unknown, near * sizeof *known);
    assert_true(known[dim - 4] != unknown[dim - 4]);
    free(unknown);
    free(known);
}

static void a_plain_vector_is_refused(void **state) {
    (void)state;
    const hop_canvas canvas = vector(10);
    double *before = ramp(&canvas);
    assert_int_equal(damage("blur", &canvas, before), HOP_E_SUPPORT);
    assert_non_null(strstr(hop_status_detail(), "blur works on pictures"));
    free(before);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_matches_a_direct_convolution),
        cmocka_unit_test(unknown_pixels_are_left_out_and_stay),
        cmocka_unit_test(a_constant_stays_constant),
        cmocka_unit_test(a_point_far_from_the_edges_keeps_its_sum_and_spreads),
        cmocka_unit_test(no_sigma_changes_nothing),
        cmocka_unit_test(a_far_unknown_pixel_changes_nothing),
        cmocka_unit_test(a_plain_vector_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
