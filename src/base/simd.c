/* Which instructions are used.
 * SPDX-License-Identifier: MIT */
#include "simd.h"

const char *hop_simd_name(void) {
#ifdef HOP_HAS_CLONES
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f")) return "AVX-512";
    if (__builtin_cpu_supports("avx2")) return "AVX2";
#endif
    return "plain";
}
