/* How many patterns states are mixed from when pictures are stored: softmax, 1.5-entmax and
 * sparsemax.  The protocol is that of Santos et al. 2024 (2402.13725) for MNIST: pictures scaled to
 * -1 ... 1, the training set stored, pictures of the test set as states, products, beta .1 and 1,
 * five steps; a weight counts if it is above 0, of softmax above .01.  Of Fashion-MNIST, which is
 * what Debian has, no sizes are published; so the sizes measured of one family are held to those
 * measured of the family before, which is less sparse, and states to what holds for any pictures:
 *
 * - A pattern alone is a fixed point of alpha-entmax iff beta times its separation is at least
 *   1/(alpha - 1) (the same paper).
 * - The step has the Jacobian beta X J X', J = diag(s) - s s'/sum(s), s_i = p_i^(2 - alpha)
 * (Peters, Niculae, Martins 2019; alpha = 1 is softmax).  Where states settle no eigenvalue is
 * above 1, so for any two patterns of a mixture
 *
 *       beta s_i s_j / (s_i + s_j) |x_i - x_j|^2 <= 1.
 *
 *   Take the direction x_i - x_j: all others only add to its variance.
 * SPDX-License-Identifier: MIT */
#include <hopfield/recall.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "fashion.h"
#include "repro_private.h"

enum { SHOWN = 100, STEPS = 5, STEPS_MOST = 200, BATCH = 50 };
static const double BETAS[] = {0.1, 1}, SOFTMAX_LEAST = 0.01;

typedef struct family {
    const char *name, *spec; /* spec: what precedes "beta=" */
    double alpha, margin;
    const char *compared; /* with what its sizes are */
} family;
static const family FAMILIES[] = {
    {"softmax", "lse:", 1, INFINITY, ""},
    {"1.5-entmax", "entmax:alpha=1.5,", 1.5, 2, "softmax's, measured here; none are published"},
    {"sparsemax", "sparsemax:", 2, 1, "1.5-entmax's, measured here; none are published"},
};
enum { FAMILY_COUNT = sizeof FAMILIES / sizeof *FAMILIES };

/* What became of one family's states. */
typedef struct found {
    double size, alone; /* after STEPS steps: mean size, and part of size 1 */
    double mixed;       /* states that came to rest as mixtures */
    double pair;        /* the largest product of a pair */
    double margin;      /* the smallest beta x separation of a pattern that is alone */
} found;

/* ---- sizes ---- */

static int tell(void *context, const char *what, size_t done, size_t total) {
    const hop_repro_options *options = context;
    (void)what, (void)done, (void)total;
    return options->stop ? options->stop(options->context) : 0;
}

static hop_status engine_of(const hop_repro *repro, const hop_fashion *w, const family *f,
                            double beta, size_t steps, hop_recall **recall) {
    char spec[96];
    hop_recall_options options = hop_recall_defaults;
    snprintf(spec, sizeof spec, "%sbeta=%.17g", f->spec, beta);
    HOP_TRY(hop_energy_parse(spec, &options.model.energy));
    HOP_TRY(hop_similarity_parse("dot", &options.model.similarity));
    options.stopping.steps = steps;
    options.stopping.tolerance = 0;
    options.running.threads = repro->options->threads;
    options.running.progress = tell;
    options.running.context = (void *)repro->options;
    return hop_recall_create(w->memory, &options, recall);
}

/* Weights [count x stored] of states, a batch at a time, are handed to `look`. */
typedef hop_status (*look)(const hop_fashion *w, const family *f, size_t state,
                           const double *weights, void *context);

static hop_status for_weights(const hop_recall *recall, const hop_fashion *w, const family *f,
                              const double *states, look each, void *context) {
    double *weights = NULL;
    HOP_TRY(hop_alloc(BATCH, w->stored * sizeof *weights, "weights", &weights));
    hop_status status = HOP_OK;
    for (size_t first = 0; first < w->count && status == HOP_OK; first += BATCH) {
        size_t count = w->count - first < BATCH ? w->count - first : BATCH;
        status = hop_recall_weights(recall, states + first * w->dim, count, weights);
        for (size_t i = 0; i < count && status == HOP_OK; i++)
            status = each(w, f, first + i, weights + i * w->stored, context);
    }
    free(weights);
    return status;
}

static hop_status add_size(const hop_fashion *w, const family *f, size_t state,
                           const double *weights, void *context) {
    found *c = context;
    double least = f->alpha == 1 ? SOFTMAX_LEAST : 0;
    size_t size = 0;
    (void)state;
    for (size_t k = 0; k < w->stored; k++) size += weights[k] > least ? 1 : 0;
    c->size += (double)size;
    c->alone += size == 1 ? 1 : 0;
    return HOP_OK;
}

/* Sizes of the weights that the last of STEPS steps is made with. */
static hop_status measure_sizes(const hop_repro *repro, const hop_fashion *w, const family *f,
                                double beta, found *c) {
    hop_recall *recall = NULL;
    double *states = NULL;
    HOP_TRY(hop_alloc(w->count, w->dim * sizeof *states, "states", &states));
    memcpy(states, w->states, w->count * w->dim * sizeof *states);
    hop_status status = engine_of(repro, w, f, beta, STEPS, &recall);
    for (size_t k = 1; k < STEPS && status == HOP_OK; k++)
        status = hop_recall_step(recall, states, w->count, NULL, NULL);
    if (status == HOP_OK) status = for_weights(recall, w, f, states, add_size, c);
    c->size /= (double)w->count;
    c->alone /= (double)w->count;
    hop_recall_destroy(recall);
    free(states);
    return status;
}

/* ---- where states settle ---- */

/* Patterns of a mixture that are compared pairwise, at most; softmax has more that weigh little. */
enum { MEMBERS = 48 };
static const double LIGHT = 1e-3;

typedef struct rest {
    const hop_recall_result *result;
    double beta;
    found *found;
    double *patterns;     /* [MEMBERS x dim] */
    unsigned char *alone; /* [stored] */
} rest;

static double squared_distance(const double *a, const double *b, size_t dim) {
    double square = 0;
    for (size_t j = 0; j < dim; j++) square += (a[j] - b[j]) * (a[j] - b[j]);
    return square;
}

static double largest_pair(const hop_fashion *w, const double *share, size_t count, const rest *r) {
    double most = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++) {
            double square =
                squared_distance(r->patterns + i * w->dim, r->patterns + k * w->dim, w->dim);
            most = fmax(most, r->beta * share[i] * share[k] / (share[i] + share[k]) * square);
        }
    return most;
}

static hop_status add_rest(const hop_fashion *w, const family *f, size_t state,
                           const double *weights, void *context) {
    rest *r = context;
    double share[MEMBERS], least = f->alpha == 1 ? LIGHT : 0;
    size_t count = 0, members = 0, last = 0;
    if (!hop_stop_settled(r->result->queries[state].stop)) return HOP_OK;
    for (size_t k = 0; k < w->stored; k++) {
        if (!(weights[k] > least)) continue;
        members++;
        last = k;
        if (count == MEMBERS) continue;
        share[count] = pow(weights[k], 2 - f->alpha);
        hop_memory_read(w->memory, k, 1, r->patterns + count++ * w->dim);
    }
    r->found->mixed += members > 1 ? 1 : 0;
    if (members == 1) r->alone[last] = 1;
    r->found->pair = fmax(r->found->pair, largest_pair(w, share, count, r));
    return HOP_OK;
}

/* beta times how far the pattern's similarity with itself is above that with any other. */
static double margin_of(const hop_fashion *w, size_t pattern, double beta) {
    enum { SHARE = 1000 };
    const float *all = hop_memory_data(w->memory), *own = all + pattern * w->dim;
    float s[SHARE], self = 0;
    double rival = -INFINITY;
    hop_blas_dots_float(1, 1, w->dim, own, own, &self);
    for (size_t first = 0; first < w->stored; first += SHARE) {
        size_t count = w->stored - first < SHARE ? w->stored - first : SHARE;
        hop_blas_dots_float(1, count, w->dim, own, all + first * w->dim, s);
        for (size_t k = 0; k < count; k++)
            if (first + k != pattern) rival = fmax(rival, s[k]);
    }
    return beta * (self - rival);
}

static void look_around(const hop_fashion *w, double beta, rest *r) {
    r->found->margin = INFINITY;
    for (size_t k = 0; k < w->stored; k++) {
        if (r->alone[k]) r->found->margin = fmin(r->found->margin, margin_of(w, k, beta));
    }
}

static hop_status measure_rest(const hop_repro *repro, const hop_fashion *w, const family *f,
                               double beta, found *c) {
    hop_recall *recall = NULL;
    hop_recall_result result = {0};
    rest r = {.result = &result, .beta = beta, .found = c};
    HOP_TRY(hop_alloc(MEMBERS, w->dim * sizeof *r.patterns, "patterns", &r.patterns));
    hop_status status = hop_alloc(w->stored, 1, "patterns", &r.alone);
    if (status == HOP_OK) status = engine_of(repro, w, f, beta, STEPS_MOST, &recall);
    if (status == HOP_OK) status = hop_recall_run(recall, w->states, w->count, &result);
    if (status == HOP_OK) status = for_weights(recall, w, f, result.outputs, add_rest, &r);
    if (status == HOP_OK) look_around(w, beta, &r);
    hop_recall_result_clear(&result);
    hop_recall_destroy(recall);
    free(r.patterns);
    free(r.alone);
    return status;
}

/* ---- results ---- */

static const char MARGIN_SOURCE[] = "margin 1/(alpha - 1): Santos et al. 2024",
                  PAIR_SOURCE[] = "stability: Jacobian of Peters, Niculae, Martins 2019";

/* Sizes beside those of the family before, which is less sparse. */
static hop_status add_order(hop_repro *repro, const family *f, double beta, const found *c,
                            const found *before) {
    hop_repro_result size = {.value = c->size,
                             .relation = HOP_REPRO_AT_MOST,
                             .expected = before->size * hop_repro_theory(repro, 1, 0.01),
                             .reason = "none: of the same pictures",
                             .source = f->compared};
    hop_repro_result alone = size;
    alone.value = c->alone;
    alone.relation = HOP_REPRO_AT_LEAST;
    alone.expected = before->alone + hop_repro_theory(repro, 0, 1);
    HOP_TRY(hop_repro_add(repro, size, "mean size, %s, beta %g", f->name, beta));
    return hop_repro_add(repro, alone, "of size 1, %s, beta %g", f->name, beta);
}

/* What there is to hold to theory: patterns that are alone, and mixtures. */
static hop_status add_limits(hop_repro *repro, const family *f, double beta, const found *c) {
    if (isfinite(f->margin) && isfinite(c->margin))
        HOP_TRY(
            hop_repro_add(repro,
                          (hop_repro_result){.value = c->margin,
                                             .relation = HOP_REPRO_AT_LEAST,
                                             .expected = f->margin * hop_repro_theory(repro, 1, 10),
                                             .tolerance = 1e-3,
                                             .reason = "float: products of 784 values",
                                             .source = MARGIN_SOURCE},
                          "least margin, %s, beta %g", f->name, beta));
    if (c->mixed == 0) return HOP_OK;
    return hop_repro_add(repro,
                         (hop_repro_result){.value = c->pair,
                                            .relation = HOP_REPRO_AT_MOST,
                                            .expected = hop_repro_theory(repro, 1, 0.1),
                                            .tolerance = 1e-3,
                                            .reason = "float: weights and products",
                                            .source = PAIR_SOURCE},
                         "largest pair, %s, beta %g", f->name, beta);
}

static hop_status reproduce(hop_repro *repro, const hop_fashion *w, double beta) {
    found before = {0};
    for (size_t i = 0; i < FAMILY_COUNT; i++) {
        found c = {0};
        HOP_TRY(measure_sizes(repro, w, &FAMILIES[i], beta, &c));
        HOP_TRY(measure_rest(repro, w, &FAMILIES[i], beta, &c));
        if (i > 0) HOP_TRY(add_order(repro, &FAMILIES[i], beta, &c, &before));
        HOP_TRY(add_limits(repro, &FAMILIES[i], beta, &c));
        before = c;
    }
    return HOP_OK;
}

static hop_status run(hop_repro *repro) {
    hop_fashion w = {0};
    if (!hop_fashion_exists())
        return hop_repro_skip(repro, "Fashion-MNIST is not here: apt-get install "
                                     "dataset-fashion-mnist");
    hop_status status = hop_fashion_create((size_t)hop_repro_choose(repro, 60000, 3000), SHOWN, &w);
    for (size_t b = 0; b < sizeof BETAS / sizeof *BETAS && status == HOP_OK; b++)
        status = reproduce(repro, &w, BETAS[b]);
    hop_fashion_destroy(&w);
    return status;
}

const hop_repro_row hop_repro_fashion_sizes = {
    .row = {.name = "fashion-sizes",
            .title = "sparser families mix fewer pictures: Fashion-MNIST, families compared",
            .sources = "Santos, Niculae, McNamee, Martins 2024, arXiv 2402.13725 (protocol and "
                       "margins; its sizes are of MNIST); Peters, Niculae, Martins 2019, arXiv "
                       "1905.05702"},
    .method = "60,000 pictures stored (3,000 with --quick), in -1 ... 1; the first 100 of the test "
              "set, products: weights of the fifth step above 0 (softmax: above .01), as "
              "mean size and part of size 1; then 200 steps, and of states at rest the least "
              "margin of patterns that are alone and the largest beta s_i s_j / (s_i + s_j) "
              "|x_i - x_j|^2, s = p^(2 - alpha), of patterns that are mixed.  No sizes of these "
              "pictures are published: those measured of a family are compared with those measured "
              "of the one before.  The seed is unused.",
    .falsehood = "sizes a hundredth, margins ten times as large, a limit of a tenth",
    .seconds = 51,
    .run = run,
};
