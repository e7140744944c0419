/* An index that a memory keeps: opened, and held against the patterns it should be of.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "index_private.h"

/* Patterns that are measured again. */
enum { TRIALS = 64 };

static bool are_below(const uint32_t *patterns, size_t count, size_t end) {
    for (size_t i = 0; i < count; i++)
        if (patterns[i] >= end) return false;
    return true;
}

static bool is_whole(const hop_index *index, size_t patterns) {
    size_t members = 0;
    for (size_t i = 0; i < index->node_count; i++) {
        const hop_index_node *node = &index->nodes[i];
        if (node->first > patterns || node->count > patterns - node->first) return false;
        if (node->children == 0) {
            if (!are_below(hop_index_members_of(index, node).patterns, node->count, patterns))
                return false;
            members += node->count;
        } else if (node->child <= i || node->child > index->node_count ||
                   node->children > HOP_INDEX_BRANCHES ||
                   node->children > index->node_count - node->child)
            return false;
    }
    return members == patterns;
}

/* Of all members, that number `at`: its leaf, or where there is none the end of all nodes. */
static size_t leaf_of(const hop_index *index, size_t at) {
    size_t leaf = 0;
    while (leaf < index->node_count && index->nodes[leaf].children > 0) {
        size_t child = index->nodes[leaf].child, end = child + index->nodes[leaf].children;
        while (child < end && (at < index->nodes[child].first ||
                               at - index->nodes[child].first >= index->nodes[child].count))
            child++;
        leaf = child < end ? child : index->node_count;
    }
    return leaf;
}

static bool is_seen_so(const hop_sieve *sieve, size_t pattern, const hop_seen *seen, size_t at) {
    return sieve->gain[pattern] == seen->gain[at] && sieve->offset[pattern] == seen->offset[at] &&
           sieve->bias[pattern] == seen->bias[at] && sieve->norm[pattern] == seen->norm[at];
}

/* Whether member `at` of all is seen as it should be, and goes along the axis of its leaf as far as
 * it should. */
static bool is_of(const hop_index *index, const hop_sieve *sieve, size_t at) {
    size_t leaf = leaf_of(index, at), dim = sieve->dim;
    if (leaf == index->node_count) return false;
    hop_index_members members = hop_index_members_of(index, &index->nodes[leaf]);
    at -= index->nodes[leaf].first;
    size_t pattern = members.patterns[at];
    const unsigned char *axis = index->axes + leaf * dim, *row = sieve->bytes + pattern * dim;
    double product = 0, sum = 0, terms = 0;
    for (size_t j = 0; j < dim; j++) {
        product += (axis[j] - HOP_INDEX_ZERO) * row[j];
        sum += axis[j] - HOP_INDEX_ZERO;
    }
    double scale = index->nodes[leaf].scale, norm = (double)sieve->norm[pattern];
    double along = hop_index_along(sieve, pattern, product * scale, sum * scale, &terms);
    double across = hop_index_across(sieve, pattern, along, terms);
    double off = HOP_INDEX_SLACK * norm;
    return is_seen_so(sieve, pattern, &members.seen, at) &&
           fabs(along - (double)members.along[at]) <= off &&
           fabs(across - (double)members.across[at]) <= 2 * off + 1e-5 * norm;
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
                        .members = blob + layout.members,
                        .axes = blob + layout.axes};
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
