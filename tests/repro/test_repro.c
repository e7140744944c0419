/* Verdicts, the table and the page of reproductions, and what every row says of itself.
 * Covers: repro_report.c repro_page.c
 * SPDX-License-Identifier: MIT */
#include <hopfield/repro.h>

#include <math.h>
#include <string.h>

#include "support/support.h"

static const hop_repro_row *row_at(size_t index) {
    return (const hop_repro_row *)hop_repro_catalog()->rows[index];
}

static bool judge(double value, hop_repro_relation relation, double expected, double tolerance) {
    hop_repro_result result = {
        .value = value, .relation = relation, .expected = expected, .tolerance = tolerance};
    return hop_repro_judge(&result);
}

static void a_value_passes_within_the_tolerance_and_not_beyond(void **state) {
    (void)state;
    assert_true(judge(1.25, HOP_REPRO_EQUAL, 1, 0.25));
    assert_false(judge(1.2500001, HOP_REPRO_EQUAL, 1, 0.25));
    assert_false(judge(0.7499999, HOP_REPRO_EQUAL, 1, 0.25));
    assert_true(judge(0.75, HOP_REPRO_AT_LEAST, 1, 0.25));
    assert_true(judge(9, HOP_REPRO_AT_LEAST, 1, 0.25));
    assert_false(judge(0.7499999, HOP_REPRO_AT_LEAST, 1, 0.25));
    assert_true(judge(-9, HOP_REPRO_AT_MOST, 1, 0.25));
    assert_false(judge(1.2500001, HOP_REPRO_AT_MOST, 1, 0.25));
}

static void what_is_not_a_number_is_never_reproduced(void **state) {
    (void)state;
    for (hop_repro_relation r = HOP_REPRO_EQUAL; r <= HOP_REPRO_AT_MOST; r++) {
        assert_false(judge(NAN, r, 1, 1));
        assert_false(judge(1, r, NAN, 1));
        assert_false(judge(1, r, 1, NAN));
    }
}

static void every_row_says_what_is_claimed_by_whom_and_how_it_would_be_wrong(void **state) {
    (void)state;
    const hop_catalog *catalog = hop_repro_catalog();
    assert_true(catalog->count > 0);
    for (size_t i = 0; i < catalog->count; i++) {
        const hop_repro_row *row = row_at(i);
        assert_true(strlen(row->row.title) > 0 && strlen(row->row.title) <= 79);
        assert_true(strlen(row->row.sources) > 0);
        assert_true(strlen(row->method) > 0);
        assert_true(strlen(row->falsehood) > 0);
        assert_non_null(row->run);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(catalog->rows[k]->name, catalog->rows[i]->name);
    }
}

static const hop_repro_result *sample(hop_repro_results *results) {
    static hop_repro_result all[2];
    all[0] = (hop_repro_result){.row = row_at(0),
                                .item = "first",
                                .value = 2,
                                .low = 1,
                                .high = 3,
                                .expected = 2.5,
                                .tolerance = 1,
                                .reason = "why",
                                .pass = true};
    all[1] = all[0];
    all[1].low = all[1].high = NAN;
    all[1].relation = HOP_REPRO_AT_LEAST;
    all[1].evidence = HOP_REPRO_INEQUALITY;
    all[1].source = "elsewhere";
    all[1].pass = false;
    *results = (hop_repro_results){.all = all, .count = 2};
    return all;
}

/* The table of a result of these results; *result is the caller's. */
static const hop_table *table_of(const hop_repro_results *results, hop_result **result) {
    const hop_repro_options options = {.quick = true};
    const hop_made made = {0};
    assert_int_equal(hop_result_create("repro", &made, result), HOP_OK);
    hop_repro_report(results, &options, *result);
    assert_int_equal(hop_result_status(*result), HOP_OK);
    return hop_result_find(*result, "results")->table;
}

static void the_table_has_a_row_a_number(void **state) {
    (void)state;
    hop_repro_results results;
    hop_result *result = NULL;
    sample(&results);
    const hop_table *table = table_of(&results, &result);
    assert_int_equal(hop_table_row_count(table), 2);
    assert_string_equal(hop_table_cell(table, 0, 0).text, row_at(0)->row.name);
    assert_near(hop_table_cell(table, 0, 3).number, 1, 0);
    assert_true(hop_table_cell(table, 1, 3).none);
    assert_string_equal(hop_table_cell(table, 1, 5).text, ">=");
    assert_string_equal(hop_table_cell(table, 0, 8).text, "PASS");
    assert_string_equal(hop_table_cell(table, 1, 8).text, "FAIL");
    assert_false(hop_table_cell(table, 1, 9).truth);
    assert_true(hop_result_is_wrong(result));
    assert_string_equal(hop_table_cell(table, 0, 11).text, row_at(0)->row.sources);
    assert_string_equal(hop_table_cell(table, 1, 11).text, "elsewhere");
    assert_string_equal(hop_table_cell(table, 0, 12).text, "measured");
    hop_result_destroy(result);
}

static void the_page_shows_what_failed_and_how_it_was_made(void **state) {
    (void)state;
    hop_repro_results results;
    char *page = NULL;
    sample(&results);
    assert_int_equal(hop_repro_page(&results, "hopfield repro --all --seed 1", &page), HOP_OK);
    assert_contains(page, "`hopfield repro --all --seed 1`");
    assert_contains(page, "1 of 2 numbers");
    assert_contains(page, "1 measured with an interval and held to a number, 1 inequality, 0 form");
    assert_contains(page, "| first | 2 | 1 to 3 | measured | 2.5 | 1: why | PASS |");
    assert_contains(page, "| first | 2 | | inequality | >= 2.5 (elsewhere) | 1: why | **FAIL** |");
    free(page);
}

static void what_is_missing_is_left_out_and_said(void **state) {
    (void)state;
    hop_repro_results results;
    hop_result *result = NULL;
    char *page = NULL;
    sample(&results);
    results.all[1].missing = results.all[1].reason = "install it";
    assert_int_equal(hop_repro_count(&results, "PASS"), 1);
    assert_int_equal(hop_repro_count(&results, "FAIL"), 0);
    assert_int_equal(hop_repro_count(&results, "SKIP"), 1);
    const hop_table *table = table_of(&results, &result);
    assert_string_equal(hop_table_cell(table, 1, 8).text, "SKIP");
    assert_string_equal(hop_table_cell(table, 1, 10).text, "install it");
    hop_result_destroy(result);
    assert_int_equal(hop_repro_page(&results, "hopfield repro --all", &page), HOP_OK);
    assert_contains(page, "1 of 1 numbers");
    assert_contains(page, "left out: 1");
    assert_contains(page, "| first | | | | | install it | SKIP |");
    free(page);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_passes_within_the_tolerance_and_not_beyond),
        cmocka_unit_test(what_is_not_a_number_is_never_reproduced),
        cmocka_unit_test(every_row_says_what_is_claimed_by_whom_and_how_it_would_be_wrong),
        cmocka_unit_test(the_table_has_a_row_a_number),
        cmocka_unit_test(the_page_shows_what_failed_and_how_it_was_made),
        cmocka_unit_test(what_is_missing_is_left_out_and_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
