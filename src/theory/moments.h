/* What the patterns of a memory are like as a whole: their mean, their spread, and how much they
 * vary in the direction in which they vary most. SPDX-License-Identifier: MIT */
#ifndef HOP_THEORY_MOMENTS_H
#define HOP_THEORY_MOMENTS_H

#include <hopfield/memory.h>
#include <hopfield/similarity.h>

#include "../base/watch.h"

/* Mean and standard deviation of every position, each [dim], in memory units.  HOP_E_MEMORY. */
hop_status hop_moments_positions(const hop_memory *memory, double *mean, double *deviation);

/* More of both patterns and positions than this have no spectrum here. */
enum { HOP_MOMENTS_MOST = 4096 };

/* The largest eigenvalue of the covariance (1/N) sum (k_i - mean)(k_i - mean)' of the keys of a
 * memory as the similarity sees them (product form), squared key units, and its unit vector [dim]
 * (or NULL).  Power iteration on the smaller of X'X and XX', until the eigenvalue changes by less
 * than 1e-14 of itself, so close neighbours are told apart to about 1e-7.  HOP_E_SUPPORT beyond
 * HOP_MOMENTS_MOST; HOP_E_MEMORY; HOP_E_CANCELLED if the watch (or NULL) ends it. */
hop_status hop_moments_largest(const hop_memory *memory, const hop_similarity *similarity,
                               hop_watch *watch, double *largest, double *direction);

/* Bytes of that, roughly; its seconds are hop_cost_spectrum(). */
double hop_moments_largest_bytes(double count, double dim);

#endif
