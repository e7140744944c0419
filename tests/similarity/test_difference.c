/* What every similarity of the difference form promises of its rho, its tile and its centre.
 * Covers: manhattan.c robust.c
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

typedef void (*property)(const hop_similarity *similarity, hop_random *random);

/* Each row, with several values for parameters that are "auto". */
static void ask_all(property asked) {
    static const double SCALES[] = {0.05, 0.3, 2};
    const hop_catalog *catalog = hop_similarity_catalog();
    for (size_t i = 0; i < catalog->count; i++)
        for (size_t k = 0; k < 3; k++) {
            hop_similarity similarity = fixture_similarity(catalog->rows[i]->name);
            hop_random random;
            if (similarity.kind->form != HOP_FORM_DIFFERENCE) continue;
            if (similarity.kind->choose) similarity.kind->choose(similarity.parameter, SCALES[k]);
            hop_random_init(&random, 31, i * 3 + k);
            asked(&similarity, &random);
        }
}

static double rho(const hop_similarity *similarity, double difference) {
    return similarity->kind->rho(similarity->parameter, difference);
}

static void check_rho(const hop_similarity *similarity, hop_random *random) {
    assert_true(rho(similarity, 0) == 0);
    for (size_t turn = 0; turn < 1000; turn++) {
        double a = hop_random_normal(random), b = hop_random_normal(random);
        assert_true(rho(similarity, a) > 0);
        assert_true(rho(similarity, a) == rho(similarity, -a));
        assert_true(rho(similarity, 1.5 * a) >= rho(similarity, a));
        double both = rho(similarity, a) + rho(similarity, b);
        assert_true(rho(similarity, a + b) <= both * (1 + 4 * DBL_EPSILON));
    }
}

static void rho_is_even_does_not_fall_and_obeys_the_triangle(void **state) {
    (void)state;
    ask_all(check_rho);
}

/* totals of 3 queries x 2 patterns against rho, unknown values left out. */
static void check_tile_of(const hop_similarity *similarity, hop_random *random, size_t dim) {
    enum { Q = 3, P = 2, MOST = 1500 };
    static float queries[Q * MOST], patterns[P * MOST];
    double totals[Q * P];
    for (size_t k = 0; k < Q * dim; k++) queries[k] = (float)hop_random_uniform(random);
    for (size_t k = 0; k < P * dim; k++) patterns[k] = (float)hop_random_uniform(random);
    for (size_t j = 0; j < dim; j += 3) queries[dim + j] = NAN;
    for (size_t k = 0; k < Q * P; k++) totals[k] = (double)k;
    hop_difference_tile tile = {queries, patterns, Q, P, dim};
    similarity->kind->tile(similarity->parameter, &tile, totals);
    for (size_t i = 0; i < Q; i++)
        for (size_t k = 0; k < P; k++) {
            double sum = 0;
            for (size_t j = 0; j < dim; j++) {
                double difference = (double)queries[i * dim + j] - (double)patterns[k * dim + j];
                if (!isnan(difference)) sum += rho(similarity, difference);
            }
            /* 32 additions a lane, and each term rounded twice. */
            double allowed = 34 * (double)FLT_EPSILON * (sum + (double)(i * P + k)) + DBL_EPSILON;
            assert_near(totals[i * P + k], (double)(i * P + k) + sum, allowed);
        }
}

static void check_tile(const hop_similarity *similarity, hop_random *random) {
    for (size_t dim = 1; dim <= 67; dim++) check_tile_of(similarity, random, dim);
    static const size_t DIMS[] = {127, 128, 129, 511, 512, 513, 1023, 1025, 1500};
    for (size_t i = 0; i < sizeof DIMS / sizeof *DIMS; i++)
        check_tile_of(similarity, random, DIMS[i]);
}

static void a_tile_adds_the_sums_of_rho_over_what_is_known(void **state) {
    (void)state;
    ask_all(check_tile);
}

static double cost(const hop_similarity *similarity, double y, const double *values,
                   const double *weights, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += weights[i] * rho(similarity, y - values[i]);
    return sum;
}

enum { MOST = 60 };

static double centre_of(const hop_similarity *similarity, double old, const double *values,
                        const double *weights, size_t count) {
    double scratch[4 * (MOST + 1)];
    return similarity->kind->centre(similarity->parameter, old, values, weights, count, scratch);
}

/* Random values, half of them from a grid so that many are equal; weights of any size. */
static size_t draw_values(hop_random *random, double *values, double *weights) {
    size_t count = 1 + hop_random_below(random, MOST);
    bool even = hop_random_below(random, 4) == 0;
    for (size_t i = 0; i < count; i++) {
        double value = hop_random_uniform(random);
        values[i] = hop_random_below(random, 2) ? floor(value * 8) / 8 : value;
        weights[i] = even ? 0.125 : exp(3 * hop_random_normal(random));
    }
    return count;
}

static void check_centre(const hop_similarity *similarity, hop_random *random) {
    double values[MOST], weights[MOST];
    for (size_t turn = 0; turn < 2000; turn++) {
        size_t count = draw_values(random, values, weights);
        double old = turn % 2 ? values[0] : hop_random_uniform(random), all = 0;
        double y = centre_of(similarity, old, values, weights, count);
        double least = cost(similarity, y, values, weights, count);
        for (size_t i = 0; i < count; i++) all += weights[i];
        double rounding = 4e-12 * all;
        for (size_t i = 0; i < count; i++)
            assert_true(cost(similarity, values[i], values, weights, count) >= least - rounding);
        for (size_t i = 0; i <= 200; i++)
            assert_true(cost(similarity, (double)i / 200, values, weights, count) >=
                        least - rounding);
        assert_true(least <= cost(similarity, old, values, weights, count));
    }
}

static void the_centre_costs_no_more_than_any_other_value(void **state) {
    (void)state;
    ask_all(check_centre);
}

/* Two values of one weight: everything between them, or either of them, is as good. */
static void check_ties(const hop_similarity *similarity, hop_random *random) {
    (void)random;
    const double values[2] = {0.25, 0.75}, weights[2] = {0.5, 0.5};
    assert_true(centre_of(similarity, 0.25, values, weights, 2) == 0.25);
    assert_true(centre_of(similarity, 0.75, values, weights, 2) == 0.75);
    double moved = centre_of(similarity, 9, values, weights, 2);
    assert_true(moved == 0.25 || moved == 0.75);
}

static void an_old_value_that_is_a_minimiser_stays(void **state) {
    (void)state;
    ask_all(check_ties);
}

static void check_order(const hop_similarity *similarity, hop_random *random) {
    double values[MOST], weights[MOST];
    for (size_t turn = 0; turn < 200; turn++) {
        size_t count = draw_values(random, values, weights);
        double first = centre_of(similarity, 5, values, weights, count);
        double before = cost(similarity, first, values, weights, count);
        for (size_t i = count - 1; i > 0; i--) {
            size_t k = hop_random_below(random, i + 1);
            double value = values[i], weight = weights[i];
            values[i] = values[k], weights[i] = weights[k];
            values[k] = value, weights[k] = weight;
        }
        double second = centre_of(similarity, 5, values, weights, count);
        double after = cost(similarity, second, values, weights, count);
        assert_near(after, before, 1e-11 * (1 + before));
    }
}

static void the_order_of_patterns_does_not_count(void **state) {
    (void)state;
    ask_all(check_order);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rho_is_even_does_not_fall_and_obeys_the_triangle),
        cmocka_unit_test(a_tile_adds_the_sums_of_rho_over_what_is_known),
        cmocka_unit_test(the_centre_costs_no_more_than_any_other_value),
        cmocka_unit_test(an_old_value_that_is_a_minimiser_stays),
        cmocka_unit_test(the_order_of_patterns_does_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
