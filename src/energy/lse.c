/* Log-sum-exp, the modern continuous Hopfield network:
 *
 *     Q(s) = ln(sum exp(beta s_i)) / beta         grad Q = softmax(beta s)
 *
 * with the constant ln(N)/beta + M^2/2.  Ramsauer et al. 2020 (2008.02217), eq. 1-3.
 * SPDX-License-Identifier: MIT */
#include "lse.h"

#include <math.h>
#include <string.h>

#include "../base/exp.h"
#include "../base/sum.h"
#include "beta.h"

enum { BETA };

static double peak_of(const double *s, size_t count) {
    double peak = -INFINITY;
    for (size_t i = 0; i < count; i++)
        if (s[i] > peak) peak = s[i];
    return peak;
}

/* exp(beta (s - peak)) with what rounding took from the exponent: the exponent's last place is many
 * of the result's.  The difference first, then beta: beta * s alone could overflow. */
static double exact_term(double beta, double s, double peak) {
    const double gap = s - peak, back = gap + peak;
    const double lost = (s - back) - (peak - (back - gap)); /* Knuth 1997, 4.2.2 */
    const double exponent = beta * gap, weight = exp(exponent);
    return weight > 0 ? weight + weight * (fma(beta, gap, -exponent) + beta * lost) : 0;
}

static double potential(const double *parameter, const double *s, size_t count) {
    double beta = parameter[BETA], peak = peak_of(s, count), rest = 0, lost = 0;
    bool first = true;
    for (size_t i = 0; i < count; i++) {
        if (s[i] == peak && first) { /* its term is 1, and ln(1 + rest) is exact for small ones */
            first = false;
            continue;
        }
        double term = exact_term(beta, s[i], peak) - lost, sum = rest + term;
        lost = (sum - rest) - term; /* Kahan 1965 */
        rest = sum;
    }
    return peak + log1p(rest) / beta;
}

static void weights(const double *parameter, const double *s, size_t count, double *p) {
    double beta = parameter[BETA], peak = peak_of(s, count);
    for (size_t i = 0; i < count; i++) p[i] = exp(beta * (s[i] - peak));
    const double total = hop_sum(p, count);
    for (size_t i = 0; i < count; i++) p[i] /= total;
}

/* exp(beta (of - peak)), 0 for what has not begun. */
static double shrinking(double beta, double of, double peak) {
    return of == -INFINITY ? 0 : exp(beta * (of - peak));
}

static float fold(const double *parameter, float *tile, size_t count, hop_fold *folded) {
    float most = hop_exp_peak(tile, count), beta = (float)parameter[BETA];
    float peak = most > (float)folded->peak ? most : (float)folded->peak;
    double total = 0;
    if (peak == -INFINITY) /* a masked tile before all others: nothing to weigh yet */
        memset(tile, 0, count * sizeof *tile);
    else
        total = hop_exp_weights(beta, peak, tile, count);
    /* Sums and total shrink by the same rounded factor, so that weights still sum to 1. */
    float rescale = (float)shrinking(parameter[BETA], folded->peak, (double)peak);
    folded->total = folded->total * (double)rescale + total;
    folded->peak = peak;
    return rescale;
}

static void join(const double *parameter, hop_fold *folded, const hop_fold *other, double *mine,
                 double *theirs) {
    double peak = fmax(folded->peak, other->peak);
    *mine = shrinking(parameter[BETA], folded->peak, peak);
    *theirs = shrinking(parameter[BETA], other->peak, peak);
    folded->total = folded->total * *mine + other->total * *theirs;
    folded->peak = peak;
}

static double folded_potential(const double *parameter, const hop_fold *folded) {
    return folded->peak + log(folded->total) / parameter[BETA];
}

static double term(const double *parameter, double s, double peak) {
    return exp(parameter[BETA] * (s - peak));
}

static double constant(const double *parameter, size_t patterns, double largest_norm) {
    return log((double)patterns) / parameter[BETA] + largest_norm * largest_norm / 2;
}

const hop_energy_row hop_energy_lse = {
    .row =
        {
            .name = "lse",
            .title = "log-sum-exp: the modern Hopfield network; its weights are a softmax",
            .sources = "Ramsauer et al. 2020 (arXiv 2008.02217), eq. 1-3; "
                       "Demircigil et al. 2017 (arXiv 1702.01929) for bipolar states",
            .parameters = {HOP_ENERGY_BETA},
        },
    .convex = true,
    .softmax = true,
    .potential = potential,
    .weights = weights,
    .fold = fold,
    .folded = folded_potential,
    .term = term,
    .join = join,
    .constant = constant,
};
