/* Patterns that are there already.  Every pattern's distance to a few others is measured; by the
 * triangle inequality two patterns can be near only if these distances are, so almost no pair is
 * compared.  Bustos, Navarro, Chavez 2003 (pivots, farthest first).
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "memory_private.h"

enum { PIVOTS = 4 };

/* Of the distances, for their rounding. */
static const double MARGIN = 1e-9;

/* Progress is told, and a wish to end heard, once in so many patterns. */
enum { TELL_EVERY = 256 };

typedef struct search {
    const hop_memory *memory;
    double limit;          /* distance of duplicates */
    double *far;           /* [count x PIVOTS]: distances to the pivots */
    size_t *order, *place; /* patterns by their first distance, and where each is there */
    double *one, *other;   /* [dim] */
    hop_progress progress;
    void *context;
} search;

static hop_status tell(const search *s, size_t done) {
    if (done % TELL_EVERY != 0 || !s->progress ||
        s->progress(s->context, "comparing patterns", done, s->memory->count) == 0)
        return HOP_OK;
    return hop_fail(HOP_E_CANCELLED, "cancelled while patterns were compared");
}

/* The squared distance, or more than `limit` once it is that. */
static double squared_distance(const double *a, const double *b, size_t dim, double limit) {
    double sum = 0;
    for (size_t j = 0; j < dim && sum <= limit; j++) sum += (a[j] - b[j]) * (a[j] - b[j]);
    return sum;
}

/* The pivots: the first pattern, then always the one that is farthest from those before. */
static hop_status measure(const search *s) {
    const size_t count = s->memory->count, dim = s->memory->dim;
    size_t pivot = 0;
    for (size_t k = 0; k < PIVOTS; k++) {
        double most = -1;
        size_t next = 0;
        hop_memory_read(s->memory, pivot, 1, s->other);
        for (size_t i = 0; i < count; i++) {
            double *far = s->far + i * PIVOTS, least = INFINITY;
            HOP_TRY(tell(s, i));
            hop_memory_read(s->memory, i, 1, s->one);
            far[k] = sqrt(squared_distance(s->one, s->other, dim, INFINITY));
            for (size_t j = 0; j <= k; j++) least = fmin(least, far[j]);
            if (least > most) most = least, next = i;
        }
        pivot = next;
    }
    return HOP_OK;
}

static int by_first_distance(const void *a, const void *b, void *context) {
    const double *far = context;
    const size_t i = *(const size_t *)a, j = *(const size_t *)b;
    const double x = far[i * PIVOTS], y = far[j * PIVOTS];
    return x != y ? (x > y) - (x < y) : (i > j) - (i < j);
}

static bool may_be_near(const search *s, size_t i, size_t j) {
    const double *x = s->far + i * PIVOTS, *y = s->far + j * PIVOTS;
    for (size_t k = 0; k < PIVOTS; k++)
        if (fabs(x[k] - y[k]) > s->limit + MARGIN * (x[k] + y[k])) return false;
    return true;
}

/* Whether one of those before it, from `step` on in the order, is within the limit; the pattern is
 * in `one`. */
static bool is_near_any(const search *s, size_t i, int step, const bool *extra) {
    const size_t count = s->memory->count, dim = s->memory->dim;
    const double here = s->far[i * PIVOTS], limit = s->limit * s->limit;
    for (size_t at = s->place[i] + (size_t)step; at < count; at += (size_t)step) {
        const size_t j = s->order[at];
        const double there = s->far[j * PIVOTS];
        if (fabs(here - there) > s->limit + MARGIN * (here + there)) return false;
        if (j > i || extra[j] || !may_be_near(s, i, j)) continue;
        hop_memory_read(s->memory, j, 1, s->other);
        if (squared_distance(s->one, s->other, dim, limit) <= limit) return true;
    }
    return false;
}

static hop_status find(const search *s, bool *extra) {
    const size_t count = s->memory->count;
    HOP_TRY(measure(s));
    for (size_t i = 0; i < count; i++) s->order[i] = i;
    qsort_r(s->order, count, sizeof *s->order, by_first_distance, s->far);
    for (size_t i = 0; i < count; i++) s->place[s->order[i]] = i;
    for (size_t i = 0; i < count; i++) {
        HOP_TRY(tell(s, i));
        hop_memory_read(s->memory, i, 1, s->one);
        extra[i] = is_near_any(s, i, -1, extra) || is_near_any(s, i, 1, extra);
    }
    return HOP_OK;
}

hop_status hop_memory_duplicates(const hop_memory *memory, double within, hop_progress progress,
                                 void *context, bool *extra) {
    const size_t count = memory->count, dim = memory->dim;
    search s = {.memory = memory,
                .limit = within * sqrt((double)dim),
                .progress = progress,
                .context = context};
    hop_status status = hop_alloc(count, PIVOTS * sizeof *s.far, "distances", &s.far);
    if (status == HOP_OK) status = hop_alloc(count, sizeof *s.order, "an order", &s.order);
    if (status == HOP_OK) status = hop_alloc(count, sizeof *s.place, "an order", &s.place);
    if (status == HOP_OK) status = hop_alloc(dim, sizeof *s.one, "a pattern", &s.one);
    if (status == HOP_OK) status = hop_alloc(dim, sizeof *s.other, "a pattern", &s.other);
    if (status == HOP_OK) status = find(&s, extra);
    free(s.far);
    free(s.order);
    free(s.place);
    free(s.one);
    free(s.other);
    return status;
}
