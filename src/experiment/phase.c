/* Phase diagrams: how much of a pattern is left when recall starts at it, over load and beta, or
 * load and temperature for energies without a beta; the boundary by theory over the map.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../sweep/usual_columns.h"
#include "../sweep/usual_settings.h"
#include "phase.h"

static const hop_setting SETTINGS[] = {
    [HOP_PHASE_DIM] = HOP_SET_COUNT_AUTO(
        dim, "values of a pattern, d; auto: 12 where loads are (ln N)/d, else 500", 2, 1e6),
    [HOP_PHASE_ENERGY] = HOP_SET_ONE_ENERGY(
        " with a beta, or hebb, storkey or pseudo-inverse, which have a temperature", "lse"),
    [HOP_PHASE_SIMILARITY] = HOP_SET_ONE_SIMILARITY("dot"),
    [HOP_PHASE_BETA] = HOP_SWEEP_BETA(", where the energy has one; auto: 0.2:2.2:0.1"),
    [HOP_PHASE_TEMPERATURE] =
        HOP_SWEEP_AUTO(temperature,
                       "of Glauber's updates, for hebb, storkey and pseudo-inverse, "
                       "which have no beta; auto: 0:1.1:0.05",
                       "of the energy", 0, 1e12, "auto"),
    [HOP_PHASE_PATTERNS] = HOP_SET_WORD(
        patterns,
        "how they are drawn, with variance 1; auto: spherical, or bipolar where states are",
        "auto|" HOP_PATTERN_KINDS, "auto"),
    [HOP_PHASE_LOAD] =
        HOP_SWEEP_AUTO(load,
                       "how many patterns are stored, on the scale below; auto: 20 of them, to "
                       "beyond the capacity",
                       "dimensionless", 0, 1e6, "auto"),
    [HOP_PHASE_SCALE] = HOP_SET_SCALE,
    [HOP_PHASE_DAMAGE] =
        HOP_SET_NUMBER(damage, "fraction of the values whose sign is flipped at the start",
                       "dimensionless", 0, 1, "0"),
    [HOP_PHASE_SHOW] = HOP_SET_WORD(
        show, "what the map shows: the mean overlap at the end, or success by the criterion",
        HOP_PHASE_SHOWN, "overlap"),
    [HOP_PHASE_CRITERION] = HOP_SET_CRITERION("overlap"),
    [HOP_PHASE_TRIALS] = HOP_SET_COUNT(trials, "memories at each place", 1, 1e6, "10"),
    [HOP_PHASE_STEPS] = HOP_SET_STEPS(1e6, "100"),
    {.parameter = {.name = NULL}},
};

static const hop_column COLUMNS[] = {
    HOP_COLUMN_DIM,
    HOP_COLUMNS_MODEL,
    HOP_COLUMN_NUMBER("temperature", "of the energy", "of Glauber's updates", 4),
    HOP_COLUMN_PATTERNS,
    HOP_COLUMN_NUMBER("load", "", "N/d, N/d^(n-1) or (ln N)/d, of the patterns stored", 4),
    HOP_COLUMN_COUNT("stored", "patterns in a memory"),
    HOP_COLUMN_NUMBER("theory", "", "largest load by theory", 4),
    HOP_COLUMN_COUNT("trials", "memories tried"),
    HOP_COLUMN_COSINE,
    HOP_COLUMNS_SUCCESS,
    HOP_COLUMNS_CRITERIA("of the signs wrong"),
    HOP_COLUMN_STEPS,
};

static const char *const EXAMPLES[] = {
    "--seed 1",
    "--energy hebb --seed 1 --figure phase.png --force",
    "--dim 10 --patterns gaussian --load 0.1:0.9:0.1 --beta 0.25:2:0.25 --seed 1",
    "--energy pseudo-inverse --dim 80 --load 0.1:1:0.1 --temperature 0:1:0.1 --seed 1",
    NULL,
};

/* ---- what is meant by auto ---- */

static const struct cell *first(const hop_sweep *e) {
    return e->first;
}

/* The grid of an axis left to us: `count` places from `first` by `step`. */
typedef struct grid {
    double first, step;
    size_t count;
} grid;

/* Loads up to about 18,000 patterns, or well beyond the classical capacity. */
static const double LOG_PATTERNS = 9.8, LINEAR_LOAD = 0.2;
enum { LOADS = 20 };

/* Down to one digit: 0.04083 becomes 0.04. */
static double round_down(double step) {
    double unit = pow(10, floor(log10(step)));
    return floor(step / unit * (1 + 1e-9)) * unit;
}

static grid load_grid(const hop_sweep *e) {
    bool logarithm = hop_phase_scale(e) == HOP_LOAD_EXPONENTIAL;
    double most = logarithm ? fmin(LOG_PATTERNS / hop_phase_dim(e), 1) : LINEAR_LOAD;
    if (hop_phase_scale(e) == HOP_LOAD_COUNT) most = fmax(LINEAR_LOAD * hop_phase_dim(e), LOADS);
    double step = round_down(most / LOADS);
    return (grid){.first = step, .step = step, .count = LOADS};
}

static grid axis_grid(const hop_sweep *e) {
    if (hop_phase_axis(e) == HOP_PHASE_TEMPERATURE)
        return (grid){.first = 0, .step = 0.05, .count = 23};
    return (grid){.first = 0.2, .step = 0.1, .count = 21};
}

/* ---- the row ---- */

static hop_status check_energy(const hop_sweep *e) {
    const hop_energy *energy = first(e)->energy;
    const char *name = energy->family->row.name;
    bool has_beta = hop_sweep_has_beta(energy);
    if (hop_sweep_varies(e, HOP_PHASE_ENERGY) || hop_sweep_varies(e, HOP_PHASE_SIMILARITY))
        return hop_fail(HOP_E_SUPPORT,
                        "a map is of one energy and one similarity; make one map for "
                        "each");
    if (!energy->family->couple && !has_beta)
        return hop_fail(HOP_E_SUPPORT,
                        "%s has neither a beta nor a temperature to map; see hopfield capacity",
                        name);
    if (!isnan(first(e)->beta) && !has_beta)
        return hop_fail(HOP_E_SUPPORT, "%s has no beta; give --temperature", name);
    if (!isnan(first(e)->temperature) && !energy->family->couple)
        return hop_fail(HOP_E_SUPPORT,
                        "%s has no temperature (hebb, storkey and pseudo-inverse have); give "
                        "--beta",
                        name);
    if (energy->family->states == HOP_STATES_BIPOLAR && hop_phase_kind(e) != HOP_PATTERN_BIPOLAR)
        return hop_fail(HOP_E_SUPPORT, "%s stores bipolar patterns; use --patterns bipolar", name);
    if (hop_load_is_classical(energy) && hop_phase_dim(e) > 32767)
        return hop_fail(HOP_E_LIMIT, "dim is %.0f; hebb takes at most 32767", hop_phase_dim(e));
    return HOP_OK;
}

static hop_status check(const hop_sweep *e) {
    const hop_row *family = &first(e)->energy->family->row;
    HOP_TRY(check_energy(e));
    for (size_t i = 0; i < e->range_count[HOP_PHASE_BETA]; i++)
        if (!isnan(e->range[HOP_PHASE_BETA][i]))
            HOP_TRY(
                hop_parameter_check(&family->parameters[hop_row_parameter_index(family, "beta")],
                                    e->range[HOP_PHASE_BETA][i]));
    return HOP_OK;
}

static hop_status complete(hop_sweep *e) {
    size_t axis = hop_phase_axis(e);
    grid loads = load_grid(e), others = axis_grid(e);
    if (isnan(e->range[HOP_PHASE_LOAD][0]))
        HOP_TRY(hop_sweep_set_range(e, HOP_PHASE_LOAD, loads.first, loads.step, loads.count));
    if (isnan(e->range[axis][0]))
        HOP_TRY(hop_sweep_set_range(e, axis, others.first, others.step, others.count));
    return HOP_OK;
}

/* ---- cells ---- */

static double stored(const hop_sweep *e, const struct cell *c) {
    return hop_load_patterns(hop_phase_scale(e), c->energy, hop_phase_dim(e), c->load);
}

/* A trial of a cell; similarity without a kind where there is none, which is refused where it is
 * tried. */
static hop_status trial_of(const hop_sweep *e, const struct cell *c, hop_trial *trial) {
    *trial = (hop_trial){
        .energy = hop_sweep_energy(c->energy, c->beta),
        .flips = c->damage,
        .kind = hop_phase_kind(e),
        .dim = (size_t)hop_phase_dim(e),
        .patterns = hop_load_whole(stored(e, c)),
        .steps = c->steps,
        .temperature = isnan(c->temperature) ? 0 : c->temperature,
        .trials = c->trials,
        .watch = e->watch,
    };
    return hop_sweep_similarity(e, c->similarity, &trial->energy, &trial->similarity);
}

static hop_status cell(const hop_sweep *e, const void *cell, uint64_t seed, hop_lines *lines) {
    hop_trial trial;
    hop_trial_sums sums;
    struct line *line = lines->all;
    HOP_TRY(trial_of(e, cell, &trial));
    HOP_TRY(hop_trial_run(&trial, seed, &sums));
    *line = (struct line){.stored = (double)trial.patterns,
                          .tried = sums.trials,
                          .cosine = sums.cosine,
                          .steps = sums.steps};
    memcpy(line->success, sums.successes, sizeof line->success);
    return HOP_OK;
}

static hop_cost cost(const hop_sweep *e, const void *cell) {
    hop_trial trial;
    hop_cost cost = {0};
    if (trial_of(e, cell, &trial) == HOP_OK)
        hop_trial_cost(&trial, stored(e, cell), &cost.seconds, &cost.bytes);
    return cost;
}

const hop_experiment_row hop_experiment_phase = {
    .row = {.name = "phase",
            .title = "what is left of a pattern, over load and beta or temperature: a map",
            .sources =
                "Amit, Gutfreund, Sompolinsky 1987, doi 10.1016/0003-4916(87)90092-3; Lucibello "
                "and Mezard 2024, doi 10.1103/PhysRevLett.132.077301"},
    .settings = SETTINGS,
    .cell_size = sizeof(struct cell),
    .line_size = sizeof(struct line),
    .along = HOP_PHASE_LOAD,
    .columns = COLUMNS,
    .column_count = sizeof COLUMNS / sizeof *COLUMNS,
    .given = 8,
    .essential = 14, /* up to the interval of success */
    .examples = EXAMPLES,
    .check = check,
    .complete = complete,
    .cell = cell,
    .cost = cost,
    .report = hop_phase_report,
};
