/* The model, and recalls with it.
 * SPDX-License-Identifier: MIT */
#include <hopfield/certificate.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/base/alloc.h"
#include "../../src/base/fail.h"
#include "../../src/recall/engine.h"
#include "play_private.h"

void play_close_model(void) {
    play_close_landscape();
    play_close_attention();
    hop_recall_destroy(play.recall);
    free(play.frames);
    free(play.weights);
    play.recall = NULL;
    play.frames = play.weights = NULL;
}

/* ---- the model ---- */

static hop_status read_model(const char *energy, const char *similarity, const char *update,
                             hop_recall_model *model) {
    HOP_TRY(hop_energy_parse(energy, &model->energy));
    HOP_TRY(hop_similarity_parse(similarity, &model->similarity));
    return hop_update_parse(update, &model->update);
}

static double beta_of(const hop_energy *energy) {
    size_t beta = hop_row_parameter_index(&energy->family->row, "beta");
    return beta < HOP_PARAMETER_MAX ? energy->parameter[beta] : NAN;
}

static void tell_model(hop_string *json) {
    const hop_recall_options *options = hop_recall_resolved(play.recall);
    const hop_recall_model *model = &options->model;
    const hop_update_row *update = NULL;
    char spec[256];
    hop_spec_print(&model->energy.family->row, model->energy.parameter, spec, sizeof spec);
    play_text(json, "energy", spec);
    hop_spec_print(&model->similarity.kind->row, model->similarity.parameter, spec, sizeof spec);
    play_text(json, "similarity", spec);
    if (hop_recall_choose_update(model, &update) == HOP_OK)
        play_text(json, "update", hop_update_name(update));
    play_number(json, "beta", beta_of(&model->energy));
    play_flag(json, "bipolar", hop_recall_is_bipolar(play.recall));
    play_flag(json, "thresholded", hop_recall_is_thresholded(play.recall));
    play_flag(json, "attention", hop_recall_has_attention(play.recall));
    size_t first = 0;
    play_number(json, "constant", (double)hop_recall_constant_patterns(play.recall, &first));
}

/* What every recall with this similarity begins with is kept with the memory, so that another beta
 * costs nothing. */
static hop_status prepare(const hop_recall_options *options) {
    static char prepared[256];
    char spec[256];
    const hop_similarity *similarity = &options->model.similarity;
    hop_spec_print(&similarity->kind->row, similarity->parameter, spec, sizeof spec);
    if (play.prepared && strcmp(spec, prepared) == 0) return HOP_OK;
    HOP_TRY(hop_recall_prepare(play.memory, options));
    memcpy(prepared, spec, sizeof spec);
    play.prepared = true;
    return HOP_OK;
}

const char *play_model(const char *energy, const char *similarity, const char *update,
                       double temperature, int clamp, double seed, int steps) {
    hop_recall_options options = hop_recall_defaults;
    hop_recall *recall = NULL;
    hop_status status = read_model(energy, similarity, update, &options.model);
    options.model.temperature = temperature;
    options.model.clamp = clamp != 0;
    options.running.seed = (uint64_t)seed;
    options.stopping.steps = (size_t)steps;
    if (status == HOP_OK) status = prepare(&options);
    if (status == HOP_OK) status = hop_recall_create(play.memory, &options, &recall);
    hop_string *json = play_begin();
    if (status != HOP_OK) return play_end(status);
    play_close_model();
    play.recall = recall;
    tell_model(json);
    return play_end(HOP_OK);
}

/* ---- steps ---- */

/* The weights of one state as a recall reports them: of bipolar states their shares. */
static hop_status weigh(const double *state, double *weights) {
    const size_t first = 0;
    const hop_rows rows = {&first, 1};
    HOP_TRY(play.recall->engine->similarities(play.recall, rows, state, weights));
    HOP_TRY(hop_recall_weigh(play.recall, weights, weights));
    if (hop_recall_is_bipolar(play.recall)) hop_recall_share(play.recall, weights);
    return HOP_OK;
}

/* Frame k of a run of `steps`: real states are shown as the weights of the state before, on the
 * patterns; bipolar ones are shown themselves. */
static hop_status follow(const double *query, size_t steps, double *state) {
    bool bipolar = hop_recall_is_bipolar(play.recall);
    hop_recall_workspace *workspace = NULL;
    memcpy(play.frames, query, play.dim * sizeof *query);
    HOP_TRY(hop_recall_workspace_create(play.recall, 1, &workspace));
    hop_status status = weigh(state, play.weights);
    for (size_t k = 1; k <= steps && status == HOP_OK; k++) {
        double *frame = play.frames + k * play.dim, *weights = play.weights + k * play.count;
        if (bipolar) status = hop_recall_step(play.recall, state, 1, NULL, workspace);
        if (status == HOP_OK) status = hop_recall_readout(play.recall, state, 1, frame);
        if (status == HOP_OK) status = weigh(state, weights);
        if (status == HOP_OK && !bipolar)
            status = hop_recall_step(play.recall, state, 1, NULL, workspace);
    }
    hop_recall_workspace_destroy(workspace);
    return status;
}

/* The start and the end, with the weights that each has itself. */
static hop_status glance(const double *query, const hop_recall_result *result) {
    memcpy(play.frames, query, play.dim * sizeof *query);
    memcpy(play.frames + play.dim, result->outputs, play.dim * sizeof *query);
    HOP_TRY(weigh(result->starts, play.weights));
    return weigh(result->states, play.weights + play.count);
}

static hop_status trace(const double *query, bool whole, const hop_recall_result *result) {
    size_t steps = result->queries[0].steps, frames = whole ? steps + 1 : 2;
    double *state = NULL;
    free(play.frames);
    free(play.weights);
    play.frames = play.weights = NULL;
    HOP_TRY(hop_alloc(frames, play.dim * sizeof(double), "steps", &play.frames));
    HOP_TRY(hop_alloc(frames, play.count * sizeof(double), "weights", &play.weights));
    if (!whole) return glance(query, result);
    HOP_TRY(hop_alloc(play.dim, sizeof *state, "a state", &state));
    memcpy(state, result->starts, play.dim * sizeof *state);
    hop_status status = follow(query, steps, state);
    free(state);
    return status;
}

const double *play_frames(void) {
    return play.frames;
}

const double *play_weights(void) {
    return play.weights;
}

/* ---- what became of it ---- */

static void tell_score(hop_string *json, const hop_recalled *r) {
    const hop_score *score = &r->score;
    size_t of = score->of_count < HOP_MIXTURE_MOST ? score->of_count : HOP_MIXTURE_MOST;
    play_text(json, "ended", hop_end_name(score->ended));
    play_names(json, "of", score->of, of);
    play_number(json, "of_count", (double)score->of_count);
    play_number(json, "nearest", (double)score->nearest);
    play_flag(json, "known", score->target != HOP_NO_PATTERN);
    play_flag(json, "correct", score->correct);
    play_number(json, "error", score->mean_squared_error);
    play_number(json, "cosine", score->cosine);
}

/* What happened to the picture, where the similarity can tell. */
static void tell_damage(hop_string *json, const double *query, size_t pattern) {
    hop_damage damage;
    char words[256];
    if (hop_recall_damage(play.recall, query, pattern, &damage) != HOP_OK) return;
    hop_damage_words(&damage, words, sizeof words);
    play_text(json, "damage", words);
}

/* Why it went wrong, in a sentence. */
static void tell_failure(hop_string *json, const double *query, const hop_recalled *r) {
    hop_diagnosis diagnosis;
    char words[512], number[24];
    if (r->score.target == HOP_NO_PATTERN || r->score.correct) return;
    if (hop_recall_diagnose(play.recall, query, r, &diagnosis) != HOP_OK) return;
    hop_recall_explain(play.recall, r, &diagnosis, play_name(r->score.target, number), words,
                       sizeof words);
    play_text(json, "failure", words);
}

static void tell(hop_string *json, const double *query, const hop_recall_result *result) {
    const hop_recalled *r = &result->queries[0];
    play_number(json, "steps", (double)r->steps);
    play_text(json, "stop", hop_stop_name(r->stop));
    play_flag(json, "settled", hop_stop_settled(r->stop));
    play_numbers(json, "energy", r->energy, r->steps + 1);
    play_number(json, "k90", (double)r->k90);
    play_number(json, "support", (double)r->support);
    play_names(json, "top", r->top, r->top_count);
    play_numbers(json, "top_weight", r->top_weight, r->top_count);
    play_number(json, "attention_difference", r->attention_difference);
    tell_score(json, r);
    tell_damage(json, query, r->score.nearest);
    tell_failure(json, query, r);
}

const char *play_run(const double *query, int target, int whole) {
    hop_recall_result result = {0};
    const size_t made_from = target >= 0 ? (size_t)target : HOP_NO_PATTERN;
    hop_status status = hop_recall_run(play.recall, query, 1, &result);
    if (status == HOP_OK) status = hop_recall_score(play.recall, &made_from, &result);
    if (status == HOP_OK && whole) status = hop_recall_compare_attention(play.recall, 1, &result);
    if (status == HOP_OK) status = trace(query, whole != 0, &result);
    hop_string *json = play_begin();
    if (status == HOP_OK) tell(json, query, &result);
    hop_recall_result_clear(&result);
    return play_end(status);
}
