/* Data that cannot be learned from is refused, and it is said where.
 * Covers: data.c draw.c
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "support/support.h"
#include "task/data.h"
#include "task/draw.h"

/* Four columns of different numbers, 12 rows; one entry may be replaced. */
static const char *write_table(size_t rows, size_t row, size_t column, const char *entry,
                               bool constant) {
    char text[2048] = "";
    for (size_t i = 0; i < rows; i++)
        for (size_t c = 0; c < 4; c++) {
            char number[32];
            snprintf(number, sizeof number, "%zu", constant && c == 2 ? 7 : (i * (c + 3)) % 11);
            strcat(text, i == row && c == column ? entry : number);
            strcat(text, c == 3 ? "\n" : ",");
        }
    const char *path = support_path("table.csv");
    support_write_text(path, text);
    return path;
}

static hop_status standardise(const char *path) {
    hop_data data = {0};
    assert_int_equal(hop_data_read(path, 0, &data), HOP_OK);
    char constant[64];
    const hop_status status = hop_data_standardise(path, &data, constant, sizeof constant);
    hop_data_clear(&data);
    return status;
}

static void a_number_that_is_none_is_named_by_row_and_column(void **state) {
    (void)state;
    assert_int_equal(standardise(write_table(12, 4, 2, "nan", false)), HOP_E_VALUE);
    assert_contains(hop_status_detail(), "row 5, column 3");
}

static void a_constant_column_is_left_out_and_named(void **state) {
    (void)state;
    hop_data data = {0}, three = {0};
    char constant[64];
    assert_int_equal(hop_data_read(write_table(12, 99, 0, "", false), 0, &data), HOP_OK);
    assert_int_equal(hop_data_standardise("all", &data, constant, sizeof constant), HOP_OK);
    assert_string_equal(constant, "");
    assert_int_equal(hop_data_read(write_table(12, 99, 0, "", true), 0, &three), HOP_OK);
    assert_int_equal(hop_data_standardise("three", &three, constant, sizeof constant), HOP_OK);
    assert_string_equal(constant, "3");
    assert_int_equal(three.dim, 3);
    for (size_t i = 0; i < 12; i++)
        for (size_t c = 0; c < 3; c++)
            assert_true(three.rows[i * 3 + c] == data.rows[i * 4 + (c < 2 ? c : 3)]);
    for (size_t i = 0; i < 36; i++) three.rows[i] = 1;
    assert_int_equal(hop_data_standardise("none", &three, constant, sizeof constant), HOP_E_VALUE);
    assert_contains(hop_status_detail(), "every column is constant");
    hop_data_clear(&data);
    hop_data_clear(&three);
}

static void too_few_rows_are_refused(void **state) {
    (void)state;
    assert_int_equal(standardise(write_table(4, 99, 0, "", false)), HOP_E_EMPTY);
    assert_contains(hop_status_detail(), "more rows than columns");
}

static void columns_come_to_mean_0_and_deviation_1(void **state) {
    (void)state;
    hop_data data = {0};
    const char *path = write_table(12, 99, 0, "", false);
    assert_int_equal(hop_data_read(path, 0, &data), HOP_OK);
    char constant[64];
    assert_int_equal(hop_data_standardise(path, &data, constant, sizeof constant), HOP_OK);
    assert_int_equal(data.count, 12);
    for (size_t c = 0; c < 4; c++) {
        double mean = 0, square = 0;
        for (size_t i = 0; i < 12; i++) {
            mean += data.rows[i * 4 + c];
            square += data.rows[i * 4 + c] * data.rows[i * 4 + c];
        }
        assert_near(mean, 0, 1e-12);
        assert_near(square, 12, 1e-11);
    }
    hop_data_clear(&data);
}

static void a_file_that_is_not_there_is_said(void **state) {
    (void)state;
    hop_data data = {0};
    assert_int_equal(hop_data_read(support_path("none.csv"), 0, &data), HOP_E_READ);
}

static void frames_are_orthonormal(void **state) {
    (void)state;
    hop_random random;
    double frame[5 * 9];
    hop_random_init(&random, 2, 0);
    hop_draw_frame(&random, 5, 9, frame);
    for (size_t i = 0; i < 5; i++)
        for (size_t k = 0; k < 5; k++) {
            double sum = 0;
            for (size_t c = 0; c < 9; c++) sum += frame[i * 9 + c] * frame[k * 9 + c];
            assert_near(sum, i == k, 1e-12);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_that_is_none_is_named_by_row_and_column),
        cmocka_unit_test(a_constant_column_is_left_out_and_named),
        cmocka_unit_test(too_few_rows_are_refused),
        cmocka_unit_test(columns_come_to_mean_0_and_deviation_1),
        cmocka_unit_test(a_file_that_is_not_there_is_said),
        cmocka_unit_test(frames_are_orthonormal),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
