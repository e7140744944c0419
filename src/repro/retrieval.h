/* How many damaged pictures come back, by more than one criterion.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_REPRO_RETRIEVAL_H
#define HOP_REPRO_RETRIEVAL_H

#include "repro_private.h"

/* Pictures of Fashion-MNIST in low ... 1, stored and shown. */
typedef struct hop_retrieval {
    const hop_repro *repro;
    hop_memory *memory;
    double *patterns; /* [count x dim] */
    size_t count, dim;
} hop_retrieval;

/* The first `count` pictures, black being `low` and white 1.  HOP_E_READ, HOP_E_FORMAT,
 * HOP_E_MEMORY.  Clear it in any case. */
hop_status hop_retrieval_create(const hop_repro *repro, size_t count, double low,
                                hop_retrieval *retrieval);
void hop_retrieval_clear(hop_retrieval *retrieval);

/* How one picture is damaged, values [dim]; amount: sigma, or a share. */
typedef void (*hop_retrieval_damage)(double *values, size_t dim, double amount, hop_random *random);

/* Normal noise of deviation sigma on every value. */
void hop_retrieval_add_noise(double *values, size_t dim, double sigma, hop_random *random);

typedef struct hop_retrieval_model {
    const char *name, *similarity, *energy;
    size_t steps; /* at most */
} hop_retrieval_model;

/* Right answers of `count`, each by a criterion of its own. */
typedef struct hop_retrieval_right {
    double squares; /* the sum of squared differences from the original is at most 50 */
    double nearest; /* the stored picture nearest to the output is the original */
    double exact;   /* no value differs from the original's by more than 1/255 */
    double cosine;  /* the cosine of output and original is above .9 */
} hop_retrieval_right;

/* Every picture is damaged, by the same draws for every model, and recalled. */
hop_status hop_retrieval_count(const hop_retrieval *retrieval, const hop_retrieval_model *model,
                               hop_retrieval_damage damage, double amount,
                               hop_retrieval_right *right);

#endif
