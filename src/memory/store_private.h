/* What a memory's own file is made of.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_STORE_PRIVATE_H
#define HOP_STORE_PRIVATE_H

#include <hopfield/store.h>

#define HOP_STORE_VERSION  1
#define HOP_STORE_PATTERNS "patterns"
#define HOP_STORE_NAMES    "names"
#define HOP_STORE_LABELS   "labels"

/* The checksum is that of the file with zeros for its digits; this stands before them. */
#define HOP_STORE_MARK   "\"checksum\":\""
#define HOP_STORE_DIGITS 32

/* Tensor data start at a multiple of this many bytes. */
#define HOP_STORE_ALIGNMENT 64

#endif
