/* The members of a leaf, bounded by what the index keeps of each, and compared where that does not
 * rule them out.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "../base/alloc.h"
#include "../base/digits.h"
#include "../base/exp.h"
#include "../base/fail.h"
#include "../base/simd.h"
#include "index_walk.h"

/* Members that are looked at together. */
enum { MEMBERS = 128 };

/* Bytes of a pattern that are asked for early; the rest of a longer one comes as a stream. */
enum { ASKED = 1 << 12 };

hop_status hop_index_make_room(size_t need, size_t *room, size_t size, void *pointer) {
    if (need <= *room) return HOP_OK;
    HOP_TRY(hop_realloc(2 * need, size, "a look", pointer));
    *room = 2 * need;
    return HOP_OK;
}

/* The most that the similarities of members from `first` on can be. */
HOP_CLONES static void bound_members(const hop_index_members *m, size_t first, size_t count,
                                     double along, double across, double slack, double *bounds) {
    for (size_t i = 0; i < count; i++)
        bounds[i] = (double)m->along[first + i] * along + (double)m->across[first + i] * across +
                    (double)m->seen.bias[first + i] + slack;
}

/* As many more as are compared together fit the list, or it is full. */
static hop_status make_room_listed(hop_index_walk *w) {
    hop_candidates *c = &w->listed;
    size_t bounds = w->list_room, need = c->count + HOP_INDEX_TOGETHER;
    if (need <= w->list_room) return HOP_OK;
    hop_candidates_thin_out(c, (float)hop_index_least(w));
    need = c->count + HOP_INDEX_TOGETHER;
    c->full = c->count > w->look.most;
    if (c->full) return HOP_OK;
    HOP_TRY(hop_index_make_room(need, &bounds, sizeof *c->bounds, &c->bounds));
    return hop_index_make_room(need, &w->list_room, sizeof *c->patterns, &c->patterns);
}

hop_status hop_index_compare_waiting(hop_index_walk *w) {
    hop_index_waiting *wait = &w->waiting;
    hop_candidates *c = &w->listed;
    const hop_seen seen = {wait->gain, wait->offset, wait->bias, wait->norm};
    const size_t count = wait->count;
    int32_t products[HOP_INDEX_PLACES * HOP_INDEX_TOGETHER];
    float upper[HOP_INDEX_TOGETHER], lower[HOP_INDEX_TOGETHER];
    wait->count = 0;
    HOP_TRY(make_room_listed(w));
    if (c->full || count == 0) return HOP_OK;
    hop_digits_products_at(wait->rows, count, w->sieve->dim, hop_align(w->digits), HOP_INDEX_PLACES,
                           products);
    hop_sieve_bound(seen, count, HOP_INDEX_PLACES, products, &w->coarse, upper, lower);
    w->coarse.peak = fmaxf(w->coarse.peak, hop_exp_peak(lower, count));
    const double least = hop_index_least(w);
    for (size_t k = 0; k < count; k++) {
        if ((double)upper[k] < least) continue;
        c->patterns[c->count] = wait->patterns[k];
        c->bounds[c->count++] = upper[k];
    }
    w->read.patterns += count;
    return HOP_OK;
}

static void add_waiting(hop_index_walk *w, const hop_index_members *m, size_t at) {
    hop_index_waiting *wait = &w->waiting;
    const size_t k = wait->count++, pattern = m->patterns[at], dim = w->sieve->dim;
    const unsigned char *row = w->sieve->bytes + pattern * dim;
    for (size_t j = 0; j < dim && j < ASKED; j += HOP_LINE) __builtin_prefetch(row + j);
    wait->patterns[k] = (uint32_t)pattern;
    wait->rows[k] = row;
    wait->gain[k] = m->seen.gain[at], wait->offset[k] = m->seen.offset[at];
    wait->bias[k] = m->seen.bias[at], wait->norm[k] = m->seen.norm[at];
}

void hop_index_ask_for_members(const hop_index_walk *w, const hop_index_leaf *leaf) {
    const hop_index_node *node = &w->sieve->index->nodes[leaf->node];
    const unsigned char *from = w->sieve->index->members + (size_t)HOP_INDEX_MEMBER * node->first;
    for (size_t j = 0; j < (size_t)HOP_INDEX_MEMBER * node->count; j += HOP_LINE)
        __builtin_prefetch(from + j);
}

hop_status hop_index_read_leaf(hop_index_walk *w, const hop_index_leaf *leaf) {
    const hop_index_node *node = &w->sieve->index->nodes[leaf->node];
    const hop_index_members members = hop_index_members_of(w->sieve->index, node);
    const double across = hop_index_across_of(w, leaf->along);
    w->read.members += node->count;
    for (size_t first = 0; first < node->count; first += MEMBERS) {
        double bounds[MEMBERS];
        size_t left = node->count - first, count = left < MEMBERS ? left : MEMBERS;
        bound_members(&members, first, count, leaf->along, across, w->slack, bounds);
        double least = hop_index_least(w);
        for (size_t i = 0; i < count && !w->listed.full; i++) {
            if (bounds[i] < least) continue;
            add_waiting(w, &members, first + i);
            if (w->waiting.count < HOP_INDEX_TOGETHER) continue;
            HOP_TRY(hop_index_compare_waiting(w));
            least = hop_index_least(w);
        }
    }
    return HOP_OK;
}
