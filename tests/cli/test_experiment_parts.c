/* Going on with what is there, and parts for several machines: seeds that fit, names that say what
 * is in a file, searches that cannot be split.
 * SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "support/support.h"

/* Long enough to be stopped in its middle; without --seed. */
#define UNSEEDED "capacity", "--dim", "200", "--load", "0.1:0.3:0.01", "--trials", "1500"

static void the_same_command_goes_on_with_the_seed_that_was_drawn_for_it(void **state) {
    (void)state;
    const char *path = support_path("drawn.csv"), *cells = support_path("drawn.csv.cells");
    support_options options = {.signal = SIGINT, .signal_when = cells};
    support_result result = RUN(&options, UNSEEDED, "-o", path);
    assert_int_equal(result.status, -SIGINT);
    const char *said = strstr(result.err, "hopfield: seed ");
    unsigned long long drawn = 0;
    char sentence[512], command[512];
    assert_non_null(said);
    assert_int_equal(sscanf(said, "hopfield: seed %llu", &drawn), 1);
    support_result_clear(&result);
    result = RUN(NULL, UNSEEDED, "-o", path);
    assert_status(result, 0);
    snprintf(sentence, sizeof sentence, "seed %llu, that of %s", drawn, cells);
    assert_contains(result.err, sentence);
    snprintf(command, sizeof command, " --seed %llu", drawn);
    char *csv = support_read(path, NULL);
    assert_contains(csv, command);
    free(csv);
    support_result_clear(&result);
}

static void cells_of_another_experiment_lend_no_seed(void **state) {
    (void)state;
    support_result result = RUN(NULL, "capacity", "--dim", "30", "--load", "0.1", "--trials", "5",
                                "--seed", "12345", "--shard", "1/1", "-o", support_path("lent"));
    assert_status(result, 0);
    support_result_clear(&result);
    char *cells = support_read(support_path("lent"), NULL);
    support_write_text(support_path("own.csv.cells"), cells);
    free(cells);
    result = RUN(NULL, "basin", "--dim", "30", "-o", support_path("own.csv"));
    assert_status(result, 1);
    assert_null(strstr(result.err, "seed 12345"));
    assert_contains(result.err, "experiment=capacity, and this is experiment=basin");
    support_result_clear(&result);
}

#define TWO "capacity", "--dim", "30", "--load", "0.1,0.2", "--trials", "5"

static void parts_that_would_not_fit_or_not_say_what_they_are_are_refused(void **state) {
    (void)state;
    const char *part = support_path("one.part");
    const struct {
        support_result result;
        const char *sentence;
    } cases[] = {
        {RUN(NULL, TWO, "--shard", "1/2", "-o", part), "--shard needs --seed"},
        {RUN(NULL, TWO, "--shard", "1/2", "--seed", "1"), "--shard needs -o PART"},
        {RUN(NULL, TWO, "--shard", "1/2", "--seed", "1", "-o", support_path("z.csv")),
         "is a part, no result"},
        {RUN(NULL, TWO, "--shard", "1/2", "--seed", "1", "-o", part, "--figure", "a.svg"),
         "--figure is of a whole sweep"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        support_result result = cases[i].result;
        assert_status(result, 2);
        assert_contains(result.err, cases[i].sentence);
        support_result_clear(&result);
    }
    assert_false(support_exists(part));
    support_result result = RUN(NULL, TWO, "--shard", "1/2", "--dry-run");
    assert_status(result, 0);
    assert_contains(result.out, "cells    1\n");
    support_result_clear(&result);
}

#define SEARCH "capacity", "--dim", "20", "--trials", "300", "--seed", "3", "--shard"

static void a_search_that_cannot_be_split_says_so(void **state) {
    (void)state;
    support_result result = RUN(NULL, SEARCH, "1/2", "-o", support_path("s1.part"));
    assert_status(result, 0);
    assert_contains(result.err, "part 1 of 2 has 1 of 1 search; a search is in one part");
    support_result_clear(&result);
    result = RUN(NULL, SEARCH, "2/2", "-o", support_path("s2.part"));
    assert_status(result, 0);
    assert_contains(result.err, "part 2 of 2 has 0 of 1 search;");
    assert_contains(result.out, "there was nothing left");
    support_result_clear(&result);
    result = RUN(NULL, "merge", support_path("s.csv"), support_path("s1.part"), "--quiet");
    assert_status(result, 0);
    support_result_clear(&result);
    /* A grid is dealt cell by cell, and has no searches to speak of. */
    result = RUN(NULL, TWO, "--shard", "2/2", "--seed", "3", "-o", support_path("g2.part"));
    assert_status(result, 0);
    assert_null(strstr(result.err, "search"));
    assert_contains(result.out, "part 2 of 2, 1 cell");
    support_result_clear(&result);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_command_goes_on_with_the_seed_that_was_drawn_for_it),
        cmocka_unit_test(cells_of_another_experiment_lend_no_seed),
        cmocka_unit_test(parts_that_would_not_fit_or_not_say_what_they_are_are_refused),
        cmocka_unit_test(a_search_that_cannot_be_split_says_so),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
