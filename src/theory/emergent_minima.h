/* The minima of the log-sum-ReLU energy: with R = sqrt(2 / beta), the mean of a set of patterns is
 * one exactly if the patterns within R of it are that set.  There the energy is
 * -ln(|S| - beta sum |xi - x_i|^2 / 2) / beta, lowest at the mean; at any other point the mean of
 * the patterns within R lies elsewhere, and downhill.  Hoover et al. 2025 (2506.10801).
 * SPDX-License-Identifier: MIT */
#ifndef HOP_THEORY_EMERGENT_MINIMA_H
#define HOP_THEORY_EMERGENT_MINIMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <hopfield/status.h>

/* Patterns at most: every set of them is looked at, but for those that are too wide. */
enum { HOP_EMERGENT_MAX = 20 };

/* The minima, as sets: bit i is pattern i. */
typedef struct hop_minima {
    uint32_t *sets; /* [count], rising */
    size_t count;
    size_t kept;     /* patterns that are minima themselves */
    size_t emergent; /* minima that are at no pattern */
    size_t largest;  /* patterns in the largest set */
} hop_minima;

/* squares [patterns x patterns]: |x_i - x_j|^2; radius_square: R^2.  HOP_E_LIMIT for more patterns,
 * HOP_E_MEMORY. */
hop_status hop_minima_find(const double *squares, size_t patterns, double radius_square,
                           hop_minima *minima);
void hop_minima_clear(hop_minima *minima);

/* Whether the set of these members is one of them. */
bool hop_minima_has(const hop_minima *minima, uint32_t members);

#endif
