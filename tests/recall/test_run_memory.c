/* The k-th allocation fails, for every k: always a sentence, never a crash or a leak.  And no
 * allocation is as large as the memory.
 * Covers: recall.c run.c keys.c beta.c start.c fast.c reference.c readout.c score.c compare.c
 * SPDX-License-Identifier: MIT */
#include <stdatomic.h>

#include "fixture.h"

/* The C library's own, under the names it keeps for that; a sanitizer brings its own allocator. */
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CAN_FAIL 1
void *__libc_calloc(size_t count, size_t size); // NOLINT
void *__libc_realloc(void *old, size_t size);   // NOLINT

static atomic_bool armed;
static atomic_size_t left; /* allocations before the failing one */

static atomic_size_t largest; /* bytes asked for at once */

static bool fails(size_t bytes) {
    size_t before = atomic_load(&largest);
    while (bytes > before && !atomic_compare_exchange_weak(&largest, &before, bytes)) continue;
    return atomic_load(&armed) && atomic_fetch_sub(&left, 1) == 0;
}

void *calloc(size_t count, size_t size) {
    return fails(count * size) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
    return fails(size) ? NULL : __libc_realloc(old, size);
}
#else
#define CAN_FAIL 0
static atomic_bool armed;
static atomic_size_t left, largest;
#endif

enum { COUNT = 70, DIM = 12, QUERIES = 20 };

static hop_status create_and_run(const hop_memory *memory, const hop_recall_options *options,
                                 const double *queries) {
    hop_recall *recall = NULL;
    hop_recall_result result = {0};
    hop_status status = hop_recall_create(memory, options, &recall);
    if (status != HOP_OK) {
        assert_null(recall);
        return status;
    }
    status = hop_recall_run(recall, queries, QUERIES, &result);
    if (status != HOP_OK) assert_null(result.queries);
    if (status == HOP_OK) status = hop_recall_score(recall, NULL, &result);
    if (status == HOP_OK) status = hop_recall_compare_attention(recall, SIZE_MAX, &result);
    hop_recall_result_clear(&result);
    hop_recall_destroy(recall);
    return status;
}

static void assert_every_failure_is_said(const char *similarity, hop_precision precision) {
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_U8, FIXTURE_GREY, 1);
    double *queries = fixture_vectors(QUERIES, DIM, FIXTURE_GREY, 2);
    hop_recall_options options = fixture_options(similarity, NAN, precision);
    queries[5] = NAN;
    assert_ok(create_and_run(memory, &options, queries)); /* threads are there from now on */
    size_t failures = 0;
    for (;; failures++) {
        atomic_store(&left, failures);
        atomic_store(&armed, true);
        hop_status status = create_and_run(memory, &options, queries);
        atomic_store(&armed, false);
        /* Below zero it wraps: then one failed, and what it was for could be done without. */
        if (status == HOP_OK && atomic_load(&left) > SIZE_MAX / 2) continue;
        if (status == HOP_OK) break;
        if (status != HOP_E_MEMORY) print_error("allocation %zu: ", failures);
        assert_int_equal(status, HOP_E_MEMORY);
        /* What fails in a worker is said by the thread that waits for it, without the size. */
        if (!strstr(hop_status_detail(), "MiB are needed"))
            assert_contains(hop_status_detail(), hop_status_text(HOP_E_MEMORY));
    }
    assert_true(failures > 20);
    free(queries);
    hop_memory_destroy(memory);
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
    atomic_store(&largest, 0);
    assert_ok(hop_recall_create(memory, &options, &recall));
    assert_ok(hop_recall_run(recall, some, 20, &result));
    assert_ok(hop_recall_score(recall, NULL, &result));
    assert_ok(hop_recall_compare_attention(recall, 20, &result));
    assert_true(result.queries[0].attention_difference <= 1e-4);
    assert_true(atomic_load(&largest) > 0);
    assert_true(atomic_load(&largest) < MOST);
    hop_recall_result_clear(&result);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
    free(some);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_that_fails_is_said_in_a_sentence),
        cmocka_unit_test(a_run_holds_no_copy_of_a_large_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
