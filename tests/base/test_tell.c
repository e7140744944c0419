/* Telling how far a long call has come.
 * SPDX-License-Identifier: MIT */
#include "base/tell.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* What was told last, and what is answered. */
typedef struct ear {
    const char *what;
    size_t done, total;
    int answer;
} ear;

static int hear(void *context, const char *what, size_t done, size_t total) {
    ear *e = context;
    e->what = what;
    e->done = done;
    e->total = total;
    return e->answer;
}

static void an_answer_other_than_zero_ends_the_work(void **state) {
    (void)state;
    ear e = {0};
    assert_int_equal(hop_tell(NULL, NULL, "working", 1, 2), HOP_OK);
    assert_int_equal(hop_tell(hear, &e, "working", 1, 2), HOP_OK);
    assert_true(strcmp(e.what, "working") == 0 && e.done == 1 && e.total == 2);
    e.answer = 1;
    assert_int_equal(hop_tell(hear, &e, "working", 2, 2), HOP_E_CANCELLED);
}

static void parts_are_told_of_as_one(void **state) {
    (void)state;
    ear e = {.answer = 3};
    hop_tell_parts parts = {hear, &e, "all of it", 2, 5};
    assert_int_equal(hop_tell_part(&parts, "a part", 3, 10), 3);
    assert_true(strcmp(e.what, "all of it") == 0 && e.done == 23 && e.total == 50);
    parts.progress = NULL;
    assert_int_equal(hop_tell_part(&parts, "a part", 3, 10), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_other_than_zero_ends_the_work),
        cmocka_unit_test(parts_are_told_of_as_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
