/* Rows of bits as columns.
 * SPDX-License-Identifier: MIT */
#include "base/bits.h"

#include <stdlib.h>

#include <hopfield/random.h>

#include "support/support.h"

#define assert_ok(call) assert_int_equal((call), HOP_OK)

static void assert_turned(size_t count, size_t kept, size_t dim) {
    hop_bits bits = {0};
    hop_random random;
    size_t words = hop_bits_words(dim), stride = hop_bits_words(kept);
    uint64_t *row = calloc(words, sizeof *row), *columns = calloc(dim * stride, sizeof *columns);
    assert_ok(hop_bits_create(count, dim, &bits));
    assert_true(row && columns);
    hop_random_init(&random, 5, count * 1000 + dim);
    for (size_t i = 0; i < count; i++) {
        hop_random_words(&random, words, row);
        row[words - 1] &= UINT64_MAX >> (words * HOP_BITS_WORD - dim);
        hop_bits_set(&bits, i, row);
    }
    hop_bits_turn(&bits, kept, columns);
    for (size_t k = 0; k < dim; k++)
        for (size_t i = 0; i < stride * HOP_BITS_WORD; i++) {
            bool one = columns[k * stride + i / HOP_BITS_WORD] >> i % HOP_BITS_WORD & 1;
            assert_true(one == (i < kept && hop_bits_value(&bits, i, k) > 0));
        }
    hop_bits_clear(&bits);
    free(row);
    free(columns);
}

static void columns_hold_what_rows_held(void **state) {
    (void)state;
    static const size_t SIZES[] = {1, 2, 7, 8, 9, 31, 63, 64, 65, 130};
    enum { SIZE_COUNT = sizeof SIZES / sizeof *SIZES };
    for (size_t a = 0; a < SIZE_COUNT; a++)
        for (size_t b = 0; b < SIZE_COUNT; b++) {
            assert_turned(SIZES[a], SIZES[a], SIZES[b]);
            assert_turned(SIZES[a], (SIZES[a] + 1) / 2, SIZES[b]);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_hold_what_rows_held),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
