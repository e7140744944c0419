/* The two products of a tile of patterns with many states, by AVX-512: similarities, and sums of
 * weighted keys.  A library packs both sides of every product anew; here states are packed once for
 * all tiles, keys are read as they lie, and a stripe of them at a time.  Sums are made in one order
 * whatever the sizes.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_PANELS_H
#define HOP_BASE_PANELS_H

#include <stdbool.h>
#include <stddef.h>

/* Columns of a panel. */
enum { HOP_PANEL = 32 };

/* Whether this build and this processor have what it needs. */
bool hop_panels_run_here(void);

/* Whether they are taken for a recall: not where the user has chosen a library's kernels
 * (OPENBLAS_CORETYPE), to have the bytes of another processor. */
bool hop_panels_are_taken(void);

/* Floats that packed states take, and the sums of so many rows and columns. */
size_t hop_panels_packed(size_t states, size_t dim);
size_t hop_panels_room(size_t rows, size_t columns);

/* states [count x dim], turned, in panels: packed [hop_panels_packed()]. */
void hop_panels_pack(const float *states, size_t count, size_t dim, float *packed);

/* tile [states x count] = states * keys', keys [count x dim].  No sum in float has more than 256
 * terms, nor more than dim / 256 of such sums.  room: [hop_panels_room(count, states)]. */
void hop_panels_compare(const float *packed, size_t states, const float *keys, size_t count,
                        size_t dim, float *room, float *tile);

/* Patterns of a stripe: terms of a sum in float, of which as many as there are stripes are added up
 * before they go to double. */
enum { HOP_STRIPE = 64 };

/* Rows of `mixed`, [. x dim], that `index` tells (NULL: in order) += weights * keys. */
typedef struct hop_panels_mixing {
    size_t rows, count, dim;
    const float *weights; /* [rows x count], `apart` numbers from row to row */
    size_t apart;
    const float *keys; /* [count x dim] */
    const size_t *index;
    float *room; /* [hop_panels_room(rows, HOP_PANEL)] */
    double *mixed;
} hop_panels_mixing;

void hop_panels_mix(const hop_panels_mixing *mixing);

#endif
