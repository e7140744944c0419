/* Asking whether to go on: seldom enough to cost nothing, and a no stays a no.
 * SPDX-License-Identifier: MIT */
#include "base/watch.h"

#include <threads.h>
#include <time.h>

#include "support/experiment.h"

typedef struct answers {
    size_t asked, job;
    double fraction;
    int answer;
} answers;

static int answer(void *context, size_t job, double fraction) {
    answers *a = context;
    a->asked++;
    a->job = job;
    a->fraction = fraction;
    return a->answer;
}

static void without_a_watch_work_goes_on(void **state) {
    (void)state;
    assert_ok(hop_watch_look(NULL, 0.5));
    assert_false(hop_watch_ended(NULL));
    assert_int_equal(hop_watch_progress(NULL, "recalling", 1, 2), 0);
}

static void many_looks_are_few_questions(void **state) {
    (void)state;
    answers a = {0};
    hop_watch watch = {.ask = answer, .context = &a, .job = 7};
    assert_ok(hop_watch_look(&watch, 0.25));
    assert_int_equal(a.asked, 1);
    assert_int_equal(a.job, 7);
    assert_near(a.fraction, 0.25, 0);
    struct timespec began, ended;
    timespec_get(&began, TIME_UTC);
    for (size_t i = 0; i < 1000000; i++) assert_ok(hop_watch_look(&watch, 0.5));
    timespec_get(&ended, TIME_UTC);
    const double seconds =
        (double)(ended.tv_sec - began.tv_sec) + 1e-9 * (double)(ended.tv_nsec - began.tv_nsec);
    assert_true((double)a.asked < 3 + 20 * seconds + 20);
    thrd_sleep(&(struct timespec){.tv_nsec = 150000000}, NULL);
    size_t before = a.asked;
    assert_ok(hop_watch_look(&watch, 0.75));
    assert_int_equal(a.asked, before + 1);
    assert_near(a.fraction, 0.75, 0);
    /* What was said between two questions is passed on with the next. */
    assert_ok(hop_watch_look(&watch, 0.875));
    thrd_sleep(&(struct timespec){.tv_nsec = 150000000}, NULL);
    assert_false(hop_watch_ended(&watch));
    assert_near(a.fraction, 0.875, 0);
}

static void an_end_is_told_ever_after_without_asking_again(void **state) {
    (void)state;
    answers a = {.answer = 1};
    hop_watch watch = {.ask = answer, .context = &a};
    assert_refused(hop_watch_look(&watch, 0), HOP_E_CANCELLED, "interrupted");
    for (size_t i = 0; i < 3; i++) {
        assert_true(hop_watch_ended(&watch));
        assert_int_equal(hop_watch_progress(&watch, "", 0, 0), 1);
    }
    assert_int_equal(a.asked, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_watch_work_goes_on),
        cmocka_unit_test(many_looks_are_few_questions),
        cmocka_unit_test(an_end_is_told_ever_after_without_asking_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
