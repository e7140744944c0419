/* An index as it lies in a blob: a head, nodes, members, axes.
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

/* Where its parts begin, in bytes: at lines of the cache, as blobs do. */
typedef struct hop_index_layout {
    size_t nodes, members, axes, size;
} hop_index_layout;

static inline bool hop_index_put(size_t count, size_t of, size_t *at, size_t *part) {
    size_t bytes = 0;
    if (!hop_size_add(*at, HOP_LINE - 1, at)) return false;
    *part = *at -= *at % HOP_LINE;
    return hop_size_multiply(count, of, &bytes) && hop_size_add(*at, bytes, at);
}

/* False on overflow. */
static inline bool hop_index_lay_out(const hop_index_head *head, hop_index_layout *layout) {
    size_t at = sizeof *head;
    return hop_index_put(head->nodes, sizeof(hop_index_node), &at, &layout->nodes) &&
           hop_index_put(head->patterns, HOP_INDEX_MEMBER, &at, &layout->members) &&
           hop_index_put(head->nodes, head->dim, &at, &layout->axes) &&
           hop_index_put(0, 0, &at, &layout->size);
}

#endif
