/* Sequences: with weights s^n the next pattern's bit has signal 1 and a noise of variance
 * (P - 1) (2n - 1)!! / N^n, so .5 % of the bits are wrong at
 *
 *     P = N^n / (z^2 (2n - 1)!!),   z = 2.5758
 *
 * Chaudhry et al. 2023, section 3 (DenseNet with f(x) = x^n; its capacities ask for fewer errors).
 * Measured by the update rule `sequence`, against the exact probability at the size.
 * SPDX-License-Identifier: MIT */
#include <hopfield/recall.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../theory/crosstalk.h"
#include "repro_private.h"

typedef struct claim {
    int power;
    double factor; /* (2n - 1)!! */
    size_t dim, memories, quick_memories, starts;
} claim;
static const claim CLAIMS[] = {
    {1, 1, 1000, 20, 10, 50}, {2, 3, 200, 20, 8, 30}, {3, 15, 60, 20, 8, 30}};

static const double Z = 2.5758, WRONG = 0.005, ERRORS = 6;

/* Overlaps of the starting pattern with itself is N, with others -N ... N. */
static hop_status foretell(const claim *c, double patterns, double *wrong) {
    double *values = NULL, *chances = NULL, d = (double)c->dim;
    HOP_TRY(hop_alloc(c->dim + 1, sizeof *values, "overlaps", &values));
    hop_status status = hop_alloc(c->dim + 1, sizeof *chances, "chances", &chances);
    if (status == HOP_OK) {
        hop_crosstalk_overlaps(c->dim, chances);
        for (size_t k = 0; k <= c->dim; k++) values[k] = pow(fabs(2 * (double)k - d), c->power);
        const hop_crosstalk crosstalk = {values, chances, c->dim + 1};
        /* Where the field is 0 the old value stays, which is right every second time. */
        status = hop_crosstalk_tail(&crosstalk, patterns - 1, pow(d, c->power), 0.5, wrong);
    }
    free(values);
    free(chances);
    return status;
}

/* The fraction of wrong bits after a step from `starts` patterns of one memory. */
static hop_status play(const claim *c, const double *patterns, size_t count, double *states,
                       double *wrong) {
    char spec[64];
    hop_recall_options options = hop_recall_defaults;
    hop_memory *memory = NULL;
    hop_recall *recall = NULL;
    snprintf(spec, sizeof spec, "polynomial:degree=%d,rectified=no", c->power + 1);
    HOP_TRY(hop_energy_parse(spec, &options.model.energy));
    HOP_TRY(hop_similarity_parse("hamming", &options.model.similarity));
    HOP_TRY(hop_repro_memory(patterns, count, c->dim, &memory));
    options.model.update = &hop_update_sequence;
    options.running.threads = 1;
    hop_status status = hop_recall_create(memory, &options, &recall);
    const size_t starts = c->starts < count ? c->starts : count;
    for (size_t k = 0; k < starts * c->dim && status == HOP_OK; k++) states[k] = patterns[k];
    if (status == HOP_OK) status = hop_recall_step(recall, states, starts, NULL, NULL);
    for (size_t i = 0; i < starts && status == HOP_OK; i++)
        for (size_t j = 0; j < c->dim; j++)
            *wrong += states[i * c->dim + j] != patterns[(i + 1) % count * c->dim + j]
                          ? 1 / (double)(starts * c->dim)
                          : 0;
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
    return status;
}

static hop_status measure(const hop_repro *repro, const claim *c, size_t count, double *mean,
                          double *error) {
    double *patterns = NULL, *states = NULL, sum = 0, squares = 0;
    const double memories = hop_repro_choose(repro, (double)c->memories, (double)c->quick_memories);
    hop_random random;
    hop_random_init(&random, repro->options->seed, c->dim);
    HOP_TRY(hop_alloc(count * c->dim, sizeof *patterns, "patterns", &patterns));
    hop_status status = hop_alloc(c->starts * c->dim, sizeof *states, "states", &states);
    for (size_t m = 0; m < (size_t)memories && status == HOP_OK; m++) {
        double wrong = 0;
        hop_repro_draw(HOP_REPRO_BIPOLAR, &random, count, c->dim, patterns);
        status = play(c, patterns, count, states, &wrong);
        sum += wrong;
        squares += wrong * wrong;
    }
    free(patterns);
    free(states);
    *mean = sum / memories;
    *error = sqrt(fmax(squares / memories - *mean * *mean, 0) / (memories - 1));
    return status;
}

static hop_status reproduce(hop_repro *repro, const claim *c) {
    double patterns = round(pow((double)c->dim, c->power) / (Z * Z * c->factor));
    double expected = 0, value = 0, error = 0;
    HOP_TRY(foretell(c, patterns, &expected));
    HOP_TRY(hop_repro_add(repro,
                          (hop_repro_result){.value = expected,
                                             .expected = hop_repro_theory(repro, WRONG, 0.008),
                                             .tolerance = 0.2 * WRONG,
                                             .reason = "finite N: exact there, .5 % in the limit"},
                          "exact, n = %d, N = %zu", c->power, c->dim));
    HOP_TRY(measure(repro, c, (size_t)hop_repro_theory(repro, patterns, 1.3 * patterns), &value,
                    &error));
    return hop_repro_add(repro,
                         (hop_repro_result){.value = value,
                                            .low = value - 1.96 * error,
                                            .high = value + 1.96 * error,
                                            .expected = expected,
                                            .tolerance = ERRORS * error,
                                            .reason = "six standard errors of the memories",
                                            .source = "exact at this N"},
                         "wrong bits, n = %d, P = %.0f", c->power, patterns);
}

static hop_status run(hop_repro *repro) {
    for (size_t i = 0; i < sizeof CLAIMS / sizeof *CLAIMS; i++)
        HOP_TRY(reproduce(repro, &CLAIMS[i]));
    return HOP_OK;
}

const hop_repro_row hop_repro_sequence_error = {
    .row = {.name = "sequence-error",
            .title = "sequences of N^n / (z^2 (2n-1)!!) patterns with .5 % wrong bits a step",
            .sources = "Chaudhry et al. 2023, arXiv 2306.04532 (the rule, its signal and noise); "
                       "the number at .5 % is derived here"},
    .method = "Random memories of that many patterns, one step of the update rule sequence from "
              "many of them; wrong bits of the next pattern, beside their exact probability.",
    .falsehood = "sequences 30 % longer, and .8 % wrong bits",
    .seconds = 4,
    .run = run,
};
