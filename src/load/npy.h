/* NumPy's .npy files.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_LOAD_NPY_H
#define HOP_LOAD_NPY_H

#include "array_load.h"

/* Reads the header of a whole .npy file, bytes [size], versions 1.0 to 3.0.  Nothing is allocated;
 * `name` stands in errors.  HOP_E_FORMAT (damaged, or its size is not what it declares),
 * HOP_E_SUPPORT for types of element that are no numbers, HOP_E_SHAPE for too many dimensions. */
hop_status hop_npy_parse(const char *name, const unsigned char *bytes, size_t size,
                         hop_array *array);

#endif
