/* Similarities: how a state is compared with a pattern.  Each turns patterns into keys and biases,
 * and a query into a state, so that the similarity is s_i = key_i . state + bias_i; the dynamics
 * runs on keys, and what is shown is the same weights on the patterns in their own units, as
 * attention has keys and values.  One file in src/similarity each; listed in similarity_list.h.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_SIMILARITY_H
#define HOPFIELD_SIMILARITY_H

#include <hopfield/row.h>

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

typedef struct hop_similarity_row {
    hop_row row;
    bool plain_keys; /* gain 1 and offset 0 always: keys are the patterns as they stand */
    bool bipolar;    /* keys and states are -1 and 1: xi' = sign(X grad Q(s)), and R is 0 */

    /* The frame of a pattern, or of a query without unknown pixels (its bias does not count). */
    hop_frame (*frame)(const double *parameter, const double *vector, size_t dim);

    /* The similarity by the known pixels alone, on the scale of the full one. */
    double (*known)(const double *parameter, const hop_known_sums *sums);

    /* What an unknown pixel should hold, gain * expected + offset, where `sums` compares the query
     * with the expected picture x: (1, 0) unless the similarity ignores gain and offset. */
    void (*fill)(const double *parameter, const hop_known_sums *sums, double *gain, double *offset);
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

#endif
