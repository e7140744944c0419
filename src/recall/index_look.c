/* A look through an index: down to the leaf that promises most, for a similarity to hold others
 * against; then all leaves that may hold one within reach of it, best first.  A state that too many
 * patterns may matter to is left to the scan, before any of them is read.
 * SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/digits.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/simd.h"
#include "../base/sum.h"
#include "index.h"
#include "sieve_state.h"

/* Reading a pattern here takes as long as this many in a scan, for a few states and for many: the
 * scan reads rows in order, and each once for 64 states. */
enum { SCANNED_FEW = 4, SCANNED_MANY = 16, FEW = 8 };

/* Levels below the root after which half of the patterns must be left out. */
enum { LEVELS = 2 };

/* Leaves that are read first. */
enum { BEAM = 4 };

/* States of a batch that are tried first: if most must be left, all are. */
enum { SAMPLE = 16 };

typedef struct leaf {
    double bound;
    uint32_t node;
} leaf;

typedef struct scratch {
    signed char *digits; /* [places x stride], from hop_align() on */
    leaf *leaves;        /* [nodes] */
    uint32_t *queue;     /* [nodes] */
    uint32_t *patterns;  /* [room] */
    float *bounds;       /* [room] */
} scratch;

typedef struct looking {
    const hop_sieve *sieve;
    const hop_index *index;
    hop_look look;
    hop_rows rows;
    const double *states;
    hop_shortlist *lists;
    const size_t *places; /* of the states at hand */
    size_t most, room;    /* patterns that may be read, and that may be listed */
    bool *done;           /* [rows] */
    hop_index_read *read; /* [rows] */
    scratch *scratch;     /* [workers] */
    hop_status *failures; /* [rows] */
} looking;

/* One state on its way. */
typedef struct walk {
    const looking *work;
    scratch *s;
    const double *state;
    double square, slack; /* |xi|^2, and what bounds are off by */
    hop_coarse coarse;
    size_t count; /* listed */
    bool full;
    hop_index_read read;
} walk;

HOP_CLONES static double product(const float *axis, const double *state, size_t dim) {
    hop_doubles sums = {0};
    double rest = 0;
    size_t j = 0;
    for (; j + 8 <= dim; j += 8) {
        hop_doubles x, y;
        for (size_t k = 0; k < 8; k++) y[k] = (double)axis[j + k];
        memcpy(&x, state + j, sizeof x);
        sums += x * y;
    }
    for (; j < dim; j++) rest += (double)axis[j] * state[j];
    for (size_t k = 0; k < 8; k++) rest += sums[k];
    return rest;
}

/* What a state does beside an axis. */
typedef struct aside {
    double along, across;
} aside;

static aside look_aside(walk *w, size_t node) {
    const hop_index *index = w->work->index;
    size_t dim = w->work->sieve->dim;
    double p = product(index->axes + node * dim, w->state, dim) * index->nodes[node].scale;
    w->read.axes++;
    return (aside){p, sqrt(fmax(w->square - p * p, 0) + 1e-12 * w->square)};
}

static double bound_of(walk *w, size_t at) {
    const hop_index_node *node = &w->work->index->nodes[at];
    aside a = look_aside(w, at);
    double along = fmax((double)node->low * a.along, (double)node->high * a.along);
    return along + (double)node->across * a.across + (double)node->bias + w->slack;
}

static double least_of(const walk *w) {
    return (double)hop_sieve_least(w->coarse.peak, w->work->look.reach);
}

static void thin_out(walk *w) {
    size_t kept = 0;
    float least = (float)least_of(w);
    for (size_t k = 0; k < w->count; k++) {
        if (w->s->bounds[k] < least) continue;
        w->s->patterns[kept] = w->s->patterns[k];
        w->s->bounds[kept++] = w->s->bounds[k];
    }
    w->count = kept;
}

/* Compares the patterns of a leaf that may be within reach. */
static void read_leaf(walk *w, uint32_t at) {
    const looking *work = w->work;
    const hop_sieve *sieve = work->sieve;
    const hop_index *index = work->index;
    const hop_index_node *node = &index->nodes[at];
    aside a = look_aside(w, at);
    for (uint32_t i = node->first; i < node->first + node->count && !w->full; i++) {
        size_t pattern = index->order[i];
        int32_t products[HOP_DIGITS_PLACES];
        float upper = 0, lower = 0;
        double bound = (double)index->along[i] * a.along + (double)index->across[i] * a.across +
                       (double)sieve->bias[pattern] + w->slack;
        if (bound < least_of(w)) continue;
        w->read.patterns++;
        hop_digits_products(sieve->bytes + pattern * sieve->dim, 1, sieve->dim,
                            hop_align(w->s->digits), work->look.places, products);
        hop_sieve_bound(sieve, pattern, 1, work->look.places, products, &w->coarse, &upper, &lower);
        w->coarse.peak = fmaxf(w->coarse.peak, lower);
        if ((double)upper < least_of(w)) continue;
        w->s->patterns[w->count] = (uint32_t)pattern;
        w->s->bounds[w->count++] = upper;
        if (w->count < work->room) continue;
        thin_out(w);
        w->full = w->count > work->look.most;
    }
}

/* The leaves at the ends of the branches whose centres are most similar, at most BEAM of them. */
static size_t find_likely_leaves(walk *w, uint32_t found[BEAM]) {
    const hop_index_node *nodes = w->work->index->nodes;
    size_t count = 1;
    found[0] = 0;
    for (bool deeper = true; deeper;) {
        uint32_t next[BEAM];
        double near[BEAM];
        size_t kept = 0;
        deeper = false;
        for (size_t k = 0; k < count; k++) {
            const hop_index_node *node = &nodes[found[k]];
            uint32_t first = node->children > 0 ? node->child : found[k];
            uint32_t end = node->children > 0 ? first + node->children : first + 1;
            deeper = deeper || node->children > 0;
            for (uint32_t child = first; child < end; child++) {
                double middle = ((double)nodes[child].low + (double)nodes[child].high) / 2;
                double s = middle * look_aside(w, child).along + (double)nodes[child].bias;
                size_t at = kept;
                while (at > 0 && s > near[at - 1]) at--;
                if (at == BEAM) continue;
                kept += kept < BEAM ? 1 : 0;
                memmove(next + at + 1, next + at, (kept - at - 1) * sizeof *next);
                memmove(near + at + 1, near + at, (kept - at - 1) * sizeof *near);
                next[at] = child, near[at] = s;
            }
        }
        memcpy(found, next, kept * sizeof *next);
        count = kept;
    }
    return count;
}

static bool is_among(uint32_t node, const uint32_t *nodes, size_t count) {
    for (size_t k = 0; k < count; k++)
        if (nodes[k] == node) return true;
    return false;
}

/* All leaves that may hold a pattern within reach, level by level; false where they hold too many
 * patterns, or where the first levels have not left out half of them. */
static bool find_leaves(walk *w, size_t *leaf_count) {
    const looking *work = w->work;
    const hop_index_node *nodes = work->index->nodes;
    uint32_t *queue = w->s->queue;
    size_t patterns = 0, found = 0, from = 0, to = 1;
    queue[0] = 0;
    for (size_t level = 0; from < to; level++) {
        size_t end = to, alive = patterns;
        for (; from < end; from++) {
            uint32_t at = queue[from];
            double bound = bound_of(w, at);
            if (bound < least_of(w)) continue;
            alive += nodes[at].count;
            for (uint32_t k = 0; k < nodes[at].children; k++) queue[to++] = nodes[at].child + k;
            if (nodes[at].children > 0) continue;
            w->s->leaves[found++] = (leaf){bound, at};
            patterns += nodes[at].count;
        }
        if (patterns > work->most || (level >= LEVELS && 2 * alive > work->sieve->count))
            return false;
    }
    *leaf_count = found;
    return true;
}

static int best_first(const void *a, const void *b) {
    const leaf *x = a, *y = b;
    if (x->bound != y->bound) return x->bound > y->bound ? -1 : 1;
    return (x->node > y->node) - (x->node < y->node);
}

static int ascending(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static hop_status keep(walk *w, hop_shortlist *list) {
    thin_out(w);
    if (w->count > w->work->look.most) w->full = true;
    free(list->patterns);
    *list = (hop_shortlist){.full = w->full, .outside = least_of(w)};
    if (w->full) return HOP_OK;
    HOP_TRY(hop_alloc(w->count, sizeof *list->patterns, "a list of patterns", &list->patterns));
    memcpy(list->patterns, w->s->patterns, w->count * sizeof *list->patterns);
    list->count = w->count;
    qsort(list->patterns, list->count, sizeof *list->patterns, ascending);
    return HOP_OK;
}

static void look_at_one(void *context, size_t task, size_t worker) {
    const looking *work = context;
    size_t place = work->places[task], leaves = 0, dim = work->sieve->dim;
    walk w = {.work = work, .s = &work->scratch[worker]};
    w.state = work->states + work->rows.index[place] * dim;
    if (!hop_sieve_is_moderate(work->sieve, w.state)) return;
    hop_sieve_write(work->sieve, w.state, work->look.places, hop_align(w.s->digits), &w.coarse);
    w.square = hop_sum_squares(w.state, dim);
    w.slack = HOP_INDEX_SLACK * work->index->norm_most * sqrt(w.square);
    uint32_t first[BEAM];
    size_t begun = find_likely_leaves(&w, first);
    for (size_t k = 0; k < begun; k++) read_leaf(&w, first[k]);
    bool few = !w.full && find_leaves(&w, &leaves);
    work->read[place] = w.read;
    if (!few) return;
    qsort(w.s->leaves, leaves, sizeof *w.s->leaves, best_first);
    for (size_t k = 0; k < leaves && w.s->leaves[k].bound >= least_of(&w) && !w.full; k++)
        if (!is_among(w.s->leaves[k].node, first, begun)) read_leaf(&w, w.s->leaves[k].node);
    work->read[place] = w.read;
    work->failures[place] = keep(&w, &work->lists[place]);
    work->done[place] = true;
}

static hop_status scratch_create(const looking *work, scratch *s) {
    size_t stride = hop_digits_stride(work->sieve->dim), nodes = work->index->node_count;
    HOP_TRY(hop_alloc(work->look.places * stride + HOP_LINE, 1, "a look", &s->digits));
    HOP_TRY(hop_alloc(nodes, sizeof *s->leaves, "a look", &s->leaves));
    HOP_TRY(hop_alloc(nodes, sizeof *s->queue, "a look", &s->queue));
    HOP_TRY(hop_alloc(work->room, sizeof *s->patterns, "a look", &s->patterns));
    return hop_alloc(work->room, sizeof *s->bounds, "a look", &s->bounds);
}

/* Those of `places` [count] that are not done. */
static size_t leave(const looking *work, size_t *places, size_t count) {
    size_t left = 0;
    for (size_t k = 0; k < count; k++)
        if (!work->done[places[k]]) places[left++] = places[k];
    return left;
}

static hop_status look_at_all(looking *work, size_t workers, size_t *places, size_t *left) {
    size_t all = work->rows.count, sample[SAMPLE], tried = all < SAMPLE ? all : SAMPLE;
    for (size_t k = 0; k < all; k++) places[k] = k;
    for (size_t k = 0; k < tried; k++) sample[k] = k * all / tried;
    work->places = sample;
    hop_parallel_run(tried, workers, look_at_one, work);
    size_t done = tried - leave(work, sample, tried);
    *left = leave(work, places, all);
    work->places = places;
    if (2 * done >= tried) {
        hop_parallel_run(*left, workers, look_at_one, work);
        *left = leave(work, places, *left);
    }
    for (size_t k = 0; k < all; k++)
        if (work->failures[k] != HOP_OK)
            return hop_fail(work->failures[k], "no memory for the patterns that matter to a query");
    return HOP_OK;
}

hop_status hop_index_look(const hop_sieve *sieve, hop_look look, hop_rows rows,
                          const double *states, hop_shortlist *lists, size_t *places, size_t *left,
                          hop_index_read *read) {
    looking work = {.sieve = sieve, .index = sieve->index, .look = look, .rows = rows};
    size_t workers = look.threads < rows.count ? look.threads : rows.count;
    work.states = states, work.lists = lists;
    work.most = sieve->count / (rows.count > FEW ? SCANNED_MANY : SCANNED_FEW);
    work.room = look.most + look.most / 4 + 64; /* so that it is seldom thinned out */
    hop_status status = hop_alloc(workers, sizeof *work.scratch, "a look", &work.scratch);
    if (status == HOP_OK) status = hop_alloc(rows.count, sizeof *work.done, "a look", &work.done);
    if (status == HOP_OK) status = hop_alloc(rows.count, sizeof *work.read, "a look", &work.read);
    if (status == HOP_OK)
        status = hop_alloc(rows.count, sizeof *work.failures, "a look", &work.failures);
    for (size_t i = 0; i < workers && status == HOP_OK; i++)
        status = scratch_create(&work, &work.scratch[i]);
    if (status == HOP_OK) status = look_at_all(&work, workers, places, left);
    for (size_t i = 0; read && work.read && i < rows.count; i++) {
        read->patterns += work.read[i].patterns;
        read->axes += work.read[i].axes;
    }
    for (size_t i = 0; work.scratch && i < workers; i++) {
        free(work.scratch[i].digits);
        free(work.scratch[i].leaves);
        free(work.scratch[i].queue);
        free(work.scratch[i].patterns);
        free(work.scratch[i].bounds);
    }
    free(work.scratch);
    free(work.done);
    free(work.read);
    free(work.failures);
    return status;
}
