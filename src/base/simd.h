/* One binary for several instruction sets: a function marked HOP_CLONES is compiled for AVX-512,
 * AVX2 and the plain processor, and the best one is chosen when the program is loaded.  All make
 * the same bytes: nothing is contracted to fused multiply-adds, and sums run in fixed lanes.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_SIMD_H
#define HOP_BASE_SIMD_H

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__gnu_linux__) && \
    !defined(HOP_CORE_ONLY) && !defined(__SANITIZE_THREAD__) && !defined(HOP_NO_CLONES)
/* AVX-512 as a whole (v4): without its instructions on bytes and words, bytes are widened at half
 * the speed.  Older compilers cannot ask for it. */
#if __GNUC__ >= 12
#define HOP_CLONES __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define HOP_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#endif
#define HOP_HAS_CLONES
#else
#define HOP_CLONES
#endif

/* Sixteen floats at any address, eight doubles. */
typedef float hop_floats __attribute__((vector_size(64), aligned(4), may_alias));
typedef double hop_doubles __attribute__((vector_size(64)));
enum { HOP_FLOATS = 16 };

/* Which of them this processor runs: "AVX-512", "AVX2" or "plain". */
const char *hop_simd_name(void);

#endif
