/* What a search says that is before it, round by round.  How near that is in seconds is measured,
 * not tested: it depends on the machine.
 * SPDX-License-Identifier: MIT */
#include "experiment/locate.h"

#include "support/experiment.h"

static double price(const hop_sweep *e, const hop_plan *plan) {
    double all = 0;
    for (size_t i = 0; i < plan->count; i++) all += e->row->cost(e, hop_plan_at(plan, i)).seconds;
    return all;
}

/* Of trials as its first round has them, as many as are before it then. */
static double trials_before(const char *settings) {
    hop_sweep *e = fixture_experiment("capacity", settings, 1);
    hop_plan plan = {.cell_size = e->row->cell_size};
    assert_ok(e->row->next(e, e->first, NULL, 0, &plan));
    const struct cell *first = hop_plan_at(&plan, 0);
    const double trials = plan.left / price(e, &plan) * first->trials * (double)plan.count;
    free(plan.cells);
    hop_sweep_destroy(e);
    return trials;
}

/* No interval is believed before 3 rounds of 12 places with 64 trials: however steep success falls,
 * they are to come.  They were not counted, and a search took three times what was said. */
static void a_search_counts_on_the_trials_that_it_needs_at_least(void **state) {
    (void)state;
    const double least = 3 * 12 * 64;
    assert_near(trials_before("dim=4000"), least, 1);
    const double more = trials_before("dim=4000 precision=0.002");
    assert_true(more > 3 * least && more < 20000);
    assert_near(trials_before("dim=4000 precision=0.0002"), 20000, 1);
    assert_near(trials_before("dim=4000 trials=1000"), 1000, 1);
}

/* The first round beyond the scouts may lie wide of the crossing: what its interval would take is
 * ten times what it does take, and is not believed as long as the usual number is not reached. */
static void a_first_round_does_not_foretell_ten_times_the_trials(void **state) {
    (void)state;
    static const double SUCCESS[] = {64, 64, 60, 52, 50, 40, 30, 20, 12, 4, 0, 0};
    hop_sweep *e = fixture_experiment("capacity", "dim=4000", 1);
    enum { PLACES = 12 };
    struct line lines[PLACES] = {{0}};
    hop_finished seen[PLACES] = {{0}};
    const double trials = 64, least = 3 * PLACES * trials;
    for (size_t i = 0; i < PLACES; i++) {
        lines[i] = (struct line){.place = 0.06 + 0.015 * (double)i, .tried = trials};
        for (size_t k = 0; k < HOP_CRITERION_COUNT; k++) lines[i].success[k] = SUCCESS[i];
        seen[i].lines = (hop_lines){.all = &lines[i], .count = 1};
    }
    hop_plan plan = {.cell_size = e->row->cell_size};
    assert_ok(e->row->next(e, e->first, seen, PLACES, &plan));
    assert_true(plan.count > 0);
    const struct cell *first = hop_plan_at(&plan, 0);
    const double left = plan.left / price(e, &plan) * first->trials * (double)plan.count;
    assert_near(left, least - PLACES * trials, 1);
    free(plan.cells);
    hop_sweep_destroy(e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_search_counts_on_the_trials_that_it_needs_at_least),
        cmocka_unit_test(a_first_round_does_not_foretell_ten_times_the_trials),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
