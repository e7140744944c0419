/* What the tests of similarities share: random vectors, sums over known pixels.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TESTS_SIMILARITY_FIXTURE_H
#define HOP_TESTS_SIMILARITY_FIXTURE_H

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include <hopfield/random.h>
#include <hopfield/similarity.h>

#include "support/support.h"

enum { FIXTURE_MOST = 1000 };

static inline hop_similarity fixture_similarity(const char *spec) {
    hop_similarity similarity;
    assert_int_equal(hop_similarity_parse(spec, &similarity), HOP_OK);
    return similarity;
}

/* dim numbers, uniform in low ... high. */
static inline void fixture_draw(hop_random *random, double low, double high, size_t dim,
                                double *out) {
    for (size_t j = 0; j < dim; j++) out[j] = low + (high - low) * hop_random_uniform(random);
}

/* The sums of query q and pattern x [dim]; NAN in q is unknown. */
static inline hop_known_sums fixture_sums(const double *q, const double *x, size_t dim) {
    hop_known_sums sums = {.dim = dim};
    for (size_t j = 0; j < dim; j++) {
        if (isnan(q[j])) continue;
        sums.known++;
        sums.x += x[j], sums.q += q[j];
        sums.xx += x[j] * x[j], sums.qq += q[j] * q[j], sums.xq += x[j] * q[j];
    }
    return sums;
}

static inline hop_frame fixture_frame(const hop_similarity *similarity, const double *vector,
                                      size_t dim) {
    return similarity->kind->frame(similarity->parameter, vector, dim);
}

static inline double fixture_known(const hop_similarity *similarity, const double *q,
                                   const double *x, size_t dim) {
    hop_known_sums sums = fixture_sums(q, x, dim);
    return similarity->kind->known(similarity->parameter, &sums);
}

/* key . state + bias, as recall has it. */
static inline double fixture_full(const hop_similarity *similarity, const double *q,
                                  const double *x, size_t dim) {
    hop_frame pattern = fixture_frame(similarity, x, dim),
              query = fixture_frame(similarity, q, dim);
    double s = pattern.bias;
    for (size_t j = 0; j < dim; j++)
        s += (pattern.gain * x[j] + pattern.offset) * (query.gain * q[j] + query.offset);
    return s;
}

#endif
