/* The Energy Transformer's block: attention and memory as one energy that tokens descend.
 * Hoover, Liang, Pham, Panda, Strobelt, Chau, Zaki, Krotov 2023 (2302.07253), eqs. 1 to 6.
 *
 *     g_A   = gain (x_A - mean x_A) / sqrt(var x_A + e) + bias              layer normalisation
 *     E_att = -1/beta sum_h sum_C ln sum_{B != C} exp(beta K_hB . Q_hC)     K = W_K g, Q = W_Q g
 *     E_hn  = -1/2 sum_A sum_m ReLU(Xi_m . g_A)^2                           the Hopfield network
 *     x    <- x - a dE/dg
 *
 * g is the gradient of a convex function of x where the gain is positive, so dE/dg is a direction
 * of descent in x: small steps lower E.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_ENERGY_BLOCK_H
#define HOPFIELD_ENERGY_BLOCK_H

#include <stdbool.h>
#include <stddef.h>

#include <hopfield/export.h>
#include <hopfield/status.h>

HOP_BEGIN_DECLS

/* A block: sizes and weights, all borrowed, row-major. */
typedef struct hop_block {
    size_t dim;                       /* of a token, > 1 */
    size_t heads, width;              /* of attention; width: of a key and of a query */
    size_t memories;                  /* rows of Xi */
    const double *key_weight;         /* W_K [heads x width x dim] */
    const double *query_weight;       /* W_Q [heads x width x dim] */
    const double *memory;             /* Xi [memories x dim] */
    double beta;                      /* inverse temperature, > 0 */
    double gain;                      /* of the normalisation, > 0 */
    const double *bias;               /* of the normalisation [dim], or NULL for zeros */
    bool attention_term, memory_term; /* which terms E has; one at least */
    hop_progress progress;            /* told of steps, or of what is checked; or NULL */
    void *context;
} hop_block;

typedef struct hop_block_energy {
    double total, attention, memory; /* dimensionless; a term switched off is 0 */
} hop_block_energy;

/* Layer normalisation of x [count x dim] into g [count x dim]. */
void hop_block_normalise(const hop_block *block, const double *x, size_t count, double *g);

/* The energy of normalised tokens g [count x dim], and dE/dg [count x dim] (or NULL).
 * HOP_E_EMPTY for fewer than two tokens where the attention term is on; HOP_E_VALUE for parameters
 * outside their limits or an energy that overflows; HOP_E_MEMORY. */
hop_status hop_block_energy_at(const hop_block *block, const double *g, size_t count,
                               hop_block_energy *energy, double *gradient);

/* Compares dE/dg with central differences at up to `probes` coordinates, evenly spread; the largest
 * difference, relative to the largest derivative where that is above 1. */
hop_status hop_block_check(const hop_block *block, const double *g, size_t count, size_t probes,
                           double *error);

typedef struct hop_block_step {
    hop_block_energy energy; /* after the step */
    double step;             /* a; 0 for the start */
    double gradient;         /* |dE/dg| there */
    size_t tried;            /* values of a that were tried */
} hop_block_step;

typedef struct hop_block_options {
    size_t steps;     /* at most */
    double step;      /* a tried first, > 0; after that twice the last one */
    double tolerance; /* settled when the energy falls by no more than tolerance (1 + |E|) */
} hop_block_options;

typedef struct hop_block_result {
    size_t steps;         /* taken */
    bool settled;         /* by tolerance, or because no step lowers the energy any more */
    hop_block_step *step; /* [steps + 1], the start first */
} hop_block_result;

/* Descends from x [count x dim], in place.  Each a is halved until the energy does not rise.
 * `result` is filled; clear it.  Errors as hop_block_energy_at(), x and result untouched. */
hop_status hop_block_descend(const hop_block *block, const hop_block_options *options, double *x,
                             size_t count, hop_block_result *result);
void hop_block_result_clear(hop_block_result *result);

HOP_END_DECLS

#endif
