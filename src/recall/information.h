/* The engine of the similarity by information, in parts: levels of states, evidence for patterns,
 * the leaders once more, and the step.
 *
 * Everything goes by 255 steps of the memory's range, which are its own for bytes.  Patterns are
 * cut into planes of bits eight at a time, whenever they are compared: that takes a tenth of the
 * time of counting for a block of states, and the memory needs no room beside itself.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_INFORMATION_H
#define HOP_RECALL_INFORMATION_H

#include "../similarity/evidence.h"
#include "recall_private.h"

/* Blurs that all patterns are looked at through, and the lowest frequencies of a line. */
enum { HOP_BLURS = 9, HOP_FREQUENCIES = 8 };

/* What is known of the memory before any state is: part of the recall. */
typedef struct hop_levels {
    size_t count;                           /* of levels */
    unsigned char above[HOP_COUNTS_LEVELS]; /* level k + 1 begins above this step */
    double least, most;                     /* value of the memory, in its units */
    double low, steps;                      /* step = (value - low) * steps */
    size_t words;                           /* to a plane */
    size_t blurs;                           /* by which all patterns are looked at; 0: too small */
    float *down, *along;                    /* see information_low.c */
    float weight[HOP_FREQUENCIES * HOP_FREQUENCIES];
    double *table; /* see hop_evidence_table() */
} hop_levels;

/* HOP_E_MEMORY.  Cleared by hop_recall_clear_levels(). */
hop_status hop_recall_prepare_levels(hop_recall *recall);
void hop_recall_clear_levels(hop_recall *recall);

/* Arrays of one number a value are filled up to this length. */
static inline size_t hop_padded(size_t dim) {
    return (dim + 15) / 16 * 16;
}

/* Some values y of a state: w is 1 for them and 0 for others. */
typedef struct hop_moments {
    double *w, *wy;  /* [padded dim] */
    double n, y, yy; /* sums of w, w y, w y^2 */
} hop_moments;

/* Differences of a state's values from those of their neighbours beside and above, and 1 where both
 * are known; else 0. */
typedef struct hop_slopes {
    float *beside, *below, *beside_known, *below_known; /* [padded dim] */
    double square;                                      /* the sum of their squares */
} hop_slopes;

/* Cells of the finest grid beside each other, and the corners of all. */
enum { HOP_CELLS = 8, HOP_CELLS_COARSE = 4, HOP_CORNERS = (HOP_CELLS + 1) * (HOP_CELLS + 1) };
enum { HOP_BOXES = HOP_CELLS * (HOP_CELLS + 1) / 2 * (HOP_CELLS * (HOP_CELLS + 1) / 2) };

/* A state by the cells of a grid, in steps: how many known values are above and left of each
 * corner, their sum and that of their squares; and for every box of cells the squares around the
 * means of its channels, and what these means cost. */
typedef struct hop_cells {
    size_t side;
    double n[HOP_CORNERS], y[HOP_CORNERS], yy[HOP_CORNERS];
    double inside[HOP_BOXES], cost[HOP_BOXES];
} hop_cells;

/* A state [dim] with unknown values as NAN, seen by levels of its own range. */
typedef struct hop_seen {
    const double *values; /* [dim], lent */
    size_t known;         /* values that are */
    size_t levels;        /* of the state */
    bool flat;            /* some values continue flat areas */
    bool smooth;          /* neighbours are so alike that it may be blurred */
    bool soft;            /* and nowhere sharp: patterns are looked at through blurs */
    bool boxed;           /* there are cells */
    size_t planes;        /* levels, and where flat, 2 levels + 1 */
    uint64_t *bits;       /* [planes x words]: known and above each level; the same without values
                             that continue flat areas; values in flat neighbourhoods */
    int32_t own[2 * HOP_COUNTS_LEVELS + 1]; /* population counts of the planes */
    hop_evidence_state alone;
    hop_moments all, rest; /* rest: without values that continue flat areas, where there are any */
    hop_slopes slopes;     /* where smooth */
    hop_cells *cells;      /* [2]: coarse and fine, where boxed */
    double *numbers;       /* what these are in */
    float *more;
    float *low;           /* [channels x HOP_FREQUENCIES^2]: where soft; and room behind it */
    unsigned char *steps; /* [dim]: by the memory's range */
    unsigned char *mask;  /* [dim]: 255 for known values; NULL where all are */
    unsigned char *room;  /* [5 x dim] */
} hop_seen;

hop_status hop_seen_create(const hop_recall *recall, hop_seen *seen);
void hop_seen_clear(hop_seen *seen);
void hop_seen_look(const hop_recall *recall, const double *values, hop_seen *seen);

/* A pattern [dim] by steps of the memory's range: lent for bytes, else made in `room` [dim], with
 * `values` [dim] for the way. */
const unsigned char *hop_recall_steps(const hop_recall *recall, size_t pattern, unsigned char *room,
                                      double *values);

/* What comparing states with patterns needs on one thread. */
typedef struct hop_informing {
    uint64_t *group;       /* [8 x (levels - 1) x words] */
    int32_t *counts;       /* [(levels - 1) x planes x 8] */
    unsigned char *steps;  /* [8 x dim] */
    unsigned char *kept;   /* [dim] */
    uint32_t *lines;       /* [3 x values of a row] */
    double *values, *more; /* [padded dim] each */
    float *blur;           /* [5 x padded dim] */
    float *low;            /* [hop_recall_low_room()] */
} hop_informing;

hop_status hop_informing_create(const hop_recall *recall, hop_informing *work);
void hop_informing_clear(hop_informing *work);

/* Room for several threads that compare one state with different patterns. */
typedef struct hop_hands {
    hop_informing *work; /* [count] */
    size_t count;
} hop_hands;

hop_status hop_hands_create(const hop_recall *recall, size_t count, hop_hands *hands);
void hop_hands_clear(hop_hands *hands);

/* Whether pictures are large enough for a grid. */
bool hop_recall_has_cells(const hop_recall *recall);
void hop_cells_look(const hop_recall *recall, const hop_seen *seen, size_t side, hop_cells *cells);

/* Evidence of the class boxed for a pattern x [dim] in steps, by the boxes of a grid; the best one
 * into chosen [4], as in hop_worth, unless that is NULL. */
double hop_recall_boxed(const hop_recall *recall, const hop_informing *work, const hop_seen *seen,
                        const hop_cells *cells, const unsigned char *x, size_t *chosen);

/* How a state compares with a pattern, by counts alone. */
typedef struct hop_inform {
    double s;      /* the similarity */
    double affine; /* the better evidence of both affine classes */
    double apart;  /* the sum of bounded differences, in steps: robust */
    double soft;   /* the best of the lowest frequencies through a blur, for soft states */
} hop_inform;

/* Some of `all` patterns: numbers first ... first+count-1 of `list`, or of the memory where it is
 * NULL. */
typedef struct hop_patterns {
    const size_t *list; /* [all] */
    size_t first, count, all;
} hop_patterns;

/* States at a time. */
enum { HOP_SEEN_MOST = 16 };

/* found [seen_count x all], of which this fills the columns of `some`. */
void hop_recall_inform(const hop_recall *recall, hop_informing *work, const hop_seen *seen,
                       size_t seen_count, hop_patterns some, hop_inform *found);

/* What a pattern is worth for a state. */
typedef struct hop_worth {
    double evidence[HOP_CHANNELS];
    double told;   /* what hop_evidence() returns */
    double blur;   /* deviation of the blurred class, in pixels; 0: not tried or no better */
    size_t box[4]; /* of the boxed class, in pixels: columns from ... to-1, rows from ... to-1 */
} hop_worth;

/* By counts, worth [count] of patterns list [count]. */
void hop_recall_evidence_by_counts(const hop_recall *recall, hop_informing *work,
                                   const hop_seen *seen, const size_t *list, size_t count,
                                   hop_worth *worth);

/* An affine class in double: for x [padded dim] and the values of a state where `m->w` is 1. */
double hop_recall_affine(const hop_moments *m, const double *x, size_t dim);

/* Adds to one pattern's worth the affine classes in double; and all that any class asks for. */
void hop_recall_refine_affine(const hop_recall *recall, const hop_informing *work,
                              const hop_seen *seen, size_t pattern, hop_worth *worth);
void hop_recall_refine_worth(const hop_recall *recall, hop_informing *work, const hop_seen *seen,
                             size_t pattern, hop_worth *worth);

/* Adds the blurred class, and how wide the blur is. */
void hop_recall_try_blurs(const hop_recall *recall, hop_informing *work, const hop_seen *seen,
                          size_t pattern, hop_worth *worth);

/* A Gaussian's weights [2 radius + 1] of sum 1, of a deviation that fits; returns the radius.  One
 * that fits is of the class and its kernel not longer than the picture's lesser side. */
enum { HOP_BLUR_TAPS = 2 * 18 + 1 };
bool hop_recall_blur_fits(hop_shape shape, double sigma);
size_t hop_recall_blur_kernel(double sigma, double *kernel);

/* Lowest frequencies of differences of neighbours, [channels x HOP_FREQUENCIES^2], of a picture
 * [height x hop_recall_low_row()] through blur b, levels->blurs being none; `between`
 * [HOP_FREQUENCIES x row] is room. */
size_t hop_recall_low_row(hop_shape shape);
void hop_recall_low_frequencies(const hop_levels *levels, hop_shape shape, const float *x, size_t b,
                                float *between, float *out);
hop_status hop_recall_low_prepare(const hop_recall *recall, hop_levels *levels);
void hop_recall_low_look(const hop_recall *recall, hop_seen *seen);

/* Numbers that hop_recall_low_frequencies() needs for x, between and out. */
size_t hop_recall_low_room(const hop_recall *recall);

/* Fills found[].soft of soft states, as hop_recall_inform() does the others. */
void hop_recall_look_through_blurs(const hop_recall *recall, hop_informing *work,
                                   const hop_seen *seen, size_t seen_count, hop_patterns part,
                                   hop_inform *found);

/* Similarities s [patterns] of one state: by counts for all, once more for those that lead by
 * any of several measures. */
void hop_recall_finish_informing(const hop_recall *recall, hop_hands hands, const hop_seen *seen,
                                 const hop_inform *found, double *s);

#endif
