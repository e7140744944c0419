/* The sieve: which patterns can matter to a state, by one cheap look at all of them.
 *
 * A state is written in digits of seven bits, so that it is multiplied with a memory of bytes in
 * integers, several times faster than in float.  What the digits miss of the state is a vector e,
 * and by Cauchy and Schwarz no similarity is off by more than |key_i| |e|: a pattern whose
 * similarity may be within `reach` of the largest is never left out.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_SIEVE_H
#define HOP_RECALL_SIEVE_H

#include <math.h>
#include <stdint.h>

#include "recall_private.h"

typedef struct hop_index hop_index;

/* Patterns as bytes, seen through frames: s_i = gain_i x_i . state + offset_i sum(state) + bias_i,
 * x_i in bytes.  Sixteen bytes a pattern beyond the memory. */
struct hop_sieve {
    const unsigned char *bytes; /* [count x dim], lent by the memory */
    size_t count, dim;
    float *gain, *offset, *bias; /* [count] */
    float *norm;                 /* [count]: |key_i|, not less */
    double gain_most;            /* largest |gain_i| |x_i| */
    double offset_most, bias_most;
    hop_index *index; /* see index.h; NULL: every look compares all patterns */
};

/* Whether there is one for this memory on this processor: bytes, not too long, and a fast product.
 */
bool hop_sieve_is_possible(const hop_memory *memory);

/* frames: [count], none with `sign`; or NULL: patterns as they stand, the nearest the most similar,
 * that is gain 1 and bias -|x_i|^2 / 2 in memory units.  HOP_E_MEMORY. */
hop_status hop_sieve_create(const hop_memory *memory, const hop_frame *frames, size_t threads,
                            hop_sieve **sieve);
void hop_sieve_destroy(hop_sieve *sieve);

/* The next float that is not less. */
static inline float hop_sieve_round_up(double value) {
    float rounded = (float)value;
    return (double)rounded < value ? nextafterf(rounded, INFINITY) : rounded;
}

/* What the sieve let through for one state. */
typedef struct hop_shortlist {
    uint32_t *patterns; /* [count], increasing */
    size_t count;
    double outside; /* no other pattern's similarity is above this */
    bool full;      /* more patterns than asked for: nothing is listed */
} hop_shortlist;

void hop_sieve_clear_lists(hop_shortlist *lists, size_t count);

/* A look: patterns whose similarity may be within `reach` (squared key units) of the largest.
 * Lists longer than `most` are given up.  places: digits of a state, 1 or 2; the second takes as
 * long again, and leaves a hundredth of the error. */
typedef struct hop_look {
    double reach;
    size_t most, places, threads;
} hop_look;

/* lists [rows.count], to be cleared by the caller, also on failure; what they held is freed.  They
 * do not depend on threads.  HOP_E_MEMORY. */
hop_status hop_sieve_look(const hop_sieve *sieve, hop_look look, hop_rows rows,
                          const double *states, hop_shortlist *lists);

#endif
