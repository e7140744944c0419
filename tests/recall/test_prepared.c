/* What a memory keeps makes no difference but of time.
 * Covers: prepare.c
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

static void a_prepared_memory_gives_the_same_beta_and_the_same_bytes(void **state) {
    (void)state;
    enum { COUNT = 300, DIM = 40, QUERIES = 10 };
    static const char *const PRODUCTS[] = {"correlation", "dot", "euclidean", "cosine"};
    for (size_t s = 0; s < 4; s++) {
        hop_memory *memory = fixture_memory(COUNT, DIM, HOP_U8, FIXTURE_GREY, 3);
        double *queries = fixture_vectors(QUERIES, DIM, FIXTURE_GREY, 4);
        hop_recall_options options = fixture_options(PRODUCTS[s], NAN, HOP_DOUBLE);
        hop_recall_result before = fixture_run(memory, &options, queries, QUERIES, NULL);
        assert_ok(hop_recall_prepare(memory, &options));
        assert_non_null(hop_memory_blob_name(memory, 1));
        hop_recall_result after = fixture_run(memory, &options, queries, QUERIES, NULL);
        assert_memory_equal(before.outputs, after.outputs, QUERIES * DIM * sizeof(double));
        hop_recall_result_clear(&before);
        hop_recall_result_clear(&after);
        hop_memory_destroy(memory);
        free(queries);
    }
}

/* A blob that says otherwise is what is used: that it was read at all. */
static void separations_that_are_kept_are_not_measured_again(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(30, 20, HOP_U8, FIXTURE_GREY, 3);
    hop_recall_options options = fixture_options("correlation", NAN, HOP_FLOAT);
    double tiny = 1e-6;
    hop_recall *recall = fixture_recall(memory, &options);
    double beta = hop_recall_resolved(recall)->model.energy.parameter[0];
    hop_recall_destroy(recall);
    assert_ok(hop_memory_set_blob(memory, "separations-1:correlation", &tiny, sizeof tiny));
    recall = fixture_recall(memory, &options);
    assert_true(hop_recall_resolved(recall)->model.energy.parameter[0] > 1000 * beta);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_prepared_memory_gives_the_same_beta_and_the_same_bytes),
        cmocka_unit_test(separations_that_are_kept_are_not_measured_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
