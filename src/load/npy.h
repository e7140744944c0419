/* NumPy's .npy files.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_LOAD_NPY_H
#define HOP_LOAD_NPY_H

#include "../base/array.h"

/* Reads the header of a .npy file that begins with bytes [size], versions 1.0 to 3.0, written by
 * Python 2 or 3.  Whether the numbers are there is hop_array_fits()'s to say.  Nothing is
 * allocated; `name` stands in errors.  HOP_E_FORMAT (damaged), HOP_E_SUPPORT for types of element
 * that are neither numbers nor words, HOP_E_SHAPE for too many dimensions. */
hop_status hop_npy_parse(const char *name, const unsigned char *bytes, size_t size,
                         hop_array *array);

#endif
