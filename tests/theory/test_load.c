/* Loads.
 * SPDX-License-Identifier: MIT */
#include "theory/load.h"

#include <math.h>

#include "support/experiment.h"

static hop_energy energy_of(const char *spec) {
    hop_energy energy;
    assert_ok(hop_energy_parse(spec, &energy));
    return energy;
}

static void every_scale_goes_there_and_back(void **state) {
    (void)state;
    hop_energy hebb = energy_of("hebb"), lse = energy_of("lse:beta=1");
    assert_near(hop_load_patterns(HOP_LOAD_AUTO, &hebb, 500, 0.138), 69, 0);
    assert_near(hop_load_of(HOP_LOAD_AUTO, &hebb, 500, 69), 0.138, 1e-15);
    assert_near(hop_load_patterns(HOP_LOAD_AUTO, &lse, 20, 0.5), round(exp(10)), 0);
    assert_near(hop_load_of(HOP_LOAD_AUTO, &lse, 20, exp(10)), 0.5, 1e-12);
    assert_near(hop_load_patterns(HOP_LOAD_LINEAR, &lse, 20, 0.5), 10, 0);
    assert_near(hop_load_patterns(HOP_LOAD_LINEAR, &hebb, 10, 0), 1, 0);
    assert_int_equal(hop_load_resolve(HOP_LOAD_AUTO, &hebb), HOP_LOAD_LINEAR);
    assert_int_equal(hop_load_resolve(HOP_LOAD_AUTO, &lse), HOP_LOAD_EXPONENTIAL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scale_goes_there_and_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
