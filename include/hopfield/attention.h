/* Scaled dot-product attention in double precision: softmax(scale Q K' + mask) V, and the pieces a
 * Transformer puts around it.  Vaswani et al. 2017 (1706.03762), eq. 1 and section 3.2.2.  Knows
 * nothing of the recall engine, so that comparing the two compares two programs.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_ATTENTION_H
#define HOPFIELD_ATTENTION_H

#include <stdbool.h>
#include <stddef.h>

#include <hopfield/export.h>
#include <hopfield/status.h>

HOP_BEGIN_DECLS

typedef struct hop_attention_shape {
    size_t queries, keys;  /* how many of each */
    size_t width;          /* of a query and of a key */
    size_t value_width;    /* of a value and of an output */
    double scale;          /* dimensionless; beta in a memory; 0: 1/sqrt(width of a head), as in a
                              Transformer */
    bool causal;           /* query i sees keys 0 ... i only */
    const double *mask;    /* [queries x keys], added to the scores after scaling (-infinity hides
                              a key from a query), or NULL */
    hop_progress progress; /* told by the calling thread, of blocks of queries, where there are
                              several heads or tiles; or NULL */
    void *context;
} hop_attention_shape;

/* One attention step, plainly: the ground truth of everything below.
 *   query   [queries x width], key [keys x width], value [keys x value_width], row-major
 *   bias    [keys], added to the scores after scaling (-infinity masks a key), or NULL
 *   output  [queries x value_width]
 *   weights [queries x keys], or NULL; a row sums to 1 within keys * epsilon / 2
 * HOP_E_EMPTY without queries or keys, or if a query sees no key; HOP_E_VALUE for a score (query
 * and key are named) or a value (row and column are) that is not finite; HOP_E_LIMIT, HOP_E_MEMORY.
 * On failure `output` and `weights` are of no meaning. */
hop_status hop_attention(const hop_attention_shape *shape, const double *query, const double *key,
                         const double *value, const double *bias, double *output, double *weights);

/* How one query spreads its attention. */
typedef struct hop_attention_row {
    size_t seen;      /* keys that are not hidden from it */
    size_t k90;       /* fewest weights that sum to 0.90; Ramsauer et al. 2020, section 4 */
    double entropy;   /* of the weights, nats */
    double logsumexp; /* ln sum exp(score); the energy is -logsumexp/scale, plus |query|^2/2 */
    double sum_error; /* |sum of the weights - 1| */
} hop_attention_row;

/* Attention by several heads: the columns of query, key and value are split evenly among them, each
 * attends by itself (shape->scale, causal and mask hold for all), outputs stand side by side.
 *   query   [queries x width], key [keys x width], value [keys x value_width]: all heads together
 *   threads 0: one a processor; never changes a byte
 *   output  [queries x value_width]
 *   weights [heads x queries x keys], or NULL
 *   rows    [heads x queries], or NULL
 * Extra memory: a copy of the inputs, and 32 rows of weights a thread.  HOP_E_SHAPE if heads is 0
 * or does not divide both widths; HOP_E_VALUE for an input that is not finite (row and column are
 * named); HOP_E_CANCELLED; else as hop_attention(). */
hop_status hop_attention_heads(const hop_attention_shape *shape, size_t heads, const double *query,
                               const double *key, const double *value, size_t threads,
                               double *output, double *weights, hop_attention_row *rows);

/* The same output by tiles of keys, softmax being carried along (online softmax: Milakov and
 * Gimelshein 2018, 1805.02867): the extra memory depends on threads and widths alone.  Agrees with
 * hop_attention_heads() to rounding.  logsumexp: [heads x queries], or NULL.  Errors likewise. */
hop_status hop_attention_tiled(const hop_attention_shape *shape, size_t heads, const double *query,
                               const double *key, const double *value, size_t threads,
                               double *output, double *logsumexp);

/* How widely a query attends, after Ramsauer et al. 2020, section 4, with N the keys it sees. */
typedef enum hop_attention_class {
    HOP_ATTENTION_GLOBAL, /* k90 > N/2: an average over everything */
    HOP_ATTENTION_LARGE,  /* k90 > N/8: a large metastable state */
    HOP_ATTENTION_MEDIUM, /* k90 > N/32 */
    HOP_ATTENTION_SMALL,  /* a few keys, or a single one */
} hop_attention_class;
enum { HOP_ATTENTION_CLASSES = 4 };

hop_attention_class hop_attention_classify(size_t k90, size_t seen);

/* "global", "large", "medium", "small". */
const char *hop_attention_class_name(hop_attention_class kind);

/* How a weight matrix lies. */
typedef enum hop_attention_layout {
    HOP_IN_BY_OUT, /* W [in x out], y = x W, as papers write it */
    HOP_OUT_BY_IN, /* W [out x in], y = x W', as linear layers store it */
} hop_attention_layout;

/* A projection: y [rows x out] = x [rows x in] W (+ bias [out] in every row, or NULL). */
void hop_attention_project(size_t rows, size_t in, size_t out, const double *x,
                           const double *weights, hop_attention_layout layout, const double *bias,
                           double *y);

HOP_END_DECLS

#endif
