/* Elements as numbers, sizes of arrays.
 * SPDX-License-Identifier: MIT */
#include "memory/fixture.h"

#include <math.h>

#include "base/array.h"

static double number(hop_element element, uint64_t bits) {
    unsigned char little[8], big[8];
    const size_t size = hop_element_size(element);
    for (size_t i = 0; i < size; i++) {
        little[i] = (unsigned char)(bits >> (8 * i));
        big[size - 1 - i] = little[i];
    }
    double value = hop_element_number(element, false, little);
    double other = hop_element_number(element, true, big);
    assert_true(value == other || (isnan(value) && isnan(other)));
    return value;
}

static void every_element_is_read_in_either_byte_order(void **state) {
    (void)state;
    assert_true(number(HOP_ELEMENT_U8, 51) == 0.2);
    assert_true(number(HOP_ELEMENT_BOOL, 1) == 1);
    assert_true(number(HOP_ELEMENT_I8, 0x80) == -128);
    assert_true(number(HOP_ELEMENT_I16, 0x8001) == -32767);
    assert_true(number(HOP_ELEMENT_U16, 0x8001) == 32769);
    assert_true(number(HOP_ELEMENT_I32, 0xfffffffe) == -2);
    assert_true(number(HOP_ELEMENT_U32, 0xfffffffe) == 4294967294.0);
    assert_true(number(HOP_ELEMENT_I64, UINT64_MAX) == -1);
    assert_true(number(HOP_ELEMENT_U64, UINT64_MAX) == 18446744073709551615.0);
    assert_true(number(HOP_ELEMENT_F32, 0xc0200000) == -2.5);
    assert_true(number(HOP_ELEMENT_F64, 0x3ff8000000000000) == 1.5);
    assert_true(number(HOP_ELEMENT_BF16, 0xc020) == -2.5);
}

static void halves_are_read_from_the_smallest_to_infinity(void **state) {
    (void)state;
    assert_true(number(HOP_ELEMENT_F16, 0x3c00) == 1);
    assert_true(number(HOP_ELEMENT_F16, 0xc100) == -2.5);
    assert_true(number(HOP_ELEMENT_F16, 0x7bff) == 65504);
    assert_true(number(HOP_ELEMENT_F16, 0x0001) == ldexp(1, -24));
    assert_true(number(HOP_ELEMENT_F16, 0x0400) == ldexp(1, -14));
    assert_true(number(HOP_ELEMENT_F16, 0xfc00) == -INFINITY);
    assert_true(isnan(number(HOP_ELEMENT_F16, 0x7c01)));
}

static void a_product_of_sizes_that_overflows_is_seen(void **state) {
    (void)state;
    size_t bytes = 7;
    hop_array array = {.element = HOP_ELEMENT_F64, .rank = 2, .size = {SIZE_MAX / 4, 2}};
    assert_false(hop_array_bytes(&array, &bytes));
    assert_int_equal(bytes, 7);
    assert_fails(hop_array_fits("x", &array, 100), HOP_E_FORMAT, "any file can hold");
}

static void sizes_must_agree_exactly(void **state) {
    (void)state;
    hop_array array = {.element = HOP_ELEMENT_F32, .rank = 1, .size = {3}, .offset = 8};
    assert_int_equal(hop_array_fits("x", &array, 20), HOP_OK);
    assert_fails(hop_array_fits("x", &array, 19), HOP_E_FORMAT, "truncated");
    assert_fails(hop_array_fits("x", &array, 21), HOP_E_FORMAT, "longer");
    assert_fails(hop_array_fits("x", &array, 3), HOP_E_FORMAT, "truncated");
}

static void every_element_has_a_name(void **state) {
    (void)state;
    assert_string_equal(hop_element_name(HOP_ELEMENT_U8), "u8");
    assert_string_equal(hop_element_name(HOP_ELEMENT_BF16), "bf16");
}

static void an_array_is_written_as_its_shape(void **state) {
    (void)state;
    char text[HOP_ARRAY_TEXT];
    const hop_array none = {.rank = 0}, one = {.rank = 1, .size = {7}};
    const hop_array two = {.rank = 2, .size = {60000, 784}};
    const hop_array largest = {.rank = HOP_ARRAY_RANK, .size = {SIZE_MAX, SIZE_MAX, SIZE_MAX, 1}};
    hop_array_text(&none, text);
    assert_string_equal(text, "[]");
    hop_array_text(&one, text);
    assert_string_equal(text, "[7]");
    hop_array_text(&two, text);
    assert_string_equal(text, "[60000, 784]");
    hop_array_text(&largest, text);
    assert_int_equal(strncmp(text, "[18446744073709551615, 18446744073709551615", 43), 0);
    assert_int_equal(text[strlen(text) - 1], ']');
}

/* Words take their letters times four bytes; the limit is on whole items, and not in Fortran order.
 */
static void letters_and_limits_count(void **state) {
    (void)state;
    size_t bytes = 0;
    hop_array words = {.element = HOP_ELEMENT_U32, .letters = 5, .rank = 1, .size = {3}};
    assert_true(hop_array_bytes(&words, &bytes));
    assert_int_equal(bytes, 60);
    hop_array table = {.element = HOP_ELEMENT_U8, .rank = 2, .size = {9, 4}}, turned = table;
    hop_array list = {.element = HOP_ELEMENT_U8, .rank = 1, .size = {9}};
    turned.fortran = true;
    hop_array_limit(&table, 10);
    assert_int_equal(table.size[0], 9);
    hop_array_limit(&table, 2);
    hop_array_limit(&turned, 2);
    hop_array_limit(&list, 2);
    assert_true(table.size[0] == 2 && turned.size[0] == 9 && list.size[0] == 9);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_element_is_read_in_either_byte_order),
        cmocka_unit_test(halves_are_read_from_the_smallest_to_infinity),
        cmocka_unit_test(a_product_of_sizes_that_overflows_is_seen),
        cmocka_unit_test(sizes_must_agree_exactly),
        cmocka_unit_test(every_element_has_a_name),
        cmocka_unit_test(an_array_is_written_as_its_shape),
        cmocka_unit_test(letters_and_limits_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
