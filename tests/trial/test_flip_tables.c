/* Tables of what a flip gains, against the terms of an energy themselves.
 * SPDX-License-Identifier: MIT */
#include "trial/flip_tables.h"

#include "support/experiment.h"

static hop_flip_tables tables_of(const char *spec, size_t dim) {
    hop_energy energy;
    hop_flip_tables tables;
    assert_ok(hop_energy_parse(spec, &energy));
    assert_ok(hop_flip_tables_create(&energy, dim, &tables));
    return tables;
}

/* The degree 3 at dim 10: place 8 is an overlap of 6, so rises to 8 and falls to 4. */
static void slope_and_level_are_half_the_difference_and_half_the_sum(void **state) {
    (void)state;
    hop_flip_tables t = tables_of("polynomial:degree=3", 10);
    double unit = hop_flip_slope(&t, 8) / ((8 * 8 * 8 - 4 * 4 * 4) / 2.0);
    assert_true(unit > 0);
    assert_near(hop_flip_level(&t, 8) / unit, (8 * 8 * 8 + 4 * 4 * 4) / 2.0 - 6 * 6 * 6, 1e-9);
    hop_flip_tables_clear(&t);
}

static void check_table(hop_flip_tables *t, int32_t low, int32_t high) {
    const hop_masked_table *table = hop_flip_tables_get(t, low, high);
    assert_true(table->low <= low && table->low >= 0);
    assert_int_equal(table->high, high);
    double largest = 0, unit = 0;
    for (int32_t v = table->low; v <= high; v++) {
        largest = fmax(largest, fabs(hop_flip_slope(t, (size_t)v)));
        largest = fmax(largest, fabs(hop_flip_level(t, (size_t)v)));
    }
    unit = largest / 16777216;
    for (int32_t v = table->low; v <= high; v++) {
        assert_near(table->slopes[v - table->low] * unit, hop_flip_slope(t, (size_t)v), unit * .51);
        assert_near(table->levels[v - table->low] * unit, hop_flip_level(t, (size_t)v), unit * .51);
    }
}

/* More ranges than tables are kept, so that places are taken over by others, and come back. */
static void every_range_has_its_table_whatever_was_asked_before(void **state) {
    (void)state;
    static const char *const FAMILIES[] = {"exponential", "polynomial:degree=4,rectified=no",
                                           "lse:beta=2"};
    for (size_t f = 0; f < sizeof FAMILIES / sizeof *FAMILIES; f++) {
        hop_flip_tables t = tables_of(FAMILIES[f], 90);
        for (int32_t low = 0; low < 90; low += 3)
            for (int32_t high = low; high <= 90; high++) {
                hop_flip_tables_fit(&t, (size_t)high);
                check_table(&t, low, high);
            }
        hop_flip_tables_clear(&t);
    }
}

static void ends_beyond_the_places_are_cut(void **state) {
    (void)state;
    hop_flip_tables t = tables_of("exponential", 33);
    const hop_masked_table *table = hop_flip_tables_get(&t, -1, 34);
    assert_int_equal(table->low, 0);
    assert_int_equal(table->high, 33);
    hop_flip_tables_clear(&t);
}

static void a_table_rises_where_no_slope_is_negative(void **state) {
    (void)state;
    hop_flip_tables rectified = tables_of("polynomial:degree=4", 20);
    hop_flip_tables even = tables_of("polynomial:degree=4,rectified=no", 20);
    assert_true(hop_flip_tables_get(&rectified, 0, 20)->rising);
    assert_true(hop_flip_tables_get(&even, 12, 20)->rising);
    assert_false(hop_flip_tables_get(&even, 0, 20)->rising);
    hop_flip_tables_clear(&rectified);
    hop_flip_tables_clear(&even);
}

static void exponentials_alone_are_geometric(void **state) {
    (void)state;
    static const struct {
        const char *spec;
        bool is;
    } CASES[] = {{"exponential", true},
                 {"lse:beta=0.01", true},
                 {"lse:beta=3", true},
                 {"polynomial", false},
                 {"polynomial:degree=40", false},
                 {"polynomial:degree=2,rectified=no", false}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        for (size_t dim = 2; dim <= 2000; dim = 3 * dim + 1) {
            hop_flip_tables t = tables_of(CASES[i].spec, dim);
            if (t.is_geometric != CASES[i].is) fail_msg("%s, %zu neurons", CASES[i].spec, dim);
            hop_flip_tables_clear(&t);
        }
}

/* Terms 2,000 below the peak are 0 in double; fitted to them they are not. */
static void terms_far_below_the_peak_are_fitted(void **state) {
    (void)state;
    hop_flip_tables t = tables_of("exponential", 2000);
    hop_flip_tables_fit(&t, 1000);
    assert_true(hop_flip_slope(&t, 1000) > 1e-3);
    hop_flip_tables_fit(&t, 2000);
    assert_true(isfinite(hop_flip_slope(&t, 2000)));
    hop_flip_tables_clear(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slope_and_level_are_half_the_difference_and_half_the_sum),
        cmocka_unit_test(every_range_has_its_table_whatever_was_asked_before),
        cmocka_unit_test(ends_beyond_the_places_are_cut),
        cmocka_unit_test(a_table_rises_where_no_slope_is_negative),
        cmocka_unit_test(exponentials_alone_are_geometric),
        cmocka_unit_test(terms_far_below_the_peak_are_fitted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
