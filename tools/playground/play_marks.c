/* Values of beta that are worth a mark on its slider.
 * SPDX-License-Identifier: MIT */
#include <hopfield/certificate.h>

#include <math.h>
#include <stdlib.h>

#include "../../src/base/alloc.h"
#include "../../src/base/fail.h"
#include "play_private.h"

/* How many damaged patterns gentle is judged by (`hopfield recall --beta gentle` draws 48, and a
 * page has less time), and what is done to them where nothing is asked, as there. */
enum { SAMPLE = 16 };
static const char USUAL[] = "replace:rate=0.5";

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

/* Patterns evenly spread over the memory, damaged. */
static hop_status find_gentle(const char *damage, double seed, double *beta) {
    hop_recall_options options = with_beta(NAN);
    size_t targets[SAMPLE], count = play.count < SAMPLE ? play.count : SAMPLE, back = 0;
    double *queries = NULL;
    hop_status status = hop_alloc(count, play.dim * sizeof *queries, "queries", &queries);
    for (size_t i = 0; i < count && status == HOP_OK; i++) {
        targets[i] = i * play.count / count;
        hop_memory_read(play.memory, targets[i], 1, queries + i * play.dim);
        if (!play_damage(damage, seed, (int)i, queries + i * play.dim))
            status = hop_fail(HOP_E_VALUE, "%s", hop_status_detail());
    }
    if (status == HOP_OK)
        status =
            hop_recall_gentle_beta(play.memory, &options, queries, targets, count, beta, &back);
    free(queries);
    if (status == HOP_OK && back == 0) *beta = NAN;
    return status;
}

const char *play_marks(const char *damage, double seed) {
    const hop_row *row = &hop_recall_resolved(play.recall)->model.energy.family->row;
    double automatic = NAN, critical = NAN, gentle = NAN, residual = 0;
    hop_status status = HOP_OK;
    if (hop_row_parameter_index(row, "beta") < HOP_PARAMETER_MAX) {
        status = find_auto(&automatic);
        if (status == HOP_OK) status = find_gentle(*damage ? damage : USUAL, seed, &gentle);
        if (status == HOP_OK) status = hop_recall_critical_beta(play.recall, &critical, &residual);
        if (status == HOP_E_SUPPORT) status = HOP_OK;
    }
    hop_string *json = play_begin();
    play_number(json, "auto", automatic);
    play_number(json, "gentle", gentle);
    play_number(json, "critical", critical);
    return play_end(status);
}
