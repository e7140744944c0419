/* Cells of `capacity` and `basin`, and where the next ones go.
 * SPDX-License-Identifier: MIT */
#include "locate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "sweep_private.h"
#include "threshold.h"

/* Trials of a place on a grid, and of a whole search, unless given. */
static const double GRID_TRIALS = 200, SEARCH_TRIALS = 20000;

/* Values of a memory that a search may ask for: 8 MiB in double. */
static const double SEARCH_VALUES = 1048576;

hop_energy hop_locate_energy(const hop_experiment *e, const double *value) {
    hop_energy energy = e->energies[(size_t)value[HOP_LOCATE_ENERGY]];
    size_t beta = hop_row_parameter_index(&energy.family->row, "beta");
    if (beta < HOP_PARAMETER_MAX && !isnan(value[HOP_LOCATE_BETA]))
        energy.parameter[beta] = value[HOP_LOCATE_BETA];
    return energy;
}

static hop_status similarity_of(const hop_experiment *e, const double *value,
                                const hop_energy *energy, hop_similarity *similarity) {
    return hop_experiment_similarity(e, value[HOP_LOCATE_SIMILARITY], energy, "dot", similarity);
}

hop_load_theory hop_locate_theory(const hop_experiment *e, const double *value) {
    hop_energy energy = hop_locate_energy(e, value);
    size_t beta = hop_row_parameter_index(&energy.family->row, "beta");
    hop_load_theory none = {.load = NAN, .source = ""};
    hop_similarity similarity = {0};
    if (similarity_of(e, value, &energy, &similarity) != HOP_OK) return none;
    /* Each theory is that of the energy's own similarity, or of the plain product. */
    const char *name = similarity.kind->row.name, *own = energy.family->similarity;
    if (strcmp(name, own ? own : "dot") != 0 || e->corruption_count > 0) return none;
    return hop_load_capacity(&energy, (hop_load_scale)value[HOP_LOCATE_SCALE],
                             (hop_pattern_kind)value[HOP_LOCATE_PATTERNS], value[HOP_LOCATE_DIM],
                             beta < HOP_PARAMETER_MAX ? energy.parameter[beta] : NAN,
                             value[HOP_LOCATE_FLIPS]);
}

/* Patterns stored at the load of a cell. */
static double stored(const hop_experiment *e, const double *value) {
    hop_energy energy = hop_locate_energy(e, value);
    return hop_load_patterns((hop_load_scale)value[HOP_LOCATE_SCALE], &energy,
                             value[HOP_LOCATE_DIM], value[HOP_LOCATE_LOAD]);
}

static hop_status check_energy(const hop_energy *energy, const hop_experiment *e) {
    const double *kinds = e->range[HOP_LOCATE_PATTERNS];
    const double *dims = e->range[HOP_LOCATE_DIM];
    if (energy->family->states != HOP_STATES_BIPOLAR) return HOP_OK;
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

hop_status hop_locate_check(const hop_experiment *e, size_t located) {
    for (size_t i = 0; i < e->range_count[HOP_LOCATE_ENERGY]; i++) {
        const hop_energy *energy = &e->energies[i];
        HOP_TRY(check_energy(energy, e));
        size_t beta = hop_row_parameter_index(&energy->family->row, "beta");
        for (size_t k = 0; k < e->range_count[HOP_LOCATE_BETA]; k++) {
            double value = e->range[HOP_LOCATE_BETA][k];
            if (isnan(value)) continue;
            if (beta == HOP_PARAMETER_MAX)
                return hop_fail(HOP_E_SUPPORT, "%s has no beta", energy->family->row.name);
            HOP_TRY(hop_parameter_check(&energy->family->row.parameters[beta], value));
        }
    }
    for (size_t i = 0; i < e->corruption_count; i++)
        if (e->corruptions[i].kind->needs_image)
            return hop_fail(HOP_E_SUPPORT,
                            "%s damages pictures, and the patterns here are plain vectors; see "
                            "hopfield noise",
                            e->corruptions[i].kind->row.name);
    size_t other = located == HOP_LOCATE_LOAD ? HOP_LOCATE_FLIPS : HOP_LOCATE_LOAD;
    for (size_t i = 0; i < e->range_count[other]; i++)
        if (isnan(e->range[other][i]))
            return hop_fail(HOP_E_VALUE, "%s must be a number in %s, which locates %s",
                            e->row->settings[other].parameter.name, e->row->row.name,
                            e->row->settings[located].parameter.name);
    return HOP_OK;
}

hop_status hop_locate_cell(const hop_experiment *e, size_t located, const double *value,
                           uint64_t seed, hop_lines *lines) {
    double patterns = stored(e, value), trials = value[HOP_LOCATE_TRIALS];
    hop_trial trial = {
        .energy = hop_locate_energy(e, value),
        .corruptions = e->corruptions,
        .corruption_count = e->corruption_count,
        .flips = value[HOP_LOCATE_FLIPS],
        .kind = (hop_pattern_kind)value[HOP_LOCATE_PATTERNS],
        .dim = (size_t)value[HOP_LOCATE_DIM],
        .patterns = (size_t)patterns,
        .steps = (size_t)value[HOP_LOCATE_STEPS],
        .trials = (size_t)(isnan(trials) ? GRID_TRIALS : trials),
    };
    hop_trial_sums sums = {0};
    double *line = NULL;
    HOP_TRY(similarity_of(e, value, &trial.energy, &trial.similarity));
    HOP_TRY(hop_trial_run(&trial, seed, &sums));
    HOP_TRY(hop_alloc(HOP_LOCATE_MEASURES, sizeof *line, "a line", &line));
    line[HOP_LOCATE_X] = located == HOP_LOCATE_LOAD
                             ? hop_load_of((hop_load_scale)value[HOP_LOCATE_SCALE], &trial.energy,
                                           value[HOP_LOCATE_DIM], patterns)
                             : round(trial.flips * value[HOP_LOCATE_DIM]) / value[HOP_LOCATE_DIM];
    line[HOP_LOCATE_COUNT] = patterns;
    line[HOP_LOCATE_TRIED] = sums.trials;
    memcpy(line + HOP_LOCATE_SUCCESS, sums.successes, sizeof sums.successes);
    line[HOP_LOCATE_COSINE] = sums.cosine;
    line[HOP_LOCATE_STEP] = sums.steps;
    *lines = (hop_lines){.count = 1, .values = line};
    return HOP_OK;
}

/* ---- searching ---- */

static hop_search search_of(const hop_experiment *e, size_t located, const double *value) {
    hop_energy energy = hop_locate_energy(e, value);
    bool classical = hop_load_is_classical(&energy);
    double trials = value[HOP_LOCATE_TRIALS], d = value[HOP_LOCATE_DIM];
    double precision = value[HOP_LOCATE_PRECISION];
    hop_search search = {
        .precision = isnan(precision) ? (classical ? 0.01 : 0.03) : precision,
        .batch = classical ? 64 : 16,
        .cells = classical ? 12 : 6,
        .most_trials = (size_t)(isnan(trials) ? SEARCH_TRIALS : trials),
    };
    if (located == HOP_LOCATE_FLIPS) {
        search.low = 0.05;
        search.high = 0.5;
        search.most = 1;
        return search;
    }
    hop_load_scale scale = (hop_load_scale)value[HOP_LOCATE_SCALE];
    double theory = hop_locate_theory(e, value).load;
    double most = classical ? 20 * d : fmax(SEARCH_VALUES / d, 2);
    search.least = hop_load_of(scale, &energy, d, 1);
    search.most = hop_load_of(scale, &energy, d, most);
    search.low = hop_load_of(scale, &energy, d, 2);
    search.high = hop_load_of(scale, &energy, d, fmin(most, 500));
    if (isnan(theory) || hop_load_resolve(scale, &energy) == HOP_LOAD_EXPONENTIAL) return search;
    search.low = fmax(search.least, theory / 2);
    search.high = fmin(search.most, theory * 2);
    return search;
}

static hop_tally tally_of(const hop_result *result, size_t criterion) {
    const double *line = result->lines.values;
    return (hop_tally){.x = line[HOP_LOCATE_X],
                       .trials = line[HOP_LOCATE_TRIED],
                       .successes = line[HOP_LOCATE_SUCCESS + criterion]};
}

hop_status hop_locate_next(const hop_experiment *e, size_t located, const double *value,
                           const hop_result *results, size_t count, hop_plan *plan) {
    double point[HOP_SETTING_MAX];
    memcpy(point, value, sizeof point);
    if (!isnan(value[located])) return count == 0 ? hop_plan_add(plan, point) : HOP_OK;
    hop_search search = search_of(e, located, value);
    hop_tally *tallies = NULL;
    double *places = NULL;
    size_t place_count = 0;
    hop_status status = hop_alloc(count, sizeof *tallies, "tallies", &tallies);
    if (status == HOP_OK) status = hop_alloc(search.cells, sizeof *places, "places", &places);
    for (size_t i = 0; i < count && status == HOP_OK; i++)
        tallies[i] = tally_of(&results[i], (size_t)value[HOP_LOCATE_CRITERION]);
    if (status == HOP_OK) hop_threshold_next(&search, tallies, count, places, &place_count);
    point[HOP_LOCATE_TRIALS] = (double)search.batch;
    for (size_t i = 0; i < place_count && status == HOP_OK; i++) {
        point[located] = places[i];
        status = hop_plan_add(plan, point);
    }
    free(tallies);
    free(places);
    return status;
}

hop_cost hop_locate_cost(const hop_experiment *e, size_t located, const double *value) {
    double point[HOP_SETTING_MAX], trials = value[HOP_LOCATE_TRIALS];
    hop_energy energy = hop_locate_energy(e, value);
    memcpy(point, value, sizeof point);
    bool searched = isnan(value[located]);
    if (searched && located == HOP_LOCATE_LOAD) {
        double theory = hop_locate_theory(e, value).load;
        hop_search search = search_of(e, located, value);
        point[located] = isnan(theory) ? search.high : fmin(theory, search.high);
    }
    if (isnan(trials)) trials = searched ? SEARCH_TRIALS / 4 : GRID_TRIALS;
    return hop_trial_cost(&energy, value[HOP_LOCATE_DIM], stored(e, point), trials);
}
