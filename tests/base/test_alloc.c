/* Checked allocation.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/alloc.h"
#include "support/support.h"

static void products_and_sums_are_exact_up_to_the_largest_size(void **state) {
    (void)state;
    size_t result = 7;
    assert_true(hop_size_multiply(SIZE_MAX / 5, 5, &result));
    assert_int_equal(result, SIZE_MAX / 5 * 5);
    assert_true(hop_size_add(SIZE_MAX - 1, 1, &result));
    assert_int_equal(result, SIZE_MAX);
}

static void an_overflow_is_told_and_leaves_the_result_alone(void **state) {
    (void)state;
    size_t result = 7;
    assert_false(hop_size_multiply(SIZE_MAX / 2, 3, &result));
    assert_int_equal(result, 7);
    assert_false(hop_size_add(SIZE_MAX, 1, &result));
    assert_int_equal(result, 7);
}

static void fresh_elements_are_zero(void **state) {
    (void)state;
    double *numbers = NULL;
    assert_int_equal(hop_alloc(1000, sizeof *numbers, "numbers", &numbers), HOP_OK);
    for (size_t i = 0; i < 1000; i++) assert_true(numbers[i] == 0.0);
    free(numbers);
}

static void no_elements_are_still_not_null(void **state) {
    (void)state;
    double *numbers = NULL;
    assert_int_equal(hop_alloc(0, sizeof *numbers, "numbers", &numbers), HOP_OK);
    assert_non_null(numbers);
    free(numbers);
}

static void a_size_that_overflows_is_beyond_its_limit(void **state) {
    (void)state;
    char untouched = 0, *pointer = &untouched;
    assert_int_equal(hop_alloc(SIZE_MAX / 4, 8, "keys", &pointer), HOP_E_LIMIT);
    assert_ptr_equal(pointer, &untouched);
    assert_contains(hop_status_detail(), "keys");
}

static void memory_that_is_not_to_be_had_is_a_sentence_with_its_size(void **state) {
    (void)state;
    char untouched = 0, *pointer = &untouched;
    assert_int_equal(hop_alloc((size_t)1 << 60, 4, "keys", &pointer), HOP_E_MEMORY);
    assert_ptr_equal(pointer, &untouched);
    assert_contains(hop_status_detail(), "keys: 4398046511104.0 MiB");
}

static void growing_keeps_the_contents(void **state) {
    (void)state;
    char *text = NULL;
    assert_int_equal(hop_realloc(6, 1, "text", &text), HOP_OK);
    memcpy(text, "stays", 6);
    assert_int_equal(hop_realloc(100000, 1, "text", &text), HOP_OK);
    assert_string_equal(text, "stays");
    free(text);
}

static void growing_that_fails_leaves_the_old_memory(void **state) {
    (void)state;
    char *text = NULL;
    assert_int_equal(hop_copy_text("stays", &text), HOP_OK);
    char *before = text;
    assert_int_equal(hop_realloc(SIZE_MAX / 4, 8, "text", &text), HOP_E_LIMIT);
    assert_int_equal(hop_realloc((size_t)1 << 60, 4, "text", &text), HOP_E_MEMORY);
    assert_ptr_equal(text, before);
    assert_string_equal(text, "stays");
    free(text);
}

static void a_copied_text_is_equal_and_nothing_stays_nothing(void **state) {
    (void)state;
    char *copy = NULL;
    assert_int_equal(hop_copy_text("digits", &copy), HOP_OK);
    assert_string_equal(copy, "digits");
    free(copy);
    assert_int_equal(hop_copy_text(NULL, &copy), HOP_OK);
    assert_null(copy);
}

static void an_aligned_place_is_the_next_line_of_the_cache(void **state) {
    (void)state;
    char block[3 * HOP_LINE];
    for (size_t at = 0; at < HOP_LINE; at++) {
        char *place = hop_align(block + at);
        assert_int_equal((uintptr_t)place % HOP_LINE, 0);
        assert_true(place >= block + at && place < block + at + HOP_LINE);
    }
}

static void what_would_go_beyond_the_limit_is_refused_before_it_is_made(void **state) {
    (void)state;
    char *small = NULL, *large = NULL;
    hop_alloc_limit((size_t)1 << 20); /* this program has more than that by itself */
    assert_int_equal(hop_alloc(1000, 1, "a name", &small), HOP_OK);
    assert_int_equal(hop_alloc(64, 1 << 20, "keys", &large), HOP_E_LIMIT);
    assert_null(large);
    assert_non_null(strstr(hop_status_detail(), "keys: 64.0 MiB are needed beside "));
    assert_non_null(strstr(hop_status_detail(), "--max-memory"));
    assert_int_equal(hop_realloc(64, 1 << 20, "a name", &small), HOP_E_LIMIT);
    hop_alloc_limit(0);
    assert_int_equal(hop_alloc(64, 1 << 20, "keys", &large), HOP_OK);
    free(small);
    free(large);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_and_sums_are_exact_up_to_the_largest_size),
        cmocka_unit_test(an_overflow_is_told_and_leaves_the_result_alone),
        cmocka_unit_test(fresh_elements_are_zero),
        cmocka_unit_test(no_elements_are_still_not_null),
        cmocka_unit_test(a_size_that_overflows_is_beyond_its_limit),
        cmocka_unit_test(memory_that_is_not_to_be_had_is_a_sentence_with_its_size),
        cmocka_unit_test(what_would_go_beyond_the_limit_is_refused_before_it_is_made),
        cmocka_unit_test(growing_keeps_the_contents),
        cmocka_unit_test(growing_that_fails_leaves_the_old_memory),
        cmocka_unit_test(an_aligned_place_is_the_next_line_of_the_cache),
        cmocka_unit_test(a_copied_text_is_equal_and_nothing_stays_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
