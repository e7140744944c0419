/* How arrays become patterns.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_LOAD_ARRAY_LOAD_H
#define HOP_LOAD_ARRAY_LOAD_H

#include "array_shape.h"

/* How many patterns of which shape the array holds: [d] is one vector, [N,d] vectors, [N,h,w],
 * [N,h,w,c] and [N,c,h,w] pictures, [h,w,3] one.  Vectors become pictures where the options name
 * their size; what holds exactly options->dim numbers is one pattern.  Of matrices, [1,T,d] is
 * [T,d]. remarks: where it is said what was not plain; may be NULL.  HOP_E_SHAPE, HOP_E_EMPTY. */
hop_status hop_array_shape(const hop_load_options *options, const char *path,
                           const hop_array *array, hop_string *remarks, size_t *count,
                           hop_shape *shape);

/* The dtype that a memory of this array has; see hop_load_dtype(). */
hop_dtype hop_array_dtype(const hop_load_options *options, const hop_array *array);

/* Appends the array, whose elements start at `data`, to the memory being loaded. */
hop_status hop_array_load(hop_load *load, const char *path, const hop_array *array,
                          const unsigned char *data);

/* The same from a source, once it is seen that all of the array is there. */
hop_status hop_array_load_from(hop_load *load, hop_bytes *source, const hop_array *array);

/* Whether patterns of the array stay as they lie, bytes that are shares of white, whatever comes
 * behind its first data [size]. */
bool hop_array_stays(hop_load *load, const char *path, const hop_array *array,
                     const unsigned char *data, size_t size);

/* Hands a packed file's patterns on as hop_load_options.deliver says, if that is possible: else
 * *delivered is false.  HOP_E_READ, HOP_E_FORMAT, HOP_E_MEMORY, HOP_E_CANCELLED, and what the
 * receiver fails with. */
hop_status hop_packed_deliver(hop_load *load, const hop_input *input, bool *delivered);

#endif
