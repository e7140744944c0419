/* What similarities share that take patterns and queries as they stand.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_SIMILARITY_PLAIN_H
#define HOP_SIMILARITY_PLAIN_H

#include <hopfield/similarity.h>

static inline hop_frame hop_similarity_plain_frame(const double *parameter, const double *vector,
                                                   size_t dim) {
    (void)parameter, (void)vector, (void)dim;
    return (hop_frame){.gain = 1};
}

/* An unknown pixel holds what is expected there. */
static inline void hop_similarity_plain_fill(const double *parameter, const hop_known_sums *sums,
                                             double *gain, double *offset) {
    (void)parameter, (void)sums;
    *gain = 1;
    *offset = 0;
}

/* Sums over the known pixels, stretched to all of them. */
static inline double hop_similarity_plain_scale(const hop_known_sums *sums) {
    return (double)sums->dim / (double)sums->known;
}

#endif
