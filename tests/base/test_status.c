/* Codes, sentences, and the last failure of a thread.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "base/fail.h"
#include "support/support.h"

static void every_code_has_a_sentence_of_its_own(void **state) {
    (void)state;
    for (int a = HOP_OK; a <= HOP_E_CANCELLED; a++) {
        assert_true(strlen(hop_status_text((hop_status)a)) > 3);
        for (int b = HOP_OK; b < a; b++)
            assert_string_not_equal(hop_status_text((hop_status)a), hop_status_text((hop_status)b));
    }
}

static void a_number_that_is_no_code_is_an_unknown_status(void **state) {
    (void)state;
    assert_string_equal(hop_status_text((hop_status)(HOP_E_CANCELLED + 1)), "unknown status");
}

static void a_failure_keeps_its_sentence_and_returns_its_code(void **state) {
    (void)state;
    assert_int_equal(hop_fail(HOP_E_SHAPE, "%s: %d is not %d", "a.png", 3, 4), HOP_E_SHAPE);
    assert_string_equal(hop_status_detail(), "a.png: 3 is not 4");
}

static void the_text_of_errno_stands_behind_the_sentence(void **state) {
    (void)state;
    errno = ENOENT;
    assert_int_equal(hop_fail_errno(HOP_E_READ, "%s", "a.png"), HOP_E_READ);
    assert_string_equal(hop_status_detail(), "a.png: No such file or directory");
}

static void a_sentence_may_quote_the_one_before_it(void **state) {
    (void)state;
    hop_fail(HOP_E_VALUE, "beta is negative");
    hop_fail(HOP_E_VALUE, "lse: %s", hop_status_detail());
    assert_string_equal(hop_status_detail(), "lse: beta is negative");
}

static void a_sentence_that_is_too_long_is_cut(void **state) {
    (void)state;
    char longest[5000];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    hop_fail(HOP_E_NAME, "%s", longest);
    size_t length = strlen(hop_status_detail());
    assert_in_range(length, 500, sizeof longest - 2);
    errno = ENOENT;
    hop_fail_errno(HOP_E_NAME, "%s", longest);
    assert_int_equal(strlen(hop_status_detail()), length);
}

static void *fail_elsewhere(void *first) {
    strcpy(first, hop_status_detail());
    hop_fail(HOP_E_VALUE, "elsewhere");
    return NULL;
}

static void each_thread_has_its_own_last_failure(void **state) {
    (void)state;
    char first[64] = "not empty";
    hop_fail(HOP_E_VALUE, "here");
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, fail_elsewhere, first), 0);
    pthread_join(thread, NULL);
    assert_string_equal(first, "");
    assert_string_equal(hop_status_detail(), "here");
}

static hop_status hand_on(hop_status status, int *reached) {
    HOP_TRY(status);
    *reached = 1;
    return HOP_OK;
}

static void try_hands_a_failure_on_and_goes_on_after_success(void **state) {
    (void)state;
    int reached = 0;
    assert_int_equal(hand_on(HOP_E_EMPTY, &reached), HOP_E_EMPTY);
    assert_int_equal(reached, 0);
    assert_int_equal(hand_on(HOP_OK, &reached), HOP_OK);
    assert_int_equal(reached, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_has_a_sentence_of_its_own),
        cmocka_unit_test(a_number_that_is_no_code_is_an_unknown_status),
        cmocka_unit_test(a_failure_keeps_its_sentence_and_returns_its_code),
        cmocka_unit_test(the_text_of_errno_stands_behind_the_sentence),
        cmocka_unit_test(a_sentence_may_quote_the_one_before_it),
        cmocka_unit_test(a_sentence_that_is_too_long_is_cut),
        cmocka_unit_test(each_thread_has_its_own_last_failure),
        cmocka_unit_test(try_hands_a_failure_on_and_goes_on_after_success),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
