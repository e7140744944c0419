/* Polynomial interaction of bipolar states, the dense associative memory:
 *
 *     Q(s) = sum F(s_i),   F(s) = [s]^n / n, rectified (0 for s < 0) or not
 *     grad Q = F'(s_i) = [s_i]^(n - 1)
 *
 * Convex but for odd powers that are not rectified.  Krotov and Hopfield 2016 (1606.01164), eq.
 * 1-3. SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>

#include "classical.h"

enum { DEGREE, RECTIFIED };
enum { YES, NO };

/* With it, 10^6 patterns of 10^4 neurons stay within the range of double. */
#define LARGEST_DEGREE 60

/* The part of s that counts; a masked pattern (-infinity) counts for nothing. */
static double part_of(const double *parameter, double s) {
    bool counts = isfinite(s) && (s > 0 || parameter[RECTIFIED] == NO);
    return counts ? s : 0;
}

static double potential(const double *parameter, const double *s, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += pow(part_of(parameter, s[i]), parameter[DEGREE]);
    return sum / parameter[DEGREE];
}

/* The largest part, without its sign: dividing by it keeps powers within range. */
static double size_of(const double *parameter, const double *s, size_t count) {
    double size = 0;
    for (size_t i = 0; i < count; i++) size = fmax(size, fabs(part_of(parameter, s[i])));
    return size;
}

static void weights(const double *parameter, const double *s, size_t count, double *p) {
    double size = size_of(parameter, s, count), total = 0;
    for (size_t i = 0; i < count; i++) {
        double part = part_of(parameter, s[i]);
        p[i] = size > 0 ? pow(part / size, parameter[DEGREE] - 1) : 0;
        total += fabs(p[i]);
    }
    for (size_t i = 0; total > 0 && i < count; i++) p[i] /= total;
}

/* fold->peak is the size, total the sum of weights without their signs, sum that of n F. */
static float fold(const double *parameter, float *tile, size_t count, hop_fold *folded) {
    float degree = (float)parameter[DEGREE], before = (float)fmax(folded->peak, 0), size = before;
    for (size_t i = 0; i < count; i++)
        size = fmaxf(size, fabsf((float)part_of(parameter, (double)tile[i])));
    double total = 0, sum = 0;
    for (size_t i = 0; i < count; i++) {
        float part = size > 0 ? (float)part_of(parameter, (double)tile[i]) / size : 0;
        float weight = powf(part, degree - 1);
        tile[i] = fabsf(weight) < FLT_MIN ? 0 : weight;
        total += (double)fabsf(tile[i]);
        sum += (double)tile[i] * (double)part;
    }
    if (size == 0) return 1;
    double shrink = (double)before / (double)size;
    float rescale = (float)pow(shrink, parameter[DEGREE] - 1);
    folded->total = folded->total * (double)rescale + total;
    folded->sum = folded->sum * (double)rescale * shrink + sum;
    folded->peak = (double)size;
    return rescale;
}

static double folded_potential(const double *parameter, const hop_fold *folded) {
    return pow(fmax(folded->peak, 0), parameter[DEGREE]) * folded->sum / parameter[DEGREE];
}

static double term(const double *parameter, double s, double peak) {
    return pow(part_of(parameter, s) / fmax(peak, 1), parameter[DEGREE]);
}

static bool convex_at(const double *parameter) {
    return parameter[RECTIFIED] == YES || fmod(parameter[DEGREE], 2) == 0;
}

static double degree_of(const double *parameter) {
    return parameter[DEGREE];
}

static bool is_rectified(const double *parameter) {
    return parameter[RECTIFIED] == YES;
}

const hop_energy_row hop_energy_polynomial = {
    .row =
        {
            .name = "polynomial",
            .title = "polynomial interaction of bipolar states: dense associative memory",
            .sources = "Krotov and Hopfield 2016 (arXiv 1606.01164), section 2",
            .parameters =
                {
                    HOP_PARAMETER_WHOLE("degree",
                                        "n: 2 is nearly Hebb's network, large tells patterns apart",
                                        "dimensionless", 3, 2, LARGEST_DEGREE),
                    {
                        .name = "rectified",
                        .meaning = "whether a pattern's negative counts for nothing",
                        .unit = "dimensionless",
                        .default_value = YES,
                        .high = 1,
                        .integer = true,
                        .choices = "yes|no",
                    },
                },
        },
    .states = HOP_STATES_BIPOLAR,
    .similarity = "hamming",
    .convex_at = convex_at,
    .potential = potential,
    .weights = weights,
    .fold = fold,
    .folded = folded_potential,
    .term = term,
    .capacity = HOP_CAPACITY_POLYNOMIAL,
    .degree = degree_of,
    .rectified = is_rectified,
    .constant = hop_energy_no_constant,
};
