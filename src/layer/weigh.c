/* Scores into weights and back, for softmax and the sparse families.
 * SPDX-License-Identifier: MIT */
#ifndef TEMPLATE
#define TEMPLATE "weigh.c"
#include <tgmath.h>

#include <hopfield/energy.h>

#include "../base/exp.h"
#include "layer_private.h"

static void sparse(double alpha, size_t count, double *row) {
    hop_energy entmax;
    if (hop_energy_parse("entmax", &entmax) != HOP_OK) return;
    entmax.parameter[0] = 1; /* beta */
    entmax.parameter[1] = alpha;
    /* Scores that are no numbers stay so: the loss then says it. */
    (void)hop_energy_weights(&entmax, row, count, row);
}

static void sparse_float(double alpha, size_t count, float *row) {
    double wide[HOP_LAYER_SPARSE_MAX];
    for (size_t i = 0; i < count; i++) wide[i] = (double)row[i];
    sparse(alpha, count, wide);
    for (size_t i = 0; i < count; i++) row[i] = (float)wide[i];
}

static double softened(size_t count, double peak, double *row) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += row[i] = exp(row[i] - peak);
    return sum;
}

static double softened_float(size_t count, float peak, float *row) {
    return hop_exp_weights(1, peak, row, count);
}

#include "both.h"

#else

void NAME(hop_layer_weigh)(double alpha, size_t count, real *row) {
    real peak = -INFINITY;
    for (size_t i = 0; i < count; i++) peak = row[i] > peak ? row[i] : peak;
    if (peak == -INFINITY) {
        for (size_t i = 0; i < count; i++) row[i] = row[i] < 0 ? 0 : row[i]; /* NAN stays */
    } else if (alpha > 1) {
        NAME(sparse)(alpha, count, row);
    } else {
        const real share = (real)(1 / NAME(softened)(count, peak, row));
        for (size_t i = 0; i < count; i++) row[i] *= share;
    }
}

void NAME(hop_layer_unweigh)(double alpha, size_t count, const real *p, real *d) {
    real slopes = 0, mean = 0;
    for (size_t i = 0; i < count; i++) {
        const real q = alpha == 1 ? p[i] : p[i] > 0 ? pow(p[i], (real)(2 - alpha)) : 0;
        slopes += q;
        mean += q * d[i];
    }
    if (slopes > 0) mean /= slopes;
    for (size_t i = 0; i < count; i++) {
        const real q = alpha == 1 ? p[i] : p[i] > 0 ? pow(p[i], (real)(2 - alpha)) : 0;
        d[i] = q * (d[i] - mean);
    }
}

#endif
