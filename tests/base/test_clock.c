/* Time that passes.
 * SPDX-License-Identifier: MIT */
#include "base/clock.h"

#include "support/support.h"

static void time_never_goes_back(void **state) {
    (void)state;
    double before = hop_seconds();
    for (int i = 0; i < 1000; i++) {
        double now = hop_seconds();
        assert_true(now >= before);
        before = now;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(time_never_goes_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
