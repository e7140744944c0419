/* Sweeps in the library: threads, shards, resumption, failure, prediction.
 * Covers: sweep_run.c
 * SPDX-License-Identifier: MIT */
#include "sweep/sweep_private.h"

#include <stdatomic.h>
#include <threads.h>

#include "base/fail.h"
#include "support/experiment.h"

static const char GRID[] = "dim=20,30 load=0.1:0.5:0.1 trials=20";

/* All numbers of the results, and where they belong. */
static char *describe(const hop_sweep *experiment, const hop_results *results) {
    char *identity = NULL, *text = NULL;
    size_t size = 0;
    assert_ok(hop_sweep_identity(experiment, &identity));
    assert_ok(hop_cells_print(identity, results, experiment->row->line_size / sizeof(double), &text,
                              &size));
    free(identity);
    return text;
}

static void threads_and_shards_do_not_change_results(void **state) {
    (void)state;
    hop_sweep *experiment = fixture_experiment("capacity", GRID, 4);
    hop_results one = fixture_sweep(experiment, 1, NULL);
    assert_int_equal(one.count, 10);
    char *expected = describe(experiment, &one);
    hop_results five = fixture_sweep(experiment, 5, NULL);
    char *found = describe(experiment, &five);
    assert_string_equal(found, expected);
    free(found);
    hop_results_clear(&five);
    size_t total = 0;
    for (size_t shard = 1; shard <= 3; shard++) {
        hop_results part = {0};
        hop_sweep_options options = {.threads = 2, .shard = shard, .shards = 3};
        assert_ok(hop_sweep_run(experiment, &options, &part));
        total += part.count;
        for (size_t i = 0; i < part.count; i++) {
            const hop_finished *same = hop_results_find(&one, part.all[i].index);
            assert_non_null(same);
            assert_memory_equal(same->lines.all, part.all[i].lines.all, experiment->row->line_size);
        }
        hop_results_clear(&part);
    }
    assert_int_equal(total, one.count);
    free(expected);
    hop_results_clear(&one);
    hop_sweep_destroy(experiment);
}

static void another_seed_gives_other_results(void **state) {
    (void)state;
    hop_sweep *a = fixture_experiment("capacity", GRID, 4);
    hop_sweep *b = fixture_experiment("capacity", GRID, 5);
    hop_results first = fixture_sweep(a, 2, NULL), second = fixture_sweep(b, 2, NULL);
    size_t different = 0;
    for (size_t i = 0; i < first.count; i++)
        different +=
            memcmp(first.all[i].lines.all, second.all[i].lines.all, a->row->line_size) != 0;
    assert_true(different > first.count / 2);
    hop_results_clear(&first);
    hop_results_clear(&second);
    hop_sweep_destroy(a);
    hop_sweep_destroy(b);
}

typedef struct watch {
    size_t calls, stop_at, last_done;
    double fraction;
} watch;

static int look(void *context, const hop_sweep_state *progress) {
    watch *w = context;
    bool news = w->calls == 0 || progress->done != w->last_done; /* not from within a cell */
    w->last_done = progress->done;
    w->fraction = progress->fraction;
    w->calls += news ? 1 : 0;
    return w->stop_at > 0 && w->calls >= w->stop_at;
}

static void a_cancelled_sweep_goes_on_from_its_cells(void **state) {
    (void)state;
    hop_sweep *experiment = fixture_experiment("capacity", GRID, 4);
    hop_results whole = fixture_sweep(experiment, 1, NULL), resumed = {0};
    char *expected = describe(experiment, &whole);
    const char *path = support_path("cells");
    watch w = {.stop_at = 5};
    hop_sweep_options options = {.threads = 1, .cells = path, .progress = look, .context = &w};
    assert_refused(hop_sweep_run(experiment, &options, &resumed), HOP_E_CANCELLED,
                   "4 of 10 cells are in");
    w = (watch){0};
    assert_ok(hop_sweep_run(experiment, &options, &resumed));
    /* One word at the beginning, one a cell that was missing. */
    assert_int_equal(w.calls, 7);
    assert_int_equal(w.last_done, 10);
    assert_near(w.fraction, 1, 1e-12);
    char *found = describe(experiment, &resumed);
    assert_string_equal(found, expected);
    free(found);
    free(expected);
    hop_results_clear(&whole);
    hop_results_clear(&resumed);
    hop_sweep_destroy(experiment);
}

/* ---- an experiment whose first two cells wait for each other ---- */

static atomic_bool second_began, cancelled;

/* False after ten seconds: then there was one thread only. */
static bool wait_for(atomic_bool *event) {
    for (size_t i = 0; i < 10000 && !*event; i++)
        thrd_sleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    return *event;
}

static hop_status waiting_cell(const hop_sweep *e, const void *cell, uint64_t seed,
                               hop_lines *lines) {
    bool first = *(const double *)cell == 1;
    (void)e;
    (void)seed;
    if (!first) second_began = true;
    if (!wait_for(first ? &second_began : &cancelled)) return HOP_E_SUPPORT;
    (void)lines;
    return HOP_OK;
}

static hop_cost no_cost(const hop_sweep *e, const void *cell) {
    (void)e;
    (void)cell;
    return (hop_cost){.seconds = 1};
}

static int cancel_after_one(void *context, const hop_sweep_state *progress) {
    (void)context;
    cancelled = progress->done == 1;
    return cancelled;
}

static void cells_under_way_when_a_sweep_is_cancelled_are_counted_too(void **state) {
    (void)state;
    static const hop_setting SETTINGS[] = {
        {.parameter = {.name = "n", .low = 1, .high = 9}, .swept = true},
        {.parameter = {.name = NULL}}};
    static const hop_experiment_row ROW = {.row = {.name = "waiting"},
                                           .settings = SETTINGS,
                                           .cell_size = sizeof(double),
                                           .line_size = sizeof(double),
                                           .cell = waiting_cell,
                                           .cost = no_cost};
    const hop_given given = {.name = "n", .text = "1,2,3,4"};
    hop_sweep *experiment = NULL;
    hop_results results = {0};
    assert_ok(hop_sweep_create(&ROW, &given, 1, 1, &experiment));
    hop_sweep_options options = {.threads = 2, .progress = cancel_after_one};
    assert_refused(hop_sweep_run(experiment, &options, &results), HOP_E_CANCELLED,
                   "interrupted with 2 of 4 cells done");
    hop_sweep_destroy(experiment);
}

/* ---- an experiment whose cells ask whether to go on ---- */

static hop_status asking_cell(const hop_sweep *e, const void *cell, uint64_t seed,
                              hop_lines *lines) {
    (void)seed;
    for (double part = 0; part <= *(const double *)cell; part += 0.125) {
        thrd_sleep(&(struct timespec){.tv_nsec = 120000000}, NULL);
        HOP_TRY(hop_watch_look(e->watch, part));
    }
    (void)lines;
    return HOP_OK;
}

/* Cancels once a quarter of all is done, which is in the middle of a cell. */
static int cancel_within(void *context, const hop_sweep_state *progress) {
    watch *w = context;
    w->last_done = progress->done;
    w->fraction = progress->fraction;
    return progress->fraction >= 0.25;
}

static void a_cell_that_asks_tells_progress_and_ends_early(void **state) {
    (void)state;
    static const hop_setting SETTINGS[] = {
        {.parameter = {.name = "n", .low = 0, .high = 9}, .swept = true},
        {.parameter = {.name = NULL}}};
    static const hop_experiment_row ROW = {.row = {.name = "asking"},
                                           .settings = SETTINGS,
                                           .cell_size = sizeof(double),
                                           .line_size = sizeof(double),
                                           .cell = asking_cell,
                                           .cost = no_cost};
    const hop_given given = {.name = "n", .text = "1,1.0"};
    hop_sweep *experiment = NULL;
    hop_results results = {0};
    watch w = {0};
    assert_ok(hop_sweep_create(&ROW, &given, 1, 1, &experiment));
    hop_sweep_options options = {.threads = 1, .progress = cancel_within, .context = &w};
    assert_refused(hop_sweep_run(experiment, &options, &results), HOP_E_CANCELLED,
                   "interrupted with 0 of 2 cells done");
    assert_int_equal(w.last_done, 0);
    assert_near(w.fraction, 0.25, 1e-12);
    hop_sweep_destroy(experiment);
}

typedef struct course {
    size_t words, known;
    double last;
    bool fell, search;
    size_t found;
} course;

static int follow(void *context, const hop_sweep_state *progress) {
    course *c = context;
    c->words++;
    c->search = progress->search;
    c->found = progress->found;
    if (isnan(progress->fraction)) return 0;
    c->known++;
    c->fell = c->fell || progress->fraction < c->last || progress->fraction > 1;
    c->last = progress->fraction;
    return 0;
}

static void progress_of_a_search_is_of_all_its_rounds(void **state) {
    (void)state;
    hop_sweep *experiment = fixture_experiment("capacity", "dim=100 trials=2000", 4);
    hop_results results = {0};
    course c = {0};
    const char *path = support_path("course");
    hop_sweep_options options = {.threads = 1, .cells = path, .progress = follow, .context = &c};
    assert_ok(hop_sweep_run(experiment, &options, &results));
    /* How much is left is told anew with every round, but always told. */
    assert_true(c.search && c.known > 0);
    assert_int_equal(c.known, c.words);
    assert_int_equal(c.found, 0);
    /* Later rounds do not begin at nothing again. */
    assert_true(c.last > 0.5 && c.last <= 1);
    hop_results_clear(&results);
    c = (course){0};
    assert_ok(hop_sweep_run(experiment, &options, &results));
    assert_int_equal(c.words, 0); /* all cells are there */
    hop_results_clear(&results);
    hop_sweep_destroy(experiment);
    experiment = fixture_experiment("capacity", GRID, 4);
    options.cells = NULL;
    assert_ok(hop_sweep_run(experiment, &options, &results));
    assert_false(c.search || c.fell);
    assert_near(c.last, 1, 1e-9);
    hop_results_clear(&results);
    hop_sweep_destroy(experiment);
}

static void a_chain_goes_on_from_the_middle_of_a_round(void **state) {
    (void)state;
    hop_sweep *experiment = fixture_experiment("capacity", "dim=30", 4);
    hop_results whole = fixture_sweep(experiment, 2, NULL), resumed = {0};
    char *expected = describe(experiment, &whole);
    assert_true(whole.count > 24);
    watch w = {.stop_at = 20};
    hop_sweep_options options = {
        .threads = 1, .cells = support_path("chain"), .progress = look, .context = &w};
    assert_int_equal(hop_sweep_run(experiment, &options, &resumed), HOP_E_CANCELLED);
    w = (watch){0};
    options.threads = 3;
    assert_ok(hop_sweep_run(experiment, &options, &resumed));
    char *found = describe(experiment, &resumed);
    assert_string_equal(found, expected);
    free(found);
    free(expected);
    hop_results_clear(&whole);
    hop_results_clear(&resumed);
    hop_sweep_destroy(experiment);
}

static void a_cell_that_fails_ends_the_sweep_with_its_own_sentence(void **state) {
    (void)state;
    hop_sweep *experiment =
        fixture_experiment("capacity", "dim=20 load=0.1,0.2 corrupt=mask:side=left,area=0.5", 1);
    hop_results results = {0};
    hop_sweep_options options = {.threads = 2};
    assert_refused(hop_sweep_run(experiment, &options, &results), HOP_E_SUPPORT,
                   "no unknown values");
    assert_null(results.all);
    hop_sweep_destroy(experiment);
}

static void parts_are_merged_by_an_experiment_made_from_them(void **state) {
    (void)state;
    hop_sweep *experiment = fixture_experiment("capacity", GRID, 4), *merged = NULL;
    hop_results whole = fixture_sweep(experiment, 2, NULL), joined = {0};
    for (size_t shard = 1; shard <= 2; shard++) {
        hop_results part = {0};
        hop_sweep_options options = {.threads = 2, .shard = shard, .shards = 2};
        assert_ok(hop_sweep_run(experiment, &options, &part));
        assert_ok(hop_sweep_save(experiment, &part, support_path("part%zu", shard), false));
        hop_results_clear(&part);
    }
    const char *const paths[] = {support_path("part2"), support_path("part1")};
    assert_ok(
        hop_sweep_merge(hop_experiment_catalog(), paths, 2, &hop_load_defaults, &merged, &joined));
    char *expected = fixture_print(experiment, &whole, "json");
    char *found = fixture_print(merged, &joined, "json");
    assert_string_equal(found, expected);
    assert_refused(
        hop_sweep_merge(hop_experiment_catalog(), paths, 0, &hop_load_defaults, &merged, &joined),
        HOP_E_EMPTY, "no parts");
    free(expected);
    free(found);
    hop_results_clear(&whole);
    hop_results_clear(&joined);
    hop_sweep_destroy(experiment);
    hop_sweep_destroy(merged);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_and_shards_do_not_change_results),
        cmocka_unit_test(another_seed_gives_other_results),
        cmocka_unit_test(a_cancelled_sweep_goes_on_from_its_cells),
        cmocka_unit_test(cells_under_way_when_a_sweep_is_cancelled_are_counted_too),
        cmocka_unit_test(a_cell_that_asks_tells_progress_and_ends_early),
        cmocka_unit_test(progress_of_a_search_is_of_all_its_rounds),
        cmocka_unit_test(a_chain_goes_on_from_the_middle_of_a_round),
        cmocka_unit_test(a_cell_that_fails_ends_the_sweep_with_its_own_sentence),
        cmocka_unit_test(parts_are_merged_by_an_experiment_made_from_them),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
