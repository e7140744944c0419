/* Tokens moving through a stack of attention layers, down (or up) their own landscape.
 *
 *     with the residual      x <- x + a V sum_j p_j x_j
 *     without it             x <- x + a (V sum_j p_j x_j - x);  a = 1 is the bare layer
 *
 * With V = A and no residual the second is descent of the Hopfield energy |x|^2 / 2 - phi(x).
 * Layers as time, tokens as particles: Geshkovski, Letrouit, Polyanskiy, Rigollet 2023
 * (2312.10794).  For comparison the same tokens can fall under softened gravity instead.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_TOKEN_FLOW_H
#define HOPFIELD_TOKEN_FLOW_H

#include <hopfield/export.h>
#include <hopfield/potential.h>

HOP_BEGIN_DECLS

typedef enum hop_flow_law {
    HOP_FLOW_ATTENTION,
    HOP_FLOW_GRAVITY, /* x <- x - a grad U, U = -sum_{k != i} G / sqrt(|x - x_k|^2 + e^2) */
} hop_flow_law;

typedef struct hop_flow {
    hop_flow_law law;
    hop_potential potential; /* of attention; its dim holds for both laws */
    const double *value;     /* V of every head, [heads x w x w]; attention alone */
    double gravity;          /* G m, units of energy times length */
    double softening;        /* e, token units, > 0 */
    size_t layers;
    double step;   /* a, dimensionless, > 0 */
    bool frozen;   /* keys and values stay those of the start */
    bool residual; /* attention alone */
    bool sphere;   /* every token is brought to norm 1, at the start and after every layer */
    double radius; /* tokens at most this far apart are one cluster; token units */
    hop_progress progress; /* told of tokens, all layers together; or NULL */
    void *context;
} hop_flow;

/* What a layer looks like; layer 0 is the start. */
typedef struct hop_flow_layer {
    double low, mean, high; /* potential of the tokens */
    double energy;      /* attention: -sum phi, + sum |x|^2 / 2 without the residual; gravity: each
                           pair once, or every token in the frozen field */
    double pair_energy; /* -sum_h ln(mean over pairs of exp(beta x_i'A x_j)) / beta; it falls where
                           all tokens move, A is symmetric, V = A and steps are small; NAN for
                           gravity */
    double moved;       /* the longest way a token came from the layer before */
    size_t clusters;    /* connected components within the radius */
} hop_flow_layer;

typedef struct hop_flow_result {
    size_t count, dim, layers;
    double *path;          /* [(layers + 1) x count x dim] */
    double *potential;     /* [(layers + 1) x count], summed over heads */
    size_t *cluster;       /* [(layers + 1) x count], numbered in order of their first token */
    hop_flow_layer *layer; /* [layers + 1] */
} hop_flow_result;

/* Moves tokens [count x dim] through all layers.  `result` is filled; clear it.
 * HOP_E_EMPTY without tokens, HOP_E_VALUE for settings outside their limits, a zero token that
 * cannot be put on the sphere, or a token that leaves the range of numbers (the layer is said);
 * HOP_E_SHAPE, HOP_E_LIMIT, HOP_E_CANCELLED, HOP_E_MEMORY. */
hop_status hop_flow_run(const hop_flow *flow, const double *tokens, size_t count,
                        hop_flow_result *result);
void hop_flow_result_clear(hop_flow_result *result);

/* Numbers the connected components of points [count x dim] within `radius` into cluster [count], in
 * order of their first point, and says how many there are. */
size_t hop_flow_clusters(const double *points, size_t count, size_t dim, double radius,
                         size_t *cluster);

/* The gravity potential at every state [count x dim] of masses at keys [key_count x dim], into
 * value [count], and its gradient [count x dim]; each may be NULL.  exclude_self: as in
 * hop_potential. */
void hop_flow_gravity(const hop_flow *flow, bool exclude_self, const double *states, size_t count,
                      const double *keys, size_t key_count, double *value, double *gradient);

HOP_END_DECLS

#endif
