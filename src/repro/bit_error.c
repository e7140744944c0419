/* A stored bit is wrong after one step of all neurons with probability
 *
 *     P = erfc(sqrt(d / 2 N)) / 2
 *
 * in the classical network.  The loads and probabilities are those of Hertz, Krogh and Palmer 1991,
 * table 2.1: .001 at .105, .0036 at .138, .01 at .185, .05 at .37, .1 at .61.
 * SPDX-License-Identifier: MIT */
#include <hopfield/recall.h>

#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "repro_private.h"

/* A neuron hears d - 1 others, and N - 1 other patterns disturb the one it is in. */
enum { DIM = 1001 };

typedef struct claim {
    double load, probability;
} claim;
static const claim CLAIMS[] = {
    {0.105, 0.001}, {0.138, 0.0036}, {0.185, 0.01}, {0.37, 0.05}, {0.61, 0.1}};
enum { CLAIM_COUNT = sizeof CLAIMS / sizeof *CLAIMS };

/* Wrong bits after one step from each of the patterns [count x DIM]. */
static hop_status step(const hop_repro *repro, const double *patterns, size_t count,
                       hop_memory *memory, double *wrong) {
    hop_recall_options options = hop_recall_defaults;
    hop_recall *recall = NULL;
    double *states = NULL;
    HOP_TRY(hop_energy_parse("hebb", &options.model.energy));
    HOP_TRY(hop_similarity_parse("hamming", &options.model.similarity));
    options.model.update = &hop_update_synchronous;
    options.running.threads = repro->options->threads;
    HOP_TRY(hop_recall_create(memory, &options, &recall));
    hop_status status = hop_alloc(count * DIM, sizeof *states, "states", &states);
    for (size_t k = 0; k < count * DIM && status == HOP_OK; k++) states[k] = patterns[k];
    if (status == HOP_OK) status = hop_recall_step(recall, states, count, NULL, NULL);
    for (size_t k = 0; k < count * DIM && status == HOP_OK; k++)
        *wrong += states[k] * patterns[k] < 0 ? 1 : 0;
    free(states);
    hop_recall_destroy(recall);
    return status;
}

static hop_status network(const hop_repro *repro, size_t count, uint64_t stream, double *wrong) {
    hop_memory *memory = NULL;
    double *patterns = NULL;
    hop_random random;
    hop_random_init(&random, repro->options->seed, stream);
    HOP_TRY(hop_alloc(count * DIM, sizeof *patterns, "patterns", &patterns));
    hop_repro_draw(HOP_REPRO_BIPOLAR, &random, count, DIM, patterns);
    hop_status status = hop_repro_memory(patterns, count, DIM, &memory);
    if (status == HOP_OK) status = step(repro, patterns, count, memory, wrong);
    hop_memory_destroy(memory);
    free(patterns);
    return status;
}

static hop_status measure(hop_repro *repro, size_t index) {
    const claim *c = &CLAIMS[index];
    const double networks = hop_repro_choose(repro, 40, 8);
    const size_t count = (size_t)lround(c->load * (DIM - 1)) + 1;
    double sum = 0, squares = 0;
    for (size_t i = 0; i < (size_t)networks; i++) {
        double wrong = 0;
        HOP_TRY(network(repro, count, 64 * i + index, &wrong));
        wrong /= (double)count * DIM;
        sum += wrong / networks;
        squares += wrong * wrong / networks;
    }
    double theory = erfc(sqrt(1 / (2 * c->load))) / 2;
    HOP_TRY(
        hop_repro_add(repro,
                      (hop_repro_result){
                          .value = theory,
                          .expected = hop_repro_theory(repro, c->probability, 0.5 * c->probability),
                          .tolerance = 0.03 * c->probability,
                          .reason = "the digits of the table",
                      },
                      "table 2.1, N/d = %.3f", c->load));
    double error = sqrt(fmax(squares - sum * sum, 0) / (networks - 1));
    return hop_repro_add(
        repro,
        (hop_repro_result){
            .value = sum,
            .low = sum - 1.96 * error,
            .high = sum + 1.96 * error,
            .expected = hop_repro_theory(repro, theory, erfc(sqrt(1 / (2.2 * c->load))) / 2),
            .tolerance = 0.01 * theory + 6 * error,
            .reason = "the noise is not quite normal; six standard errors of the networks",
        },
        "measured, N/d = %.3f", c->load);
}

static hop_status run(hop_repro *repro) {
    for (size_t i = 0; i < CLAIM_COUNT; i++) HOP_TRY(measure(repro, i));
    return HOP_OK;
}

const hop_repro_row hop_repro_bit_error = {
    .row = {.name = "bit-error",
            .title = "wrong bits after one step: a fraction erfc(sqrt(d/2N))/2",
            .sources = "Hertz, Krogh, Palmer 1991, Introduction to the Theory of Neural "
                       "Computation, table 2.1; Hopfield 1982, doi 10.1073/pnas.79.8.2554"},
    .method = "One synchronous step of hebb from every pattern of networks of 1001 neurons; wrong "
              "bits are counted.",
    .falsehood = "noise of 1.1 times the variance, and a table of half the probabilities",
    .seconds = 12,
    .run = run,
};
