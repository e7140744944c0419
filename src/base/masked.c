/* Which loops over patterns run here.
 * SPDX-License-Identifier: MIT */
#include "masked.h"

const hop_masked_kernel *hop_masked_kernel_best(void) {
    return hop_masked_avx512.runs_here() ? &hop_masked_avx512 : &hop_masked_plain;
}
