/* The same streams as a GSL generator, for GSL's distributions.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_RANDOM_GSL_H
#define HOP_BASE_RANDOM_GSL_H

#include <gsl/gsl_rng.h>
#include <stdint.h>

/* A gsl_rng_type; gsl_rng_set() gives stream 0 of that seed. */
extern const gsl_rng_type *const hop_rng_philox;

/* Puts a generator of that type at the start of a stream. */
void hop_rng_set_stream(gsl_rng *rng, uint64_t seed, uint64_t stream);

#endif
