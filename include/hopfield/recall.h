/* Recall: run states xi <- X grad Q(X'xi + b) until the energy has converged.
 * Ramsauer et al. 2020 (2008.02217), eq. 3; Hopfield 1982.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_RECALL_H
#define HOPFIELD_RECALL_H

#include <hopfield/energy.h>
#include <hopfield/export.h>
#include <hopfield/memory.h>
#include <hopfield/random.h>
#include <hopfield/similarity.h>
#include <hopfield/update.h>

HOP_BEGIN_DECLS

/* Arithmetic of the dynamics; energies are summed in double in both. */
typedef enum hop_precision {
    HOP_FLOAT,  /* the fast path: tiles of queries x patterns */
    HOP_DOUBLE, /* the reference: the textbook, one query after another */
} hop_precision;

/* Whether a step may leave out patterns that cannot matter to it. */
typedef enum hop_pruning {
    HOP_PRUNING_AUTO,  /* where that is proven and pays; see hop_recall_result */
    HOP_PRUNING_NEVER, /* every step compares all patterns */
} hop_pruning;

/* Why a query stopped. */
typedef enum hop_stop {
    HOP_STOP_ENERGY,      /* |dE| <= tolerance (1 + |E|); never with a tolerance of 0 */
    HOP_STOP_STATE,       /* |dxi| <= tolerance; with 0, a bitwise fixed point */
    HOP_STOP_CYCLE,       /* bit for bit the state of two steps ago */
    HOP_STOP_STEPS,       /* the step limit */
    HOP_STOP_UNSUPPORTED, /* no pattern is near enough to have a weight; the energy is infinite */
} hop_stop;

/* "energy", "state", "cycle", "steps", "unsupported". */
const char *hop_stop_name(hop_stop stop);

/* Whether a query that stopped so has settled: energy or state. */
bool hop_stop_settled(hop_stop stop);

#define HOP_NO_PATTERN ((size_t)-1)

/* What the network is. */
typedef struct hop_recall_model {
    hop_energy energy; /* a parameter "beta" of NAN is chosen from the memory */
    hop_similarity similarity;
    const hop_update_row *update; /* of bipolar states.  NULL, auto: synchronous where that never
                                     raises the energy (convex families, and all real states), else
                                     asynchronous; Glauber's above temperature 0 */
    double temperature;           /* of a heated rule, in units of the energy; 0: no heat */
    bool clamp;                   /* known pixels keep their values, unknown ones move */
} hop_recall_model;

/* When a query stops. */
typedef struct hop_recall_stopping {
    size_t steps;     /* at most; >= 1 */
    double tolerance; /* dimensionless, >= 0 */
} hop_recall_stopping;

/* How it is computed.  Nothing here but the seed changes what is found beyond rounding. */
typedef struct hop_recall_running {
    hop_precision precision;
    hop_pruning pruning;
    size_t threads;        /* 0: as many as there are processors */
    uint64_t seed;         /* of random orders: a query's draw from streams of their own */
    hop_progress progress; /* or NULL; called by the thread that runs */
    void *context;
} hop_recall_running;

typedef struct hop_recall_options {
    hop_recall_model model;
    hop_recall_stopping stopping;
    hop_recall_running running;
} hop_recall_options;

/* lse with beta auto, correlation, updates auto at temperature 0; 100 steps, tolerance 1e-6; float,
 * pruning auto, seed 0. */
extern const hop_recall_options hop_recall_defaults;

/* What `hopfield recall` takes where nobody chose: for pictures of 128 values or more the same with
 * the similarity `information`, which recalls one whatever happened to it; else those above. */
hop_recall_options hop_recall_defaults_of(const hop_memory *memory);

/* Gives the model the similarity that its energy goes with, where it goes with one alone: hamming
 * for bipolar families. */
hop_status hop_recall_fit_similarity(hop_recall_model *model);

/* The rule that a model moves its states by: its own, or what stands for NULL.  HOP_E_VALUE for a
 * temperature that is none, HOP_E_SUPPORT for a rule that the energy or the similarity does not
 * have. */
hop_status hop_recall_choose_update(const hop_recall_model *model, const hop_update_row **update);

/* A memory made ready: keys, biases, beta.  Borrows the memory, which must neither change nor go
 * while the recall lives: patterns appended later would not be seen.  Append first, or destroy the
 * recall and create another. */
typedef struct hop_recall hop_recall;

/* options: NULL for hop_recall_defaults_of(memory).
 * HOP_E_EMPTY for a memory without patterns, HOP_E_VALUE for options outside their limits
 * or a pattern (named) too large to be squared, HOP_E_SUPPORT for rows that do not go together or
 * lack a member (named), HOP_E_MEMORY (the size is said). */
hop_status hop_recall_create(const hop_memory *memory, const hop_recall_options *options,
                             hop_recall **recall);
void hop_recall_destroy(hop_recall *recall);

/* Keeps with the memory (see hop_memory_set_blob()) what a recall with this similarity would
 * measure of its patterns first, so that further ones begin at once.  Only the similarity, threads
 * and progress of `options` count.  Nothing is kept for similarities that are no products.  Errors
 * as hop_recall_create(). */
hop_status hop_recall_prepare(hop_memory *memory, const hop_recall_options *options);

/* The smallest beta, to 4 %, at which all of the queries [count x dim] (memory units, NAN unknown)
 * that come back to their targets [count] at beta auto still do: found by running them at smaller
 * and smaller ones.  It shows the most of the dynamics.  *back: how many these are; 0: *beta is
 * auto.  HOP_E_SUPPORT for an energy without a beta; errors as hop_recall_run(). */
hop_status hop_recall_gentle_beta(const hop_memory *memory, const hop_recall_options *options,
                                  const double *queries, const size_t *targets, size_t count,
                                  double *beta, size_t *back);

/* The options as they stand after every "auto" was resolved; lent. */
const hop_recall_options *hop_recall_resolved(const hop_recall *recall);

/* The constant in E (see energy.h), in squared key units. */
double hop_recall_constant(const hop_recall *recall);

/* Whether the states are bipolar; and whether patterns were made so, holding other values than -1
 * and 1 (see the similarity hamming). */
bool hop_recall_is_bipolar(const hop_recall *recall);
bool hop_recall_is_thresholded(const hop_recall *recall);

/* Whether so many patterns are stored that every state is a fixed point: nothing is recalled (see
 * frozen_from in energy.h). */
bool hop_recall_is_frozen(const hop_recall *recall);

/* How many patterns are constant to a similarity that looks at differences of values alone, such as
 * correlation, and so never come back; *first is the first of them, untouched where there is none.
 * Other similarities (euclidean) tell them apart. */
size_t hop_recall_constant_patterns(const hop_recall *recall, size_t *first);

/* Whether the similarity sees nothing in a query [dim], for the values that are known are all the
 * same. */
bool hop_recall_is_constant_query(const hop_recall *recall, const double *query);

/* How far a pattern is from being taken for another. */
typedef struct hop_separation {
    size_t pattern;
    double separation; /* s_ii - max s_ij over j != i that are not near-duplicates of i; squared key
                          units; infinite if there is no other */
    size_t rival;      /* that j, or HOP_NO_PATTERN */
    size_t duplicates; /* patterns that |s_ii - s_ij| <= 1e-4 M^2 does not tell apart from i */
    double similarity; /* s_ii, squared key units */
    double closest;    /* the separation with near-duplicates among the others */
    size_t closest_pattern; /* the rival then */
} hop_separation;

/* Separations of `count` patterns, evenly spread over the memory, into `separations` [count];
 * count <= patterns; each is compared with the whole memory, in float and with its rival again in
 * double.  Ramsauer et al. 2020, definition 1.  HOP_E_MEMORY, HOP_E_CANCELLED. */
hop_status hop_recall_separations(const hop_recall *recall, size_t count,
                                  hop_separation *separations);

#define HOP_TOP_WEIGHTS 5

/* The overlap from which on two bipolar states count as one, and minus which as inverses. */
#define HOP_SAME_OVERLAP 0.95

/* What a query ended in; in heat, and in sequences, where nothing comes to rest, what its last
 * state is.  Patterns closer than a fortieth of the root mean square distance between
 * the memory's patterns are near-duplicates, and count as one here. */
typedef enum hop_end {
    HOP_END_PATTERN,  /* a stored pattern: three quarters of the weight and more are on it, and the
                         output is within a quarter of that distance, or it is a near-duplicate of
                         that pattern itself; bipolar: HOP_SAME_OVERLAP */
    HOP_END_INVERSE,  /* minus a stored pattern; bipolar states only */
    HOP_END_MIXTURE,  /* several patterns: by their weights; bipolar: the majority of 3 or 5 */
    HOP_END_SPURIOUS, /* a fixed point that is none of these */
    HOP_END_CYCLE,    /* two states that follow each other for ever */
    HOP_END_UNSUPPORTED, /* no pattern was near enough to have a weight */
    HOP_END_UNSETTLED,   /* the step limit came first, without heat */
} hop_end;

/* "pattern", "inverse", "mixture", "spurious", "cycle", "unsupported", "not settled". */
const char *hop_end_name(hop_end end);

/* Patterns that a mixture names. */
#define HOP_MIXTURE_MOST 5

/* How good the end of one query is; see hop_recall_score(). */
typedef struct hop_score {
    size_t target;  /* the pattern it was made from, or HOP_NO_PATTERN */
    size_t nearest; /* the stored pattern closest to the output (Euclidean); bipolar states are
                       compared, here and below, with the patterns as they were thresholded */
    hop_end ended;
    size_t of[HOP_MIXTURE_MOST]; /* the pattern, the inverted one, or those of the mixture, largest
                                    first [min(of_count, HOP_MIXTURE_MOST)] */
    size_t of_count;
    bool exact;   /* nearest is the target; see hop_score_is_nearest() */
    bool like;    /* exact, or nearest is a near-duplicate of the target, within a tenth of the
                     target's distance from its nearest neighbour that is none */
    bool correct; /* it ended in a pattern, and like the target */
    double start_distance, end_distance; /* of the first and the final state from the target's key,
                                            key units; NAN without a target */
    double cosine;             /* of output and target (of output and nearest without one) */
    double mean_squared_error; /* of the same, in squared units of the memory */
} hop_score;

/* What became of one query. */
typedef struct hop_recalled {
    size_t steps; /* updates done */
    hop_stop stop;
    const double *energy; /* [steps + 1], the start included; key space, squared key units */
    size_t k90;           /* fewest weights that sum to 0.90; of families with couplings, squared
                             overlaps, which are shares of Hebb's energy */
    size_t support;       /* weights above 0: those below FLT_MIN of the largest are not, nor those
                             of softmax that were certified to be negligible */
    size_t top_count;     /* min(HOP_TOP_WEIGHTS, patterns) */
    size_t top[HOP_TOP_WEIGHTS]; /* patterns of largest weight, largest first */
    double top_weight[HOP_TOP_WEIGHTS];
    hop_score score; /* before hop_recall_score(): target and nearest are HOP_NO_PATTERN, and the
                        rest is of no meaning */
    double
        attention_difference; /* see hop_recall_compare_attention(); NAN where that was not made */
} hop_recalled;

typedef struct hop_recall_result {
    size_t count, dim;
    hop_recalled *queries;   /* [count] */
    double *outputs;         /* [count x dim], memory units: X p, p the weights of the last step; of
                                bipolar states the last one, -1 and 1 shown as 0 and 1 in memories
                                of values from 0 to 1, else as the memory's smallest and largest
                                value */
    double *starts, *states; /* [count x dim], key space: the first and the final state */
    double *energies;        /* what queries[i].energy points into */
    /* What was left out.  No state differs from that of a dense step by more than twice `left_out`
     * times the largest norm of a key, and no energy by more than left_out / beta, beside what
     * float rounds. */
    double left_out; /* part of the weight that patterns left out of a step have together, at most;
                        0 where all patterns were compared, or families give the others none */
    double compared; /* of all similarities of all steps, the part computed in full */
} hop_recall_result;

/* ---- a run ----
 *
 * One hop_recall may be used by several threads at once: nothing below changes it.  A workspace is
 * one thread's at a time.
 *
 *     hop_memory *memory = NULL;
 *     hop_recall *recall = NULL;
 *     hop_recall_result result = {0};
 *     hop_status status = hop_memory_load(&path, 1, &hop_load_defaults, &memory);
 *     if (status == HOP_OK) status = hop_recall_create(memory, NULL, &recall);
 *     if (status == HOP_OK) status = hop_recall_run(recall, queries, count, &result);
 *     if (status == HOP_OK) status = hop_recall_score(recall, targets, &result);
 *     ...
 *     hop_recall_result_clear(&result);
 *     hop_recall_destroy(recall);
 *     hop_memory_destroy(memory);
 */

/* Recalls `count` queries [count x dim] in memory units, NAN for unknown.  Not settling is a
 * result.  HOP_E_EMPTY for no queries; HOP_E_VALUE, with the query named, for an infinite value,
 * values too large to be squared or a query without a known pixel; HOP_E_MEMORY, HOP_E_CANCELLED.
 * Free the result with hop_recall_result_clear(), before another run into it too: what it holds is
 * overwritten, not freed. */
hop_status hop_recall_run(const hop_recall *recall, const double *queries, size_t count,
                          hop_recall_result *result);
void hop_recall_result_clear(hop_recall_result *result);

/* Whether the target is the nearest pattern, and a bipolar state of `signs` values (0: a real one)
 * not its inverse: where few patterns are stored, a pattern is nearest to its own inverse. */
bool hop_score_is_nearest(const hop_score *score, size_t signs);

/* Scores every query of a result.  targets: [count], HOP_NO_PATTERN for none; or NULL.
 * HOP_E_VALUE for a target that is no pattern, HOP_E_MEMORY. */
hop_status hop_recall_score(const hop_recall *recall, const size_t *targets,
                            hop_recall_result *result);

/* Whether there is an attention step to compare with: the weights are a softmax, and the similarity
 * is a product. */
bool hop_recall_has_attention(const hop_recall *recall);

/* How many comparisons cost next to nothing, or about a tenth of the run that made `result`, by the
 * numbers that each multiplies. */
size_t hop_recall_cheap_comparisons(const hop_recall *recall, const hop_recall_result *result);

/* Of states [count x dim] in key space, what a first step shows and what scaled dot-product
 * attention gives on the same numbers, both [count x dim] in memory units.  HOP_E_SUPPORT where the
 * family or similarity has no attention; HOP_E_VALUE where attention overflows; HOP_E_MEMORY. */
hop_status hop_recall_attend(const hop_recall *recall, const double *states, size_t count,
                             double *step, double *attended);

/* Compares the first steps of `most` queries, evenly spread, with scaled dot-product attention:
 * attention_difference becomes the largest |first step - attention|, memory units.  Nothing is done
 * where there is none.  HOP_E_MEMORY. */
hop_status hop_recall_compare_attention(const hop_recall *recall, size_t most,
                                        hop_recall_result *result);

/* ---- the parts of a run, for whoever has a loop of their own ---- */

/* States [count x dim] in key space for queries [count x dim] in memory units, unknown values as
 * the first similarities expect them.  Errors as hop_recall_run(). */
hop_status hop_recall_start(const hop_recall *recall, const double *queries, size_t count,
                            double *states);

/* What the steps of up to `count` states need, and what they learn: the k-th step with a workspace
 * (from 0) draws its random orders as the k-th of a run does, and patterns that were left out with
 * proof are not compared again before that is needed.  HOP_E_MEMORY. */
typedef struct hop_recall_workspace hop_recall_workspace;
hop_status hop_recall_workspace_create(const hop_recall *recall, size_t count,
                                       hop_recall_workspace **workspace);
void hop_recall_workspace_destroy(hop_recall_workspace *workspace);

/* One step for `count` states [count x dim] in key space, in place; energy [count], of the states
 * before the step, or NULL.  workspace: created for this recall and at least `count` states; or
 * NULL, for a first step that makes and frees its own.  HOP_E_VALUE for a state that is not finite
 * (or, where states are bipolar, not of -1 and 1; states untouched), HOP_E_MEMORY. */
hop_status hop_recall_step(const hop_recall *recall, double *states, size_t count, double *energy,
                           hop_recall_workspace *workspace);

/* Sets `random` to where sweep `sweep` (from 0) of query `query` draws the order of its neurons, by
 * hop_random_sample(), in a recall with this seed. */
void hop_recall_sweep_random(hop_random *random, uint64_t seed, size_t query, size_t sweep);

/* The weights p = grad Q(s) of states [count x dim] in key space, into weights [count x patterns],
 * in the precision of the recall.  HOP_E_EMPTY for no states; HOP_E_VALUE for a state (or a
 * similarity) that is not finite, or, where states are bipolar, not of -1 and 1; HOP_E_MEMORY.  On
 * failure `weights` is of no meaning. */
hop_status hop_recall_weights(const hop_recall *recall, const double *states, size_t count,
                              double *weights);

/* What states [count x dim] in key space show, into outputs [count x dim] in memory units: X p, or
 * bipolar states themselves.  Errors as hop_recall_weights(). */
hop_status hop_recall_readout(const hop_recall *recall, const double *states, size_t count,
                              double *outputs);

/* Heteroassociation: what states [count x dim] in key space recall of other patterns that go with
 * the stored ones, one by one: Y p for values Y [value_dim x patterns], given as rows `values`
 * [patterns x value_dim], into outputs [count x value_dim].  Attention with keys X and values Y;
 * for bipolar values take the sign.  Errors as hop_recall_weights(). */
hop_status hop_recall_associate(const hop_recall *recall, const double *values, size_t value_dim,
                                const double *states, size_t count, double *outputs);

HOP_END_DECLS

#endif
