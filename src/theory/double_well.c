/* Two patterns on the line between them.
 * SPDX-License-Identifier: MIT */
#include "double_well.h"

#include <math.h>

/* ln(2 cosh t) */
static double log_cosh(double t) {
    return fabs(t) + log1p(exp(-2 * fabs(t)));
}

double hop_double_well(double b, double y) {
    return b * (y * y + 1) / 2 - log_cosh(b * y);
}

double hop_double_well_minimum(double b) {
    double y = 1, before = 2;
    for (int k = 0; k < 100000 && before - y > 1e-15; k++) {
        before = y;
        y = tanh(b * y);
    }
    return b > 1 ? y : 0;
}

enum { GRID = 20000 };
double hop_double_well_time(double b, double y, double theta) {
    const double top = 1 + 12 * sqrt(theta / b), step = (top + y) / GRID,
                 level = hop_double_well(b, y);
    double inner = 0, sum = 0;
    for (int k = 0; k < GRID; k++) {
        double z = top - (k + 0.5) * step, u = (hop_double_well(b, z) - level) / theta;
        inner += exp(-u) * step / 2;
        if (z < y) sum += exp(u) * inner * step;
        inner += exp(-u) * step / 2;
    }
    return b / theta * sum;
}
