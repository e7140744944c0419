/* What every energy family promises, asked of every row of real states in the catalogue: a new
 * row is tested without touching this file.
 * Covers: energy.c and every row it lists.
 * SPDX-License-Identifier: MIT */
#include "families.h"

/* The weights are the gradient up to one factor; 1 where both sum to 1. */
static void assert_proportional(const double *gradient, const double *weights, size_t count,
                                double allowed) {
    double sum = sum_of(gradient, count), mass = sum_of(weights, count);
    if (mass == 0) return; /* outside the family's support */
    double factor = fabs(sum / mass - 1) <= (double)count * allowed ? 1 : sum / mass;
    assert_true(factor > 0);
    for (size_t i = 0; i < count; i++)
        assert_near(gradient[i], factor * weights[i], allowed * fmax(1, factor));
}

static void check_gradient(const hop_energy *energy, hop_random *random) {
    enum { COUNT = 7 };
    double s[COUNT], weights[COUNT], gradient[COUNT], beta = steepest(energy), step = 1e-4 / beta;
    for (size_t turn = 0; turn < 50; turn++) {
        draw_scores(energy, random, s, COUNT);
        weigh(energy, s, COUNT, weights);
        /* Rounding of Q over the step, and a third derivative of at most beta^2 (a softmax's). */
        double allowed = 16 * DBL_EPSILON * (10 + 1 / beta) / step + beta * beta * step * step;
        if (!energy->family->softmax) allowed += beta * step; /* a kink is met by chance */
        for (size_t i = 0; i < COUNT; i++) {
            double middle = s[i];
            s[i] = middle + step;
            double above = potential(energy, s, COUNT), up = s[i];
            s[i] = middle - step;
            double below = potential(energy, s, COUNT), down = s[i];
            s[i] = middle;
            gradient[i] = (above - below) / (up - down);
        }
        if (isfinite(sum_of(gradient, COUNT)))
            assert_proportional(gradient, weights, COUNT, allowed);
    }
}

static void the_weights_are_the_gradient_of_the_potential(void **state) {
    (void)state;
    ask_all(check_gradient);
}

static void check_sum(const hop_energy *energy, hop_random *random) {
    double s[MOST], weights[MOST];
    for (size_t count = 1; count <= MOST; count += 16) {
        const hop_energy_row *family = energy->family;
        double mass = family->total ? family->total(energy->parameter, count) : 1;
        draw(random, s, count);
        weigh(energy, s, count, weights);
        for (size_t i = 0; i < count && family->convex; i++) assert_true(weights[i] >= 0);
        double sum = sum_of(weights, count);
        if (family->partial && sum > 0) mass = fmin(mass, sum);
        if (isfinite(potential(energy, s, count)))
            assert_near(sum, mass, 4 * (double)count * DBL_EPSILON * mass);
        else
            assert_true(sum == 0);
    }
}

static void weights_are_not_negative_and_sum_to_what_the_family_says(void **state) {
    (void)state;
    ask_all(check_sum);
}

static void check_in_place(const hop_energy *energy, hop_random *random) {
    double s[MOST], weights[MOST];
    draw(random, s, MOST);
    weigh(energy, s, MOST, weights);
    weigh(energy, s, MOST, s);
    assert_memory_equal(s, weights, sizeof s);
}

static void weights_may_take_the_place_of_similarities(void **state) {
    (void)state;
    ask_all(check_in_place);
}

/* Folds s [count], tile by tile (0: of random sizes); folded [count] are weights up to one factor,
 * brought to a common one by what fold() returned. */
static void fold_all(const hop_energy *energy, const double *s, size_t count, size_t tile,
                     hop_random *random, double *folded, hop_fold *fold) {
    *fold = (hop_fold){.peak = -INFINITY};
    float values[MOST];
    for (size_t first = 0, part = 0; first < count; first += part) {
        part = tile > 0 ? tile : 1 + hop_random_below(random, count);
        if (part > count - first) part = count - first;
        for (size_t i = 0; i < part; i++) values[i] = (float)s[first + i];
        float rescale = energy->family->fold(energy->parameter, values, part, fold);
        for (size_t i = 0; i < first; i++) folded[i] *= (double)rescale;
        for (size_t i = 0; i < part; i++) folded[first + i] = (double)values[i];
    }
}

/* An exponent of beta * |s| in float is off by that many roundings, at the least one or two; each
 * rescaling adds one. */
static double fold_tolerance(const hop_energy *energy, const double *s, size_t count) {
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < count; i++)
        if (isfinite(s[i])) low = fmin(low, s[i]), high = fmax(high, s[i]);
    double span = fmin(steepest(energy) * (high - low), 88); /* beyond, weights are cut to 0 */
    return FLT_EPSILON * (4 + span + log((double)count + 1));
}

static void assert_fold_agrees(const hop_energy *energy, const double *s, size_t count, size_t tile,
                               hop_random *random) {
    double weights[MOST], folded[MOST], total = 0, beta = steepest(energy);
    hop_fold fold;
    fold_all(energy, s, count, tile, random, folded, &fold);
    weigh(energy, s, count, weights);
    for (size_t i = 0; i < count; i++) total += folded[i];
    assert_true(fold.total > 0);
    double allowed = 2 * fold_tolerance(energy, s, count);
    for (size_t i = 0; i < count; i++)
        assert_near(folded[i] / fold.total, weights[i], allowed * weights[i] + 4 * (double)FLT_MIN);
    if (!energy->family->partial) assert_near(fold.total, total, allowed * total);
    double plain = potential(energy, s, count);
    double smallest = fmin(beta, energy->parameter[0]);
    assert_near(energy->family->folded(energy->parameter, &fold), plain,
                allowed / smallest + FLT_EPSILON * fabs(plain));
}

static void check_tilings(const hop_energy *energy, hop_random *random) {
    if (!energy->family->fold) return;
    static const size_t COUNTS[] = {1, 2, 3, 5, 16, 97, MOST};
    double s[MOST];
    for (size_t c = 0; c < sizeof COUNTS / sizeof *COUNTS; c++) {
        size_t count = COUNTS[c], tiles[] = {1, 2, 3, 7, count, 0, 0};
        draw(random, s, count);
        for (size_t t = 0; t < sizeof tiles / sizeof *tiles; t++)
            assert_fold_agrees(energy, s, count, tiles[t], random);
    }
}

static void any_tiling_folds_to_the_plain_weights_and_potential(void **state) {
    (void)state;
    ask_all(check_tilings);
}

static void check_masked(const hop_energy *energy, hop_random *random) {
    if (!energy->family->fold) return;
    double s[30], weights[30];
    for (size_t tile = 1; tile <= 10; tile++) {
        draw(random, s, 30);
        for (size_t i = 0; i < 10; i++) s[i] = -INFINITY;
        s[17] = s[29] = -INFINITY;
        assert_fold_agrees(energy, s, 30, tile, random);
        weigh(energy, s, 30, weights);
        assert_true(weights[0] == 0 && weights[17] == 0 && weights[29] == 0);
    }
}

static void masked_first_tiles_change_nothing(void **state) {
    (void)state;
    ask_all(check_masked);
}

static void check_permuted(const hop_energy *energy, hop_random *random) {
    double s[MOST], shuffled[MOST], weights[MOST], other[MOST];
    size_t order[MOST];
    draw(random, s, MOST);
    hop_random_sample(random, MOST, MOST, order);
    for (size_t i = 0; i < MOST; i++) shuffled[i] = s[order[i]];
    weigh(energy, s, MOST, weights);
    weigh(energy, shuffled, MOST, other);
    for (size_t i = 0; i < MOST; i++)
        assert_near(other[i], weights[order[i]], 2 * MOST * DBL_EPSILON * weights[order[i]]);
}

static void permuting_patterns_permutes_weights(void **state) {
    (void)state;
    ask_all(check_permuted);
}

static void check_duplicates(const hop_energy *energy, hop_random *random) {
    enum { COUNT = 100 };
    double s[2 * COUNT], weights[2 * COUNT];
    draw(random, s, COUNT);
    double once = potential(energy, s, COUNT);
    memcpy(s + COUNT, s, COUNT * sizeof *s);
    double twice = potential(energy, s, 2 * COUNT);
    weigh(energy, s, 2 * COUNT, weights);
    assert_memory_equal(weights, weights + COUNT, COUNT * sizeof *weights);
    if (!energy->family->softmax) return;
    double beta = energy->parameter[hop_row_parameter_index(&energy->family->row, "beta")];
    double added = log(2) / beta;
    assert_near(twice - once, added, 4 * COUNT * DBL_EPSILON * (1 / beta + fabs(once)));
}

static void duplicates_weigh_the_same_and_add_ln_2_over_beta(void **state) {
    (void)state;
    ask_all(check_duplicates);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_weights_are_the_gradient_of_the_potential),
        cmocka_unit_test(weights_are_not_negative_and_sum_to_what_the_family_says),
        cmocka_unit_test(weights_may_take_the_place_of_similarities),
        cmocka_unit_test(any_tiling_folds_to_the_plain_weights_and_potential),
        cmocka_unit_test(masked_first_tiles_change_nothing),
        cmocka_unit_test(permuting_patterns_permutes_weights),
        cmocka_unit_test(duplicates_weigh_the_same_and_add_ln_2_over_beta),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
