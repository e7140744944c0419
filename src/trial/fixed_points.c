/* Fixed points, told apart.
 * SPDX-License-Identifier: MIT */
#include "fixed_points.h"

#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/sum.h"

/* As a fraction of the patterns' own distance from the mean.  The mean of k of N orthogonal
 * patterns is sqrt((1/k - 1/N) / (1 - 1/N)) away: less than this where k is above N/2, for N above
 * 10; and spurious states of classical networks, of many patterns too, are as far as patterns are.
 */
static const double NEAR_MEAN = 1.0 / 3;

static bool near(const double *a, const double *b, size_t dim, double tolerance) {
    return hop_sum_squared_differences(a, b, dim) <= tolerance * tolerance;
}

hop_fixed_kind hop_fixed_kind_of(const hop_recall_result *result, size_t output,
                                 const hop_fixed_frame *frame) {
    const hop_recalled *query = &result->queries[output];
    if (query->support == 0) return HOP_FIXED_UNSUPPORTED;
    if (query->k90 == 1) return HOP_FIXED_PATTERN;
    bool most = 2 * query->k90 > frame->patterns;
    bool close = near(result->outputs + output * result->dim, frame->mean, result->dim,
                      NEAR_MEAN * frame->extent);
    return most && close ? HOP_FIXED_MEAN : HOP_FIXED_MIXTURE;
}

/* Which of known [count] output i is; count if it is none of them. */
static size_t find(const hop_recall_result *result, size_t i, const hop_fixed_mixture *known,
                   size_t count, double tolerance) {
    const double *output = result->outputs + i * result->dim;
    for (size_t k = 0; k < count; k++)
        if (near(output, result->outputs + known[k].output * result->dim, result->dim, tolerance))
            return k;
    return count;
}

/* Keeps the list in order; of equally common ones the first that was found stands first. */
static void list(hop_fixed_points *f, hop_fixed_mixture mixture) {
    size_t at = f->listed_count;
    while (at > 0 && f->listed[at - 1].starts < mixture.starts) at--;
    if (at == HOP_FIXED_LISTED) return;
    if (f->listed_count < HOP_FIXED_LISTED) f->listed_count++;
    for (size_t k = f->listed_count - 1; k > at; k--) f->listed[k] = f->listed[k - 1];
    f->listed[at] = mixture;
}

/* Every known fixed point, by what its first output is. */
static void count_kinds(const hop_recall_result *result, const hop_fixed_frame *frame,
                        const hop_fixed_mixture *known, size_t count, hop_fixed_points *f) {
    for (size_t k = 0; k < count; k++) {
        hop_fixed_kind kind = hop_fixed_kind_of(result, known[k].output, frame);
        f->distinct[kind]++;
        if (kind != HOP_FIXED_MIXTURE) continue;
        f->mixed += (double)result->queries[known[k].output].k90;
        list(f, known[k]);
    }
    f->mixed = f->distinct[HOP_FIXED_MIXTURE] > 0
                   ? f->mixed / (double)f->distinct[HOP_FIXED_MIXTURE]
                   : NAN;
}

hop_status hop_fixed_points_find(const hop_recall_result *result, const hop_fixed_frame *frame,
                                 hop_fixed_points *found) {
    hop_fixed_points f = {.mixed = 0};
    hop_fixed_mixture *known = NULL;
    size_t count = 0;
    HOP_TRY(hop_alloc(result->count, sizeof *known, "fixed points", &known));
    for (size_t i = 0; i < result->count; i++) {
        hop_fixed_kind kind = hop_fixed_kind_of(result, i, frame);
        f.starts[kind]++;
        if (kind == HOP_FIXED_UNSUPPORTED) continue;
        size_t k = find(result, i, known, count, frame->tolerance);
        if (k == count) known[count++] = (hop_fixed_mixture){.output = i};
        known[k].starts++;
    }
    count_kinds(result, frame, known, count, &f);
    free(known);
    *found = f;
    return HOP_OK;
}
