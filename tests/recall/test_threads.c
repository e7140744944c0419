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

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(several_threads_may_use_one_recall)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
