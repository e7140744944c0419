/* How a table is written: its separator, its numbers, its header.
 * SPDX-License-Identifier: MIT */
#include "csv_layouts.h"

static void separators_are_found(void **state) {
    (void)state;
    static const expected ALL[] = {
        {"1,2,3\n4,5,6\n", ", 3"},
        {"1;2;3\n4;5;6\n", "; 3"},
        {"1\t2\t3\n4\t5\t6\n", "tab 3"},
        {"1|2|3\n4|5|6\n", "| 3"},
        {"1 2 3\n4 5 6\n", "blank 3"},
        {"  1.0e+00   2.0e+00\n -1.0e+00   2.0e+00\n", "blank 2"},
        {"1, 2, 3\n4, 5, 6\n", ", 3"},
        {"# by savetxt\n1 2\n3 4\n", "blank 2"},
        {"7\n8\n9\n", "blank 1"},
        {"1;2;3\n", "; 3"},
        {"1,2;3,4\n5,6;7,8\n", "; 2 decimal-comma"},
    };
    CHECK_LAYOUTS(ALL);
}

/* One that parts all lines alike goes before one that stands in more of them. */
static void a_separator_parts_all_lines_alike_or_stands_in_most(void **state) {
    (void)state;
    static const expected ALL[] = {
        {"a;b,1\nc;d,2\ne,3\n", ", 2 label 0"},
        {"a;b,1\nc,2\nd;e,3\n", ", 2 label 0"},
        {"1|2\n3|4\n5|6;7\n", "| 2"},
        {"1;2,0\n3,0\n4,0,5\n", ", 3"},
        {"1,2\n3,4,5\n6,7,8\n", ", 3"},
        {"note; see below\n1|2\n3|4|5\n6|7|8\n", "| 3 header"},
    };
    CHECK_LAYOUTS(ALL);
}

static void a_separator_in_quotes_parts_nothing(void **state) {
    (void)state;
    static const expected ALL[] = {
        {"\"a;b\",1\n\"c;d\",2\n\"e;f\",3\n", ", 2 label 0"},
        {"\"a,b\",\"c\"\n\"1\",\"2\"\n3,4\n", ", 2 header"},
        {"\"x;y;z\"\t1\n\"x;y\"\t2\n", "tab 2 label 0"},
        {"\"1\";\"2\"\n\"3\";\"4\"\n", "; 2"},
    };
    CHECK_LAYOUTS(ALL);
}

/* At the end of every line, and not only of some. */
static void a_separator_at_the_end_of_lines_begins_no_column(void **state) {
    (void)state;
    static const expected ALL[] = {
        {"1,2,\n3,4,\n", ", 2 trailing"},
        {"1,\n2,\n", ", 1 trailing"},
        {"a;b;\n1;2;\n3;4;\n", "; 2 header trailing"},
        {"1,2,\n3,5,4\n5,6,\n", ", 3"},
        {"1,2,3\n3,5,\n5,6,\n", ", 3"},
        {"1,2,\n3,5,\n5,6,7\n", ", 3"},
        {"1,2,\n3,4,5,\n6,7,8,\n", ", 4"},
        {"1 2 \n3 4 \n", "blank 2"},
    };
    CHECK_LAYOUTS(ALL);
}

static void commas_between_digits_are_decimal_where_they_separate_nothing(void **state) {
    (void)state;
    static const expected ALL[] = {
        {"0,5;1,5\n2,25;3\n", "; 2 decimal-comma"},
        {"0,5\t1,5\n2,25\t3\n", "tab 2 decimal-comma"},
        {"0,5 1,5\n2,25 3,0\n", "blank 2 decimal-comma"},
        {"  0,5  1,5\n  2,25  3,0\n", "blank 2 decimal-comma"},
        {"0,0 9,9\n9,0 0,9\n", "blank 2 decimal-comma"},
        {"1 2,5\n3,5 4\n", "blank 2 decimal-comma"},
        {"0.5;1.5\n2.25;3\n", "; 2"},
        {"\"0,5\",\"1,5\"\n\"2,25\",3\n", ", 2 decimal-comma"},
        /* They separate: one word a line, two commas in a word, no digit on one side. */
        {"1,5\n2,5\n", ", 2"},
        {" 1,5 \n 2,5 \n", ", 2"},
        {", 1\n, 2\n", ", 2"},
        {"1,5,2 3\n1,5,2 4\n", ", 3 label 2"},
        {"1,2,3\n1,2, 3\n", ", 3"},
        {"1, 2\n3, 4\n", ", 2"},
        {"1 ,2\n3 ,4\n", ", 2"},
        {"a ,1\nb ,2\n", ", 2 label 0"},
        {"1 a,2\n3 b,4\n", ", 2 label 0"},
        {"1,b 2\n3,c 4\n", ", 2 label 1"},
    };
    CHECK_LAYOUTS(ALL);
    /* One of each: neither may be guessed. */
    refuse("0,5;1.5\n2,25;3\n", "none", HOP_E_FORMAT, "column 1 holds words");
}

/* 1.234 and 1,234 are read by what the other numbers of the table are like. */
static void one_way_of_writing_fits_all_numbers(void **state) {
    (void)state;
    static const expected ALL[] = {
        {"1.234;2\n3;4\n", "; 2"},
        {"1,234;2\n3;4\n", "; 2 decimal-comma"},
        {"1.234;2.5\n3;4\n", "; 2"},
        {"1,234;2,5\n3;4\n", "; 2 decimal-comma"},
        {"1,234;2.5\n3;4\n", "; 2 thousands ,"},
        {"1.234;2,5\n3;4\n", "; 2 decimal-comma thousands ."},
        {"1,234,567;2\n3;4\n", "; 2 thousands ,"},
        {"1.234.567;2\n3;4\n", "; 2 decimal-comma thousands ."},
        {"1,234.5;2\n3;4\n", "; 2 thousands ,"},
        {"1.234,5;2\n3;4\n", "; 2 decimal-comma thousands ."},
        {"1,234;5.678\n9;8\n", "; 2"},
        {"3;4\n1,234;2.5\n", "; 2 thousands ,"},
        {"\"1,234\",2\n3,4\n", ", 2"},
        {"1;2\n3;4\n", "; 2"},
    };
    const bool header = false;
    CHECK_WITH((&(hop_csv_wishes){.header = &header, .label_column = "none"}), ALL);
}

static void words_over_numbers_are_a_header(void **state) {
    (void)state;
    static const expected ALL[] = {
        {"a,b\n1,2\n3,4\n", ", 2 header"},
        {"a,1\n2,3\n4,5\n", ", 2 header"},
        {"\xef\xbb\xbf"
         "a,b\r\n1,2\r\n",
         ", 2 header"},
        /* A column of words needs no name; one in which half are numbers has one. */
        {"a,1\nb,2\nc,3\n", ", 2 label 0"},
        {"a,1\nb,2\n3,3\n", ", 2 header"},
        {"a,1\nb,2\nc,3\n4,5\n", ", 2 label 0"},
        {"a,1\n,2\n,3\n", ", 2 label 0"},
        /* Numbers, one of which cannot be read, are no header; Excel's first line is no row. */
        {"1+2j,3\n4,5\n6,7\n", ", 2"},
        {"10 mm,20\n30,40\n50,60\n", ", 2"},
        {"10 mm,a\n30,40\n50,60\n", ", 2 header"},
        {"sep=;\n1,5;2\n3;4\n", "; 2 decimal-comma"},
        /* One line alone is no header. */
        {"a,1\n", ", 2 label 0"},
    };
    CHECK_LAYOUTS(ALL);
}

/* As pandas numbers columns that have no names. */
static void a_first_line_that_counts_is_a_header(void **state) {
    (void)state;
    static const expected ALL[] = {
        {"0,1,2,3\n5,6,7,8\n9,9,9,9\n", ", 4 header"},
        {"0,1,2,3\n4,6,6,7\n9,9,9,9\n", ", 4 header"},
        {",0,1\n0,5,6\n1,7,8\n", ", 3 header number 0"},
        {"\t0\t1\n0\t5\t6\n1\t7\t8\n", "tab 3 header number 0"},
        {",0\n0,5\n1,7\n", ", 2 header number 0"},
        {"0,1\n0.5,0.6\n2,0.25\n", ", 2 header"},
        /* Too few to be a header, and numbers that merely begin so, or go on in the next line. */
        {"0,1\n5,6\n", ", 2"},
        {"0,1,2\n5,6,7\n", ", 3"},
        {"0\n0.5\n", "blank 1"},
        {"0,1\n0.5,6\n2,7\n", ", 2"},
        {"0,1\n0.5,\n0.25,\n", ", 2"},
        {"0,1,2,4\n5,6,7,8\n", ", 4"},
        {"1,2,3,4\n5,6,7,9\n", ", 4"},
        {"0,1,,3\n5,6,7,8\n", ", 4"},
        {",1,2\n0,5,6\n1,7,8\n", ", 3"},
        {"0 1 2 3\n4 5 6 7\n8 9 10 11\n", "blank 4"},
        {"0,1,2,3\n", ", 4"},
    };
    CHECK_LAYOUTS(ALL);
}

static void what_is_no_table_of_numbers_is_refused_by_its_first_words(void **state) {
    (void)state;
    refuse("", NULL, HOP_E_FORMAT, "holds no numbers");
    refuse("# nothing\n\n", NULL, HOP_E_FORMAT, "holds no numbers");
    refuse("root:x:0:0:root:/root:/bin/bash\nme:x:1:1::/:\n", NULL, HOP_E_FORMAT,
           "neither a picture nor a table of numbers: it begins 'root:x:0:0:root:/root:/bin/bash'");
    refuse("Dear all,\n\nplease find the numbers below.\n", NULL, HOP_E_FORMAT,
           "it begins 'Dear all,'");
    refuse("This sentence has more than forty letters, as sentences may.\n", NULL, HOP_E_FORMAT,
           "it begins 'This sentence has more than forty letter'");
    refuse("a,b\n10 mm,20 mm\n30 mm,40 mm\n", NULL, HOP_E_FORMAT,
           "'30 mm' is not one; numbers stand without a unit");
}

static void a_column_of_words_is_named_with_the_way_out(void **state) {
    (void)state;
    refuse("a,b,c\n1,x,red\n2,y,blue\n", NULL, HOP_E_FORMAT, "columns 2 and 3 hold words");
    refuse("a,b,c,d\nx,1,2,red\ny,3,4,blue\n", NULL, HOP_E_FORMAT, "columns 1 and 4 hold words");
    refuse("a,b\n1,x\n2,y\n", "none", HOP_E_FORMAT,
           "column 2 holds words, not numbers; --label-column 2 takes it for labels");
    /* Where most columns are words, or words alone are parted unevenly, there is no table. */
    refuse("a,b,c\n1,x,y\n2,z,w\n", "none", HOP_E_FORMAT, "neither a picture nor a table");
    refuse("x,y,1,2,3\nz,w,1,2\np,q,1,2,3\n", NULL, HOP_E_FORMAT, "neither a picture nor a table");
}

static void text_cut_anywhere_is_looked_at_within_its_bounds(void **state) {
    (void)state;
    static const char TEXT[] =
        "\xef\xbb\xbf\"a\"\"\",\"b\n\"1\",\"2\r\n3,4\n#\n 5 ,\t6\n\"V\" \"W\"\n1,5 2,5\t;\r";
    for (size_t cut = 0; cut < sizeof TEXT; cut++) {
        hop_csv_layout layout;
        char text[sizeof TEXT] = {0};
        memcpy(text, TEXT, cut);
        (void)try_layout(text, &(hop_csv_wishes){0}, &layout);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(separators_are_found),
        cmocka_unit_test(a_separator_parts_all_lines_alike_or_stands_in_most),
        cmocka_unit_test(a_separator_in_quotes_parts_nothing),
        cmocka_unit_test(a_separator_at_the_end_of_lines_begins_no_column),
        cmocka_unit_test(commas_between_digits_are_decimal_where_they_separate_nothing),
        cmocka_unit_test(one_way_of_writing_fits_all_numbers),
        cmocka_unit_test(words_over_numbers_are_a_header),
        cmocka_unit_test(a_first_line_that_counts_is_a_header),
        cmocka_unit_test(what_is_no_table_of_numbers_is_refused_by_its_first_words),
        cmocka_unit_test(a_column_of_words_is_named_with_the_way_out),
        cmocka_unit_test(text_cut_anywhere_is_looked_at_within_its_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
