/* Cosine: patterns and query are scaled to unit norm, and states stay on the unit sphere: a step is
 * the normalised mean m / |m|.  There |xi' - xi|^2 / 2 = 1 - xi' . xi, so the energy falls by at
 * least |m| |xi' - xi|^2 / 2.  A vector of zeros has no direction: its key is zero, and so are its
 * similarities; a mean of zero leaves the state where it is.
 * SPDX-License-Identifier: MIT */
#include "plain.h"

#include <math.h>

static hop_frame frame(const double *parameter, const double *vector, size_t dim) {
    (void)parameter;
    double largest = 0, square = 0;
    for (size_t i = 0; i < dim; i++) largest = fmax(largest, fabs(vector[i]));
    if (largest == 0) return (hop_frame){0};
    /* By the largest first: squares of small numbers would vanish. */
    for (size_t i = 0; i < dim; i++) square += (vector[i] / largest) * (vector[i] / largest);
    double gain = 1 / largest / sqrt(square);
    return (hop_frame){.gain = isfinite(gain) ? gain : 0};
}

static double known(const double *parameter, const hop_known_sums *sums) {
    (void)parameter;
    bool none = sums->xx <= 0 || sums->qq <= 0;
    return none ? 0 : sums->xq / (sqrt(sums->xx) * sqrt(sums->qq));
}

/* The gain q = gain x of least squares through the known pixels. */
static void fill(const double *parameter, const hop_known_sums *sums, double *gain,
                 double *offset) {
    (void)parameter;
    *gain = sums->xx > 0 ? sums->xq / sums->xx : 1;
    *offset = 0;
}

const hop_similarity_row hop_similarity_cosine = {
    .row =
        {
            .name = "cosine",
            .title = "cosine of the angle; size does not count; states stay on the unit sphere",
            .sources = "Dhillon and Modha 2001 (doi 10.1023/A:1007612920971) for the normalised "
                       "mean",
        },
    .directions = true,
    .sphere = true,
    .frame = frame,
    .known = known,
    .fill = fill,
};
