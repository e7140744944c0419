/* Philox4x64-10 streams.  Everything the library draws comes from here, also where GSL is at hand,
 * so that a build without GSL makes the same bytes.
 * SPDX-License-Identifier: MIT */
#include <hopfield/random.h>

#include <math.h>
#include <stdbool.h>

#include "philox.h"

/* Words to a block. */
enum { BLOCK = 4, EIGHT = HOP_PHILOX_BLOCKS * BLOCK, MANY = 2 * EIGHT };

/* 2^-53: the spacing of doubles below 1. */
static const double STEP = 0x1p-53;

void hop_random_init(hop_random *random, uint64_t seed, uint64_t stream) {
    *random = (hop_random){.key = {seed, stream}, .used = BLOCK};
}

/* The counter is 256 bits wide and starts at 1, as numpy's does. */
static void count_up(hop_random *random) {
    for (int word = 0; word < BLOCK; word++)
        if (++random->counter[word] != 0) break;
}

static void next_block(hop_random *random) {
    count_up(random);
    hop_philox4x64(random->counter, random->key, random->block);
    random->used = 0;
}

uint64_t hop_random_word(hop_random *random) {
    if (random->used >= BLOCK) next_block(random);
    return random->block[random->used++];
}

/* From this many words on, eight blocks at once take less time than those needed one by one. */
enum { SEVERAL = 2 * BLOCK + 1 };

/* Some words, fewer than MANY, from blocks made at once; false, and nothing drawn, where that is
 * not to be had.  The last block that is needed is kept for what is drawn next. */
static bool draw_some(hop_random *random, size_t count, uint64_t *words) {
    uint64_t made[MANY];
    size_t blocks = (size_t)(count > EIGHT ? MANY : EIGHT) / BLOCK;
    if (count < SEVERAL || !hop_philox_blocks(random->counter, random->key, blocks, made))
        return false;
    size_t last = (count - 1) / BLOCK * BLOCK;
    for (size_t i = 0; i < count; i++) words[i] = made[i];
    for (size_t i = 0; i < BLOCK; i++) random->block[i] = made[last + i];
    random->counter[0] += last / BLOCK + 1;
    random->used = (unsigned)(count - last);
    return true;
}

void hop_random_words(hop_random *random, size_t count, uint64_t *words) {
    size_t i = 0;
    for (; i < count && random->used < BLOCK; i++) words[i] = random->block[random->used++];
    size_t blocks = (count - i) / MANY * (MANY / BLOCK);
    size_t made = hop_philox_blocks(random->counter, random->key, blocks, words + i);
    random->counter[0] += made;
    i += made * BLOCK;
    if (draw_some(random, count - i, words + i)) return;
    for (; i + BLOCK <= count; i += BLOCK) {
        count_up(random);
        hop_philox4x64(random->counter, random->key, words + i);
    }
    for (; i < count; i++) words[i] = hop_random_word(random);
}

double hop_random_uniform(hop_random *random) {
    return (double)(hop_random_word(random) >> 11) * STEP;
}

__extension__ typedef unsigned __int128 wide;

size_t hop_random_below(hop_random *random, size_t count) {
    wide product = (wide)hop_random_word(random) * count;
    uint64_t threshold = -(uint64_t)count % count;
    while ((uint64_t)product < threshold) product = (wide)hop_random_word(random) * count;
    return (size_t)(product >> 64);
}

static double normal_of(uint64_t first, uint64_t second) {
    double radius = sqrt(-2.0 * log1p(-((double)(first >> 11) * STEP)));
    double angle = 2.0 * 3.14159265358979323846 * ((double)(second >> 11) * STEP);
    return radius * cos(angle);
}

double hop_random_normal(hop_random *random) {
    const uint64_t first = hop_random_word(random);
    return normal_of(first, hop_random_word(random));
}

void hop_random_normals(hop_random *random, size_t count, double *normals) {
    uint64_t words[2 * MANY];
    for (size_t i = 0; i < count; i += MANY) {
        const size_t some = count - i < MANY ? count - i : MANY;
        hop_random_words(random, 2 * some, words);
        for (size_t k = 0; k < some; k++)
            normals[i + k] = normal_of(words[2 * k], words[2 * k + 1]);
    }
}

static void exchange(size_t *order, size_t a, size_t b) {
    size_t kept = order[a];
    order[a] = order[b];
    order[b] = kept;
}

/* Numbers below count - i for i = first ..., `some` of them, from words drawn at once; false, and
 * nothing drawn, in the rare case that one would take a second word. */
static bool below_at_once(hop_random *random, size_t count, size_t first, size_t some,
                          size_t *numbers) {
    uint64_t words[MANY];
    hop_random before = *random;
    hop_random_words(random, some, words);
    for (size_t k = 0; k < some; k++) {
        uint64_t size = count - first - k;
        wide product = (wide)words[k] * size;
        if ((uint64_t)product < size) { /* the least that may be in doubt */
            *random = before;
            return false;
        }
        numbers[k] = (size_t)(product >> 64);
    }
    return true;
}

void hop_random_sample(hop_random *random, size_t count, size_t chosen, size_t *order) {
    size_t numbers[MANY], draws = chosen < count ? chosen : count > 0 ? count - 1 : 0;
    for (size_t i = 0; i < count; i++) order[i] = i;
    for (size_t first = 0; first < draws; first += MANY) {
        size_t some = draws - first < MANY ? draws - first : MANY;
        if (!below_at_once(random, count, first, some, numbers))
            for (size_t k = 0; k < some; k++) {
                size_t left = count - first - k; /* two at least */
                numbers[k] = left > 1 ? hop_random_below(random, left) : 0;
            }
        for (size_t k = 0; k < some; k++) exchange(order, first + k, first + k + numbers[k]);
    }
}
