/* Ctrl-C while something runs: what is said, what is kept.
 * Covers: heartbeat.c
 * SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"

/* Lines of a file of cells behind its first: the cells. */
static unsigned long kept_in(const char *path) {
    char *text = support_read(path, NULL);
    unsigned long lines = 0;
    for (const char *c = text; *c; c++) lines += *c == '\n';
    free(text);
    return lines - 1;
}

#define LONG "capacity", "--dim", "300", "--load", "0.1:0.3:0.01", "--trials", "3000", "--seed", "1"

static void ctrl_c_says_what_is_kept_and_the_same_command_goes_on(void **state) {
    (void)state;
    const char *path = support_path("interrupted.csv"),
               *cells = support_path("interrupted.csv.cells");
    unsigned long done = 0, before = 0;
    /* The second run counts what it found of the first. */
    for (int run = 0; run < 2; run++) {
        support_options options = {.signal = SIGINT, .signal_when = cells};
        support_result result = RUN(&options, LONG, "--threads", "2", "-o", path);
        assert_int_equal(result.status, -SIGINT);
        const char *said = strstr(result.err, "interrupted; ");
        assert_non_null(said);
        assert_int_equal(sscanf(said, "interrupted; %lu of 21 cells are in", &done), 1);
        assert_contains(said, "the same command goes on from there");
        assert_true(done >= before && done < 21);
        assert_int_equal(kept_in(cells), done);
        assert_false(support_exists(path));
        before = done;
        support_result_clear(&result);
    }
    support_result result = RUN(NULL, LONG, "-o", path);
    assert_status(result, 0);
    assert_false(support_exists(cells));
    support_result_clear(&result);
}

/* Each is one cell, or a few, that would take minutes: ended within, whoever asks.  (A run that
 * does not end is killed after two minutes, and its status says so.) */
static void long_cells_end_soon(void **state) {
    (void)state;
    static const char *const CASES[][12] = {
        {"capacity", "--dim", "3000", "--load", "0.15", "--trials", "1000000"},
        {"capacity", "--dim", "200", "--load", "0.1", "--energy", "polynomial:degree=3", "--trials",
         "100000000"},
        {"criteria", "--dim", "16", "--load", "0.2", "--energy", "lse:beta=1", "--trials",
         "100000000"},
        {"features", "--features", "100000000", "--draws", "1000"},
        {"features", "patterns/glyphs", "--features", "2", "--queries", "100000"},
        {"metastable", "--stored", "3000", "--dim", "784", "--sample", "20000", "--beta", "1"},
        {"energy", "patterns/glyphs", "--sample", "100000", "--similarity", "manhattan"},
        {"convergence", "--dim", "1000", "--stored", "1000", "--queries", "100000"},
        {"pitchfork", "--ratio", "1.0001", "--dim", "2000", "--stored", "2000"},
        {"emergent", "--checks", "1000000", "--starts", "1000000", "--points", "100000"},
        {"landscape", "patterns/glyphs", "--grid", "1000", "--similarity", "robust"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        int signal = i % 2 ? SIGTERM : SIGINT;
        support_options options = {.folder = HOP_SOURCE_DIR, .signal = signal, .signal_after = 700};
        support_result result = support_run(&options, CASES[i]);
        if (result.status != -signal) print_message("%s: %s\n", CASES[i][0], result.err);
        assert_int_equal(result.status, -signal);
        assert_contains(result.err, "interrupted");
        support_result_clear(&result);
    }
}

/* Half a minute of work, of which a small part says how long the rest will take. */
static void the_first_words_of_a_slow_cell_come_within_seconds(void **state) {
    (void)state;
    const char *trials = support_sanitized() ? "300000" : "3000000";
    support_options options = {.signal = SIGINT, .signal_after = 3500};
    support_result result =
        RUN(&options, "capacity", "--dim", "300", "--load", "0.15", "--trials", trials);
    assert_contains(result.err, "capacity: 0 of 1 cells, about ");
    assert_contains(result.err, " left\n");
    support_result_clear(&result);
}

static void a_second_signal_ends_at_once(void **state) {
    (void)state;
    static const char TWICE[] = "\"$0\" capacity --dim 3000 --load 0.15 --trials 1000000 & p=$!; "
                                "sleep 0.5; kill -INT $p; kill -TERM $p; wait $p";
    support_options options = {.program = "/bin/sh"};
    support_result result = RUN(&options, "-c", TWICE, HOP_PROGRAM);
    assert_true(result.status == 128 + SIGTERM || result.status == 128 + SIGINT);
    assert_null(strstr(result.err, "interrupted"));
    support_result_clear(&result);
}

/* A cell of minutes asks all the time whether to end; the clock that says it goes on is wound. */
static void work_that_asks_but_says_nothing_is_said_to_go_on(void **state) {
    (void)state;
    static const char RINGS[] = "\"$0\" capacity --dim 3000 --load 0.15 --trials 1000000 & p=$!; "
                                "sleep 2; kill -ALRM $p; sleep 0.3; kill -ALRM $p; sleep 0.3; "
                                "kill -INT $p; wait $p";
    support_options options = {.program = "/bin/sh"};
    support_result result = RUN(&options, "-c", RINGS, HOP_PROGRAM);
    assert_int_equal(result.status, 128 + SIGINT);
    assert_contains(result.err, "working, ");
    support_result_clear(&result);
}

/* Products of twenty thousand rows with each other, within which nothing asks. */
static void work_that_does_not_ask_ends_too(void **state) {
    (void)state;
    enum { COUNT = 20000, DIM = 64 };
    double *rows = malloc(COUNT * DIM * sizeof *rows);
    assert_non_null(rows);
    for (size_t i = 0; i < COUNT * DIM; i++) rows[i] = (double)(i * 2654435761u % 4093) / 4093;
    put_npy("rows.npy", rows, COUNT, DIM);
    free(rows);
    support_options options = {.signal = SIGINT, .signal_after = 3000};
    support_result result = RUN(&options, "pca", support_path("rows.npy"), "--states", "all");
    assert_int_equal(result.status, -SIGINT);
    support_result_clear(&result);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ctrl_c_says_what_is_kept_and_the_same_command_goes_on),
        cmocka_unit_test(long_cells_end_soon),
        cmocka_unit_test(work_that_does_not_ask_ends_too),
        cmocka_unit_test(work_that_asks_but_says_nothing_is_said_to_go_on),
        cmocka_unit_test(the_first_words_of_a_slow_cell_come_within_seconds),
        cmocka_unit_test(a_second_signal_ends_at_once),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
