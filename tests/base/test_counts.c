/* Joint counts of levels: every kernel against the plain one, and that against counting one by one.
 * SPDX-License-Identifier: MIT */
#include <hopfield/random.h>
#include <string.h>

#include "base/counts.h"
#include "support/support.h"

static const hop_counts_kernel *const KERNELS[] = {&hop_counts_plain, &hop_counts_avx2,
                                                   &hop_counts_avx512};
enum { KERNEL_COUNT = 3, GROUP = HOP_COUNTS_GROUP, ROWS = 2 * GROUP, STATES = 3 };
enum { ROW_PLANES = 6, STATE_PLANES = 7, DIM_MOST = 5000, WORDS_MOST = 79 };

static const size_t DIMS[] = {1, 63, 64, 65, 127, 128, 129, 511, 512, 513, 5000};
static const unsigned char ABOVE[] = {0, 30, 31, 100, 200, 254};

static unsigned char rows[ROWS][DIM_MOST], states[STATES][DIM_MOST], known[STATES][DIM_MOST];
static uint64_t groups[ROWS * ROW_PLANES * WORDS_MOST];
static uint64_t planes[STATES * STATE_PLANES * WORDS_MOST];

static void draw(void) {
    hop_random random;
    hop_random_init(&random, 5, 0);
    for (size_t j = 0; j < DIM_MOST; j++) {
        for (size_t i = 0; i < ROWS; i++)
            rows[i][j] = (unsigned char)hop_random_below(&random, 256);
        for (size_t i = 0; i < STATES; i++) {
            states[i][j] = (unsigned char)hop_random_below(&random, 256);
            known[i][j] = hop_random_below(&random, 4) > 0;
        }
    }
}

/* States: a plane of known places, then one for each bound. */
static void pack(const hop_counts_kernel *kernel, size_t dim) {
    static const unsigned char zero[] = {0};
    size_t words = hop_counts_words(dim);
    memset(groups, 0, sizeof groups);
    for (size_t i = 0; i < ROWS; i++)
        kernel->pack(rows[i], dim, ABOVE, ROW_PLANES, GROUP,
                     groups + i / GROUP * ROW_PLANES * words * GROUP + i % GROUP);
    for (size_t i = 0; i < STATES; i++) {
        uint64_t *own = planes + i * STATE_PLANES * words;
        kernel->pack(known[i], dim, zero, 1, 1, own);
        kernel->pack(states[i], dim, ABOVE, STATE_PLANES - 1, 1, own + words);
        for (size_t k = words; k < STATE_PLANES * words; k++) own[k] &= own[k % words];
    }
}

static hop_counts_work work_of(size_t dim, int32_t *counts) {
    size_t words = hop_counts_words(dim);
    return (hop_counts_work){.groups = groups,
                             .states = planes,
                             .group_count = ROWS / GROUP,
                             .row_planes = ROW_PLANES,
                             .state_count = STATES,
                             .state_planes = STATE_PLANES,
                             .words = words,
                             .to = words,
                             .counts = counts};
}

static size_t level(unsigned char value) {
    size_t above = 0;
    for (size_t k = 0; k < sizeof ABOVE; k++) above += value > ABOVE[k];
    return above;
}

static void levels_are_counted_as_one_by_one(void **state) {
    (void)state;
    static int32_t counts[STATES * ROWS * ROW_PLANES * STATE_PLANES];
    draw();
    for (size_t d = 0; d < sizeof DIMS / sizeof *DIMS; d++) {
        pack(&hop_counts_plain, DIMS[d]);
        hop_counts_work work = work_of(DIMS[d], counts);
        hop_counts_plain.joint(&work);
        for (size_t i = 0; i < STATES; i++)
            for (size_t r = 0; r < ROWS; r++) {
                int32_t n[(ROW_PLANES + 1) * STATE_PLANES], own[STATE_PLANES] = {0};
                int32_t expected[(ROW_PLANES + 1) * STATE_PLANES] = {0};
                for (size_t j = 0; j < DIMS[d]; j++) {
                    if (!known[i][j]) continue;
                    size_t b = level(states[i][j]);
                    expected[level(rows[r][j]) * STATE_PLANES + b]++;
                    for (size_t k = 0; k <= b; k++) own[k]++;
                }
                hop_counts_levels(counts + (i * ROWS / GROUP + r / GROUP) * ROW_PLANES *
                                               STATE_PLANES * GROUP,
                                  r % GROUP, ROW_PLANES, STATE_PLANES, own, n);
                assert_memory_equal(n, expected, sizeof n);
            }
    }
}

static void every_kernel_gives_the_plain_counts(void **state) {
    (void)state;
    enum { COUNTS = STATES * ROWS * ROW_PLANES * STATE_PLANES };
    static int32_t plain[COUNTS], counts[COUNTS];
    draw();
    for (size_t d = 0; d < sizeof DIMS / sizeof *DIMS; d++)
        for (size_t k = 0; k < KERNEL_COUNT; k++) {
            hop_counts_work work = work_of(DIMS[d], plain);
            if (!KERNELS[k]->runs_here()) continue;
            pack(&hop_counts_plain, DIMS[d]);
            work.from = work.words / 3;
            hop_counts_plain.joint(&work);
            pack(KERNELS[k], DIMS[d]);
            work.counts = counts;
            memset(counts, 0, sizeof counts);
            KERNELS[k]->joint(&work);
            assert_memory_equal(counts, plain, sizeof plain);
            memset(counts, 0, sizeof counts);
            hop_counts_joint(&work);
            assert_memory_equal(counts, plain, sizeof plain);
        }
}

static void a_group_is_packed_as_its_rows(void **state) {
    (void)state;
    static unsigned char side_by_side[GROUP * DIM_MOST];
    static uint64_t one_by_one[ROW_PLANES * WORDS_MOST * GROUP],
        at_once[ROW_PLANES * WORDS_MOST * GROUP];
    draw();
    for (size_t d = 0; d < sizeof DIMS / sizeof *DIMS; d++)
        for (size_t k = 0; k < KERNEL_COUNT; k++) {
            if (!KERNELS[k]->runs_here() || !KERNELS[k]->pack_group) continue;
            for (size_t i = 0; i < GROUP; i++) {
                memcpy(side_by_side + i * DIMS[d], rows[i % ROWS], DIMS[d]);
                hop_counts_plain.pack(rows[i % ROWS], DIMS[d], ABOVE, ROW_PLANES, GROUP,
                                      one_by_one + i);
            }
            KERNELS[k]->pack_group(side_by_side, DIMS[d], ABOVE, ROW_PLANES, at_once);
            assert_memory_equal(at_once, one_by_one,
                                ROW_PLANES * hop_counts_words(DIMS[d]) * GROUP * sizeof *at_once);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_group_is_packed_as_its_rows),
        cmocka_unit_test(levels_are_counted_as_one_by_one),
        cmocka_unit_test(every_kernel_gives_the_plain_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
