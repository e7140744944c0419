/* The minima that log-sum-ReLU makes between patterns, where their number is known.  n orthogonal
 * patterns of norm a: from the mean of k of them its own are at the distance a sqrt(1 - 1/k), the
 * others at a sqrt(1 + 1/k).  So the mean is a minimum iff
 *
 *     1 - 1/k < R^2/a^2 <= 1 + 1/k   (the second for k < n alone),   R^2 = 2/beta,
 *
 * and there are C(n, k) of these.  The engine is asked about the mean of every set of patterns.
 * Hoover et al. 2025 (2506.10801) have the minima; the count is elementary.
 * SPDX-License-Identifier: MIT */
#include <hopfield/recall.h>

#include <math.h>
#include <string.h>

#include "../base/fail.h"
#include "repro_private.h"

enum { COUNT = 8 };
static const double NORM = 3;

/* R^2/a^2: few patterns together, any, and few or all. */
static const double RADII[] = {0.7, 1, 1.3};

static double emergent_by_theory(double square) {
    double total = 0, choose = COUNT;
    for (int k = 2; k <= COUNT; k++) {
        choose *= (double)(COUNT - k + 1) / k;
        bool holds = 1 - 1.0 / k < square && (k == COUNT || square <= 1 + 1.0 / k);
        total += holds ? choose : 0;
    }
    return total;
}

static hop_status engine_of(const hop_memory *memory, double beta, hop_recall **recall) {
    hop_recall_options options = hop_recall_defaults;
    HOP_TRY(hop_energy_parse("lsr", &options.model.energy));
    HOP_TRY(hop_similarity_parse("euclidean", &options.model.similarity));
    options.model.energy
        .parameter[hop_row_parameter_index(&options.model.energy.family->row, "beta")] = beta;
    options.running.precision = HOP_DOUBLE;
    options.running.threads = 1;
    return hop_recall_create(memory, &options, recall);
}

/* Whether the mean of the patterns in `set` has a finite energy and one step leaves it there. */
static hop_status rests(const hop_recall *recall, const double *patterns, unsigned set,
                        bool *at_rest) {
    double mean[COUNT] = {0}, state[COUNT], square = 0, energy = 0;
    int size = __builtin_popcount(set);
    for (int i = 0; i < COUNT; i++)
        for (int j = 0; j < COUNT && (set >> i & 1); j++) mean[j] += patterns[i * COUNT + j] / size;
    memcpy(state, mean, sizeof state);
    HOP_TRY(hop_recall_step(recall, state, 1, &energy, NULL));
    for (int j = 0; j < COUNT; j++) square += (state[j] - mean[j]) * (state[j] - mean[j]);
    *at_rest = isfinite(energy) && sqrt(square) <= 1e-12 * NORM;
    return HOP_OK;
}

static hop_status count(const hop_recall *recall, const double *patterns, double *emergent) {
    for (unsigned set = 1; set < 1u << COUNT; set++) {
        bool at_rest = false;
        if (__builtin_popcount(set) < 2) continue;
        HOP_TRY(rests(recall, patterns, set, &at_rest));
        *emergent += at_rest ? 1 : 0;
    }
    return HOP_OK;
}

static hop_status reproduce(hop_repro *repro, const double *patterns, const hop_memory *memory,
                            double square) {
    double emergent = 0, beta = 2 / (square * NORM * NORM);
    hop_recall *recall = NULL;
    HOP_TRY(engine_of(memory, hop_repro_theory(repro, beta, beta / 2), &recall));
    hop_status status = count(recall, patterns, &emergent);
    hop_recall_destroy(recall);
    HOP_TRY(status);
    return hop_repro_add(repro,
                         (hop_repro_result){.value = emergent,
                                            .expected = emergent_by_theory(square),
                                            .reason = "none: a count"},
                         "emergent minima, R^2 = %g a^2", square);
}

/* The experiment's own list of the minima of random patterns, held to the engine. */
static hop_status ask_experiment(hop_repro *repro) {
    static const char *const COLUMNS[] = {"failed", "unlisted"};
    static const char *const ITEMS[] = {"minima the engine moves", "starts that end at none"};
    hop_findings findings = {0};
    double sums[2] = {0}, listed = 0;
    HOP_TRY(hop_repro_experiment(repro, 0, &findings, "emergent", "dim=6 stored=%d starts=%d",
                                 repro->options->quick ? 8 : 14, repro->options->quick ? 50 : 200));
    for (size_t r = 0; r < hop_table_row_count(findings.table); r++) {
        listed += hop_repro_number(&findings, r, "emergent");
        for (size_t k = 0; k < 2; k++) sums[k] += hop_repro_number(&findings, r, COLUMNS[k]);
    }
    hop_findings_clear(&findings);
    for (size_t k = 0; k < 2; k++)
        HOP_TRY(hop_repro_add(repro,
                              (hop_repro_result){.value = sums[k], .reason = "none: a count"},
                              "%s, of %.0f", ITEMS[k], listed));
    return HOP_OK;
}

static hop_status run(hop_repro *repro) {
    double patterns[COUNT * COUNT] = {0};
    hop_memory *memory = NULL;
    for (size_t i = 0; i < COUNT; i++) patterns[i * COUNT + i] = NORM;
    HOP_TRY(hop_repro_memory(patterns, COUNT, COUNT, &memory));
    hop_status status = HOP_OK;
    for (size_t i = 0; i < sizeof RADII / sizeof *RADII && status == HOP_OK; i++)
        status = reproduce(repro, patterns, memory, RADII[i]);
    hop_memory_destroy(memory);
    return status == HOP_OK ? ask_experiment(repro) : status;
}

const hop_repro_row hop_repro_lsr_simplex = {
    .row = {.name = "lsr-simplex",
            .title = "log-sum-ReLU makes minima between patterns: as many as are foretold",
            .sources = "Hoover et al. 2025, arXiv 2506.10801"},
    .method = "8 orthogonal patterns of norm a: one step from the mean of every set of two and "
              "more, counting those that stay; and the experiment emergent on random patterns, "
              "every minimum it lists and random starts shown to the engine.",
    .falsehood = "balls of the radius 1/sqrt(beta)",
    .seconds = 0.1,
    .run = run,
};
