/* Log-sum-ReLU recalls exactly within a radius that is chosen: with patterns r apart and
 *
 *     beta = 2 / (r - delta)^2
 *
 * balls of the radius R = r - delta stand around patterns, so that a state within delta of x_i is
 * in no other ball, and returns to x_i bit for bit in one step.  It must be in x_i's own ball too:
 * delta < R, that is delta < r/2.  Hoover et al. 2025 (2506.10801).
 * SPDX-License-Identifier: MIT */
#include <hopfield/recall.h>

#include <math.h>

#include "../base/fail.h"
#include "repro_private.h"

enum { DIM = 16, PATTERNS = 24, POINTS = 20 };

/* delta / r. */
static const double PARTS[] = {0.1, 0.3, 0.49};
static const double TOO_FAR = 0.55;

typedef struct world {
    double patterns[PATTERNS * DIM];
    double apart;         /* r */
    size_t first, second; /* the patterns that are r apart */
    hop_memory *memory;
} world;

/* States tried, and those that did not return. */
typedef struct counts {
    double tried, lost;
} counts;

static double distance(const double *a, const double *b) {
    double square = 0;
    for (size_t j = 0; j < DIM; j++) square += (a[j] - b[j]) * (a[j] - b[j]);
    return sqrt(square);
}

static hop_status create(uint64_t seed, uint64_t stream, world *w) {
    hop_random random;
    hop_random_init(&random, seed, stream);
    hop_repro_draw(HOP_REPRO_NORMAL, &random, PATTERNS, DIM, w->patterns);
    w->apart = INFINITY;
    for (size_t i = 0; i < PATTERNS; i++)
        for (size_t k = 0; k < i; k++) {
            double d = distance(w->patterns + i * DIM, w->patterns + k * DIM);
            if (d < w->apart) w->apart = d, w->first = i, w->second = k;
        }
    return hop_repro_memory(w->patterns, PATTERNS, DIM, &w->memory);
}

static hop_status engine_of(const hop_repro *repro, const world *w, double part,
                            hop_recall **recall) {
    double radius = (1 - part) * w->apart;
    hop_recall_options options = hop_recall_defaults;
    HOP_TRY(hop_energy_parse("lsr", &options.model.energy));
    HOP_TRY(hop_similarity_parse("euclidean", &options.model.similarity));
    options.model.energy
        .parameter[hop_row_parameter_index(&options.model.energy.family->row, "beta")] =
        hop_repro_theory(repro, 2, 1) / (radius * radius);
    options.running.precision = HOP_DOUBLE;
    options.running.threads = 1;
    return hop_recall_create(w->memory, &options, recall);
}

/* One step from the state that lies `away` from pattern i in a direction of any length. */
static hop_status go(const hop_recall *recall, const world *w, size_t i, const double *direction,
                     double away, counts *c) {
    const double *pattern = w->patterns + i * DIM;
    double state[DIM], zero[DIM] = {0}, length = distance(direction, zero);
    for (size_t j = 0; j < DIM; j++) state[j] = pattern[j] + away * direction[j] / length;
    HOP_TRY(hop_recall_step(recall, state, 1, NULL, NULL));
    c->tried++;
    bool same = true;
    for (size_t j = 0; j < DIM; j++) same = same && state[j] == pattern[j];
    c->lost += same ? 0 : 1;
    return HOP_OK;
}

/* States in random directions, the first at the edge and the others within. */
static hop_status go_within(const hop_recall *recall, const world *w, double delta,
                            hop_random *random, counts *c) {
    double direction[DIM];
    for (size_t i = 0; i < PATTERNS; i++)
        for (size_t k = 0; k < POINTS; k++) {
            double part = k == 0 ? 1 - 1e-9 : hop_random_uniform(random);
            hop_repro_draw(HOP_REPRO_NORMAL, random, 1, DIM, direction);
            HOP_TRY(go(recall, w, i, direction, part * delta, c));
        }
    return HOP_OK;
}

/* The two patterns that are r apart, each towards the other. */
static hop_status go_across(const hop_recall *recall, const world *w, double away, counts *c) {
    double to_second[DIM], to_first[DIM];
    for (size_t j = 0; j < DIM; j++) {
        to_second[j] = w->patterns[w->second * DIM + j] - w->patterns[w->first * DIM + j];
        to_first[j] = -to_second[j];
    }
    HOP_TRY(go(recall, w, w->first, to_second, away, c));
    return go(recall, w, w->second, to_first, away, c);
}

static hop_status try_part(const hop_repro *repro, const world *w, double part, hop_random *random,
                           counts *within, counts *beyond) {
    double delta = part * w->apart;
    hop_recall *recall = NULL;
    HOP_TRY(engine_of(repro, w, part, &recall));
    hop_status status = HOP_OK;
    if (part < 0.5) {
        status = go_within(recall, w, delta, random, within);
        if (status == HOP_OK) status = go_across(recall, w, (1 - 1e-9) * delta, within);
    }
    if (status == HOP_OK) status = go_across(recall, w, 1.001 * delta, beyond);
    hop_recall_destroy(recall);
    return status;
}

static hop_status measure(const hop_repro *repro, double part, counts *within, counts *beyond) {
    size_t memories = (size_t)hop_repro_choose(repro, 50, 10);
    for (size_t m = 0; m < memories; m++) {
        world w = {.memory = NULL};
        hop_random random;
        hop_random_init(&random, repro->options->seed, memories + m);
        HOP_TRY(create(repro->options->seed, m, &w));
        hop_status status = try_part(repro, &w, part, &random, within, beyond);
        hop_memory_destroy(w.memory);
        HOP_TRY(status);
    }
    return HOP_OK;
}

static hop_status run(hop_repro *repro) {
    counts within = {0}, beyond = {0}, far = {0};
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
        within = (counts){0};
        HOP_TRY(measure(repro, PARTS[i], &within, &beyond));
        HOP_TRY(hop_repro_add(repro,
                              (hop_repro_result){.value = within.lost, .reason = "none: a count"},
                              "astray within delta = %g r, of %.0f", PARTS[i], within.tried));
    }
    HOP_TRY(hop_repro_add(repro,
                          (hop_repro_result){.value = beyond.tried - beyond.lost,
                                             .reason = "none: a count",
                                             .source = "the next pattern's ball is entered"},
                          "back from 1.001 delta, of %.0f", beyond.tried));
    HOP_TRY(measure(repro, TOO_FAR, &within, &far));
    return hop_repro_add(repro,
                         (hop_repro_result){.value = far.tried - far.lost,
                                            .reason = "none: a count",
                                            .source = "delta > r/2: outside of every ball's reach"},
                         "back from delta = %g r, of %.0f", TOO_FAR, far.tried);
}

const hop_repro_row hop_repro_lsr_radius = {
    .row = {.name = "lsr-radius",
            .title = "log-sum-ReLU recalls exactly within delta if beta = 2/(r - delta)^2",
            .sources = "Hoover et al. 2025, arXiv 2506.10801; delta < r/2 is added here"},
    .method = "Random memories (24 normal patterns of 16 values, the nearest two r apart): one "
              "step from states within delta of every pattern, the edge and the way to the nearest "
              "pattern among them, compared with the pattern bit for bit.",
    .falsehood = "beta = 1/(r - delta)^2",
    .seconds = 0.1,
    .run = run,
};
