/* Sums under masks and lookups, by every kernel this processor runs, against plain loops.
 * Covers: masked.c masked_avx512.c
 * SPDX-License-Identifier: MIT */
#include "base/masked.h"

#include <hopfield/random.h>

#include "support/support.h"

enum { WORDS = 40, COUNT = 64 * WORDS, PLACES = 200 };

static void sums_are_those_of_the_ones(void **state) {
    (void)state;
    static uint64_t column[WORDS];
    static int32_t slopes[COUNT];
    hop_random random;
    hop_random_init(&random, 1, 0);
    hop_random_words(&random, WORDS, column);
    for (size_t i = 0; i < COUNT; i++)
        slopes[i] = (int32_t)hop_random_below(&random, 1 << 24) + (i % 3 ? 0 : -(1 << 24));
    for (size_t words = 0; words <= WORDS; words++) {
        int64_t sum = 0;
        for (size_t i = 0; i < 64 * words; i++) sum += column[i / 64] >> i % 64 & 1 ? slopes[i] : 0;
        assert_true(hop_masked_sum_plain(column, slopes, words) == sum);
        assert_true(hop_masked_sum(column, slopes, words) == sum);
    }
}

static void all_lookups_agree(void **state) {
    (void)state;
    static hop_masked_entry table[PLACES + HOP_MASKED_PART];
    static int32_t places[COUNT], slopes[COUNT], others[COUNT];
    hop_random random;
    hop_random_init(&random, 2, 0);
    for (size_t v = 0; v < PLACES; v++)
        table[v] = (hop_masked_entry){.slope = (int32_t)hop_random_below(&random, 1 << 24) - 999,
                                      .level = (int32_t)hop_random_below(&random, 1 << 24)};
    for (size_t range = 1; range <= 150; range += 7)
        for (size_t count = 1; count <= 1200; count = count * 5 / 4 + 1) {
            size_t low = 50 - range / 3;
            for (size_t i = 0; i < count; i++)
                places[i] = (int32_t)(low + hop_random_below(&random, range));
            hop_masked_ends ends = hop_masked_ends_of(places, count);
            hop_masked_sums plain = hop_masked_look_plain(table, places, count, slopes);
            hop_masked_sums best = hop_masked_look(table, ends, places, count, others);
            assert_true(plain.slope == best.slope && plain.level == best.level);
            assert_int_equal(plain.largest, best.largest);
            assert_memory_equal(slopes, others, count * sizeof *slopes);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_those_of_the_ones),
        cmocka_unit_test(all_lookups_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
