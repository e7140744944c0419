/* What a file may cost at most, whatever it declares; `hopfield info --limits` shows them.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_LIMITS_H
#define HOP_BASE_LIMITS_H

#include <stddef.h>

/* Pictures: hop_image_limits has a field for each. */
#define HOP_LIMIT_PIXELS   ((size_t)1 << 27)
#define HOP_LIMIT_BYTES    ((size_t)1 << 28)
#define HOP_LIMIT_UNPACKED ((size_t)1 << 29)
#define HOP_LIMIT_NUMBERS  ((size_t)1 << 26)

/* Scans of a progressive JPEG; more make a decoder work for nothing. */
#define HOP_LIMIT_SCANS 500

/* Bytes that gzip makes where the file in it does not say how many it has. */
#define HOP_LIMIT_GZIP ((size_t)1 << 32)

/* Bytes of the JSON at the head of a .safetensors file. */
#define HOP_LIMIT_HEADER ((size_t)100000000)

/* Bytes of a label; letters of a number in a table; values of a range. */
#define HOP_LIMIT_LABEL  256
#define HOP_LIMIT_NUMBER 64
#define HOP_LIMIT_RANGE  100000

#endif
