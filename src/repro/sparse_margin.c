/* Sparse families recall exactly: a pattern is a fixed point, to the last bit, iff beta times its
 * separation is at least the family's margin, 1/(alpha - 1) for alpha-entmax.  Softmax never is.
 * Santos, Niculae, McNamee, Martins 2024; the margin is looked for by bisection.
 * SPDX-License-Identifier: MIT */
#include <hopfield/recall.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "../base/fail.h"
#include "repro_private.h"

enum { DIM = 16, PATTERNS = 24 };

typedef struct claim {
    const char *family; /* what precedes "beta=" */
    double margin;
} claim;
static const claim CLAIMS[] = {{"sparsemax:", 1}, {"entmax:alpha=1.5,", 2}, {"normmax:", 1}};

/* Whether one step from pattern `i` gives it back, bit for bit. */
static hop_status is_fixed(const claim *c, double beta, const hop_memory *memory,
                           const double *pattern, bool *fixed) {
    char spec[96];
    double state[DIM];
    hop_recall *recall = NULL;
    hop_recall_options options = hop_recall_defaults;
    snprintf(spec, sizeof spec, "%sbeta=%.17g", c->family, beta);
    HOP_TRY(hop_energy_parse(spec, &options.model.energy));
    HOP_TRY(hop_similarity_parse("dot", &options.model.similarity));
    options.running.precision = HOP_DOUBLE;
    options.running.threads = 1;
    HOP_TRY(hop_recall_create(memory, &options, &recall));
    memcpy(state, pattern, sizeof state);
    hop_status status = hop_recall_step(recall, state, 1, NULL, NULL);
    *fixed = true;
    for (size_t j = 0; j < DIM; j++) *fixed = *fixed && state[j] == pattern[j];
    hop_recall_destroy(recall);
    return status;
}

static double separation(const double *patterns, size_t i) {
    double own = 0, rival = -INFINITY;
    for (size_t k = 0; k < PATTERNS; k++) {
        double product = 0;
        for (size_t j = 0; j < DIM; j++) product += patterns[i * DIM + j] * patterns[k * DIM + j];
        if (k == i)
            own = product;
        else
            rival = fmax(rival, product);
    }
    return own - rival;
}

/* The least beta times separation at which the pattern is fixed. */
static hop_status find_margin(const claim *c, const hop_memory *memory, const double *patterns,
                              size_t i, double *margin) {
    double apart = separation(patterns, i), low = 0.1, high = 10;
    bool fixed = false;
    *margin = NAN;
    if (!(apart > 0)) return HOP_OK;
    HOP_TRY(is_fixed(c, high / apart, memory, patterns + i * DIM, &fixed));
    for (int k = 0; k < 40 && fixed; k++) {
        double middle = (low + high) / 2;
        bool enough = false;
        HOP_TRY(is_fixed(c, middle / apart, memory, patterns + i * DIM, &enough));
        *(enough ? &high : &low) = middle;
    }
    if (fixed) *margin = high;
    return HOP_OK;
}

/* Smallest and largest margin of `memories` memories. */
static hop_status reproduce(hop_repro *repro, const claim *c, size_t memories) {
    double least = INFINITY, most = -INFINITY, patterns[PATTERNS * DIM];
    for (size_t m = 0; m < memories; m++) {
        hop_memory *memory = NULL;
        hop_random random;
        hop_random_init(&random, repro->options->seed, m);
        hop_repro_draw(HOP_REPRO_NORMAL, &random, PATTERNS, DIM, patterns);
        hop_status status = hop_repro_memory(patterns, PATTERNS, DIM, &memory);
        for (size_t i = 0; i < PATTERNS && status == HOP_OK; i++) {
            double margin = NAN;
            status = find_margin(c, memory, patterns, i, &margin);
            least = fmin(least, margin);
            most = fmax(most, margin);
        }
        hop_memory_destroy(memory);
        HOP_TRY(status);
    }
    hop_repro_result result = {
        .value = least,
        .expected = hop_repro_theory(repro, c->margin, 1.05 * c->margin),
        .tolerance = 1e-6,
        .reason = "rounding of similarities; below it a weight rounds to 1",
    };
    int length = (int)strcspn(c->family, ":");
    HOP_TRY(hop_repro_add(repro, result, "smallest margin, %.*s", length, c->family));
    result.value = most;
    return hop_repro_add(repro, result, "largest margin, %.*s", length, c->family);
}

static hop_status run(hop_repro *repro) {
    for (size_t i = 0; i < sizeof CLAIMS / sizeof *CLAIMS; i++)
        HOP_TRY(reproduce(repro, &CLAIMS[i], (size_t)hop_repro_choose(repro, 10, 2)));
    return HOP_OK;
}

const hop_repro_row hop_repro_sparse_margin = {
    .row = {.name = "sparse-margin",
            .title = "sparse recall is exact iff beta x separation >= margin",
            .sources = "Santos, Niculae, McNamee, Martins 2024, arXiv 2402.13725 and arXiv "
                       "2411.08590 (margins and exact retrieval)"},
    .method = "For every pattern of random memories (24 normal patterns of 16 values) the least "
              "beta at which one step gives it back bit for bit, by bisection; alpha = 1.5 for "
              "entmax.",
    .falsehood = "a margin 5 % larger",
    .seconds = 0.1,
    .run = run,
};
