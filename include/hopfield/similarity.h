/* Similarities: how a state is compared with a pattern.  There are three forms.
 *
 * Product form: patterns become keys with biases, a query becomes a state, s_i = key_i . state +
 * bias_i, and a step is the weighted mean of the keys.  On the `sphere` the mean is scaled to unit
 * norm.
 *
 * Difference form: s_i = -sum_j rho(xi_j - x_ij), and E = -Q(s) + constant, without |xi|^2 / 2.  A
 * step takes, position by position, xi'_j = argmin_y sum_i p_i rho(y - x_ij).  A convex Q lies
 * above its tangent, so E(xi') - E(xi) <= sum_i p_i (-s_i(xi') + s_i(xi)) <= 0: majorise and
 * minimise; Hunter and Lange 2004 (doi 10.1198/0003130042836).
 *
 * Channel form: s_i is the evidence that the state is the pattern seen through some channel, by
 * joint counts of their levels; E = -Q(s) + constant, and a step is one that is sure not to raise
 * it (src/recall/information_step.c).
 *
 * What is shown is the same weights on the patterns in their own units, as attention has keys and
 * values.  One file in src/similarity each; listed in similarity_list.h.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_SIMILARITY_H
#define HOPFIELD_SIMILARITY_H

#include <hopfield/export.h>
#include <hopfield/row.h>

HOP_BEGIN_DECLS

typedef enum hop_similarity_form {
    HOP_FORM_PRODUCT,
    HOP_FORM_DIFFERENCE,
    HOP_FORM_CHANNEL,
} hop_similarity_form;

/* Classes of channels; src/similarity/evidence.h has their formulas. */
typedef enum hop_channel {
    HOP_CHANNEL_FREE,           /* any */
    HOP_CHANNEL_AFFINE,         /* gain, offset and normal noise */
    HOP_CHANNEL_COVERED,        /* any, beside flat areas that tell nothing */
    HOP_CHANNEL_COVERED_AFFINE, /* gain, offset and normal noise, beside such areas */
    HOP_CHANNEL_REPLACED,       /* values kept or replaced */
    HOP_CHANNEL_PATCHED,        /* the same in patches */
    HOP_CHANNEL_BOXED,          /* gain, offset and normal noise, beside a box of noise alone */
    HOP_CHANNEL_BLURRED,
    HOP_CHANNELS,
} hop_channel;

/* Sums over the known pixels of a query q and the same pixels of a pattern x: all that a similarity
 * needs to leave unknown pixels out. */
typedef struct hop_known_sums {
    size_t known, dim; /* how many pixels are known, of how many */
    double x, q;       /* sum of x, of q */
    double xx, qq, xq; /* sums of products */
} hop_known_sums;

/* How a vector x is seen: its key is gain * x + offset in every position, or the sign of that, and
 * `bias` is added to every similarity with it. */
typedef struct hop_frame {
    double gain, offset; /* 1 / unit of x, and dimensionless, where keys are normalised */
    double bias;         /* squared key units */
    bool sign;           /* the key is 1 where that is above 0, else -1 */
} hop_frame;

/* Some queries beside some patterns, in float. */
typedef struct hop_difference_tile {
    const float *queries;  /* [query_count x dim]; NAN: unknown */
    const float *patterns; /* [pattern_count x dim] */
    size_t query_count, pattern_count, dim;
} hop_difference_tile;

/* One similarity.  `parameter` is always [HOP_PARAMETER_MAX], in the row's order.
 *
 * A row need not be of the catalog: `similarity.kind` of a recall's options may point to one of
 * your own, which must live as long as the recall.  It must have row.name, `frame` and `fill`;
 * besides `known` in product form; `rho`, `tile` and `centre` in difference form.
 * hop_recall_create() names what is missing (HOP_E_SUPPORT). */
typedef struct hop_similarity_row {
    hop_row row;
    hop_similarity_form form;
    bool plain_keys; /* gain 1 and offset 0 always: keys are the patterns as they stand */
    bool shiftable;  /* and what is added to all values alike changes no difference of similarities:
                        keys may be moved towards 0, where float is finer */
    bool directions; /* product form without bias: keys have norm 1, or 0 where nothing is left, and
                        are the same for a pattern of any size */
    bool sphere;     /* product form: states have unit norm, and a step normalises the mean */
    double beta;     /* what a beta of "auto" means; 0: it is chosen by separations */
    bool bipolar;    /* keys and states are -1 and 1: xi' = sign(X grad Q(s)), and R is 0 */

    /* The frame of a pattern, or of a query without unknown pixels (its bias does not count). */
    hop_frame (*frame)(const double *parameter, const double *vector, size_t dim);

    /* Product form: the similarity by the known pixels alone, on the scale of the full one. */
    double (*known)(const double *parameter, const hop_known_sums *sums);

    /* What an unknown pixel should hold, gain * expected + offset, where `sums` compares the query
     * with the expected picture x: (1, 0) unless the similarity ignores gain and offset. */
    void (*fill)(const double *parameter, const hop_known_sums *sums, double *gain, double *offset);

    /* The rest is of the difference form.  rho is the plain definition: even, 0 at 0, not
     * falling with the size of the difference, and rho(a + b) <= rho(a) + rho(b). */
    double (*rho)(const double *parameter, double difference);

    /* Where rho(u) = min(|u|, most): that, infinity for |u|; else NULL. */
    double (*most)(const double *parameter);

    /* Adds sum_j rho(query_j - pattern_j) over the known positions to totals [query_count x
     * pattern_count], within a few float roundings of the sum. */
    void (*tile)(const double *parameter, const hop_difference_tile *tile, double *totals);

    /* A y where sum_i weights_i rho(y - values_i) is least: `old` where that is one, to rounding.
     * values, weights [count], count > 0, weights > 0; scratch [4 x (count + 1)]. */
    double (*centre)(const double *parameter, double old, const double *values,
                     const double *weights, size_t count, double *scratch);

    /* Chooses parameters that are NAN ("auto") by the root mean square of the values around the
     * mean of their position, in memory units; NULL: there are none. */
    void (*choose)(double *parameter, double spread);
} hop_similarity_row;

/* A similarity with its parameters set. */
typedef struct hop_similarity {
    const hop_similarity_row *kind;
    double parameter[HOP_PARAMETER_MAX];
} hop_similarity;

/* All similarities. */
const hop_catalog *hop_similarity_catalog(void);

/* Fills `similarity` from a spec such as "correlation"; errors as hop_spec_parse(). */
hop_status hop_similarity_parse(const char *spec, hop_similarity *similarity);

HOP_END_DECLS

#endif
