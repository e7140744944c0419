/* The JSON document of `hopfield recall`.  Its fields are relied on: see docs/JSON.md.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include <hopfield/version.h>

#include "../base/fail.h"
#include "../base/json.h"
#include "recall.h"

/* Sets members until one fails, and remembers that. */
typedef struct maker {
    hop_json *object;
    bool good;
} maker;

static maker begin(void) {
    hop_json *object = hop_json_object();
    return (maker){object, object != NULL};
}

static void set(maker *m, const char *key, hop_json *value) {
    m->good = hop_json_set(m->object, key, value) && m->good;
}

static hop_json *memory_of(const cli_recalled *r) {
    maker m = begin();
    hop_shape shape = hop_memory_shape(r->memory);
    set(&m, "path", hop_json_text(r->memory_path));
    set(&m, "patterns", hop_json_count(hop_memory_count(r->memory)));
    set(&m, "dim", hop_json_count(hop_memory_dim(r->memory)));
    set(&m, "dtype", hop_json_text(hop_dtype_name(hop_memory_dtype(r->memory))));
    set(&m, "width", hop_json_count(shape.width));
    set(&m, "height", hop_json_count(shape.height));
    set(&m, "channels", hop_json_count(shape.channels));
    set(&m, "checksum", hop_json_text(cli_provenance_text(r->provenance, "Memory checksum")));
    return m.object;
}

static hop_json *parameters_of(const hop_row *row, const double *parameter) {
    maker m = begin();
    for (size_t i = 0; i < hop_row_parameter_count(row); i++)
        set(&m, row->parameters[i].name, hop_json_real(parameter[i]));
    return m.object;
}

static hop_json *energy_of(const cli_recalled *r) {
    const hop_recall_options *options = hop_recall_resolved(r->recall);
    const hop_row *row = &options->model.energy.family->row,
                  *similarity = &options->model.similarity.kind->row;
    maker m = begin();
    set(&m, "family", hop_json_text(row->name));
    set(&m, "parameters", parameters_of(row, options->model.energy.parameter));
    set(&m, "beta_auto", hop_json_bool(r->beta_auto));
    set(&m, "similarity", hop_json_text(similarity->name));
    set(&m, "similarity_parameters",
        parameters_of(similarity, options->model.similarity.parameter));
    set(&m, "similarity_auto", hop_json_bool(r->similarity_auto));
    bool bipolar = hop_recall_is_bipolar(r->recall);
    set(&m, "bipolar", hop_json_bool(bipolar));
    set(&m, "thresholded", hop_json_bool(hop_recall_is_thresholded(r->recall)));
    set(&m, "update",
        bipolar ? hop_json_text(hop_update_name(options->model.update)) : hop_json_null());
    set(&m, "temperature", bipolar ? hop_json_real(options->model.temperature) : hop_json_null());
    set(&m, "constant", hop_json_real(hop_recall_constant(r->recall)));
    return m.object;
}

static hop_json *summary_of(const cli_recalled *r) {
    cli_summary sum = cli_recall_summary(r);
    bool aimed = sum.aimed > 0;
    maker m = begin();
    set(&m, "queries", hop_json_count(sum.queries));
    set(&m, "settled", hop_json_count(sum.settled));
    set(&m, "correct", aimed ? hop_json_count(sum.correct) : hop_json_null());
    set(&m, "accuracy",
        aimed ? hop_json_real((double)sum.correct / (double)sum.aimed) : hop_json_null());
    set(&m, "exact", aimed ? hop_json_count(sum.exact) : hop_json_null());
    set(&m, "mean_steps", hop_json_real(sum.mean_steps));
    return m.object;
}

static hop_json *pruning_of(const cli_recalled *r) {
    maker m = begin();
    set(&m, "left_out", hop_json_real(r->result->left_out));
    set(&m, "compared", hop_json_real(r->result->compared));
    return m.object;
}

static hop_json *timing_of(const cli_recalled *r) {
    maker m = begin();
    set(&m, "load_seconds", hop_json_real(r->load_seconds));
    set(&m, "recall_seconds", hop_json_real(r->recall_seconds));
    return m.object;
}

static hop_json *energies_of(const hop_recalled *query) {
    hop_json *array = hop_json_array();
    for (size_t t = 0; t <= query->steps; t++)
        hop_json_append(array, hop_json_real(query->energy[t]));
    return array;
}

static hop_json *weights_of(const hop_recalled *query) {
    hop_json *array = hop_json_array();
    for (size_t i = 0; i < query->top_count; i++) {
        hop_json *pair = hop_json_array();
        hop_json_append(pair, hop_json_count(query->top[i]));
        hop_json_append(pair, hop_json_real(query->top_weight[i]));
        hop_json_append(array, pair);
    }
    return array;
}

static hop_json *query_of(const cli_recalled *r, size_t index) {
    const hop_recalled *query = &r->result->queries[index];
    bool aimed = query->score.target != HOP_NO_PATTERN;
    maker m = begin();
    set(&m, "name", hop_json_text(r->queries->names[index]));
    set(&m, "target", aimed ? hop_json_count(query->score.target) : hop_json_null());
    set(&m, "nearest", hop_json_count(query->score.nearest));
    set(&m, "nearest_name", hop_json_text(hop_memory_name(r->memory, query->score.nearest)));
    set(&m, "correct", aimed ? hop_json_bool(query->score.correct) : hop_json_null());
    set(&m, "exact", aimed ? hop_json_bool(query->score.exact) : hop_json_null());
    set(&m, "steps", hop_json_count(query->steps));
    set(&m, "settled", hop_json_bool(hop_stop_settled(query->stop)));
    set(&m, "stopped_by", hop_json_text(hop_stop_name(query->stop)));
    set(&m, "energy", energies_of(query));
    set(&m, "cosine", hop_json_real(query->score.cosine));
    set(&m, "mean_squared_error", hop_json_real(query->score.mean_squared_error));
    set(&m, "k90", hop_json_count(query->k90));
    set(&m, "top_weights", weights_of(query));
    set(&m, "attention_difference", hop_json_real(query->attention_difference));
    set(&m, "certificate", cli_recall_certificate_json(r, index));
    set(&m, "failure", hop_json_text(r->verdicts->sentences[index]));
    return m.object;
}

static hop_json *document(const cli_recalled *r) {
    char seed[24];
    snprintf(seed, sizeof seed, "%llu", (unsigned long long)r->seed);
    maker m = begin();
    hop_json *queries = hop_json_array();
    for (size_t i = 0; i < r->result->count; i++) hop_json_append(queries, query_of(r, i));
    set(&m, "command", hop_json_text("recall"));
    set(&m, "version", hop_json_text(hop_version()));
    set(&m, "command_line", hop_json_text(cli_provenance_text(r->provenance, "Command")));
    set(&m, "libraries", hop_json_text(cli_provenance_text(r->provenance, "Libraries")));
    set(&m, "seed", hop_json_text(seed));
    set(&m, "threads", hop_json_count(hop_recall_resolved(r->recall)->running.threads));
    set(&m, "memory", memory_of(r));
    set(&m, "energy", energy_of(r));
    set(&m, "summary", summary_of(r));
    set(&m, "pruning", pruning_of(r));
    set(&m, "timing", timing_of(r));
    set(&m, "queries", queries);
    return m.object;
}

hop_status cli_recall_json(const cli_recalled *recalled, char **text) {
    hop_json *made = document(recalled);
    hop_status status = hop_json_print(made, true, text);
    hop_json_free(made);
    return status;
}
