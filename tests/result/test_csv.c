/* CSV: quoting, none, numbers that read back.
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#include <float.h>
#include <math.h>

#define HEADER "name,beta,steps,settled\n"

static void check(hop_table *table, const char *expected) {
    char *text = sample_print(table, "csv", 0);
    assert_string_equal(text, expected);
    free(text);
    hop_table_destroy(table);
}

static void commas_quotes_and_line_ends_are_quoted(void **state) {
    (void)state;
    hop_table *table = sample_table();
    sample_row(table, "a,b", 1, 1, true);
    sample_row(table, "say \"x\"", 1, 1, true);
    sample_row(table, "two\nlines", 1, 1, true);
    sample_row(table, "plain text", 1, 1, true);
    check(table, HEADER "\"a,b\",1,1,true\n"
                        "\"say \"\"x\"\"\",1,1,true\n"
                        "\"two\nlines\",1,1,true\n"
                        "plain text,1,1,true\n");
}

static void what_would_steer_a_terminal_is_a_question_mark(void **state) {
    (void)state;
    hop_table *table = sample_table();
    sample_row(table, "red\033[31m", 1, 1, true);
    sample_row(table, "back\r,\xe2\x80\xae\xff", 1, 1, true);
    sample_row(table, "gr\xc3\xbc\xc3\x9f", 1, 1, true);
    check(table, HEADER "red?[31m,1,1,true\n"
                        "\"back?,??\",1,1,true\n"
                        "gr\xc3\xbc\xc3\x9f,1,1,true\n");
}

static void an_empty_cell_is_none_and_empty_text_is_quoted(void **state) {
    (void)state;
    hop_table *table = sample_table();
    for (int i = 0; i < 4; i++) hop_table_add_none(table);
    sample_row(table, "", NAN, 0, false);
    check(table, HEADER ",,,\n\"\",,0,false\n");
}

static void text_that_looks_like_a_note_is_quoted(void **state) {
    (void)state;
    hop_table *table = sample_table();
    sample_row(table, "# not a note", 1, 1, true);
    check(table, HEADER "\"# not a note\",1,1,true\n");
}

static void numbers_are_the_shortest_that_read_back(void **state) {
    (void)state;
    static const double VALUES[] = {0.1, 1.0 / 3, 20, 1e-30, DBL_MAX, -DBL_MIN, 123456.789};
    for (size_t i = 0; i < sizeof VALUES / sizeof VALUES[0]; i++) {
        hop_table *table = sample_table();
        sample_row(table, "x", VALUES[i], 1, true);
        char *text = sample_print(table, "csv", 0);
        assert_true(strtod(strstr(text, "x,") + 2, NULL) == VALUES[i]);
        free(text);
        hop_table_destroy(table);
    }
    hop_table *table = sample_table();
    sample_row(table, "x", 0.1, 1, true);
    sample_row(table, "y", 20, 1, true);
    check(table, HEADER "x,0.1,1,true\ny,20,1,true\n");
}

static void numbers_of_one_cell_are_parted_by_blanks_where_csv_is_to_have_them(void **state) {
    (void)state;
    static const hop_column COLUMNS[] = {
        {.name = "of", .kind = HOP_CELL_NUMBERS, .audience = HOP_FOR_PROGRAMS},
        {.name = "energy", .kind = HOP_CELL_NUMBERS},
        {.name = "x", .kind = HOP_CELL_COUNT},
    };
    hop_table *table = NULL;
    assert_int_equal(hop_table_create(COLUMNS, 3, &table), HOP_OK);
    for (size_t row = 0; row < 2; row++) {
        hop_table_add_numbers(table, (const double[]){2, 0, 0.5}, row == 0 ? 3 : 0);
        hop_table_add_numbers(table, (const double[]){1}, 1);
        hop_table_add_count(table, 7);
    }
    check(table, "of,x\n2 0 0.5,7\n,7\n");
}

static void provenance_comes_first_as_lines_of_its_own(void **state) {
    (void)state;
    hop_table *table = sample_table();
    sample_row(table, "a", 1, 1, true);
    hop_result *result = sample_result(table);
    hop_result_made(result, "seed", "7", "of chance");
    char *text = sample_print_result(result, "csv", 0);
    assert_string_equal(text, "# seed: 7\n" HEADER "a,1,1,true\n");
    free(text);
    hop_result_destroy(result);
    hop_table_destroy(table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commas_quotes_and_line_ends_are_quoted),
        cmocka_unit_test(what_would_steer_a_terminal_is_a_question_mark),
        cmocka_unit_test(an_empty_cell_is_none_and_empty_text_is_quoted),
        cmocka_unit_test(text_that_looks_like_a_note_is_quoted),
        cmocka_unit_test(numbers_are_the_shortest_that_read_back),
        cmocka_unit_test(numbers_of_one_cell_are_parted_by_blanks_where_csv_is_to_have_them),
        cmocka_unit_test(provenance_comes_first_as_lines_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
