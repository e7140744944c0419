/* Certificates: what theory promises for the patterns of one memory at one beta, what is measured
 * beside it, and why a recall went wrong.  A promise is sufficient, not necessary: patterns without
 * one are usually recalled all the same, down to a beta that only a measurement finds.
 *
 * Softmax families (Ramsauer et al. 2020, 2008.02217, theorems 4 and 5), for N patterns of norm at
 * most M and a separation D_i.  From any state xi, one step f(xi) ends within
 *
 *     |f(xi) - x_i| <= 2 (N - 1) M exp(-beta (D_i - 2 |xi - x_i| M)),
 *
 * since the weight of each other pattern is at most exp(-beta (s_i - s_j)), s_i - s_j is at least
 * D_i - |x_i - x_j| |xi - x_i|, and no two patterns are further apart than 2 M.  Where
 *
 *     D_i >= 2 / (beta N) + ln(2 (N - 1) N beta M^2) / beta,
 *
 * a step takes the ball of radius 1 / (beta N M) around x_i into itself and contracts it, so that
 * every state in it settles in one fixed point there, within 2 e (N - 1) M exp(-beta D_i) of x_i.
 * (The condition holds for tiny beta too, where the ball holds the whole memory and nothing is
 * said; beta D_i >= 1 is asked for besides, which leaves that out.)
 *
 * Where a step is scaled to unit norm (cosine), each of these bounds, and what is under the
 * logarithm, is doubled.
 *
 * Families with a margin m (Santos et al. 2024, 2402.13725): x_i is an exact fixed
 * point if and only if beta D_i >= m, and one step takes every state within (D_i - m / beta) / (2
 * M) to it.  Families of distances (Hoover et al. 2025, 2506.10801): with r the distance of the
 * nearest other pattern, every state within r - sqrt(2 m / beta), and within x_i's own ball.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_CERTIFICATE_H
#define HOPFIELD_CERTIFICATE_H

#include <hopfield/export.h>
#include <hopfield/recall.h>

HOP_BEGIN_DECLS

/* Which of them applies. */
typedef enum hop_theory {
    HOP_THEORY_NONE,    /* none is known for this family and similarity */
    HOP_THEORY_SOFTMAX, /* a fixed point near the pattern */
    HOP_THEORY_MARGIN,  /* the pattern itself */
} hop_theory;

hop_theory hop_recall_theory(const hop_recall *recall);

/* What is known of one pattern. */
typedef struct hop_certificate {
    size_t pattern;
    double norm;       /* of its key; key units; NAN for similarities without keys */
    double separation; /* from all others, near-duplicates too; squared key units; may be negative,
                          infinite if there is no other */
    size_t rival;      /* the most similar other pattern, or HOP_NO_PATTERN */
    size_t duplicates; /* see hop_separation */
    bool guaranteed;   /* it is a stable memory: states within `radius` settle within `bound` */
    double radius;     /* key units; 0 where nothing is guaranteed or no radius is known, infinite
                          for the only pattern of a memory */
    double bound;      /* |fixed point - pattern| at most, key units; 0: exact; infinite where
                          nothing is guaranteed */
    double least_beta; /* guaranteed from there on; infinite: at none; NAN without a theory */
} hop_certificate;

/* Certificates of the patterns [count], each compared with the whole memory, into `certificates`
 * [count].  HOP_E_MEMORY, HOP_E_CANCELLED by the recall's progress. */
hop_status hop_recall_certify(const hop_recall *recall, const size_t *patterns, size_t count,
                              hop_certificate *certificates);

/* The smallest separation that is guaranteed at this beta, squared key units; NAN without a theory
 * or a beta. */
double hop_recall_least_separation(const hop_recall *recall);

/* How far from the pattern one step from a state at `distance` can end, key units; infinite where
 * no bound is known. */
double hop_recall_step_bound(const hop_recall *recall, const hop_certificate *certificate,
                             double distance);

/* Measured, not promised: the beta [count] below which a pattern does not even recall itself, when
 * it is the query and undamaged.  By bisection, within a tenth.  0: it was never lost (the average
 * of all patterns resembles it most); infinite: it was lost at every beta tried, which is up to
 * the one that theory asks for; NAN: the family has no beta.  HOP_E_MEMORY, HOP_E_CANCELLED. */
hop_status hop_recall_measure_loss(const hop_recall *recall, const size_t *patterns, size_t count,
                                   double *beta);

/* The beta at which the average of all patterns ceases to be stable, 1 / lambda_max of the
 * covariance of the keys: exact for centred keys of equal norm under a softmax, a scale otherwise;
 * well below it every state becomes the average.  By power iteration until |C v - lambda v| <=
 * 1e-3 lambda, or 200 times; `residual` is what it came to, relative to lambda, or NULL.  Infinite
 * where all keys are equal, NAN for similarities without keys. HOP_E_MEMORY, HOP_E_CANCELLED. */
hop_status hop_recall_critical_beta(const hop_recall *recall, double *beta, double *residual);

/* ---- why a recall went wrong ---- */

typedef enum hop_failure {
    HOP_FAILURE_DUPLICATE,   /* target and result are all but the same */
    HOP_FAILURE_UNSEEN,      /* they differ, and the similarity does not see it */
    HOP_FAILURE_TIED,        /* others were as similar to begin with, and none more */
    HOP_FAILURE_DAMAGE,      /* another pattern was more similar to begin with */
    HOP_FAILURE_UNSUPPORTED, /* no pattern is near enough to have a weight */
    HOP_FAILURE_STEPS,       /* the step limit came first */
    HOP_FAILURE_BLENDED,     /* the target was most similar, but most weight went to others */
    HOP_FAILURE_DRAWN,       /* it had most of the weight, and was left all the same */
    HOP_FAILURE_INVERSE,     /* it became minus a pattern, which is as stable as the pattern */
    HOP_FAILURE_CYCLE,       /* it goes round in two states */
    HOP_FAILURE_SPURIOUS,    /* it came to rest beside its target, which is still the nearest */
    HOP_FAILURE_CONSTANT,    /* the target or the query is constant, and the similarity sees
                                differences of values alone */
    HOP_FAILURE_HEAT,        /* it moves for ever at this temperature, and had left its target */
    HOP_FAILURE_FROZEN,      /* so many patterns that every state is one of rest */
} hop_failure;

/* In a few words, for a table. */
const char *hop_failure_words(hop_failure failure);

typedef struct hop_diagnosis {
    hop_failure failure;
    double target_similarity; /* at the start, by known pixels; squared key units */
    double rival_similarity;  /* the same with `rival` */
    size_t rival;             /* the pattern but the target most similar to the start */
    size_t tied;              /* patterns as similar to it as the target is, that one included */
    double first_weight;      /* of the target in the first step; NAN where the family has none */
    double apart;             /* similarity of the target with itself less that with the result */
    bool alike;               /* target and result are near-duplicates by their values too */
} hop_diagnosis;

/* Why `query` [dim], in memory units as it was recalled, did not come back as its target; reads the
 * whole memory once.  `recalled` has a target and was not correct.  HOP_E_MEMORY, HOP_E_VALUE. */
hop_status hop_recall_diagnose(const hop_recall *recall, const double *query,
                               const hop_recalled *recalled, hop_diagnosis *diagnosis);

/* The same in one sentence into `text` [size], cut if it does not fit.  name: of the query. */
void hop_recall_explain(const hop_recall *recall, const hop_recalled *recalled,
                        const hop_diagnosis *diagnosis, const char *name, char *text, size_t size);

HOP_END_DECLS

#endif
