/* What a sweep will take.
 * SPDX-License-Identifier: MIT */
#include "support/experiment.h"

static void predictions_add_up_and_refuse_what_cannot_fit(void **state) {
    (void)state;
    hop_sweep *e = fixture_experiment("capacity", "dim=20,30 load=0.1:0.5:0.1 trials=20", 4);
    hop_prediction one = {0}, part = {0};
    hop_sweep_options options = {.threads = 1};
    assert_ok(hop_sweep_predict(e, &options, false, &one));
    assert_int_equal(one.cells, 10);
    assert_true(one.seconds > 0 && one.bytes > 0 && one.available > 1e6);
    options = (hop_sweep_options){.threads = 1, .shard = 1, .shards = 3};
    assert_ok(hop_sweep_predict(e, &options, false, &part));
    assert_int_equal(part.cells, 4);
    hop_sweep_destroy(e);
    e = fixture_experiment("capacity", "dim=1000 load=0.1 energy=lse:beta=1 trials=1", 1);
    hop_results results = {0};
    assert_refused(hop_sweep_run(e, &options, &results), HOP_E_LIMIT, " are free; take");
    hop_sweep_destroy(e);
}

/* A search that is soon done is done: what is said is what it took, not what costs say. */
static void a_small_search_is_foretold_by_doing_it(void **state) {
    (void)state;
    hop_sweep *e = fixture_experiment("capacity", "dim=20 energy=exponential", 1);
    hop_sweep_options options = {.threads = 1};
    hop_prediction said = {0}, timed = {0};
    assert_ok(hop_sweep_predict(e, &options, false, &said));
    assert_ok(hop_sweep_predict(e, &options, true, &timed));
    assert_int_equal(timed.cells, said.cells);
    assert_true(timed.sequential && timed.cells > timed.chains);
    assert_true(timed.seconds > 0 && isfinite(timed.seconds));
    hop_sweep_destroy(e);
}

/* Cells of a grid that takes longer are sampled; nothing of them is kept. */
static void a_large_grid_is_foretold_from_some_of_its_cells(void **state) {
    (void)state;
    hop_sweep *e = fixture_experiment("capacity", "dim=300 load=0.1:0.2:0.05 trials=1000000", 1);
    hop_sweep_options one = {.threads = 1}, three = {.threads = 3};
    hop_prediction alone = {0}, together = {0};
    assert_ok(hop_sweep_predict(e, &one, true, &alone));
    assert_ok(hop_sweep_predict(e, &three, true, &together));
    assert_int_equal(alone.cells, 3);
    assert_true(alone.seconds > 1 && together.seconds < alone.seconds);
    hop_sweep_destroy(e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(predictions_add_up_and_refuse_what_cannot_fit),
        cmocka_unit_test(a_small_search_is_foretold_by_doing_it),
        cmocka_unit_test(a_large_grid_is_foretold_from_some_of_its_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
