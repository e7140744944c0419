/* Similarities of the difference form: both engines against the definition written out, and against
 * each other.
 * Covers: differences.c differences_reference.c
 * SPDX-License-Identifier: MIT */
#include <float.h>

#include "fixture.h"

static const char *const FORMS[] = {"manhattan", "robust", "robust:scale=0.05"};
enum { FORM_COUNT = 3, QUERIES = 6 };

/* One memory, a recall in one precision, and states of floats: two random, the others near a
 * pattern. */
typedef struct trial {
    hop_memory *memory;
    hop_recall *recall;
    size_t count, dim;
    double *patterns, *states, *next;
    double energy[QUERIES];
} trial;

static trial trial_create(const char *form, size_t count, size_t dim, hop_dtype dtype, double beta,
                          hop_precision precision) {
    trial t = {.count = count, .dim = dim};
    t.memory = fixture_memory(count, dim, dtype, FIXTURE_GREY, count + dim);
    hop_recall_options options = fixture_options(form, beta, precision);
    t.recall = fixture_recall(t.memory, &options);
    t.patterns = fixture_patterns(t.memory);
    t.states = fixture_vectors(QUERIES, dim, FIXTURE_GREY, 9);
    for (size_t i = 0; i < QUERIES; i++)
        for (size_t j = 0; j < dim; j++) {
            double *value = &t.states[i * dim + j];
            if (i >= 2 && j % 4 != 0) *value = t.patterns[i * 7 % count * dim + j];
            *value = (double)(float)*value;
        }
    t.next = malloc(QUERIES * dim * sizeof *t.next);
    memcpy(t.next, t.states, QUERIES * dim * sizeof *t.next);
    assert_ok(hop_recall_step(t.recall, t.next, QUERIES, t.energy, NULL));
    return t;
}

static void trial_clear(trial *t) {
    hop_recall_destroy(t->recall);
    hop_memory_destroy(t->memory);
    free(t->patterns);
    free(t->states);
    free(t->next);
}

static double rho(const trial *t, double difference) {
    const hop_similarity *similarity = &hop_recall_resolved(t->recall)->model.similarity;
    return similarity->kind->rho(similarity->parameter, difference);
}

/* s and p of state i as the definition has them. */
static double define(const trial *t, size_t i, double *s, double *weights) {
    const hop_energy *energy = &hop_recall_resolved(t->recall)->model.energy;
    double potential = NAN;
    for (size_t k = 0; k < t->count; k++) {
        s[k] = 0;
        for (size_t j = 0; j < t->dim; j++)
            s[k] -= rho(t, t->states[i * t->dim + j] - t->patterns[k * t->dim + j]);
    }
    assert_ok(hop_energy_potential(energy, s, t->count, &potential));
    assert_ok(hop_energy_weights(energy, s, t->count, weights));
    return -potential + hop_recall_constant(t->recall);
}

static double cost(const trial *t, size_t j, double y, const double *weights) {
    double sum = 0;
    for (size_t k = 0; k < t->count; k++)
        sum += weights[k] * rho(t, y - t->patterns[k * t->dim + j]);
    return sum;
}

/* The step is a minimiser of every position. */
static void assert_minimises(const trial *t, size_t i, const double *weights, double allowed) {
    for (size_t j = 0; j < t->dim; j += 1 + t->dim / 100) {
        double made = cost(t, j, t->next[i * t->dim + j], weights);
        assert_true(made <= cost(t, j, t->states[i * t->dim + j], weights) + allowed);
        for (size_t k = 0; k < t->count; k += 1 + t->count / 10)
            assert_true(made <= cost(t, j, t->patterns[k * t->dim + j], weights) + allowed);
    }
}

static void check(const char *form, size_t count, size_t dim, hop_dtype dtype, double beta,
                  hop_precision precision) {
    trial t = trial_create(form, count, dim, dtype, beta, precision);
    double *s = malloc(count * sizeof *s), *weights = malloc(count * sizeof *weights);
    assert_true(s && weights);
    for (size_t i = 0; i < QUERIES; i++) {
        double energy = define(&t, i, s, weights);
        /* In float the patterns are rounded; with more than 64 of weight, the sums are too. */
        double each = precision == HOP_DOUBLE ? 1e-12 : 2 * (double)FLT_EPSILON;
        double apart = each * (double)dim;
        assert_near(t.energy[i], energy, 10 * apart);
        assert_minimises(&t, i, weights, 4 * each + 4 * beta * apart);
    }
    free(s);
    free(weights);
    trial_clear(&t);
}

static void check_all(hop_precision precision) {
    static const size_t DIMS[] = {1, 2, 5, 16, 17, 63, 65, 130, 513};
    static const size_t COUNTS[] = {1, 2, 9, 80};
    static const double BETAS[] = {0.01, 0.5, 20};
    for (size_t f = 0; f < FORM_COUNT; f++)
        for (size_t d = 0; d < sizeof DIMS / sizeof *DIMS; d++)
            for (size_t n = 0; n < sizeof COUNTS / sizeof *COUNTS; n++) {
                hop_dtype dtype = (hop_dtype)((d + n) % 3);
                check(FORMS[f], COUNTS[n], DIMS[d], dtype, BETAS[(d + n + f) % 3], precision);
            }
}

static void the_fast_step_is_the_definition(void **state) {
    (void)state;
    check_all(HOP_FLOAT);
}

static void the_reference_is_the_definition(void **state) {
    (void)state;
    check_all(HOP_DOUBLE);
}

/* States are values of patterns, or old ones: a pattern that has been reached is a fixed point bit
 * for bit, and its energy is that of no difference at all. */
static void a_pattern_that_is_reached_stays_bit_for_bit(void **state) {
    (void)state;
    for (size_t f = 0; f < FORM_COUNT; f++) {
        hop_memory *memory = fixture_memory(30, 200, HOP_U8, FIXTURE_GREY, 3);
        hop_recall_options options = fixture_options(FORMS[f], NAN, HOP_FLOAT);
        options.stopping.tolerance = 0;
        double *x = fixture_patterns(memory);
        for (size_t j = 0; j < 60; j++) x[j] = 0;
        size_t target = 0;
        hop_recall *recall = fixture_recall(memory, &options);
        hop_recall_result result = {0};
        assert_ok(hop_recall_run(recall, x, 1, &result));
        assert_ok(hop_recall_score(recall, &target, &result));
        assert_int_equal(result.queries[0].stop, HOP_STOP_STATE);
        assert_true(result.queries[0].score.exact);
        assert_true(isnan(result.queries[0].attention_difference));
        assert_true(result.queries[0].score.mean_squared_error < 1e-20);
        double constant = log(30) / hop_recall_resolved(recall)->model.energy.parameter[0];
        assert_near(result.queries[0].energy[result.queries[0].steps], constant, 1e-9 * constant);
        hop_recall_destroy(recall);
        hop_recall_result_clear(&result);
        free(x);
        hop_memory_destroy(memory);
    }
}

/* What is NAN is left out, and the rest stretched to the whole. */
static void unknown_values_are_left_out_of_the_first_look(void **state) {
    (void)state;
    enum { COUNT = 40, DIM = 90 };
    for (size_t f = 0; f < FORM_COUNT; f++)
        for (int precision = 0; precision < 2; precision++) {
            trial t = trial_create(FORMS[f], COUNT, DIM, HOP_F32, 1, (hop_precision)precision);
            double s[COUNT];
            for (size_t j = 0; j < DIM; j += 3) t.states[j] = NAN;
            hop_rows one = {(size_t[]){0}, 1};
            assert_ok(t.recall->engine->similarities(t.recall, one, t.states, s));
            for (size_t k = 0; k < COUNT; k++) {
                double sum = 0;
                for (size_t j = 0; j < DIM; j++)
                    if (j % 3) sum += rho(&t, t.states[j] - t.patterns[k * DIM + j]);
                assert_near(s[k], -1.5 * sum, precision ? 1e-12 : 1e-5);
            }
            trial_clear(&t);
        }
}

/* Half of the picture is hidden: it comes back, and what is known is what decides. */
static void half_a_picture_brings_back_the_rest(void **state) {
    (void)state;
    enum { COUNT = 60, DIM = 120 };
    for (size_t f = 0; f < 2; f++) {
        hop_memory *memory = fixture_memory(COUNT, DIM, HOP_U8, FIXTURE_GREY, 5);
        hop_recall_options options = fixture_options(FORMS[f], NAN, HOP_FLOAT);
        double *x = fixture_patterns(memory);
        size_t targets[COUNT];
        for (size_t i = 0; i < COUNT; i++) {
            targets[i] = i;
            for (size_t j = 0; j < DIM / 2; j++) x[i * DIM + j] = NAN;
        }
        hop_recall_result result = fixture_run(memory, &options, x, COUNT, targets);
        for (size_t i = 0; i < COUNT; i++) assert_true(result.queries[i].score.exact);
        hop_recall_result_clear(&result);
        free(x);
        hop_memory_destroy(memory);
    }
}

static void the_same_bytes_for_any_number_of_threads(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(70, 33, HOP_F64, FIXTURE_NORMAL, 6);
    double *queries = fixture_vectors(50, 33, FIXTURE_NORMAL, 7);
    hop_recall_options options = fixture_options("robust", 0.5, HOP_FLOAT);
    options.running.threads = 1;
    hop_recall_result one = fixture_run(memory, &options, queries, 50, NULL);
    options.running.threads = 3;
    hop_recall_result three = fixture_run(memory, &options, queries, 50, NULL);
    assert_memory_equal(one.outputs, three.outputs, 50 * 33 * sizeof *one.outputs);
    for (size_t i = 0; i < 50; i++)
        assert_true(one.queries[i].energy[0] == three.queries[i].energy[0]);
    hop_recall_result_clear(&one);
    hop_recall_result_clear(&three);
    free(queries);
    hop_memory_destroy(memory);
}

/* Sums of the largest floats overflow; double has room. */
static void sums_beyond_float_are_refused_with_the_way_out(void **state) {
    (void)state;
    const double x[4] = {3e38, 3e38, -3e38, -3e38}, query[2] = {3e38, -3e38};
    hop_memory *memory = fixture_memory_of(x, 2, 2, HOP_F64);
    hop_recall_options options = fixture_options("manhattan", 1, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    hop_recall_result result = {0};
    assert_refused(hop_recall_run(recall, query, 1, &result), HOP_E_VALUE, "double precision");
    hop_recall_destroy(recall);
    options.running.precision = HOP_DOUBLE;
    recall = fixture_recall(memory, &options);
    assert_ok(hop_recall_run(recall, query, 1, &result));
    hop_recall_result_clear(&result);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fast_step_is_the_definition),
        cmocka_unit_test(the_reference_is_the_definition),
        cmocka_unit_test(a_pattern_that_is_reached_stays_bit_for_bit),
        cmocka_unit_test(unknown_values_are_left_out_of_the_first_look),
        cmocka_unit_test(half_a_picture_brings_back_the_rest),
        cmocka_unit_test(the_same_bytes_for_any_number_of_threads),
        cmocka_unit_test(sums_beyond_float_are_refused_with_the_way_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
