/* IDX files, the format of MNIST and its relatives.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_LOAD_IDX_H
#define HOP_LOAD_IDX_H

#include "../base/array.h"

/* Reads the header in bytes [size]; whether the file holds what it declares is hop_array_fits()'s
 * to say.  `name` stands in errors.  HOP_E_FORMAT, HOP_E_SHAPE for too many dimensions. */
hop_status hop_idx_parse(const char *name, const unsigned char *bytes, size_t size,
                         hop_array *array);

#endif
