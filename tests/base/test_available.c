/* How much memory is free.
 * SPDX-License-Identifier: MIT */
#include <sys/resource.h>

#include "base/available.h"
#include "support/support.h"

static void a_limit_of_this_process_is_the_most(void **state) {
    (void)state;
    struct rlimit old, limit;
    assert_int_equal(getrlimit(RLIMIT_AS, &old), 0);
    const double before = hop_available_memory();
    assert_true(before > 0);
    limit = old;
    limit.rlim_cur = (rlim_t)1 << 30;
    assert_int_equal(setrlimit(RLIMIT_AS, &limit), 0);
    assert_true(hop_available_memory() <= (double)((rlim_t)1 << 30));
    assert_int_equal(setrlimit(RLIMIT_AS, &old), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_limit_of_this_process_is_the_most)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
