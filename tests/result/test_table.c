/* Tables: cells, notes, what is read back.
 * SPDX-License-Identifier: MIT */
#include "sample.h"

static void cells_read_back_as_they_were_added(void **state) {
    (void)state;
    hop_table *table = sample_table();
    sample_row(table, "a", 0.5, 7, true);
    sample_row(table, "b", -1, SIZE_MAX, false);
    assert_int_equal(hop_table_row_count(table), 2);
    assert_string_equal(hop_table_cell(table, 0, 0).text, "a");
    assert_string_equal(hop_table_cell(table, 1, 0).text, "b");
    assert_true(hop_table_cell(table, 1, 1).number == -1);
    assert_true(hop_table_cell(table, 1, 2).count == SIZE_MAX);
    assert_true(hop_table_cell(table, 0, 3).truth);
    assert_false(hop_table_cell(table, 1, 3).truth);
    hop_table_destroy(table);
}

static void a_row_counts_only_when_it_is_complete(void **state) {
    (void)state;
    hop_table *table = sample_table();
    hop_table_add_text(table, "a");
    assert_int_equal(hop_table_row_count(table), 0);
    for (int i = 0; i < 3; i++) hop_table_add_none(table);
    assert_int_equal(hop_table_row_count(table), 1);
    hop_table_destroy(table);
}

static void null_text_is_none(void **state) {
    (void)state;
    hop_table *table = sample_table();
    sample_row(table, NULL, 1, 1, true);
    sample_row(table, "", 1, 1, true);
    assert_true(hop_table_cell(table, 0, 0).none);
    assert_null(hop_table_cell(table, 0, 0).text);
    assert_false(hop_table_cell(table, 1, 0).none);
    hop_table_destroy(table);
}

static void a_thousand_rows_keep_their_text(void **state) {
    (void)state;
    hop_table *table = sample_table();
    char name[32];
    for (size_t i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "row %zu", i);
        sample_row(table, name, (double)i, i, i % 2);
    }
    for (size_t i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "row %zu", i);
        assert_string_equal(hop_table_cell(table, i, 0).text, name);
        assert_int_equal(hop_table_cell(table, i, 2).count, i);
    }
    hop_table_destroy(table);
}

static void notes_keep_their_order_and_a_second_text_replaces_the_first(void **state) {
    (void)state;
    hop_table *table = sample_table();
    hop_table_note(table, "version", "1");
    hop_table_note(table, "seed", "42");
    hop_table_note(table, "load", "0.1");
    hop_table_note(table, "version", "2");
    static const char *const EXPECTED[][2] = {{"version", "2"}, {"seed", "42"}, {"load", "0.1"}};
    assert_int_equal(hop_table_note_total(table), 3);
    for (size_t i = 0; i < 3; i++) {
        const char *key = NULL, *text = NULL;
        hop_table_note_at(table, i, &key, &text);
        assert_string_equal(key, EXPECTED[i][0]);
        assert_string_equal(text, EXPECTED[i][1]);
    }
    hop_table_destroy(table);
}

static void columns_are_copied(void **state) {
    (void)state;
    hop_column column = {.name = "first", .kind = HOP_CELL_COUNT};
    hop_table *table = NULL;
    assert_int_equal(hop_table_create(&column, 1, &table), HOP_OK);
    column.name = "changed";
    assert_string_equal(hop_table_column(table, 0)->name, "first");
    assert_int_equal(hop_table_column_count(table), 1);
    hop_table_destroy(table);
}

static void nothing_is_destroyed_without_complaint(void **state) {
    (void)state;
    hop_table_destroy(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_read_back_as_they_were_added),
        cmocka_unit_test(a_row_counts_only_when_it_is_complete),
        cmocka_unit_test(null_text_is_none),
        cmocka_unit_test(a_thousand_rows_keep_their_text),
        cmocka_unit_test(notes_keep_their_order_and_a_second_text_replaces_the_first),
        cmocka_unit_test(columns_are_copied),
        cmocka_unit_test(nothing_is_destroyed_without_complaint),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
