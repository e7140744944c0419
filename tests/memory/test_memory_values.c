/* Units, dtypes, limits of values.
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <float.h>
#include <math.h>

#include "memory/memory_private.h"

static const hop_shape TRIPLE = {3, 1, 1, false};

static hop_memory *hold(hop_dtype dtype, hop_memory_role role, const double *rows, size_t count) {
    hop_memory *memory = NULL;
    assert_int_equal(hop_memory_create(TRIPLE, dtype, role, &memory), HOP_OK);
    assert_int_equal(hop_memory_append(memory, rows, count, NULL), HOP_OK);
    return memory;
}

static hop_status refused(hop_dtype dtype, hop_memory_role role, double value) {
    hop_memory *memory = NULL;
    const double row[3] = {0, value, 0};
    assert_int_equal(hop_memory_create(TRIPLE, dtype, role, &memory), HOP_OK);
    hop_status status = hop_memory_append(memory, row, 1, NULL);
    hop_memory_destroy(memory);
    return status;
}

static void every_byte_survives_a_round_trip(void **state) {
    (void)state;
    hop_memory *memory = NULL;
    assert_int_equal(
        hop_memory_create((hop_shape){256, 1, 1, false}, HOP_U8, HOP_PATTERNS, &memory), HOP_OK);
    double row[256], back[256];
    float single[256];
    for (size_t i = 0; i < 256; i++) row[i] = (double)i / 255;
    assert_int_equal(hop_memory_append(memory, row, 1, NULL), HOP_OK);
    hop_memory_read(memory, 0, 1, back);
    hop_memory_read_float(memory, 0, 1, single);
    const unsigned char *data = hop_memory_data(memory);
    for (size_t i = 0; i < 256; i++) {
        assert_int_equal(data[i], i);
        assert_true(back[i] == row[i]);
        assert_true(single[i] == (float)i / 255.0f);
    }
    hop_memory_destroy(memory);
}

static void u8_rounds_to_the_nearest_step(void **state) {
    (void)state;
    const double row[3] = {0.499 / 255, 0.501 / 255, 254.6 / 255};
    hop_memory *memory = hold(HOP_U8, HOP_PATTERNS, row, 1);
    const unsigned char *data = hop_memory_data(memory);
    assert_int_equal(data[0], 0);
    assert_int_equal(data[1], 1);
    assert_int_equal(data[2], 255);
    hop_memory_destroy(memory);
}

static void floats_and_doubles_survive_a_round_trip(void **state) {
    (void)state;
    const double row[6] = {0.1, -FLT_MAX, 1e-300, 1, 2, 3};
    double back[6];
    float single[3];
    hop_memory *singles = hold(HOP_F32, HOP_PATTERNS, row, 2);
    hop_memory *doubles = hold(HOP_F64, HOP_PATTERNS, row, 2);
    hop_memory_read(singles, 0, 2, back);
    assert_true(back[0] == (double)0.1f && back[1] == -FLT_MAX && back[2] == 0 && back[5] == 3);
    hop_memory_read(doubles, 0, 2, back);
    assert_memory_equal(back, row, sizeof row);
    hop_memory_read_float(doubles, 1, 1, single);
    assert_true(single[2] == 3);
    hop_memory_read_float(singles, 0, 1, single);
    assert_true(single[0] == 0.1f);
    hop_memory_destroy(singles);
    hop_memory_destroy(doubles);
}

static void patterns_must_be_finite(void **state) {
    (void)state;
    assert_fails(refused(HOP_F32, HOP_PATTERNS, NAN), HOP_E_VALUE, "pattern 0, position 1");
    assert_fails(refused(HOP_F64, HOP_PATTERNS, NAN), HOP_E_VALUE, "nan");
    assert_fails(refused(HOP_F64, HOP_PATTERNS, -INFINITY), HOP_E_VALUE, "-inf");
    assert_fails(refused(HOP_U8, HOP_PATTERNS, NAN), HOP_E_VALUE, "finite");
}

static void queries_may_be_unknown_but_not_infinite(void **state) {
    (void)state;
    assert_int_equal(refused(HOP_F32, HOP_QUERIES, NAN), HOP_OK);
    assert_int_equal(refused(HOP_F64, HOP_QUERIES, NAN), HOP_OK);
    assert_fails(refused(HOP_F32, HOP_QUERIES, INFINITY), HOP_E_VALUE, "unknown");
}

static void a_matrix_may_hold_anything(void **state) {
    (void)state;
    assert_int_equal(refused(HOP_F32, HOP_MATRIX, NAN), HOP_OK);
    assert_int_equal(refused(HOP_F32, HOP_MATRIX, -INFINITY), HOP_OK);
    assert_int_equal(refused(HOP_F64, HOP_MATRIX, INFINITY), HOP_OK);
    assert_int_equal(refused(HOP_U8, HOP_MATRIX, NAN), HOP_E_VALUE);
    assert_int_equal(refused(HOP_F32, HOP_MATRIX, 1e300), HOP_E_VALUE);
}

static void values_must_fit_the_dtype(void **state) {
    (void)state;
    assert_fails(refused(HOP_F32, HOP_PATTERNS, 1e39), HOP_E_VALUE, "1e+39");
    assert_int_equal(refused(HOP_F64, HOP_PATTERNS, 1e39), HOP_OK);
    assert_fails(refused(HOP_U8, HOP_PATTERNS, -0.01), HOP_E_VALUE, "0 to 1");
    assert_fails(refused(HOP_U8, HOP_PATTERNS, 1.01), HOP_E_VALUE, "f32");
}

static void raw_rows_are_checked_in_every_dtype(void **state) {
    (void)state;
    hop_memory *memory = NULL;
    float single[7] = {1, 2, 3, 4, 5, 6, 0};
    unsigned char moved[sizeof single + 1];
    assert_int_equal(hop_memory_create(TRIPLE, HOP_F32, HOP_QUERIES, &memory), HOP_OK);
    memcpy(moved + 1, single, sizeof single);
    assert_int_equal(hop_memory_append_raw(memory, moved + 1, 2, NULL), HOP_OK);
    single[4] = NAN;
    assert_int_equal(hop_memory_append_raw(memory, single, 2, NULL), HOP_OK);
    single[5] = INFINITY;
    assert_fails(hop_memory_append_raw(memory, single, 2, NULL), HOP_E_VALUE,
                 "pattern 5, position 2");
    assert_int_equal(hop_memory_count(memory), 4);
    assert_true(isnan(number_in(memory, 3, 1)));
    hop_memory_destroy(memory);
    const double wide[3] = {1, 2, NAN};
    assert_int_equal(hop_memory_create(TRIPLE, HOP_F64, HOP_PATTERNS, &memory), HOP_OK);
    assert_fails(hop_memory_append_raw(memory, wide, 1, NULL), HOP_E_VALUE, "position 2");
    hop_memory_destroy(memory);
}

static void the_range_passes_over_what_is_unknown(void **state) {
    (void)state;
    const double rows[6] = {NAN, -2, 0.5, NAN, 3, 1};
    hop_memory *memory = hold(HOP_F32, HOP_QUERIES, rows, 2);
    double low = 9, high = 9;
    hop_memory_range(memory, &low, &high);
    assert_true(low == -2 && high == 3);
    hop_memory_destroy(memory);
    memory = hold(HOP_U8, HOP_PATTERNS, (double[]){0.2, 0.4, 1}, 1);
    hop_memory_range(memory, &low, &high);
    assert_true(low == 0.2 && high == 1);
    hop_memory_destroy(memory);
}

static void the_range_of_nothing_is_zero(void **state) {
    (void)state;
    hop_memory *memory = hold(HOP_F32, HOP_QUERIES, (double[]){NAN, NAN, NAN}, 1);
    double low = 9, high = 9;
    hop_memory_range(memory, &low, &high);
    assert_true(low == 0 && high == 0);
    hop_memory_destroy(memory);
    assert_int_equal(hop_memory_create(TRIPLE, HOP_F64, HOP_PATTERNS, &memory), HOP_OK);
    low = 9;
    hop_memory_range(memory, &low, &high);
    assert_true(low == 0 && high == 0);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_survives_a_round_trip),
        cmocka_unit_test(u8_rounds_to_the_nearest_step),
        cmocka_unit_test(floats_and_doubles_survive_a_round_trip),
        cmocka_unit_test(patterns_must_be_finite),
        cmocka_unit_test(queries_may_be_unknown_but_not_infinite),
        cmocka_unit_test(a_matrix_may_hold_anything),
        cmocka_unit_test(values_must_fit_the_dtype),
        cmocka_unit_test(raw_rows_are_checked_in_every_dtype),
        cmocka_unit_test(the_range_passes_over_what_is_unknown),
        cmocka_unit_test(the_range_of_nothing_is_zero),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
