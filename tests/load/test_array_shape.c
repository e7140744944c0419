/* Which of an array's dimensions are what.
 * SPDX-License-Identifier: MIT */
#include "load/array_shape.h"

#include "memory/fixture.h"

static hop_array array_of(size_t rank, const size_t *size) {
    hop_array array = {.element = HOP_ELEMENT_F32, .rank = rank};
    memcpy(array.size, size, rank * sizeof *size);
    return array;
}

#define ARRAY(...) \
    array_of(sizeof(size_t[]){__VA_ARGS__} / sizeof(size_t), (const size_t[]){__VA_ARGS__})

static void assert_plan(hop_array array, const hop_load_options *options, size_t count,
                        hop_shape shape, const char *remark) {
    hop_array_plan plan = {0};
    hop_string remarks = {0};
    if (hop_array_plan_make(options, "it", &array, &remarks, &plan) != HOP_OK)
        fail_msg("%s", hop_status_detail());
    assert_int_equal(plan.count, count);
    if (!hop_shape_equal(plan.shape, shape))
        fail_msg("%zux%zux%zu %d", plan.shape.width, plan.shape.height, plan.shape.channels,
                 plan.shape.image);
    if (remark ? !remarks.text || !strstr(remarks.text, remark) : remarks.length > 0)
        fail_msg("said '%s'", remarks.text ? remarks.text : "");
    free(remarks.text);
}

static void channels_are_last_or_first(void **state) {
    (void)state;
    const hop_load_options *options = &hop_load_defaults;
    assert_plan(ARRAY(5, 28, 28, 3), options, 5, (hop_shape){28, 28, 3, true}, NULL);
    assert_plan(ARRAY(5, 28, 28, 1), options, 5, (hop_shape){28, 28, 1, true}, NULL);
    assert_plan(ARRAY(5, 1, 28, 20), options, 5, (hop_shape){20, 28, 1, true},
                "5 pictures of 1 channel");
    assert_plan(ARRAY(5, 3, 28, 20), options, 5, (hop_shape){20, 28, 3, true},
                "5 pictures of 3 channels");
    /* Only the sides that a picture would have decide, whichever way it lies. */
    assert_plan(ARRAY(5, 3, 40, 3), options, 5, (hop_shape){40, 3, 3, true}, "read as last");
    assert_plan(ARRAY(5, 1, 9, 3), options, 5, (hop_shape){3, 9, 1, true},
                "5 pictures of 1 channel");
    assert_plan(ARRAY(5, 3, 2, 3), options, 5, (hop_shape){2, 3, 3, true}, "read as last");
    /* Either could be: sides are long, channels few. */
    assert_plan(ARRAY(5, 3, 32, 3), options, 5, (hop_shape){32, 3, 3, true},
                "first or last; read as last, 32 x 3 pixels");
    assert_plan(ARRAY(48, 64, 3), options, 1, (hop_shape){64, 48, 3, true}, "read as one picture");
    assert_plan(ARRAY(5, 28, 28), options, 5, (hop_shape){28, 28, 1, true}, NULL);
    assert_plan(ARRAY(3, 28, 20), options, 3, (hop_shape){20, 28, 1, true},
                "read as 3 grey pictures; x[None]");
    const hop_load_options grey = {.dim = 28 * 20};
    assert_plan(ARRAY(3, 28, 20), &grey, 3, (hop_shape){20, 28, 1, true}, NULL);
    assert_plan(ARRAY(1, 1, 5, 28, 28, 3), options, 5, (hop_shape){28, 28, 3, true},
                "read as [5, 28, 28, 3]");
    /* A memory's own file has channels last, whatever the numbers. */
    hop_array own = ARRAY(9, 1, 1, 3);
    own.settled = true;
    assert_plan(own, options, 9, (hop_shape){1, 1, 3, true}, NULL);
}

static void what_has_the_numbers_of_one_pattern_is_one_query(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    options.dim = 28 * 20;
    assert_plan(ARRAY(28, 20), &options, 1, (hop_shape){20, 28, 1, true}, "read as one picture");
    assert_plan(ARRAY(7, 560), &options, 7, (hop_shape){560, 1, 1, false}, NULL);
    assert_plan(ARRAY(1, 560), &options, 1, (hop_shape){560, 1, 1, false}, NULL);
    options.dim = 3 * 28 * 20;
    assert_plan(ARRAY(3, 28, 20), &options, 1, (hop_shape){20, 28, 3, true}, "read as one picture");
    assert_plan(ARRAY(28, 20, 3), &options, 1, (hop_shape){20, 28, 3, true}, "read as one picture");
}

static void a_leading_one_of_a_matrix_is_dropped_and_said(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    hop_array_plan plan = {0};
    options.matrix_rank = 2;
    assert_plan(ARRAY(1, 6, 8), &options, 6, (hop_shape){8, 1, 1, false},
                "[1, 6, 8]; read as [6, 8]");
    hop_array batch = ARRAY(2, 6, 8);
    assert_fails(hop_array_plan_make(&options, "it", &batch, NULL, &plan), HOP_E_SHAPE,
                 "it: has the shape [2, 6, 8]");
    options.matrix_rank = 3;
    assert_plan(batch, &options, 2, (hop_shape){8, 6, 1, true}, NULL);
}

static void a_batch_of_one_is_what_is_in_it(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    assert_plan(ARRAY(1, 6, 8), &options, 6, (hop_shape){8, 1, 1, false},
                "[1, 6, 8]; read as [6, 8]");
    assert_plan(ARRAY(1, 2, 8), &options, 2, (hop_shape){8, 1, 1, false},
                "[1, 2, 8]; read as [2, 8]");
    assert_plan(ARRAY(1, 8, 2), &options, 8, (hop_shape){2, 1, 1, false},
                "[1, 8, 2]; read as [8, 2]");
    assert_plan(ARRAY(1, 1, 8), &options, 1, (hop_shape){8, 1, 1, true}, "read as one picture");
    assert_plan(ARRAY(1, 8, 1), &options, 1, (hop_shape){1, 8, 1, true}, "read as one picture");
    assert_plan(ARRAY(1, 6, 8, 9), &options, 6, (hop_shape){9, 8, 1, true},
                "[1, 6, 8, 9]; read as [6, 8, 9]");
    assert_plan(ARRAY(1, 28, 28), &options, 1, (hop_shape){28, 28, 1, true}, "read as one picture");
    assert_plan(ARRAY(1, 3, 8, 9), &options, 1, (hop_shape){9, 8, 3, true},
                "1 picture of 3 channels");
    options.dim = 8;
    assert_plan(ARRAY(1, 8, 8), &options, 8, (hop_shape){8, 1, 1, false}, "read as [8, 8]");
    options.dim = 48;
    assert_plan(ARRAY(1, 6, 8), &options, 1, (hop_shape){8, 6, 1, true}, "read as one picture");
    options = hop_load_defaults;
    options.width = 16, options.height = 12;
    assert_plan(ARRAY(1, 6, 8), &options, 1, (hop_shape){8, 6, 1, true}, "read as one picture");
}

static void other_shapes_are_refused_with_their_numbers(void **state) {
    (void)state;
    hop_array_plan plan = {0};
    hop_array four = ARRAY(5, 4, 28, 20), five = ARRAY(2, 5, 28, 28, 3);
    assert_fails(hop_array_plan_make(&hop_load_defaults, "it", &four, NULL, &plan), HOP_E_SHAPE,
                 "[5, 4, 28, 20]");
    assert_fails(hop_array_plan_make(&hop_load_defaults, "it", &five, NULL, &plan), HOP_E_SHAPE,
                 "[2, 5, 28, 28, 3]");
    hop_array none = ARRAY(0, 3);
    assert_fails(hop_array_plan_make(&hop_load_defaults, "it", &none, NULL, &plan), HOP_E_EMPTY,
                 "no patterns");
}

static void numbers_of_channels_first_and_fortran_order_come_where_they_belong(void **state) {
    (void)state;
    /* Channel c, row y, column x of picture n is 100 n + 50 c + 10 y + x. */
    float first[24], fortran[24];
    for (size_t n = 0; n < 1; n++)
        for (size_t c = 0; c < 3; c++)
            for (size_t y = 0; y < 2; y++)
                for (size_t x = 0; x < 4; x++) {
                    float value = (float)(100 * n + 50 * c + 10 * y + x);
                    first[(c * 2 + y) * 4 + x] = value;
                    fortran[c + 3 * (y + 2 * x)] = value;
                }
    for (int order = 0; order < 2; order++) {
        hop_memory *memory =
            load_path(put_npy("c.npy", "<f4", order ? "True" : "False", "(1, 3, 2, 4)",
                              order ? fortran : first, sizeof first),
                      NULL);
        assert_true(hop_shape_equal(hop_memory_shape(memory), (hop_shape){4, 2, 3, true}));
        for (size_t i = 0; i < 24; i++)
            assert_true(number_in(memory, 0, i) ==
                        (double)(50 * (i % 3) + 10 * (i / 12) + i / 3 % 4));
        hop_memory_destroy(memory);
    }
}

/* What lies in order is read as it lies. */
static void what_lies_in_order_is_known(void **state) {
    (void)state;
    const struct {
        hop_array array;
        bool fortran, in_order;
    } CASES[] = {
        {ARRAY(5, 6), false, true},       {ARRAY(5, 6), true, false},
        {ARRAY(1, 6), true, true},        {ARRAY(6), false, true},
        {ARRAY(5, 28, 20), false, true},  {ARRAY(5, 28, 20), true, false},
        {ARRAY(5, 8, 9, 3), false, true}, {ARRAY(5, 8, 9, 3), true, false},
        {ARRAY(5, 8, 9, 1), false, true}, {ARRAY(5, 3, 8, 9), false, false},
        {ARRAY(48, 64, 3), true, false},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        hop_array_plan plan = {0};
        hop_array array = CASES[i].array;
        array.fortran = CASES[i].fortran;
        assert_int_equal(hop_array_plan_make(&hop_load_defaults, "it", &array, NULL, &plan),
                         HOP_OK);
        if (plan.in_order != CASES[i].in_order) fail_msg("case %zu", i);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(channels_are_last_or_first),
        cmocka_unit_test(what_has_the_numbers_of_one_pattern_is_one_query),
        cmocka_unit_test(a_leading_one_of_a_matrix_is_dropped_and_said),
        cmocka_unit_test(a_batch_of_one_is_what_is_in_it),
        cmocka_unit_test(other_shapes_are_refused_with_their_numbers),
        cmocka_unit_test(numbers_of_channels_first_and_fortran_order_come_where_they_belong),
        cmocka_unit_test(what_lies_in_order_is_known),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
