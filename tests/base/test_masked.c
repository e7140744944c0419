/* Sums under masks, lookups and turns, by every kernel this processor runs, against plain loops.
 * Covers: masked.c masked_avx512.c
 * SPDX-License-Identifier: MIT */
#include "base/masked.h"

#include <hopfield/random.h>

#include "support/support.h"

enum { WORDS = 40, COUNT = 64 * WORDS, PLACES = 200, MIDDLE = 50 };

static const hop_masked_kernel *const KERNELS[] = {&hop_masked_plain, &hop_masked_avx512};
enum { KERNEL_COUNT = sizeof KERNELS / sizeof *KERNELS };

static bool runs(size_t kernel) {
    return KERNELS[kernel]->runs_here();
}

static void the_best_kernel_runs_here(void **state) {
    (void)state;
    assert_true(hop_masked_plain.runs_here());
    assert_true(hop_masked_kernel_best()->runs_here());
}

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
        for (size_t k = 0; k < KERNEL_COUNT; k++)
            if (runs(k)) assert_true(KERNELS[k]->add(column, slopes, words) == sum);
    }
}

/* ---- lookups ---- */

/* A table of random entries for `range` places from `low` on. */
typedef struct example {
    int32_t slopes[PLACES + HOP_MASKED_PART], levels[PLACES + HOP_MASKED_PART];
    hop_masked_table table;
} example;

static void make_example(hop_random *random, size_t low, size_t range, example *e) {
    for (size_t v = 0; v < PLACES; v++) {
        e->slopes[v] = (int32_t)hop_random_below(random, 1 << 24) - 999;
        e->levels[v] = (1 << 24) - (int32_t)hop_random_below(random, 1 << 20);
    }
    e->table = (hop_masked_table){.low = (int32_t)low,
                                  .high = (int32_t)(low + range - 1),
                                  .slopes = e->slopes,
                                  .levels = e->levels};
}

/* What a look has to find, by a loop. */
static hop_masked_sums expected(const hop_masked_table *table, const int32_t *places, size_t count,
                                int32_t *slopes) {
    hop_masked_sums sums = {.low = places[0], .high = places[0]};
    for (size_t i = 0; i < count; i++) {
        slopes[i] = table->slopes[places[i] - table->low];
        sums.slope += slopes[i];
        sums.level += table->levels[places[i] - table->low];
        sums.low = places[i] < sums.low ? places[i] : sums.low;
        sums.high = places[i] > sums.high ? places[i] : sums.high;
    }
    return sums;
}

static void assert_same(hop_masked_sums a, hop_masked_sums b) {
    assert_true(a.slope == b.slope && a.level == b.level);
    assert_int_equal(a.low, b.low);
    assert_int_equal(a.high, b.high);
}

static void check_kernel(const hop_masked_kernel *kernel, const hop_masked_table *table,
                         const uint64_t *column, const int32_t *places, size_t count) {
    static int32_t moved[COUNT], turned[COUNT], slopes[COUNT], others[COUNT];
    assert_same(kernel->look(table, places, count, others), expected(table, places, count, slopes));
    assert_memory_equal(slopes, others, count * sizeof *slopes);
    for (int32_t step = -1; step <= 1; step += 2) {
        for (size_t i = 0; i < COUNT; i++) {
            turned[i] = places[i];
            moved[i] = places[i] + (column[i / 64] >> i % 64 & 1 ? step : -step);
        }
        assert_same(kernel->turn(table, column, step, turned, count, others),
                    expected(table, moved, count, slopes));
        assert_memory_equal(moved, turned, count * sizeof *moved);
        assert_memory_equal(slopes, others, count * sizeof *slopes);
    }
}

static void all_lookups_and_turns_agree(void **state) {
    (void)state;
    static example e;
    static int32_t places[COUNT];
    static uint64_t column[WORDS];
    hop_random random;
    hop_random_init(&random, 2, 0);
    for (size_t range = 3; range <= 150; range += 7)
        for (size_t count = 1; count <= 2400; count = count * 5 / 4 + 1) {
            size_t low = MIDDLE - range / 3;
            make_example(&random, low, range, &e);
            hop_random_words(&random, WORDS, column);
            for (size_t i = 0; i < COUNT; i++)
                places[i] = (int32_t)(low + 1 + hop_random_below(&random, range - 2));
            for (size_t k = 0; k < KERNEL_COUNT; k++)
                if (runs(k)) check_kernel(KERNELS[k], &e.table, column, places, count);
        }
}

static void places_beyond_the_table_are_told(void **state) {
    (void)state;
    static example e;
    int32_t places[64] = {0}, slopes[64];
    hop_random random;
    hop_random_init(&random, 3, 0);
    make_example(&random, 20, 10, &e);
    for (size_t i = 0; i < 64; i++) places[i] = 25;
    places[7] = -3;
    places[40] = 1 << 20;
    for (size_t k = 0; k < KERNEL_COUNT; k++) {
        if (!runs(k)) continue;
        hop_masked_sums sums = KERNELS[k]->look(&e.table, places, 50, slopes);
        assert_int_equal(sums.low, -3);
        assert_int_equal(sums.high, 1 << 20);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_kernel_runs_here),
        cmocka_unit_test(sums_are_those_of_the_ones),
        cmocka_unit_test(all_lookups_and_turns_agree),
        cmocka_unit_test(places_beyond_the_table_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
