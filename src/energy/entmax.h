/* What sparsemax (alpha = 2) and alpha-entmax share: Tsallis' regulariser,
 * Omega(p) = sum (p^alpha - p) / (alpha (alpha - 1)).
 * SPDX-License-Identifier: MIT */
#ifndef HOP_ENERGY_ENTMAX_H
#define HOP_ENERGY_ENTMAX_H

#include <stddef.h>

/* p = argmax p.z - Omega(p) over the simplex, z = beta s [count]; `weights` may be `s`. */
void hop_energy_entmax_weights(double alpha, double beta, const double *s, size_t count,
                               double *weights);

/* Omega*(beta s) / beta. */
double hop_energy_entmax_potential(double alpha, double beta, const double *s, size_t count);

/* -Omega(1/N, ... 1/N) / beta + M^2 / 2. */
double hop_energy_entmax_constant(double alpha, double beta, size_t patterns, double norm);

#endif
