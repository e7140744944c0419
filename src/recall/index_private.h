/* An index as it lies in a blob: a head, nodes, axes, order, along, across.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_INDEX_PRIVATE_H
#define HOP_RECALL_INDEX_PRIVATE_H

#include "../base/alloc.h"
#include "index.h"

#define HOP_INDEX_MAGIC "hopindx"

typedef struct hop_index_head {
    char magic[8];
    uint64_t patterns, dim, nodes;
} hop_index_head;

/* Where its parts begin, in bytes. */
typedef struct hop_index_layout {
    size_t nodes, axes, order, along, across, size;
} hop_index_layout;

static inline bool hop_index_put(size_t count, size_t of, size_t *at, size_t *part) {
    size_t bytes = 0;
    *part = *at;
    return hop_size_multiply(count, of, &bytes) && hop_size_add(*at, bytes, at);
}

/* False on overflow. */
static inline bool hop_index_lay_out(const hop_index_head *head, hop_index_layout *layout) {
    size_t at = sizeof *head, row = 0;
    return hop_size_multiply(head->dim, sizeof(float), &row) &&
           hop_index_put(head->nodes, sizeof(hop_index_node), &at, &layout->nodes) &&
           hop_index_put(head->nodes, row, &at, &layout->axes) &&
           hop_index_put(head->patterns, sizeof(uint32_t), &at, &layout->order) &&
           hop_index_put(head->patterns, sizeof(float), &at, &layout->along) &&
           hop_index_put(head->patterns, sizeof(float), &at, &layout->across) &&
           hop_index_put(0, 0, &at, &layout->size);
}

#endif
