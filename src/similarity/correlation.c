/* Correlation: patterns and query are centred and scaled to unit norm, so brightness and contrast
 * do not count; s_i is Pearson's r.  A constant picture has no correlation with anything: its key
 * is zero, and so are its similarities.  Pearson 1895 (doi 10.1098/rspl.1895.0041).
 * SPDX-License-Identifier: MIT */
#include <hopfield/similarity.h>

#include <float.h>
#include <math.h>

/* A spread below the rounding of the mean, count epsilons of it, is none: 0/0 must not become a
 * direction. */
static bool is_constant(double spread, double square, size_t count) {
    double rounding = (double)count * DBL_EPSILON;
    return spread <= rounding * rounding * square;
}

static hop_frame frame(const double *parameter, const double *vector, size_t dim) {
    (void)parameter;
    double sum = 0, square = 0, spread = 0;
    for (size_t i = 0; i < dim; i++) sum += vector[i], square += vector[i] * vector[i];
    double mean = sum / (double)dim;
    for (size_t i = 0; i < dim; i++) spread += (vector[i] - mean) * (vector[i] - mean);
    if (is_constant(spread, square, dim)) return (hop_frame){0};
    return (hop_frame){.gain = 1 / sqrt(spread), .offset = -mean / sqrt(spread)};
}

/* Spread of x, of q, and of both together, over the known pixels. */
typedef struct spreads {
    double xx, qq, xq;
} spreads;

static spreads spreads_of(const hop_known_sums *sums) {
    double n = (double)sums->known;
    return (spreads){
        .xx = sums->xx - sums->x * sums->x / n,
        .qq = sums->qq - sums->q * sums->q / n,
        .xq = sums->xq - sums->x * sums->q / n,
    };
}

/* Here the spread is a difference of sums, exact to a few roundings of their size. */
static bool vanishes(double spread, double square, size_t count) {
    return spread <= (double)count * DBL_EPSILON * square;
}

static double known(const double *parameter, const hop_known_sums *sums) {
    (void)parameter;
    spreads s = spreads_of(sums);
    bool constant = vanishes(s.xx, sums->xx, sums->known) || vanishes(s.qq, sums->qq, sums->known);
    return constant ? 0 : s.xq / (sqrt(s.xx) * sqrt(s.qq));
}

/* The line q = gain x + offset of least squares through the known pixels. */
static void fill(const double *parameter, const hop_known_sums *sums, double *gain,
                 double *offset) {
    (void)parameter;
    spreads s = spreads_of(sums);
    double n = (double)sums->known;
    *gain = vanishes(s.xx, sums->xx, sums->known) ? 1 : s.xq / s.xx;
    *offset = (sums->q - *gain * sums->x) / n;
}

const hop_similarity_row hop_similarity_correlation = {
    .row =
        {
            .name = "correlation",
            .title = "Pearson correlation; brightness and contrast do not count; for images",
            .sources = "Pearson 1895 (doi 10.1098/rspl.1895.0041)",
        },
    .directions = true,
    .frame = frame,
    .known = known,
    .fill = fill,
};
