/* Signal and noise of softmax at a pattern: with weights p = softmax(b x_i . xi) at xi = x_1, the
 * signal is p_1 and the noise all other weights.  Their ratio S has, over memories of N patterns, a
 * mean that grows as N, and theory's load is where it is 1.  That is asked of the weights; where
 * recall, iterated, really fails is asked of the experiment capacity.  It fails before: the noise
 * shortens the state, which weakens the signal of the next step.
 * SPDX-License-Identifier: MIT */
#include "softmax_noise.h"

#include <hopfield/recall.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"

/* What is left of it goes with ln d / d, which is 1.4e-5 here. */
static const double LARGE = 1e6;

/* Theory as the experiment capacity has it; the load that is tried does not matter. */
static hop_status add_limit(hop_repro *repro, const char *kind, const hop_softmax_claim *c) {
    hop_findings findings = {0};
    HOP_TRY(hop_repro_experiment(repro, 0, &findings, "capacity",
                                 "energy=lse:beta=%.12g patterns=%s dim=%.0f load=%.12g trials=1",
                                 c->b, kind, LARGE, 0.7 / LARGE));
    double load = hop_repro_number(&findings, 0, "theory");
    hop_findings_clear(&findings);
    return hop_repro_add(
        repro,
        (hop_repro_result){.value = load,
                           .expected = hop_repro_theory(repro, c->limit, 1.05 * c->limit),
                           .tolerance = 1e-4,
                           .reason = "four digits, and ln d / d"},
        "a, theory at d = %g, b %g", LARGE, c->b);
}

/* Patterns, the memory of them, and their weights at the first. */
typedef struct room {
    double *patterns, *weights;
    size_t count, dim;
} room;

/* A normal pattern's S goes with its own norm, exp(-b (1 - b/2) |x|^2); this puts |x|^2 to d, where
 * theory has it, and is 1 for patterns that all have that norm. */
static double norm_factor(const room *r, double b) {
    double square = 0;
    for (size_t j = 0; j < r->dim; j++) square += r->patterns[j] * r->patterns[j];
    return exp(b * (1 - b / 2) * (square - (double)r->dim));
}

static hop_status ratio(const room *r, double b, double *noise) {
    hop_memory *memory = NULL;
    hop_recall *recall = NULL;
    hop_recall_options options = hop_recall_defaults;
    HOP_TRY(hop_similarity_parse("dot", &options.model.similarity));
    options.model.energy.parameter[0] = b;
    options.running.precision = HOP_DOUBLE;
    options.running.threads = 1;
    HOP_TRY(hop_repro_memory(r->patterns, r->count, r->dim, &memory));
    hop_status status = hop_recall_create(memory, &options, &recall);
    if (status == HOP_OK) status = hop_recall_weights(recall, r->patterns, 1, r->weights);
    if (status == HOP_OK) *noise = (1 - r->weights[0]) / r->weights[0];
    *noise *= norm_factor(r, b);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
    return status;
}

/* Mean of S and its standard error, of memories of `noises` patterns besides the first. */
static hop_status mean_ratio(const hop_repro *repro, hop_repro_kind kind, double b, double dim,
                             double noises, size_t trials, double *mean, double *error) {
    room r = {.dim = (size_t)dim, .count = (size_t)noises + 1};
    double sum = 0, squares = 0;
    hop_random random;
    hop_random_init(&random, repro->options->seed, r.dim);
    hop_status status = hop_alloc(r.count * r.dim, sizeof(double), "patterns", &r.patterns);
    if (status == HOP_OK) status = hop_alloc(r.count, sizeof(double), "weights", &r.weights);
    for (size_t i = 0; i < trials && status == HOP_OK; i++) {
        double noise = 0;
        hop_repro_draw(kind, &random, r.count, r.dim, r.patterns);
        status = ratio(&r, b, &noise);
        sum += noise;
        squares += noise * noise;
    }
    free(r.patterns);
    free(r.weights);
    *mean = sum / (double)trials;
    *error = sqrt(fmax(squares / (double)trials - *mean * *mean, 0) / (double)trials);
    return status;
}

static hop_status add_ratio(hop_repro *repro, const char *kind, double b, double dim, double load,
                            double trials) {
    double mean = 0, error = 0, said = exp(hop_repro_theory(repro, load, 1.2 * load) * dim);
    hop_repro_kind drawn = strcmp(kind, "bipolar") == 0    ? HOP_REPRO_BIPOLAR
                           : strcmp(kind, "gaussian") == 0 ? HOP_REPRO_NORMAL
                                                           : HOP_REPRO_SPHERE;
    HOP_TRY(mean_ratio(repro, drawn, b, dim, round(said), (size_t)trials, &mean, &error));
    return hop_repro_add(repro,
                         (hop_repro_result){
                             .value = mean,
                             .low = mean - 1.96 * error,
                             .high = mean + 1.96 * error,
                             .expected = round(said) / said,
                             .tolerance = 4.5 * error,
                             .reason = "4.5 standard errors; not quite 1, for patterns are whole",
                         },
                         "noise / signal, b %g, d %.0f", b, dim);
}

static hop_status add_threshold(hop_repro *repro, const char *kind, double b, double dim,
                                double load) {
    hop_findings findings = {0};
    hop_threshold threshold;
    HOP_TRY(hop_repro_experiment(repro, 0, &findings, "capacity",
                                 "energy=lse:beta=%.12g patterns=%s dim=%.0f precision=%g", b, kind,
                                 dim, hop_repro_choose(repro, 0.02, 0.05)));
    hop_status status = hop_repro_threshold(&findings, &threshold);
    hop_findings_clear(&findings);
    if (status != HOP_OK) return status;
    return hop_repro_add(repro,
                         (hop_repro_result){
                             .value = threshold.value,
                             .low = threshold.low,
                             .high = threshold.high,
                             .expected = hop_repro_theory(repro, load, load / 3),
                             .relation = HOP_REPRO_AT_MOST,
                             .reason = "recall fails once noise is signal, and before",
                         },
                         "load of recall, b %g, d %.0f", b, dim);
}

hop_status hop_repro_softmax(hop_repro *repro, const char *kind, const hop_softmax_claim *claim) {
    HOP_TRY(add_limit(repro, kind, claim));
    for (size_t i = 0; i < 2; i++) {
        double dim = claim->dim[i];
        double trials = hop_repro_choose(repro, claim->trials[i], claim->quick_trials[i]);
        if (!(trials > 0)) continue;
        double load = claim->load(claim->b, dim);
        HOP_TRY(add_ratio(repro, kind, claim->b, dim, load, trials));
        HOP_TRY(add_threshold(repro, kind, claim->b, dim, load));
    }
    return HOP_OK;
}
