/* --beta gentle of an experiment on a MEMORY: found before the sweep, which then has a number.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <hopfield/queries.h>

#include "../base/fail.h"
#include "experiment.h"

/* What was given for the first setting of this kind, or its default; NULL: there is none. */
static const char *given_for(const hop_experiment_row *row, hop_setting_kind kind,
                             const hop_given *given, size_t count) {
    for (const hop_setting *s = row->settings; s->parameter.name; s++) {
        if (s->kind != kind) continue;
        for (size_t i = 0; i < count; i++)
            if (strcmp(given[i].name, s->parameter.name) == 0) return given[i].text;
        return s->default_value;
    }
    return NULL;
}

/* Every corruption that was given: they apply together. */
static hop_status read_damage(const hop_experiment_row *row, const hop_given *given, size_t count,
                              cli_damage *damage) {
    for (const hop_setting *s = row->settings; s->parameter.name; s++)
        for (size_t i = 0; s->kind == HOP_SETTING_CORRUPTION && i < count; i++) {
            if (strcmp(given[i].name, s->parameter.name) != 0) continue;
            if (strcmp(given[i].text, "none") == 0 || damage->count == CLI_CORRUPTIONS_MAX)
                continue;
            HOP_TRY(hop_corruption_parse(given[i].text, &damage->corruptions[damage->count]));
            damage->count++;
        }
    return HOP_OK;
}

static hop_status read_model(const hop_experiment_row *row, const hop_given *given, size_t count,
                             hop_recall_options *recall) {
    const char *energy = given_for(row, HOP_SETTING_ENERGY, given, count);
    const char *similarity = given_for(row, HOP_SETTING_SIMILARITY, given, count);
    *recall = hop_recall_defaults;
    if (energy) HOP_TRY(hop_energy_parse(energy, &recall->model.energy));
    const char *own = recall->model.energy.family->similarity;
    if (!similarity || strcmp(similarity, "auto") == 0) similarity = own ? own : "correlation";
    HOP_TRY(hop_similarity_parse(similarity, &recall->model.similarity));
    if (hop_row_parameter_index(&recall->model.energy.family->row, "beta") < HOP_PARAMETER_MAX)
        return HOP_OK;
    return hop_fail(HOP_E_NAME, "--beta gentle: %s has no beta; leave --beta out", energy);
}

static hop_status find(const hop_experiment_row *row, const hop_given *given, size_t count,
                       uint64_t seed, cli_run *run, const hop_memory *memory, double *beta) {
    char how[HOP_GENTLE_MAX], sentence[HOP_GENTLE_MAX + 64];
    cli_damage damage = {0};
    hop_recall_options recall;
    HOP_TRY(read_damage(row, given, count, &damage));
    HOP_TRY(read_model(row, given, count, &recall));
    const hop_canvas canvas = hop_memory_canvas(memory);
    const hop_queries_damage asked = {damage.corruptions, damage.count, seed, cli_progress_tell,
                                      &run->progress};
    HOP_TRY(hop_queries_gentle_beta(memory, &canvas, &asked, &recall, how));
    const hop_energy *energy = &recall.model.energy;
    *beta = energy->parameter[hop_row_parameter_index(&energy->family->row, "beta")];
    snprintf(sentence, sizeof sentence, "beta %.4g (%s)", *beta, how);
    cli_progress_remark(&run->progress, sentence);
    return HOP_OK;
}

hop_status cli_experiment_gentle(const hop_experiment_row *row, hop_given *given, size_t count,
                                 const hop_load_options *load, uint64_t seed, cli_run *run,
                                 char number[CLI_EXPERIMENT_NUMBER]) {
    const char *path = given_for(row, HOP_SETTING_MEMORY, given, count);
    hop_memory *memory = NULL;
    double beta = 0;
    size_t at = 0;
    while (at < count &&
           (strcmp(given[at].name, "beta") != 0 || strcmp(given[at].text, "gentle") != 0))
        at++;
    if (at == count) return HOP_OK;
    if (!path || strcmp(path, "none") == 0)
        return hop_fail(HOP_E_NAME,
                        "--beta gentle is found from the patterns of a MEMORY: name one");
    HOP_TRY(hop_memory_load(&path, 1, load, &memory));
    hop_status status = find(row, given, count, seed, run, memory, &beta);
    hop_memory_destroy(memory);
    if (status != HOP_OK) return status;
    snprintf(number, CLI_EXPERIMENT_NUMBER, isnan(beta) ? "auto" : "%.6g", beta);
    given[at].text = number;
    return HOP_OK;
}
