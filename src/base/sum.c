/* Sums in lanes and runs.
 * SPDX-License-Identifier: MIT */
#include "sum.h"

#include <string.h>

#include "simd.h"

enum { LANES = 8, RUN = 256 };

/* The lanes of one run, added pairwise. */
static double fold_lanes(const double *lane) {
    return ((lane[0] + lane[1]) + (lane[2] + lane[3])) +
           ((lane[4] + lane[5]) + (lane[6] + lane[7]));
}

/* A function that sums TERM, an expression in x = a[i] and y = b[i]. */
#define DEFINE(name, TERM)                                                 \
    static double name(const double *a, const double *b, size_t count) {   \
        double total = 0;                                                  \
        for (size_t first = 0; first < count; first += RUN) {              \
            size_t run = count - first < RUN ? count - first : RUN, i = 0; \
            const double *p = a + first, *q = b + first;                   \
            double lane[LANES] = {0};                                      \
            for (; i + LANES <= run; i += LANES)                           \
                for (size_t k = 0; k < LANES; k++) {                       \
                    double x = p[i + k], y = q[i + k];                     \
                    lane[k] += TERM;                                       \
                }                                                          \
            for (size_t k = 0; i < run; i++, k++) {                        \
                double x = p[i], y = q[i];                                 \
                lane[k] += TERM;                                           \
            }                                                              \
            total += fold_lanes(lane);                                     \
        }                                                                  \
        return total;                                                      \
    }

DEFINE(products, (x * y))
DEFINE(squared_differences, ((x - y) * (x - y)))
#undef DEFINE

double hop_sum(const double *a, size_t count) {
    double total = 0, lost = 0;
    for (size_t i = 0; i < count; i++) {
        const double term = a[i] - lost, sum = total + term;
        lost = (sum - total) - term;
        total = sum;
    }
    return total;
}

double hop_sum_products(const double *a, const double *b, size_t count) {
    return products(a, b, count);
}

double hop_sum_squares(const double *a, size_t count) {
    return products(a, a, count);
}

double hop_sum_squared_differences(const double *a, const double *b, size_t count) {
    return squared_differences(a, b, count);
}

HOP_CLONES static void add_weighted(const double *x, const double *w, const double *y, size_t count,
                                    double sums[3]) {
    hop_doubles one = {0}, two = {0}, three = {0};
    size_t j = 0;
    for (; j + LANES <= count; j += LANES) {
        hop_doubles vx, vw, vy;
        memcpy(&vx, x + j, sizeof vx);
        memcpy(&vw, w + j, sizeof vw);
        memcpy(&vy, y + j, sizeof vy);
        one += vw * vx;
        two += vw * vx * vx;
        three += vx * vy;
    }
    for (size_t k = 0; k < LANES; k++) sums[0] += one[k], sums[1] += two[k], sums[2] += three[k];
    for (; j < count; j++)
        sums[0] += w[j] * x[j], sums[1] += w[j] * x[j] * x[j], sums[2] += x[j] * y[j];
}

void hop_sum_weighted(const double *x, const double *w, const double *y, size_t count,
                      double sums[3]) {
    add_weighted(x, w, y, count, sums);
}
