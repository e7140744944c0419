/* From states to what is shown: X p, the state's own weights on the patterns in their own units, as
 * attention has keys and values; and how those weights are spread.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/sum.h"
#include "blocks.h"
#include "readout.h"
#include "refine.h"
#include "spread.h"

/* Rows of weights held at a time by one worker: at most this many numbers, and this many rows. */
enum { ROWS_MOST = 16 };
static const size_t HELD_NUMBERS = (size_t)1 << 21;

/* Patterns whose values are mixed at a time. */
enum { TILE = 64 };

/* A weight this small adds nothing to a sum of weights of 1 in double precision. */
static const double NEGLIGIBLE = 0x1p-60;

typedef struct scratch {
    double *weights;  /* [rows x patterns] */
    double *spread;   /* [patterns] for spread.c */
    double *patterns; /* [TILE x dim] */
    double *tile;     /* [rows x TILE] */
    double *mixed;    /* [rows x dim] */
} scratch;

typedef struct readout {
    const hop_recall *recall;
    const double *states;
    double *outputs;
    hop_recalled *queries;
    const double *const *similarities; /* of all states; see hop_recall_read_out() */
    const size_t *index;               /* [count]: the states to read out */
    size_t count;
} readout;

void hop_recall_share(const hop_recall *recall, double *weights) {
    double total = 0;
    bool square = recall->options.model.energy.family->couple != NULL;
    for (size_t i = 0; i < recall->count; i++)
        total += weights[i] = square ? weights[i] * weights[i] : fabs(weights[i]);
    for (size_t i = 0; total > 0 && i < recall->count; i++) weights[i] /= total;
}

/* The largest similarities of a row once more, in double: where near-duplicates share the weight,
 * what float gets wrong of their similarities, times beta, would show. */
static void refine(const hop_recall *recall, const double *state, double *row, double *key) {
    size_t leaders[HOP_REFINED];
    double unused[HOP_REFINED];
    bool distances = recall->options.model.energy.family->distances;
    double shift = distances ? hop_sum_squares(state, recall->dim) / 2 : 0;
    size_t count = hop_recall_top_weights(row, recall->count, HOP_REFINED, leaders, unused);
    for (size_t k = 0; k < count; k++) {
        size_t i = leaders[k];
        row[i] = hop_recall_similarity(recall, i, state, key) - shift;
    }
}

/* Families with couplings have no similarities, differences are compared elsewhere, and overlaps of
 * bipolar states are exact. */
static bool is_refined(const hop_recall *recall) {
    return !recall->options.model.similarity.kind->bipolar && recall->plain->refined;
}

/* Similarities that are known are copied, those of all rows or of none. */
static hop_status compare(const readout *work, hop_rows rows, double *s) {
    const size_t count = work->recall->count;
    size_t known = 0;
    while (work->similarities && known < rows.count && work->similarities[rows.index[known]])
        known++;
    if (known < rows.count)
        return work->recall->engine->similarities(work->recall, rows, work->states, s);
    for (size_t i = 0; i < rows.count; i++)
        memcpy(s + i * count, work->similarities[rows.index[i]], count * sizeof *s);
    return HOP_OK;
}

static hop_status weigh(const readout *work, hop_rows rows, double *key, double *weights) {
    const hop_recall *recall = work->recall;
    HOP_TRY(compare(work, rows, weights));
    for (size_t i = 0; i < rows.count; i++) {
        double *row = weights + i * recall->count;
        const double *state = work->states + rows.index[i] * recall->dim;
        if (is_refined(recall)) refine(recall, state, row, key);
        HOP_TRY(hop_recall_weigh(recall, row, row));
        if (recall->options.model.similarity.kind->bipolar) hop_recall_share(recall, row);
    }
    return HOP_OK;
}

/* Copies a tile of weights together; says how many are not negligible. */
static size_t gather(const hop_recall *recall, scratch *s, size_t rows, size_t first,
                     size_t count) {
    size_t seen = 0;
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < count; j++) {
            double weight = s->weights[i * recall->count + first + j];
            s->tile[i * count + j] = weight;
            seen += weight > NEGLIGIBLE ? 1 : 0;
        }
    return seen;
}

/* Adds those patterns of a tile that are seen, one by one. */
static void mix_few(const hop_recall *recall, scratch *s, size_t rows, size_t first, size_t count) {
    const size_t dim = recall->dim;
    for (size_t k = 0; k < rows * count; k++) {
        const double weight = s->tile[k];
        double *mixed = s->mixed + k / count * dim;
        if (!(weight > NEGLIGIBLE)) continue;
        hop_memory_read(recall->memory, first + k % count, 1, s->patterns);
        for (size_t j = 0; j < dim; j++) mixed[j] += weight * s->patterns[j];
    }
}

/* Fewer weights of a tile than these are not worth a product. */
enum { FEW = 4 };

/* s->mixed [rows x dim] = weights . patterns */
static void mix(const hop_recall *recall, scratch *s, size_t rows) {
    memset(s->mixed, 0, rows * recall->dim * sizeof *s->mixed);
    for (size_t first = 0; first < recall->count; first += TILE) {
        size_t count = recall->count - first < TILE ? recall->count - first : TILE;
        size_t seen = gather(recall, s, rows, first, count);
        if (seen == 0) continue;
        if (seen <= FEW) {
            mix_few(recall, s, rows, first, count);
            continue;
        }
        hop_memory_read(recall->memory, first, count, s->patterns);
        hop_blas_mix(rows, recall->dim, count, s->tile, s->patterns, s->mixed);
    }
}

/* A state without any weight is shown as it is; families that have such states compare patterns as
 * they stand. */
static bool is_supported(const hop_recall *recall, const double *weights) {
    if (!recall->options.model.energy.family->distances) return true;
    for (size_t i = 0; i < recall->count; i++)
        if (weights[i] > 0) return true;
    return false;
}

static void show_mixtures(const readout *work, scratch *s, hop_rows rows) {
    const hop_recall *recall = work->recall;
    size_t dim = recall->dim;
    mix(recall, s, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        const double *from = is_supported(recall, s->weights + i * recall->count)
                                 ? s->mixed + i * dim
                                 : work->states + rows.index[i] * dim;
        memcpy(work->outputs + rows.index[i] * dim, from, dim * sizeof *from);
    }
}

static void show_states(const readout *work, hop_rows rows) {
    size_t dim = work->recall->dim;
    for (size_t i = 0; i < rows.count; i++) {
        size_t at = rows.index[i] * dim;
        hop_recall_show_state(work->recall, work->states + at, work->outputs + at);
    }
}

static hop_status read_block(const void *context, hop_range places, void *worker, size_t *failed) {
    const readout *work = context;
    const hop_recall *recall = work->recall;
    scratch *s = worker;
    hop_rows rows = {work->index + places.first, places.count};
    (void)failed;
    HOP_TRY(weigh(work, rows, s->patterns, s->weights));
    if (recall->options.model.similarity.kind->bipolar)
        show_states(work, rows);
    else
        show_mixtures(work, s, rows);
    for (size_t i = 0; work->queries && i < rows.count; i++) {
        hop_recalled *query = &work->queries[rows.index[i]];
        const double *weights = s->weights + i * recall->count;
        query->top_count = hop_recall_top_weights(weights, recall->count, HOP_TOP_WEIGHTS,
                                                  query->top, query->top_weight);
        query->k90 = hop_recall_k90(weights, recall->count, s->spread);
        query->support = hop_recall_support(weights, recall->count);
    }
    return HOP_OK;
}

static void written(const void *context, hop_range places, hop_ranks_take *give, void *to) {
    const readout *work = context;
    const size_t dim = work->recall->dim;
    for (size_t i = 0; i < places.count; i++) {
        size_t row = work->index[places.first + i];
        give(to, work->outputs + row * dim, dim * sizeof *work->outputs);
        if (!work->queries) continue;
        hop_recalled *query = &work->queries[row];
        give(to, &query->top_count, sizeof query->top_count);
        give(to, query->top, sizeof query->top);
        give(to, query->top_weight, sizeof query->top_weight);
        give(to, &query->k90, sizeof query->k90);
        give(to, &query->support, sizeof query->support);
    }
}

static hop_status create(const hop_recall *recall, size_t rows, void *fresh) {
    scratch *s = fresh;
    size_t number = sizeof(double);
    HOP_TRY(hop_alloc(recall->count, rows * number, "weights", &s->weights));
    HOP_TRY(hop_alloc(recall->count, number, "weights", &s->spread));
    /* Not cleared: of few weights most of it is never touched. */
    HOP_TRY(hop_realloc(recall->dim, TILE * number, "patterns", &s->patterns));
    HOP_TRY(hop_alloc(recall->dim, rows * number, "outputs", &s->mixed));
    return hop_alloc(TILE, rows * number, "weights", &s->tile);
}

static void clear(void *used) {
    scratch *s = used;
    free(s->weights);
    free(s->spread);
    free(s->patterns);
    free(s->tile);
    free(s->mixed);
}

/* The states of work->index, beside all patterns. */
static hop_status read_all(const readout *work) {
    static const hop_blocks BLOCKS = {
        .scratch = {sizeof(scratch), create, clear}, .run = read_block, .written = written};
    const hop_rows rows = {work->index, work->count};
    if (work->count == 0) return HOP_OK;
    size_t held = hop_blocks_held(work->count, work->recall->count, HELD_NUMBERS, 1, ROWS_MOST);
    return hop_blocks_run(work->recall, &BLOCKS, rows, held, work, NULL);
}

hop_status hop_recall_read_out(const hop_recall *recall, hop_lists *known, const double *states,
                               const double *const *similarities, size_t count, double *outputs,
                               hop_recalled *queries) {
    size_t *index = NULL;
    readout work = {.recall = recall,
                    .states = states,
                    .outputs = outputs,
                    .queries = queries,
                    .similarities = similarities,
                    .count = count};
    HOP_TRY(hop_alloc(count, sizeof *index, "an index", &index));
    for (size_t i = 0; i < count; i++) index[i] = i;
    work.index = index;
    hop_status status = HOP_OK;
    if (known)
        status =
            hop_recall_readout_listed(recall, known, states, index, &work.count, outputs, queries);
    if (status == HOP_OK) status = read_all(&work);
    free(index);
    return status;
}

hop_status hop_recall_readout(const hop_recall *recall, const double *states, size_t count,
                              double *outputs) {
    if (count > 0) HOP_TRY(hop_recall_check_states(recall, states, count));
    return hop_recall_read_out(recall, NULL, states, NULL, count, outputs, NULL);
}
