/* Philox4x64-10 by AVX-512, eight blocks at a time: word k of all eight is one register.  A product
 * of 64 x 64 bits is made of four of 32 x 32.  Rounds wait for one another, so that two sets of
 * eight are made side by side where there are as many.
 * SPDX-License-Identifier: MIT */
#include "philox.h"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(HOP_CORE_ONLY)

#include <immintrin.h>

#define TARGET __attribute__((target("avx512f")))
#define INLINE static inline __attribute__((always_inline))

enum { BLOCKS = HOP_PHILOX_BLOCKS, WORDS = 4, ROUNDS = 10, SETS = 2 };

/* Multipliers and Weyl increments of Salmon et al. 2011, table 2. */
static const uint64_t MULTIPLIER[2] = {0xD2E7470EE14C6C93, 0xCA5A826395121157};
static const uint64_t WEYL[2] = {0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B};

/* Half words of every word: the lower, the upper. */
enum { LOWER = 0x5555, UPPER = 0xAAAA };

/* The 128 bits of x times `by`.  A product is of lower halves, whatever the upper ones hold. */
TARGET INLINE void multiply(__m512i x, uint64_t by, __m512i *high, __m512i *low) {
    __m512i by_low = _mm512_set1_epi64((long long)(by & 0xFFFFFFFF));
    __m512i by_high = _mm512_set1_epi64((long long)(by >> 32));
    __m512i x_high = _mm512_shuffle_epi32(x, _MM_PERM_DDBB);
    __m512i least = _mm512_mul_epu32(x, by_low);
    __m512i one = _mm512_add_epi64(_mm512_mul_epu32(x_high, by_low), _mm512_srli_epi64(least, 32));
    __m512i other =
        _mm512_add_epi64(_mm512_mul_epu32(x, by_high), _mm512_maskz_mov_epi32(LOWER, one));
    *high = _mm512_add_epi64(
        _mm512_mul_epu32(x_high, by_high),
        _mm512_add_epi64(_mm512_srli_epi64(one, 32), _mm512_srli_epi64(other, 32)));
    *low = _mm512_mask_shuffle_epi32(least, UPPER, other, _MM_PERM_CCAA);
}

TARGET INLINE __m512i exclusive(__m512i a, __m512i b, uint64_t key) {
    return _mm512_xor_si512(_mm512_xor_si512(a, b), _mm512_set1_epi64((long long)key));
}

/* Quarters of two registers, chosen alike: of 0 ... 3, the even ones or the odd ones. */
#define EVEN(a, b) _mm512_shuffle_i64x2(a, b, _MM_SHUFFLE(2, 0, 2, 0))
#define ODD(a, b)  _mm512_shuffle_i64x2(a, b, _MM_SHUFFLE(3, 1, 3, 1))

/* Word k of eight blocks becomes word k of each: pairs of words first, then a block is two quarters
 * of a register. */
TARGET INLINE void put(const __m512i *x, uint64_t *words) {
    __m512i a = _mm512_unpacklo_epi64(x[0], x[1]), b = _mm512_unpackhi_epi64(x[0], x[1]);
    __m512i c = _mm512_unpacklo_epi64(x[2], x[3]), d = _mm512_unpackhi_epi64(x[2], x[3]);
    __m512i even[2] = {EVEN(a, c), EVEN(b, d)}, odd[2] = {ODD(a, c), ODD(b, d)};
    _mm512_storeu_si512(words, EVEN(even[0], even[1]));
    _mm512_storeu_si512(words + BLOCKS, EVEN(odd[0], odd[1]));
    _mm512_storeu_si512(words + 2 * BLOCKS, ODD(even[0], even[1]));
    _mm512_storeu_si512(words + 3 * BLOCKS, ODD(odd[0], odd[1]));
}

/* `sets` is known where it is called, and the loops over it are unrolled. */
TARGET INLINE void make(const uint64_t *counter, const uint64_t *key, size_t sets,
                        uint64_t *words) {
    __m512i x[SETS][WORDS], high[2], low[2];
    uint64_t k[2] = {key[0], key[1]};
    for (size_t s = 0; s < sets; s++) {
        uint64_t start = counter[0] + s * BLOCKS;
        x[s][0] = _mm512_set1_epi64((long long)start);
        for (size_t w = 1; w < WORDS; w++) x[s][w] = _mm512_set1_epi64((long long)counter[w]);
        x[s][0] = _mm512_add_epi64(x[s][0], _mm512_setr_epi64(1, 2, 3, 4, 5, 6, 7, 8));
    }
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t s = 0; s < sets; s++) {
            multiply(x[s][0], MULTIPLIER[0], &high[0], &low[0]);
            multiply(x[s][2], MULTIPLIER[1], &high[1], &low[1]);
            x[s][0] = exclusive(high[1], x[s][1], k[0]);
            x[s][1] = low[1];
            x[s][2] = exclusive(high[0], x[s][3], k[1]);
            x[s][3] = low[0];
        }
        for (int i = 0; i < 2; i++) k[i] += WEYL[i];
    }
    for (size_t s = 0; s < sets; s++) put(x[s], words + s * BLOCKS * WORDS);
}

TARGET static size_t make_blocks(const uint64_t *counter, const uint64_t *key, size_t count,
                                 uint64_t *words) {
    uint64_t at[WORDS] = {counter[0], counter[1], counter[2], counter[3]};
    size_t made = 0;
    for (; count - made >= SETS * BLOCKS; made += SETS * BLOCKS, at[0] += SETS * BLOCKS)
        make(at, key, SETS, words + made * WORDS);
    for (; count - made >= BLOCKS; made += BLOCKS, at[0] += BLOCKS)
        make(at, key, 1, words + made * WORDS);
    return made;
}

size_t hop_philox_blocks(const uint64_t *counter, const uint64_t *key, size_t count,
                         uint64_t *words) {
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx512f") || counter[0] > UINT64_MAX - count) return 0;
    return make_blocks(counter, key, count, words);
}

#else

size_t hop_philox_blocks(const uint64_t *counter, const uint64_t *key, size_t count,
                         uint64_t *words) {
    (void)counter, (void)key, (void)count, (void)words;
    return 0;
}

#endif
