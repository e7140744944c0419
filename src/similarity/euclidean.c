/* Euclidean distance: s_i = x_i . xi - |x_i|^2 / 2, which is -|xi - x_i|^2 / 2 up to a term that
 * all patterns share.  The lse update is then a mean-shift step. Millidge et al. 2022 (2202.04557);
 * Cheng 1995 (doi 10.1109/34.400568).
 * SPDX-License-Identifier: MIT */
#include "plain.h"

static hop_frame frame(const double *parameter, const double *vector, size_t dim) {
    (void)parameter;
    double square = 0;
    for (size_t i = 0; i < dim; i++) square += vector[i] * vector[i];
    return (hop_frame){.gain = 1, .bias = -square / 2};
}

static double known(const double *parameter, const hop_known_sums *sums) {
    (void)parameter;
    return (sums->xq - sums->xx / 2) * hop_similarity_plain_scale(sums);
}

const hop_similarity_row hop_similarity_euclidean = {
    .row =
        {
            .name = "euclidean",
            .title = "negative squared distance; the lse update becomes a mean-shift step",
            .sources = "Millidge et al. 2022 (arXiv 2202.04557); "
                       "Cheng 1995 (doi 10.1109/34.400568) for mean shift",
        },
    .plain_keys = true,
    .shiftable = true,
    .frame = frame,
    .known = known,
    .fill = hop_similarity_plain_fill,
};
