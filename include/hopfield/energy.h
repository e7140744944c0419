/* Energy families.  With X the patterns (d x N), b a bias per pattern and s = X'xi + b,
 *
 *     E(xi) = -Q(s) + R(xi) + constant        xi' = P(X grad Q(s))
 *
 * so a family is its Q.  Real states: R = |xi|^2 / 2 and P is the identity; bipolar states: R = 0
 * and P is the sign.  Each family is one file in src/energy holding one row; rows are listed in
 * src/energy/energy_list.h.  Hopfield-Fenchel-Young networks: Santos et al. 2024 (2411.08590).
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_ENERGY_H
#define HOPFIELD_ENERGY_H

#include <hopfield/couplings.h>
#include <hopfield/export.h>
#include <hopfield/row.h>

HOP_BEGIN_DECLS

/* What has been folded so far of one query's row of similarities. */
typedef struct hop_fold {
    double peak;  /* largest similarity seen; -infinity before the first */
    double total; /* sum of the weights seen, in units of the weight at the peak */
    double sum;   /* where Q does not follow from the two: the family's own */
} hop_fold;

/* What a family's states are made of. */
typedef enum hop_state_kind {
    HOP_STATES_REAL,
    HOP_STATES_BIPOLAR, /* every value is -1 or 1 */
} hop_state_kind;

/* How the patterns that a family holds grow with d: what loads are counted in. */
typedef enum hop_capacity {
    HOP_CAPACITY_EXPONENTIAL, /* exp(load d) */
    HOP_CAPACITY_LINEAR,      /* load d */
    HOP_CAPACITY_POLYNOMIAL,  /* load d^(n-1), n the degree */
} hop_capacity;

/* One family: a function of the similarities (`potential`, `weights` and so on) or, for bipolar
 * states, a quadratic form with couplings (`couple` alone).  `parameter` is always
 * [HOP_PARAMETER_MAX], in the row's order.  Similarities are in squared key units; -infinity marks
 * a masked pattern, everything else is finite and at least one is; count > 0.  Callers go through
 * the functions below, which check that.
 *
 * A row need not be of the catalog: `energy.family` of a recall's options may point to one of your
 * own, which must live as long as the recall.  It must have row.name; and `potential`, `weights`
 * and either `fold` with `folded` or `cutoff`; or `couple` alone.  With `softmax` it has a
 * parameter "beta".  hop_recall_create() names what is missing (HOP_E_SUPPORT); every other member
 * may be left 0, false or NULL, and means then what it says there. */
typedef struct hop_energy_row {
    hop_row row;
    hop_state_kind states;
    const char *similarity; /* the only one it makes sense with, and why in the title; NULL: any */
    bool convex;            /* Q is convex: energy falls by at least |step|^2 / 2 (real states) */
    bool (*convex_at)(const double *parameter); /* where that depends on them; NULL: as above */
    bool softmax;   /* the weights are softmax(beta s), so one step is an attention step */
    bool distances; /* Q is a function of -|xi - x_i|^2 / 2 = s_i - |xi|^2 / 2, which it is given in
                       place of s, and R is 0 */

    bool partial; /* the weights may sum to less than their total */

    /* The plain definition: Q(s), and the weights, grad Q(s) up to one positive factor per query
     * that makes them sum to `total`, 1 unless said; `weights` may be `s`.  All weights are 0
     * where the state is outside the family's support; Q is then -infinity. */
    double (*potential)(const double *parameter, const double *s, size_t count);
    void (*weights)(const double *parameter, const double *s, size_t count, double *weights);
    double (*total)(const double *parameter, size_t count); /* NULL: 1 */

    /* A family has either of the two that follow, the streaming form or the cutoff.
     *
     * The streaming form (online softmax for any family; Milakov and Gimelshein 2018, 1805.02867):
     * turns a tile of one query's similarities into weights in place, in units of fold->total in
     * the end, updates `fold`, and returns by how much everything accumulated before must be
     * multiplied. Weights below FLT_MIN become 0: denormal numbers slow a matrix product tenfold.
     * `folded` is Q(s) of everything folded. */
    float (*fold)(const double *parameter, float *tile, size_t count, hop_fold *fold);
    double (*folded)(const double *parameter, const hop_fold *fold);

    /* Joins what was folded of other patterns to `fold`: what was accumulated for it must be
     * multiplied by *mine, and for `other` by *theirs.  NULL: the memory is folded in one piece. */
    void (*join)(const double *parameter, hop_fold *fold, const hop_fold *other, double *mine,
                 double *theirs);

    /* For weights that need the whole row: patterns whose similarity is below the largest by this
     * much or more have weight 0 (infinity: none are known to).  Squared key units. */
    double (*cutoff)(const double *parameter);

    /* For bipolar updates one neuron at a time: Q grows with the sum of term(s_i, peak) over i, in
     * units that `peak`, which is at least every s_i + 2, may set.  NULL: there are none. */
    double (*term)(const double *parameter, double s, double peak);

    /* The couplings W of E = -xi' W xi / 2 for bipolar patterns [count x dim] of -1 and 1, into
     * zeroed `couplings`; what was made is cleared by the caller, also on failure. */
    hop_status (*couple)(const double *parameter, const signed char *patterns, size_t count,
                         size_t dim, hop_couplings *couplings);

    /* A pattern whose separation times beta is this or more is an exact fixed point; NULL: none
     * ever is.  Dimensionless. */
    double (*margin)(const double *parameter);

    /* What theory knows of it; the theories themselves are in src/theory.  NULL and false: nothing.
     */
    hop_capacity capacity;
    double (*degree)(const double *parameter);  /* n, where Q is a sum of n-th powers */
    bool (*rectified)(const double *parameter); /* and only of overlaps above 0 */
    bool (*hebbian)(const double *parameter);   /* the network of Hopfield 1982, nothing else */
    bool random_energies; /* Q is of a sum of exponentials of overlaps of bipolar states */

    double frozen_from; /* N / d from which on every state is a fixed point: nothing is recalled; 0:
                           there is none */

    /* The constant in E, chosen so that 0 <= E <= 2 M^2 for N patterns of norm at most M; NULL: 0.
     */
    double (*constant)(const double *parameter, size_t patterns, double largest_norm);
} hop_energy_row;

/* A family with its parameters set. */
typedef struct hop_energy {
    const hop_energy_row *family;
    double parameter[HOP_PARAMETER_MAX];
} hop_energy;

/* All families. */
const hop_catalog *hop_energy_catalog(void);

/* Fills `energy` from a spec such as "lse:beta=8"; errors as hop_spec_parse(). */
hop_status hop_energy_parse(const char *spec, hop_energy *energy);

/* Whether Q is convex at these parameters. */
bool hop_energy_is_convex(const hop_energy *energy);

/* Q(s) for s [count].  HOP_E_SUPPORT for a family with couplings, which is no function of s alone;
 * HOP_E_EMPTY if count is 0 or every pattern is masked (-infinity);
 * HOP_E_VALUE, with the index, for NaN or +infinity. */
hop_status hop_energy_potential(const hop_energy *energy, const double *s, size_t count,
                                double *potential);

/* The weights p = grad Q(s) [count]; `weights` may be `s`.  Errors as hop_energy_potential(),
 * weights untouched. */
hop_status hop_energy_weights(const hop_energy *energy, const double *s, size_t count,
                              double *weights);

HOP_END_DECLS

#endif
