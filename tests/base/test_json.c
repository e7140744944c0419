/* JSON documents.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "support/support.h"

static void assert_prints(hop_json *value, const char *expected) {
    char *text = NULL;
    assert_int_equal(hop_json_print(value, false, &text), HOP_OK);
    assert_string_equal(text, expected);
    free(text);
    hop_json_free(value);
}

static hop_json *parse(const char *text) {
    hop_json *value = NULL;
    assert_int_equal(hop_json_parse("test", text, strlen(text), &value), HOP_OK);
    return value;
}

static void a_document_prints_its_members_in_order(void **state) {
    (void)state;
    hop_json *list = hop_json_array(), *object = hop_json_object();
    assert_true(hop_json_append(list, hop_json_integer(-3)));
    assert_true(hop_json_append(list, hop_json_real(0.1)));
    assert_true(hop_json_append(list, hop_json_null()));
    assert_true(hop_json_set(object, "z", list));
    assert_true(hop_json_set(object, "count", hop_json_count(7)));
    assert_true(hop_json_set(object, "ok", hop_json_bool(true)));
    assert_true(hop_json_set(object, "a", hop_json_text("x\"y")));
    assert_prints(object, "{\"z\":[-3,0.1,null],\"count\":7,\"ok\":true,"
                          "\"a\":\"x\\\"y\"}");
}

static void numbers_are_as_short_as_they_read_back_equal(void **state) {
    (void)state;
    const double numbers[] = {0.2, 20, -1.0 / 3, 1e300, 5e-324, 1e7, -0.0};
    hop_json *list = hop_json_array();
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        assert_true(hop_json_append(list, hop_json_real(numbers[i])));
    assert_true(hop_json_append(list, hop_json_text("0.20000000000000001 \\ \" 0.5000")));
    assert_true(hop_json_append(list, hop_json_integer(INT64_MIN)));
    assert_prints(list, "[0.2,20.0,-0.3333333333333333,1e+300,5e-324,1e+07,-0.0,"
                        "\"0.20000000000000001 \\\\ \\\" 0.5000\",-9223372036854775808]");
}

static void an_indented_document_has_lines(void **state) {
    (void)state;
    hop_json *object = parse("{\"a\": [1]}");
    char *text = NULL;
    assert_int_equal(hop_json_print(object, true, &text), HOP_OK);
    assert_string_equal(text, "{\n  \"a\": [\n    1\n  ]\n}");
    free(text);
    hop_json_free(object);
}

static void numbers_that_are_not_finite_become_null(void **state) {
    (void)state;
    hop_json *list = hop_json_array();
    assert_true(hop_json_append(list, hop_json_real(NAN)));
    assert_true(hop_json_append(list, hop_json_real(INFINITY)));
    assert_prints(list, "[null,null]");
}

static void text_that_is_not_utf8_is_repaired(void **state) {
    (void)state;
    hop_json *list = hop_json_array();
    assert_true(hop_json_append(list, hop_json_text("a\xff\x62")));
    assert_true(hop_json_append(list, hop_json_text("\xc3\xa9")));
    assert_true(hop_json_append(list, hop_json_text(NULL)));
    assert_prints(list, "[\"a?b\",\"\xc3\xa9\",null]");
}

static void what_would_steer_a_terminal_is_escaped(void **state) {
    (void)state;
    const char *const evil = "\x1b]52;\x07 \x7f \xc2\x9b \xe2\x80\xae \xc3\xa9 \xf0\x9f\x98\x80 1";
    hop_json *list = hop_json_array(), *again = NULL;
    char *text = NULL;
    assert_true(hop_json_append(list, hop_json_text(evil)));
    assert_int_equal(hop_json_print(list, false, &text), HOP_OK);
    assert_string_equal(text, "[\"\\u001B]52;\\u0007 \\u007F \\u009B \\u202E \xc3\xa9 "
                              "\xf0\x9f\x98\x80 1\"]");
    assert_int_equal(hop_json_parse("a", text, strlen(text), &again), HOP_OK);
    assert_string_equal(hop_json_string(hop_json_at(again, 0)), evil);
    hop_json_free(again);
    hop_json_free(list);
    free(text);
}

static void seeds_of_sixty_three_bits_keep_every_bit(void **state) {
    (void)state;
    hop_json *list = parse("[9223372036854775807, -9223372036854775808]");
    int64_t number = 0;
    assert_true(hop_json_whole(hop_json_at(list, 0), &number));
    assert_true(number == INT64_MAX);
    assert_true(hop_json_whole(hop_json_at(list, 1), &number));
    assert_true(number == INT64_MIN);
    hop_json_free(list);
}

static void a_missing_value_is_passed_on_as_failure(void **state) {
    (void)state;
    hop_json *object = hop_json_object(), *list = hop_json_array();
    char *text = NULL;
    assert_false(hop_json_set(object, "a", NULL));
    assert_false(hop_json_set(NULL, "a", hop_json_count(1)));
    assert_false(hop_json_append(list, NULL));
    assert_int_equal(hop_json_print(NULL, false, &text), HOP_E_MEMORY);
    assert_null(text);
    hop_json_free(list);
    hop_json_free(object);
    hop_json_free(NULL);
}

static void readers_answer_only_for_their_own_kind(void **state) {
    (void)state;
    hop_json *object = parse("{\"s\": \"text\", \"i\": 3, \"r\": 0.5, \"l\": [1, 2]}");
    int64_t whole = 0;
    double number = 0;
    assert_true(hop_json_is_object(object));
    assert_false(hop_json_is_object(hop_json_get(object, "l")));
    assert_string_equal(hop_json_string(hop_json_get(object, "s")), "text");
    assert_null(hop_json_string(hop_json_get(object, "i")));
    assert_false(hop_json_whole(hop_json_get(object, "r"), &whole));
    assert_false(hop_json_number(hop_json_get(object, "s"), &number));
    assert_true(hop_json_number(hop_json_get(object, "i"), &number) && number == 3);
    assert_true(hop_json_number(hop_json_get(object, "r"), &number) && number == 0.5);
    assert_int_equal(hop_json_length(hop_json_get(object, "l")), 2);
    assert_int_equal(hop_json_length(hop_json_get(object, "s")), 0);
    assert_null(hop_json_at(hop_json_get(object, "l"), 2));
    assert_null(hop_json_get(object, "missing"));
    assert_null(hop_json_get(hop_json_get(object, "l"), "s"));
    assert_null(hop_json_get(NULL, "s"));
    hop_json_free(object);
}

static void damaged_documents_are_refused_with_name_and_line(void **state) {
    (void)state;
    const char *const wrong[] = {"",
                                 "{",
                                 "[1,]",
                                 "{\"a\":1,\"a\":2}",
                                 "[1] 2",
                                 "[NaN]",
                                 "[\"\\u0000\"]",
                                 "[1e999]",
                                 "[99999999999999999999]"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        hop_json *value = NULL;
        assert_int_equal(hop_json_parse("a.json", wrong[i], strlen(wrong[i]), &value),
                         HOP_E_FORMAT);
        assert_contains(hop_status_detail(), "a.json: line ");
        assert_null(value);
    }
}

static void a_document_nested_too_deep_is_refused(void **state) {
    (void)state;
    static char deep[200000];
    memset(deep, '[', sizeof deep);
    hop_json *value = NULL;
    assert_int_equal(hop_json_parse("deep", deep, sizeof deep, &value), HOP_E_FORMAT);
}

static bool join(void *context, const char *key, const hop_json *value) {
    int64_t number = 0;
    strcat(context, key);
    return hop_json_whole(value, &number) && number < 2;
}

static void a_walk_goes_in_order_and_ends_when_told(void **state) {
    (void)state;
    hop_json *object = parse("{\"b\": 0, \"a\": 1, \"stop\": 2, \"never\": 3}");
    char keys[64] = "";
    assert_false(hop_json_each(object, join, keys));
    assert_string_equal(keys, "bastop");
    hop_json_free(object);
    object = parse("{\"x\": 1, \"y\": 1}");
    keys[0] = '\0';
    assert_true(hop_json_each(object, join, keys));
    assert_string_equal(keys, "xy");
    hop_json_free(object);
}

/* A backslash before the end of a text is no reason to go on behind it. */
static void numbers_behind_a_backslash_are_short_too(void **state) {
    (void)state;
    hop_json *list = hop_json_array();
    assert_true(hop_json_append(list, hop_json_text("\\")));
    assert_true(hop_json_append(list, hop_json_real(0.1)));
    assert_true(hop_json_append(list, hop_json_text("\"")));
    assert_true(hop_json_append(list, hop_json_real(0.7)));
    assert_prints(list, "[\"\\\\\",0.1,\"\\\"\",0.7]");
}

static void a_member_that_is_no_object_becomes_one(void **state) {
    (void)state;
    hop_json *object = parse("{\"a\": {\"b\": 1}, \"c\": 2}");
    hop_json *a = hop_json_member(object, "a"), *c = hop_json_member(object, "c");
    hop_json *made = hop_json_member(object, "d");
    assert_non_null(a);
    assert_non_null(c);
    assert_non_null(made);
    assert_ptr_equal(hop_json_member(object, "d"), made);
    assert_true(hop_json_set(made, "e", hop_json_integer(3)));
    assert_prints(object, "{\"a\":{\"b\":1},\"c\":{},\"d\":{\"e\":3}}");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_prints_its_members_in_order),
        cmocka_unit_test(numbers_are_as_short_as_they_read_back_equal),
        cmocka_unit_test(an_indented_document_has_lines),
        cmocka_unit_test(numbers_that_are_not_finite_become_null),
        cmocka_unit_test(text_that_is_not_utf8_is_repaired),
        cmocka_unit_test(what_would_steer_a_terminal_is_escaped),
        cmocka_unit_test(seeds_of_sixty_three_bits_keep_every_bit),
        cmocka_unit_test(a_missing_value_is_passed_on_as_failure),
        cmocka_unit_test(readers_answer_only_for_their_own_kind),
        cmocka_unit_test(damaged_documents_are_refused_with_name_and_line),
        cmocka_unit_test(a_document_nested_too_deep_is_refused),
        cmocka_unit_test(a_walk_goes_in_order_and_ends_when_told),
        cmocka_unit_test(numbers_behind_a_backslash_are_short_too),
        cmocka_unit_test(a_member_that_is_no_object_becomes_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
