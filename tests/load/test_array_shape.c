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
    assert_plan(ARRAY(1, 1, 6, 8), &options, 6, (hop_shape){8, 1, 1, false},
                "[1, 1, 6, 8]; read as [6, 8]");
    assert_plan(ARRAY(1, 8), &options, 1, (hop_shape){8, 1, 1, false}, NULL);
    options.matrix_rank = 3;
    assert_plan(batch, &options, 2, (hop_shape){8, 6, 1, true}, NULL);
    assert_plan(ARRAY(1, 6, 8), &options, 1, (hop_shape){8, 6, 1, true}, "read as one picture");
    hop_array stacks = ARRAY(2, 2, 6, 8);
    assert_fails(hop_array_plan_make(&options, "it", &stacks, NULL, &plan), HOP_E_SHAPE,
                 "a matrix [rows, columns] is wanted");
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
    options.dim = 6;
    assert_plan(ARRAY(1, 6, 8), &options, 1, (hop_shape){8, 6, 1, true}, "read as one picture");
    for (size_t side = 0; side < 2; side++) {
        options = hop_load_defaults;
        *(side ? &options.width : &options.height) = 16;
        assert_plan(ARRAY(1, 6, 8), &options, 1, (hop_shape){8, 6, 1, true}, "one picture");
    }
    hop_array own = ARRAY(1, 6, 8);
    own.settled = true;
    assert_plan(own, &hop_load_defaults, 1, (hop_shape){8, 6, 1, true}, "read as one picture");
}

static void other_shapes_are_refused_with_their_numbers(void **state) {
    (void)state;
    hop_array_plan plan = {0};
    hop_array four = ARRAY(5, 4, 28, 20), five = ARRAY(2, 5, 28, 28, 3);
    assert_fails(hop_array_plan_make(&hop_load_defaults, "it", &four, NULL, &plan), HOP_E_SHAPE,
                 "[5, 4, 28, 20]");
    assert_fails(hop_array_plan_make(&hop_load_defaults, "it", &five, NULL, &plan), HOP_E_SHAPE,
                 "[2, 5, 28, 28, 3]");
    const hop_array none[] = {ARRAY(0, 3),    ARRAY(3, 0),    ARRAY(0),          ARRAY(2, 0, 4),
                              ARRAY(2, 4, 0), ARRAY(0, 2, 4), ARRAY(2, 0, 8, 3), ARRAY(2, 8, 0, 3)};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_fails(hop_array_plan_make(&hop_load_defaults, "it", &none[i], NULL, &plan),
                     HOP_E_EMPTY, "it: holds no patterns");
    hop_array scalar = {.element = HOP_ELEMENT_F32};
    assert_fails(hop_array_plan_make(&hop_load_defaults, "it", &scalar, NULL, &plan), HOP_E_SHAPE,
                 "patterns are [N, d]");
    hop_array words = ARRAY(3);
    words.letters = 1;
    assert_fails(hop_array_plan_make(&hop_load_defaults, "it", &words, NULL, &plan), HOP_E_SUPPORT,
                 "holds words");
    /* One pattern by its numbers, and neither side is one of channels. */
    hop_array four_channels = ARRAY(4, 5, 5);
    const hop_load_options hundred = {.dim = 4 * 5 * 5};
    assert_fails(hop_array_plan_make(&hundred, "it", &four_channels, NULL, &plan), HOP_E_SHAPE,
                 "[4, 5, 5]");
}

/* How long a side is decides what three numbers or three rows are: at eight, and not below. */
static void three_is_channels_beside_sides_of_eight_and_more(void **state) {
    (void)state;
    const hop_load_options *options = &hop_load_defaults;
    assert_plan(ARRAY(8, 9, 3), options, 1, (hop_shape){9, 8, 3, true}, "read as one picture");
    assert_plan(ARRAY(9, 8, 3), options, 1, (hop_shape){8, 9, 3, true}, "read as one picture");
    assert_plan(ARRAY(7, 9, 3), options, 7, (hop_shape){3, 9, 1, true}, NULL);
    assert_plan(ARRAY(9, 7, 3), options, 9, (hop_shape){3, 7, 1, true}, NULL);
    assert_plan(ARRAY(9, 9, 4), options, 9, (hop_shape){4, 9, 1, true}, NULL);
    assert_plan(ARRAY(3, 8, 9), options, 3, (hop_shape){9, 8, 1, true}, "read as 3 grey pictures");
    assert_plan(ARRAY(3, 9, 8), options, 3, (hop_shape){8, 9, 1, true}, "read as 3 grey pictures");
    assert_plan(ARRAY(3, 7, 9), options, 3, (hop_shape){9, 7, 1, true}, NULL);
    assert_plan(ARRAY(3, 9, 7), options, 3, (hop_shape){7, 9, 1, true}, NULL);
    assert_plan(ARRAY(4, 8, 9), options, 4, (hop_shape){9, 8, 1, true}, NULL);
    /* Nothing is left to be said where it was asked for, or is our own. */
    hop_load_options stack = hop_load_defaults;
    stack.matrix_rank = 3;
    assert_plan(ARRAY(3, 8, 9), &stack, 3, (hop_shape){9, 8, 1, true}, NULL);
    hop_array own = ARRAY(3, 8, 9);
    own.settled = true;
    assert_plan(own, options, 3, (hop_shape){9, 8, 1, true}, NULL);
}

static void vectors_as_long_as_the_pictures_asked_for_are_pictures(void **state) {
    (void)state;
    const struct {
        size_t width, height, channels, dim;
        hop_shape shape;
    } CASES[] = {
        {4, 2, 0, 8, {4, 2, 1, true}},    {4, 2, 0, 24, {4, 2, 3, true}},
        {4, 2, 0, 16, {16, 1, 1, false}}, {4, 2, 1, 8, {4, 2, 1, true}},
        {4, 2, 1, 24, {24, 1, 1, false}}, {4, 2, 3, 24, {4, 2, 3, true}},
        {4, 2, 3, 8, {8, 1, 1, false}},   {0, 0, 0, 8, {8, 1, 1, false}},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        hop_load_options options = hop_load_defaults;
        options.width = CASES[i].width;
        options.height = CASES[i].height;
        options.channels = CASES[i].channels;
        assert_plan(ARRAY(5, CASES[i].dim), &options, 5, CASES[i].shape, NULL);
        assert_plan(ARRAY(CASES[i].dim), &options, 1, CASES[i].shape, NULL);
    }
}

/* From one pattern, row, pixel and channel to the next, in C's order and in Fortran's. */
static void steps_lead_from_each_item_to_the_next(void **state) {
    (void)state;
    const struct {
        hop_array array;
        size_t c[4], fortran[4];
    } CASES[] = {
        {ARRAY(6), {0, 0, 1, 0}, {0, 0, 1, 0}},
        {ARRAY(5, 6), {6, 0, 1, 0}, {1, 0, 5, 0}},
        {ARRAY(5, 6, 7), {42, 7, 1, 0}, {1, 5, 30, 0}},
        {ARRAY(5, 8, 9, 3), {216, 27, 3, 1}, {1, 5, 40, 360}},
        {ARRAY(5, 3, 8, 9), {216, 9, 1, 72}, {1, 15, 120, 5}},
        {ARRAY(10, 12, 3), {0, 36, 3, 1}, {0, 1, 10, 120}},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        for (int order = 0; order < 2; order++) {
            hop_array array = CASES[i].array;
            hop_array_plan plan = {0};
            array.fortran = order;
            assert_int_equal(hop_array_plan_make(&hop_load_defaults, "it", &array, NULL, &plan),
                             HOP_OK);
            const size_t *wanted = order ? CASES[i].fortran : CASES[i].c;
            const size_t steps[] = {plan.step, plan.step_y, plan.step_x, plan.step_channel};
            for (size_t k = 0; k < 4; k++)
                if (steps[k] != wanted[k]) fail_msg("case %zu: step %zu is %zu", i, k, steps[k]);
        }
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
        cmocka_unit_test(three_is_channels_beside_sides_of_eight_and_more),
        cmocka_unit_test(vectors_as_long_as_the_pictures_asked_for_are_pictures),
        cmocka_unit_test(steps_lead_from_each_item_to_the_next),
        cmocka_unit_test(other_shapes_are_refused_with_their_numbers),
        cmocka_unit_test(numbers_of_channels_first_and_fortran_order_come_where_they_belong),
        cmocka_unit_test(what_lies_in_order_is_known),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
