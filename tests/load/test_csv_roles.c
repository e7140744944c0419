/* Which columns of a table are labels, names and row numbers.
 * Covers: csv_layout.c
 * SPDX-License-Identifier: MIT */
#include "csv_layouts.h"

static void a_column_of_names_is_called_so_or_numbers_rows_of_others(void **state) {
    (void)state;
    static const expected ALL[] = {
        {"Unnamed: 0,a,b\n0,5,6\n1,7,8\n", ", 3 header number 0"},
        {"id,a,b\n1,5,6\n2,7,8\n", ", 3 header number 0"},
        {"index,a,b\n0,5,6\n1,7,8\n", ", 3 header number 0"},
        {",a,b\nrow1,5,6\nrow2,7,8\n", ", 3 header name 0"},
        {"a,Filename\n1,x\n2,y\n", ", 2 header name 1"},
        {"a,file,path\n1,x,u\n2,y,v\n", ", 3 header label 2 name 1"},
        /* Rows chosen out of others keep their numbers; those of a column so called too. */
        {",a,b\n3,5,6\n0,7,8\n", ", 3 header name 0"},
        {"id,a,b\n101,5,6\n7,7,8\n", ", 3 header name 0"},
        {"index,a,b\n2,5,6\n3,7,8\n", ", 3 header name 0"},
        {"index,a,b\n0,5,6\n2,7,8\n", ", 3 header name 0"},
        /* Numbers that come twice, are not whole, or are missing name nothing. */
        {"id,a,b\n5,5,6\n7,7,8\n5,1,2\n", ", 3 header"},
        {"id,a,b\n5,5,6\n7,7,8\n7,1,2\n", ", 3 header"},
        {"id,a,b\n1.5,5,6\n2,7,8\n", ", 3 header"},
        {"id,a,b\n,5,6\n2,7,8\n", ", 3 header"},
        {"a,id,b\n1,1,6\n2,2,8\n", ", 3 header"},
        {"name,a\n1,5\n2,6\n", ", 2 header"},
        /* Without a header nothing is called anything. */
        {"1,5,6\n2,7,8\n", ", 3"},
    };
    CHECK_LAYOUTS(ALL);
}

/* R names no rows: its header is one shorter, and stands over what it names. */
static void a_header_that_is_one_shorter_leaves_names_without_one(void **state) {
    (void)state;
    static const expected ALL[] = {
        {"\"V1\" \"V2\"\n\"1\" 5 6\n\"2\" 7 8\n", "blank 3 header name 0"},
        {"\"species\" \"a\"\n\"r1\" 1 6\n\"r2\" 2 8\n", "blank 3 header label 1 name 0"},
        {"\"a\" \"species\"\n\"r1\" 1 6\n\"r2\" 2 8\n", "blank 3 header label 2 name 0"},
        {"a,b\n1,2,\n3,4,\n", ", 3 header name 0"},
        {"a,b,\n1,2,\n3,4,\n", ", 2 header trailing"},
    };
    CHECK_LAYOUTS(ALL);
}

/* pandas' to_csv(header=False): nothing tells an index from numbers, so it is kept, and said. */
static void a_first_column_that_counts_is_kept_and_said(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool counts;
    } ALL[] = {
        {"0,.5,.6\n1,.7,.8\n2,.1,.2\n3,.1,.3\n", true},
        {"0,.5,.6\n1,.7,.8\n2,.1,.2\n4,.1,.3\n", false},
        {"0,.5,.6\n1,.7,.8\n2,.1,.2\n", false},
        {"0,.5\n1,.7\n2,.1\n3,.1\n", false},
        {"5,.5,.6\n1,.7,.8\n2,.1,.2\n3,.1,.3\n", false},
        {"n,a,b\n0,.5,.6\n1,.7,.8\n2,.1,.2\n3,.1,.3\n", false},
    };
    for (size_t i = 0; i < sizeof ALL / sizeof *ALL; i++) {
        hop_csv_layout layout = {0};
        const hop_csv_wishes wishes = {0};
        assert_int_equal(
            hop_csv_find_layout("t.csv", ALL[i].text, strlen(ALL[i].text), &wishes, &layout),
            HOP_OK);
        assert_int_equal(layout.counts, ALL[i].counts);
    }
}

static void labels_are_called_so_or_are_words(void **state) {
    (void)state;
    static const expected ALL[] = {
        {"label,p0,p1\n5,0,255\n0,255,0\n", ", 3 header label 0"},
        {"p0,p1,Class\n0,255,5\n255,0,0\n", ", 3 header label 2"},
        {"a,b,species\n1,2,setosa\n3,4,virginica\n", ", 3 header label 2"},
        {"1,2,setosa\n3,4,virginica\n", ", 3 label 2"},
        {"cat,1,2\ndog,3,4\n", ", 3 label 0"},
        {"filename,label,a\nx.png,1,2\ny.png,0,4\n", ", 3 header label 1 name 0"},
        {",0,1,label\n0,5,6,1\n1,7,8,0\n", ", 4 header label 3 number 0"},
        {"label,0,1\n1,5,6\n0,7,8\n", ", 3 header label 0"},
        {"label,a\n-1,2\n1,3\n", ", 2 header label 0"},
        /* What is called a label goes before words. */
        {"a,kind,class\n1,x,0\n2,y,1\n", "refused"},
        /* "y" is one, unless "x" makes a point of it, or it is all there is beside a number. */
        {"a,b,y\n1,2,0\n3,4,1\n", ", 3 header label 2"},
        {"x,y,z\n1,2,0\n3,4,1\n", ", 3 header"},
        {"y,a,x\n1,2,0\n3,4,1\n", ", 3 header"},
        {"a,y\n1,2\n3,4\n", ", 2 header"},
        /* Measured targets are no labels. */
        {"target,a\n0.5,1\n0.7,2\n", ", 2 header"},
    };
    CHECK_LAYOUTS(ALL);
}

static void squares_have_one_channel_or_three(void **state) {
    (void)state;
    static const size_t YES[] = {16, 25, 64, 784, 48, 192, 3072},
                        NO[] = {0, 3, 9, 12, 17, 18, 27, 32, 63, 65, 144 * 3 + 1, 3071};
    for (size_t i = 0; i < sizeof YES / sizeof *YES; i++) assert_true(hop_csv_is_square(YES[i]));
    for (size_t i = 0; i < sizeof NO / sizeof *NO; i++) assert_false(hop_csv_is_square(NO[i]));
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

/* Two rows of a label, so many pixels from 0 to `most`, and a last pixel. */
static size_t guessed(const char *labels[2], size_t pixels, const char *most, const char *last[2]) {
    char text[1024];
    size_t used = 0;
    for (size_t r = 0; r < 2; r++) {
        used += (size_t)snprintf(text + used, sizeof text - used, "%s", labels[r]);
        for (size_t i = 0; i + 1 < pixels; i++)
            used +=
                (size_t)snprintf(text + used, sizeof text - used, ",%s", (i + r) % 2 ? most : "0");
        used += (size_t)snprintf(text + used, sizeof text - used, ",%s\n", last[r]);
    }
    const bool header = false;
    return find(text, &(hop_csv_wishes){.header = &header}).label;
}

/* Digits beside pixels of any range; larger ones only where pixels go twice as far; never what is
 * negative, not whole, above 255, always the same, or beside pixels that are no pixels. */
static void guessed_labels_are_small_whole_numbers(void **state) {
    (void)state;
    static const struct {
        const char *labels[2];
        size_t pixels;
        const char *most, *last[2];
        bool found;
    } CASES[] = {
        {{"3", "7"}, 16, "255", {"200", "0"}, true},
        {{"3", "7"}, 25, "255", {"200", "0"}, true},
        {{"3", "7"}, 75, "255", {"200", "0"}, true},
        {{"3", "7"}, 48, "255", {"200", "0"}, false}, /* all 49 may be a picture */
        {{"3", "7"}, 17, "255", {"200", "0"}, false},
        {{"3", "7"}, 9, "255", {"200", "0"}, false},
        {{"0", "9"}, 16, "16", {"16", "0"}, true},
        {{"0", "9"}, 16, "10", {"10", "0"}, true},
        {{"0", "9"}, 16, "9", {"9", "0"}, false},
        {{"0", "10"}, 16, "16", {"16", "0"}, false},
        {{"0", "100"}, 16, "200", {"200", "0"}, true},
        {{"0", "101"}, 16, "200", {"200", "0"}, false},
        {{"0", "2"}, 16, "1", {"0.5", "0"}, true},
        {{"0", "1"}, 16, "1", {"0.5", "0"}, false},
        {{"0", "255"}, 16, "0.5", {"0.5", "0"}, true},
        {{"0", "256"}, 16, "0.5", {"0.5", "0"}, false},
        {{"-1", "1"}, 16, "255", {"200", "0"}, false},
        {{"0.5", "1"}, 16, "255", {"200", "0"}, false},
        {{"3", "3"}, 16, "255", {"200", "0"}, false},
        {{"3", "7"}, 16, "256", {"200", "0"}, false},
        {{"3", "7"}, 16, "-1", {"200", "0"}, false},
        {{"3", "7"}, 16, "20.5", {"200", "0"}, false},
        {{"3", "7"}, 16, "0.5", {"200.5", "0"}, true},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const char *labels[2] = {CASES[i].labels[0], CASES[i].labels[1]};
        const char *last[2] = {CASES[i].last[0], CASES[i].last[1]};
        const size_t label = guessed(labels, CASES[i].pixels, CASES[i].most, last);
        if ((label == 0) != CASES[i].found || (label != 0 && label != HOP_CSV_NONE))
            fail_msg("case %zu: column %zd", i, (ssize_t)label);
    }
}

/* Names and row numbers are no labels, and where they are nothing is guessed. */
static void nothing_is_guessed_beside_row_numbers(void **state) {
    (void)state;
    char text[1024] = "id,l", *at = text + strlen(text);
    for (size_t i = 0; i < 15; i++) at += sprintf(at, ",p%zu", i);
    for (size_t r = 1; r <= 2; r++) {
        at += sprintf(at, "\n%zu,%zu", r, r + 3);
        for (size_t i = 0; i < 15; i++) at += sprintf(at, ",%zu", (i * r * 40) % 250);
    }
    const hop_csv_layout layout = find(text, &(hop_csv_wishes){0});
    assert_int_equal(layout.number, 0);
    assert_true(layout.label == HOP_CSV_NONE);
}

static void what_the_user_says_goes_before_what_is_found(void **state) {
    (void)state;
    const char *text = "label,b,c\n1,2,3\n4,5,6\n";
    const bool no = false, yes = true;
    assert_true(find(text, &(hop_csv_wishes){.label_column = "none"}).label == HOP_CSV_NONE);
    assert_int_equal(find(text, &(hop_csv_wishes){.label_column = "first"}).label, 0);
    assert_int_equal(find(text, &(hop_csv_wishes){.label_column = "last"}).label, 2);
    assert_int_equal(find(text, &(hop_csv_wishes){.label_column = "b"}).label, 1);
    assert_int_equal(find(text, &(hop_csv_wishes){.label_column = "1"}).label, 0);
    assert_int_equal(find(text, &(hop_csv_wishes){.label_column = "3"}).label, 2);
    /* A name in the header goes before a place, and is none without one. */
    assert_int_equal(find("a,first\n1,2\n3,4\n", &(hop_csv_wishes){.label_column = "first"}).label,
                     1);
    assert_int_equal(find("7,1\n2,3\n", &(hop_csv_wishes){.label_column = "1"}).label, 0);
    assert_true(find("1,2\n3,4\n", &(hop_csv_wishes){.header = &yes}).header);
    assert_false(find("0,1,2,3\n4,5,6,7\n", &(hop_csv_wishes){.header = &no}).header);
    /* A column has one role. */
    hop_csv_layout layout = find("id,a,b\n1,5,6\n2,7,8\n", &(hop_csv_wishes){.label_column = "id"});
    assert_true(layout.label == 0 && layout.number == HOP_CSV_NONE);
    layout = find("name,a,b\nx,5,6\ny,7,8\n", &(hop_csv_wishes){.label_column = "name"});
    assert_true(layout.label == 0 && layout.name == HOP_CSV_NONE);
}

static void columns_there_are_are_listed_up_to_eight(void **state) {
    (void)state;
    refuse("a,b\n1,2\n2,3\n", "c", HOP_E_NAME,
           "has no column 'c' for --label-column; there are a, b");
    refuse("a,b,c,d,e,f,g,h\n1,2,3,4,5,6,7,8\n1,2,3,4,5,6,7,9\n", "z", HOP_E_NAME,
           "there are a, b, c, d, e, f, g, h");
    assert_null(strstr(hop_status_detail(), "..."));
    refuse("a,b,c,d,e,f,g,h,i\n1,2,3,4,5,6,7,8,9\n1,2,3,4,5,6,7,8,0\n", "z", HOP_E_NAME,
           "there are a, b, c, d, e, f, g, h, ...");
    static const char *const WRONG[] = {"c", "3", "0", "1.5"};
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        char words[64];
        snprintf(words, sizeof words, "first, last, none or 1 to 2, not '%s'", WRONG[i]);
        refuse("1,2\n3,4\n", WRONG[i], HOP_E_NAME, words);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_column_of_names_is_called_so_or_numbers_rows_of_others),
        cmocka_unit_test(a_header_that_is_one_shorter_leaves_names_without_one),
        cmocka_unit_test(a_first_column_that_counts_is_kept_and_said),
        cmocka_unit_test(labels_are_called_so_or_are_words),
        cmocka_unit_test(squares_have_one_channel_or_three),
        cmocka_unit_test(labels_beside_the_pixels_of_square_pictures_need_no_header),
        cmocka_unit_test(guessed_labels_are_small_whole_numbers),
        cmocka_unit_test(nothing_is_guessed_beside_row_numbers),
        cmocka_unit_test(what_the_user_says_goes_before_what_is_found),
        cmocka_unit_test(columns_there_are_are_listed_up_to_eight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
