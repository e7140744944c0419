/* Attention as a potential.  For a head with q = W_Q x, k = W_K x and A = W_Q' W_K the tokens x_j
 * make the landscape
 *
 *     phi(x) = ln sum_j exp(beta x'A x_j) / beta        grad phi(x) = A sum_j p_j x_j
 *
 * with p = softmax(beta x'A x_j), so that the head's output V sum_j p_j x_j = M grad phi with
 * M = V A^-1: a head moves tokens along a potential.  Several heads share a token by segments: head
 * h sees and moves coordinates h w ... (h+1) w - 1 only, w = dim / heads.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_POTENTIAL_H
#define HOPFIELD_POTENTIAL_H

#include <stdbool.h>
#include <stddef.h>

#include <hopfield/export.h>
#include <hopfield/status.h>

HOP_BEGIN_DECLS

typedef struct hop_potential {
    size_t dim, heads;     /* heads divides dim */
    const double *form;    /* A of every head, [heads x w x w], row-major; borrowed */
    double beta;           /* inverse temperature, 1 / (units of x'A x), > 0 */
    bool exclude_self;     /* state i does not see key i */
    hop_progress progress; /* told of states, all heads together; or NULL */
    void *context;
} hop_potential;

/* The potential at every state, and what its heads mix there.
 *   states     [count x dim], keys [key_count x dim]
 *   potential  [count x heads], in units of x'A x, or NULL
 *   mixture    [count x dim], segment h holds sum_j p_j x_j of head h, or NULL
 * HOP_E_SHAPE if heads does not divide dim; HOP_E_EMPTY if a state sees no key; HOP_E_VALUE for a
 * beta that is not positive and finite, or a score that overflows; HOP_E_CANCELLED, HOP_E_MEMORY.
 */
hop_status hop_potential_at(const hop_potential *potential, const double *states, size_t count,
                            const double *keys, size_t key_count, double *value, double *mixture);

/* Applies each head's matrix [heads x w x w] to its segment: out = B rows, [count x dim].  With A
 * on a mixture this is grad phi, with V the head's output.  HOP_E_SHAPE, HOP_E_MEMORY. */
hop_status hop_potential_apply(size_t dim, size_t heads, const double *matrices, const double *rows,
                               size_t count, double *out);

HOP_END_DECLS

#endif
