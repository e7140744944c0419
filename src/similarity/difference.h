/* What similarities of the difference form share: sums over tiles that gcc vectorises, and vectors
 * seen as they stand.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_SIMILARITY_DIFFERENCE_H
#define HOP_SIMILARITY_DIFFERENCE_H

#include "plain.h"

/* Sums run in LANES floats side by side (gcc may not change the order of a float sum, so one alone
 * would be added term by term), and go to double after CHUNK positions, which also lie in the
 * first-level cache while queries and patterns take turns. */
enum { HOP_LANES = 16, HOP_CHUNK = 512 };

#define HOP_INLINE static inline __attribute__((always_inline))

/* rho of a difference in float with one parameter. */
typedef float (*hop_rho_float)(float difference, float parameter);

HOP_INLINE float hop_similarity_term(hop_rho_float rho, float parameter, float query,
                                     float pattern) {
    float difference = query - pattern, term = rho(difference, parameter);
    return difference == difference ? term : 0;
}

HOP_INLINE double hop_similarity_chunk(hop_rho_float rho, float parameter, const float *query,
                                       const float *pattern, size_t count) {
    float lanes[HOP_LANES] = {0};
    size_t whole = count - count % HOP_LANES;
    double sum = 0;
    for (size_t j = 0; j < whole; j += HOP_LANES)
        for (size_t k = 0; k < HOP_LANES; k++)
            lanes[k] += hop_similarity_term(rho, parameter, query[j + k], pattern[j + k]);
    for (size_t k = 0; k < HOP_LANES; k++) sum += (double)lanes[k];
    for (size_t j = whole; j < count; j++)
        sum += (double)hop_similarity_term(rho, parameter, query[j], pattern[j]);
    return sum;
}

/* The row's tile() for a rho that is known when this is compiled. */
HOP_INLINE void hop_similarity_tile(hop_rho_float rho, float parameter,
                                    const hop_difference_tile *tile, double *totals) {
    size_t dim = tile->dim;
    for (size_t from = 0, part = 0; from < dim; from += part) {
        part = dim - from < HOP_CHUNK ? dim - from : HOP_CHUNK;
        for (size_t i = 0; i < tile->query_count; i++)
            for (size_t k = 0; k < tile->pattern_count; k++)
                totals[i * tile->pattern_count + k] +=
                    hop_similarity_chunk(rho, parameter, tile->queries + i * dim + from,
                                         tile->patterns + k * dim + from, part);
    }
}

#endif
