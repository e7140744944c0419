/* Enumeration of minima.  From the distances alone: with k = |S|,
 *
 *     |mean(S) - x_j|^2 = sum_{i in S} D_ij / k - sum_{i < l in S} D_il / k^2.
 *
 * SPDX-License-Identifier: MIT */
#include "emergent_minima.h"

#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"

/* A mean this near to a pattern, by the square of the radius, is at it. */
static const double AT = 1e-20;

/* Two patterns of a set lie within R of its mean, so within 2 R of each other. */
static const double WIDEST = 4;

typedef struct search {
    const double *squares;
    size_t patterns;
    double radius; /* squared */
    hop_minima *minima;
    size_t room;
    hop_status status;
} search;

/* A set, with its sums: to[j] = sum of D_ij over its members i, inner = sum over pairs of them. */
typedef struct set {
    uint32_t members;
    size_t size;
    double to[HOP_EMERGENT_MAX], inner;
} set;

static hop_status keep(search *s, uint32_t members) {
    if (s->minima->count == s->room) {
        size_t room = s->room ? 2 * s->room : 64;
        HOP_TRY(hop_realloc(room, sizeof *s->minima->sets, "minima", &s->minima->sets));
        s->room = room;
    }
    s->minima->sets[s->minima->count++] = members;
    return HOP_OK;
}

/* Keeps the set if the patterns around its mean are those of it. */
static void judge(search *s, const set *a) {
    double k = (double)a->size;
    size_t here = 0;
    for (size_t j = 0; j < s->patterns; j++) {
        bool member = a->members >> j & 1;
        double square = a->to[j] / k - a->inner / (k * k);
        if ((square < s->radius) != member) return;
        if (member && square <= AT * s->radius) here++;
    }
    s->minima->kept += here;
    if (here == 0) s->minima->emergent++;
    if (a->size > s->minima->largest) s->minima->largest = a->size;
    s->status = keep(s, a->members);
}

static bool fits(const search *s, const set *a, size_t next) {
    for (size_t i = 0; i < next; i++)
        if (a->members >> i & 1 && s->squares[i * s->patterns + next] >= WIDEST * s->radius)
            return false;
    return true;
}

/* Every set that has `a` and patterns from `next` on besides. */
static void extend(search *s, const set *a, size_t next) {
    for (; next < s->patterns && s->status == HOP_OK; next++) {
        if (!fits(s, a, next)) continue;
        set larger = *a;
        larger.members |= (uint32_t)1 << next;
        larger.size++;
        larger.inner += a->to[next];
        for (size_t j = 0; j < s->patterns; j++) larger.to[j] += s->squares[next * s->patterns + j];
        judge(s, &larger);
        extend(s, &larger, next + 1);
    }
}

static int by_value(const void *a, const void *b) {
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

hop_status hop_minima_find(const double *squares, size_t patterns, double radius_square,
                           hop_minima *minima) {
    hop_minima made = {0};
    search s = {.squares = squares, .patterns = patterns, .radius = radius_square, .minima = &made};
    set none = {0};
    if (patterns > HOP_EMERGENT_MAX)
        return hop_fail(HOP_E_LIMIT, "%zu patterns have too many sets to look at each; take %d",
                        patterns, HOP_EMERGENT_MAX);
    extend(&s, &none, 0);
    if (s.status != HOP_OK) {
        hop_minima_clear(&made);
        return s.status;
    }
    if (made.count > 0) qsort(made.sets, made.count, sizeof *made.sets, by_value);
    *minima = made;
    return HOP_OK;
}

void hop_minima_clear(hop_minima *minima) {
    free(minima->sets);
    *minima = (hop_minima){0};
}

bool hop_minima_has(const hop_minima *minima, uint32_t members) {
    return minima->count > 0 &&
           bsearch(&members, minima->sets, minima->count, sizeof members, by_value) != NULL;
}
