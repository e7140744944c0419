/* Sweeps when memory runs out, or the user: the k-th allocation fails, for every k, and a search is
 * cancelled after every cell; always a sentence, and nothing is left behind.
 * Covers: sweep.c round.c sweep_run.c results.c opened.c
 * SPDX-License-Identifier: MIT */
#include <malloc.h>

#include "support/experiment.h"
#include "support/failing.h"

/* Bytes that are not free()d. */
static size_t in_use(void) {
    return mallinfo2().uordblks;
}

static const char SEARCH[] = "dim=30 precision=0.2";

static hop_status create_and_run(void *settings) {
    hop_sweep *e = NULL;
    hop_results results = {0};
    hop_sweep_options options = {.threads = 1};
    hop_status status = fixture_try("capacity", settings, 1, &e);
    if (status == HOP_OK) status = hop_sweep_open(e, &hop_load_defaults);
    if (status == HOP_OK) status = hop_sweep_run(e, &options, &results);
    if (status != HOP_OK) assert_null(results.all);
    hop_results_clear(&results);
    hop_sweep_destroy(e);
    return status;
}

static void every_allocation_that_fails_is_said_in_a_sentence(void **state) {
    (void)state;
    char grid[] = "dim=10 load=0.1,0.2 trials=2";
    if (!CAN_FAIL) skip();
    assert_true(failing_try_all(create_and_run, grid, HOP_E_MEMORY) > 40);
}

static int cancel_after(void *cells, const hop_sweep_state *progress) {
    return progress->done >= *(const size_t *)cells;
}

static void cancel_a_search(const hop_sweep *e, size_t cells) {
    hop_results results = {0};
    hop_sweep_options options = {.threads = 1, .progress = cancel_after, .context = &cells};
    assert_refused(hop_sweep_run(e, &options, &results), HOP_E_CANCELLED, "interrupted");
}

/* Forty cells are of several rounds; their lines alone would be some 5000 bytes each time, beside
 * which the allocator keeps a little at hand. */
static void a_cancelled_search_leaves_nothing_behind(void **state) {
    (void)state;
    hop_sweep *e = fixture_experiment("capacity", SEARCH, 1);
    for (size_t k = 0; k < 3; k++) cancel_a_search(e, 40);
    size_t before = in_use();
    for (size_t k = 0; k < 20; k++) cancel_a_search(e, 40);
    assert_in_range(in_use(), 0, before + 50000);
    hop_sweep_destroy(e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_that_fails_is_said_in_a_sentence),
        cmocka_unit_test(a_cancelled_search_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
