/* The k-th allocation fails, for every k: always a sentence, never a crash or a leak.  And no
 * allocation is as large as the memory.
 * Covers: recall.c run.c keys.c beta.c start.c fast.c reference.c readout.c score.c compare.c
 * SPDX-License-Identifier: MIT */
#include "fixture.h"
#include "support/failing.h"

enum { COUNT = 70, DIM = 12, QUERIES = 20 };

typedef struct given {
    hop_memory *memory;
    hop_recall_options options;
    double *queries;
} given;

static hop_status create_and_run(void *context) {
    const given *g = context;
    hop_recall *recall = NULL;
    hop_recall_result result = {0};
    hop_status status = hop_recall_create(g->memory, &g->options, &recall);
    if (status != HOP_OK) {
        assert_null(recall);
        return status;
    }
    status = hop_recall_run(recall, g->queries, QUERIES, &result);
    if (status != HOP_OK) assert_null(result.queries);
    if (status == HOP_OK) status = hop_recall_score(recall, NULL, &result);
    if (status == HOP_OK) status = hop_recall_compare_attention(recall, SIZE_MAX, &result);
    hop_recall_result_clear(&result);
    hop_recall_destroy(recall);
    return status;
}

static void assert_every_failure_is_said(const char *similarity, hop_precision precision) {
    given g = {fixture_memory(COUNT, DIM, HOP_U8, FIXTURE_GREY, 1),
               fixture_options(similarity, NAN, precision),
               fixture_vectors(QUERIES, DIM, FIXTURE_GREY, 2)};
    g.queries[5] = NAN;
    assert_true(failing_try_all(create_and_run, &g, HOP_E_MEMORY) > 20);
    free(g.queries);
    hop_memory_destroy(g.memory);
}

static void every_allocation_that_fails_is_said_in_a_sentence(void **state) {
    (void)state;
    if (!CAN_FAIL) skip();
    for (int precision = 0; precision < 2; precision++)
        for (size_t s = 0; s < FIXTURE_SIMILARITY_COUNT; s++)
            assert_every_failure_is_said(FIXTURE_SIMILARITIES[s], (hop_precision)precision);
}

/* Too many patterns for their keys to be kept as floats, or a number for each and many queries;
 * what is held of so many is not to grow by more than a frame each. */
static void a_run_holds_no_copy_of_a_large_memory(void **state) {
    (void)state;
    enum { PATTERNS = 300000, WIDTH = 64, AT_ONCE = 10000, MOST = 18 << 20 };
    if (!CAN_FAIL) skip();
    double *some = fixture_vectors(AT_ONCE, WIDTH, FIXTURE_GREY, 5);
    hop_memory *memory = fixture_memory_of(some, 0, WIDTH, HOP_U8);
    for (size_t i = 0; i < PATTERNS; i += AT_ONCE)
        assert_ok(hop_memory_append(memory, some, AT_ONCE, NULL));
    hop_recall_options options = fixture_options("correlation", 20, HOP_FLOAT);
    options.stopping.steps = 1;
    options.running.pruning = HOP_PRUNING_NEVER;
    hop_recall *recall = NULL;
    hop_recall_result result = {0};
    some[5] = NAN;
    atomic_store(&failing_largest, 0);
    assert_ok(hop_recall_create(memory, &options, &recall));
    assert_ok(hop_recall_run(recall, some, 20, &result));
    assert_ok(hop_recall_score(recall, NULL, &result));
    assert_ok(hop_recall_compare_attention(recall, 20, &result));
    assert_true(result.queries[0].attention_difference <= 1e-4);
    assert_true(atomic_load(&failing_largest) > 0);
    assert_true(atomic_load(&failing_largest) < MOST);
    hop_recall_result_clear(&result);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
    free(some);
}

/* Where patterns are left out, lists grow with the data; everything else is there before. */
static void no_step_but_the_first_allocates(void **state) {
    (void)state;
    static const size_t MANY = 1 << 30;
    static const char *const SIMILARITIES[] = {"dot",       "correlation", "cosine",
                                               "euclidean", "manhattan",   "robust",
                                               "hamming",   "information"};
    if (!CAN_FAIL) skip();
    for (size_t k = 0; k < 2 * sizeof SIMILARITIES / sizeof *SIMILARITIES; k++) {
        const char *similarity = SIMILARITIES[k / 2];
        hop_memory *memory = fixture_memory(COUNT, DIM, HOP_U8, FIXTURE_GREY, 1);
        hop_recall_options options = fixture_options(similarity, 2, (hop_precision)(k % 2));
        hop_recall *recall = fixture_recall(memory, &options);
        double *states = fixture_vectors(QUERIES, DIM, FIXTURE_GREY, 2);
        hop_recall_workspace *workspace = NULL;
        for (size_t j = 0; hop_recall_is_bipolar(recall) && j < QUERIES * DIM; j++)
            states[j] = states[j] < 0.5 ? -1 : 1;
        assert_ok(hop_recall_workspace_create(recall, QUERIES, &workspace));
        assert_ok(hop_recall_step(recall, states, QUERIES, NULL, workspace));
        atomic_store(&failing_left, MANY);
        atomic_store(&failing_armed, true);
        hop_status status = hop_recall_step(recall, states, QUERIES, NULL, workspace);
        atomic_store(&failing_armed, false);
        assert_ok(status);
        size_t made = MANY - atomic_load(&failing_left);
        if (made > 0) fail_msg("%s, precision %zu: %zu allocations", similarity, k % 2, made);
        hop_recall_workspace_destroy(workspace);
        free(states);
        hop_recall_destroy(recall);
        hop_memory_destroy(memory);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_that_fails_is_said_in_a_sentence),
        cmocka_unit_test(no_step_but_the_first_allocates),
        cmocka_unit_test(a_run_holds_no_copy_of_a_large_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
