/* Philox4x64-10 by AVX-512, eight blocks at a time: word k of all eight is one register.  A product
 * of 64 x 64 bits is made of four of 32 x 32.
 * SPDX-License-Identifier: MIT */
#include "philox.h"

#include <stddef.h>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(HOP_CORE_ONLY)

#include <immintrin.h>

#define TARGET __attribute__((target("avx512f")))

enum { BLOCKS = HOP_PHILOX_BLOCKS, WORDS = 4, ROUNDS = 10 };

/* Multipliers and Weyl increments of Salmon et al. 2011, table 2. */
static const uint64_t MULTIPLIER[2] = {0xD2E7470EE14C6C93, 0xCA5A826395121157};
static const uint64_t WEYL[2] = {0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B};

/* The 128 bits of x times `by`. */
TARGET static inline void multiply(__m512i x, uint64_t by, __m512i *high, __m512i *low) {
    const __m512i half = _mm512_set1_epi64(0xFFFFFFFF);
    __m512i by_low = _mm512_set1_epi64((long long)(by & 0xFFFFFFFF));
    __m512i by_high = _mm512_set1_epi64((long long)(by >> 32)), x_high = _mm512_srli_epi64(x, 32);
    __m512i least = _mm512_mul_epu32(x, by_low);
    __m512i one = _mm512_add_epi64(_mm512_mul_epu32(x, by_high), _mm512_srli_epi64(least, 32));
    __m512i other = _mm512_add_epi64(_mm512_mul_epu32(x_high, by_low), _mm512_and_si512(one, half));
    *high = _mm512_add_epi64(
        _mm512_mul_epu32(x_high, by_high),
        _mm512_add_epi64(_mm512_srli_epi64(one, 32), _mm512_srli_epi64(other, 32)));
    *low = _mm512_or_si512(_mm512_slli_epi64(other, 32), _mm512_and_si512(least, half));
}

TARGET static inline __m512i exclusive(__m512i a, __m512i b, uint64_t key) {
    return _mm512_xor_si512(_mm512_xor_si512(a, b), _mm512_set1_epi64((long long)key));
}

TARGET static void make_blocks(const uint64_t *counter, const uint64_t *key, uint64_t *words) {
    __m512i x[WORDS], high[2], low[2];
    uint64_t k[2] = {key[0], key[1]}, made[WORDS][BLOCKS];
    for (size_t w = 0; w < WORDS; w++) x[w] = _mm512_set1_epi64((long long)counter[w]);
    x[0] = _mm512_add_epi64(x[0], _mm512_setr_epi64(1, 2, 3, 4, 5, 6, 7, 8));
    for (int round = 0; round < ROUNDS; round++) {
        multiply(x[0], MULTIPLIER[0], &high[0], &low[0]);
        multiply(x[2], MULTIPLIER[1], &high[1], &low[1]);
        x[0] = exclusive(high[1], x[1], k[0]);
        x[1] = low[1];
        x[2] = exclusive(high[0], x[3], k[1]);
        x[3] = low[0];
        for (int i = 0; i < 2; i++) k[i] += WEYL[i];
    }
    for (size_t w = 0; w < WORDS; w++) _mm512_storeu_si512(made[w], x[w]);
    for (size_t b = 0; b < BLOCKS; b++)
        for (size_t w = 0; w < WORDS; w++) words[b * WORDS + w] = made[w][b];
}

bool hop_philox_blocks(const uint64_t *counter, const uint64_t *key, uint64_t *words) {
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx512f") || counter[0] > UINT64_MAX - BLOCKS) return false;
    make_blocks(counter, key, words);
    return true;
}

#else

bool hop_philox_blocks(const uint64_t *counter, const uint64_t *key, uint64_t *words) {
    (void)counter, (void)key, (void)words;
    return false;
}

#endif
