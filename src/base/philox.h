/* One block of Philox4x64-10 (Salmon et al. 2011): Random123's where it is at hand, plain C in a
 * core-only build, held to the same known answers.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_PHILOX_H
#define HOP_BASE_PHILOX_H

#include <stdbool.h>
#include <stdint.h>

/* block [4] = Philox4x64-10 of counter [4] under key [2]. */
void hop_philox4x64(const uint64_t *counter, const uint64_t *key, uint64_t *block);

/* The blocks of the eight counters after `counter` at once, into words [8 x 4]; false, and nothing
 * done, where this processor cannot or the counter would carry.  philox_avx512.c. */
enum { HOP_PHILOX_BLOCKS = 8 };
bool hop_philox_blocks(const uint64_t *counter, const uint64_t *key, uint64_t *words);

#endif
