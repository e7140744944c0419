/* Philox as a gsl_rng_type.
 * SPDX-License-Identifier: MIT */
#include "random_gsl.h"

#include <hopfield/random.h>

static void set(void *state, unsigned long seed) {
    hop_random_init(state, seed, 0);
}

static unsigned long get(void *state) {
    return hop_random_word(state);
}

static double get_double(void *state) {
    return hop_random_uniform(state);
}

static const gsl_rng_type PHILOX = {
    .name = "philox4x64",
    .max = UINT64_MAX,
    .min = 0,
    .size = sizeof(hop_random),
    .set = set,
    .get = get,
    .get_double = get_double,
};

const gsl_rng_type *const hop_rng_philox = &PHILOX;

void hop_rng_set_stream(gsl_rng *rng, uint64_t seed, uint64_t stream) {
    hop_random_init(rng->state, seed, stream);
}
