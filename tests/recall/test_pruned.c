/* Pruned steps against the reference that compares everything, on data where patterns lead, tie,
 * nearly tie, or all weigh alike.
 * Covers: readout_listed.c
 * SPDX-License-Identifier: MIT */
#include <float.h>

#include "fixture.h"

#include "recall/pruned.h"

extern const hop_engine hop_recall_engine_reference;

enum { COUNT = 2100, DIM = 97, QUERIES = 90 };

/* What the patterns are like. */
typedef enum data { GREY, TIES, NEAR_TIES, DATA_KINDS } data;

static hop_memory *memory_of(data kind) {
    double *patterns = fixture_vectors(COUNT, DIM, FIXTURE_GREY, 21);
    for (size_t i = 1; i < COUNT && kind != GREY; i++) {
        double *own = patterns + i * DIM;
        if (i % 4 > 0) memcpy(own, own - DIM, DIM * sizeof *own);
        if (i % 4 > 0 && kind == NEAR_TIES) own[i % DIM] = 1 - own[i % DIM];
    }
    hop_memory *memory = fixture_memory_of(patterns, COUNT, DIM, HOP_U8);
    free(patterns);
    return memory;
}

/* Patterns of which every third position is noise; every fifth query is nothing but noise. */
static double *queries_of(const hop_memory *memory) {
    double *queries = fixture_vectors(QUERIES, DIM, FIXTURE_GREY, 4), pattern[DIM];
    for (size_t i = 0; i < QUERIES; i++) {
        hop_memory_read(memory, i * 23, 1, pattern);
        for (size_t j = 0; j < DIM && i % 5 > 0; j++)
            if (j % 3 > 0) queries[i * DIM + j] = pattern[j];
    }
    return queries;
}

/* A step by the engine of `options`, states and energies, and by the reference. */
typedef struct both {
    double *pruned, *plain;
    double pruned_energy[QUERIES], plain_energy[QUERIES];
    double norm; /* of the largest key */
    bool sifts;
} both;

static both step_both(const hop_memory *memory, hop_recall_options options) {
    both b = {0};
    hop_recall *pruned = fixture_recall(memory, &options);
    options.running.precision = HOP_DOUBLE;
    hop_recall *plain = fixture_recall(memory, &options);
    b.norm = plain->largest_norm;
    b.sifts = pruned->sieve != NULL;
    b.pruned = queries_of(memory);
    for (size_t i = 0; i < QUERIES; i++) {
        double *state = b.pruned + i * DIM;
        hop_frame frame = options.model.similarity.kind->frame(NULL, state, DIM);
        for (size_t j = 0; j < DIM; j++)
            state[j] = (double)(float)(frame.gain * state[j] + frame.offset);
    }
    b.plain = malloc(QUERIES * DIM * sizeof *b.plain);
    memcpy(b.plain, b.pruned, QUERIES * DIM * sizeof *b.plain);
    assert_ok(hop_recall_step(pruned, b.pruned, QUERIES, b.pruned_energy, NULL));
    assert_ok(hop_recall_step(plain, b.plain, QUERIES, b.plain_energy, NULL));
    hop_recall_destroy(pruned);
    hop_recall_destroy(plain);
    return b;
}

static void both_clear(both *b) {
    free(b->pruned);
    free(b->plain);
}

/* States within twice the weight left out times the largest norm, and what float similarities
 * imply; energies within that weight over beta. */
static void assert_alike(const hop_memory *memory, const char *similarity, const char *energy,
                         double beta, double left_out) {
    hop_recall_options options = fixture_options(similarity, beta, HOP_FLOAT);
    assert_ok(hop_energy_parse(energy, &options.model.energy));
    options.model.energy.parameter[0] = beta;
    both b = step_both(memory, options);
    assert_true(b.sifts);
    double rounding = 8 * FLT_EPSILON * (1 + beta * b.norm * b.norm);
    for (size_t i = 0; i < QUERIES; i++) {
        double apart = fixture_distance(b.pruned + i * DIM, b.plain + i * DIM, DIM);
        double off = fabs(b.pruned_energy[i] - b.plain_energy[i]);
        assert_near(apart, 0, (2 * left_out + rounding) * b.norm);
        assert_near(off, 0, left_out / beta + 1e-6 * (1 + fabs(b.plain_energy[i])));
    }
    both_clear(&b);
}

static void steps_are_those_of_the_reference(void **state) {
    (void)state;
    fixture_needs_a_sieve();
    static const char *const NAMES[] = {"dot", "euclidean", "correlation", "cosine"};
    static const double BETAS[] = {1e-3, 3, 60, 1000};
    for (data kind = GREY; kind < DATA_KINDS; kind++) {
        hop_memory *memory = memory_of(kind);
        for (size_t n = 0; n < sizeof NAMES / sizeof *NAMES; n++)
            for (size_t k = 0; k < sizeof BETAS / sizeof *BETAS; k++)
                assert_alike(memory, NAMES[n], "lse", BETAS[k], HOP_PRUNED_WEIGHT);
        hop_memory_destroy(memory);
    }
}

static void sparse_families_lose_nothing(void **state) {
    (void)state;
    fixture_needs_a_sieve();
    static const char *const FAMILIES[] = {"sparsemax", "entmax", "normmax"};
    hop_memory *memory = memory_of(NEAR_TIES);
    for (size_t f = 0; f < sizeof FAMILIES / sizeof *FAMILIES; f++) {
        assert_alike(memory, "correlation", FAMILIES[f], 4, 0);
        assert_alike(memory, "correlation", FAMILIES[f], 60, 0);
    }
    hop_memory_destroy(memory);
}

static hop_recall_result run_of(const hop_memory *memory, hop_recall_options options) {
    double *queries = queries_of(memory);
    hop_recall_result result = fixture_run(memory, &options, queries, QUERIES, NULL);
    free(queries);
    return result;
}

/* Whole runs: what is shown, found and counted is what the dense way shows. */
static void recalls_end_where_dense_ones_do(void **state) {
    (void)state;
    fixture_needs_a_sieve();
    for (data kind = GREY; kind < DATA_KINDS; kind++) {
        hop_memory *memory = memory_of(kind);
        hop_recall_options options = fixture_options("correlation", 120, HOP_FLOAT);
        hop_recall_result pruned = run_of(memory, options);
        options.running.precision = HOP_DOUBLE;
        hop_recall_result plain = run_of(memory, options);
        assert_true(pruned.compared < 0.9);
        assert_true(pruned.left_out == HOP_PRUNED_WEIGHT);
        assert_true(plain.compared == 1 && plain.left_out == 0);
        for (size_t i = 0; i < QUERIES; i++) {
            const hop_recalled *a = &pruned.queries[i], *b = &plain.queries[i];
            assert_int_equal(a->score.nearest, b->score.nearest);
            assert_int_equal(a->k90, b->k90);
            assert_int_equal(a->top[0], b->top[0]);
            assert_near(a->top_weight[0], b->top_weight[0], 1e-4);
            double apart = fixture_distance(pruned.outputs + i * DIM, plain.outputs + i * DIM, DIM);
            assert_near(apart, 0, 1e-3);
        }
        hop_recall_result_clear(&pruned);
        hop_recall_result_clear(&plain);
        hop_memory_destroy(memory);
    }
}

static void energies_never_rise(void **state) {
    (void)state;
    fixture_needs_a_sieve();
    hop_memory *memory = memory_of(NEAR_TIES);
    hop_recall_options options = fixture_options("correlation", 120, HOP_FLOAT);
    options.stopping.tolerance = 0;
    options.stopping.steps = 30;
    hop_recall_result result = run_of(memory, options);
    for (size_t i = 0; i < QUERIES; i++)
        for (size_t t = 0; t < result.queries[i].steps; t++) {
            const double *energy = result.queries[i].energy + t;
            assert_true(energy[1] <= energy[0] + HOP_PRUNED_WEIGHT / 120);
        }
    hop_recall_result_clear(&result);
    hop_memory_destroy(memory);
}

static void threads_do_not_change_a_byte(void **state) {
    (void)state;
    fixture_needs_a_sieve();
    hop_memory *memory = memory_of(NEAR_TIES);
    hop_recall_options options = fixture_options("correlation", 120, HOP_FLOAT);
    options.running.threads = 1;
    hop_recall_result one = run_of(memory, options);
    options.running.threads = 3;
    hop_recall_result three = run_of(memory, options);
    assert_memory_equal(one.outputs, three.outputs, QUERIES * DIM * sizeof *one.outputs);
    for (size_t i = 0; i < QUERIES; i++) {
        assert_int_equal(one.queries[i].steps, three.queries[i].steps);
        assert_memory_equal(one.queries[i].energy, three.queries[i].energy,
                            (one.queries[i].steps + 1) * sizeof(double));
    }
    assert_true(one.compared == three.compared);
    hop_recall_result_clear(&one);
    hop_recall_result_clear(&three);
    hop_memory_destroy(memory);
}

static void flat_weights_take_the_dense_step(void **state) {
    (void)state;
    fixture_needs_a_sieve();
    hop_memory *memory = memory_of(GREY);
    hop_recall_options options = fixture_options("correlation", 1, HOP_FLOAT);
    hop_recall_result result = run_of(memory, options);
    assert_true(result.compared == 1);
    assert_true(result.left_out == 0);
    hop_recall_result_clear(&result);
    hop_memory_destroy(memory);
}

/* What the dense step can do it does, and it says why it cannot. */
static void states_at_the_limits_of_float_take_the_dense_step(void **state) {
    (void)state;
    fixture_needs_a_sieve();
    static const char *const FAMILIES[] = {"lse", "sparsemax"};
    hop_memory *memory = memory_of(GREY);
    for (size_t f = 0; f < 2; f++) {
        double states[2][DIM], energy[2];
        for (size_t dense = 0; dense < 2; dense++) {
            hop_recall_options options = fixture_options("dot", 60, HOP_FLOAT);
            assert_ok(hop_energy_parse(FAMILIES[f], &options.model.energy));
            options.model.energy.parameter[0] = 60;
            options.running.pruning = dense ? HOP_PRUNING_NEVER : HOP_PRUNING_AUTO;
            hop_recall *recall = fixture_recall(memory, &options);
            for (size_t j = 0; j < DIM; j++) states[dense][j] = j == 7 ? -3e38 : 1e36;
            assert_ok(hop_recall_step(recall, states[dense], 1, &energy[dense], NULL));
            double beyond[DIM] = {[7] = 1e39};
            assert_refused(hop_recall_step(recall, beyond, 1, NULL, NULL), HOP_E_VALUE,
                           "query 0: ");
            assert_contains(hop_status_detail(), "range of float; use double precision");
            hop_recall_destroy(recall);
        }
        assert_memory_equal(states[0], states[1], sizeof states[0]);
        assert_true(energy[0] == energy[1]);
    }
    hop_memory_destroy(memory);
}

static void nothing_is_left_out_where_that_is_forbidden_or_cannot_pay(void **state) {
    (void)state;
    hop_memory *memory = memory_of(GREY), *few = fixture_memory(20, DIM, HOP_U8, FIXTURE_GREY, 1);
    hop_recall_options options = fixture_options("correlation", 100, HOP_FLOAT);
    options.running.pruning = HOP_PRUNING_NEVER;
    hop_recall *dense = fixture_recall(memory, &options);
    assert_null(dense->sieve);
    hop_recall_destroy(dense);
    options.running.pruning = HOP_PRUNING_AUTO;
    hop_recall *small = fixture_recall(few, &options);
    assert_null(small->sieve);
    hop_recall_destroy(small);
    hop_memory_destroy(memory);
    hop_memory_destroy(few);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_are_those_of_the_reference),
        cmocka_unit_test(sparse_families_lose_nothing),
        cmocka_unit_test(recalls_end_where_dense_ones_do),
        cmocka_unit_test(energies_never_rise),
        cmocka_unit_test(threads_do_not_change_a_byte),
        cmocka_unit_test(flat_weights_take_the_dense_step),
        cmocka_unit_test(states_at_the_limits_of_float_take_the_dense_step),
        cmocka_unit_test(nothing_is_left_out_where_that_is_forbidden_or_cannot_pay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
