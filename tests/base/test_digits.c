/* Digits against long sums.
 * SPDX-License-Identifier: MIT */
#include <hopfield/random.h>
#include <math.h>
#include <stdlib.h>

#include "base/digits.h"
#include "support/support.h"

static const size_t DIMS[] = {1, 2, 31, 32, 63, 64, 65, 127, 128, 129, 511, 512, 513, 784};
enum { DIM_COUNT = sizeof DIMS / sizeof *DIMS, DIM_MOST = 784 };

static void draw(double *v, size_t dim, uint64_t stream) {
    hop_random random;
    hop_random_init(&random, 7, stream);
    for (size_t j = 0; j < dim; j++) v[j] = hop_random_normal(&random);
}

static void numbers_are_kept_to_half_a_unit(void **state) {
    (void)state;
    double v[DIM_MOST];
    signed char digits[HOP_DIGITS_PLACES * (DIM_MOST + 64)];
    for (size_t places = 1; places <= HOP_DIGITS_PLACES; places++)
        for (size_t d = 0; d < DIM_COUNT; d++) {
            draw(v, DIMS[d], d);
            double unit = hop_digits_write(v, DIMS[d], places, digits);
            assert_true(unit > 0);
            for (size_t j = 0; j < DIMS[d]; j++) {
                double kept = hop_digits_value(digits, DIMS[d], places, unit, j);
                assert_true(fabs(kept - v[j]) <= unit * 0.5000001);
            }
        }
}

static void digits_have_seven_bits_and_padding_none(void **state) {
    (void)state;
    double v[65];
    signed char digits[HOP_DIGITS_PLACES * 128];
    for (size_t j = 0; j < 65; j++) v[j] = j % 2 ? -1 : 1; /* the ends of the range */
    hop_digits_write(v, 65, HOP_DIGITS_PLACES, digits);
    for (size_t k = 0; k < HOP_DIGITS_PLACES; k++)
        for (size_t j = 0; j < 128; j++) {
            signed char digit = digits[k * 128 + j];
            assert_true(digit >= -64 && digit <= 64);
            if (j >= 65) assert_int_equal(digit, 0);
        }
}

static void a_vector_of_zeros_has_no_unit(void **state) {
    (void)state;
    double v[3] = {0, -0.0, 0};
    signed char digits[64];
    assert_true(hop_digits_write(v, 3, 1, digits) == 0);
    for (size_t j = 0; j < 64; j++) assert_int_equal(digits[j], 0);
}

/* Rows of the largest bytes, of random ones, and digits from -64 to 64. */
static void products_are_exact(void **state) {
    (void)state;
    enum { COUNT = 13, VECTORS = 9 };
    static unsigned char rows[COUNT * DIM_MOST];
    static signed char digits[VECTORS * (DIM_MOST + 64)];
    static int32_t products[VECTORS * COUNT];
    hop_random random;
    hop_random_init(&random, 3, 0);
    for (size_t d = 0; d < DIM_COUNT; d++) {
        size_t dim = DIMS[d], stride = hop_digits_stride(dim);
        for (size_t k = 0; k < COUNT * dim; k++)
            rows[k] = k < dim ? 255 : (unsigned char)hop_random_below(&random, 256);
        for (size_t v = 0; v < VECTORS; v++)
            for (size_t j = 0; j < stride; j++)
                digits[v * stride + j] =
                    (signed char)(j >= dim ? 0
                                  : v == 0 ? 64
                                  : v == 1 ? -64
                                           : (int)hop_random_below(&random, 129) - 64);
        for (size_t vectors = 1; vectors <= VECTORS; vectors++)
            for (size_t count = 1; count <= COUNT; count++) {
                hop_digits_products(rows, count, dim, digits, vectors, products);
                for (size_t v = 0; v < vectors; v++)
                    for (size_t i = 0; i < count; i++) {
                        long sum = 0;
                        for (size_t j = 0; j < dim; j++)
                            sum += (long)rows[i * dim + j] * digits[v * stride + j];
                        assert_int_equal(products[v * count + i], sum);
                    }
            }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_kept_to_half_a_unit),
        cmocka_unit_test(digits_have_seven_bits_and_padding_none),
        cmocka_unit_test(a_vector_of_zeros_has_no_unit),
        cmocka_unit_test(products_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
