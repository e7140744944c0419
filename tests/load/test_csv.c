/* Tables of numbers as memories.
 * SPDX-License-Identifier: MIT */
#include "load/csv.h"

#include "memory/fixture.h"

#include <math.h>

static const char *put_text(const char *text) {
    return put_file("t.csv", text, strlen(text));
}

static void rows_of_numbers_become_patterns(void **state) {
    (void)state;
    hop_memory *memory = load_path(put_text("1,2.5,-3e-2\n4, 5 ,\t6\r\n"), NULL);
    assert_int_equal(hop_memory_count(memory), 2);
    assert_int_equal(hop_memory_dim(memory), 3);
    assert_int_equal(hop_memory_dtype(memory), HOP_F64);
    assert_false(hop_memory_shape(memory).image);
    assert_true(number_in(memory, 0, 1) == 2.5 && number_in(memory, 0, 2) == -3e-2);
    assert_true(number_in(memory, 1, 1) == 5 && number_in(memory, 1, 2) == 6);
    hop_memory_destroy(memory);
}

static void header_comments_and_empty_lines_are_left_out(void **state) {
    (void)state;
    static const char *const TEXTS[] = {
        "a,b\n1,2\n3,4\n",
        "# made by hand\n\"width, outer\",\"b\"\n\n1,2\n  \n# more\n3,4",
        "\xef\xbb\xbfl\xc3\xa4nge,b\r\n1,2\r\n3,4\r\n",
        "\"1\",\"2\"\n3,4\n",
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        hop_memory *memory = load_path(put_text(TEXTS[i]), NULL);
        assert_int_equal(hop_memory_count(memory), 2);
        assert_int_equal(hop_memory_dim(memory), 2);
        assert_true(number_in(memory, 0, 0) == 1 && number_in(memory, 1, 1) == 4);
        hop_memory_destroy(memory);
    }
}

static void one_column_and_one_number_are_tables_too(void **state) {
    (void)state;
    hop_memory *memory = load_path(put_text("7\n8\n9"), NULL);
    assert_int_equal(hop_memory_count(memory), 3);
    assert_int_equal(hop_memory_dim(memory), 1);
    hop_memory_destroy(memory);
    memory = load_path(put_text("7"), NULL);
    assert_true(number_in(memory, 0, 0) == 7);
    hop_memory_destroy(memory);
}

static void what_is_no_number_is_named_with_its_place(void **state) {
    (void)state;
    assert_fails(try_path(put_text("1,2\n3,x\n"), NULL), HOP_E_FORMAT,
                 "t.csv: line 2, column 2: 'x' is not a number");
    assert_fails(try_path(put_text("a,b\n# no\n1,2\nc,d\n"), NULL), HOP_E_FORMAT,
                 "line 4, column 1: 'c'");
    assert_fails(try_path(put_text("1,2\n3;4\n5,6\n"), NULL), HOP_E_FORMAT,
                 "line 2, column 1: '3;4' is not a number; its first lines have another separator");
    assert_fails(try_path(put_text("1,2\n3,0x10\n"), NULL), HOP_E_FORMAT, "'0x10' is not a number");
}

static void rows_of_another_length_are_refused(void **state) {
    (void)state;
    assert_fails(try_path(put_text("1,2\n3,4\n5\n"), NULL), HOP_E_FORMAT,
                 "line 1 has 2 fields, other lines 1");
    assert_fails(try_path(put_text("1,2\n3,4,5\n"), NULL), HOP_E_FORMAT,
                 "line 1 has 2 fields, other lines 3");
}

static void gaps_are_unknown_in_queries_and_refused_in_patterns(void **state) {
    (void)state;
    hop_load_options queries = hop_load_defaults;
    queries.role = HOP_QUERIES;
    hop_memory *memory = load_path(put_text("1,,nan\n"), &queries);
    assert_true(number_in(memory, 0, 0) == 1);
    assert_true(isnan(number_in(memory, 0, 1)) && isnan(number_in(memory, 0, 2)));
    hop_memory_destroy(memory);
    hop_load_options matrix = hop_load_defaults;
    matrix.role = HOP_MATRIX;
    memory = load_path(put_text("1,-inf\nnan,2\n"), &matrix);
    assert_true(number_in(memory, 0, 1) == -INFINITY && isnan(number_in(memory, 1, 0)));
    hop_memory_destroy(memory);
    assert_fails(try_path(put_text("1,2\n1,\n"), NULL), HOP_E_VALUE, "line 2, column 2 is empty");
    assert_fails(try_path(put_text("1,2\n?,1\n"), NULL), HOP_E_VALUE, "column 1 is missing");
    assert_fails(try_path(put_text("1,nan\n"), NULL), HOP_E_VALUE, "line 1, column 2 is nan");
    assert_fails(try_path(put_text("1,2\n-inf,1\n"), &queries), HOP_E_VALUE,
                 "line 2, column 1 is -inf");
}

/* An end that separates nothing is left out only where every line has it. */
static void a_last_separator_is_one_of_all_lines_or_a_gap(void **state) {
    (void)state;
    hop_memory *memory = load_path(put_text("1,2,\n3,4,\n5,6,\n"), NULL);
    assert_int_equal(hop_memory_dim(memory), 2);
    hop_memory_destroy(memory);
    assert_fails(try_path(put_text("1,2,\n3,4,5\n6,7,\n"), NULL), HOP_E_VALUE,
                 "line 1, column 3 is empty");
}

static void a_table_without_numbers_is_refused(void **state) {
    (void)state;
    assert_fails(try_path(put_text("a,b\n"), NULL), HOP_E_FORMAT, "it begins 'a,b'");
    assert_fails(try_path(put_text("\n\n"), NULL), HOP_E_FORMAT, "holds no numbers");
    assert_fails(try_path(put_text("some words and no table"), NULL), HOP_E_FORMAT,
                 "it begins 'some words");
}

static void options_hold_for_tables_too(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    const char *path = put_text("0,0.2,0.4,0.6\n0.8,1,0,0.5\n0,0,0,0\n");
    options.limit = 2;
    options.width = options.height = 2;
    hop_memory *memory = load_path(path, &options);
    assert_int_equal(hop_memory_count(memory), 2);
    assert_true(hop_memory_shape(memory).image);
    assert_true(number_in(memory, 1, 3) == 0.5);
    hop_memory_destroy(memory);
}

static void many_rows_are_read(void **state) {
    (void)state;
    hop_string text = {0};
    for (size_t i = 0; i < 5000; i++) hop_string_add(&text, "%zu,%zu\n", i, 2 * i);
    hop_memory *memory = load_path(put_text(text.text), NULL);
    assert_int_equal(hop_memory_count(memory), 5000);
    assert_true(number_in(memory, 4999, 1) == 9998);
    hop_memory_destroy(memory);
    free(text.text);
}

static void text_cut_anywhere_is_read_within_its_bounds(void **state) {
    (void)state;
    static const char TEXT[] = "\xef\xbb\xbf\"a\"\"\",\"b\n\"1\",\"2\r\n3,4\n#\n 5 ,\t6";
    for (size_t cut = 0; cut < sizeof TEXT; cut++) {
        hop_csv csv = {0};
        unsigned char *copy = exact_copy((const unsigned char *)TEXT, cut);
        hop_status status =
            hop_csv_parse("t", (const char *)copy, cut, HOP_PATTERNS, &(hop_csv_wishes){0}, &csv);
        assert_true(status == HOP_OK ? csv.rows > 0 : csv.values == NULL);
        hop_csv_clear(&csv);
        free(copy);
    }
}

/* A table's remarks, one after another, each with the part of a sentence that it must have. */
static void assert_remarks(const char *text, const char *const *parts, size_t count) {
    hop_memory *memory = load_path(put_file("said.csv", text, strlen(text)), NULL);
    if (hop_memory_remark_count(memory) != count)
        fail_msg("'%s': %zu remarks, the first '%s'", text, hop_memory_remark_count(memory),
                 hop_memory_remark_count(memory) ? hop_memory_remark(memory, 0) : "");
    for (size_t i = 0; i < count; i++)
        if (!strstr(hop_memory_remark(memory, i), parts[i]))
            fail_msg("'%s' does not say '%s'", hop_memory_remark(memory, i), parts[i]);
    hop_memory_destroy(memory);
}

/* A row of `columns` numbers that are not whole, twice. */
static void put_columns(char *text, size_t size, size_t columns) {
    size_t used = 0;
    for (size_t i = 0; i < 2 * columns; i++)
        used += (size_t)snprintf(text + used, size - used, "%zu.5%s", i % 7 + i / columns,
                                 i % columns + 1 < columns ? "," : "\n");
}

static void what_was_not_plain_is_said_and_nothing_else(void **state) {
    (void)state;
    char text[2048];
    assert_remarks("1.5,2\n3,4\n", NULL, 0);
    assert_remarks("a,b\n1,2\n3,4\n", (const char *[]){"taken for a header"}, 1);
    assert_remarks(",a,b\n0,5,6\n1,7,8\n",
                   (const char *[]){"taken for a header", "column 1 numbers the rows"}, 2);
    assert_remarks(",a,b\nx,5,6\ny,7,8\n", (const char *[]){"column 1 was taken for names"}, 1);
    assert_remarks("label,a\n1,2\n3,4\n", (const char *[]){"column 1 of 2 was taken for labels"},
                   1);
    static const size_t COLUMNS[] = {17, 64, 65, 66, 82, 49 + 1};
    for (size_t i = 0; i < 6; i++) {
        const bool more = COLUMNS[i] == 65 || COLUMNS[i] == 82;
        put_columns(text, sizeof text, COLUMNS[i]);
        assert_remarks(text, (const char *[]){"one more than the pixels of a square"}, more);
    }
}

static void every_word_for_a_gap_is_one(void **state) {
    (void)state;
    static const char *const WORDS[] = {"",     "NA",   "na",   "N/A", "#N/A", "null",
                                        "NULL", "none", "None", "?",   "-"};
    hop_load_options options = hop_load_defaults;
    options.role = HOP_QUERIES;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        char text[64];
        snprintf(text, sizeof text, "1,2,3\n4,%s,6\n", WORDS[i]);
        hop_memory *memory = load_path(put_file("gap.csv", text, strlen(text)), &options);
        assert_true(isnan(number_in(memory, 1, 1)) && number_in(memory, 1, 2) == 6);
        hop_memory_destroy(memory);
    }
}

static void quotes_within_words_are_written_once(void **state) {
    (void)state;
    char number[24];
    const char text[] = "label,a\n\"say \"\"hi\"\"\",1\ncat,2\n";
    hop_memory *memory = load_path(put_file("quotes.csv", text, strlen(text)), NULL);
    assert_string_equal(hop_memory_label_text(memory, 0, number), "say \"hi\"");
    assert_string_equal(hop_memory_label_text(memory, 1, number), "cat");
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_numbers_become_patterns),
        cmocka_unit_test(header_comments_and_empty_lines_are_left_out),
        cmocka_unit_test(one_column_and_one_number_are_tables_too),
        cmocka_unit_test(what_is_no_number_is_named_with_its_place),
        cmocka_unit_test(rows_of_another_length_are_refused),
        cmocka_unit_test(gaps_are_unknown_in_queries_and_refused_in_patterns),
        cmocka_unit_test(a_last_separator_is_one_of_all_lines_or_a_gap),
        cmocka_unit_test(a_table_without_numbers_is_refused),
        cmocka_unit_test(options_hold_for_tables_too),
        cmocka_unit_test(many_rows_are_read),
        cmocka_unit_test(text_cut_anywhere_is_read_within_its_bounds),
        cmocka_unit_test(what_was_not_plain_is_said_and_nothing_else),
        cmocka_unit_test(every_word_for_a_gap_is_one),
        cmocka_unit_test(quotes_within_words_are_written_once),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
