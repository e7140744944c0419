/* The lowest way between two patterns over the energy of softmax with distances,
 *
 *     E(x) = -1/beta ln sum_i exp(-beta/2 |x - x_i|^2),
 *
 * by the string method: E, Ren, Vanden-Eijnden 2007, doi 10.1063/1.2720838.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_THEORY_WAY_H
#define HOP_THEORY_WAY_H

#include <hopfield/status.h>

#include "../base/watch.h"

/* Rounds at most, and about so many until a way through pictures has settled. */
enum { HOP_WAY_ROUNDS = 400, HOP_WAY_USUAL = 30 };

typedef struct hop_way {
    size_t dim, count, points;
    double beta;
    double *patterns; /* [count x dim], to be filled */
    double *path;     /* [points x dim]; the first point ends in the minimum of `from` */
    double *weights, *fresh;
} hop_way;

/* Room for dim, count and points, which are set.  HOP_E_MEMORY; clear also then. */
hop_status hop_way_create(hop_way *way);
void hop_way_clear(hop_way *way);

/* E at x, and downhill [dim], the step of recall less x, unless NULL. */
double hop_way_energy(hop_way *way, const double *x, double *downhill);

/* The way from one pattern to another into way->path, the highest energy on it, and on the straight
 * line.  HOP_E_CANCELLED. */
hop_status hop_way_find(hop_way *way, hop_watch *watch, size_t from, size_t to, double *highest,
                        double *straight);

#endif
