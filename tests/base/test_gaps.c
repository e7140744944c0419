/* Bounded differences of bytes: every kernel against the plain one, and that by hand.
 * SPDX-License-Identifier: MIT */
#include <hopfield/random.h>
#include <string.h>

#include "base/gaps.h"
#include "support/support.h"

static const hop_gaps_kernel *const KERNELS[] = {&hop_gaps_plain, &hop_gaps_avx2, &hop_gaps_avx512};
enum { KERNEL_COUNT = 3, ROWS = 5, STATES = 6, DIM_MOST = 200 };

static const size_t DIMS[] = {1, 2, 31, 32, 33, 63, 64, 65, 127, 128, 129, 200};

static void a_difference_counts_up_to_the_bound(void **state) {
    (void)state;
    const unsigned char row[] = {0, 10, 255, 7, 9}, other[] = {255, 12, 0, 7, 4};
    const unsigned char known[] = {255, 255, 255, 255, 0};
    for (size_t k = 0; k < KERNEL_COUNT; k++) {
        int32_t sum = 0;
        if (!KERNELS[k]->runs_here()) continue;
        KERNELS[k]->sum(&(hop_gaps_work){row, other, NULL, 1, 1, 5, 30, &sum});
        assert_int_equal(sum, 30 + 2 + 30 + 0 + 5);
        KERNELS[k]->sum(&(hop_gaps_work){row, other, known, 1, 1, 5, 255, &sum});
        assert_int_equal(sum, 255 + 2 + 255);
    }
}

static void every_kernel_gives_the_plain_sums(void **state) {
    (void)state;
    static unsigned char rows[ROWS * DIM_MOST], states[STATES * DIM_MOST];
    static unsigned char known[STATES * DIM_MOST];
    hop_random random;
    hop_random_init(&random, 3, 0);
    for (size_t k = 0; k < sizeof rows; k++)
        rows[k] = (unsigned char)hop_random_below(&random, 256);
    for (size_t k = 0; k < sizeof states; k++) {
        states[k] = (unsigned char)hop_random_below(&random, 256);
        known[k] = hop_random_below(&random, 3) ? 255 : 0;
    }
    for (size_t d = 0; d < sizeof DIMS / sizeof *DIMS; d++)
        for (size_t variant = 0; variant < 2 * KERNEL_COUNT; variant++) {
            const hop_gaps_kernel *kernel = KERNELS[variant / 2];
            int32_t plain[STATES * ROWS], sums[STATES * ROWS];
            hop_gaps_work work = {rows,   states,  variant % 2 ? known : NULL, ROWS,
                                  STATES, DIMS[d], variant % 2 ? 40 : 255,     plain};
            if (!kernel->runs_here()) continue;
            hop_gaps_plain.sum(&work);
            work.sums = sums;
            kernel->sum(&work);
            assert_memory_equal(sums, plain, sizeof plain);
            memset(sums, 0, sizeof sums);
            hop_gaps_sum(&work);
            assert_memory_equal(sums, plain, sizeof plain);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_difference_counts_up_to_the_bound),
        cmocka_unit_test(every_kernel_gives_the_plain_sums),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
