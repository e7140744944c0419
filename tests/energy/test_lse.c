/* Log-sum-exp against values in closed form, and at the edges of what numbers can hold.
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy.h>

#include <float.h>
#include <math.h>
#include <string.h>

#include "support/support.h"

extern const hop_energy_row hop_energy_lse;

/* exp, log and a division, each within an ulp or two. */
static const double TOLERANCE = 8 * DBL_EPSILON;

static hop_energy of(double beta) {
    return (hop_energy){.family = &hop_energy_lse, .parameter = {beta}};
}

static double potential(double beta, const double *s, size_t count) {
    double result = NAN;
    hop_energy energy = of(beta);
    assert_int_equal(hop_energy_potential(&energy, s, count, &result), HOP_OK);
    return result;
}

static void weigh(double beta, const double *s, size_t count, double *weights) {
    hop_energy energy = of(beta);
    assert_int_equal(hop_energy_weights(&energy, s, count, weights), HOP_OK);
}

static void two_patterns_have_the_logistic_weight(void **state) {
    (void)state;
    for (double gap = -20; gap <= 20; gap += 0.37) {
        double s[] = {1.5 + gap, 1.5}, weights[2];
        weigh(0.8, s, 2, weights);
        double logistic = 1 / (1 + exp(-0.8 * gap));
        /* The gap itself is rounded: that many ulps of its exponent. */
        double allowed = TOLERANCE * (1 + fabs(0.8 * gap));
        assert_near(weights[0], logistic, allowed * logistic);
        assert_near(weights[1], 1 - logistic, allowed);
        double expected = 1.5 + log1p(exp(0.8 * gap)) / 0.8;
        assert_near(potential(0.8, s, 2), expected, allowed * (1 + fabs(expected)));
    }
}

static void a_shift_of_all_similarities_shifts_the_potential_alone(void **state) {
    (void)state;
    double s[] = {0.25, -1, 3}, shifted[] = {1024.25, 1023, 1027}, a[3], b[3];
    weigh(0.5, s, 3, a);
    weigh(0.5, shifted, 3, b);
    assert_memory_equal(a, b, sizeof a);
    double expected = potential(0.5, s, 3) + 1024;
    assert_near(potential(0.5, shifted, 3), expected, TOLERANCE * expected);
}

static void scores_of_any_size_give_an_exact_one_hot(void **state) {
    (void)state;
    static const double SCORES[] = {90, 710, 1e5, 1e17, 1e154, 1e300, 1.7e308};
    for (size_t i = 0; i < sizeof SCORES / sizeof *SCORES; i++) {
        double large = SCORES[i], s[] = {-large, large / 2, large}, weights[3];
        for (double beta = 100; beta <= 1e12; beta *= 1e5) {
            weigh(beta, s, 3, weights);
            assert_true(weights[0] == 0 && weights[1] == 0 && weights[2] == 1);
            assert_true(potential(beta, s, 3) == large);
        }
    }
}

static void large_scores_fold_to_an_exact_one_hot(void **state) {
    (void)state;
    static const float SCORES[] = {90, 1e5F, 1e17F, 1e38F};
    for (size_t i = 0; i < sizeof SCORES / sizeof *SCORES; i++) {
        float tile[] = {-SCORES[i], SCORES[i] / 2, SCORES[i]};
        hop_fold fold = {.peak = -INFINITY};
        hop_energy energy = of(100);
        assert_true(hop_energy_lse.fold(energy.parameter, tile, 3, &fold) == 0);
        assert_true(tile[0] == 0 && tile[1] == 0 && tile[2] == 1);
        assert_true(fold.total == 1 && fold.peak == (double)SCORES[i]);
        assert_true(hop_energy_lse.folded(energy.parameter, &fold) == (double)SCORES[i]);
    }
}

static void no_folded_weight_is_denormal(void **state) {
    (void)state;
    enum { COUNT = 4096 };
    static float tile[COUNT];
    for (size_t i = 0; i < COUNT; i++) tile[i] = -(float)i / 32; /* exp(-128) is denormal */
    hop_fold fold = {.peak = -INFINITY};
    hop_energy energy = of(1);
    hop_energy_lse.fold(energy.parameter, tile, COUNT, &fold);
    for (size_t i = 0; i < COUNT; i++) assert_true(tile[i] == 0 || tile[i] >= FLT_MIN);
    assert_true(tile[87 * 32] > 0 && tile[COUNT - 1] == 0);
}

static void a_fold_counts_2_to_the_24_and_more_equal_weights(void **state) {
    (void)state;
    enum { TILE = 1024 };
    const size_t count = ((size_t)1 << 24) + 3;
    hop_fold fold = {.peak = -INFINITY};
    hop_energy energy = of(1e-3);
    float tile[TILE];
    for (size_t first = 0; first < count; first += TILE) {
        size_t part = count - first < TILE ? count - first : TILE;
        for (size_t i = 0; i < part; i++) tile[i] = 0.75F;
        hop_energy_lse.fold(energy.parameter, tile, part, &fold);
    }
    assert_true(fold.total == (double)count);
    double expected = 0.75 + log((double)count) / 1e-3;
    assert_near(hop_energy_lse.folded(energy.parameter, &fold), expected, TOLERANCE * expected);
}

/* Each tile's peak is above all before: everything is rescaled every time. */
static void rescaled_sums_and_total_stay_in_step(void **state) {
    (void)state;
    hop_fold fold = {.peak = -INFINITY};
    hop_energy energy = of(0.01);
    double sum = 0;
    for (size_t turn = 0; turn < 2000; turn++) {
        float tile[] = {(float)turn * 0.37F};
        double rescale = (double)hop_energy_lse.fold(energy.parameter, tile, 1, &fold);
        sum = sum * rescale + (double)tile[0];
    }
    assert_near(sum, fold.total, 2000 * DBL_EPSILON * sum);
}

/* The limits are said; a beta too small to be a normal float is below them. */
static void beta_outside_its_limits_is_refused(void **state) {
    (void)state;
    const hop_parameter *beta = &hop_energy_lse.row.parameters[0];
    const double refused[] = {0,           -1,      -INFINITY,     INFINITY, DBL_TRUE_MIN,
                              DBL_MIN / 2, DBL_MIN, FLT_MIN / 2.0, 1e-31,    1.1e12};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        assert_int_equal(hop_parameter_check(beta, refused[i]), HOP_E_VALUE);
        assert_contains(hop_status_detail(), "at least 1e-30 and at most");
    }
    assert_int_equal(hop_parameter_check(beta, 1e-30), HOP_OK);
    assert_int_equal(hop_parameter_check(beta, 1e12), HOP_OK);
    assert_int_equal(hop_parameter_check(beta, NAN), HOP_OK); /* auto */
    hop_energy energy;
    assert_int_equal(hop_energy_parse("lse:beta=nan", &energy), HOP_E_VALUE);
    assert_int_equal(hop_energy_parse("lse:beta=inf", &energy), HOP_E_VALUE);
    assert_int_equal(hop_energy_parse("lse:beta=4e-320", &energy), HOP_E_VALUE);
}

static void the_smallest_beta_still_weighs_alike_in_a_fold(void **state) {
    (void)state;
    float tile[] = {3, -INFINITY, -3};
    hop_fold fold = {.peak = -INFINITY};
    hop_energy energy = of(1e-30);
    hop_energy_lse.fold(energy.parameter, tile, 3, &fold);
    assert_true(tile[0] == 1 && tile[1] == 0 && tile[2] == 1);
}

static void the_constant_is_that_of_the_paper(void **state) {
    (void)state;
    hop_energy energy = of(4);
    double expected = log(50) / 4 + 9 / 2.0;
    assert_near(hop_energy_lse.constant(energy.parameter, 50, 3), expected, TOLERANCE * expected);
}

/* Scores in [-spread / 4, 3 spread / 4), the largest of them 0 if asked for: multiples of 1/64,
 * whose differences are exact, or any. */
static void draw_scores(uint32_t *drawn, double spread, bool coarse, bool at_zero, double *s,
                        size_t count) {
    for (size_t i = 0; i < count; i++) {
        *drawn = *drawn * 1664525u + 1013904223u; /* Knuth's and Lewis's */
        s[i] = spread * ((double)*drawn / 4294967296.0 - 0.25);
        if (coarse) s[i] = floor(64 * s[i]) / 64;
        if (at_zero) s[i] = i == count / 2 ? 0 : -fabs(s[i]);
    }
}

/* In the last places of the larger of Q and the largest similarity, whose sum with a logarithm it
 * is; held to long double. */
static double units_off(double beta, const double *s, size_t count) {
    hop_energy energy = of(beta);
    long double peak = -INFINITY, rest = 0;
    bool first = true;
    for (size_t i = 0; i < count; i++)
        if ((long double)s[i] > peak) peak = (long double)s[i];
    for (size_t i = 0; i < count; i++)
        if ((long double)s[i] == peak && first)
            first = false;
        else
            rest += expl((long double)beta * ((long double)s[i] - peak));
    const long double expected = peak + log1pl(rest) / (long double)beta;
    const double found = hop_energy_lse.potential(energy.parameter, s, count);
    const double scale = fmax(fabs((double)expected), fabs((double)peak));
    return (double)fabsl((long double)found - expected) / (nextafter(scale, INFINITY) - scale);
}

static void the_potential_is_good_to_four_units_in_the_last_place(void **state) {
    (void)state;
    double worst = 0, s[300];
    uint32_t drawn = 1;
    for (int round = 0; round < 3000; round++) {
        const size_t count = 1 + (size_t)round % 300;
        const bool coarse = round % 2 == 0, at_zero = round % 3 == 0;
        const double beta = ldexp(coarse ? 1 : 1.0 / 3, round % 12 - 4);
        draw_scores(&drawn, ldexp(1, round % 9 - 2), coarse, at_zero, s, count);
        worst = fmax(worst, units_off(beta, s, count));
    }
    print_message("worst %.2f units\n", worst);
    assert_true(worst <= 4);
    const double apart[] = {0, -40};
    assert_near(hop_energy_lse.potential((double[]){1}, apart, 2), 4.248354255291589e-18, 1e-33);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_patterns_have_the_logistic_weight),
        cmocka_unit_test(the_potential_is_good_to_four_units_in_the_last_place),
        cmocka_unit_test(a_shift_of_all_similarities_shifts_the_potential_alone),
        cmocka_unit_test(scores_of_any_size_give_an_exact_one_hot),
        cmocka_unit_test(large_scores_fold_to_an_exact_one_hot),
        cmocka_unit_test(no_folded_weight_is_denormal),
        cmocka_unit_test(a_fold_counts_2_to_the_24_and_more_equal_weights),
        cmocka_unit_test(rescaled_sums_and_total_stay_in_step),
        cmocka_unit_test(beta_outside_its_limits_is_refused),
        cmocka_unit_test(the_smallest_beta_still_weighs_alike_in_a_fold),
        cmocka_unit_test(the_constant_is_that_of_the_paper),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
