/* The variants of hop_digits_products(): same arguments, same numbers, one instruction set each.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_DIGITS_KERNELS_H
#define HOP_BASE_DIGITS_KERNELS_H

#include <stdbool.h>

#include "digits.h"
#include "simd.h"

typedef void hop_digits_kernel(const unsigned char *rows, size_t count, size_t dim,
                               const signed char *digits, size_t vectors, int32_t *products);

hop_digits_kernel hop_digits_products_plain;

#ifdef HOP_HAS_CLONES
/* Whether this processor has what the variant needs. */
bool hop_digits_has_avx2(void);
bool hop_digits_has_avx512(void);

hop_digits_kernel hop_digits_products_avx2, hop_digits_products_avx512;
#endif

#endif
