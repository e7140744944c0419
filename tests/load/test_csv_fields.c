/* Lines and fields of a table, and numbers as programs write them.
 * SPDX-License-Identifier: MIT */
#include "csv_layouts.h"

#include <math.h>

#include "load/csv_sample.h"

static hop_csv_field field_of(const char *text, size_t length) {
    return (hop_csv_field){text, length};
}

/* "[a][b]": the fields of a line. */
static void split(const char *line, char separator, char *found, size_t size) {
    char *copy = exact_copy(line);
    const char *at = copy, *end = copy + strlen(line);
    size_t used = 0;
    for (bool more = true; more;) {
        hop_csv_field f = hop_csv_next(&at, end, separator, &more);
        used += (size_t)snprintf(found + used, size - used, "[%.*s]", (int)f.length, f.at);
    }
    assert_ptr_equal(at, end);
    free(copy);
}

static void fields_are_parted_without_blanks_and_quotes_around_them(void **state) {
    (void)state;
    static const struct {
        const char *line;
        char separator;
        const char *fields;
    } ALL[] = {
        {"a,b", ',', "[a][b]"},
        {" a , b\t", ',', "[a][b]"},
        {"a,,b,", ',', "[a][][b][]"},
        {"", ',', "[]"},
        {"   ", ',', "[]"},
        {"\"a,b\",c", ',', "[a,b][c]"},
        {"\"a\",\"", ',', "[a][\"]"},
        {"\"\"", ',', "[]"},
        {"\"a\"\"b\"", ',', "[a\"\"b]"},
        {"a\"b,c\"", ',', "[a\"b,c\"]"},
        {"\"a", ',', "[\"a]"},
        {"a\tb", '\t', "[a][b]"},
        {"\ta\t", '\t', "[][a][]"},
        {" a \t b ", '\t', "[a][b]"},
        {"a b", ' ', "[a][b]"},
        {"  a \t b  ", ' ', "[a][b]"},
        {"\ta\tb", ' ', "[a][b]"},
        {"\"a b\" c", ' ', "[a b][c]"},
    };
    for (size_t i = 0; i < sizeof ALL / sizeof *ALL; i++) {
        char found[64];
        split(ALL[i].line, ALL[i].separator, found, sizeof found);
        if (strcmp(found, ALL[i].fields) != 0)
            fail_msg("'%s' has the fields %s, not %s", ALL[i].line, found, ALL[i].fields);
    }
}

/* Each line with its number in the file: "1:a 3:b". */
static void lines_end_as_systems_end_them_and_comments_are_none(void **state) {
    (void)state;
    static const struct {
        const char *text, *lines;
    } ALL[] = {
        {"a\nb\n", "1:a 2:b "},           {"a\r\nb\r\n", "1:a 2:b "},
        {"a\rb\r", "1:a 2:b "},           {"a\nb", "1:a 2:b "},
        {"a\n\rb", "1:a 3:b "},           {"a\r", "1:a "},
        {"\n \t\n#x\n # y\nb\n", "5:b "}, {"a#\n", "1:a# "},
        {"sep=;\na\n", "2:a "},           {"SEP=,\na\n", "2:a "},
        {"sep=\na\n", "1:sep= 2:a "},     {"sep=;;\n", "1:sep=;; "},
        {"a\nsep=;\n", "1:a 2:sep=; "},   {"", ""},
    };
    for (size_t i = 0; i < sizeof ALL / sizeof *ALL; i++) {
        char found[64] = "", *copy = exact_copy(ALL[i].text);
        const char *at = copy, *end = copy + strlen(ALL[i].text);
        size_t line = 0, used = 0;
        hop_csv_field f;
        while (hop_csv_line(&at, end, &line, &f))
            used += (size_t)snprintf(found + used, sizeof found - used, "%zu:%.*s ", line,
                                     (int)f.length, f.at);
        free(copy);
        if (strcmp(found, ALL[i].lines) != 0)
            fail_msg("'%s' has the lines %s, not %s", ALL[i].text, found, ALL[i].lines);
    }
}

/* A line that is blank up to the end, and a field there, end there, whatever lies behind. */
static void what_lies_behind_the_end_is_not_read(void **state) {
    (void)state;
    static const char text[] = "  \t  x";
    const char *at = text, *const end = text + 3;
    size_t line = 0;
    bool more = true;
    hop_csv_field f;
    assert_false(hop_csv_line(&at, end, &line, &f));
    assert_ptr_equal(at, end);
    at = text;
    f = hop_csv_next(&at, end, ' ', &more);
    assert_int_equal(f.length, 0);
    assert_ptr_equal(at, end);
    assert_false(more);
}

static void a_byte_order_mark_is_no_text(void **state) {
    (void)state;
    const char text[] = "\xef\xbb\xbf"
                        "1";
    assert_ptr_equal(hop_csv_begin(text, 4), text + 3);
    assert_ptr_equal(hop_csv_begin(text, 3), text + 3);
    assert_ptr_equal(hop_csv_begin(text, 2), text);
    assert_ptr_equal(hop_csv_begin(text + 1, 3), text + 1);
}

static void a_missing_number_is_empty_or_a_word_for_it(void **state) {
    (void)state;
    static const char *const YES[] = {"", "NA", "n/a", "#N/A", "NULL", "None", "?", "-"},
                             *const NO[] = {"0", "no", "nan", "--", "N", "x"};
    for (size_t i = 0; i < sizeof YES / sizeof *YES; i++)
        assert_true(hop_csv_is_missing(field_of(YES[i], strlen(YES[i]))));
    for (size_t i = 0; i < sizeof NO / sizeof *NO; i++)
        assert_false(hop_csv_is_missing(field_of(NO[i], strlen(NO[i]))));
    assert_false(hop_csv_field_is((hop_csv_field){0}, ""));
}

static void what_begins_as_a_number_may_have_a_sign_or_a_currency_before_it(void **state) {
    (void)state;
    static const char *const YES[] = {"1",
                                      "10 mm",
                                      "-5",
                                      "+.5x",
                                      "$3",
                                      "\xc2\xa3"
                                      "4",
                                      "\xe2\x82\xac 9"},
                             *const NO[] = {"", "-", "x1", "$", "e5"};
    for (size_t i = 0; i < sizeof YES / sizeof *YES; i++) {
        char *copy = exact_copy(YES[i]);
        assert_true(hop_csv_begins_as_number(field_of(copy, strlen(YES[i]))));
        free(copy);
    }
    for (size_t i = 0; i < sizeof NO / sizeof *NO; i++) {
        char *copy = exact_copy(NO[i]);
        assert_false(hop_csv_begins_as_number(field_of(copy, strlen(NO[i]))));
        free(copy);
    }
}

/* NAN: it is no number so. */
typedef struct number {
    const char *text;
    double value;
} number;

static void check_numbers(const number *all, size_t count, hop_csv_signs signs) {
    for (size_t i = 0; i < count; i++) {
        double value = 7e300;
        char *copy = exact_copy(all[i].text);
        const bool read = hop_csv_number(field_of(copy, strlen(all[i].text)), signs, &value);
        free(copy);
        if (read == isnan(all[i].value) || (read && value != all[i].value))
            fail_msg("'%s': %s, %g, not %g", all[i].text, read ? "read" : "refused", value,
                     all[i].value);
    }
}
#define CHECK_NUMBERS(all, ...) \
    check_numbers(all, sizeof(all) / sizeof *(all), (hop_csv_signs){__VA_ARGS__})

static void numbers_are_read_as_programs_write_them(void **state) {
    (void)state;
    static const number ALL[] = {
        {"1d2", 100},
        {"1.D2", 100},
        {"1.5d-1", 0.15},
        {"d2", NAN},
        {"-d2", NAN},
        {"1xd2", NAN},
        {"0x10", NAN},
        {"0X1p3", NAN},
        {"1e3", 1000},
        {"true", 1},
        {"FALSE", 0},
        {"tru", NAN},
        {"", NAN},
        {"0", 0},
        {"90", 90},
        {"123456789", 123456789},
        {"1234567890", 1234567890},
        {"-7", -7},
        {"7-", NAN},
        {"1/2", NAN},
        {"1:2", NAN},
        {"1,5", NAN},
        {"0000000001", 1},
    };
    CHECK_NUMBERS(ALL, false, 0);
    /* As long as a number may be, one letter more, and one with a zero byte in it. */
    char text[HOP_CSV_NUMBER + 1];
    double value = 0;
    memset(text, '0', sizeof text);
    text[HOP_CSV_NUMBER - 2] = '5';
    assert_true(hop_csv_number(field_of(text, HOP_CSV_NUMBER - 1), (hop_csv_signs){0}, &value));
    assert_true(value == 5);
    assert_false(hop_csv_number(field_of(text, HOP_CSV_NUMBER), (hop_csv_signs){0}, &value));
    assert_false(hop_csv_number(field_of("12\0", 3), (hop_csv_signs){0}, &value));
}

static void blanks_and_apostrophes_may_stand_between_thousands(void **state) {
    (void)state;
    static const number POINTS[] = {
        {"1'234.5", 1234.5},
        {"1 234", 1234},
        {"12 345", 12345},
        {"123 456", 123456},
        {"1234 567", NAN},
        {"1\xa0"
         "234",
         1234},
        {"1\xe2\x80\x99"
         "234.5",
         1234.5},
        {"1\xe2\x80\x99"
         "234\xe2\x80\x99"
         "567",
         1234567},
        {"-1 234 567", -1234567},
        {"+1 234", 1234},
        {"1 234e2", 123400},
        {"0 123", 123},
        {"1 23", NAN},
        {"1 2345", NAN},
        {"1 23x", NAN},
        {"1'234 567", NAN},
        {" 123", NAN},
        {"'123", NAN},
        {"1,234", NAN},
    };
    CHECK_NUMBERS(POINTS, false, 0);
}

static void a_sign_between_thousands_is_not_the_decimal_one(void **state) {
    (void)state;
    static const number POINTS[] = {{"1,234.5", 1234.5}, {"1,234,567", 1234567}, {"1.5", 1.5},
                                    {"0,234", NAN},      {"1,23,456", NAN},      {"1,2345", NAN},
                                    {"1,5", NAN},        {"1.234,5", NAN}};
    static const number COMMAS[] = {{"1.234,5", 1234.5}, {"1.234.567", 1234567}, {"1,5", 1.5},
                                    {"0.234", NAN},      {"1.5", NAN},           {"1,234.5", NAN},
                                    {"1,5,6", NAN},      {"1 234,5", 1234.5}};
    static const number PLAIN[] = {{"1,5", 1.5}, {"1.5", NAN}, {"1.234,5", NAN}, {"15", 15}};
    CHECK_NUMBERS(POINTS, false, ',');
    CHECK_NUMBERS(COMMAS, true, '.');
    CHECK_NUMBERS(PLAIN, true, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_parted_without_blanks_and_quotes_around_them),
        cmocka_unit_test(lines_end_as_systems_end_them_and_comments_are_none),
        cmocka_unit_test(what_lies_behind_the_end_is_not_read),
        cmocka_unit_test(a_byte_order_mark_is_no_text),
        cmocka_unit_test(a_missing_number_is_empty_or_a_word_for_it),
        cmocka_unit_test(what_begins_as_a_number_may_have_a_sign_or_a_currency_before_it),
        cmocka_unit_test(numbers_are_read_as_programs_write_them),
        cmocka_unit_test(blanks_and_apostrophes_may_stand_between_thousands),
        cmocka_unit_test(a_sign_between_thousands_is_not_the_decimal_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
