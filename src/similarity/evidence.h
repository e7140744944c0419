/* Evidence that a state came from a pattern through some channel, in nats.
 *
 * Damage is a channel: a value of level a comes out at level b with probability theta(b | a), the
 * same everywhere, unknown.  What a class of channels is worth is the logarithm of the likelihood
 * of the state with it, over that of the state by itself, so evidence of several classes adds as
 * likelihoods do, and exp(s_i) / sum exp(s_k) is the posterior of the patterns.
 *
 *   free        any theta, integrated out with Jeffreys' prior for every row (Krichevsky and
 *               Trofimov 1981, doi 10.1109/TIT.1981.1056331):
 *               ln KT(n) = ln Gamma(B/2) - B ln Gamma(1/2) + sum_b ln Gamma(n_b + 1/2)
 *                          - ln Gamma(sum_b n_b + B/2)
 *   affine      y = g x + c + normal noise: -(d/2) ln(1 - r^2) - ln d, r Pearson's correlation,
 * above 0 or near -1 (the largest likelihood ratio; ln d for its two parameters, Schwarz 1978)
 *   covered     the same two where flat areas are told by themselves: a value whose left and upper
 *               neighbours are equal continues them or not, told first, and only what does not
 *               continue asks the pattern for its level.  Paint is told without any pattern, so it
 *               says nothing for any.
 *   replaced    a pixel is kept or replaced by any: whether it is, how far kept values are from
 *               the pattern's and what stands in the place of others, each told by Krichevsky and
 *               Trofimov's estimator, over that of the state's values by themselves
 *   patched     the same where neighbours share their fate: whether a pixel is kept is told by
 *               whether the left and the upper one are, and a replaced one may go on like them
 *   boxed       affine, beside a box of one colour with the same noise
 *               (src/recall/information_box.c)
 *   blurred     affine, of the blurred pattern; where the state has sharp edges in the differences
 *               of neighbours, whose errors are nearly independent where those of blurred values
 *               are not (src/recall/information_blur.c)
 * SPDX-License-Identifier: MIT */
#ifndef HOP_SIMILARITY_EVIDENCE_H
#define HOP_SIMILARITY_EVIDENCE_H

#include <hopfield/similarity.h>
#include <stdint.h>

#include "../base/counts.h"

/* Levels of values for `dim` of them: 8, and fewer where the (L - 1)^2 unknowns of a channel would
 * not be few beside the values: (L - 1)^2 <= dim / 8, at least 2. */
size_t hop_evidence_levels(size_t dim);

/* ln Gamma(m / 2) for m = 1 ... 2 dim + 256 into table [that + 1]. */
size_t hop_evidence_table_size(size_t dim);
void hop_evidence_table(size_t dim, double *table);

/* Joint counts of a pattern's levels (rows) and a state's (columns). */
typedef struct hop_evidence_counts {
    size_t rows, columns;
    const int32_t *all;  /* [rows x columns] */
    const int32_t *rest; /* [rows x columns]: without values that continue flat areas; NULL: none */
    const int32_t *flat; /* [rows]: values in flat neighbourhoods, continued or not */
} hop_evidence_counts;

/* What a state is worth by itself, told in two ways. */
typedef struct hop_evidence_state {
    size_t used;      /* levels that occur */
    double all, rest; /* ln likelihood: by all levels; by what continues flat areas, and the rest */
} hop_evidence_state;

/* For level counts all [levels], rest [levels] (NULL: nothing continues) and `flat` values in flat
 * neighbourhoods. */
hop_evidence_state hop_evidence_of_state(const double *table, size_t levels, const int32_t *all,
                                         const int32_t *rest, int32_t flat);

/* Evidence [HOP_CHANNELS] over state->all by counts alone; the classes from replaced on are
 * -infinity. Returns what the class covered and affine is worth but for its correlation. */
double hop_evidence(const double *table, const hop_evidence_counts *counts,
                    const hop_evidence_state *state, double *evidence);

/* The same, bit for bit, for eight patterns side by side: counts of planes [rows - 1 x planes x 8]
 * by hop_counts_joint(), where a state has planes of `columns` levels, and if `flat` the same
 * without values that continue flat areas and one of values in flat neighbourhoods; own [planes]
 * are their population counts.  evidence [8]. */
void hop_evidence_lanes(const double *table, const int32_t *counts, const int32_t *own, size_t rows,
                        size_t columns, bool flat, const hop_evidence_state *state,
                        double (*evidence)[HOP_CHANNELS]);

/* -(n/2) ln(1 - r^2) - ln n for r > 0 or near -1 (an inverted picture); else -infinity. */
double hop_evidence_affine(double r, double n);

/* Steps of 255 by which a value that was kept may differ. */
enum { HOP_EVIDENCE_SAME = 3 };

/* A pattern beside a state, in steps of 255. */
typedef struct hop_evidence_pair {
    const unsigned char *pattern, *state; /* [dim] */
    const unsigned char *known;           /* [dim]: not 0 for known values; NULL: all are */
    size_t dim, channels, width;          /* values; values of a pixel; pixels of a row */
} hop_evidence_pair;

/* The class replaced, where `unit` values at a time are kept or not: 1, or the channels. */
double hop_evidence_replaced(const double *table, const hop_evidence_pair *pair, size_t unit);

/* The class patched; kept [dim / channels] is room. */
double hop_evidence_patched(const double *table, const hop_evidence_pair *pair,
                            unsigned char *kept);

/* Evidence [HOP_CHANNELS] of a class with how likely it is beforehand: noise is common, and of
 * seven other classes one or another resembles a small noisy picture by chance.  Measured on 1,000
 * grey icons of 16 x 16 under noise (docs/DAMAGE.md), where larger pictures do not care. */
static const double HOP_EVIDENCE_PRIOR = -4;
static inline double hop_evidence_with_prior(const double *evidence, size_t channel) {
    return evidence[channel] + (channel == HOP_CHANNEL_AFFINE ? 0 : HOP_EVIDENCE_PRIOR);
}

/* ln sum exp of that. */
double hop_evidence_sum(const double *evidence);

#endif
