/* Manhattan distance: s_i = -sum_j |xi_j - x_ij|.  A step is the weighted median of every position,
 * the minimiser of sum_i p_i |y - x_i|, so the energy never rises; the weighted mean that has been
 * used with this distance (Millidge et al. 2022, 2202.04557) raises it in a quarter of the steps.
 * SPDX-License-Identifier: MIT */
#include "difference.h"

#include <math.h>

static double rho(const double *parameter, double difference) {
    (void)parameter;
    return fabs(difference);
}

static double most(const double *parameter) {
    (void)parameter;
    return INFINITY;
}

HOP_INLINE float rho_float(float difference, float parameter) {
    (void)parameter;
    return fabsf(difference);
}

static void tile(const double *parameter, const hop_difference_tile *part, double *totals) {
    (void)parameter;
    hop_similarity_tile(rho_float, 0, part, totals);
}

/* A median has no more than half of the weight on either side. */
static bool is_median(double y, const double *values, const double *weights, size_t count) {
    double below = 0, above = 0, all = 0;
    for (size_t i = 0; i < count; i++) {
        all += weights[i];
        if (values[i] < y) below += weights[i];
        if (values[i] > y) above += weights[i];
    }
    return below <= all / 2 && above <= all / 2;
}

/* Moves what is below the pivot to the front and what is above it to the back (Dijkstra's flag);
 * says where each ends and what lies below and level. */
static void partition(double *v, double *w, size_t count, double pivot, size_t *below,
                      size_t *not_above, double *weight_below, double *weight_level) {
    size_t low = 0, at = 0, high = count;
    *weight_below = *weight_level = 0;
    while (at < high) {
        double value = v[at], weight = w[at];
        size_t to = value < pivot ? low : value > pivot ? high - 1 : at;
        v[at] = v[to], w[at] = w[to];
        v[to] = value, w[to] = weight;
        if (value > pivot) {
            high--;
            continue;
        }
        *(value < pivot ? weight_below : weight_level) += weight;
        low += value < pivot ? 1 : 0;
        at++;
    }
    *below = low;
    *not_above = high;
}

static double middle_of_three(double a, double b, double c) {
    if ((a <= b) == (b <= c)) return b;
    return (b <= a) == (a <= c) ? a : c;
}

/* Quickselect by weight (Hoare 1961): the least value with half of the weight at or below it, in
 * expected time linear in count. */
static double lower_median(double *v, double *w, size_t count) {
    double half = 0, pivot = v[0];
    for (size_t i = 0; i < count; i++) half += w[i] / 2;
    while (count > 0) {
        size_t below = 0, not_above = 0;
        double weight_below = 0, weight_level = 0;
        pivot = middle_of_three(v[0], v[count / 2], v[count - 1]);
        partition(v, w, count, pivot, &below, &not_above, &weight_below, &weight_level);
        if (below > 0 && weight_below >= half) {
            count = below;
            continue;
        }
        half -= weight_below + weight_level;
        if (half <= 0) return pivot;
        v += not_above, w += not_above;
        count -= not_above;
    }
    return pivot;
}

static double centre(const double *parameter, double old, const double *values,
                     const double *weights, size_t count, double *scratch) {
    (void)parameter;
    if (is_median(old, values, weights, count)) return old;
    for (size_t i = 0; i < count; i++) scratch[i] = values[i], scratch[count + i] = weights[i];
    return lower_median(scratch, scratch + count, count);
}

const hop_similarity_row hop_similarity_manhattan = {
    .row =
        {
            .name = "manhattan",
            .title = "negative sum of absolute differences; a step is the weighted median",
            .sources = "Millidge et al. 2022 (arXiv 2202.04557) for the distance; "
                       "Hunter and Lange 2004 (doi 10.1198/0003130042836) for the step",
        },
    .form = HOP_FORM_DIFFERENCE,
    .plain_keys = true,
    .frame = hop_similarity_plain_frame,
    .fill = hop_similarity_plain_fill,
    .rho = rho,
    .most = most,
    .tile = tile,
    .centre = centre,
};
