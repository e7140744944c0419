/* One recall, several threads at once, the same bytes.  (Under -fsanitize=thread, no races.)
 * Covers: run.c step.c
 * SPDX-License-Identifier: MIT */
#include <pthread.h>

#include "bipolar.h"

enum { THREADS = 4, QUERIES = 6, DIM = 48 };

typedef struct caller {
    const hop_recall *recall;
    const double *queries;
    hop_recall_result result;
    hop_status status;
} caller;

static void *call(void *context) {
    caller *own = context;
    own->status = hop_recall_run(own->recall, own->queries, QUERIES, &own->result);
    if (own->status == HOP_OK) own->status = hop_recall_score(own->recall, NULL, &own->result);
    return NULL;
}

static void assert_shared(const hop_recall_options *options) {
    hop_memory *memory = fixture_memory(600, DIM, HOP_U8, FIXTURE_GREY, 3);
    double *queries = fixture_vectors(QUERIES, DIM, FIXTURE_GREY, 4);
    hop_recall *recall = fixture_recall(memory, options);
    caller callers[THREADS];
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        callers[i] = (caller){.recall = recall, .queries = queries};
        assert_int_equal(pthread_create(&threads[i], NULL, call, &callers[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(callers[i].status, HOP_OK);
        assert_memory_equal(callers[i].result.outputs, callers[0].result.outputs,
                            QUERIES * DIM * sizeof(double));
    }
    for (size_t i = 0; i < THREADS; i++) hop_recall_result_clear(&callers[i].result);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
    free(queries);
}

static void several_threads_may_use_one_recall(void **state) {
    (void)state;
    static const char *const BIPOLAR[] = {"hebb", "polynomial:degree=3,rectified=no"};
    hop_recall_options real = fixture_options("correlation", 50, HOP_FLOAT);
    assert_shared(&real);
    real.running.precision = HOP_DOUBLE;
    assert_shared(&real);
    for (size_t i = 0; i < 2; i++) {
        hop_recall_options options = bipolar_options(BIPOLAR[i]);
        assert_shared(&options);
    }
}

/* A recall of `count` states by that many threads; what is shown, and similarities all over. */
static hop_recall_result recall_by(const hop_memory *memory, hop_recall_options options,
                                   size_t threads, const double *queries, size_t count,
                                   double *shown) {
    hop_recall_result result = {0};
    options.running.threads = threads;
    hop_recall *recall = fixture_recall(memory, &options);
    assert_int_equal(hop_recall_run(recall, queries, count, &result), HOP_OK);
    assert_int_equal(hop_recall_score(recall, NULL, &result), HOP_OK);
    assert_int_equal(hop_recall_readout(recall, result.states, count, shown), HOP_OK);
    hop_recall_destroy(recall);
    return result;
}

/* Few states share the patterns out, many do not; a state that stays is read out by what its last
 * step found. */
static void few_states_by_many_threads_give_the_bytes_of_one(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(601, DIM, HOP_U8, FIXTURE_GREY, 3);
    double *queries = fixture_vectors(QUERIES, DIM, FIXTURE_GREY, 4), one[QUERIES * DIM],
           many[QUERIES * DIM];
    const hop_recall_options options = fixture_options("information", 1, HOP_FLOAT);
    for (size_t count = 1; count <= QUERIES; count += QUERIES - 1) {
        hop_recall_result first = recall_by(memory, options, 1, queries, count, one);
        hop_recall_result other = recall_by(memory, options, 4, queries, count, many);
        assert_memory_equal(other.outputs, first.outputs, count * DIM * sizeof *one);
        assert_memory_equal(other.states, first.states, count * DIM * sizeof *one);
        assert_memory_equal(many, one, count * DIM * sizeof *one);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(other.queries[i].steps, first.queries[i].steps);
            assert_memory_equal(other.queries[i].energy, first.queries[i].energy,
                                (first.queries[i].steps + 1) * sizeof(double));
            if (first.queries[i].stop == HOP_STOP_ENERGY)
                assert_memory_equal(one + i * DIM, first.outputs + i * DIM, DIM * sizeof *one);
        }
        hop_recall_result_clear(&first);
        hop_recall_result_clear(&other);
    }
    hop_memory_destroy(memory);
    free(queries);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(several_threads_may_use_one_recall),
        cmocka_unit_test(few_states_by_many_threads_give_the_bytes_of_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
