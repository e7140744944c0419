/* The checks that stand before every family: what they refuse, and that they leave the output
 * alone.
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy.h>

#include <math.h>

#include "support/support.h"

static hop_energy lse(void) {
    hop_energy energy;
    assert_int_equal(hop_energy_parse("lse:beta=2", &energy), HOP_OK);
    return energy;
}

/* Both functions refuse s with `status` and a sentence that holds `part`, outputs untouched. */
static void assert_both_refuse(const double *s, size_t count, hop_status status, const char *part) {
    hop_energy energy = lse();
    double potential = 7, weights[4] = {7, 7, 7, 7};
    assert_int_equal(hop_energy_potential(&energy, s, count, &potential), status);
    assert_contains(hop_status_detail(), part);
    assert_int_equal(hop_energy_weights(&energy, s, count, weights), status);
    assert_contains(hop_status_detail(), part);
    assert_true(potential == 7);
    for (size_t i = 0; i < 4; i++) assert_true(weights[i] == 7);
}

static void no_patterns_are_refused(void **state) {
    (void)state;
    assert_both_refuse((double[]){0}, 0, HOP_E_EMPTY, "no patterns");
}

static void a_memory_masked_whole_is_refused(void **state) {
    (void)state;
    assert_both_refuse((double[]){-INFINITY, -INFINITY, -INFINITY}, 3, HOP_E_EMPTY, "masked");
}

static void a_similarity_that_is_not_a_number_is_named(void **state) {
    (void)state;
    assert_both_refuse((double[]){0, 1, NAN}, 3, HOP_E_VALUE, "pattern 2 is not a number");
    assert_both_refuse((double[]){NAN, -INFINITY}, 2, HOP_E_VALUE, "pattern 0 is not a number");
}

static void an_infinite_similarity_is_named(void **state) {
    (void)state;
    assert_both_refuse((double[]){0, INFINITY, 1}, 3, HOP_E_VALUE, "pattern 1 is infinite");
}

static void a_masked_pattern_has_no_weight(void **state) {
    (void)state;
    hop_energy energy = lse();
    double weights[3];
    assert_int_equal(hop_energy_weights(&energy, (double[]){1, -INFINITY, 1}, 3, weights), HOP_OK);
    assert_true(weights[0] == 0.5 && weights[1] == 0 && weights[2] == 0.5);
}

static void a_spec_is_read_and_a_wrong_one_leaves_the_energy_alone(void **state) {
    (void)state;
    hop_energy energy = lse();
    assert_string_equal(energy.family->row.name, "lse");
    assert_true(energy.parameter[0] == 2);
    assert_int_equal(hop_energy_parse("lsee", &energy), HOP_E_NAME);
    assert_contains(hop_status_detail(), "lse");
    assert_int_equal(hop_energy_parse("lse:gamma=1", &energy), HOP_E_NAME);
    assert_int_equal(hop_energy_parse("lse:beta=0", &energy), HOP_E_VALUE);
    assert_string_equal(energy.family->row.name, "lse");
    assert_true(energy.parameter[0] == 2);
    assert_int_equal(hop_energy_parse("lse", &energy), HOP_OK);
    assert_true(isnan(energy.parameter[0]));
}

static void the_catalogue_finds_each_of_its_rows(void **state) {
    (void)state;
    const hop_catalog *catalog = hop_energy_catalog();
    assert_string_equal(catalog->noun, "energy");
    assert_true(catalog->count >= 1);
    for (size_t i = 0; i < catalog->count; i++) {
        hop_energy energy;
        assert_int_equal(hop_energy_parse(catalog->rows[i]->name, &energy), HOP_OK);
        assert_ptr_equal(&energy.family->row, catalog->rows[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_patterns_are_refused),
        cmocka_unit_test(a_memory_masked_whole_is_refused),
        cmocka_unit_test(a_similarity_that_is_not_a_number_is_named),
        cmocka_unit_test(an_infinite_similarity_is_named),
        cmocka_unit_test(a_masked_pattern_has_no_weight),
        cmocka_unit_test(a_spec_is_read_and_a_wrong_one_leaves_the_energy_alone),
        cmocka_unit_test(the_catalogue_finds_each_of_its_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
