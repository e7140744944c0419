/* Streams of random numbers: Philox4x64-10, a counter-based generator, so that what a task draws
 * depends on (seed, stream) alone and never on threads, shards or machines.
 * Salmon, Moraes, Dror, Shaw 2011 (doi 10.1145/2063384.2063405).
 * The words are those of numpy.random.Philox(key=[seed, stream]).random_raw().
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_RANDOM_H
#define HOPFIELD_RANDOM_H

#include <stddef.h>
#include <stdint.h>

#include <hopfield/export.h>

HOP_BEGIN_DECLS

/* One stream; a plain value, copy it to remember a position. */
typedef struct hop_random {
    uint64_t key[2];     /* seed, stream */
    uint64_t counter[4]; /* of the block last made */
    uint64_t block[4];   /* its four words */
    unsigned used;       /* how many of them are spent */
} hop_random;

/* Sets `random` to the start of a stream. */
void hop_random_init(hop_random *random, uint64_t seed, uint64_t stream);

/* The next 64 random bits. */
uint64_t hop_random_word(hop_random *random);

/* The next `count` words of 64 random bits at once. */
void hop_random_words(hop_random *random, size_t count, uint64_t *words);

/* Uniform in [0, 1), 53 bits; as numpy's Generator.random(). */
double hop_random_uniform(hop_random *random);

/* Uniform in 0 ... count-1, without bias (Lemire 2019, 1805.10941); count > 0. */
size_t hop_random_below(hop_random *random, size_t count);

/* Normal, mean 0, standard deviation 1 (Box and Muller 1958; two words a number, so that the count
 * of words drawn does not depend on what was drawn). */
double hop_random_normal(hop_random *random);

/* The next `count` of these at once: the same numbers, sooner. */
void hop_random_normals(hop_random *random, size_t count, double *normals);

/* A different uniform subset each time: the first `chosen` entries of `order` [count] become a
 * random sample without repetition of 0 ... count-1 (Fisher-Yates, cut short). */
void hop_random_sample(hop_random *random, size_t count, size_t chosen, size_t *order);

HOP_END_DECLS

#endif
