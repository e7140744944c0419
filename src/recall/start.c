/* From queries to states.  An unknown pixel takes no part in the first similarity, which is
 * computed from sums over the known pixels; it then starts as what the weights of that first look
 * expect there.  From that completed state on the dynamics is the plain one, so the energy falls
 * from the start, as it must.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "blocks.h"

/* Queries and patterns taken at a time; fewer queries where their similarities with all patterns
 * would be more numbers than these. */
enum { BLOCK = 16, TILE = 64 };
static const size_t HELD_NUMBERS = (size_t)1 << 20;

/* What one worker computes in. */
typedef struct scratch {
    double *known;    /* [block x dim]: 1 known, 0 unknown */
    double *query;    /* [block x dim]: the query, 0 where unknown */
    double *patterns; /* [TILE x dim] */
    double *products; /* [3 x BLOCK x TILE]: sums of xq, x, xx */
    double *s;        /* [block x patterns], then weights */
    double *expected; /* [block x dim] = weights . patterns */
} scratch;

typedef struct start {
    const hop_recall *recall;
    const double *queries;
    double *states;
} start;

static void clear(void *used) {
    scratch *s = used;
    free(s->known);
    free(s->query);
    free(s->patterns);
    free(s->products);
    free(s->s);
    free(s->expected);
}

static hop_status create(const hop_recall *recall, size_t block, void *fresh) {
    scratch *s = fresh;
    size_t dim = recall->dim, number = sizeof(double);
    HOP_TRY(hop_alloc(dim, block * number, "known pixels", &s->known));
    HOP_TRY(hop_alloc(dim, block * number, "queries", &s->query));
    HOP_TRY(hop_realloc(dim, TILE * number, "patterns", &s->patterns)); /* not cleared */
    HOP_TRY(hop_alloc(3, BLOCK * TILE * number, "sums", &s->products));
    HOP_TRY(hop_alloc(recall->count, block * number, "similarities", &s->s));
    return hop_alloc(dim, block * number, "expected pixels", &s->expected);
}

/* Patterns first ... first+count-1 as the first look sees them. */
static void read_patterns(const hop_recall *recall, size_t first, size_t count, double *patterns) {
    hop_memory_read(recall->memory, first, count, patterns);
    if (!recall->options.model.similarity.kind->bipolar) return;
    for (size_t i = 0; i < count; i++)
        hop_recall_apply_frame(recall->frames[first + i], patterns + i * recall->dim, recall->dim);
}

/* The sums of one query with itself. */
static hop_known_sums sums_of(const double *known, const double *query, size_t dim) {
    hop_known_sums sums = {.dim = dim};
    for (size_t j = 0; j < dim; j++) {
        sums.known += known[j] != 0;
        sums.q += query[j];
        sums.qq += query[j] * query[j];
    }
    return sums;
}

/* Similarities by the known pixels of a block with one tile of patterns: three products, pass by
 * pass, give the sums of xq, x and xx for all of them. */
static void compare_tile(const hop_recall *recall, scratch *s, const hop_known_sums *own,
                         size_t block, size_t first, size_t count) {
    size_t dim = recall->dim;
    double *xq = s->products, *x = xq + BLOCK * TILE, *xx = x + BLOCK * TILE;
    const hop_similarity *similarity = &recall->options.model.similarity;
    read_patterns(recall, first, count, s->patterns);
    hop_blas_dots(block, count, dim, s->query, s->patterns, xq);
    hop_blas_dots(block, count, dim, s->known, s->patterns, x);
    for (size_t k = 0; k < count * dim; k++) s->patterns[k] *= s->patterns[k];
    hop_blas_dots(block, count, dim, s->known, s->patterns, xx);
    for (size_t i = 0; i < block; i++)
        for (size_t j = 0; j < count; j++) {
            hop_known_sums sums = own[i];
            sums.xq = xq[i * count + j];
            sums.x = x[i * count + j];
            sums.xx = xx[i * count + j];
            s->s[i * recall->count + first + j] =
                similarity->kind->known(similarity->parameter, &sums);
        }
}

/* expected = weights . patterns */
static void expect(const hop_recall *recall, scratch *s, size_t block) {
    size_t dim = recall->dim;
    for (size_t k = 0; k < block * dim; k++) s->expected[k] = 0;
    for (size_t first = 0; first < recall->count; first += TILE) {
        size_t count = recall->count - first < TILE ? recall->count - first : TILE;
        double weights[BLOCK * TILE];
        for (size_t i = 0; i < block; i++)
            for (size_t j = 0; j < count; j++)
                weights[i * count + j] = s->s[i * recall->count + first + j];
        read_patterns(recall, first, count, s->patterns);
        hop_blas_mix(block, dim, count, weights, s->patterns, s->expected);
    }
}

/* Unknown pixels of `query` become gain * expected + offset. */
static void fill(const hop_recall *recall, const double *known, const double *expected,
                 double *query) {
    const hop_similarity *similarity = &recall->options.model.similarity;
    hop_known_sums sums = sums_of(known, query, recall->dim);
    for (size_t j = 0; j < recall->dim; j++) {
        double x = known[j] * expected[j];
        sums.x += x;
        sums.xx += x * x;
        sums.xq += x * query[j];
    }
    double gain = 1, offset = 0;
    similarity->kind->fill(similarity->parameter, &sums, &gain, &offset);
    for (size_t j = 0; j < recall->dim; j++)
        if (known[j] == 0) query[j] = gain * expected[j] + offset;
    if (!similarity->kind->bipolar) return;
    for (size_t j = 0; j < recall->dim; j++)
        if (known[j] == 0) query[j] = query[j] > 0 ? 1 : -1;
}

/* Known values become -1 and 1, by themselves; room: [dim]. */
static void threshold_known(const hop_recall *recall, const double *known, double *query,
                            double *room) {
    const hop_similarity *similarity = &recall->options.model.similarity;
    size_t count = 0;
    for (size_t j = 0; j < recall->dim; j++)
        if (known[j] != 0) room[count++] = query[j];
    hop_frame frame = similarity->kind->frame(similarity->parameter, room, count);
    for (size_t j = 0; j < recall->dim; j++)
        if (known[j] != 0) query[j] = hop_recall_key_value(frame, query[j]);
}

/* Splits queries into known masks and values; says whether any pixel is unknown. */
static bool split(const start *work, scratch *s, size_t first, size_t block) {
    bool any = false;
    for (size_t k = 0; k < block * work->recall->dim; k++) {
        double value = work->queries[first * work->recall->dim + k];
        s->known[k] = isnan(value) ? 0 : 1;
        s->query[k] = isnan(value) ? 0 : value;
        any = any || isnan(value);
    }
    for (size_t i = 0; any && work->recall->options.model.similarity.kind->bipolar && i < block;
         i++)
        threshold_known(work->recall, s->known + i * work->recall->dim,
                        s->query + i * work->recall->dim, s->expected);
    return any;
}

/* Similarities by the known pixels into s->s; queries [block x dim] as they came. */
static hop_status compare(const hop_recall *recall, scratch *s, const double *queries,
                          size_t block) {
    hop_known_sums own[BLOCK];
    size_t index[BLOCK], dim = recall->dim, count = recall->count;
    for (size_t i = 0; i < block; i++) {
        index[i] = i;
        own[i] = sums_of(s->known + i * dim, s->query + i * dim, dim);
    }
    if (!hop_recall_is_product(recall))
        return recall->engine->similarities(recall, (hop_rows){index, block}, queries, s->s);
    for (size_t first = 0; first < count; first += TILE)
        compare_tile(recall, s, own, block, first, count - first < TILE ? count - first : TILE);
    for (size_t i = 0; i < block; i++) {
        double share = (double)own[i].known / (double)dim;
        hop_recall_shift(recall, own[i].qq / 2 / share, s->s + i * count);
    }
    return HOP_OK;
}

static hop_status complete(const hop_recall *recall, scratch *s, const double *queries,
                           size_t block, size_t *failed) {
    size_t dim = recall->dim, count = recall->count;
    HOP_TRY(compare(recall, s, queries, block));
    for (size_t i = 0; i < block; i++, ++*failed) {
        double *row = s->s + i * count;
        HOP_TRY(hop_recall_weigh(recall, row, row));
    }
    expect(recall, s, block);
    for (size_t i = 0; i < block; i++)
        fill(recall, s->known + i * dim, s->expected + i * dim, s->query + i * dim);
    return HOP_OK;
}

static hop_status start_block(const void *context, hop_range places, void *worker, size_t *failed) {
    const start *work = context;
    const hop_recall *recall = work->recall;
    const size_t dim = recall->dim, first = places.first;
    scratch *s = worker;
    if (split(work, s, first, places.count))
        HOP_TRY(complete(recall, s, work->queries + first * dim, places.count, failed));
    for (size_t i = 0; i < places.count; i++) {
        double *query = s->query + i * dim, *state = work->states + (first + i) * dim;
        hop_recall_apply_frame(hop_recall_frame(recall, query), query, dim);
        for (size_t j = 0; j < dim; j++) state[j] = query[j];
    }
    return HOP_OK;
}

static void written(const void *context, hop_range places, hop_ranks_take *give, void *to) {
    const start *work = context;
    const size_t dim = work->recall->dim;
    give(to, work->states + places.first * dim, places.count * dim * sizeof *work->states);
}

hop_status hop_recall_start(const hop_recall *recall, const double *queries, size_t count,
                            double *states) {
    static const hop_blocks BLOCKS = {.scratch = {sizeof(scratch), create, clear},
                                      .run = start_block,
                                      .written = written,
                                      .beyond = "a similarity is not finite"};
    const start work = {.recall = recall, .queries = queries, .states = states};
    size_t held = hop_blocks_held(count, recall->count, HELD_NUMBERS, 1, BLOCK);
    return hop_blocks_run(recall, &BLOCKS, (hop_rows){NULL, count}, held, &work, NULL);
}
