/* Many states: tiles of states x patterns.  For each tile one matrix product gives similarities,
 * the family folds them into weights in place (online softmax), what was accumulated before is
 * rescaled, and a second product adds the weighted keys.  No row of N similarities is ever held,
 * and each key is read once for a whole block of states.
 *
 * Equal terms round the same way again and again, so n of them are off by up to about n/3
 * roundings; sums are therefore made at three levels, each short: the product of one stripe of
 * patterns, some stripes in float, all in double.  A stripe leaves out the states for which all its
 * weights are negligible.
 * SPDX-License-Identifier: MIT */
#include "tiles.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/panels.h"

/* Patterns to a product, and products to a sum in float: any memory stays within 8 epsilon. */
enum { STRIPE = HOP_STRIPE, STRIPES = 8 };

/* Rows that need a stripe are put together if at most so many quarters of them do. */
enum { MOST_QUARTERS = 3 };

/* Up to so many weights a row, they are added up one by one. */
enum { FEW_WEIGHTS = 4 };

/* States to a block from which on panels are not mostly empty. */
enum { PANELS_FROM = 16 };

void hop_tiles_clear(hop_tiles *t) {
    free(t->states);
    free(t->packed);
    free(t->room);
    free(t->bits);
    free(t->exact);
    free(t->tile);
    free(t->part);
    free(t->sums);
    free(t->fresh);
    free(t->active);
    free(t->keys);
    free(t->key);
}

hop_status hop_tiles_create(const hop_recall *recall, size_t block, bool make_keys, hop_tiles *t) {
    size_t dim = recall->dim, tile = hop_recall_tile(recall), words = recall->bits.words;
    *t = (hop_tiles){0};
    HOP_TRY(hop_alloc(dim, block * sizeof *t->states, "states", &t->states));
    if (words == 0 && make_keys && block >= PANELS_FROM && hop_panels_are_taken()) {
        HOP_TRY(hop_alloc(hop_panels_packed(block, dim), sizeof *t->packed, "states", &t->packed));
        const size_t across = hop_panels_room(tile, block),
                     down = hop_panels_room(block, HOP_PANEL);
        HOP_TRY(hop_alloc(across > down ? across : down, sizeof *t->room, "sums", &t->room));
    }
    HOP_TRY(hop_alloc(words, block * sizeof *t->bits, "states", &t->bits));
    HOP_TRY(hop_alloc(words > 0 ? tile : 0, block * sizeof *t->exact, "products", &t->exact));
    HOP_TRY(hop_alloc(tile, block * sizeof *t->tile, "similarities", &t->tile));
    HOP_TRY(hop_alloc(STRIPE, block * sizeof *t->part, "weights", &t->part));
    HOP_TRY(hop_alloc(dim, block * sizeof *t->sums, "sums", &t->sums));
    HOP_TRY(hop_alloc(dim + HOP_PADDING, block * sizeof *t->fresh, "sums", &t->fresh));
    HOP_TRY(hop_alloc(block, sizeof *t->active, "an index", &t->active));
    if (make_keys && !hop_recall_lends_keys(recall))
        HOP_TRY(hop_alloc(dim, tile * sizeof *t->keys, "a tile of keys", &t->keys));
    return hop_alloc(dim, sizeof *t->key, "a key", &t->key);
}

void hop_tiles_load(const hop_recall *recall, hop_tiles *t, hop_rows rows, const double *states) {
    size_t dim = recall->dim, words = recall->bits.words;
    for (size_t i = 0; i < rows.count; i++) {
        const double *state = states + rows.index[i] * dim;
        for (size_t j = 0; j < dim; j++) t->states[i * dim + j] = (float)state[j];
        if (words > 0) hop_bits_pack(state, dim, 0, t->bits + i * words);
    }
    if (t->packed) hop_panels_pack(t->states, rows.count, dim, t->packed);
}

/* A total is 1 or more in the end, so all of them together are less than a sixteenth of a rounding.
 * Only softmax is known to have no negative weights. */
float hop_tiles_negligible(const hop_recall *recall) {
    if (!recall->options.model.energy.family->softmax) return 0;
    return ldexpf(1, -28) / (float)recall->count;
}

void hop_tiles_multiply_bits(const hop_recall *recall, hop_tiles *t, size_t i, size_t block,
                             hop_range patterns, float *products) {
    hop_bits_range range = {patterns.first, patterns.count};
    hop_bits_multiply(&recall->bits, range, t->bits + i * recall->bits.words, block, t->exact);
    for (size_t k = 0; k < block * patterns.count; k++) products[k] = (float)t->exact[k];
}

const float *hop_tiles_compare(const hop_recall *recall, hop_tiles *t, size_t block,
                               hop_range patterns) {
    size_t first = patterns.first, count = patterns.count;
    if (recall->bits.words > 0) {
        hop_tiles_multiply_bits(recall, t, 0, block, patterns, t->tile);
        return NULL;
    }
    const float *keys = hop_recall_key_tile(recall, first, count, t->keys, t->key);
    if (t->packed)
        hop_panels_compare(t->packed, block, keys, count, recall->dim, t->room, t->tile);
    else
        hop_blas_dots_float(block, count, recall->dim, t->states, keys, t->tile);
    for (size_t j = 0; j < count; j++) {
        float bias = (float)recall->frames[first + j].bias;
        if (bias == 0) continue;
        for (size_t i = 0; i < block; i++) t->tile[i * count + j] += bias;
    }
    return keys;
}

void hop_tiles_begin(const hop_recall *recall, hop_tiles *t, size_t block,
                     const hop_folded *folded) {
    t->stripes = 0;
    for (size_t i = 0; i < block; i++) {
        folded->folds[i] = (hop_fold){.peak = -INFINITY};
        folded->leaders[i].count = 0;
    }
    memset(t->sums, 0, block * recall->dim * sizeof *t->sums);
    memset(folded->mixed, 0, block * recall->dim * sizeof *folded->mixed);
}

void hop_tiles_weigh(const hop_recall *recall, hop_tiles *t, const hop_folded *folded, size_t i,
                     float *row, hop_range patterns) {
    const hop_energy *energy = &recall->options.model.energy;
    hop_recall_note_leaders(&folded->leaders[i], row, patterns.count, patterns.first);
    float factor = energy->family->fold(energy->parameter, row, patterns.count, &folded->folds[i]);
    if (factor == 1) return;
    float *sums = t->sums + i * recall->dim;
    double *mixed = folded->mixed + i * recall->dim;
    for (size_t j = 0; j < recall->dim; j++) sums[j] *= factor;
    for (size_t j = 0; j < recall->dim; j++) mixed[j] *= (double)factor;
}

void hop_tiles_flush(const hop_recall *recall, hop_tiles *t, size_t block,
                     const hop_folded *folded) {
    for (size_t k = 0; k < block * recall->dim; k++) {
        folded->mixed[k] += (double)t->sums[k];
        t->sums[k] = 0;
    }
    t->stripes = 0;
}

/* One stripe of a tile of weights [block x count]: columns from ... from+part-1. */
typedef struct stripe {
    size_t block, count, from, part;
    const float *keys; /* [part x dim], or NULL: made if a weight matters */
    size_t pattern;    /* the first of them */
} stripe;

/* The rows with a weight that matters, into t->active; *used counts such weights. */
static size_t find_active(hop_tiles *t, stripe s, float cut, size_t *used) {
    size_t active = 0;
    *used = 0;
    for (size_t i = 0; i < s.block; i++) {
        const float *weights = t->tile + i * s.count + s.from;
        unsigned above = 0;
        for (size_t j = 0; j < s.part; j++) above += fabsf(weights[j]) >= cut;
        if (above > 0) t->active[active++] = i;
        *used += above;
    }
    return active;
}

/* Their weights together, into t->part [active x part]. */
static void gather_weights(hop_tiles *t, stripe s, size_t active) {
    for (size_t a = 0; a < active; a++)
        memcpy(t->part + a * s.part, t->tile + t->active[a] * s.count + s.from,
               s.part * sizeof *t->part);
}

static void mix_active(const hop_recall *recall, hop_tiles *t, stripe s, size_t active) {
    size_t dim = recall->dim;
    memset(t->fresh, 0, active * dim * sizeof *t->fresh);
    hop_blas_mix_float(active, dim, s.part, t->part, s.keys, t->fresh);
    for (size_t a = 0; a < active; a++) {
        float *sums = t->sums + t->active[a] * dim;
        const float *fresh = t->fresh + a * dim;
        for (size_t j = 0; j < dim; j++) sums[j] += fresh[j];
    }
}

/* Whether a stripe's weights are added up one by one. */
static bool are_few(size_t used, size_t active, float cut) {
    return cut > 0 && used <= FEW_WEIGHTS * active;
}

static bool are_most(size_t active, size_t block) {
    return 4 * active > MOST_QUARTERS * block;
}

/* In panels: all rows of the tile where most need the stripe, else those that do. */
static void mix_panels(const hop_recall *recall, hop_tiles *t, stripe s, size_t active,
                       const hop_folded *folded) {
    hop_panels_mixing m = {.rows = s.block,
                           .count = s.part,
                           .dim = recall->dim,
                           .weights = t->tile + s.from,
                           .apart = s.count,
                           .keys = s.keys,
                           .room = t->room,
                           .mixed = folded->mixed};
    if (!are_most(active, s.block)) {
        gather_weights(t, s, active);
        m.rows = active;
        m.weights = t->part;
        m.apart = s.part;
        m.index = t->active;
    }
    hop_panels_mix(&m);
}

static void mix_stripe(const hop_recall *recall, hop_tiles *t, stripe s, float cut,
                       const hop_folded *folded) {
    size_t used = 0, active = find_active(t, s, cut, &used), dim = recall->dim;
    if (active == 0) return;
    if (!s.keys) s.keys = hop_recall_key_tile(recall, s.pattern, s.part, t->keys, t->key);
    const bool few = are_few(used, active, cut);
    if (!few && t->packed) {
        mix_panels(recall, t, s, active, folded);
        return;
    }
    if (t->stripes == STRIPES) hop_tiles_flush(recall, t, s.block, folded);
    t->stripes++;
    if (few) {
        for (size_t a = 0; a < active; a++)
            hop_tiles_mix_floats(s.keys, t->tile + t->active[a] * s.count + s.from, s.part, dim,
                                 cut, t->sums + t->active[a] * dim);
        return;
    }
    if (are_most(active, s.block)) {
        hop_blas_mix_apart_float(s.block, dim, s.part, t->tile + s.from, s.count, s.keys, t->sums);
        return;
    }
    gather_weights(t, s, active);
    mix_active(recall, t, s, active);
}

static stripe stripe_at(const hop_recall *recall, size_t block, hop_range patterns,
                        const float *keys, size_t from) {
    const size_t left = patterns.count - from;
    return (stripe){block,
                    patterns.count,
                    from,
                    left < STRIPE ? left : STRIPE,
                    keys ? keys + from * recall->dim : NULL,
                    patterns.first + from};
}

/* Whether every stripe is one that most rows need. */
static bool is_flat(const hop_recall *recall, hop_tiles *t, size_t block, hop_range patterns,
                    float cut) {
    for (size_t from = 0; from < patterns.count; from += STRIPE) {
        size_t used = 0;
        const size_t active =
            find_active(t, stripe_at(recall, block, patterns, NULL, from), cut, &used);
        if (!are_most(active, block) || are_few(used, active, cut)) return false;
    }
    return true;
}

/* Adds a tile's weighted keys to the sums, stripe by stripe, or in panels at once. */
static void mix(const hop_recall *recall, hop_tiles *t, size_t block, hop_range patterns,
                const float *keys, const hop_folded *folded) {
    float cut = hop_tiles_negligible(recall);
    if (t->packed && is_flat(recall, t, block, patterns, cut)) {
        stripe all = stripe_at(recall, block, patterns, keys, 0);
        all.part = patterns.count;
        mix_panels(recall, t, all, block, folded);
        return;
    }
    for (size_t from = 0; from < patterns.count; from += STRIPE)
        mix_stripe(recall, t, stripe_at(recall, block, patterns, keys, from), cut, folded);
}

void hop_tiles_fold(const hop_recall *recall, hop_tiles *t, size_t block, hop_range patterns,
                    const hop_folded *folded) {
    size_t tile = hop_recall_tile(recall), end = patterns.first + patterns.count;
    hop_tiles_begin(recall, t, block, folded);
    for (size_t first = patterns.first; first < end; first += tile) {
        hop_range range = {first, end - first < tile ? end - first : tile};
        const float *keys = hop_tiles_compare(recall, t, block, range);
        for (size_t i = 0; i < block; i++)
            hop_tiles_weigh(recall, t, folded, i, t->tile + i * range.count, range);
        mix(recall, t, block, range, keys, folded);
    }
    hop_tiles_flush(recall, t, block, folded);
}
