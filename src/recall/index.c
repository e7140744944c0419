/* An index that a memory keeps: opened, and held against the patterns it should be of.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "index_private.h"

/* Patterns that are measured again. */
enum { TRIALS = 64 };

static bool is_whole(const hop_index *index, size_t patterns) {
    for (size_t i = 0; i < index->node_count; i++) {
        const hop_index_node *node = &index->nodes[i];
        if (node->first > patterns || node->count > patterns - node->first) return false;
        if (node->children == 0) continue;
        if (node->child <= i || node->child > index->node_count ||
            node->children > index->node_count - node->child)
            return false;
    }
    for (size_t i = 0; i < patterns; i++)
        if (index->order[i] >= patterns) return false;
    return true;
}

/* Whether pattern order[at] goes along the axis of its leaf as far as it should. */
static bool is_of(const hop_index *index, const hop_sieve *sieve, size_t at) {
    size_t leaf = 0, pattern = index->order[at], dim = sieve->dim;
    double product = 0, sum = 0, terms = 0;
    while (index->nodes[leaf].children > 0) {
        size_t child = index->nodes[leaf].child, end = child + index->nodes[leaf].children;
        while (child < end && (at < index->nodes[child].first ||
                               at - index->nodes[child].first >= index->nodes[child].count))
            child++;
        if (child == end) return false;
        leaf = child;
    }
    const float *axis = index->axes + leaf * dim;
    for (size_t j = 0; j < dim; j++) {
        product += (double)axis[j] * sieve->bytes[pattern * dim + j];
        sum += (double)axis[j];
    }
    double scale = index->nodes[leaf].scale, norm = (double)sieve->norm[pattern];
    double along = hop_index_along(sieve, pattern, product * scale, sum * scale, &terms);
    double across = hop_index_across(sieve, pattern, along, terms);
    double off = HOP_INDEX_SLACK * norm;
    return fabs(along - (double)index->along[at]) <= off &&
           fabs(across - (double)index->across[at]) <= 2 * off + 1e-5 * norm;
}

static bool fits(const hop_index *index, const hop_sieve *sieve) {
    size_t trials = sieve->count < TRIALS ? sieve->count : TRIALS;
    if (index->node_count == 0 || index->nodes[0].count != sieve->count) return false;
    if (!is_whole(index, sieve->count)) return false;
    for (size_t i = 0; i < trials; i++)
        if (!is_of(index, sieve, i * sieve->count / trials)) return false;
    return true;
}

hop_status hop_index_open(const hop_memory *memory, const char *name, const hop_sieve *sieve,
                          hop_index **index) {
    size_t size = 0;
    hop_index_head head;
    hop_index_layout layout = {0};
    hop_index *made = NULL;
    const unsigned char *blob = hop_memory_blob(memory, name, &size);
    if (!blob || size < sizeof head) return HOP_OK;
    memcpy(&head, blob, sizeof head);
    if (memcmp(head.magic, HOP_INDEX_MAGIC, sizeof head.magic) != 0 ||
        head.patterns != sieve->count || head.dim != sieve->dim ||
        !hop_index_lay_out(&head, &layout) || layout.size != size)
        return HOP_OK;
    HOP_TRY(hop_alloc(1, sizeof *made, "an index", &made));
    *made = (hop_index){.node_count = head.nodes,
                        .nodes = (const void *)(blob + layout.nodes),
                        .axes = (const void *)(blob + layout.axes),
                        .order = (const void *)(blob + layout.order),
                        .along = (const void *)(blob + layout.along),
                        .across = (const void *)(blob + layout.across)};
    for (size_t i = 0; i < sieve->count; i++)
        made->norm_most = fmax(made->norm_most, (double)sieve->norm[i]);
    if (fits(made, sieve))
        *index = made;
    else
        free(made);
    return HOP_OK;
}

void hop_index_destroy(hop_index *index) {
    free(index);
}
