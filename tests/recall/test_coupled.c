/* The classical networks: three update rules, mixtures, cycles, temperatures.
 * SPDX-License-Identifier: MIT */
#include "bipolar.h"

static const char *const FAMILIES[] = {"hebb", "hebb:self=keep", "storkey", "pseudo-inverse",
                                       "pseudo-inverse:self=keep"};
enum { FAMILY_COUNT = sizeof FAMILIES / sizeof *FAMILIES };

static const hop_update_row *UPDATES[] = {&hop_update_synchronous, &hop_update_asynchronous,
                                          &hop_update_glauber};

static void every_family_mends_a_fifth_of_flipped_values_by_every_rule(void **state) {
    (void)state;
    enum { COUNT = 8, DIM = 300 };
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_F64, FIXTURE_BIPOLAR, 1);
    size_t targets[COUNT];
    hop_random random;
    hop_random_init(&random, 1, 1);
    for (size_t f = 0; f < FAMILY_COUNT; f++)
        for (size_t u = 0; u < 3; u++) {
            double *queries = fixture_patterns(memory);
            for (size_t i = 0; i < COUNT; i++) {
                targets[i] = i;
                bipolar_flip(queries + i * DIM, DIM, DIM / 5, &random);
            }
            hop_recall_options options = bipolar_options(FAMILIES[f]);
            options.model.update = UPDATES[u];
            hop_recall_result result = fixture_run(memory, &options, queries, COUNT, targets);
            for (size_t i = 0; i < COUNT; i++) {
                assert_true(result.queries[i].score.exact && result.queries[i].score.cosine > 0.98);
                if (UPDATES[u] != &hop_update_synchronous)
                    bipolar_assert_descent(&result.queries[i]);
            }
            hop_recall_result_clear(&result);
            free(queries);
        }
    hop_memory_destroy(memory);
}

/* w_01 = -1/2: each of two equal neurons wants to be the other's opposite. */
static void synchronous_updates_may_cycle_and_say_so_others_settle(void **state) {
    (void)state;
    static const double PATTERN[] = {1, -1}, START[] = {1, 1};
    hop_memory *memory = fixture_memory_of(PATTERN, 1, 2, HOP_F64);
    hop_recall_options options = bipolar_options("hebb");
    options.model.update = &hop_update_synchronous;
    hop_recall_result result = fixture_run(memory, &options, START, 1, NULL);
    assert_int_equal(result.queries[0].stop, HOP_STOP_CYCLE);
    assert_int_equal(result.queries[0].steps, 2);
    hop_recall_result_clear(&result);
    options.model.update = &hop_update_asynchronous;
    result = fixture_run(memory, &options, START, 1, NULL);
    assert_int_equal(result.queries[0].stop, HOP_STOP_STATE);
    assert_true(result.outputs[0] != result.outputs[1]);
    hop_recall_result_clear(&result);
    options = bipolar_options("hebb:self=keep");
    options.model.update = &hop_update_synchronous;
    result = fixture_run(memory, &options, START, 1, NULL);
    assert_int_equal(result.queries[0].stop, HOP_STOP_STATE); /* no field at all: it stays */
    assert_int_equal(result.queries[0].steps, 1);
    hop_recall_result_clear(&result);
    hop_memory_destroy(memory);
}

/* Amit, Gutfreund, Sompolinsky 1985: at low load sign(x1 + x2 + x3) is stable, with overlap 1/2. */
static void mixtures_of_three_are_stable_at_low_load_with_overlap_one_half(void **state) {
    (void)state;
    enum { COUNT = 4, DIM = 2000 };
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_F64, FIXTURE_BIPOLAR, 3);
    double *x = fixture_patterns(memory), mixture[DIM], overlap[3] = {0};
    for (size_t k = 0; k < DIM; k++) mixture[k] = x[k] + x[DIM + k] + x[2 * DIM + k] > 0 ? 1 : -1;
    hop_recall_options options = bipolar_options("hebb");
    hop_recall_result result = fixture_run(memory, &options, mixture, 1, NULL);
    size_t moved = 0;
    for (size_t k = 0; k < DIM; k++) moved += result.outputs[k] != mixture[k] ? 1 : 0;
    assert_true(moved <= DIM / 100);
    for (size_t i = 0; i < 3; i++) {
        for (size_t k = 0; k < DIM; k++) overlap[i] += x[i * DIM + k] * result.outputs[k] / DIM;
        assert_near(overlap[i], 0.5, 4 / sqrt(DIM));
    }
    hop_recall_result_clear(&result);
    free(x);
    hop_memory_destroy(memory);
}

static void the_negative_of_a_query_becomes_the_negative_of_its_result(void **state) {
    (void)state;
    enum { DIM = 100 };
    hop_memory *memory = fixture_memory(15, DIM, HOP_F64, FIXTURE_BIPOLAR, 4);
    for (size_t f = 0; f < FAMILY_COUNT; f++) {
        hop_recall_options options = bipolar_options(FAMILIES[f]);
        double *query = fixture_vectors(1, DIM, FIXTURE_BIPOLAR, 5);
        hop_recall_result result = fixture_run(memory, &options, query, 1, NULL);
        for (size_t k = 0; k < DIM; k++) query[k] = -query[k];
        hop_recall_result inverse = fixture_run(memory, &options, query, 1, NULL);
        for (size_t k = 0; k < DIM; k++) assert_true(result.outputs[k] == -inverse.outputs[k]);
        assert_true(result.queries[0].energy[0] == inverse.queries[0].energy[0]);
        hop_recall_result_clear(&result);
        hop_recall_result_clear(&inverse);
        free(query);
    }
    hop_memory_destroy(memory);
}

static void d_less_one_patterns_are_recalled_as_they_are_by_the_pseudo_inverse(void **state) {
    (void)state;
    enum { DIM = 48, COUNT = DIM - 1 };
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_F64, FIXTURE_BIPOLAR, 6);
    double *patterns = fixture_patterns(memory);
    for (size_t f = 3; f < FAMILY_COUNT; f++)
        for (size_t u = 0; u < 2; u++) {
            hop_recall_options options = bipolar_options(FAMILIES[f]);
            options.model.update = UPDATES[u];
            hop_recall_result result = fixture_run(memory, &options, patterns, COUNT, NULL);
            assert_memory_equal(result.outputs, patterns, COUNT * DIM * sizeof *patterns);
            hop_recall_result_clear(&result);
        }
    free(patterns);
    hop_memory_destroy(memory);
}

static void at_temperature_zero_glaubers_updates_are_the_asynchronous_ones(void **state) {
    (void)state;
    enum { DIM = 80, QUERIES = 5 };
    hop_memory *memory = fixture_memory(12, DIM, HOP_F64, FIXTURE_BIPOLAR, 7);
    double *queries = fixture_vectors(QUERIES, DIM, FIXTURE_BIPOLAR, 8);
    for (size_t f = 0; f < FAMILY_COUNT; f++) {
        hop_recall_options options = bipolar_options(FAMILIES[f]);
        options.model.update = &hop_update_glauber;
        hop_recall_result cold = fixture_run(memory, &options, queries, QUERIES, NULL);
        options.model.update = &hop_update_asynchronous;
        hop_recall_result plain = fixture_run(memory, &options, queries, QUERIES, NULL);
        assert_memory_equal(cold.outputs, plain.outputs, QUERIES * DIM * sizeof *queries);
        for (size_t i = 0; i < QUERIES; i++)
            assert_int_equal(cold.queries[i].steps, plain.queries[i].steps);
        hop_recall_result_clear(&cold);
        hop_recall_result_clear(&plain);
    }
    free(queries);
    hop_memory_destroy(memory);
}

/* One pattern: E = -(d m^2 - 1) / 2, so energies say m; its mean over the sweeps after `from`. */
static double magnetisation(double temperature, size_t dim) {
    enum { SWEEPS = 200, FROM = 50 };
    hop_memory *memory = fixture_memory(1, dim, HOP_F64, FIXTURE_BIPOLAR, 9);
    double *query = fixture_patterns(memory), sum = 0;
    hop_recall_options options = bipolar_options("hebb");
    options.model.temperature = temperature;
    options.stopping.steps = SWEEPS;
    hop_recall_result result = fixture_run(memory, &options, query, 1, NULL);
    assert_int_equal(result.queries[0].stop, HOP_STOP_STEPS);
    assert_int_equal(result.queries[0].steps, SWEEPS);
    for (size_t t = FROM + 1; t <= SWEEPS; t++)
        sum += sqrt(fmax(1 - 2 * result.queries[0].energy[t], 0) / (double)dim);
    hop_recall_result_clear(&result);
    free(query);
    hop_memory_destroy(memory);
    return sum / (SWEEPS - FROM);
}

/* m = tanh(m / T), up to the finite size. */
static double mean_field(double temperature) {
    double m = 1;
    for (int i = 0; i < 1000; i++) m = tanh(m / temperature);
    return m;
}

static void magnetisation_is_that_of_the_mean_field_and_melts(void **state) {
    (void)state;
    enum { DIM = 1000 };
    static const double COLD[] = {0.3, 0.5, 0.7};
    for (size_t i = 0; i < 3; i++)
        assert_near(magnetisation(COLD[i], DIM), mean_field(COLD[i]), 0.01);
    /* Above T = 1 what is left is of order sqrt(1 / (d (1 - 1/T))). */
    assert_true(magnetisation(2, DIM) < 3 * sqrt(2.0 / DIM));
}

/* With few patterns fields come from factors, with many from a matrix. */
static void clamped_neurons_stay_and_threads_and_precision_change_nothing(void **state) {
    (void)state;
    enum { DIM = 50, QUERIES = 7 };
    static const size_t COUNTS[] = {6, 70};
    for (size_t c = 0; c < 2; c++)
        for (size_t u = 0; u < 3; u++) {
            hop_memory *memory = fixture_memory(COUNTS[c], DIM, HOP_F64, FIXTURE_BIPOLAR, 10);
            double *queries = fixture_vectors(QUERIES, DIM, FIXTURE_BIPOLAR, 11);
            for (size_t k = 0; k < QUERIES * DIM; k += 2) queries[k] = NAN;
            hop_recall_options options = bipolar_options("storkey");
            options.model.clamp = true;
            options.model.update = UPDATES[u];
            options.model.temperature = UPDATES[u] == &hop_update_glauber ? 0.5 : 0;
            hop_recall_result result = fixture_run(memory, &options, queries, QUERIES, NULL);
            options.running.threads = 1;
            options.running.precision = HOP_DOUBLE;
            hop_recall_result other = fixture_run(memory, &options, queries, QUERIES, NULL);
            assert_memory_equal(result.outputs, other.outputs, QUERIES * DIM * sizeof(double));
            for (size_t k = 0; k < QUERIES * DIM; k++)
                assert_true(isnan(queries[k]) || result.outputs[k] == queries[k]);
            hop_recall_result_clear(&result);
            hop_recall_result_clear(&other);
            free(queries);
            hop_memory_destroy(memory);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_family_mends_a_fifth_of_flipped_values_by_every_rule),
        cmocka_unit_test(synchronous_updates_may_cycle_and_say_so_others_settle),
        cmocka_unit_test(mixtures_of_three_are_stable_at_low_load_with_overlap_one_half),
        cmocka_unit_test(the_negative_of_a_query_becomes_the_negative_of_its_result),
        cmocka_unit_test(d_less_one_patterns_are_recalled_as_they_are_by_the_pseudo_inverse),
        cmocka_unit_test(at_temperature_zero_glaubers_updates_are_the_asynchronous_ones),
        cmocka_unit_test(magnetisation_is_that_of_the_mean_field_and_melts),
        cmocka_unit_test(clamped_neurons_stay_and_threads_and_precision_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
