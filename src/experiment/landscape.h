/* What the parts of `landscape` share.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_EXPERIMENT_LANDSCAPE_H
#define HOP_EXPERIMENT_LANDSCAPE_H

#include <hopfield/recall.h>

#include "../sweep/findings.h"
#include "../theory/plane.h"

enum hop_landscape_setting {
    HOP_LANDSCAPE_MEMORY,
    HOP_LANDSCAPE_ENERGY,
    HOP_LANDSCAPE_SIMILARITY,
    HOP_LANDSCAPE_BETA,
    HOP_LANDSCAPE_FIRST, /* of the three patterns */
    HOP_LANDSCAPE_SECOND,
    HOP_LANDSCAPE_THIRD,
    HOP_LANDSCAPE_GRID,
    HOP_LANDSCAPE_ROW,
    HOP_LANDSCAPE_MARGIN,
    HOP_LANDSCAPE_PATHS,
    HOP_LANDSCAPE_STEPS,
    HOP_LANDSCAPE_SHOW,
};

enum hop_landscape_show { HOP_LANDSCAPE_ENERGIES, HOP_LANDSCAPE_BASINS };
#define HOP_LANDSCAPE_SHOWN "energy|basins"

/* What a line is about, and where a state ends that is no pattern's. */
enum { HOP_LANDSCAPE_POINT, HOP_LANDSCAPE_PATH, HOP_LANDSCAPE_CORNER };
enum { HOP_LANDSCAPE_MIXTURE = -1, HOP_LANDSCAPE_NOWHERE = -2 };

struct cell {
    const hop_energy *energy;
    const hop_similarity *similarity;
    double beta;
    double first, second, third; /* NAN: drawn */
    size_t grid;
    double row; /* NAN: all */
    double margin;
    size_t paths, steps;
    enum hop_landscape_show show;
};

/* Coordinates and distances in key units, energies in squared ones. */
struct line {
    double what;
    double number;       /* of the path, or of the corner */
    double step;         /* of the path so far, or of a point until it has settled */
    double x, y, off;    /* on the plane, and distance from it */
    double height;       /* energy here */
    double pattern;      /* where it ends: that pattern, a mixture, or nowhere */
    double end_x, end_y; /* and there */
    double end_off, end_height;
};

/* A memory made ready, and the part of a plane that is looked at. */
typedef struct hop_landscape {
    hop_recall *recall;
    hop_plane plane;
    size_t dim, patterns;
    size_t corner[3];       /* the three patterns */
    size_t rows, columns;   /* points of the grid */
    double low[2], high[2]; /* edges of the grid, in the plane's coordinates */
    double tolerance;       /* a state that moves less has settled; key units */
    size_t steps;           /* at most */
    hop_watch *watch;       /* of the experiment */
} hop_landscape;

/* Columns of a grid of so many rows: as wide as figures are. */
size_t hop_landscape_columns(size_t rows);

/* HOP_E_VALUE for patterns that lie on a line (they are named); HOP_E_MEMORY; what recall fails
 * with. */
hop_status hop_landscape_create(const hop_sweep *e, hop_landscape *landscape);
void hop_landscape_clear(hop_landscape *landscape);

/* One row of the grid, a line a point; or `paths` trajectories that begin on the plane, a line a
 * step, and before them one for each corner. */
hop_status hop_landscape_row(const hop_landscape *landscape, size_t row, hop_lines *lines);
hop_status hop_landscape_paths(const hop_landscape *landscape, size_t paths, uint64_t seed,
                               hop_lines *lines);

/* Of the row. */
hop_status hop_landscape_report(const hop_sweep *e, const hop_results *results,
                                hop_findings *findings);

#endif
