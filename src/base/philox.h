/* One block of Philox4x64-10 (Salmon et al. 2011): Random123's where it is at hand, plain C in a
 * core-only build, held to the same known answers.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_PHILOX_H
#define HOP_BASE_PHILOX_H

#include <stddef.h>
#include <stdint.h>

/* block [4] = Philox4x64-10 of counter [4] under key [2]. */
void hop_philox4x64(const uint64_t *counter, const uint64_t *key, uint64_t *block);

/* Blocks of the `count` counters after `counter`, in order, into words [count x 4]: all if `count`
 * is a multiple of HOP_PHILOX_BLOCKS, else all but the last few.  Returns how many; 0 where this
 * processor cannot, or the counter would carry.  philox_avx512.c. */
enum { HOP_PHILOX_BLOCKS = 8 };
size_t hop_philox_blocks(const uint64_t *counter, const uint64_t *key, size_t count,
                         uint64_t *words);

#endif
