/* Log-sum-ReLU: exact recall within a known radius, minima between patterns, nothing outside.
 * SPDX-License-Identifier: MIT */
#include "sparse.h"

#include <hopfield/recall.h>

enum { DIM = 12, COUNT = 20 };

static void balls_that_hold_the_state_weigh_the_same(void **state) {
    (void)state;
    double weights[3];
    /* z = -|xi - x|^2 / 2; the radius is sqrt(2 / beta) = 1. */
    weigh("lsr:beta=2", (double[]){-0.1, -0.499, -0.5}, 3, weights);
    assert_true(weights[0] == 0.5 && weights[1] == 0.5 && weights[2] == 0);
    assert_near(potential_of("lsr:beta=2", (double[]){-0.1, -0.4, -9}, 3), log(1.0) / 2, 1e-15);
}

static void outside_all_balls_there_is_no_weight_unless_softmax_takes_over(void **state) {
    (void)state;
    double weights[2], soft[2];
    weigh("lsr:beta=2", (double[]){-3, -4}, 2, weights);
    assert_true(weights[0] == 0 && weights[1] == 0);
    assert_true(potential_of("lsr:beta=2", (double[]){-3, -4}, 2) == -INFINITY);
    weigh("lsr:beta=2,fallback=lse", (double[]){-3, -4}, 2, weights);
    weigh("lse:beta=2", (double[]){-3, -4}, 2, soft);
    assert_memory_equal(weights, soft, sizeof soft);
}

static void draw_patterns(hop_random *random, double *patterns) {
    for (size_t k = 0; k < COUNT * DIM; k++) patterns[k] = hop_random_normal(random);
}

static double nearest_pair(const double *patterns) {
    double least = INFINITY;
    for (size_t i = 0; i < COUNT; i++)
        for (size_t k = 0; k < i; k++) {
            double square = 0;
            for (size_t j = 0; j < DIM; j++)
                square += pow(patterns[i * DIM + j] - patterns[k * DIM + j], 2);
            least = fmin(least, sqrt(square));
        }
    return least;
}

/* Hoover et al. 2025: with beta = 2 / (r - delta)^2 every point within delta of a pattern returns
 * to it in one step, exactly; both paths. */
static void every_point_within_the_radius_returns_exactly_in_one_step(void **state) {
    (void)state;
    hop_random random;
    hop_random_init(&random, 9, 0);
    double patterns[COUNT * DIM], r, delta;
    draw_patterns(&random, patterns);
    r = nearest_pair(patterns);
    delta = r / 2.5;
    hop_memory *memory = NULL;
    hop_shape shape = {.width = DIM, .height = 1, .channels = 1};
    assert_int_equal(hop_memory_create(shape, HOP_F64, HOP_PATTERNS, &memory), HOP_OK);
    assert_int_equal(hop_memory_append(memory, patterns, COUNT, NULL), HOP_OK);
    for (int precision = 0; precision < 2; precision++) {
        hop_recall_options options = hop_recall_defaults;
        hop_recall *recall = NULL;
        options.running.precision = (hop_precision)precision;
        options.model.energy = family_of("lsr");
        options.model.energy.parameter[0] = 2 / pow(r - delta, 2);
        assert_int_equal(hop_similarity_parse("euclidean", &options.model.similarity), HOP_OK);
        assert_int_equal(hop_recall_create(memory, &options, &recall), HOP_OK);
        for (size_t i = 0; i < COUNT; i++) {
            double state_vector[DIM], length = 0;
            for (size_t j = 0; j < DIM; j++) {
                state_vector[j] = hop_random_normal(&random);
                length += state_vector[j] * state_vector[j];
            }
            for (size_t j = 0; j < DIM; j++)
                state_vector[j] =
                    patterns[i * DIM + j] + 0.999 * delta * state_vector[j] / sqrt(length);
            assert_int_equal(hop_recall_step(recall, state_vector, 1, NULL, NULL), HOP_OK);
            for (size_t j = 0; j < DIM; j++) {
                double exact = patterns[i * DIM + j];
                assert_true(state_vector[j] == (precision ? exact : (double)(float)exact));
            }
        }
        hop_recall_destroy(recall);
    }
    hop_memory_destroy(memory);
}

/* Where balls overlap, their mean is a new minimum: two patterns, one apart, radius 0.8. */
static void between_two_patterns_a_new_minimum_emerges(void **state) {
    (void)state;
    double weights[2], beta = 2 / (0.8 * 0.8), middle = -0.5 * 0.5 * 0.5;
    hop_energy energy = family_of("lsr");
    energy.parameter[0] = beta;
    hop_energy_weights(&energy, (double[]){middle, middle}, 2, weights);
    assert_true(weights[0] == 0.5 && weights[1] == 0.5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(balls_that_hold_the_state_weigh_the_same),
        cmocka_unit_test(outside_all_balls_there_is_no_weight_unless_softmax_takes_over),
        cmocka_unit_test(every_point_within_the_radius_returns_exactly_in_one_step),
        cmocka_unit_test(between_two_patterns_a_new_minimum_emerges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
