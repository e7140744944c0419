/* Shapes and element types.
 * SPDX-License-Identifier: MIT */
#include <hopfield/shape.h>

#include "support/support.h"

static void the_dim_is_width_times_height_times_channels(void **state) {
    (void)state;
    assert_int_equal(hop_shape_dim((hop_shape){64, 32, 3, true}), 6144);
    assert_int_equal(hop_shape_dim((hop_shape){5, 1, 1, false}), 5);
    assert_int_equal(hop_shape_dim((hop_shape){0, 7, 1, true}), 0);
}

static void a_dim_that_overflows_is_zero(void **state) {
    (void)state;
    assert_int_equal(hop_shape_dim((hop_shape){SIZE_MAX, 2, 1, true}), 0);
    assert_int_equal(hop_shape_dim((hop_shape){SIZE_MAX / 2, 2, 3, true}), 0);
    assert_int_equal(hop_shape_dim((hop_shape){SIZE_MAX, 1, 1, true}), SIZE_MAX);
}

static void shapes_are_equal_only_where_every_member_agrees(void **state) {
    (void)state;
    const hop_shape shape = {8, 4, 3, true};
    const hop_shape others[] = {
        {9, 4, 3, true}, {8, 5, 3, true}, {8, 4, 1, true}, {8, 4, 3, false}};
    assert_true(hop_shape_equal(shape, (hop_shape){8, 4, 3, true}));
    for (size_t i = 0; i < 4; i++) assert_false(hop_shape_equal(shape, others[i]));
}

static void every_element_type_has_a_size_and_a_name(void **state) {
    (void)state;
    assert_int_equal(hop_dtype_size(HOP_U8), 1);
    assert_int_equal(hop_dtype_size(HOP_F32), 4);
    assert_int_equal(hop_dtype_size(HOP_F64), 8);
    assert_string_equal(hop_dtype_name(HOP_U8), "u8");
    assert_string_equal(hop_dtype_name(HOP_F32), "f32");
    assert_string_equal(hop_dtype_name(HOP_F64), "f64");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_dim_is_width_times_height_times_channels),
        cmocka_unit_test(a_dim_that_overflows_is_zero),
        cmocka_unit_test(shapes_are_equal_only_where_every_member_agrees),
        cmocka_unit_test(every_element_type_has_a_size_and_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
