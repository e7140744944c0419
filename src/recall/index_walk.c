/* A walk through an index.
 * SPDX-License-Identifier: MIT */
#include "index_walk.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/digits.h"
#include "../base/exp.h"
#include "../base/fail.h"
#include "../base/simd.h"

/* Levels below the root after which half of the patterns must be left out. */
enum { LEVELS = 2 };

/* Leaves that are read first. */
enum { BEAM = 4 };

/* ---- axes ---- */

/* How far the state goes along the axes of nodes that follow each other. */
static void compare_axes(hop_index_walk *w, size_t first, size_t count, double *along) {
    const hop_index *index = w->sieve->index;
    const size_t dim = w->sieve->dim;
    int32_t products[HOP_INDEX_PLACES * HOP_INDEX_BRANCHES];
    hop_digits_products(index->axes + first * dim, count, dim, hop_align(w->digits),
                        HOP_INDEX_PLACES, products);
    for (size_t k = 0; k < count; k++) {
        double product = 0;
        for (size_t p = 0; p < HOP_INDEX_PLACES; p++)
            product = product * HOP_DIGITS_BASE + products[p * count + k];
        along[k] = (product - w->zero) * w->unit * index->nodes[first + k].scale;
    }
    w->read.axes += count;
}

static double bound_of(const hop_index_walk *w, size_t at, double along) {
    const hop_index_node *node = &w->sieve->index->nodes[at];
    double most = fmax((double)node->low * along, (double)node->high * along);
    return most + (double)node->across * hop_index_across_of(w, along) + (double)node->bias +
           w->slack;
}

static void ask_for_children(const hop_index_walk *w, size_t parent) {
    const hop_index *index = w->sieve->index;
    const hop_index_node *node = &index->nodes[parent];
    const unsigned char *from = index->axes + (size_t)node->child * w->sieve->dim;
    const char *nodes = (const void *)&index->nodes[node->child];
    for (size_t j = 0; j < node->children * w->sieve->dim; j += HOP_LINE)
        __builtin_prefetch(from + j);
    for (size_t j = 0; j < node->children * sizeof *node; j += HOP_LINE)
        __builtin_prefetch(nodes + j);
}

/* ---- leaves ---- */

/* How far the state goes along the axes below a node, which may be known. */
static hop_status look_below(hop_index_walk *w, uint32_t parent, bool keep, const double **along) {
    const hop_index_node *node = &w->sieve->index->nodes[parent];
    for (size_t k = 0; k < w->family_count; k++)
        if (w->families[k].parent == parent) {
            *along = w->families[k].along;
            return HOP_OK;
        }
    HOP_TRY(hop_index_make_room(w->family_count + 1, &w->family_room, sizeof *w->families,
                                &w->families));
    hop_index_family *family = &w->families[w->family_count];
    family->parent = parent;
    compare_axes(w, node->child, node->children, family->along);
    w->family_count += keep ? 1 : 0;
    *along = family->along;
    return HOP_OK;
}

/* The ends of the branches whose centres are most similar, at most BEAM of them, likeliest first;
 * `bound` is that likeness. */
static hop_status find_likely_leaves(hop_index_walk *w, hop_index_leaf found[BEAM], size_t *count) {
    const hop_index_node *nodes = w->sieve->index->nodes;
    found[0] = (hop_index_leaf){.node = 0};
    compare_axes(w, 0, 1, &found[0].along);
    *count = 1;
    for (bool deeper = nodes[0].children > 0; deeper;) {
        hop_index_leaf next[BEAM + 1];
        size_t kept = 0;
        deeper = false;
        for (size_t k = 0; k < *count; k++)
            if (nodes[found[k].node].children > 0) ask_for_children(w, found[k].node);
        for (size_t k = 0; k < *count; k++) {
            const hop_index_node *node = &nodes[found[k].node];
            const double *along = &found[k].along;
            const bool leaf = node->children == 0;
            const size_t first = leaf ? found[k].node : node->child;
            if (!leaf) HOP_TRY(look_below(w, found[k].node, true, &along));
            for (size_t c = 0; c < (leaf ? 1 : node->children); c++) {
                const hop_index_node *child = &nodes[first + c];
                double middle = ((double)child->low + (double)child->high) / 2;
                double like = middle * along[c] + (double)child->bias;
                size_t at = kept < BEAM ? kept++ : BEAM;
                for (; at > 0 && like > next[at - 1].bound; at--) next[at] = next[at - 1];
                next[at] = (hop_index_leaf){like, along[c], (uint32_t)(first + c)};
            }
        }
        memcpy(found, next, kept * sizeof *next);
        *count = kept;
        for (size_t k = 0; k < kept; k++) deeper = deeper || nodes[found[k].node].children > 0;
    }
    return HOP_OK;
}

static hop_status add_leaf(hop_index_walk *w, hop_index_leaf leaf) {
    HOP_TRY(hop_index_make_room(w->leaf_count + 1, &w->leaf_room, sizeof *w->leaves, &w->leaves));
    w->leaves[w->leaf_count++] = leaf;
    return HOP_OK;
}

/* All leaves that may hold a pattern within reach, level by level; not *few where they hold too
 * many patterns, or where the first levels have not left out half of them. */
static hop_status find_leaves(hop_index_walk *w, bool *few) {
    const hop_index_node *nodes = w->sieve->index->nodes;
    const double least = hop_index_least(w);
    size_t patterns = 0, from = 0, to = nodes[0].children > 0 ? 1 : 0;
    HOP_TRY(hop_index_make_room(1, &w->queue_room, sizeof *w->queue, &w->queue));
    w->queue[0] = 0;
    for (size_t level = 1; from < to; level++) {
        size_t end = to, alive = patterns;
        for (; from < end; from++) {
            const hop_index_node *node = &nodes[w->queue[from]];
            const double *along = NULL;
            if (from + 1 < end) ask_for_children(w, w->queue[from + 1]);
            HOP_TRY(look_below(w, w->queue[from], false, &along));
            HOP_TRY(hop_index_make_room(to + node->children, &w->queue_room, sizeof *w->queue,
                                        &w->queue));
            for (uint32_t k = 0; k < node->children; k++) {
                const uint32_t child = node->child + k;
                const double bound = bound_of(w, child, along[k]);
                if (bound < least) continue;
                alive += nodes[child].count;
                if (nodes[child].children > 0) {
                    w->queue[to++] = child;
                    continue;
                }
                patterns += nodes[child].count;
                HOP_TRY(add_leaf(w, (hop_index_leaf){bound, along[k], child}));
            }
        }
        *few = patterns <= w->most && (level < LEVELS || 2 * alive <= w->sieve->count);
        if (!*few) return HOP_OK;
    }
    *few = true;
    return HOP_OK;
}

static int best_first(const void *a, const void *b) {
    const hop_index_leaf *x = a, *y = b;
    if (x->bound != y->bound) return x->bound > y->bound ? -1 : 1;
    return (x->node > y->node) - (x->node < y->node);
}

static bool is_among(uint32_t node, const hop_index_leaf *leaves, size_t count) {
    for (size_t k = 0; k < count; k++)
        if (leaves[k].node == node) return true;
    return false;
}

/* All of them, best first, but those that have been read. */
static hop_status read_leaves(hop_index_walk *w, const hop_index_leaf *before, size_t count) {
    const hop_index_leaf *leaves = w->leaves;
    if (w->leaf_count == 0) return HOP_OK;
    qsort(w->leaves, w->leaf_count, sizeof *leaves, best_first);
    for (size_t k = 0; k < w->leaf_count && leaves[k].bound >= hop_index_least(w); k++) {
        if (k + 1 < w->leaf_count) hop_index_ask_for_members(w, &leaves[k + 1]);
        if (!w->listed.full && !is_among(leaves[k].node, before, count))
            HOP_TRY(hop_index_read_leaf(w, &leaves[k]));
    }
    return hop_index_compare_waiting(w);
}

/* ---- a state ---- */

static int ascending(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static hop_status keep(hop_index_walk *w, hop_shortlist *list) {
    hop_candidates *c = &w->listed;
    hop_candidates_thin_out(c, (float)hop_index_least(w));
    c->full = c->full || c->count > w->look.most;
    free(list->patterns);
    *list = (hop_shortlist){.full = c->full, .outside = hop_index_least(w)};
    if (c->full) return HOP_OK;
    HOP_TRY(hop_alloc(c->count, sizeof *list->patterns, "a list of patterns", &list->patterns));
    memcpy(list->patterns, c->patterns, c->count * sizeof *list->patterns);
    list->count = c->count;
    qsort(list->patterns, list->count, sizeof *list->patterns, ascending);
    return HOP_OK;
}

static void begin(hop_index_walk *w, const double *state) {
    const hop_sieve *sieve = w->sieve;
    signed char *digits = hop_align(w->digits);
    hop_sieve_write(sieve, state, HOP_INDEX_PLACES, digits, &w->coarse);
    w->unit = (double)w->coarse.unit;
    w->zero = HOP_INDEX_ZERO * hop_digits_sum(digits, sieve->dim, HOP_INDEX_PLACES, 1);
    w->slack = (double)w->coarse.slack +
               sieve->index->norm_most * ((double)w->coarse.error * (1 + HOP_INDEX_SLACK) +
                                          HOP_INDEX_SLACK * sqrt(w->coarse.square));
    w->leaf_count = w->family_count = w->listed.count = w->waiting.count = 0;
    w->listed.full = false;
}

hop_status hop_index_walk_go(hop_index_walk *w, const double *state, hop_shortlist *list,
                             bool *done) {
    hop_index_leaf first[BEAM];
    size_t begun = 0;
    bool few = false;
    w->read = (hop_index_read){0};
    if (!hop_sieve_is_moderate(w->sieve, state)) return HOP_OK;
    begin(w, state);
    HOP_TRY(find_likely_leaves(w, first, &begun));
    for (size_t k = 0; k < begun; k++) hop_index_ask_for_members(w, &first[k]);
    for (size_t k = 0; k < begun; k++) HOP_TRY(hop_index_read_leaf(w, &first[k]));
    HOP_TRY(hop_index_compare_waiting(w));
    if (w->listed.full) return HOP_OK;
    HOP_TRY(find_leaves(w, &few));
    if (!few) return HOP_OK;
    HOP_TRY(read_leaves(w, first, begun));
    *done = true;
    return keep(w, list);
}

hop_status hop_index_walk_create(const hop_sieve *sieve, hop_look look, size_t most,
                                 hop_index_walk *w) {
    *w = (hop_index_walk){.sieve = sieve, .look = look, .most = most};
    return hop_alloc(HOP_INDEX_PLACES * hop_digits_stride(sieve->dim) + HOP_LINE, 1, "a look",
                     &w->digits);
}

void hop_index_walk_clear(hop_index_walk *w) {
    free(w->digits);
    free(w->leaves);
    free(w->queue);
    free(w->families);
    free(w->listed.patterns);
    free(w->listed.bounds);
}
