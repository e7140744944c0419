/* Digits against long sums.
 * SPDX-License-Identifier: MIT */
#include <hopfield/random.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/digits_kernels.h"
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

static void the_sum_is_that_of_the_numbers_kept(void **state) {
    (void)state;
    double v[DIM_MOST];
    signed char digits[HOP_DIGITS_PLACES * (DIM_MOST + 64)];
    for (size_t d = 0; d < DIM_COUNT; d++) {
        draw(v, DIMS[d], d);
        double unit = hop_digits_write(v, DIMS[d], HOP_DIGITS_PLACES, digits), sum = 0;
        for (size_t j = 0; j < DIMS[d]; j++)
            sum += rint(hop_digits_value(digits, DIMS[d], HOP_DIGITS_PLACES, unit, j) / unit);
        assert_true(hop_digits_sum(digits, DIMS[d], HOP_DIGITS_PLACES, unit) == unit * sum);
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
/* Rows in another order have the same products. */
static void are_the_same_anywhere(const unsigned char *rows, size_t count, size_t dim,
                                  const signed char *digits, size_t vectors,
                                  const int32_t *products) {
    const unsigned char *turned[32];
    int32_t found[32 * HOP_DIGITS_PLACES];
    assert_true(count <= sizeof turned / sizeof *turned);
    for (size_t i = 0; i < count; i++) turned[i] = rows + (count - 1 - i) * dim;
    hop_digits_products_at(turned, count, dim, digits, vectors, found);
    for (size_t v = 0; v < vectors; v++)
        for (size_t i = 0; i < count; i++)
            assert_int_equal(found[v * count + i], products[v * count + count - 1 - i]);
}

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
                if (vectors <= HOP_DIGITS_PLACES)
                    are_the_same_anywhere(rows, count, dim, digits, vectors, products);
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

/* ---- variants ---- */

typedef struct variant {
    const char *name;
    hop_digits_kernel *kernel;
} variant;

/* Those that this processor runs, the plain one first. */
static size_t variants_of(variant variants[3]) {
    size_t count = 0;
    variants[count++] = (variant){"plain", hop_digits_products_plain};
#ifdef HOP_HAS_CLONES
    if (hop_digits_has_avx2()) variants[count++] = (variant){"AVX2", hop_digits_products_avx2};
    if (hop_digits_has_avx512())
        variants[count++] = (variant){"AVX-512", hop_digits_products_avx512};
#endif
    return count;
}

/* `size` bytes that end where a page that cannot be read begins. */
static unsigned char *guarded_bytes(size_t size, void **base, size_t *mapped) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    *mapped = (size + page - 1) / page * page + page;
    *base = mmap(NULL, *mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(*base != MAP_FAILED);
    unsigned char *end = (unsigned char *)*base + (*mapped - page);
    assert_int_equal(mprotect(end, page, PROT_NONE), 0);
    return end - size;
}

/* Products of one variant, with a number behind them that must stay. */
static int32_t *products_of(variant v, const unsigned char *rows, size_t count, size_t dim,
                            const signed char *digits, size_t vectors) {
    int32_t *products = malloc((vectors * count + 1) * sizeof *products);
    memset(products, 0x55, (vectors * count + 1) * sizeof *products);
    v.kernel(rows, count, dim, digits, vectors, products);
    assert_int_equal(products[vectors * count], 0x55555555);
    return products;
}

/* The rows end where reading ends. */
static void assert_variants_agree(size_t count, size_t dim, size_t vectors) {
    variant variants[3];
    size_t have = variants_of(variants), stride = hop_digits_stride(dim), mapped = 0;
    void *base = NULL;
    unsigned char *rows = guarded_bytes(count * dim, &base, &mapped);
    signed char *digits = calloc(vectors, stride);
    hop_random random;
    hop_random_init(&random, count + dim, vectors);
    for (size_t k = 0; k < count * dim; k++)
        rows[k] = (unsigned char)hop_random_below(&random, 256);
    for (size_t k = 0; k < vectors * stride; k++)
        if (k % stride < dim) digits[k] = (signed char)((int)hop_random_below(&random, 129) - 64);
    int32_t *plain = products_of(variants[0], rows, count, dim, digits, vectors);
    for (size_t i = 1; i < have; i++) {
        int32_t *other = products_of(variants[i], rows, count, dim, digits, vectors);
        if (memcmp(other, plain, vectors * count * sizeof *plain) != 0)
            fail_msg("%s: %zu rows of %zu, %zu vectors", variants[i].name, count, dim, vectors);
        free(other);
    }
    free(plain);
    free(digits);
    munmap(base, mapped);
}

static void all_variants_are_equal_and_read_no_byte_beyond_the_rows(void **state) {
    (void)state;
    static const size_t COUNTS[] = {1, 2, 3, 4, 5, 16, 17, 33};
    static const size_t WIDTHS[] = {1, 3, 31, 33, 63, 64, 65, 447, 448, 449, 450, 783, 784, 1025};
    for (size_t d = 0; d < sizeof WIDTHS / sizeof *WIDTHS; d++)
        for (size_t n = 0; n < sizeof COUNTS / sizeof *COUNTS; n++)
            for (size_t vectors = 1; vectors <= 70; vectors += vectors < 17 ? 1 : 11)
                assert_variants_agree(COUNTS[n], WIDTHS[d], vectors);
}

/* The largest sums there are: 2^17 bytes of 255 times 64 or -64. */
static void the_largest_sums_do_not_overflow(void **state) {
    (void)state;
    enum { VECTORS = 17, DIM = HOP_DIGITS_DIM_MAX };
    variant variants[3];
    unsigned char *row = malloc(DIM);
    signed char *digits = malloc((size_t)VECTORS * DIM);
    memset(row, 255, DIM);
    for (size_t v = 0; v < VECTORS; v++) memset(digits + v * DIM, v % 2 ? -64 : 64, DIM);
    for (size_t i = 0, have = variants_of(variants); i < have; i++)
        for (size_t vectors = 1; vectors <= VECTORS; vectors += VECTORS - 1) {
            int32_t *products = products_of(variants[i], row, 1, DIM, digits, vectors);
            for (size_t v = 0; v < vectors; v++)
                assert_int_equal(products[v], (v % 2 ? -64 : 64) * 255 * DIM);
            free(products);
        }
    free(row);
    free(digits);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_kept_to_half_a_unit),
        cmocka_unit_test(the_sum_is_that_of_the_numbers_kept),
        cmocka_unit_test(digits_have_seven_bits_and_padding_none),
        cmocka_unit_test(a_vector_of_zeros_has_no_unit),
        cmocka_unit_test(products_are_exact),
        cmocka_unit_test(all_variants_are_equal_and_read_no_byte_beyond_the_rows),
        cmocka_unit_test(the_largest_sums_do_not_overflow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
