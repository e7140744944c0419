/* A memory made ready, and the parts that work on it.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_PRIVATE_H
#define HOP_RECALL_PRIVATE_H

#include <hopfield/recall.h>

#include "../base/bits.h"

typedef struct hop_engine hop_engine;
typedef struct hop_sieve hop_sieve;
typedef struct hop_lists hop_lists;
typedef struct hop_levels hop_levels;

struct hop_recall {
    const hop_memory *memory; /* borrowed */
    hop_recall_options options;
    const hop_engine *engine; /* see engine.h */
    const hop_engine
        *plain; /* the one that compares all patterns, and which `engine` may build on */
    size_t count, dim;
    hop_frame *frames;   /* [count] */
    double shift;        /* taken from every value of keys and states; see scale.c */
    float *keys_float;   /* [count x dim], or NULL: made tile by tile */
    hop_bits bits;       /* [count x dim]: keys of -1 and 1; else empty */
    double *keys;        /* [count x dim] for HOP_DOUBLE, else NULL */
    double largest_norm; /* of the keys; see scale.c for similarities of the difference form */
    double constant;     /* of the energy */
    hop_levels *levels;  /* see information.h; NULL for other similarities */
    hop_sieve *sieve;    /* see sieve.h; NULL: every step compares all patterns */

    /* Bipolar states only; see bipolar.c. */
    double low, high;        /* what -1 and 1 are shown as */
    uint64_t *columns;       /* [dim x words of count]: the bits neuron by neuron, for asynchronous
                                updates; or NULL */
    hop_couplings couplings; /* of a family that has them */
};

/* Some rows of a matrix of states: state i is base + index[i] * dim. */
typedef struct hop_rows {
    const size_t *index; /* [count] */
    size_t count;
} hop_rows;

/* first ... first+count-1, of patterns or of places among rows. */
typedef struct hop_range {
    size_t first, count;
} hop_range;

/* ---- keys.c ---- */

/* Patterns to a tile: about half a second-level cache of float keys, fewer than would be worth a
 * matrix product never. */
size_t hop_recall_tile(const hop_recall *recall);

/* Whether float keys stand ready in the recall or in the memory. */
bool hop_recall_lends_keys(const hop_recall *recall);

/* Keys first ... first+count-1 in float [count x dim]; lent where the recall or the memory holds
 * them so, else made in `scratch` [count x dim] with the help of `row` [dim]. */
const float *hop_recall_key_tile(const hop_recall *recall, size_t first, size_t count,
                                 float *scratch, double *row);

/* Whether the similarity sees nothing in a pattern, since all its values are equal. */
bool hop_recall_is_constant(const hop_recall *recall, size_t pattern);

/* All keys in double into `keys` [count x dim]. */
void hop_recall_keys(const hop_recall *recall, double *keys);

/* HOP_E_SUPPORT, the member named, for a row that lacks what a recall would call; members.c. */
hop_status hop_recall_check_rows(const hop_recall_model *model);

/* Fills frames and largest_norm, and keys as the precision needs them. */
hop_status hop_recall_prepare_keys(hop_recall *recall);

/* How a pattern or a query [dim] is seen. */
hop_frame hop_recall_frame(const hop_recall *recall, const double *vector);

/* One value of a key. */
static inline double hop_recall_key_value(hop_frame frame, double x) {
    double value = frame.gain * x + frame.offset;
    if (!frame.sign) return value;
    return value > 0 ? 1 : -1;
}

/* The similarity of a state [dim] with one pattern, in double (product form).  key: scratch [dim].
 */
double hop_recall_similarity(const hop_recall *recall, size_t pattern, const double *state,
                             double *key);

/* The key of `vector` [dim], in place. */
void hop_recall_apply_frame(hop_frame frame, double *vector, size_t dim);

/* ---- scale.c: what the memory's values are like ---- */

/* Fills in parameters of the similarity that are "auto", and the shift of the keys. */
hop_status hop_recall_choose_scale(hop_recall *recall);

/* The root mean square distance between patterns, memory units, by a sample. */
hop_status hop_recall_measure_apart_all(const hop_recall *recall, double *apart);

/* For similarities of the difference form: largest_norm, so that its square is the largest
 * dissimilarity of a pattern and the mean of all. */
hop_status hop_recall_measure_reach(hop_recall *recall);

/* ---- step.c ---- */

/* HOP_E_VALUE for a state that is not finite or, where states are bipolar, not of -1 and 1. */
hop_status hop_recall_check_states(const hop_recall *recall, const double *states, size_t count);

/* ---- bipolar.c ---- */

/* Fills in what bipolar states need; nothing for real ones. */
hop_status hop_recall_prepare_bipolar(hop_recall *recall);
void hop_recall_clear_bipolar(hop_recall *recall);

/* Patterns first ... first+count-1 [count x dim] as outputs show them: in memory units, and where
 * states are bipolar, thresholded. */
void hop_recall_shown(const hop_recall *recall, size_t first, size_t count, double *out);
void hop_recall_shown_float(const hop_recall *recall, size_t first, size_t count, float *out,
                            double *row);

/* States [dim] of -1 and 1 as outputs show them. */
void hop_recall_show_state(const hop_recall *recall, const double *state, double *out);

/* ---- beta.c ---- */

/* The smallest beta at which Ramsauer et al. 2020 guarantee retrieval of all patterns but one
 * in fifty. */
hop_status hop_recall_choose_beta(const hop_recall *recall, double *beta);

/* The beta from which on a separation D is enough, that is D >= 2 / (beta N) + ln(2 (N - 1) N beta
 * M^2) / beta for N = count patterns of norm up to M; D > 0. */
double hop_recall_solve_beta(double separation, size_t count, double norm);

/* ---- separation.c ---- */

/* Separations of `patterns` [count]; see hop_recall_separations(). */
hop_status hop_recall_separate(const hop_recall *recall, const size_t *patterns, size_t count,
                               hop_separation *separations);

/* Similarity of `pattern` with itself less that with `other`.  HOP_E_MEMORY. */
hop_status hop_recall_measure_apart(const hop_recall *recall, size_t pattern, size_t other,
                                    double *apart);

/* ---- certificate.c ---- */

/* beta, or NAN for a family that has none. */
double hop_recall_beta(const hop_recall *recall);

/* Distance of a state [dim] from a pattern's key; scratch [dim]. */
double hop_recall_key_distance(const hop_recall *recall, const double *state, size_t pattern,
                               double *scratch);

/* ---- fast.c ---- */

/* Similarities, s [rows x count] by tiles in float, on the calling thread: keys . state + bias, or
 * of the difference form. */
hop_status hop_recall_fast_similarities(const hop_recall *recall, hop_rows rows,
                                        const double *states, double *s);

/* ---- readout.c: from states to what is shown ---- */

/* outputs [count x dim] = X p for p the weights of states [count x dim]; and, unless `queries` is
 * NULL, their k90 and top weights.  known: what the run has learned (pruned.h; queries not NULL),
 * so that patterns which cannot matter are left out; or NULL.  similarities [count]: those
 * [patterns] of a state, where the engine has given them, else NULL; or NULL. */
hop_status hop_recall_read_out(const hop_recall *recall, hop_lists *known, const double *states,
                               const double *const *similarities, size_t count, double *outputs,
                               hop_recalled *queries);

#endif
