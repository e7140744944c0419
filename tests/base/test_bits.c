/* Products of bits against sums over values, by every kernel this processor runs.
 * Covers: bits.c bits_avx2.c bits_avx512.c
 * SPDX-License-Identifier: MIT */
#include "base/bits.h"

#include <string.h>

#include <hopfield/random.h>

#include "support/support.h"

#define assert_ok(call) assert_int_equal((call), HOP_OK)

static const hop_bits_kernel *const KERNELS[] = {&hop_bits_plain, &hop_bits_avx2, &hop_bits_avx512};
enum { KERNEL_COUNT = sizeof KERNELS / sizeof *KERNELS };

static const size_t DIMS[] = {1, 63, 64, 65, 127, 128, 129, 511, 512, 513, 784, 2100};
enum { DIM_COUNT = sizeof DIMS / sizeof *DIMS };

/* Values [count x dim] of -1 and 1. */
static double *draw(size_t count, size_t dim, uint64_t stream) {
    double *values = malloc((count * dim + 1) * sizeof *values);
    hop_random random;
    assert_non_null(values);
    hop_random_init(&random, 5, stream);
    for (size_t k = 0; k < count * dim; k++) values[k] = hop_random_word(&random) & 1 ? 1 : -1;
    return values;
}

static uint64_t *pack(const double *values, size_t count, size_t dim) {
    size_t words = hop_bits_words(dim);
    uint64_t *rows = malloc((count * words + 1) * sizeof *rows);
    assert_non_null(rows);
    for (size_t i = 0; i < count; i++) hop_bits_pack(values + i * dim, dim, 0, rows + i * words);
    return rows;
}

static hop_bits bits_of(const double *values, size_t count, size_t dim) {
    hop_bits bits;
    assert_ok(hop_bits_create(count, dim, &bits));
    uint64_t *rows = pack(values, count, dim);
    for (size_t i = 0; i < count; i++) hop_bits_set(&bits, i, rows + i * bits.words);
    free(rows);
    return bits;
}

static int32_t product_of(const double *a, const double *b, size_t dim) {
    double sum = 0;
    for (size_t j = 0; j < dim; j++) sum += a[j] * b[j];
    return (int32_t)sum;
}

/* Fails unless all products of the range are right, and nothing behind them is touched. */
static void assert_products(const hop_bits_kernel *kernel, const hop_bits *bits,
                            const double *patterns, hop_bits_range range, const double *states,
                            size_t count) {
    size_t dim = bits->dim, all = count * range.count;
    uint64_t *rows = pack(states, count, dim);
    int32_t *products = malloc((all + 1) * sizeof *products);
    assert_non_null(products);
    products[all] = 12345;
    hop_bits_multiply_by(kernel, bits, range, rows, count, products);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < range.count; k++) {
            int32_t expected =
                product_of(states + i * dim, patterns + (range.first + k) * dim, dim);
            if (products[i * range.count + k] != expected)
                fail_msg("%s, dim %zu, state %zu, pattern %zu: %d, not %d", kernel->name, dim, i,
                         range.first + k, products[i * range.count + k], expected);
        }
    assert_int_equal(products[all], 12345);
    free(products);
    free(rows);
}

static void every_kernel_is_exact_for_every_width(void **state) {
    (void)state;
    enum { STATES = 7 };
    static const size_t COUNTS[] = {1, 7, 8, 9, 43};
    for (size_t d = 0; d < DIM_COUNT; d++)
        for (size_t c = 0; c < sizeof COUNTS / sizeof *COUNTS; c++) {
            double *patterns = draw(COUNTS[c], DIMS[d], d), *states = draw(STATES, DIMS[d], 99);
            hop_bits bits = bits_of(patterns, COUNTS[c], DIMS[d]);
            for (size_t k = 0; k < KERNEL_COUNT; k++)
                for (size_t count = 1; count <= STATES && KERNELS[k]->runs_here(); count++)
                    assert_products(KERNELS[k], &bits, patterns, (hop_bits_range){0, COUNTS[c]},
                                    states, count);
            hop_bits_clear(&bits);
            free(patterns);
            free(states);
        }
}

/* More rows than a tile holds, and ranges that cut groups at either end. */
static void any_range_of_rows_is_compared_alone(void **state) {
    (void)state;
    enum { COUNT = 300, DIM = 513, STATES = 5 };
    double *patterns = draw(COUNT, DIM, 1), *states = draw(STATES, DIM, 2);
    hop_bits bits = bits_of(patterns, COUNT, DIM);
    static const hop_bits_range RANGES[] = {{0, 300}, {1, 299}, {7, 1},  {7, 2},  {3, 4},
                                            {8, 8},   {5, 200}, {16, 9}, {299, 1}};
    for (size_t k = 0; k < KERNEL_COUNT; k++)
        for (size_t r = 0; r < sizeof RANGES / sizeof *RANGES && KERNELS[k]->runs_here(); r++)
            assert_products(KERNELS[k], &bits, patterns, RANGES[r], states, STATES);
    hop_bits_clear(&bits);
    free(patterns);
    free(states);
}

/* All differ: the counts kept in bytes are as large as they can be. */
static void opposites_and_equals_reach_both_ends(void **state) {
    (void)state;
    enum { DIM = 64 * 100 };
    double *pattern = malloc(DIM * sizeof *pattern), *opposite = malloc(DIM * sizeof *opposite);
    assert_true(pattern && opposite);
    for (size_t j = 0; j < DIM; j++) pattern[j] = 1, opposite[j] = -1;
    hop_bits bits = bits_of(pattern, 1, DIM);
    for (size_t k = 0; k < KERNEL_COUNT; k++) {
        if (!KERNELS[k]->runs_here()) continue;
        assert_products(KERNELS[k], &bits, pattern, (hop_bits_range){0, 1}, opposite, 1);
        assert_products(KERNELS[k], &bits, pattern, (hop_bits_range){0, 1}, pattern, 1);
    }
    hop_bits_clear(&bits);
    free(pattern);
    free(opposite);
}

static void no_states_and_no_rows_are_no_work(void **state) {
    (void)state;
    double *patterns = draw(9, 65, 1);
    hop_bits bits = bits_of(patterns, 9, 65), none;
    for (size_t k = 0; k < KERNEL_COUNT; k++) {
        if (!KERNELS[k]->runs_here()) continue;
        assert_products(KERNELS[k], &bits, patterns, (hop_bits_range){0, 9}, patterns, 0);
        assert_products(KERNELS[k], &bits, patterns, (hop_bits_range){4, 0}, patterns, 3);
    }
    assert_ok(hop_bits_create(0, 65, &none));
    hop_bits_clear(&none);
    hop_bits_clear(&bits);
    free(patterns);
}

static void rows_come_back_as_they_were_set(void **state) {
    (void)state;
    enum { COUNT = 11, DIM = 129 };
    double *patterns = draw(COUNT, DIM, 3);
    hop_bits bits = bits_of(patterns, COUNT, DIM);
    uint64_t row[3];
    float values[DIM];
    for (size_t i = 0; i < COUNT; i++) {
        hop_bits_read(&bits, i, values);
        for (size_t j = 0; j < DIM; j++)
            assert_true((double)values[j] == patterns[i * DIM + j] &&
                        hop_bits_value(&bits, i, j) == (int)values[j]);
        hop_bits_pack(patterns + i * DIM, DIM, 0, row);
        assert_true(row[2] < 2);
    }
    hop_bits_clear(&bits);
    free(patterns);
}

static void what_is_not_above_the_middle_counts_as_negative(void **state) {
    (void)state;
    const double values[] = {0, 1, -0.5, 3};
    uint64_t row = 0;
    hop_bits_pack(values, 4, 0, &row);
    assert_int_equal(row, 10);
    hop_bits_pack(values, 4, 1, &row);
    assert_int_equal(row, 8);
}

static void sizes_beyond_any_memory_are_refused(void **state) {
    (void)state;
    hop_bits bits = {0};
    assert_int_equal(hop_bits_create(SIZE_MAX, 64, &bits), HOP_E_LIMIT);
    assert_non_null(strstr(hop_status_detail(), "too many"));
    assert_int_equal(hop_bits_create(1, SIZE_MAX, &bits), HOP_E_LIMIT);
    hop_bits_clear(&bits);
}

static void the_fastest_kernel_that_runs_is_chosen(void **state) {
    (void)state;
    const hop_bits_kernel *expected = &hop_bits_plain;
    if (hop_bits_avx2.runs_here()) expected = &hop_bits_avx2;
    if (hop_bits_avx512.runs_here()) expected = &hop_bits_avx512;
    assert_string_equal(hop_bits_kernel_best()->name, expected->name);
#ifdef HOP_BITS_X86
    __builtin_cpu_init();
    assert_true(hop_bits_avx2.runs_here() == (__builtin_cpu_supports("avx2") != 0));
#endif
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kernel_is_exact_for_every_width),
        cmocka_unit_test(any_range_of_rows_is_compared_alone),
        cmocka_unit_test(opposites_and_equals_reach_both_ends),
        cmocka_unit_test(no_states_and_no_rows_are_no_work),
        cmocka_unit_test(rows_come_back_as_they_were_set),
        cmocka_unit_test(what_is_not_above_the_middle_counts_as_negative),
        cmocka_unit_test(sizes_beyond_any_memory_are_refused),
        cmocka_unit_test(the_fastest_kernel_that_runs_is_chosen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
