/* What experiments write: refused before the work where it cannot be written, and with all that it
 * was made by.
 * SPDX-License-Identifier: MIT */
#include "cli.h"

#define FOUR \
    "capacity", "--dim", "30", "--load", "0.1:0.4:0.1", "--trials", "50", "--seed", "2", "-o"

static void an_output_that_exists_is_refused_before_the_work(void **state) {
    (void)state;
    support_write_text(support_path("there.csv"), "mine\n");
    support_result result = RUN(NULL, FOUR, support_path("there.csv"));
    assert_status(result, 1);
    assert_contains(result.err, "--force");
    support_result_clear(&result);
    result = RUN(NULL, FOUR, support_path("what.doc"));
    assert_status(result, 2);
    assert_contains(result.err, ".csv");
    support_result_clear(&result);
}

/* A table that -o has written is not printed as well, unless that is asked for. */
static void quiet_prints_nothing_that_a_file_has(void **state) {
    (void)state;
#define SMALL "energy", GLYPHS, "--sample", "3", "--seed", "1", "--force", "-q"
    support_result result = HERE(SMALL, "-o", "quiet.csv");
    assert_status(result, 0);
    assert_string_equal(result.out, "");
    assert_string_equal(result.err, "");
    support_result_clear(&result);
    result = HERE(SMALL, "-o", "quiet.csv", "--format", "text");
    assert_contains(result.out, "in all rows: energy=lse");
    assert_contains(result.out, "corrupt=replace:rate=0.7");
    support_result_clear(&result);
    result = HERE(SMALL);
    assert_contains(result.out, "in all rows: energy=lse");
    support_result_clear(&result);
#undef SMALL
}

static void a_figure_that_cannot_be_written_is_refused_before_the_work(void **state) {
    (void)state;
    const char *path = support_path("spared.csv");
    support_write_text(support_path("taken.gp"), "mine\n");
    support_result result = RUN(NULL, FOUR, path, "--figure", support_path("taken.svg"));
    assert_status(result, 1);
    assert_contains(result.err, "taken.gp: exists already, and the figure ");
    assert_contains(result.err, "would leave its numbers and its script in");
    support_result_clear(&result);
    result = RUN(NULL, FOUR, path, "--figure", "/proc/none.svg");
    assert_status(result, 1);
    assert_contains(result.err, "/proc/none.svg: cannot be written: ");
    support_result_clear(&result);
    result = RUN(NULL, FOUR, support_path("pair.svg"), "--figure", support_path("pair.png"));
    assert_status(result, 2);
    assert_contains(result.err, "the same .tsv and .gp");
    support_result_clear(&result);
    assert_false(support_exists(path));
    assert_false(support_exists(support_path("taken.svg")));
    assert_false(support_exists(support_path("taken.tsv")));
    assert_false(support_exists(support_path("pair.svg")));
}

static void a_figure_has_its_numbers_beside_it(void **state) {
    (void)state;
    support_result result =
        RUN(NULL, FOUR, support_path("drawn.json"), "--figure", support_path("drawn.svg"));
    assert_status(result, 0);
    support_result_clear(&result);
    char *json = support_read(support_path("drawn.json"), NULL);
    char *tsv = support_read(support_path("drawn.tsv"), NULL);
    assert_contains(json, "\"theory\": 0.137906");
    assert_contains(json, "\"criterion\": ");
    assert_contains(json, "\"command_line\": \"hopfield capacity --dim 30 ");
    assert_contains(tsv, "hopfield capacity --dim 30");
    char *svg = support_read(support_path("drawn.svg"), NULL);
    char *script = support_read(support_path("drawn.gp"), NULL);
    assert_contains(svg, "command: hopfield capacity --dim 30");
    assert_contains(script, "# command: hopfield capacity --dim 30");
    free(svg);
    free(script);
    free(json);
    free(tsv);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_output_that_exists_is_refused_before_the_work),
        cmocka_unit_test(quiet_prints_nothing_that_a_file_has),
        cmocka_unit_test(a_figure_that_cannot_be_written_is_refused_before_the_work),
        cmocka_unit_test(a_figure_has_its_numbers_beside_it),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
