/* Cells of `capacity`, `basin` and `criteria`.
 * SPDX-License-Identifier: MIT */
#include "locate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../sweep/source.h"
#include "../sweep/sweep_private.h"

/* N / d, where the damage is located and no load is given. */
static const double STANDARD_LOAD = 0.1;

double hop_locate_dim(const hop_sweep *e, const double *value) {
    return e->memory ? (double)hop_memory_dim(e->memory) : value[HOP_LOCATE_DIM];
}

hop_load_scale hop_locate_scale(const hop_sweep *e, const double *value) {
    hop_load_scale scale = (hop_load_scale)value[HOP_LOCATE_SCALE];
    return e->memory && scale == HOP_LOAD_AUTO ? HOP_LOAD_COUNT : scale;
}

hop_energy hop_locate_energy(const hop_sweep *e, const double *value) {
    hop_energy energy = e->energies[(size_t)value[HOP_LOCATE_ENERGY]];
    size_t beta = hop_row_parameter_index(&energy.family->row, "beta");
    if (beta < HOP_PARAMETER_MAX && !isnan(value[HOP_LOCATE_BETA]))
        energy.parameter[beta] = value[HOP_LOCATE_BETA];
    return energy;
}

static hop_status similarity_of(const hop_sweep *e, const double *value, const hop_energy *energy,
                                hop_similarity *similarity) {
    return hop_sweep_similarity(e, value[HOP_LOCATE_SIMILARITY], energy, similarity);
}

double hop_locate_stored(const hop_sweep *e, const double *value) {
    hop_energy energy = hop_locate_energy(e, value);
    double load = value[HOP_LOCATE_LOAD], dim = hop_locate_dim(e, value);
    if (isnan(load) && e->memory) return (double)hop_memory_count(e->memory);
    if (isnan(load)) return hop_load_patterns(HOP_LOAD_LINEAR, &energy, dim, STANDARD_LOAD);
    return hop_load_patterns(hop_locate_scale(e, value), &energy, dim, load);
}

double hop_locate_load_of(const hop_sweep *e, const double *value, double patterns) {
    hop_energy energy = hop_locate_energy(e, value);
    return hop_load_of(hop_locate_scale(e, value), &energy, hop_locate_dim(e, value), patterns);
}

double hop_locate_load(const hop_sweep *e, const double *value) {
    double load = value[HOP_LOCATE_LOAD];
    return isnan(load) ? hop_locate_load_of(e, value, hop_locate_stored(e, value)) : load;
}

static hop_status check_energy(const hop_energy *energy, const hop_sweep *e) {
    const double *kinds = e->range[HOP_LOCATE_PATTERNS];
    const double *dims = e->range[HOP_LOCATE_DIM];
    if (energy->family->states != HOP_STATES_BIPOLAR || e->memory) return HOP_OK;
    for (size_t i = 0; i < e->range_count[HOP_LOCATE_PATTERNS]; i++)
        if (kinds[i] != HOP_PATTERN_BIPOLAR)
            return hop_fail(HOP_E_SUPPORT, "%s stores bipolar patterns; use --patterns bipolar",
                            energy->family->row.name);
    if (!hop_load_is_classical(energy)) return HOP_OK;
    for (size_t i = 0; i < e->range_count[HOP_LOCATE_DIM]; i++)
        if (dims[i] > 32767)
            return hop_fail(HOP_E_LIMIT, "dim is %.0f; hebb takes at most 32767", dims[i]);
    return HOP_OK;
}

static hop_status check_beta(const hop_sweep *e, const hop_energy *energy) {
    size_t beta = hop_row_parameter_index(&energy->family->row, "beta");
    for (size_t k = 0; k < e->range_count[HOP_LOCATE_BETA]; k++) {
        double value = e->range[HOP_LOCATE_BETA][k];
        if (isnan(value)) continue;
        if (beta == HOP_PARAMETER_MAX)
            return hop_fail(HOP_E_SUPPORT, "%s has no beta", energy->family->row.name);
        HOP_TRY(hop_parameter_check(&energy->family->row.parameters[beta], value));
    }
    return HOP_OK;
}

/* A rule that was asked for must be one that bipolar states of the energy can follow. */
static hop_status check_update(const hop_sweep *e) {
    for (size_t i = 0; i < e->combinations; i++) {
        double value[HOP_SETTING_MAX];
        hop_similarity similarity = {0};
        hop_sweep_point(e, i, value);
        hop_energy energy = hop_locate_energy(e, value);
        const hop_energy_row *family = energy.family;
        if (value[HOP_LOCATE_UPDATE] == HOP_UPDATE_AUTO) continue;
        HOP_TRY(similarity_of(e, value, &energy, &similarity));
        if (!similarity.kind->bipolar)
            return hop_fail(HOP_E_SUPPORT,
                            "update is of bipolar states, and those of %s with the similarity %s "
                            "are not; use --similarity hamming, or leave --update out",
                            family->row.name, similarity.kind->row.name);
        if (value[HOP_LOCATE_UPDATE] == HOP_UPDATE_ASYNCHRONOUS && !family->couple && !family->term)
            return hop_fail(HOP_E_SUPPORT,
                            "%s has no asynchronous updates; use --update synchronous",
                            family->row.name);
    }
    return HOP_OK;
}

static hop_status check_corruptions(const hop_sweep *e) {
    bool pictures = e->memory && hop_memory_shape(e->memory).image;
    for (size_t i = 0; i < e->corruption_count; i++)
        if (e->corruptions[i].kind->needs_image && !pictures)
            return hop_fail(HOP_E_SUPPORT,
                            "%s damages pictures, and the patterns here are plain vectors; give "
                            "a MEMORY of pictures, or another corruption",
                            e->corruptions[i].kind->row.name);
    return HOP_OK;
}

/* Loads of a MEMORY must be patterns that it holds. */
static hop_status check_memory(const hop_sweep *e) {
    HOP_TRY(hop_source_unused(e, HOP_LOCATE_DIM));
    HOP_TRY(hop_source_unused(e, HOP_LOCATE_PATTERNS));
    for (size_t i = 0; e->memory && i < e->combinations; i++) {
        double value[HOP_SETTING_MAX];
        hop_sweep_point(e, i, value);
        double load = value[HOP_LOCATE_LOAD], patterns = hop_locate_stored(e, value);
        if (isnan(load)) continue;
        if (patterns > (double)hop_memory_count(e->memory))
            return hop_fail(HOP_E_VALUE, "load %g is %.0f patterns, and %s holds %zu", load,
                            patterns, e->text[HOP_LOCATE_MEMORY], hop_memory_count(e->memory));
        if (hop_locate_scale(e, value) == HOP_LOAD_COUNT && load < 1)
            return hop_fail(HOP_E_VALUE,
                            "load %g is less than one pattern; of a MEMORY loads are numbers of "
                            "patterns, such as 2,5,10; or use --scale linear",
                            load);
    }
    return HOP_OK;
}

hop_status hop_locate_check(const hop_sweep *e, size_t located) {
    for (size_t i = 0; i < e->range_count[HOP_LOCATE_ENERGY]; i++) {
        HOP_TRY(check_energy(&e->energies[i], e));
        HOP_TRY(check_beta(e, &e->energies[i]));
    }
    HOP_TRY(check_update(e));
    HOP_TRY(check_corruptions(e));
    HOP_TRY(check_memory(e));
    for (size_t i = 0; i < e->range_count[HOP_LOCATE_FLIPS]; i++)
        if (located != HOP_LOCATE_FLIPS && isnan(e->range[HOP_LOCATE_FLIPS][i]))
            return hop_fail(HOP_E_VALUE, "damage must be a number in %s, which locates load",
                            e->row->row.name);
    return HOP_OK;
}

hop_status hop_locate_check_numbers(const hop_sweep *e) {
    for (size_t i = 0; i < e->combinations; i++) {
        double value[HOP_SETTING_MAX];
        hop_sweep_point(e, i, value);
        if (isnan(value[HOP_LOCATE_LOAD]) || isnan(value[HOP_LOCATE_FLIPS]))
            return hop_fail(HOP_E_VALUE,
                            "load and damage must be numbers in %s; capacity and "
                            "basin locate them",
                            e->row->row.name);
    }
    return hop_locate_check(e, HOP_LOCATE_LOAD);
}

hop_trial hop_locate_trial(const hop_sweep *e, const double *value) {
    double trials = value[HOP_LOCATE_TRIALS];
    hop_trial trial = {
        .energy = hop_locate_energy(e, value),
        .corruptions = e->corruptions,
        .corruption_count = e->corruption_count,
        .flips = value[HOP_LOCATE_FLIPS],
        .source = e->memory,
        .kind = (hop_pattern_kind)value[HOP_LOCATE_PATTERNS],
        .dim = (size_t)hop_locate_dim(e, value),
        .patterns = hop_load_whole(hop_locate_stored(e, value)),
        .update = (hop_update)value[HOP_LOCATE_UPDATE],
        .steps = (size_t)value[HOP_LOCATE_STEPS],
        .trials = (size_t)(isnan(trials) ? HOP_LOCATE_GRID_TRIALS : trials),
        .watch = e->watch,
    };
    hop_status status = similarity_of(e, value, &trial.energy, &trial.similarity);
    if (status != HOP_OK) trial.similarity.kind = NULL; /* refused where it is tried */
    return trial;
}

hop_status hop_locate_cell(const hop_sweep *e, size_t located, const double *value, uint64_t seed,
                           hop_lines *lines) {
    hop_trial trial = hop_locate_trial(e, value);
    hop_trial_sums sums = {0};
    double *line = NULL, dim = (double)trial.dim;
    HOP_TRY(similarity_of(e, value, &trial.energy, &trial.similarity));
    HOP_TRY(hop_trial_run(&trial, seed, &sums));
    HOP_TRY(hop_alloc(HOP_LOCATE_MEASURES, sizeof *line, "a line", &line));
    line[HOP_LOCATE_X] = located == HOP_LOCATE_LOAD
                             ? hop_locate_load_of(e, value, (double)trial.patterns)
                             : round(trial.flips * dim) / dim;
    line[HOP_LOCATE_COUNT] = (double)trial.patterns;
    line[HOP_LOCATE_TRIED] = sums.trials;
    memcpy(line + HOP_LOCATE_SUCCESS, sums.successes, sizeof sums.successes);
    line[HOP_LOCATE_COSINE] = sums.cosine;
    line[HOP_LOCATE_STEP] = sums.steps;
    line[HOP_LOCATE_BETA_CHOSEN] = sums.beta;
    *lines = (hop_lines){.count = 1, .values = line};
    return HOP_OK;
}
