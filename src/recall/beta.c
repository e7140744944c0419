/* beta chosen from the memory.  Ramsauer et al. 2020 (2008.02217), Theorem 4: a pattern of
 * separation D among N of norm at most M is retrieved if
 *
 *     D >= 2 / (beta N) + ln(2 (N - 1) N beta M^2) / beta,
 *
 * so the smallest such beta, for a quarter of the separation that all patterns but one in fifty
 * have. A damaged picture leads by less than its original would, so a quarter must be enough for
 * it; and the closest one in fifty are near-duplicates, which would ask for any beta and lose
 * nothing by sharing a basin.  A family with a margin m, for which beta D >= m is exact recall,
 * takes that beta. SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "engine.h"
#include "prepared.h"

/* Separations are measured for this many patterns. */
enum { SAMPLE = 256 };

/* The separation below which one in fifty lies. */
static const double QUANTILE = 0.02;

/* The limits of any family's beta. */
static const double BETA_LEAST = 1e-30, BETA_MOST = 1e12;

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Differences that may be computed for it: seconds. */
static const double DIFFERENCES = 4e9;
enum { SAMPLE_LEAST = 32 };

/* Differences have no matrix product to hurry them, so of a large memory fewer are measured. */
static size_t sample_of(const hop_recall *recall) {
    size_t sample = SAMPLE;
    if (hop_recall_is_difference(recall)) {
        double affordable = DIFFERENCES / ((double)recall->count * (double)recall->dim);
        if (affordable < SAMPLE) sample = (size_t)affordable;
        if (sample < SAMPLE_LEAST) sample = SAMPLE_LEAST;
    }
    return recall->count < sample ? recall->count : sample;
}

/* Up to SAMPLE separations, the positive finite ones, sorted: those that the memory keeps, or
 * measured. */
static hop_status measure(const hop_recall *recall, double *kept, size_t *kept_count) {
    hop_separation found[SAMPLE];
    size_t sample = sample_of(recall), count = 0;
    if (hop_prepared_separations(recall, SAMPLE, kept, kept_count)) return HOP_OK;
    HOP_TRY(hop_recall_separations(recall, sample, found));
    for (size_t i = 0; i < sample; i++)
        if (found[i].separation > 0 && isfinite(found[i].separation))
            kept[count++] = found[i].separation;
    qsort(kept, count, sizeof *kept, ascending);
    *kept_count = count;
    return HOP_OK;
}

hop_status hop_recall_sample_separations(const hop_recall *recall, double **separations,
                                         size_t *count) {
    HOP_TRY(hop_alloc(SAMPLE, sizeof **separations, "separations", separations));
    return measure(recall, *separations, count);
}

/* By iteration from below: the logarithm grows slowly, so it contracts. */
double hop_recall_solve_beta(double separation, size_t count, double norm) {
    double n = (double)count, beta = 1 / separation;
    for (int i = 0; i < 200; i++) {
        double inside = 2 * fmax(n - 1, 1) * n * beta * norm * norm, last = beta;
        beta = (2 / n + log(fmax(inside, exp(1)))) / separation;
        if (beta == last) break;
    }
    /* A hair more, so that the condition holds in spite of rounding. */
    return fmin(fmax(beta * (1 + 16 * DBL_EPSILON), BETA_LEAST), BETA_MOST);
}

/* The part of its separation by which a damaged picture must lead. */
static const double ENOUGH = 0.25;

hop_status hop_recall_choose_beta(const hop_recall *recall, double *beta) {
    double kept[SAMPLE], own = recall->options.model.similarity.kind->beta;
    size_t count = 0;
    if (own > 0) {
        *beta = own;
        return HOP_OK;
    }
    HOP_TRY(measure(recall, kept, &count));
    double norm = recall->largest_norm > 0 ? recall->largest_norm : 1;
    /* One pattern, or none that its own similarity prefers: the scale of the keys is all there is.
     */
    double separated = norm * norm;
    if (count > 0) separated = ENOUGH * kept[(size_t)(QUANTILE * (double)count)];
    const hop_energy *energy = &recall->options.model.energy;
    if (energy->family->margin)
        *beta = fmin(energy->family->margin(energy->parameter) / separated, BETA_MOST);
    else
        *beta = hop_recall_solve_beta(separated, recall->count, norm);
    return HOP_OK;
}
