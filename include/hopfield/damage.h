/* What happened to a picture: the class of channels that explains it best, told from the query and
 * the pattern that was recalled for it.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_DAMAGE_H
#define HOPFIELD_DAMAGE_H

#include <hopfield/export.h>
#include <hopfield/recall.h>

HOP_BEGIN_DECLS

#define HOP_DAMAGE_LEVELS 16

typedef struct hop_damage {
    hop_channel channel;           /* of largest evidence */
    double evidence[HOP_CHANNELS]; /* nats over the query by itself; -infinity: not in question */
    double unknown;                /* part of the values that are */
    double damaged;             /* part of the known values that gain and offset do not explain */
    double gain, offset;        /* query = gain pattern + offset, in memory units, where it does */
    double noise;               /* standard deviation of what is left there, memory units */
    double blur;                /* standard deviation in pixels of the blurred class; else 0 */
    bool covered;               /* most of what is damaged lies in one flat area: */
    size_t x, y, width, height; /* its box, pixels */

    /* The channel by levels: how often level a of the pattern came out as level b. */
    size_t rows, columns;
    double theta[HOP_DAMAGE_LEVELS * HOP_DAMAGE_LEVELS]; /* [rows x columns]; rows sum to 1, or 0
                                                            where the pattern has no such level */
    double row_low, row_high, column_low, column_high;   /* ranges of the levels, memory units */
} hop_damage;

/* Short names: "free", "affine", "covered", "covered-affine", "replaced", "patched",
 * "boxed", "blurred". */
const char *hop_channel_name(hop_channel channel);

/* What became of `pattern` in `query` [dim], in memory units with NAN for unknown.  HOP_E_SUPPORT
 * unless the similarity is of the channel form, HOP_E_VALUE for a query without a known value or
 * no such pattern, HOP_E_MEMORY. */
hop_status hop_recall_damage(const hop_recall *recall, const double *query, size_t pattern,
                             hop_damage *damage);

/* The weight that `pattern` has among all for a query by itself, unknown values left out: of
 * softmax at beta = 1 the probability that it is the right one.  Compares the query with every
 * pattern, as a step does.  Errors as hop_recall_damage(), and HOP_E_SUPPORT for an energy whose
 * weights are no function of similarities. */
hop_status hop_recall_fit(const hop_recall *recall, const double *query, size_t pattern,
                          double *fit);

/* It in words, such as "half of the picture is covered" or "noise and contrast alone: gain 0.3,
 * offset 0.4", into text [size]. */
void hop_damage_words(const hop_damage *damage, char *text, size_t size);

HOP_END_DECLS

#endif
