/* What every row of energies and similarities says of itself: sources, meanings, limits that hold.
 * Covers: energy.c, and the rows of src/similarity.
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy.h>
#include <hopfield/similarity.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "support/support.h"

typedef void (*question)(const hop_catalog *catalog, const hop_row *row);

static void ask_all(question asked) {
    const hop_catalog *catalogs[] = {hop_energy_catalog(), hop_similarity_catalog()};
    for (size_t c = 0; c < 2; c++)
        for (size_t i = 0; i < catalogs[c]->count; i++) asked(catalogs[c], catalogs[c]->rows[i]);
}

static void check_words(const hop_catalog *catalog, const hop_row *row) {
    (void)catalog;
    assert_true(strlen(row->name) > 0 && strlen(row->title) > 0 && strlen(row->sources) > 0);
    for (size_t p = 0; p < hop_row_parameter_count(row); p++) {
        assert_true(strlen(row->parameters[p].meaning) > 0);
        assert_true(strlen(row->parameters[p].unit) > 0);
        assert_true(row->parameters[p].low < row->parameters[p].high);
    }
}

static void every_row_says_its_title_sources_meanings_and_units(void **state) {
    (void)state;
    ask_all(check_words);
}

static void check_names(const hop_catalog *catalog, const hop_row *row) {
    size_t same = 0;
    for (size_t i = 0; i < catalog->count; i++)
        same += strcmp(catalog->rows[i]->name, row->name) == 0;
    assert_int_equal(same, 1);
    assert_int_equal(strcspn(row->name, ":,= "), strlen(row->name));
}

static void names_are_unique_and_can_stand_in_a_spec(void **state) {
    (void)state;
    ask_all(check_names);
}

/* Reads "row:parameter=value" and says what became of it. */
static hop_status parse(const hop_catalog *catalog, const hop_row *row, size_t p, double value) {
    char spec[256];
    double values[HOP_PARAMETER_MAX];
    const hop_row *found = NULL;
    snprintf(spec, sizeof spec, "%s:%s=%.17g", row->name, row->parameters[p].name, value);
    return hop_spec_parse(catalog, spec, &found, values);
}

static void assert_limit(const hop_catalog *catalog, const hop_row *row, size_t p, double limit,
                         double outward, bool open) {
    const hop_parameter *parameter = &row->parameters[p];
    bool whole = parameter->integer;
    double outside = whole ? limit + copysign(1, outward - limit) : nextafter(limit, outward);
    hop_status at_limit = open ? HOP_E_VALUE : HOP_OK;
    assert_int_equal(hop_parameter_check(parameter, limit), at_limit);
    assert_int_equal(parse(catalog, row, p, limit), at_limit);
    assert_int_equal(hop_parameter_check(parameter, outside), HOP_E_VALUE);
    assert_contains(hop_status_detail(), parameter->name);
    assert_int_equal(parse(catalog, row, p, outside), HOP_E_VALUE);
    assert_contains(hop_status_detail(), row->name);
    if (whole || !open) return;
    double inside = nextafter(limit, -outward);
    assert_int_equal(hop_parameter_check(parameter, inside), HOP_OK);
    assert_int_equal(parse(catalog, row, p, inside), HOP_OK);
}

static void check_limits(const hop_catalog *catalog, const hop_row *row) {
    for (size_t p = 0; p < hop_row_parameter_count(row); p++) {
        const hop_parameter *parameter = &row->parameters[p];
        if (parameter->choices) continue;
        if (isfinite(parameter->low))
            assert_limit(catalog, row, p, parameter->low, -INFINITY, parameter->low_open);
        if (isfinite(parameter->high))
            assert_limit(catalog, row, p, parameter->high, INFINITY, parameter->high_open);
        assert_int_equal(hop_parameter_check(parameter, INFINITY), HOP_E_VALUE);
        assert_int_equal(hop_parameter_check(parameter, -INFINITY), HOP_E_VALUE);
        assert_int_equal(hop_parameter_check(parameter, parameter->default_value), HOP_OK);
        hop_status none = isnan(parameter->default_value) ? HOP_OK : HOP_E_VALUE;
        assert_int_equal(hop_parameter_check(parameter, NAN), none);
    }
}

static void parameters_are_allowed_at_their_limits_and_refused_beyond(void **state) {
    (void)state;
    ask_all(check_limits);
}

/* Recall reads "beta" of a softmax family, to compare with attention, and resolves it. */
static void every_energy_is_complete(void **state) {
    (void)state;
    const hop_catalog *catalog = hop_energy_catalog();
    for (size_t i = 0; i < catalog->count; i++) {
        const hop_energy_row *row = (const hop_energy_row *)catalog->rows[i];
        assert_non_null(row->constant);
        if (row->couple) {
            assert_true(row->states == HOP_STATES_BIPOLAR && !row->potential && !row->weights);
        } else {
            assert_true(row->potential && row->weights);
            assert_true(row->cutoff || (row->fold && row->folded));
        }
        if (row->states == HOP_STATES_BIPOLAR) assert_string_equal(row->similarity, "hamming");
        if (row->similarity) {
            hop_similarity similarity;
            assert_int_equal(hop_similarity_parse(row->similarity, &similarity), HOP_OK);
        }
        if (row->softmax)
            assert_true(hop_row_parameter_index(&row->row, "beta") < HOP_PARAMETER_MAX);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_says_its_title_sources_meanings_and_units),
        cmocka_unit_test(names_are_unique_and_can_stand_in_a_spec),
        cmocka_unit_test(parameters_are_allowed_at_their_limits_and_refused_beyond),
        cmocka_unit_test(every_energy_is_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
