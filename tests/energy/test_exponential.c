/* The exponential interaction.
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy.h>

#include <math.h>

#include "support/support.h"

static hop_energy parse(void) {
    hop_energy energy;
    assert_int_equal(hop_energy_parse("exponential", &energy), HOP_OK);
    return energy;
}

static void the_energy_is_the_logarithm_of_the_sum(void **state) {
    (void)state;
    hop_energy energy = parse();
    double s[] = {3, -1, 1, 3}, q = 0, p[4];
    assert_int_equal(hop_energy_potential(&energy, s, 4, &q), HOP_OK);
    double sum = 2 * exp(3) + exp(-1) + exp(1);
    assert_near(q, log(sum), 1e-15 * sum);
    assert_int_equal(hop_energy_weights(&energy, s, 4, p), HOP_OK);
    assert_near(p[1], exp(-1) / sum, 1e-15);
    assert_true(p[0] == p[3]);
}

/* exp(710) is more than a double holds; a picture has more pixels than that. */
static void pictures_of_many_pixels_do_not_overflow(void **state) {
    (void)state;
    hop_energy energy = parse();
    double s[] = {12288, 12000}, q = 0;
    assert_int_equal(hop_energy_potential(&energy, s, 2, &q), HOP_OK);
    assert_true(q == 12288);
}

static void terms_are_those_of_the_sum_in_units_of_the_peak(void **state) {
    (void)state;
    hop_energy energy = parse();
    assert_near(energy.family->term(energy.parameter, 700, 702), exp(-2), 1e-16);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_energy_is_the_logarithm_of_the_sum),
        cmocka_unit_test(pictures_of_many_pixels_do_not_overflow),
        cmocka_unit_test(terms_are_those_of_the_sum_in_units_of_the_peak),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
