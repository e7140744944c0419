/* Similarities and separations, by the protocol of Millidge et al. 2022: pictures in 0 ... 1 are
 * stored, one comes back damaged, and one step counts as right where the sum of squared differences
 * from the original is at most 50.  Similarities share softmax with a beta that chooses;
 * separations share the Euclidean distance.  Published: Manhattan and Euclidean above products; the
 * sharper the separation the better.  Fashion-MNIST here, where they have MNIST, CIFAR10 and Tiny
 * ImageNet. SPDX-License-Identifier: MIT */
#include <hopfield/recall.h>
#include <hopfield/statistics.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "fashion.h"
#include "repro_private.h"

enum { STORED = 100, DIM = 784 };
static const double RIGHT = 50, SIGMA = 0.7;

/* Right answers to every stored picture with noise. */
static hop_status count_right(const hop_repro *repro, const double *patterns,
                              const hop_memory *memory, const char *similarity, const char *energy,
                              double *right) {
    hop_recall *recall = NULL;
    hop_recall_result result = {0};
    hop_recall_options options = hop_recall_defaults;
    double *queries = NULL;
    hop_random random;
    hop_random_init(&random, repro->options->seed, 0);
    HOP_TRY(hop_energy_parse(energy, &options.model.energy));
    HOP_TRY(hop_similarity_parse(similarity, &options.model.similarity));
    options.stopping.steps = 1;
    options.running.threads = repro->options->threads;
    HOP_TRY(hop_alloc(STORED * DIM, sizeof *queries, "queries", &queries));
    for (size_t k = 0; k < STORED * DIM; k++)
        queries[k] = patterns[k] + SIGMA * hop_random_normal(&random);
    hop_status status = hop_recall_create(memory, &options, &recall);
    if (status == HOP_OK) status = hop_recall_run(recall, queries, STORED, &result);
    for (size_t i = 0; i < STORED && status == HOP_OK; i++) {
        double squares = 0;
        for (size_t j = 0; j < DIM; j++)
            squares += pow(result.outputs[i * DIM + j] - patterns[i * DIM + j], 2);
        *right += squares <= RIGHT ? 1 : 0;
    }
    hop_recall_result_clear(&result);
    hop_recall_destroy(recall);
    free(queries);
    return status;
}

static hop_status hold(hop_repro *repro, double right, double before, const char *what,
                       const char *than) {
    hop_estimate share = hop_statistics_wilson(right, STORED);
    return hop_repro_add(repro,
                         (hop_repro_result){.value = share.value,
                                            .low = share.low,
                                            .high = share.high,
                                            .relation = HOP_REPRO_AT_LEAST,
                                            .expected = hop_repro_theory(repro, before / STORED,
                                                                         before / STORED + 1),
                                            .tolerance = 0.15,
                                            .reason = "two intervals of 100 pictures",
                                            .source = than},
                         "right, %s", what);
}

static hop_status compare(hop_repro *repro, const double *patterns, const hop_memory *memory) {
    static const char *const SIMILARITIES[] = {"dot", "cosine", "euclidean", "manhattan"};
    static const char *const SEPARATIONS[] = {"lse:beta=0.01", "lse:beta=0.1", "lse:beta=100"};
    double before = 0;
    for (size_t i = 0; i < 4; i++) {
        double right = 0;
        HOP_TRY(count_right(repro, patterns, memory, SIMILARITIES[i], "lse:beta=100", &right));
        HOP_TRY(hold(repro, right, before, SIMILARITIES[i],
                     i > 0 ? "no less than the one before" : "the first: nothing is asked"));
        before = right;
    }
    before = 0;
    for (size_t i = 0; i < 3; i++) {
        double right = 0;
        HOP_TRY(count_right(repro, patterns, memory, "euclidean", SEPARATIONS[i], &right));
        HOP_TRY(hold(repro, right, before, SEPARATIONS[i],
                     i > 0 ? "no less than the one before" : "the first: nothing is asked"));
        before = right;
    }
    return HOP_OK;
}

static hop_status run(hop_repro *repro) {
    hop_fashion fashion = {0};
    hop_memory *memory = NULL;
    if (!hop_fashion_exists())
        return hop_repro_skip(repro, "Fashion-MNIST is not there; apt install "
                                     "dataset-fashion-mnist");
    hop_status status = hop_fashion_create(1, STORED, &fashion);
    for (size_t k = 0; k < STORED * DIM && status == HOP_OK; k++)
        fashion.states[k] = (fashion.states[k] + 1) / 2;
    if (status == HOP_OK) status = hop_repro_memory(fashion.states, STORED, DIM, &memory);
    if (status == HOP_OK) status = compare(repro, fashion.states, memory);
    hop_memory_destroy(memory);
    hop_fashion_destroy(&fashion);
    return status;
}

const hop_repro_row hop_repro_millidge = {
    .row = {.name = "millidge",
            .title = "distances recall more pictures than products, sharp separations more than "
                     "flat",
            .sources = "Millidge et al. 2022, arXiv 2202.04557, section 4 (protocol and order)"},
    .method =
        "100 pictures of Fashion-MNIST, each with normal noise of .7 in every pixel, one step: "
        "right where the sum of squared differences is at most 50; similarities at beta 100, "
        "separations by Euclidean distance.",
    .falsehood = "everybody better by one than the one before",
    .run = run,
};
