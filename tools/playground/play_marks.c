/* Values of beta that are worth a mark on its slider.
 * SPDX-License-Identifier: MIT */
#include <hopfield/certificate.h>

#include <math.h>
#include <stdlib.h>

#include "../../src/base/alloc.h"
#include "../../src/base/fail.h"
#include "play_private.h"

/* How many damaged patterns gentle is judged by, how far below auto it is looked for, and how
 * closely: twelve halvings of eight decades find it within half a percent. */
enum { SAMPLE = 12, HALVINGS = 12 };
static const double DECADES = 1e-8;

/* The model with beta in place of its own; NAN: auto. */
static hop_recall_options with_beta(double beta) {
    hop_recall_options options = *hop_recall_resolved(play.recall);
    const hop_row *row = &options.model.energy.family->row;
    options.model.energy.parameter[hop_row_parameter_index(row, "beta")] = beta;
    return options;
}

static hop_status find_auto(double *beta) {
    hop_recall_options options = with_beta(NAN);
    hop_recall *recall = NULL;
    HOP_TRY(hop_recall_create(play.memory, &options, &recall));
    const hop_energy *energy = &hop_recall_resolved(recall)->model.energy;
    *beta = energy->parameter[hop_row_parameter_index(&energy->family->row, "beta")];
    hop_recall_destroy(recall);
    return HOP_OK;
}

/* Whether all damaged patterns come back at this beta. */
static hop_status try_beta(double beta, const double *queries, const size_t *targets, size_t count,
                           bool *all) {
    hop_recall_options options = with_beta(beta);
    hop_recall *recall = NULL;
    hop_recall_result result = {0};
    HOP_TRY(hop_recall_create(play.memory, &options, &recall));
    hop_status status = hop_recall_run(recall, queries, count, &result);
    if (status == HOP_OK) status = hop_recall_score(recall, targets, &result);
    *all = status == HOP_OK;
    for (size_t i = 0; i < count && *all; i++) *all = result.queries[i].score.correct;
    hop_recall_result_clear(&result);
    hop_recall_destroy(recall);
    return status;
}

/* Patterns evenly spread over the memory, damaged: those that auto recalls are the sample. */
static hop_status make_sample(const char *damage, double seed, double *queries, size_t *targets,
                              size_t *count) {
    size_t tried = play.count < SAMPLE ? play.count : SAMPLE;
    *count = 0;
    for (size_t i = 0; i < tried; i++) {
        double *query = queries + *count * play.dim;
        bool right = false;
        targets[*count] = i * play.count / tried;
        hop_memory_read(play.memory, targets[*count], 1, query);
        if (!play_damage(damage, seed, (int)i, query)) continue;
        HOP_TRY(try_beta(NAN, query, targets + *count, 1, &right));
        *count += right;
    }
    return HOP_OK;
}

/* The smallest beta at which what auto recalls still comes back; NAN where auto recalls nothing. */
static hop_status find_gentle(double most, const char *damage, double seed, double *beta) {
    double *queries = NULL, low = most * DECADES, high = most;
    size_t targets[SAMPLE], count = 0;
    HOP_TRY(hop_alloc(SAMPLE, play.dim * sizeof *queries, "queries", &queries));
    hop_status status = make_sample(damage, seed, queries, targets, &count);
    for (int k = 0; k < HALVINGS && status == HOP_OK && count > 0; k++) {
        double middle = sqrt(low * high);
        bool all = false;
        status = try_beta(middle, queries, targets, count, &all);
        *(all ? &high : &low) = middle;
    }
    free(queries);
    if (status == HOP_OK) *beta = count > 0 ? high : NAN;
    return status;
}

const char *play_marks(const char *damage, double seed) {
    const hop_row *row = &hop_recall_resolved(play.recall)->model.energy.family->row;
    double automatic = NAN, critical = NAN, gentle = NAN, residual = 0;
    hop_status status = HOP_OK;
    if (hop_row_parameter_index(row, "beta") < HOP_PARAMETER_MAX) {
        status = find_auto(&automatic);
        if (status == HOP_OK) status = find_gentle(automatic, damage, seed, &gentle);
        if (status == HOP_OK) status = hop_recall_critical_beta(play.recall, &critical, &residual);
        if (status == HOP_E_SUPPORT) status = HOP_OK;
    }
    hop_string *json = play_begin();
    play_number(json, "auto", automatic);
    play_number(json, "gentle", gentle);
    play_number(json, "critical", critical);
    return play_end(status);
}
