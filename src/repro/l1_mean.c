/* Recall by Manhattan distance: the weighted mean, which has been published as its step, raises the
 * energy
 *
 *     E(xi) = -(1/beta) ln sum exp(-beta |xi - x_i|_1)
 *
 * in about a quarter of the steps; the weighted median, which minimises the bound, in none.
 * Millidge et al. 2022 for the mean; Hunter and Lange 2004 for why the median cannot.
 * SPDX-License-Identifier: MIT */
#include <hopfield/recall.h>

#include <float.h>
#include <math.h>
#include <string.h>

#include "../base/fail.h"
#include "repro_private.h"

enum { DIM_MAX = 8, PATTERNS_MAX = 20, STEPS = 20 };

static const size_t DIMS[] = {2, 8}, COUNTS[] = {5, 20};
static const double BETAS[] = {0.1, 0.3, 1, 3};

/* A memory and the recall of it. */
typedef struct world {
    size_t dim, count;
    double patterns[PATTERNS_MAX * DIM_MAX]; /* [count x dim] */
    hop_memory *memory;
    hop_recall *recall;
} world;

/* Steps, and those after which the energy was higher. */
typedef struct counts {
    double steps, mean, median;
} counts;

/* The energy may be off by a few roundings of its largest term. */
static bool rises(double before, double after) {
    return after > before + 64 * DBL_EPSILON * (1 + fabs(before));
}

static hop_status energy_of(const world *w, const double *state, double *energy) {
    double copy[DIM_MAX];
    memcpy(copy, state, w->dim * sizeof *copy);
    return hop_recall_step(w->recall, copy, 1, energy, NULL);
}

/* Both steps from the same state; the state goes on by the mean. */
static hop_status compare(const world *w, double *state, counts *c) {
    double p[PATTERNS_MAX], mean[DIM_MAX] = {0}, median[DIM_MAX], before = 0, after = 0;
    HOP_TRY(hop_recall_weights(w->recall, state, 1, p));
    for (size_t i = 0; i < w->count; i++)
        for (size_t j = 0; j < w->dim; j++) mean[j] += p[i] * w->patterns[i * w->dim + j];
    memcpy(median, state, sizeof median);
    HOP_TRY(hop_recall_step(w->recall, median, 1, &before, NULL));
    HOP_TRY(energy_of(w, median, &after));
    c->median += rises(before, after) ? 1 : 0;
    HOP_TRY(energy_of(w, mean, &after));
    c->mean += rises(before, after) ? 1 : 0;
    c->steps++;
    memcpy(state, mean, sizeof mean);
    return HOP_OK;
}

static hop_status make(world *w, double beta, hop_random *random) {
    hop_recall_options options = hop_recall_defaults;
    HOP_TRY(hop_similarity_parse("manhattan", &options.model.similarity));
    options.model.energy.parameter[0] = beta;
    options.running.precision = HOP_DOUBLE;
    options.running.threads = 1;
    hop_repro_draw(HOP_REPRO_NORMAL, random, w->count, w->dim, w->patterns);
    HOP_TRY(hop_repro_memory(w->patterns, w->count, w->dim, &w->memory));
    return hop_recall_create(w->memory, &options, &w->recall);
}

static hop_status follow(size_t dim, size_t count, double beta, hop_random *random, counts *c) {
    double state[DIM_MAX] = {0};
    world w = {.dim = dim, .count = count};
    hop_status status = make(&w, beta, random);
    hop_repro_draw(HOP_REPRO_NORMAL, random, 1, dim, state);
    for (size_t k = 0; k < STEPS && status == HOP_OK; k++) status = compare(&w, state, c);
    hop_recall_destroy(w.recall);
    hop_memory_destroy(w.memory);
    return status;
}

static hop_status count_all(const hop_repro *repro, counts *c) {
    const size_t memories = (size_t)hop_repro_choose(repro, 200, 60);
    hop_random random;
    hop_random_init(&random, repro->options->seed, 0);
    for (size_t m = 0; m < memories; m++)
        for (size_t i = 0; i < 2; i++)
            for (size_t k = 0; k < 2; k++)
                for (size_t b = 0; b < sizeof BETAS / sizeof *BETAS; b++)
                    HOP_TRY(follow(DIMS[i], COUNTS[k], BETAS[b], &random, c));
    return HOP_OK;
}

static hop_status run(hop_repro *repro) {
    counts c = {0};
    HOP_TRY(count_all(repro, &c));
    /* Steps of one run go together, so runs are what is counted. */
    double share = c.mean / c.steps, half = 1.96 * sqrt(share * (1 - share) / (c.steps / STEPS));
    HOP_TRY(hop_repro_add(repro,
                          (hop_repro_result){
                              .value = share,
                              .low = share - half,
                              .high = share + half,
                              .expected = hop_repro_theory(repro, 595.0 / 2400, 0),
                              .tolerance = 0.08,
                              .reason = "it depends on patterns and beta: 0 to a half elsewhere",
                          },
                          "steps by the mean that raise E"));
    return hop_repro_add(repro,
                         (hop_repro_result){.value = c.median,
                                            .relation = HOP_REPRO_AT_MOST,
                                            .reason = "majorise and minimise: it cannot"},
                         "steps by the median that raise E");
}

const hop_repro_row hop_repro_l1_mean = {
    .row = {.name = "l1-mean",
            .title = "Manhattan: a mean step raises the energy, a median never",
            .sources = "Millidge et al. 2022, arXiv 2202.04557 (the mean); Hunter and Lange 2004, "
                       "doi 10.1198/0003130042836 (the median); 595 of 2400 in this project's own "
                       "first count"},
    .method = "5 and 20 normal patterns of 2 and 8 values, beta .1, .3, 1 and 3, twenty steps from "
              "normal states: the mean and the median from each state, and the energy after both.",
    .falsehood = "a mean that never raises the energy",
    .seconds = 1.4,
    .run = run,
};
