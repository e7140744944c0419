/* With centred patterns the mean, 0, is a fixed point of softmax.  The step's Jacobian there is
 * beta Cov(x), so the mean gives way where beta reaches
 *
 *     beta_c = 1 / lambda_max(Cov x),   Cov x = X X' / N
 *
 * in a pitchfork: patterns come in pairs x and -x here, so the two new states mirror each other,
 * and |xi|^2 grows in proportion to beta - beta_c.  (Patterns on a sphere: tails longer than
 * the normal distribution's would make the state jump.)  Ramsauer et al. 2020, section 4, has the
 * states.
 *
 * SPDX-License-Identifier: MIT */
#include <hopfield/recall.h>
#include <hopfield/spectrum.h>

#include <math.h>
#include <string.h>

#include "../base/fail.h"
#include "repro_private.h"

enum { DIM = 8, PAIRS = 40, PATTERNS = 2 * PAIRS };

/* Steps from near the mean; a mean that is stable by one part in a thousand is e times as near
 * after a thousand. */
enum { STEPS = 20000 };
static const double NEAR = 1e-9, APART = 0.1;

/* Distance from the mean after STEPS steps from `start` at this beta, or beyond `enough`. */
static hop_status go(const hop_memory *memory, double beta, double start, double enough,
                     double *distance) {
    double state[DIM] = {0}, square = start * start;
    hop_recall *recall = NULL;
    hop_recall_options options = hop_recall_defaults;
    HOP_TRY(hop_similarity_parse("dot", &options.model.similarity));
    options.model.energy.parameter[0] = beta;
    options.running.precision = HOP_DOUBLE;
    options.running.threads = 1;
    HOP_TRY(hop_recall_create(memory, &options, &recall));
    for (size_t j = 0; j < DIM; j++) state[j] = start / sqrt(DIM);
    hop_status status = HOP_OK;
    for (size_t k = 0; k < STEPS && square < enough * enough && status == HOP_OK; k++) {
        status = hop_recall_step(recall, state, 1, NULL, NULL);
        square = 0;
        for (size_t j = 0; j < DIM; j++) square += state[j] * state[j];
    }
    hop_recall_destroy(recall);
    *distance = sqrt(square);
    return status;
}

/* beta_c by bisection: below it a state near the mean returns, above it leaves. */
static hop_status locate(const hop_memory *memory, double guess, double *critical) {
    double low = 0.5 * guess, high = 2 * guess;
    for (int k = 0; k < 12; k++) {
        double middle = (low + high) / 2, distance = 0;
        HOP_TRY(go(memory, middle, NEAR, 1e3 * NEAR, &distance));
        *(distance > NEAR ? &high : &low) = middle;
    }
    *critical = (low + high) / 2;
    return HOP_OK;
}

static hop_status largest_variance(const double *patterns, double *largest) {
    double covariance[DIM * DIM] = {0}, value[DIM];
    for (size_t i = 0; i < PATTERNS; i++)
        for (size_t a = 0; a < DIM; a++)
            for (size_t b = 0; b < DIM; b++)
                covariance[a * DIM + b] += patterns[i * DIM + a] * patterns[i * DIM + b] / PATTERNS;
    HOP_TRY(hop_spectrum_symmetric(covariance, DIM, value, NULL));
    *largest = value[0];
    return HOP_OK;
}

static hop_status measure(hop_repro *repro, const hop_memory *memory, double theory) {
    double critical = 0, near = 0, far = 0;
    HOP_TRY(locate(memory, theory, &critical));
    HOP_TRY(hop_repro_add(repro,
                          (hop_repro_result){
                              .value = critical,
                              .expected = hop_repro_theory(repro, theory, 1.05 * theory),
                              .tolerance = 2e-3 * theory,
                              .reason = "a bisection of twelve steps, from half to twice beta_c",
                          },
                          "beta_c"));
    HOP_TRY(go(memory, 1.002 * theory, APART, INFINITY, &near));
    HOP_TRY(go(memory, 1.008 * theory, APART, INFINITY, &far));
    return hop_repro_add(repro,
                         (hop_repro_result){
                             .value = far * far / (near * near),
                             .expected = hop_repro_theory(repro, 4, 16),
                             .tolerance = 0.2,
                             .reason = "terms of second order in beta - beta_c",
                         },
                         "length^2, 1.008 over 1.002 beta_c");
}

/* The experiment pitchfork, which steps by code of its own, on both sides of its own beta_c. */
static hop_status ask_experiment(hop_repro *repro) {
    hop_findings findings = {0};
    HOP_TRY(hop_repro_experiment(repro, 0, &findings, "pitchfork", "start=mean ratio=0.95,1.005"));
    double below = hop_repro_number(&findings, 0, "norm");
    double above = hop_repro_number(&findings, 1, "norm");
    double theory = hop_repro_number(&findings, 1, "theory");
    hop_findings_clear(&findings);
    HOP_TRY(hop_repro_add(repro,
                          (hop_repro_result){.value = below,
                                             .relation = HOP_REPRO_AT_MOST,
                                             .tolerance = 1e-6,
                                             .reason = "where it stops to step"},
                          "length at .95 beta_c"));
    return hop_repro_add(
        repro,
        (hop_repro_result){.value = above / theory,
                           .expected = hop_repro_theory(repro, 1, 2),
                           .tolerance = 0.03,
                           .reason = "the other directions: .3 % over 40 seeds, once 1 %"},
        "length / theory at 1.005 beta_c");
}

static hop_status run(hop_repro *repro) {
    double patterns[PATTERNS * DIM], largest = 0;
    hop_memory *memory = NULL;
    hop_random random;
    hop_random_init(&random, repro->options->seed, 0);
    hop_repro_draw(HOP_REPRO_SPHERE, &random, PAIRS, DIM, patterns);
    for (size_t k = 0; k < PAIRS * DIM; k++) patterns[PAIRS * DIM + k] = -patterns[k];
    HOP_TRY(largest_variance(patterns, &largest));
    HOP_TRY(hop_repro_memory(patterns, PATTERNS, DIM, &memory));
    hop_status status = measure(repro, memory, 1 / largest);
    hop_memory_destroy(memory);
    return status == HOP_OK ? ask_experiment(repro) : status;
}

const hop_repro_row hop_repro_pitchfork = {
    .row = {.name = "pitchfork",
            .title = "the mean of patterns gives way at beta = 1/lambda_max(Cov)",
            .sources = "Ramsauer et al. 2020, arXiv 2008.02217, the Jacobian of its update"},
    .method = "80 spherical patterns of 8 values in pairs x and -x; the beta from which a state "
              "near the mean leaves it, by bisection, against GSL's largest eigenvalue; and the "
              "experiment pitchfork on both sides of its own beta_c.",
    .falsehood = "beta_c 5 % larger, a cusp instead of a pitchfork",
    .seconds = 0.7,
    .run = run,
};
