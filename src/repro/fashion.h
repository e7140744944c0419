/* Fashion-MNIST where Debian puts it.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_REPRO_FASHION_H
#define HOP_REPRO_FASHION_H

#include <hopfield/memory.h>

/* Pictures in -1 ... 1: `stored` of the training set, in float, and `count` of the test set. */
typedef struct hop_fashion {
    hop_memory *memory;
    double *states; /* [count x dim] */
    size_t count, dim, stored;
} hop_fashion;

/* Whether both sets are installed. */
bool hop_fashion_exists(void);

/* The first `stored` and the first `shown` pictures.  HOP_E_READ, HOP_E_FORMAT, HOP_E_MEMORY;
 * destroy it in any case. */
hop_status hop_fashion_create(size_t stored, size_t shown, hop_fashion *fashion);
void hop_fashion_destroy(hop_fashion *fashion);

#endif
