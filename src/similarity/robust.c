/* A bounded difference: s_i = -sum_j min(|xi_j - x_ij|, scale).  A wrong pixel costs the scale and
 * no more, however wrong it is, so covered and replaced pixels cannot outvote the others.
 *
 * Why this one and how wide: nearest patterns of 1,000 colour icons of 64 x 64 (spread of values
 * .302), 100 queries, fraction right, for min(|u|, c), min(u^2, c^2), u^2 / (u^2 + c^2) (Geman and
 * McClure) and 1 - exp(-u^2/c^2) (Welsch), each at c = .1, .15, .2:
 *
 *                          min(|u|, c)      min(u^2, c^2)    Geman-McClure    Welsch
 *     70 % replaced        1   1   1        1   1   1        1   1   1        1   1   1
 *     90 % replaced        1   1   1        1   .98 .80      .92 .48 .14      1   .84 .41
 *     bottom half black    1   .99 .97      .99 .92 .72      .98 .77 .53      .99 .90 .60
 *     gaussian noise, .5   .10 .27 .41      .21 .33 .42      .53 .73 .79      .33 .51 .69
 *
 * Where each still copes with covered halves the first does best, and it needs no exponential, and
 * its step is exact.  Two fifths of the spread are .12 here.
 * SPDX-License-Identifier: MIT */
#include "difference.h"

#include <math.h>
#include <stdlib.h>

enum { SCALE };

/* The scale as a fraction of the spread of the values. */
static const double SHARE = 0.4;

static const double BYTE_STEPS = 255, LITTLE = 0.02;

/* An old value stays unless another is better by more than rounding. */
static const double ROUNDING = 1e-12;

static double rho(const double *parameter, double difference) {
    double size = fabs(difference);
    return size < parameter[SCALE] ? size : parameter[SCALE];
}

static double most(const double *parameter) {
    return parameter[SCALE];
}

HOP_INLINE float rho_float(float difference, float scale) {
    float size = fabsf(difference);
    return size < scale ? size : scale;
}

static void tile(const double *parameter, const hop_difference_tile *part, double *totals) {
    hop_similarity_tile(rho_float, (float)parameter[SCALE], part, totals);
}

/* A value with its weight, and the sums of weight and of weight times value before it. */
typedef struct term {
    double value, weight, weight_before, moment_before;
} term;

static int by_value(const void *a, const void *b) {
    double x = ((const term *)a)->value, y = ((const term *)b)->value;
    return (x > y) - (x < y);
}

enum { FEW = 24 };

static void sort(term *t, size_t count) {
    if (count > FEW) {
        qsort(t, count, sizeof *t, by_value);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        term moving = t[i];
        size_t place = i;
        for (; place > 0 && t[place - 1].value > moving.value; place--) t[place] = t[place - 1];
        t[place] = moving;
    }
}

/* What y spares: sum_i p_i (scale - rho(y - x_i)), the larger the better. */
static double spared(const double *parameter, double y, const double *values, const double *weights,
                     size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += weights[i] * (parameter[SCALE] - rho(parameter, y - values[i]));
    return sum;
}

/* The sum is piecewise linear, with its minima at values: all of them are tried, in the order of
 * size, and sums before each end of the window of width 2 scale give what it spares.  terms [count
 * + 1], the last for its sums alone. */
static double best_value(double scale, const term *terms, size_t count) {
    size_t from = 0, to = 0;
    double best = -INFINITY, chosen = terms[0].value;
    for (size_t i = 0; i < count; i++) {
        double y = terms[i].value;
        while (y - terms[from].value >= scale) from++;
        while (to < count && terms[to].value - y < scale) to++;
        double weight = terms[to].weight_before - terms[from].weight_before;
        double left = y * (terms[i].weight_before - terms[from].weight_before) -
                      (terms[i].moment_before - terms[from].moment_before);
        double right = (terms[to].moment_before - terms[i].moment_before) -
                       y * (terms[to].weight_before - terms[i].weight_before);
        double gain = scale * weight - left - right;
        if (gain > best) best = gain, chosen = y;
    }
    return chosen;
}

static double centre(const double *parameter, double old, const double *values,
                     const double *weights, size_t count, double *scratch) {
    term *terms = (term *)(void *)scratch;
    double weight = 0, moment = 0;
    for (size_t i = 0; i < count; i++) terms[i] = (term){.value = values[i], .weight = weights[i]};
    sort(terms, count);
    for (size_t i = 0; i < count; i++) {
        terms[i].weight_before = weight;
        terms[i].moment_before = moment;
        weight += terms[i].weight;
        moment += terms[i].weight * terms[i].value;
    }
    terms[count].weight_before = weight;
    terms[count].moment_before = moment;
    double best = best_value(parameter[SCALE], terms, count);
    double gain = spared(parameter, best, values, weights, count);
    double kept = spared(parameter, old, values, weights, count);
    return kept >= gain - ROUNDING * parameter[SCALE] * weight ? old : best;
}

/* One pattern, or equal ones, have no spread: any scale serves.  Where that changes little the
 * scale is a whole number of 255ths, for which sums over bytes are exact. */
static void choose(double *parameter, double spread) {
    if (!isnan(parameter[SCALE])) return;
    double scale = spread > 0 ? SHARE * spread : 1, whole = rint(scale * BYTE_STEPS) / BYTE_STEPS;
    parameter[SCALE] = fabs(whole - scale) <= LITTLE * scale ? whole : scale;
}

const hop_similarity_row hop_similarity_robust = {
    .row =
        {
            .name = "robust",
            .title = "bounded differences, min(|difference|, scale); for covered or replaced "
                     "pixels",
            .sources = "Huber and Ronchetti 2009 (doi 10.1002/9780470434697) for robustness; "
                       "Hunter and Lange 2004 (doi 10.1198/0003130042836) for the step",
            .parameters =
                {
                    {
                        .name = "scale",
                        .meaning = "a larger difference counts as this one (auto: two fifths of "
                                   "the values' deviation around the mean of their position)",
                        .unit = "memory units",
                        .default_value = NAN,
                        .low = 1e-9,
                        .high = 1e9,
                    },
                },
        },
    .form = HOP_FORM_DIFFERENCE,
    .plain_keys = true,
    .frame = hop_similarity_plain_frame,
    .fill = hop_similarity_plain_fill,
    .rho = rho,
    .most = most,
    .tile = tile,
    .centre = centre,
    .choose = choose,
};
