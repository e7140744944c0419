/* Rows: finding them, their parameters, and what is allowed.
 * SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <hopfield/row.h>

static const hop_row APPLE = {.name = "apple",
                              .parameters = {{.name = "size", .high = 1}, {.name = "age"}}};
static const hop_row PEAR = {.name = "pear"};
static const hop_row *const FRUITS[] = {&APPLE, &PEAR};
static const hop_catalog FRUIT = {.noun = "fruit", .plural = "fruits", .rows = FRUITS, .count = 2};

static void a_row_is_found_by_its_name(void **state) {
    (void)state;
    const hop_row *row = NULL;
    assert_int_equal(hop_catalog_find(&FRUIT, "pear", &row), HOP_OK);
    assert_ptr_equal(row, &PEAR);
}

static void a_mistyped_name_is_answered_with_the_nearest(void **state) {
    (void)state;
    const hop_row *row = &PEAR;
    assert_int_equal(hop_catalog_find(&FRUIT, "aplpe", &row), HOP_E_NAME);
    assert_string_equal(hop_status_detail(), "unknown fruit 'aplpe'. Did you mean 'apple'?");
    assert_ptr_equal(row, &PEAR);
}

static void parameters_behind_a_mere_name_are_named(void **state) {
    (void)state;
    static const char *const GIVEN[] = {"apple:size=1", "apple=1"};
    for (size_t i = 0; i < 2; i++) {
        const hop_row *row = NULL;
        char expected[100];
        snprintf(expected, sizeof expected,
                 "'%s': a name alone stands here, without parameters: apple", GIVEN[i]);
        assert_int_equal(hop_catalog_find(&FRUIT, GIVEN[i], &row), HOP_E_NAME);
        assert_string_equal(hop_status_detail(), expected);
    }
}

static void capitals_are_no_other_name_but_are_understood(void **state) {
    (void)state;
    const hop_row *row = NULL;
    assert_int_equal(hop_catalog_find(&FRUIT, "Apple", &row), HOP_E_NAME);
    assert_non_null(strstr(hop_status_detail(), "'apple'?"));
}

static void a_name_far_from_all_is_answered_with_all(void **state) {
    (void)state;
    const hop_row *row = NULL;
    assert_int_equal(hop_catalog_find(&FRUIT, "locomotive", &row), HOP_E_NAME);
    assert_string_equal(hop_status_detail(), "unknown fruit 'locomotive'; there are: apple, pear");
    assert_int_equal(hop_catalog_find(&FRUIT, "", &row), HOP_E_NAME);
    assert_non_null(strstr(hop_status_detail(), "apple, pear"));
}

static void an_empty_catalogue_says_so(void **state) {
    (void)state;
    const hop_catalog none = {.noun = "fruit", .plural = "fruits"};
    const hop_row *row = NULL;
    assert_int_equal(hop_catalog_find(&none, "apple", &row), HOP_E_NAME);
    assert_string_equal(hop_status_detail(), "unknown fruit 'apple'; there are: none");
}

static void a_catalogue_may_be_long(void **state) {
    (void)state;
    enum { COUNT = 200 };
    static char names[COUNT][8];
    static hop_row rows[COUNT];
    const hop_row *all[COUNT], *row = NULL;
    for (size_t i = 0; i < COUNT; i++) {
        snprintf(names[i], sizeof names[i], "row%zu", i);
        rows[i] = (hop_row){.name = names[i]};
        all[i] = &rows[i];
    }
    const hop_catalog catalog = {.noun = "row", .plural = "rows", .rows = all, .count = COUNT};
    assert_int_equal(hop_catalog_find(&catalog, "row199", &row), HOP_OK);
    assert_ptr_equal(row, &rows[199]);
    assert_int_equal(hop_catalog_find(&catalog, "row-1", &row), HOP_E_NAME);
    assert_non_null(strstr(hop_status_detail(), "Did you mean"));
}

static void parameters_are_counted_and_found(void **state) {
    (void)state;
    assert_int_equal(hop_row_parameter_count(&APPLE), 2);
    assert_int_equal(hop_row_parameter_count(&PEAR), 0);
    assert_int_equal(hop_row_parameter_index(&APPLE, "age"), 1);
    assert_int_equal(hop_row_parameter_index(&APPLE, "ag"), HOP_PARAMETER_MAX);
}

static void a_full_row_has_the_most_parameters(void **state) {
    (void)state;
    hop_row full = {.name = "full"};
    for (size_t i = 0; i < HOP_PARAMETER_MAX; i++) full.parameters[i].name = "p";
    assert_int_equal(hop_row_parameter_count(&full), HOP_PARAMETER_MAX);
}

/* Limits of a parameter, values that are allowed, values that are not, and how they are refused. */
static const struct {
    const char *meaning;
    hop_parameter parameter;
    double allowed[3], refused[3];
    const char *sentence; /* for refused[0] */
} LIMITS[] = {
    {"closed",
     {.name = "x", .low = 0, .high = 1},
     {0, 0.5, 1},
     {-0x1p-1074, 1 + DBL_EPSILON, NAN},
     "x is -5e-324; it must be at least 0 and at most 1"},
    {"open",
     {.name = "x", .low = 0, .high = 1, .low_open = true, .high_open = true},
     {0x1p-1074, 0.5, 1 - DBL_EPSILON / 2},
     {0, 1, 2},
     "x is 0; it must be above 0 and below 1"},
    {"no upper limit",
     {.name = "x", .low = 0, .high = INFINITY},
     {0, 1, DBL_MAX},
     {INFINITY, -1, -INFINITY},
     "x is inf; it must be at least 0 and finite"},
    {"no lower limit",
     {.name = "x", .low = -INFINITY, .high = 2.5},
     {-DBL_MAX, 0, 2.5},
     {3, -INFINITY, INFINITY},
     "x is 3; it must be at most 2.5"},
    {"no limits",
     {.name = "x", .low = -INFINITY, .high = INFINITY},
     {-DBL_MAX, 0, DBL_MAX},
     {INFINITY, -INFINITY, NAN},
     "x is inf; it must be any finite number"},
    {"whole",
     {.name = "n", .low = 1, .high = INFINITY, .integer = true},
     {1, 2, 1e15},
     {1.5, 0, INFINITY},
     "n is 1.5; it must be a whole number at least 1"},
    {"whole without limits",
     {.name = "n", .low = -INFINITY, .high = INFINITY, .integer = true},
     {-1, 0, 1e15},
     {0.5, INFINITY, NAN},
     "n is 0.5; it must be a whole number"},
    {"automatic",
     {.name = "beta", .default_value = NAN, .low = 0, .low_open = true, .high = INFINITY},
     {NAN, 1, 1e300},
     {0, -1, INFINITY},
     "beta is 0; it must be above 0"},
};

static void limits_are_kept_and_said(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof LIMITS / sizeof *LIMITS; i++) {
        const hop_parameter *parameter = &LIMITS[i].parameter;
        for (size_t k = 0; k < 3; k++)
            if (hop_parameter_check(parameter, LIMITS[i].allowed[k]) != HOP_OK)
                fail_msg("%s: %g is refused", LIMITS[i].meaning, LIMITS[i].allowed[k]);
        for (size_t k = 3; k-- > 0;)
            if (hop_parameter_check(parameter, LIMITS[i].refused[k]) != HOP_E_VALUE)
                fail_msg("%s: %g is allowed", LIMITS[i].meaning, LIMITS[i].refused[k]);
        assert_string_equal(hop_status_detail(), LIMITS[i].sentence);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_is_found_by_its_name),
        cmocka_unit_test(a_mistyped_name_is_answered_with_the_nearest),
        cmocka_unit_test(parameters_behind_a_mere_name_are_named),
        cmocka_unit_test(capitals_are_no_other_name_but_are_understood),
        cmocka_unit_test(a_name_far_from_all_is_answered_with_all),
        cmocka_unit_test(an_empty_catalogue_says_so),
        cmocka_unit_test(a_catalogue_may_be_long),
        cmocka_unit_test(parameters_are_counted_and_found),
        cmocka_unit_test(a_full_row_has_the_most_parameters),
        cmocka_unit_test(limits_are_kept_and_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
