/* The layouts in which people have tables of numbers.
 * Covers: csv_fields.c csv_roles.c
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "load/csv_layout.h"

enum { NONE = -1 };

/* What must be found; columns are counted from 0. */
typedef struct expected {
    const char *text;
    char separator;
    bool header;
    int columns, label, name, number;
    bool decimal_comma, trailing;
} expected;

static hop_csv_layout find(const char *text, const hop_csv_wishes *wishes) {
    hop_csv_layout layout = {0};
    /* A copy without a zero behind it, so that reading past the end is seen. */
    char *copy = malloc(strlen(text) + (strlen(text) == 0));
    assert_non_null(copy);
    memcpy(copy, text, strlen(text));
    if (hop_csv_find_layout("t.csv", copy, strlen(text), wishes, &layout) != HOP_OK)
        fail_msg("'%s': %s", text, hop_status_detail());
    free(copy);
    return layout;
}

static void check(const expected *e) {
    const hop_csv_layout found = find(e->text, &(hop_csv_wishes){0});
    const int columns[] = {(int)found.columns, (int)found.label, (int)found.name,
                           (int)found.number};
    const int wanted[] = {e->columns, e->label, e->name, e->number};
    const bool same = found.separator == e->separator && found.header == e->header &&
                      found.signs.decimal_comma == e->decimal_comma &&
                      found.trailing == e->trailing;
    if (!same || memcmp(columns, wanted, sizeof wanted) != 0)
        fail_msg(
            "'%s': separator '%c', header %d, decimal comma %d, trailing %d, %d columns, label "
            "%d, name %d, number %d",
            e->text, found.separator, found.header, found.signs.decimal_comma, found.trailing,
            columns[0], columns[1], columns[2], columns[3]);
}

static void separators_are_found(void **state) {
    (void)state;
    static const expected ALL[] = {
        {"1,2,3\n4,5,6\n", ',', false, 3, NONE, NONE, NONE, false, false},
        {"1;2;3\n4;5;6\n", ';', false, 3, NONE, NONE, NONE, false, false},
        {"1\t2\t3\n4\t5\t6\n", '\t', false, 3, NONE, NONE, NONE, false, false},
        {"1 2 3\n4 5 6\n", ' ', false, 3, NONE, NONE, NONE, false, false},
        {"  1.0e+00   2.0e+00\n -1.0e+00   2.0e+00\n", ' ', false, 2, NONE, NONE, NONE, false,
         false},
        {"1, 2, 3\n4, 5, 6\n", ',', false, 3, NONE, NONE, NONE, false, false},
        {"# by savetxt\n1 2\n3 4\n", ' ', false, 2, NONE, NONE, NONE, false, false},
        {"1|2|3\n4|5|6\n", '|', false, 3, NONE, NONE, NONE, false, false},
        {"7\n8\n9\n", ' ', false, 1, NONE, NONE, NONE, false, false},
        {"1,2,\n3,4,\n", ',', false, 2, NONE, NONE, NONE, false, true},
        {"a;b;\n1;2;\n3;4;\n", ';', true, 2, NONE, NONE, NONE, false, true},
        {"\"a;b\",1\n\"c;d\",2\n\"e;f\",3\n", ',', false, 2, 0, NONE, NONE, false, false},
        {"a;b,1\nc;d,2\ne,3\n", ',', false, 2, 0, NONE, NONE, false, false},
        /* A separator at the end of some lines is none at the end of all. */
        {"1,2,\n3,5,4\n5,6,\n", ',', false, 3, NONE, NONE, NONE, false, false},
        {"\"a,b\",\"c\"\n\"1\",\"2\"\n3,4\n", ',', true, 2, NONE, NONE, NONE, false, false},
    };
    for (size_t i = 0; i < sizeof ALL / sizeof *ALL; i++) check(&ALL[i]);
}

static void decimal_commas_are_found_where_commas_do_not_separate(void **state) {
    (void)state;
    static const expected ALL[] = {
        {"0,5;1,5\n2,25;3\n", ';', false, 2, NONE, NONE, NONE, true, false},
        {"0,5\t1,5\n2,25\t3\n", '\t', false, 2, NONE, NONE, NONE, true, false},
        {"0,5 1,5\n2,25 3,0\n", ' ', false, 2, NONE, NONE, NONE, true, false},
        {"0.5;1.5\n2.25;3\n", ';', false, 2, NONE, NONE, NONE, false, false},
        {"\"0,5\",\"1,5\"\n\"2,25\",3\n", ',', false, 2, NONE, NONE, NONE, true, false},
        /* One of each: neither may be guessed. */
        {"0,5;1.5\n2,25;3\n", ';', false, 2, 0, NONE, NONE, false, false},
    };
    for (size_t i = 0; i + 1 < sizeof ALL / sizeof *ALL; i++) check(&ALL[i]);
    hop_csv_layout layout;
    const char *mixed = ALL[5].text;
    assert_int_equal(hop_csv_find_layout("t.csv", mixed, strlen(mixed),
                                         &(hop_csv_wishes){.label_column = "none"}, &layout),
                     HOP_E_FORMAT);
}

/* What the first field of a table is read as; NAN: the table has another way of writing. */
static void signs_between_thousands_are_left_out(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double value;
    } ALL[] = {
        {"1 234,5;2,5\n10,5;4\n", 1234.5},
        {"1'234.5;2.5\n10.5;4\n", 1234.5},
        {"1\xe2\x80\x99"
         "234.5;2\n3;4\n",
         1234.5},
        {"1\xa0"
         "234,5;2,5\n3;4\n",
         1234.5},
        {"-1 234 567;2\n3;4\n", -1234567},
        {"1.234,5;2,5\n3;4\n", 1234.5},
        {"1.234;2,5\n3;4\n", 1234},
        {"1,234.5;2\n3;4\n", 1234.5},
        {"1,234;2.5\n3;4\n", 1234},
        {"1,234,567;2\n3;4\n", 1234567},
        {"1.234.567;2\n3;4\n", 1234567},
        {"\"1,234.5\",2\n3,4\n", 1234.5},
        {"\"1,234\",2.5\n3,4\n", 1234},
        {"1.234;2\n3;4\n", 1.234},
        {"1,234;2\n3;4\n", 1.234},
        {"0,234;2\n3;4\n", 0.234},
        {"1 23,5;2,5\n3;4\n", NAN},
        {"1234 567;2\n3;4\n", NAN},
        {"1 2345;2\n3;4\n", NAN},
        {"1'234 567;2\n3;4\n", NAN},
        {"1,23,456;2\n3;4\n", NAN},
    };
    for (size_t i = 0; i < sizeof ALL / sizeof *ALL; i++) {
        const bool header = false;
        const hop_csv_wishes wishes = {.header = &header};
        hop_csv_layout layout = {0};
        double value = NAN;
        const char *text = ALL[i].text, *at = text, *end = strchr(text, '\n');
        bool more = false;
        if (hop_csv_find_layout("t.csv", text, strlen(text), &wishes, &layout) == HOP_OK &&
            !hop_csv_number(hop_csv_next(&at, end, layout.separator, &more), layout.signs, &value))
            value = NAN;
        if (isnan(ALL[i].value) ? !isnan(value) : value != ALL[i].value)
            fail_msg("'%s' gives %g, not %g", text, value, ALL[i].value);
    }
}

static void headers_and_row_numbers_are_found(void **state) {
    (void)state;
    static const expected ALL[] = {
        {"a,b\n1,2\n3,4\n", ',', true, 2, NONE, NONE, NONE, false, false},
        {"0,1,2,3\n5,6,7,8\n9,9,9,9\n", ',', true, 4, NONE, NONE, NONE, false, false},
        {",0,1\n0,5,6\n1,7,8\n", ',', true, 3, NONE, NONE, 0, false, false},
        {"\t0\t1\n0\t5\t6\n1\t7\t8\n", '\t', true, 3, NONE, NONE, 0, false, false},
        {"Unnamed: 0,a,b\n0,5,6\n1,7,8\n", ',', true, 3, NONE, NONE, 0, false, false},
        {"id,a,b\n1,5,6\n2,7,8\n", ',', true, 3, NONE, NONE, 0, false, false},
        {",a,b\nrow1,5,6\nrow2,7,8\n", ',', true, 3, NONE, 0, NONE, false, false},
        /* Rows chosen out of others keep their numbers; those of a column so called too. */
        {",a,b\n3,5,6\n0,7,8\n", ',', true, 3, NONE, 0, NONE, false, false},
        {"id,a,b\n101,5,6\n7,7,8\n", ',', true, 3, NONE, 0, NONE, false, false},
        {"\"V1\" \"V2\"\n\"1\" 5 6\n\"2\" 7 8\n", ' ', true, 3, NONE, 0, NONE, false, false},
        {"\xef\xbb\xbf"
         "a,b\r\n1,2\r\n",
         ',', true, 2, NONE, NONE, NONE, false, false},
        /* Numbers, one of which cannot be read, are no header; Excel's first line is no row. */
        {"1+2j,3\n4,5\n6,7\n", ',', false, 2, NONE, NONE, NONE, false, false},
        {"sep=;\n1,5;2\n3;4\n", ';', false, 2, NONE, NONE, NONE, true, false},
        /* Too few to be a header, and numbers that merely begin so. */
        {"0,1\n5,6\n", ',', false, 2, NONE, NONE, NONE, false, false},
        {"0,1,2,4\n5,6,7,8\n", ',', false, 4, NONE, NONE, NONE, false, false},
        {"0 1 2 3\n4 5 6 7\n8 9 10 11\n", ' ', false, 4, NONE, NONE, NONE, false, false},
        /* Fewer, over numbers that are none of its kind. */
        {"0,1\n0.5,0.6\n2,0.25\n", ',', true, 2, NONE, NONE, NONE, false, false},
        {",0\n0,5\n1,7\n", ',', true, 2, NONE, NONE, 0, false, false},
        {"0,1,2,3\n", ',', false, 4, NONE, NONE, NONE, false, false},
    };
    for (size_t i = 0; i < sizeof ALL / sizeof *ALL; i++) check(&ALL[i]);
}

static void labels_and_names_are_found(void **state) {
    (void)state;
    static const expected ALL[] = {
        {"label,p0,p1\n5,0,255\n0,255,0\n", ',', true, 3, 0, NONE, NONE, false, false},
        {"p0,p1,Class\n0,255,5\n255,0,0\n", ',', true, 3, 2, NONE, NONE, false, false},
        {"a,b,species\n1,2,setosa\n3,4,virginica\n", ',', true, 3, 2, NONE, NONE, false, false},
        {"1,2,setosa\n3,4,virginica\n", ',', false, 3, 2, NONE, NONE, false, false},
        {"cat,1,2\ndog,3,4\n", ',', false, 3, 0, NONE, NONE, false, false},
        {"filename,label,a\nx.png,1,2\ny.png,0,4\n", ',', true, 3, 1, 0, NONE, false, false},
        {",0,1,label\n0,5,6,1\n1,7,8,0\n", ',', true, 4, 3, NONE, 0, false, false},
        {"label,0,1\n1,5,6\n0,7,8\n", ',', true, 3, 0, NONE, NONE, false, false},
        {"label,a\n-1,2\n1,3\n", ',', true, 2, 0, NONE, NONE, false, false},
        {"a,b,y\n1,2,0\n3,4,1\n", ',', true, 3, 2, NONE, NONE, false, false},
        {"x,y,z\n1,2,0\n3,4,1\n", ',', true, 3, NONE, NONE, NONE, false, false},
        /* R names no rows: its header is one shorter, and stands over what it names. */
        {"\"species\" \"a\"\n\"r1\" 1 6\n\"r2\" 2 8\n", ' ', true, 3, 1, 0, NONE, false, false},
        {"\"a\" \"species\"\n\"r1\" 1 6\n\"r2\" 2 8\n", ' ', true, 3, 2, 0, NONE, false, false},
        /* Measured targets are no labels. */
        {"target,a\n0.5,1\n0.7,2\n", ',', true, 2, NONE, NONE, NONE, false, false},
    };
    for (size_t i = 0; i < sizeof ALL / sizeof *ALL; i++) check(&ALL[i]);
}

/* `rows` lines of a label and 16 pixels of so many levels, the label first or last, without a
 * header; two levels are written as shares of 1. */
static void put_digits(char *text, size_t size, bool first, size_t rows, size_t levels) {
    size_t used = 0;
    for (size_t r = 0; r < rows; r++) {
        if (first) used += (size_t)snprintf(text + used, size - used, "%zu,", r % 10);
        for (size_t i = 0; i < 16; i++)
            used += (size_t)snprintf(text + used, size - used, "%s%zu%s", i ? "," : "",
                                     (r * 31 + i * 17) % levels, levels == 2 ? ".0" : "");
        if (!first) used += (size_t)snprintf(text + used, size - used, ",%zu", r % 10);
        used += (size_t)snprintf(text + used, size - used, "\n");
    }
}

static void squares_have_one_channel_or_three(void **state) {
    (void)state;
    static const size_t YES[] = {16, 25, 64, 784, 48, 192, 3072},
                        NO[] = {0, 3, 12, 17, 18, 63, 65, 144 * 3 + 1, 3071};
    for (size_t i = 0; i < sizeof YES / sizeof *YES; i++) assert_true(hop_csv_is_square(YES[i]));
    for (size_t i = 0; i < sizeof NO / sizeof *NO; i++) assert_false(hop_csv_is_square(NO[i]));
}

static void labels_beside_the_pixels_of_square_pictures_need_no_header(void **state) {
    (void)state;
    static const size_t LEVELS[] = {256, 17, 2};
    char text[4096];
    for (size_t i = 0; i < 6; i++) {
        const bool first = i % 2;
        put_digits(text, sizeof text, first, 12, LEVELS[i / 2]);
        hop_csv_layout layout = find(text, &(hop_csv_wishes){0});
        assert_int_equal(layout.columns, 17);
        assert_int_equal(layout.label, first ? 0 : 16);
        layout = find(text, &(hop_csv_wishes){.no_guess = true});
        assert_true(layout.label == HOP_CSV_NONE);
        assert_true(find(text, &(hop_csv_wishes){.dim = 17}).label == HOP_CSV_NONE);
    }
    /* One line is enough where it is known how many pixels there are, if only one end will do. */
    put_digits(text, sizeof text, true, 1, 256);
    assert_true(find(text, &(hop_csv_wishes){0}).label == HOP_CSV_NONE);
    assert_int_equal(find(text, &(hop_csv_wishes){.dim = 16}).label, 0);
    put_digits(text, sizeof text, false, 1, 256);
    assert_true(find(text, &(hop_csv_wishes){.dim = 16}).label == HOP_CSV_NONE);
}

static void what_the_user_says_goes_before_what_is_found(void **state) {
    (void)state;
    const char *text = "label,b,c\n1,2,3\n4,5,6\n";
    const bool no = false, yes = true;
    assert_true(find(text, &(hop_csv_wishes){.label_column = "none"}).label == HOP_CSV_NONE);
    assert_int_equal(find(text, &(hop_csv_wishes){.label_column = "last"}).label, 2);
    assert_int_equal(find(text, &(hop_csv_wishes){.label_column = "b"}).label, 1);
    assert_int_equal(find(text, &(hop_csv_wishes){.label_column = "3"}).label, 2);
    assert_true(find("1,2\n3,4\n", &(hop_csv_wishes){.header = &yes}).header);
    assert_false(find("0,1,2,3\n4,5,6,7\n", &(hop_csv_wishes){.header = &no}).header);
}

static void refuse(const char *text, const char *label, hop_status status, const char *words) {
    hop_csv_layout layout;
    assert_int_equal(hop_csv_find_layout("t.csv", text, strlen(text),
                                         &(hop_csv_wishes){.label_column = label}, &layout),
                     status);
    if (!strstr(hop_status_detail(), words))
        fail_msg("'%s' does not say '%s'", hop_status_detail(), words);
}

static void what_is_no_table_of_numbers_is_refused_by_its_first_words(void **state) {
    (void)state;
    refuse("", NULL, HOP_E_FORMAT, "holds no numbers");
    refuse("# nothing\n\n", NULL, HOP_E_FORMAT, "holds no numbers");
    refuse("root:x:0:0:root:/root:/bin/bash\nme:x:1:1::/:\n", NULL, HOP_E_FORMAT,
           "neither a picture nor a table of numbers: it begins 'root:x:0:0:root:/root:/bin/bash'");
    refuse("Dear all,\n\nplease find the numbers below.\n", NULL, HOP_E_FORMAT,
           "it begins 'Dear all,'");
    refuse("a,b,c\n1,x,red\n2,y,blue\n", NULL, HOP_E_FORMAT, "columns 2 and 3 hold words");
    refuse("a,b\n1,x\n2,y\n", "none", HOP_E_FORMAT, "--label-column 2");
    refuse("a,b\n1,2\n2,3\n", "c", HOP_E_NAME,
           "has no column 'c' for --label-column; there are a, b");
    refuse("1,2\n2,3\n", "c", HOP_E_NAME, "first, last, none or 1 to 2");
    refuse("1,2\n2,3\n", "3", HOP_E_NAME, "1 to 2");
}

static void text_cut_anywhere_is_looked_at_within_its_bounds(void **state) {
    (void)state;
    static const char TEXT[] =
        "\xef\xbb\xbf\"a\"\"\",\"b\n\"1\",\"2\r\n3,4\n#\n 5 ,\t6\n\"V\" \"W\"\n1,5 2,5\t;\r";
    for (size_t cut = 0; cut < sizeof TEXT; cut++) {
        hop_csv_layout layout;
        char *copy = malloc(cut ? cut : 1);
        assert_non_null(copy);
        memcpy(copy, TEXT, cut);
        (void)hop_csv_find_layout("t", copy, cut, &(hop_csv_wishes){0}, &layout);
        free(copy);
    }
}

static void numbers_are_read_as_programs_write_them(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool read;
        double value;
    } CASES[] = {{"1d2", true, 100},
                 {"1.D2", true, 100},
                 {"1.5d-1", true, 0.15},
                 {"d2", false, 0},
                 {"-d2", false, 0},
                 {"1xd2", false, 0},
                 {"0x10", false, 0},
                 {"1e3", true, 1000},
                 {"true", true, 1},
                 {"FALSE", true, 0},
                 {"tru", false, 0},
                 {"", false, 0},
                 {"123456789", true, 123456789},
                 {"1234567890", true, 1234567890},
                 {"-7", true, -7},
                 {"7-", false, 0},
                 {"1,5", false, 0},
                 {"0000000001", true, 1}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        double value = -1;
        const size_t length = strlen(CASES[i].text);
        char *copy = malloc(length + (length == 0));
        assert_non_null(copy);
        memcpy(copy, CASES[i].text, length);
        const bool read = hop_csv_number((hop_csv_field){copy, length}, (hop_csv_signs){0}, &value);
        if (read != CASES[i].read || (read && value != CASES[i].value))
            fail_msg("'%s': %d, %g", CASES[i].text, read, value);
        free(copy);
    }
}

static void columns_there_are_are_listed_up_to_eight(void **state) {
    (void)state;
    refuse("a,b,c,d,e,f,g,h\n1,2,3,4,5,6,7,8\n1,2,3,4,5,6,7,9\n", "z", HOP_E_NAME,
           "there are a, b, c, d, e, f, g, h");
    assert_null(strstr(hop_status_detail(), "..."));
    refuse("a,b,c,d,e,f,g,h,i\n1,2,3,4,5,6,7,8,9\n1,2,3,4,5,6,7,8,0\n", "z", HOP_E_NAME,
           "there are a, b, c, d, e, f, g, h, ...");
    refuse("1,2\n3,4\n", "3", HOP_E_NAME, "1 to 2, not '3'");
    refuse("1,2\n3,4\n", "0", HOP_E_NAME, "1 to 2, not '0'");
    refuse("1,2\n3,4\n", "1.5", HOP_E_NAME, "1 to 2, not '1.5'");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(separators_are_found),
        cmocka_unit_test(decimal_commas_are_found_where_commas_do_not_separate),
        cmocka_unit_test(signs_between_thousands_are_left_out),
        cmocka_unit_test(headers_and_row_numbers_are_found),
        cmocka_unit_test(labels_and_names_are_found),
        cmocka_unit_test(squares_have_one_channel_or_three),
        cmocka_unit_test(labels_beside_the_pixels_of_square_pictures_need_no_header),
        cmocka_unit_test(what_the_user_says_goes_before_what_is_found),
        cmocka_unit_test(what_is_no_table_of_numbers_is_refused_by_its_first_words),
        cmocka_unit_test(text_cut_anywhere_is_looked_at_within_its_bounds),
        cmocka_unit_test(numbers_are_read_as_programs_write_them),
        cmocka_unit_test(columns_there_are_are_listed_up_to_eight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
