/* What a landscape's points add up to: basins.  Shared by its table and its map.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_EXPERIMENT_LANDSCAPE_BASINS_H
#define HOP_EXPERIMENT_LANDSCAPE_BASINS_H

#include "landscape.h"

/* Sums over the points that end in one place. */
typedef struct hop_basin {
    double pattern; /* or a mixture, or nowhere */
    double points, steps, x, y, off, height;
} hop_basin;

typedef struct hop_basins {
    const hop_sweep *e;
    const hop_results *results;
    const hop_lines *paths; /* with the corners; NULL: not computed */
    hop_basin *all;         /* [count]: the corners, then the largest first, mixtures last */
    size_t count;
    double points; /* of the grid */
} hop_basins;

/* Borrows its arguments; hop_basins_clear() frees it. */
hop_status hop_basins_create(const hop_sweep *e, const hop_results *results, hop_basins *basins);
void hop_basins_clear(hop_basins *basins);

/* The place of a pattern's basin among all; `count` if it has none. */
size_t hop_basins_find(const hop_basins *basins, double pattern);

/* The pattern's name, "mixture" or "nowhere"; lent, or in `text`. */
const char *hop_basins_name(const hop_basins *basins, double pattern, char text[32]);

/* The points of a row of the grid; NULL if the cell is none. */
const hop_lines *hop_basins_row(const hop_finished *result);

/* The map, the patterns and the paths. */
hop_status hop_landscape_draw(const hop_basins *basins, hop_findings *findings);

#endif
