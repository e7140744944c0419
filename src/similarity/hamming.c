/* Hamming: patterns and states become -1 and 1, and s_i = x_i . xi = d - 2 (values that differ).
 * Whatever the family, its states are then bipolar: xi' = sign(X grad Q(s)), which for lse is the
 * weighted majority of the patterns and never raises the energy of a convex Q.
 *
 * A vector that holds nothing but -1 and 1 stays as it is; of any other, a picture for instance,
 * what is above its own mean becomes 1 and the rest -1 (all of it, in a constant one).
 * Hopfield 1982; Demircigil et al. 2017 (1702.01929).
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "plain.h"

static bool is_bipolar(const double *vector, size_t dim) {
    for (size_t i = 0; i < dim; i++)
        if (fabs(vector[i]) != 1) return false;
    return true;
}

static hop_frame frame(const double *parameter, const double *vector, size_t dim) {
    (void)parameter;
    if (is_bipolar(vector, dim)) return (hop_frame){.gain = 1, .sign = true};
    double low = vector[0], high = vector[0], sum = 0;
    for (size_t i = 0; i < dim; i++) {
        low = fmin(low, vector[i]);
        high = fmax(high, vector[i]);
        sum += vector[i];
    }
    /* A mean that rounding puts below all values of a constant picture would make it white. */
    double mean = sum / (double)dim;
    return (hop_frame){.gain = 1, .offset = low == high ? -high : -mean, .sign = true};
}

static double known(const double *parameter, const hop_known_sums *sums) {
    (void)parameter;
    return sums->xq * hop_similarity_plain_scale(sums);
}

const hop_similarity_row hop_similarity_hamming = {
    .row =
        {
            .name = "hamming",
            .title = "agreeing less differing values of bipolar states; pictures are thresholded "
                     "at their own mean",
            .sources = "Hopfield 1982 (doi 10.1073/pnas.79.8.2554); "
                       "Demircigil et al. 2017 (arXiv 1702.01929)",
        },
    .bipolar = true,
    .frame = frame,
    .known = known,
    .fill = hop_similarity_plain_fill,
};
