/* The main job: damaged patterns come back, energies never rise, and what stopped a query is said.
 * Covers: step.c
 * SPDX-License-Identifier: MIT */
#include <float.h>

#include "fixture.h"

enum { COUNT = 60, DIM = 144, QUERIES = 30 };

/* Patterns of the memory with a fifth of the values flipped (bipolar: sign; grey: 1 - v). */
static double *flipped(const hop_memory *memory, fixture_values values, size_t *targets) {
    double *patterns = fixture_patterns(memory), *queries = malloc(QUERIES * DIM * sizeof *queries);
    for (size_t i = 0; i < QUERIES; i++) {
        size_t order[DIM];
        hop_random random;
        hop_random_init(&random, 99, i);
        hop_random_sample(&random, DIM, DIM / 5, order);
        targets[i] = i * 7 % COUNT;
        memcpy(queries + i * DIM, patterns + targets[i] * DIM, DIM * sizeof *queries);
        for (size_t k = 0; k < DIM / 5; k++) {
            double *value = &queries[i * DIM + order[k]];
            *value = values == FIXTURE_BIPOLAR ? -*value : 1 - *value;
        }
    }
    free(patterns);
    return queries;
}

/* The lower half of every query is unknown. */
static void forget_lower_half(double *queries) {
    for (size_t i = 0; i < QUERIES; i++)
        for (size_t j = DIM / 2; j < DIM; j++) queries[i * DIM + j] = NAN;
}

/* No energy is above the one before by more than 16 epsilon of the absolute terms in it. */
static void assert_energies_fall(const hop_recall *recall, const hop_recall_result *result) {
    bool fast = hop_recall_resolved(recall)->running.precision == HOP_FLOAT;
    double constant = hop_recall_constant(recall), epsilon = fast ? FLT_EPSILON : DBL_EPSILON;
    for (size_t i = 0; i < result->count; i++) {
        const hop_recalled *query = &result->queries[i];
        for (size_t t = 0; t < query->steps; t++) {
            double rise = query->energy[t + 1] - query->energy[t];
            double terms = 2 * (fabs(query->energy[t]) + constant);
            assert_true(isfinite(query->energy[t + 1]) && rise <= 16 * epsilon * terms);
        }
    }
}

static void assert_all_right(const hop_recall_result *result, const size_t *targets) {
    for (size_t i = 0; i < result->count; i++) {
        assert_int_equal(result->queries[i].score.target, targets[i]);
        assert_int_equal(result->queries[i].score.nearest, targets[i]);
        assert_true(result->queries[i].score.exact && result->queries[i].score.like);
    }
}

typedef void (*look)(const hop_recall *recall, const double *queries, const size_t *targets);

/* Grey and bipolar patterns (the dot product with bipolar ones only), both precisions, beta auto;
 * whole and half unknown, free and clamped. */
static void for_all_kinds(look at) {
    for (size_t s = 0; s < FIXTURE_SIMILARITY_COUNT; s++)
        for (int kind = 0; kind < 16; kind++) {
            fixture_values values = kind & 1 && s > 0 ? FIXTURE_GREY : FIXTURE_BIPOLAR;
            hop_dtype dtype = values == FIXTURE_GREY ? HOP_U8 : HOP_F32;
            hop_memory *memory = fixture_memory(COUNT, DIM, dtype, values, 17);
            hop_recall_options options =
                fixture_options(FIXTURE_SIMILARITIES[s], NAN, kind & 2 ? HOP_DOUBLE : HOP_FLOAT);
            options.model.clamp = (kind & 8) != 0;
            hop_recall *recall = fixture_recall(memory, &options);
            size_t targets[QUERIES];
            double *queries = flipped(memory, values, targets);
            if (kind & 4) forget_lower_half(queries);
            at(recall, queries, targets);
            free(queries);
            hop_recall_destroy(recall);
            hop_memory_destroy(memory);
        }
}

static void look_at_recall(const hop_recall *recall, const double *queries, const size_t *targets) {
    hop_recall_result result;
    assert_ok(hop_recall_run(recall, queries, QUERIES, &result));
    for (size_t i = 0; i < QUERIES; i++)
        assert_true(result.queries[i].score.nearest == HOP_NO_PATTERN &&
                    result.queries[i].score.target == HOP_NO_PATTERN);
    assert_ok(hop_recall_score(recall, targets, &result));
    assert_energies_fall(recall, &result);
    assert_all_right(&result, targets);
    hop_recall_result_clear(&result);
}

static void patterns_with_a_fifth_flipped_come_back_and_energies_never_rise(void **state) {
    (void)state;
    for_all_kinds(look_at_recall);
}

/* A run's energies and output from hop_recall_step() alone, one state at a time in double. */
static void look_at_steps(const hop_recall *recall, const double *queries, const size_t *targets) {
    const hop_recall_options *options = hop_recall_resolved(recall);
    if (options->model.clamp || options->running.precision == HOP_FLOAT) return;
    hop_recall_result result;
    double *states = malloc(QUERIES * DIM * sizeof *states), energy = NAN;
    assert_ok(hop_recall_run(recall, queries, QUERIES, &result));
    assert_ok(hop_recall_score(recall, targets, &result));
    assert_ok(hop_recall_start(recall, queries, QUERIES, states));
    for (size_t i = 0; i < QUERIES; i++)
        for (size_t t = 0; t <= result.queries[i].steps; t++) {
            assert_ok(hop_recall_step(recall, states + i * DIM, 1, &energy, NULL));
            assert_true(energy == result.queries[i].energy[t]);
        }
    hop_recall_result_clear(&result);
    free(states);
}

static void a_step_is_that_of_the_run_bit_for_bit(void **state) {
    (void)state;
    for_all_kinds(look_at_steps);
}

static void the_output_of_one_step_is_attention(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_U8, FIXTURE_GREY, 17);
    for (size_t s = 0; s < FIXTURE_SIMILARITY_COUNT; s++) {
        hop_recall_options options = fixture_options(FIXTURE_SIMILARITIES[s], NAN, HOP_DOUBLE);
        options.stopping.steps = 1;
        size_t targets[QUERIES];
        double *queries = flipped(memory, FIXTURE_GREY, targets);
        hop_recall *recall = fixture_recall(memory, &options);
        hop_recall_result result;
        assert_ok(hop_recall_run(recall, queries, QUERIES, &result));
        assert_ok(hop_recall_compare_attention(recall, QUERIES, &result));
        double *states = malloc(QUERIES * DIM * sizeof *states);
        double *shown = malloc(QUERIES * DIM * sizeof *shown);
        assert_ok(hop_recall_start(recall, queries, QUERIES, states));
        assert_ok(hop_recall_readout(recall, states, QUERIES, shown));
        assert_memory_equal(result.outputs, shown, QUERIES * DIM * sizeof *shown);
        for (size_t i = 0; i < QUERIES; i++) {
            assert_int_equal(result.queries[i].steps, 1);
            assert_true(result.queries[i].attention_difference <= 1e-12);
        }
        hop_recall_result_clear(&result);
        hop_recall_destroy(recall);
        free(queries);
        free(states);
        free(shown);
    }
    hop_memory_destroy(memory);
}

/* Known pixels of a clamped run stay, so its energy cannot fall below the free one. */
static void clamped_pixels_keep_their_values(void **state) {
    (void)state;
    double patterns[] = {0, 0, 1, 1, 0, 1}, query[] = {0.9, NAN};
    hop_memory *memory = fixture_memory_of(patterns, 3, 2, HOP_F64);
    hop_recall_options options = fixture_options("euclidean", 4, HOP_DOUBLE);
    options.stopping.steps = 50;
    options.model.clamp = true;
    hop_recall_result held = fixture_run(memory, &options, query, 1, NULL);
    options.model.clamp = false;
    hop_recall_result free_run = fixture_run(memory, &options, query, 1, NULL);
    double bound = free_run.queries[0].energy[free_run.queries[0].steps];
    assert_true(held.queries[0].energy[held.queries[0].steps] > bound);
    hop_recall_result_clear(&held);
    hop_recall_result_clear(&free_run);
    hop_memory_destroy(memory);
}

static void assert_same(const hop_recall_result *a, const hop_recall_result *b) {
    assert_memory_equal(a->outputs, b->outputs, a->count * a->dim * sizeof *a->outputs);
    for (size_t i = 0; i < a->count; i++) {
        hop_recalled x = a->queries[i], y = b->queries[i];
        assert_int_equal(x.steps, y.steps);
        assert_memory_equal(x.energy, y.energy, (x.steps + 1) * sizeof *x.energy);
        x.energy = y.energy = NULL;
        assert_memory_equal(&x, &y, sizeof x);
    }
}

static void any_number_of_threads_gives_the_same_bytes(void **state) {
    (void)state;
    enum { MANY = 150 };
    hop_memory *memory = fixture_memory(300, DIM, HOP_U8, FIXTURE_GREY, 5);
    double *queries = fixture_vectors(MANY, DIM, FIXTURE_GREY, 6);
    for (size_t i = 0; i < MANY; i += 3) queries[i * DIM + i % DIM] = NAN;
    for (int precision = 0; precision < 2; precision++) {
        hop_recall_options options = fixture_options("correlation", NAN, (hop_precision)precision);
        options.running.threads = 1;
        hop_recall_result one = fixture_run(memory, &options, queries, MANY, NULL);
        static const size_t THREADS[] = {2, 3, 8, 64};
        for (size_t t = 0; t < 4; t++) {
            options.running.threads = THREADS[t];
            hop_recall_result more = fixture_run(memory, &options, queries, MANY, NULL);
            assert_same(&one, &more);
            hop_recall_result_clear(&more);
        }
        hop_recall_result_clear(&one);
    }
    free(queries);
    hop_memory_destroy(memory);
}

static void permuting_queries_permutes_results(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_U8, FIXTURE_GREY, 17);
    size_t targets[QUERIES], turned_targets[QUERIES];
    double *queries = flipped(memory, FIXTURE_GREY, targets), turned[QUERIES * DIM];
    for (size_t i = 0; i < QUERIES; i++) {
        memcpy(turned + i * DIM, queries + (QUERIES - 1 - i) * DIM, DIM * sizeof *turned);
        turned_targets[i] = targets[QUERIES - 1 - i];
    }
    hop_recall_options options = fixture_options("euclidean", NAN, HOP_FLOAT);
    hop_recall_result a = fixture_run(memory, &options, queries, QUERIES, targets);
    hop_recall_result b = fixture_run(memory, &options, turned, QUERIES, turned_targets);
    for (size_t i = 0; i < QUERIES; i++) {
        const hop_recalled *x = &a.queries[i], *y = &b.queries[QUERIES - 1 - i];
        assert_int_equal(x->score.nearest, y->score.nearest);
        double apart =
            fixture_distance(a.outputs + i * DIM, b.outputs + (QUERIES - 1 - i) * DIM, DIM);
        double beta = 50, largest_s = DIM; /* both at most */
        assert_near(apart, 0, 8 * FLT_EPSILON * (1 + beta * largest_s) * sqrt(DIM));
    }
    hop_recall_result_clear(&a);
    hop_recall_result_clear(&b);
    free(queries);
    hop_memory_destroy(memory);
}

static void one_pattern_of_one_value_is_recalled_by_many_threads(void **state) {
    (void)state;
    for (size_t s = 0; s < FIXTURE_SIMILARITY_COUNT; s++)
        for (int precision = 0; precision < 2; precision++) {
            hop_memory *memory = fixture_memory_of((double[]){0.5}, 1, 1, HOP_F64);
            hop_recall_options options =
                fixture_options(FIXTURE_SIMILARITIES[s], NAN, (hop_precision)precision);
            options.running.threads = 8;
            hop_recall_result result =
                fixture_run(memory, &options, (double[]){3}, 1, (size_t[]){0});
            assert_true(result.outputs[0] == 0.5 && result.queries[0].score.exact);
            assert_int_equal(result.queries[0].top_count, 1);
            assert_int_equal(result.queries[0].k90, 1);
            hop_recall_result_clear(&result);
            hop_memory_destroy(memory);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_with_a_fifth_flipped_come_back_and_energies_never_rise),
        cmocka_unit_test(a_step_is_that_of_the_run_bit_for_bit),
        cmocka_unit_test(the_output_of_one_step_is_attention),
        cmocka_unit_test(clamped_pixels_keep_their_values),
        cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
        cmocka_unit_test(permuting_queries_permutes_results),
        cmocka_unit_test(one_pattern_of_one_value_is_recalled_by_many_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
