/* Gaussian noise.
 * SPDX-License-Identifier: MIT */
#include "corruption/canvas.h"

/* Five standard errors: sigma / sqrt(n) of the mean, sigma / sqrt(2 n) of the deviation. */
static void noise_has_the_mean_and_deviation_asked_for(void **state) {
    (void)state;
    const hop_canvas canvas = picture(200, 100, 3);
    size_t dim = hop_shape_dim(canvas.shape);
    double *before = ramp(&canvas), *after = damaged_ramp("gaussian:sigma=0.3", &canvas);
    double mean = 0, square = 0;
    for (size_t i = 0; i < dim; i++) {
        double noise = after[i] - before[i];
        mean += noise / (double)dim;
        square += noise * noise / (double)dim;
    }
    double deviation = sqrt(square - mean * mean);
    assert_true(fabs(mean) < 5 * 0.3 / sqrt((double)dim));
    assert_true(fabs(deviation - 0.3) < 5 * 0.3 / sqrt(2 * (double)dim));
    free(before);
    free(after);
}

static void every_channel_gets_noise_of_its_own(void **state) {
    (void)state;
    const hop_canvas canvas = picture(10, 10, 3);
    double grey[300] = {0};
    assert_int_equal(damage("gaussian", &canvas, grey), HOP_OK);
    for (size_t p = 0; p < 100; p++) {
        assert_true(grey[3 * p] != grey[3 * p + 1]);
        assert_true(grey[3 * p + 1] != grey[3 * p + 2]);
    }
}

static void no_sigma_changes_nothing(void **state) {
    (void)state;
    const hop_canvas canvas = vector(50);
    double *before = ramp(&canvas), *after = damaged_ramp("gaussian:0", &canvas);
    assert_memory_equal(before, after, 50 * sizeof *before);
    free(before);
    free(after);
}

static void noise_grows_in_proportion_to_sigma(void **state) {
    (void)state;
    const hop_canvas canvas = vector(50);
    double one[50] = {0}, two[50] = {0};
    assert_int_equal(damage("gaussian:1", &canvas, one), HOP_OK);
    assert_int_equal(damage("gaussian:2", &canvas, two), HOP_OK);
    for (size_t i = 0; i < 50; i++) assert_true(two[i] == 2 * one[i]);
}

static void sigma_counts_in_the_unit_of_the_canvas(void **state) {
    (void)state;
    const hop_canvas plain = vector(50);
    hop_canvas bytes = plain;
    bytes.unit = 255;
    double one[50] = {0}, large[50] = {0};
    assert_int_equal(damage("gaussian:1", &plain, one), HOP_OK);
    assert_int_equal(damage("gaussian:1", &bytes, large), HOP_OK);
    for (size_t i = 0; i < 50; i++) assert_true(large[i] == 255 * one[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(noise_has_the_mean_and_deviation_asked_for),
        cmocka_unit_test(every_channel_gets_noise_of_its_own),
        cmocka_unit_test(no_sigma_changes_nothing),
        cmocka_unit_test(noise_grows_in_proportion_to_sigma),
        cmocka_unit_test(sigma_counts_in_the_unit_of_the_canvas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
