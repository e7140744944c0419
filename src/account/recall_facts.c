/* The facts of a recall: its network, and sums over the queries.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>

#include "account_private.h"

static void add_parameters(const hop_row *row, const double *parameter, const char *path,
                           hop_result *result) {
    hop_result_group(result, path, "name and number, \"auto\" resolved");
    for (size_t i = 0; i < hop_row_parameter_count(row); i++) {
        char whole[128];
        snprintf(whole, sizeof whole, "%s.%s", path, row->parameters[i].name);
        hop_result_number(result, whole, parameter[i], row->parameters[i].unit,
                          row->parameters[i].meaning);
    }
}

static void add_energy(const hop_recall_record *r, hop_result *result) {
    const hop_recall_model *model = &hop_recall_resolved(r->recall)->model;
    const hop_row *row = &model->energy.family->row, *similarity = &model->similarity.kind->row;
    bool bipolar = hop_recall_is_bipolar(r->recall);
    char spec[256];
    hop_result_text(result, "energy.family", row->name, "a row of hopfield list energies");
    add_parameters(row, model->energy.parameter, "energy.parameters", result);
    hop_result_bool(result, "energy.beta_auto", r->beta_auto, "beta was chosen from the memory");
    if (r->beta_reason)
        hop_result_made(result, "energy.beta_reason", r->beta_reason, "how, where it is not auto");
    hop_result_text(result, "energy.similarity", similarity->name,
                    "a row of hopfield list similarities");
    add_parameters(similarity, model->similarity.parameter, "energy.similarity_parameters", result);
    hop_result_bool(result, "energy.similarity_auto", r->similarity_auto,
                    "they were chosen from the memory");
    hop_result_bool(result, "energy.bipolar", bipolar, "states are -1 and 1");
    hop_result_bool(result, "energy.thresholded", hop_recall_is_thresholded(r->recall),
                    "above a picture's own mean is 1, the rest -1");
    hop_result_made(result, "energy.update", bipolar ? hop_update_name(model->update) : NULL,
                    "of bipolar states");
    hop_result_number(result, "energy.temperature", bipolar ? model->temperature : NAN,
                      "units of the energy", "of bipolar states");
    hop_result_number(result, "energy.constant", hop_recall_constant(r->recall),
                      "squared key units", "in E");
    hop_spec_print(row, model->energy.parameter, spec, sizeof spec);
    hop_result_made(result, "energy.spec", spec, "as --energy takes it");
    hop_spec_print(similarity, model->similarity.parameter, spec, sizeof spec);
    hop_result_made(result, "energy.similarity_spec", spec, "as --similarity takes it");
}

static void add_known(const char *path, bool known, size_t count, const char *meaning,
                      hop_result *result) {
    if (known)
        hop_result_count(result, path, count, "queries", meaning);
    else
        hop_result_none(result, path, meaning);
}

static void add_summary(const hop_recall_record *r, const hop_tally *t, hop_result *result) {
    size_t labelled = 0, right = hop_account_labels(r, &labelled);
    bool aimed = t->aimed > 0;
    hop_result_count(result, "summary.queries", t->queries, "queries", "run");
    hop_result_count(result, "summary.settled", t->settled, "queries", "that came to rest");
    add_known("summary.correct", aimed, t->correct,
              "ended in the target, or a near-duplicate of it", result);
    hop_result_number(result, "summary.accuracy",
                      aimed ? (double)t->correct / (double)t->aimed : NAN, "",
                      "correct / known targets");
    add_known("summary.exact", aimed, t->exact, "ended in the target itself", result);
    if (labelled > 0) {
        hop_result_count(result, "summary.labelled", labelled, "queries", "whose label is known");
        hop_result_number(result, "summary.accuracy_by_label", (double)right / (double)labelled, "",
                          "came back with their label / known labels");
    }
    hop_result_number(result, "summary.mean_steps", t->mean_steps, "steps", "of a query");
}

void hop_account_facts(const hop_recall_record *r, const hop_tally *tally, hop_result *result) {
    hop_result_memory(result, "memory", r->memory_path, r->memory);
    for (size_t i = 0; i < hop_memory_remark_count(r->memory); i++) {
        hop_result_remark(result, HOP_NOTE, "%s", hop_memory_remark(r->memory, i));
        hop_result_for(result, HOP_FOR_JSON | HOP_FOR_PAGE);
    }
    add_energy(r, result);
    add_summary(r, tally, result);
    hop_result_number(result, "pruning.left_out", r->result->left_out, "",
                      "part of the weight that patterns left out of a step have, at most");
    hop_result_number(result, "pruning.compared", r->result->compared, "",
                      "part of all similarities that was computed in full");
    hop_result_seconds(result, "load", r->load_seconds);
    hop_result_seconds(result, "recall", r->recall_seconds);
}
