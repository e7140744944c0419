/* Making a memory ready, and its options.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/spill.h"
#include "engine.h"
#include "information.h"
#include "pruned.h"

extern const hop_energy_row hop_energy_lse;
extern const hop_similarity_row hop_similarity_correlation, hop_similarity_information;

const hop_recall_options hop_recall_defaults = {
    .model.energy = {.family = &hop_energy_lse, .parameter = {NAN}},
    .model.similarity = {.kind = &hop_similarity_correlation},
    .stopping.steps = 100,
    .stopping.tolerance = 1e-6,
    .running.precision = HOP_FLOAT,
};

/* Pictures smaller than this have too few values to count levels of: at 64 `information` brings
 * back .93 where correlation does .99 (random patterns, noise of .4), from 100 on they are equal.
 */
enum { COUNTED_LEAST = 128 };

hop_recall_options hop_recall_defaults_of(const hop_memory *memory) {
    hop_recall_options options = hop_recall_defaults;
    if (hop_memory_shape(memory).image && hop_memory_dim(memory) >= COUNTED_LEAST)
        options.model.similarity.kind = &hop_similarity_information;
    return options;
}

hop_status hop_recall_fit_similarity(hop_recall_model *model) {
    const char *own = model->energy.family->similarity;
    return own ? hop_similarity_parse(own, &model->similarity) : HOP_OK;
}

static const size_t STEPS_MOST = 1000000;
static const size_t THREADS_MOST = 1024;

const char *hop_stop_name(hop_stop stop) {
    static const char *const NAMES[] = {"energy", "state", "cycle", "steps", "unsupported"};
    return NAMES[stop];
}

static hop_status check_parameters(const hop_row *row, const double *parameter) {
    for (size_t i = 0; i < hop_row_parameter_count(row); i++)
        HOP_TRY(hop_parameter_check(&row->parameters[i], parameter[i]));
    return HOP_OK;
}

bool hop_recall_is_frozen(const hop_recall *recall) {
    const double from = recall->options.model.energy.family->frozen_from;
    return from > 0 && (double)recall->count >= from * (double)recall->dim;
}

bool hop_stop_settled(hop_stop stop) {
    return stop == HOP_STOP_ENERGY || stop == HOP_STOP_STATE;
}

static hop_status check_options(const hop_recall_options *options) {
    if (options->stopping.steps < 1 || options->stopping.steps > STEPS_MOST)
        return hop_fail(HOP_E_VALUE, "steps is %zu; it must be from 1 to %zu",
                        options->stopping.steps, STEPS_MOST);
    if (!(options->stopping.tolerance >= 0) || isinf(options->stopping.tolerance))
        return hop_fail(HOP_E_VALUE, "the tolerance is %g; it must be 0 or a positive number",
                        options->stopping.tolerance);
    if (options->running.threads > THREADS_MOST)
        return hop_fail(HOP_E_VALUE, "threads is %zu; it must be at most %zu, or 0 for all",
                        options->running.threads, THREADS_MOST);
    HOP_TRY(hop_recall_check_rows(&options->model));
    HOP_TRY(check_parameters(&options->model.energy.family->row, options->model.energy.parameter));
    return check_parameters(&options->model.similarity.kind->row,
                            options->model.similarity.parameter);
}

static hop_status check_similarity(const hop_recall_model *model) {
    const char *own = model->energy.family->similarity, *given = model->similarity.kind->row.name;
    if (!own || strcmp(own, given) == 0) return HOP_OK;
    return hop_fail(HOP_E_SUPPORT, "%s goes with the similarity %s, not %s; use --similarity %s",
                    model->energy.family->row.name, own, given, own);
}

/* "auto" is the one value left open; everything else came checked. */
static hop_status resolve_beta(hop_recall *recall) {
    hop_energy *energy = &recall->options.model.energy;
    size_t beta = hop_row_parameter_index(&energy->family->row, "beta");
    if (beta == HOP_PARAMETER_MAX || !isnan(energy->parameter[beta])) return HOP_OK;
    return hop_recall_choose_beta(recall, &energy->parameter[beta]);
}

hop_status hop_recall_create(const hop_memory *memory, const hop_recall_options *given,
                             hop_recall **recall) {
    const hop_recall_options defaults = hop_recall_defaults_of(memory);
    const hop_recall_options *options = given ? given : &defaults;
    hop_recall *fresh = NULL;
    if (hop_memory_count(memory) == 0) return hop_fail(HOP_E_EMPTY, "the memory holds no pattern");
    HOP_TRY(check_options(options));
    HOP_TRY(hop_alloc(1, sizeof *fresh, "a recall", &fresh));
    fresh->memory = memory;
    fresh->options = *options;
    fresh->options.running.threads = hop_parallel_threads(options->running.threads);
    fresh->count = hop_memory_count(memory);
    fresh->dim = hop_memory_dim(memory);
    hop_status status =
        hop_recall_choose_update(&fresh->options.model, &fresh->options.model.update);
    if (status == HOP_OK) status = check_similarity(&fresh->options.model);
    if (status == HOP_OK) status = hop_recall_choose_scale(fresh);
    if (status == HOP_OK) status = hop_recall_prepare_keys(fresh);
    if (status == HOP_OK) status = hop_recall_measure_reach(fresh);
    if (status == HOP_OK) status = hop_recall_prepare_levels(fresh);
    if (status == HOP_OK) status = resolve_beta(fresh);
    if (status == HOP_OK) status = hop_recall_prepare_bipolar(fresh);
    if (status == HOP_OK) status = hop_recall_prepare_sieve(fresh);
    if (status == HOP_OK) hop_recall_choose_engine(fresh);
    if (status != HOP_OK) {
        hop_recall_destroy(fresh);
        return status;
    }
    const hop_energy *energy = &fresh->options.model.energy;
    /* Similarities of the difference form are at most 0, as if keys had no norm. */
    double norm = !hop_recall_is_product(fresh) ? 0 : fresh->largest_norm;
    if (energy->family->constant)
        fresh->constant = energy->family->constant(energy->parameter, fresh->count, norm);
    *recall = fresh;
    return HOP_OK;
}

void hop_recall_destroy(hop_recall *recall) {
    if (!recall) return;
    hop_recall_clear_bipolar(recall);
    hop_recall_clear_levels(recall);
    hop_sieve_destroy(recall->sieve);
    hop_spill_free(recall->frames);
    free(recall->keys_float);
    hop_bits_clear(&recall->bits);
    free(recall->keys);
    free(recall);
}

const hop_recall_options *hop_recall_resolved(const hop_recall *recall) {
    return &recall->options;
}

bool hop_recall_has_attention(const hop_recall *recall) {
    const hop_recall_options *options = &recall->options;
    return options->model.energy.family->softmax && hop_recall_is_product(recall) &&
           !options->model.similarity.kind->bipolar;
}

double hop_recall_constant(const hop_recall *recall) {
    return recall->constant;
}
