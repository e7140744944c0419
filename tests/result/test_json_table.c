/* JSON: the document parses back to what a table holds.
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#include <math.h>

#include "base/json.h"

static hop_json *parsed(hop_table *table) {
    char *text = sample_print(table, "json", 0);
    hop_json *value = NULL;
    assert_int_equal(hop_json_parse("test", text, strlen(text), &value), HOP_OK);
    assert_int_equal(text[strlen(text) - 1], '\n');
    free(text);
    return value;
}

static const hop_json *cell(const hop_json *document, size_t row, const char *name) {
    return hop_json_get(hop_json_at(hop_json_get(document, "rows"), row), name);
}

static void rows_parse_back(void **state) {
    (void)state;
    hop_table *table = sample_table();
    sample_row(table, "say \"x\", \xc3\xbc\n", 0.1, 7, true);
    hop_json *document = parsed(table);
    double beta = 0;
    int64_t steps = 0;
    assert_int_equal(hop_json_length(hop_json_get(document, "rows")), 1);
    assert_string_equal(hop_json_string(cell(document, 0, "name")), "say \"x\", \xc3\xbc\n");
    assert_true(hop_json_number(cell(document, 0, "beta"), &beta) && beta == 0.1);
    assert_true(hop_json_whole(cell(document, 0, "steps"), &steps) && steps == 7);
    hop_json_free(document);
    hop_table_destroy(table);
}

static void columns_say_kind_unit_and_meaning(void **state) {
    (void)state;
    hop_table *table = sample_table();
    hop_json *document = parsed(table);
    const hop_json *about = hop_json_get(document, "about");
    assert_string_equal(hop_json_string(hop_json_get(about, "rows")), "table: a sample");
    assert_string_equal(hop_json_string(hop_json_get(about, "rows.name")), "text: which query");
    assert_string_equal(hop_json_string(hop_json_get(about, "rows.beta")),
                        "number, 3 digits [1/m^2]: sharpness");
    hop_json_free(document);
    hop_table_destroy(table);
}

static void none_and_what_is_not_finite_are_null(void **state) {
    (void)state;
    hop_table *table = sample_table();
    for (int i = 0; i < 4; i++) hop_table_add_none(table);
    sample_row(table, "x", NAN, 1, true);
    sample_row(table, "x", INFINITY, 1, true);
    char *text = sample_print(table, "json", 0);
    size_t nulls = 0;
    for (const char *at = strstr(text, "null"); at; at = strstr(at + 1, "null")) nulls++;
    assert_int_equal(nulls, 6);
    free(text);
    hop_table_destroy(table);
}

static void a_count_beyond_json_integers_keeps_its_sign(void **state) {
    (void)state;
    hop_table *table = sample_table();
    sample_row(table, "x", 1, SIZE_MAX, true);
    hop_json *document = parsed(table);
    double steps = 0;
    assert_true(hop_json_number(cell(document, 0, "steps"), &steps) && steps > 1e19);
    hop_json_free(document);
    hop_table_destroy(table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_parse_back),
        cmocka_unit_test(columns_say_kind_unit_and_meaning),
        cmocka_unit_test(none_and_what_is_not_finite_are_null),
        cmocka_unit_test(a_count_beyond_json_integers_keeps_its_sign),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
