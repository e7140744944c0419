/* Leading eigenvectors beside all of GSL's.
 * SPDX-License-Identifier: MIT */
#include "theory/leading.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

enum { SIZE = 60 };

/* Symmetric: Q diag(falling) Q' by reflections, so that eigenvalues may be chosen. */
static void fill(const double *values, double *matrix) {
    memset(matrix, 0, sizeof(double) * SIZE * SIZE);
    for (size_t i = 0; i < SIZE; i++) matrix[i * SIZE + i] = values[i];
    for (size_t turn = 1; turn < 4; turn++) {
        double mirror[SIZE], square = 0, image[SIZE], along = 0;
        for (size_t c = 0; c < SIZE; c++) {
            mirror[c] = sin((double)(turn * (c + 1) * (c + 2)));
            square += mirror[c] * mirror[c];
        }
        for (size_t r = 0; r < SIZE; r++) {
            image[r] = 0;
            for (size_t c = 0; c < SIZE; c++)
                image[r] += 2 / square * matrix[r * SIZE + c] * mirror[c];
        }
        for (size_t c = 0; c < SIZE; c++) along += image[c] * mirror[c] / square;
        for (size_t c = 0; c < SIZE; c++) image[c] -= along * mirror[c];
        for (size_t r = 0; r < SIZE; r++)
            for (size_t c = 0; c < SIZE; c++)
                matrix[r * SIZE + c] -= image[r] * mirror[c] + mirror[r] * image[c];
    }
}

/* Eigenvectors: images are multiples, products those of unit vectors. */
static void check(const double *values, size_t wanted, double tie, size_t expected) {
    static double matrix[SIZE * SIZE], kept[SIZE * SIZE];
    double value[SIZE], *vector = NULL;
    const hop_spectrum_options options = {.wanted = wanted, .tie = tie};
    size_t made = 0;
    fill(values, matrix);
    memcpy(kept, matrix, sizeof kept);
    const double size = fmax(fabs(values[0]), 1e-300), near = 1e-13;
    assert_int_equal(hop_leading(matrix, SIZE, &options, value, &vector, &made), HOP_OK);
    assert_int_equal(made, expected);
    for (size_t i = 0; i < SIZE; i++) assert_near(value[i] / size, values[i] / size, near);
    for (size_t i = 0; i < made; i++) {
        const double *x = vector + i * SIZE;
        for (size_t r = 0; r < SIZE; r++) {
            double image = 0;
            for (size_t c = 0; c < SIZE; c++) image += kept[r * SIZE + c] * x[c];
            assert_near((image - value[i] * x[r]) / size, 0, near);
        }
        for (size_t j = 0; j <= i; j++) {
            double product = 0;
            for (size_t c = 0; c < SIZE; c++) product += x[c] * vector[j * SIZE + c];
            assert_near(product, i == j ? 1 : 0, near);
        }
    }
    free(vector);
}

static void vectors_belong_to_their_values_whatever_ties(void **state) {
    (void)state;
    double apart[SIZE], ties[SIZE], equal[SIZE], zero[SIZE] = {0}, small[SIZE];
    for (size_t i = 0; i < SIZE; i++) {
        apart[i] = (double)(SIZE - i);
        ties[i] = i < 2 ? 5 : i < 6 ? 3 : 3 - 1e-9 * (double)i;
        equal[i] = 2;
        small[i] = i < 3 ? 1e-200 * (double)(3 - i) : 0;
    }
    check(apart, 0, 0, 0);
    check(apart, 5, 1e-5, 5);
    check(apart, SIZE, 0, SIZE);
    check(ties, 1, 1e-5, 2);
    check(ties, 2, 1e-5, 2);
    check(ties, 3, 1e-5, SIZE);
    check(equal, 1, 1e-5, SIZE);
    check(zero, 3, 1e-5, SIZE);
    check(small, 3, 1e-5, 3);
}

static void one_and_two_rows_have_vectors_too(void **state) {
    (void)state;
    double one[] = {7}, two[] = {1, 2, 2, 1}, value[2], *vector = NULL;
    const hop_spectrum_options options = {.wanted = 2};
    size_t made = 0;
    assert_int_equal(hop_leading(one, 1, &options, value, &vector, &made), HOP_OK);
    assert_true(made == 1 && value[0] == 7 && fabs(vector[0]) == 1);
    free(vector);
    assert_int_equal(hop_leading(two, 2, &options, value, &vector, &made), HOP_OK);
    assert_near(value[0], 3, 1e-15);
    assert_near(value[1], -1, 1e-15);
    assert_near(vector[0] * vector[1], 0.5, 1e-15);
    assert_near(vector[2] * vector[3], -0.5, 1e-15);
    free(vector);
}

static int no(void *context, const char *what, size_t done, size_t total) {
    (void)what;
    (void)total;
    return done >= *(const size_t *)context;
}

static void it_ends_when_it_is_told_to(void **state) {
    (void)state;
    double value[2], *vector = NULL;
    size_t made = 0;
    for (size_t when = 0; when < 2; when++) {
        double two[] = {1, 2, 2, 1};
        const hop_spectrum_options options = {.wanted = 2, .progress = no, .context = &when};
        assert_int_equal(hop_leading(two, 2, &options, value, &vector, &made), HOP_E_CANCELLED);
        assert_null(vector);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_belong_to_their_values_whatever_ties),
        cmocka_unit_test(one_and_two_rows_have_vectors_too),
        cmocka_unit_test(it_ends_when_it_is_told_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
