/* One state as a sieve sees it: in digits, with what these miss; and the bounds that follow.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_SIEVE_STATE_H
#define HOP_RECALL_SIEVE_STATE_H

#include "sieve.h"

/* A state in digits, and what its similarities are off by. */
typedef struct hop_coarse {
    float unit, sum;    /* of the vector that the digits stand for */
    float error, slack; /* s_i is off by up to norm_i error + slack */
    float peak;         /* the largest similarity is not below this */
    double square;      /* squared length of the vector that the digits stand for */
} hop_coarse;

/* How some patterns are seen, as in hop_sieve. */
typedef struct hop_seen {
    const float *gain, *offset, *bias, *norm;
} hop_seen;

static inline hop_seen hop_sieve_seen(const hop_sieve *sieve, size_t first) {
    return (hop_seen){sieve->gain + first, sieve->offset + first, sieve->bias + first,
                      sieve->norm + first};
}

/* Whether no sum of bytes times a state can overflow in float, whatever it is multiplied with. */
bool hop_sieve_is_moderate(const hop_sieve *sieve, const double *state);

/* A state [dim] in digits [places x stride]. */
void hop_sieve_write(const hop_sieve *sieve, const double *state, size_t places,
                     signed char *digits, hop_coarse *c);

/* What products [places x count] with patterns say of their similarities: the most they can be into
 * `upper` [count], the least into `lower` [count]. */
void hop_sieve_bound(hop_seen seen, size_t count, size_t places, const int32_t *products,
                     const hop_coarse *state, float *upper, float *lower);

/* Below this a pattern is out of reach of the peak, and always will be: the peak only rises. */
static inline float hop_sieve_least(float peak, double reach) {
    return nextafterf((float)((double)peak - reach), -INFINITY);
}

#endif
