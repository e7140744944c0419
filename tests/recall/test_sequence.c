/* Sequences, and values that go with patterns.  Covers: associate.c
 * SPDX-License-Identifier: MIT */
#include <hopfield/hopfield.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "support/support.h"

enum { DIM = 64, PATTERNS = 7 };

static double PATTERN[PATTERNS * DIM];

static hop_memory *draw(void) {
    hop_memory *memory = NULL;
    hop_random random;
    hop_random_init(&random, 11, 0);
    for (size_t k = 0; k < PATTERNS * DIM; k++)
        PATTERN[k] = hop_random_word(&random) >> 63 ? 1 : -1;
    const hop_shape shape = {.width = DIM, .height = 1, .channels = 1};
    assert_int_equal(hop_memory_create(shape, HOP_F64, HOP_PATTERNS, &memory), HOP_OK);
    assert_int_equal(hop_memory_append(memory, PATTERN, PATTERNS, NULL), HOP_OK);
    return memory;
}

static hop_status open_recall(const hop_memory *memory, const char *energy, hop_precision precision,
                              hop_recall **recall) {
    hop_recall_options options = hop_recall_defaults;
    assert_int_equal(hop_energy_parse(energy, &options.model.energy), HOP_OK);
    assert_int_equal(hop_similarity_parse("hamming", &options.model.similarity), HOP_OK);
    options.model.update = &hop_update_sequence;
    options.running.precision = precision;
    return hop_recall_create(memory, &options, recall);
}

static void a_memory_plays_its_patterns_in_order_and_begins_again(void **state) {
    (void)state;
    hop_memory *memory = draw();
    for (int precision = HOP_FLOAT; precision <= HOP_DOUBLE; precision++) {
        hop_recall *recall = NULL;
        double at[DIM], energy = 0;
        assert_int_equal(open_recall(memory, "polynomial:degree=3,rectified=no",
                                     (hop_precision)precision, &recall),
                         HOP_OK);
        memcpy(at, PATTERN, sizeof at);
        for (size_t k = 0; k < 5; k++) at[k] = -at[k];
        for (size_t step = 1; step <= 2 * PATTERNS; step++) {
            assert_int_equal(hop_recall_step(recall, at, 1, &energy, NULL), HOP_OK);
            assert_memory_equal(at, PATTERN + step % PATTERNS * DIM, sizeof at);
            assert_true(isnan(energy));
        }
        hop_recall_destroy(recall);
    }
    hop_memory_destroy(memory);
}

/* sign sum x_(m+1) s_m^n from a state that resembles no pattern, where every term counts. */
static void a_step_is_the_sign_of_the_successors_weighed(void **state) {
    (void)state;
    hop_memory *memory = draw();
    hop_random random;
    hop_random_init(&random, 12, 0);
    for (int n = 1; n <= 3; n++) {
        char spec[64];
        hop_recall *recall = NULL;
        double at[DIM], field[DIM] = {0};
        snprintf(spec, sizeof spec, "polynomial:degree=%d,rectified=no", n + 1);
        assert_int_equal(open_recall(memory, spec, HOP_DOUBLE, &recall), HOP_OK);
        for (size_t j = 0; j < DIM; j++) at[j] = hop_random_word(&random) >> 63 ? 1 : -1;
        for (size_t m = 0; m < PATTERNS; m++) {
            double s = 0;
            for (size_t j = 0; j < DIM; j++) s += PATTERN[m * DIM + j] * at[j];
            for (size_t j = 0; j < DIM; j++)
                field[j] += pow(s, n) * PATTERN[(m + 1) % PATTERNS * DIM + j];
        }
        double expected[DIM];
        for (size_t j = 0; j < DIM; j++) expected[j] = field[j] > 0 ? 1 : field[j] < 0 ? -1 : at[j];
        assert_int_equal(hop_recall_step(recall, at, 1, NULL, NULL), HOP_OK);
        assert_memory_equal(at, expected, sizeof at);
        hop_recall_destroy(recall);
    }
    hop_memory_destroy(memory);
}

static void families_with_couplings_and_real_states_are_refused(void **state) {
    (void)state;
    hop_memory *memory = draw();
    hop_recall *recall = NULL;
    assert_int_equal(open_recall(memory, "hebb", HOP_FLOAT, &recall), HOP_E_SUPPORT);
    assert_contains(hop_status_detail(), "degree=2");
    hop_recall_options options = hop_recall_defaults;
    options.model.update = &hop_update_sequence;
    assert_int_equal(hop_recall_create(memory, &options, &recall), HOP_E_SUPPORT);
    hop_memory_destroy(memory);
}

/* Values of three numbers a pattern: the mean of them by the weights. */
static void values_are_weighed_as_the_patterns_are(void **state) {
    (void)state;
    enum { WIDTH = 3 };
    hop_memory *memory = draw();
    hop_recall *recall = NULL;
    hop_recall_options options = hop_recall_defaults;
    double values[PATTERNS * WIDTH], weights[PATTERNS], out[WIDTH], at[DIM];
    options.running.precision = HOP_DOUBLE;
    assert_int_equal(hop_similarity_parse("dot", &options.model.similarity), HOP_OK);
    options.model.energy.parameter[0] = 0.1;
    assert_int_equal(hop_recall_create(memory, &options, &recall), HOP_OK);
    for (size_t k = 0; k < PATTERNS * WIDTH; k++) values[k] = (double)k;
    for (size_t j = 0; j < DIM; j++) at[j] = (PATTERN[j] + PATTERN[DIM + j]) / 2;
    assert_int_equal(hop_recall_weights(recall, at, 1, weights), HOP_OK);
    assert_int_equal(hop_recall_associate(recall, values, WIDTH, at, 1, out), HOP_OK);
    for (size_t c = 0; c < WIDTH; c++) {
        double expected = 0;
        for (size_t i = 0; i < PATTERNS; i++) expected += weights[i] * values[i * WIDTH + c];
        assert_true(fabs(out[c] - expected) < 1e-12);
    }
    assert_int_equal(hop_recall_associate(recall, values, WIDTH, at, 0, out), HOP_E_EMPTY);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_memory_plays_its_patterns_in_order_and_begins_again),
        cmocka_unit_test(a_step_is_the_sign_of_the_successors_weighed),
        cmocka_unit_test(families_with_couplings_and_real_states_are_refused),
        cmocka_unit_test(values_are_weighed_as_the_patterns_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
