/* What families of bipolar states promise that are functions of overlaps, asked of every such row
 * of the catalogue: a new row is tested without touching this file.
 * Covers: energy.c and every row of bipolar states it lists.
 * SPDX-License-Identifier: MIT */
#include "bipolar.h"

#include <float.h>

enum { MOST = 97 };

/* Overlaps of d = 784 bipolar values: even numbers, a third of them large. */
static void draw(hop_random *random, double *s, size_t count) {
    for (size_t i = 0; i < count; i++) {
        double spread = i % 3 == 0 ? 300 : 28;
        s[i] = fmin(fmax(2 * round(spread * hop_random_normal(random) / 2), -784), 784);
    }
}

/* Relative to their sum, so that it means something at degree 60: differences of a power are off by
 * (n h / s)^2, and by roundings of Q over n h / s. */
static void check_gradient(const hop_energy *energy, hop_random *random) {
    enum { COUNT = 7 };
    double s[COUNT], weights[COUNT], gradient[COUNT];
    if (!has_weights(energy)) return;
    for (size_t turn = 0; turn < 50; turn++) {
        draw(random, s, COUNT);
        for (size_t i = 0; i < COUNT; i++) s[i] = fmax(fabs(s[i]), 20) * (i % 2 == 0 ? 1 : -1);
        weigh(energy, s, COUNT, weights);
        for (size_t i = 0; i < COUNT; i++) {
            double middle = s[i], step = 1e-5;
            s[i] = middle + step;
            double above = potential(energy, s, COUNT), up = s[i];
            s[i] = middle - step;
            double below = potential(energy, s, COUNT), down = s[i];
            s[i] = middle;
            gradient[i] = (above - below) / (up - down);
        }
        double size = size_of(gradient, COUNT), sum = size_of(weights, COUNT);
        assert_true(size > 0 && fabs(sum - 1) < 1e-12);
        for (size_t i = 0; i < COUNT; i++) assert_near(gradient[i] / size, weights[i], 1e-7);
    }
}

static void the_weights_are_the_gradient_of_the_potential(void **state) {
    (void)state;
    ask_all(check_gradient);
}

static void check_sum(const hop_energy *energy, hop_random *random) {
    double s[MOST], weights[MOST];
    if (!has_weights(energy)) return;
    for (size_t count = 1; count <= MOST; count += 8) {
        draw(random, s, count);
        weigh(energy, s, count, weights);
        double sum = size_of(weights, count);
        if (sum == 0) /* a rectified family may see nothing it likes */
            assert_true(potential(energy, s, count) == 0);
        else
            assert_near(sum, 1, 4 * (double)count * DBL_EPSILON);
        weigh(energy, s, count, s);
        assert_memory_equal(s, weights, count * sizeof *s);
    }
}

static void sizes_of_weights_sum_to_one_also_in_place(void **state) {
    (void)state;
    ask_all(check_sum);
}

/* Folds s [count] tile by tile; folded [count] are weights in units of fold->total. */
static void fold_all(const hop_energy *energy, const double *s, size_t count, size_t tile,
                     double *folded, hop_fold *fold) {
    *fold = (hop_fold){.peak = -INFINITY};
    float values[MOST];
    for (size_t first = 0, part = 0; first < count; first += part) {
        part = count - first < tile ? count - first : tile;
        for (size_t i = 0; i < part; i++) values[i] = (float)s[first + i];
        float rescale = energy->family->fold(energy->parameter, values, part, fold);
        for (size_t i = 0; i < first; i++) folded[i] *= (double)rescale;
        for (size_t i = 0; i < part; i++) folded[first + i] = (double)values[i];
    }
}

static void assert_fold_agrees(const hop_energy *energy, const double *s, size_t count,
                               size_t tile) {
    double weights[MOST], folded[MOST];
    hop_fold fold;
    fold_all(energy, s, count, tile, folded, &fold);
    weigh(energy, s, count, weights);
    if (size_of(weights, count) == 0) {
        assert_true(fold.total == 0);
        return;
    }
    /* A power of 60 rounded 60 times over, an exponent of 88 as often; each rescaling adds one. */
    double allowed = FLT_EPSILON * (100 + (double)count);
    for (size_t i = 0; i < count; i++)
        assert_near(folded[i] / fold.total, weights[i],
                    allowed * fabs(weights[i]) + 4 * (double)FLT_MIN);
    double q = potential(energy, s, count), terms = 0;
    for (size_t i = 0; i < count; i++)
        terms += isfinite(s[i]) ? fabs(potential(energy, &s[i], 1)) : 0;
    assert_near(energy->family->folded(energy->parameter, &fold), q, allowed * (fabs(q) + terms));
}

static void check_tilings(const hop_energy *energy, hop_random *random) {
    static const size_t COUNTS[] = {1, 2, 3, 5, 16, MOST};
    double s[MOST];
    if (!has_weights(energy)) return;
    for (size_t c = 0; c < sizeof COUNTS / sizeof *COUNTS; c++)
        for (size_t tile = 1; tile <= MOST; tile = tile * 3 + 1) {
            draw(random, s, COUNTS[c]);
            assert_fold_agrees(energy, s, COUNTS[c], tile);
            for (size_t i = 0; i + 1 < COUNTS[c]; i++) /* one pattern that counts comes last */
                s[i] = i % 2 == 0 ? -INFINITY : -fabs(s[i]);
            assert_fold_agrees(energy, s, COUNTS[c], tile);
        }
}

static void any_tiling_folds_to_the_plain_weights_and_potential_masked_ones_too(void **state) {
    (void)state;
    ask_all(check_tilings);
}

/* Far from overflow at the largest degree, and 0 or finite where nothing is alike. */
static void check_extremes(const hop_energy *energy, hop_random *random) {
    (void)random;
    double s[4] = {12288, -12288, 12288, 0}, weights[4];
    if (!has_weights(energy)) return;
    assert_true(isfinite(potential(energy, s, 4)));
    weigh(energy, s, 4, weights);
    assert_true(weights[0] == weights[2] && isfinite(weights[1]) && weights[0] > 0.24);
    double low[2] = {-12288, -12288};
    assert_true(isfinite(potential(energy, low, 2)));
    weigh(energy, low, 2, weights);
    assert_true(weights[0] == weights[1]);
}

static void overlaps_of_large_pictures_do_not_overflow(void **state) {
    (void)state;
    ask_all(check_extremes);
}

static void couplings_are_no_function_of_overlaps(void **state) {
    (void)state;
    hop_energy energy;
    double s[2] = {1, 2}, weights[2] = {7, 7}, q = 7;
    assert_int_equal(hop_energy_parse("hebb", &energy), HOP_OK);
    assert_int_equal(hop_energy_potential(&energy, s, 2, &q), HOP_E_SUPPORT);
    assert_contains(hop_status_detail(), "hebb");
    assert_int_equal(hop_energy_weights(&energy, s, 2, weights), HOP_E_SUPPORT);
    assert_true(q == 7 && weights[0] == 7);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_weights_are_the_gradient_of_the_potential),
        cmocka_unit_test(sizes_of_weights_sum_to_one_also_in_place),
        cmocka_unit_test(any_tiling_folds_to_the_plain_weights_and_potential_masked_ones_too),
        cmocka_unit_test(overlaps_of_large_pictures_do_not_overflow),
        cmocka_unit_test(couplings_are_no_function_of_overlaps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
