/* Bounded differences of bytes in plain C, and the choice among the variants.
 * SPDX-License-Identifier: MIT */
#include "gaps.h"

static void sum_plain(const hop_gaps_work *work) {
    for (size_t i = 0; i < work->state_count; i++)
        for (size_t k = 0; k < work->row_count; k++) {
            const unsigned char *x = work->rows + k * work->dim, *y = work->states + i * work->dim;
            const unsigned char *known = work->known ? work->known + i * work->dim : NULL;
            int32_t sum = 0;
            for (size_t j = 0; j < work->dim; j++) {
                int32_t gap = x[j] > y[j] ? x[j] - y[j] : y[j] - x[j];
                if (gap > work->bound) gap = work->bound;
                sum += known && !known[j] ? 0 : gap;
            }
            work->sums[i * work->row_count + k] = sum;
        }
}

static bool runs_anywhere(void) {
    return true;
}

const hop_gaps_kernel hop_gaps_plain = {
    .name = "plain",
    .runs_here = runs_anywhere,
    .sum = sum_plain,
};

void hop_gaps_sum(const hop_gaps_work *work) {
    if (hop_gaps_avx512.runs_here())
        hop_gaps_avx512.sum(work);
    else if (hop_gaps_avx2.runs_here())
        hop_gaps_avx2.sum(work);
    else
        hop_gaps_plain.sum(work);
}
