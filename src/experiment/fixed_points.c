/* Fixed points, told apart.
 * SPDX-License-Identifier: MIT */
#include "fixed_points.h"

#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/sum.h"

static bool near(const double *a, const double *b, size_t dim, double tolerance) {
    return hop_sum_squared_differences(a, b, dim) <= tolerance * tolerance;
}

static hop_fixed_kind kind_of(const hop_recall_result *result, size_t i, const double *mean,
                              double tolerance) {
    const double *output = result->outputs + i * result->dim;
    if (result->queries[i].k90 == 1) return HOP_FIXED_PATTERN;
    return near(output, mean, result->dim, tolerance) ? HOP_FIXED_MEAN : HOP_FIXED_MIXTURE;
}

/* Whether output i is none of those listed in known [count]. */
static bool is_new(const hop_recall_result *result, size_t i, const size_t *known, size_t count,
                   double tolerance) {
    const double *output = result->outputs + i * result->dim;
    for (size_t k = 0; k < count; k++)
        if (near(output, result->outputs + known[k] * result->dim, result->dim, tolerance))
            return false;
    return true;
}

hop_status hop_fixed_points_find(const hop_recall_result *result, const double *mean,
                                 double tolerance, hop_fixed_points *found) {
    hop_fixed_points f = {.mixed = 0};
    size_t *known = NULL, count = 0;
    HOP_TRY(hop_alloc(result->count, sizeof *known, "fixed points", &known));
    for (size_t i = 0; i < result->count; i++) {
        hop_fixed_kind kind = kind_of(result, i, mean, tolerance);
        f.starts[kind]++;
        if (!is_new(result, i, known, count, tolerance)) continue;
        known[count++] = i;
        f.distinct[kind]++;
        if (kind == HOP_FIXED_MIXTURE) f.mixed += (double)result->queries[i].k90;
    }
    f.mixed =
        f.distinct[HOP_FIXED_MIXTURE] > 0 ? f.mixed / (double)f.distinct[HOP_FIXED_MIXTURE] : NAN;
    free(known);
    *found = f;
    return HOP_OK;
}
