/* Folding a range of patterns over a block of states: what the fast path does most of the time.
 * Two ways, with the same meaning: tiles.c by matrix products, few.c by one pass.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_TILES_H
#define HOP_RECALL_TILES_H

#include "recall_private.h"
#include "refine.h"

enum { HOP_PADDING = 64 };

/* What one worker computes in. */
typedef struct hop_tiles {
    float *states;  /* [block x dim] */
    float *packed;  /* the same in panels (base/panels.h); NULL where a library multiplies */
    float *room;    /* sums beside them */
    uint64_t *bits; /* [block x words]: the same, where keys are bits */
    int32_t *exact; /* [block x tile]: products of bits */
    float *tile;    /* [block x tile]: similarities, then weights */
    float *part;    /* [block x stripe] of the weights */
    float *sums;    /* [block x dim] of the stripes at hand */
    float *fresh;   /* [block x (dim + HOP_PADDING)]: sums of one stripe for the rows that need it,
                       or states in digits for bytes */
    size_t *active; /* [block]: those rows */
    size_t stripes; /* added to the sums since they went to double */
    float *keys;    /* [tile x dim] where they are not lent */
    double *key;    /* [dim], to make one with */
} hop_tiles;

/* make_keys: whether keys that are not lent will be asked for.  HOP_E_MEMORY; to be cleared in any
 * case. */
hop_status hop_tiles_create(const hop_recall *recall, size_t block, bool make_keys,
                            hop_tiles *tiles);
void hop_tiles_clear(hop_tiles *tiles);

/* Takes the states of a block, one after another. */
void hop_tiles_load(const hop_recall *recall, hop_tiles *tiles, hop_rows rows,
                    const double *states);

/* What a block of states has been folded to so far. */
typedef struct hop_folded {
    double *mixed;        /* [block x dim]: keys times weights */
    hop_fold *folds;      /* [block] */
    hop_leaders *leaders; /* [block] */
} hop_folded;

/* Similarities of the states [block x dim] with at most a tile of patterns into tiles->tile
 * [block x count].  Returns their keys, lent, or NULL where bits were enough. */
const float *hop_tiles_compare(const hop_recall *recall, hop_tiles *tiles, size_t block,
                               hop_range patterns);

/* Everything folded over the patterns of the range into `folded`, which begins anew. */
void hop_tiles_fold(const hop_recall *recall, hop_tiles *tiles, size_t block, hop_range patterns,
                    const hop_folded *folded);

/* The same reading each pattern once, for a block of up to HOP_FEW states. */
enum { HOP_FEW = 4 };
void hop_tiles_fold_few(const hop_recall *recall, hop_tiles *tiles, size_t block,
                        hop_range patterns, const hop_folded *folded);

/* ---- shared by both ---- */

/* Weights below this change no state by as much as float rounds it, even all of them together. */
float hop_tiles_negligible(const hop_recall *recall);

/* Begins anew. */
void hop_tiles_begin(const hop_recall *recall, hop_tiles *tiles, size_t block,
                     const hop_folded *folded);

/* Products of states i ... i+block-1 with keys that are bits, as floats [block x count]. */
void hop_tiles_multiply_bits(const hop_recall *recall, hop_tiles *tiles, size_t i, size_t block,
                             hop_range patterns, float *products);

/* Folds row i of tiles->tile, `count` similarities with patterns from `first`. */
void hop_tiles_weigh(const hop_recall *recall, hop_tiles *tiles, const hop_folded *folded, size_t i,
                     float *row, hop_range patterns);

/* Moves the sums over to double. */
void hop_tiles_flush(const hop_recall *recall, hop_tiles *tiles, size_t block,
                     const hop_folded *folded);

/* Patterns that are added up side by side: one term of a sum. */
enum { HOP_ABREAST = 4 };

/* sums [dim] += weights [count] . rows [count x dim], those not above `cut` left out. */
void hop_tiles_mix_floats(const float *rows, const float *weights, size_t count, size_t dim,
                          float cut, float *sums);

#endif
