/* Experiments from end to end: the same bytes whatever the threads, the shards, or what stopped the
 * program in between.
 * SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"

/* A grid of cells that takes long enough to be stopped in its middle. */
#define GRID                                                                                    \
    "capacity", "--dim", "40,80", "--load", "0.1:0.4:0.02", "--trials", "600", "--steps", "50", \
        "--seed", "7", "--quiet"

/* The result of the undisturbed run on one thread; free() it. */
static char *undisturbed(const char *name) {
    const char *path = support_path("%s", name);
    support_result result = RUN(NULL, GRID, "--threads", "1", "-o", path);
    assert_status(result, 0);
    support_result_clear(&result);
    return support_read(path, NULL);
}

static void assert_same_file(const char *path, const char *expected) {
    char *found = support_read(path, NULL);
    assert_string_equal(found, expected);
    free(found);
}

static void threads_do_not_change_a_byte(void **state) {
    (void)state;
    char *expected = undisturbed("threads1.csv");
    for (int threads = 2; threads <= 5; threads += 3) {
        char count[16];
        snprintf(count, sizeof count, "%d", threads);
        const char *path = support_path("threads%d.csv", threads);
        support_result result = RUN(NULL, GRID, "--threads", count, "-o", path);
        assert_status(result, 0);
        support_result_clear(&result);
        assert_same_file(path, expected);
    }
    free(expected);
}

static void a_search_does_not_depend_on_threads_either(void **state) {
    (void)state;
    char *first = NULL;
    for (int threads = 1; threads <= 5; threads += 2) {
        char count[16];
        snprintf(count, sizeof count, "%d", threads);
        support_result result = RUN(NULL, "capacity", "--dim", "60", "--seed", "3", "--format",
                                    "json", "--quiet", "--threads", count);
        assert_status(result, 0);
        assert_contains(result.out, "\"threshold\": {");
        /* The moment it was made differs from run to run. */
        char *timing = strstr(result.out, "\"timing\": {"), *end = strchr(timing, '}');
        memmove(timing, end, strlen(end) + 1);
        if (first) assert_string_equal(result.out, first);
        free(first);
        first = strdup(result.out);
        support_result_clear(&result);
    }
    free(first);
}

/* Runs until the program ends by itself, killing it after growing times. */
static void kill_and_resume(const char *path, int signal, unsigned step) {
    for (unsigned after = 5;; after += step) {
        support_options options = {.signal = signal, .signal_after = after};
        support_result result = RUN(&options, GRID, "--threads", "2", "-o", path);
        int status = result.status;
        support_result_clear(&result);
        if (status == 0) return;
        assert_int_equal(status, -signal);
        /* Killed between the result and the end: there is nothing left to do. */
        if (support_exists(path)) return;
    }
}

static void a_run_killed_at_many_moments_ends_with_the_same_bytes(void **state) {
    (void)state;
    char *expected = undisturbed("whole.csv");
    for (unsigned step = 3; step <= 23; step += 10) {
        const char *path = support_path("killed%u.csv", step);
        kill_and_resume(path, SIGKILL, step);
        assert_same_file(path, expected);
    }
    free(expected);
}

static void shards_merge_into_the_same_bytes(void **state) {
    (void)state;
    char *expected = undisturbed("single.csv");
    for (int i = 1; i <= 3; i++) {
        char shard[16];
        snprintf(shard, sizeof shard, "%d/3", i);
        support_result result = RUN(NULL, GRID, "--shard", shard, "-o", support_path("part%d", i));
        assert_status(result, 0);
        support_result_clear(&result);
    }
    const char *merged = support_path("merged.csv");
    support_result result = RUN(NULL, "merge", merged, support_path("part3"), support_path("part1"),
                                support_path("part2"));
    assert_status(result, 0);
    support_result_clear(&result);
    assert_same_file(merged, expected);
    result =
        RUN(NULL, "merge", support_path("less.csv"), support_path("part1"), support_path("part3"));
    assert_status(result, 1);
    assert_contains(result.err, "cells are in none of the parts; merge all shards");
    assert_false(support_exists(support_path("less.csv")));
    support_result_clear(&result);
    free(expected);
}

static void parts_of_different_sweeps_are_not_merged(void **state) {
    (void)state;
    support_result result = RUN(NULL, "capacity", "--dim", "30", "--load", "0.1,0.2", "--seed", "1",
                                "--shard", "1/2", "-o", support_path("a.part"));
    assert_status(result, 0);
    support_result_clear(&result);
    result = RUN(NULL, "capacity", "--dim", "31", "--load", "0.1,0.2", "--seed", "1", "--shard",
                 "2/2", "-o", support_path("b.part"));
    assert_status(result, 0);
    support_result_clear(&result);
    result =
        RUN(NULL, "merge", support_path("ab.csv"), support_path("a.part"), support_path("b.part"));
    assert_status(result, 1);
    assert_contains(result.err, "b.part: holds cells of dim=31, and this is dim=30; merge only");
    support_result_clear(&result);
}

/* A sweep of four cells into `path`, of which the cells file is kept: it is the shard 1/1. */
static char *four_cells(size_t *size) {
    support_result result =
        RUN(NULL, "capacity", "--dim", "30", "--load", "0.1:0.4:0.1", "--trials", "50", "--seed",
            "2", "--shard", "1/1", "--force", "-o", support_path("four"));
    assert_status(result, 0);
    support_result_clear(&result);
    return support_read(support_path("four"), size);
}

#define FOUR \
    "capacity", "--dim", "30", "--load", "0.1:0.4:0.1", "--trials", "50", "--seed", "2", "-o"

static void a_torn_last_line_is_cut_off_and_said(void **state) {
    (void)state;
    size_t size = 0;
    char *cells = four_cells(&size);
    const char *path = support_path("torn.csv");
    support_write(support_path("torn.csv.cells"), cells, size - 9);
    support_result result = RUN(NULL, FOUR, path);
    assert_status(result, 0);
    assert_contains(result.err, "its last line was torn");
    assert_contains(result.err, "going on from 3 finished cells");
    support_result_clear(&result);
    const char *fresh = support_path("fresh.csv");
    result = RUN(NULL, FOUR, fresh);
    assert_status(result, 0);
    support_result_clear(&result);
    char *expected = support_read(fresh, NULL);
    assert_same_file(path, expected);
    free(expected);
    free(cells);
}

static void cells_of_other_settings_are_refused_and_named(void **state) {
    (void)state;
    size_t size = 0;
    char *cells = four_cells(&size);
    const char *path = support_path("other.csv"), *kept = support_path("other.csv.cells");
    support_write(kept, cells, size);
    support_result result = RUN(NULL, "capacity", "--dim", "30", "--load", "0.1:0.4:0.1",
                                "--trials", "50", "--seed", "3", "-o", path);
    assert_status(result, 1);
    assert_contains(result.err, "seed=2, and this is seed=3");
    assert_false(support_exists(path));
    support_result_clear(&result);
    result = RUN(NULL, "basin", "--dim", "30", "--seed", "2", "-o", path);
    assert_status(result, 1);
    assert_contains(result.err, "experiment=capacity, and this is experiment=basin");
    support_result_clear(&result);
    char *damaged = strdup(cells);
    char *line = strchr(damaged, '\n') + 1;
    line[5] = line[5] == '1' ? '2' : '1';
    support_write(kept, damaged, size);
    result = RUN(NULL, FOUR, path);
    assert_status(result, 1);
    assert_contains(result.err, "line 2 is damaged");
    support_result_clear(&result);
    support_write_text(kept, "name,age\n");
    result = RUN(NULL, FOUR, path);
    assert_status(result, 1);
    assert_contains(result.err, "is not a file of finished cells");
    support_result_clear(&result);
    free(damaged);
    free(cells);
}

static void a_sweep_beyond_memory_is_refused_with_the_figure(void **state) {
    (void)state;
    support_result result = RUN(NULL, "capacity", "--energy", "lse:beta=1", "--dim", "500",
                                "--load", "0.3", "--seed", "1");
    assert_status(result, 1);
    assert_contains(result.err, " of memory at once, and ");
    assert_string_equal(result.out, "");
    support_result_clear(&result);
    /* A dry run says so too, beside what it would take. */
    result = RUN(NULL, "capacity", "--energy", "lse:beta=1", "--dim", "60", "--load", "0.5",
                 "--seed", "1", "--dry-run");
    assert_status(result, 1);
    assert_contains(result.err, "this sweep would need 11 PiB of memory at once");
    assert_null(strstr(result.out, "e+"));
    support_result_clear(&result);
}

static void a_dry_run_computes_nothing(void **state) {
    (void)state;
    support_result result = RUN(NULL, GRID, "--dry-run", "-o", support_path("dry.csv"));
    assert_status(result, 0);
    assert_contains(result.out, "cells    32\n");
    assert_contains(result.out, "time");
    assert_contains(result.out, "memory");
    assert_false(support_exists(support_path("dry.csv")));
    assert_false(support_exists(support_path("dry.csv.cells")));
    support_result_clear(&result);
}

static void mistakes_of_usage_are_told_before_anything_runs(void **state) {
    (void)state;
    const char *const cases[][4] = {
        {"--load", "0.3:0.1:0.1", "backwards", "2"},
        {"--load", "", "empty", "2"},
        {"--dim", "500.5", "whole number", "2"},
        {"--criterion", "exakt", "must be one of", "2"},
        {"--energy", "lze", "Did you mean", "2"},
        {"--steps", "1,2", "not a range", "2"},
        {"--corrupt", "blur", "pictures", "1"},
        {"--patterns", "gaussian", "bipolar", "1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        support_result result = RUN(NULL, "capacity", "--seed", "1", cases[i][0], cases[i][1]);
        assert_status(result, atoi(cases[i][3]));
        assert_contains(result.err, cases[i][2]);
        assert_string_equal(result.out, "");
        support_result_clear(&result);
    }
}

static void a_prediction_of_hours_is_no_number_of_seconds(void **state) {
    (void)state;
    support_result result = RUN(NULL, "capacity", "--dim", "2000", "--load", "0.1:0.2:0.01",
                                "--trials", "100000000", "--seed", "1", "--dry-run");
    assert_status(result, 0);
    assert_null(strstr(result.out, " s\n")); /* hours, or days where the machine is slow */
    assert_null(strstr(result.out, "e+"));
    support_result_clear(&result);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_do_not_change_a_byte),
        cmocka_unit_test(a_search_does_not_depend_on_threads_either),
        cmocka_unit_test(a_run_killed_at_many_moments_ends_with_the_same_bytes),
        cmocka_unit_test(shards_merge_into_the_same_bytes),
        cmocka_unit_test(parts_of_different_sweeps_are_not_merged),
        cmocka_unit_test(a_torn_last_line_is_cut_off_and_said),
        cmocka_unit_test(cells_of_other_settings_are_refused_and_named),
        cmocka_unit_test(a_sweep_beyond_memory_is_refused_with_the_figure),
        cmocka_unit_test(a_dry_run_computes_nothing),
        cmocka_unit_test(mistakes_of_usage_are_told_before_anything_runs),
        cmocka_unit_test(a_prediction_of_hours_is_no_number_of_seconds),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
