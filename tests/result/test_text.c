/* The text form: alignment, cutting, units, none.
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#include <math.h>
#include <string.h>

#include "result/display.h"

static void check(hop_table *table, size_t width, const char *expected) {
    char *text = sample_print(table, "text", width);
    assert_string_equal(text, expected);
    free(text);
    hop_table_destroy(table);
}

static void numbers_stand_under_each_other_by_their_point(void **state) {
    (void)state;
    hop_table *table = sample_table();
    sample_row(table, "a", 0.25, 1, true);
    sample_row(table, "b", 12, 100, false);
    sample_row(table, "c", -1.0 / 3, 10, true);
    check(table, 0,
          "name  beta [1/m^2]  steps  settled\n"
          "a            0.25       1  yes\n"
          "b           12        100  no\n"
          "c           -0.333     10  yes\n");
}

static void letters_of_two_bytes_or_two_columns_keep_the_columns_straight(void **state) {
    (void)state;
    hop_table *table = sample_table();
    sample_row(table, "gr\xc3\xbc\xc3\x9f", 1, 1, true);        /* 4 columns, 6 bytes */
    sample_row(table, "\xe6\x97\xa5\xe6\x9c\xac", 1, 1, true);  /* 4 columns, 6 bytes */
    sample_row(table, "e\xcc\x81\xf0\x9f\x98\x80", 1, 1, true); /* accent joins; 3 columns */
    check(table, 0,
          "name  beta [1/m^2]  steps  settled\n"
          "gr\xc3\xbc\xc3\x9f             1      1  yes\n"
          "\xe6\x97\xa5\xe6\x9c\xac             1      1  yes\n"
          "e\xcc\x81\xf0\x9f\x98\x80              1      1  yes\n");
}

static void long_text_is_cut_with_an_ellipsis_and_numbers_never(void **state) {
    (void)state;
    hop_table *table = sample_table();
    sample_row(table, "a very long name of a file.png", 1.25, 1, true);
    check(table, 42,
          "name          beta [1/m^2]  steps  settled\n"
          "a very long\xe2\x80\xa6          1.25      1  yes\n");
}

static void no_line_is_wider_than_the_terminal_while_text_can_give_way(void **state) {
    (void)state;
    for (size_t width = 38; width < 80; width++) {
        hop_table *table = sample_table();
        sample_row(table,
                   "\xe6\x97\xa5\xe6\x9c\xac\xe6\x97\xa5\xe6\x9c\xac\xe6\x97\xa5\xe6\x9c\xac", 1, 1,
                   true);
        sample_row(table, "a name of some forty letters, more or less", 1, 1, false);
        char *text = sample_print(table, "text", width);
        for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
            assert_true(hop_table_room(line) <= width);
        free(text);
        hop_table_destroy(table);
    }
}

/* In a table of few rows; of many, and of a single one, what has no room is named. */
static void columns_without_room_come_below_beside_the_first(void **state) {
    (void)state;
    hop_table *table = sample_table();
    sample_row(table, "a", 0.25, 1, true);
    sample_row(table, "b", 12, 100, false);
    check(table, 20,
          "name  beta [1/m^2]\n"
          "a             0.25\n"
          "b            12\n"
          "\n"
          "name  steps  settled\n"
          "a         1  yes\n"
          "b       100  no\n");
    for (size_t rows = 2; rows < 40; rows += 20) {
        table = sample_table();
        for (size_t i = 0; i < rows; i++) sample_row(table, "a", 0.25, 1, true);
        char *text = sample_print(table, "text", rows < 16 ? 26 : 20);
        assert_non_null(strstr(text, "left out: "));
        free(text);
        hop_table_destroy(table);
    }
}

/* A block below bears what tells its rows apart, not only the first column. */
static void columns_that_come_below_keep_all_that_tells_rows_apart(void **state) {
    (void)state;
    static const hop_column COLUMNS[] = {
        {.name = "kind", .kind = HOP_CELL_TEXT},
        {.name = "size", .kind = HOP_CELL_COUNT},
        {.name = "the_first_measure", .kind = HOP_CELL_COUNT},
        {.name = "the_second_measure", .kind = HOP_CELL_COUNT},
        {.name = "the_third_measure", .kind = HOP_CELL_COUNT},
    };
    hop_table *table = NULL;
    assert_int_equal(hop_table_create(COLUMNS, 5, &table), HOP_OK);
    for (size_t r = 0; r < 2; r++) {
        hop_table_add_text(table, "a");
        hop_table_add_count(table, 8 + r);
        for (size_t c = 0; c < 3; c++) hop_table_add_count(table, 5);
    }
    check(table, 32,
          "kind  size  the_first_measure\n"
          "a        8                  5\n"
          "a        9                  5\n"
          "\n"
          "kind  size  the_second_measure\n"
          "a        8                   5\n"
          "a        9                   5\n"
          "\n"
          "kind  size  the_third_measure\n"
          "a        8                  5\n"
          "a        9                  5\n");
}

static void a_dash_stands_for_none_and_nan(void **state) {
    (void)state;
    hop_table *table = sample_table();
    for (int i = 0; i < 4; i++) hop_table_add_none(table);
    sample_row(table, "x", NAN, 3, true);
    sample_row(table, "y", -INFINITY, 3, true);
    check(table, 0,
          "name  beta [1/m^2]  steps  settled\n"
          "-                -      -  -\n"
          "x                -      3  yes\n"
          "y             -inf      3  yes\n");
}

static void text_cannot_steer_the_terminal(void **state) {
    (void)state;
    hop_table *table = sample_table();
    sample_row(table, "\x1b[31mred", 1, 1, true);
    check(table, 0,
          "name      beta [1/m^2]  steps  settled\n"
          "?[31mred             1      1  yes\n");
}

static void a_table_without_rows_has_its_header(void **state) {
    (void)state;
    check(sample_table(), 0, "name  beta [1/m^2]  steps  settled\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_stand_under_each_other_by_their_point),
        cmocka_unit_test(letters_of_two_bytes_or_two_columns_keep_the_columns_straight),
        cmocka_unit_test(long_text_is_cut_with_an_ellipsis_and_numbers_never),
        cmocka_unit_test(no_line_is_wider_than_the_terminal_while_text_can_give_way),
        cmocka_unit_test(columns_without_room_come_below_beside_the_first),
        cmocka_unit_test(columns_that_come_below_keep_all_that_tells_rows_apart),
        cmocka_unit_test(a_dash_stands_for_none_and_nan),
        cmocka_unit_test(text_cannot_steer_the_terminal),
        cmocka_unit_test(a_table_without_rows_has_its_header),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
