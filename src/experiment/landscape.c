/* Landscapes: the energy on the plane through three patterns, where its points end, and the ways
 * of some states that begin on it.  A cell is a row of the grid; one more holds the paths.
 * SPDX-License-Identifier: MIT */
#include "landscape.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "../sweep/usual_columns.h"
#include "../sweep/usual_settings.h"
#include "../trial/costs.h"

#define PATTERN_SETTING(member) \
    HOP_SET_COUNT_AUTO(member, "one of the plane's three patterns, from 0; auto: drawn", 0, 1e9)

static const hop_setting SETTINGS[] = {
    [HOP_LANDSCAPE_MEMORY] = HOP_SET_MEMORY("patterns"),
    [HOP_LANDSCAPE_ENERGY] = HOP_SET_ONE_ENERGY(" of real states", "lse"),
    [HOP_LANDSCAPE_SIMILARITY] = HOP_SET_ONE_SIMILARITY("correlation"),
    [HOP_LANDSCAPE_BETA] = HOP_SET_BETA(HOP_BETA_OF_MEMORY),
    [HOP_LANDSCAPE_FIRST] = PATTERN_SETTING(first),
    [HOP_LANDSCAPE_SECOND] = PATTERN_SETTING(second),
    [HOP_LANDSCAPE_THIRD] = PATTERN_SETTING(third),
    [HOP_LANDSCAPE_GRID] =
        HOP_SET_COUNT(grid, "points up; across there are 5/3 as many", 2, 2000, "42"),
    [HOP_LANDSCAPE_ROW] = HOP_SWEEP_COUNT_AUTO(
        row, "rows of the grid to compute, from 0; one more holds the paths; auto: all", 0, 2000),
    [HOP_LANDSCAPE_MARGIN] =
        HOP_SET_NUMBER(margin, "room around the three patterns, as a fraction of their extent",
                       "dimensionless", 0, 100, "0.35"),
    [HOP_LANDSCAPE_PATHS] =
        HOP_SET_COUNT(paths, "states that are followed from the plane on", 0, 200, "12"),
    [HOP_LANDSCAPE_STEPS] = HOP_SET_STEPS(1000, "100"),
    [HOP_LANDSCAPE_SHOW] = HOP_SET_WORD(show, "what the map shows", HOP_LANDSCAPE_SHOWN, "energy"),
    {.parameter = {.name = NULL}},
};

static const hop_column COLUMNS[] = {
    HOP_COLUMN_TEXT("what", "a basin, a step of a path, or a point of the grid"),
    HOP_COLUMN_COUNT("pattern", "where it ends: the pattern with most of the weight"),
    HOP_COLUMN_TEXT("name", "of the pattern; mixture: none has most"),
    HOP_COLUMN_NUMBER("share", "", "fraction of the grid's points that end there", 3),
    HOP_COLUMN_NUMBER("x", "key units", "across the plane; of a basin, of its end", 4),
    HOP_COLUMN_NUMBER("y", "key units", "up the plane, likewise", 4),
    HOP_COLUMN_NUMBER("off_plane", "key units", "distance from the plane, likewise", 3),
    HOP_COLUMN_NUMBER("energy", "squared key units", "there", 6),
    HOP_COLUMN_NUMBER("steps", "", "mean, of the points until they have settled", 3),
    HOP_COLUMN_COUNT("path", "number of the path"),
    HOP_COLUMN_COUNT("step", "of the path"),
};

static const char *const EXAMPLES[] = {
    "patterns/glyphs --seed 1",
    "patterns/glyphs --first 1 --second 14 --third 16 --beta 20 --show basins --seed 1",
    "patterns/pictograms --energy sparsemax --seed 2 --figure landscape.png --force",
    "patterns/glyphs --energy lsr --similarity euclidean --seed 1 -o lsr.svg --force",
    NULL,
};

/* ---- the row ---- */

static const struct cell *first(const hop_sweep *e) {
    return e->first;
}

static hop_status check_model(const hop_sweep *e) {
    const hop_energy *energy = first(e)->energy;
    hop_similarity similarity = {0};
    const hop_row *family = &energy->family->row;
    if (hop_sweep_varies(e, HOP_LANDSCAPE_ENERGY) || hop_sweep_varies(e, HOP_LANDSCAPE_SIMILARITY))
        return hop_fail(HOP_E_SUPPORT,
                        "a map is of one energy and one similarity; make one map for each");
    HOP_TRY(hop_sweep_similarity(e, first(e)->similarity, energy, &similarity));
    if (energy->family->states == HOP_STATES_BIPOLAR || similarity.kind->bipolar)
        return hop_fail(HOP_E_SUPPORT,
                        "a landscape is of real states, and those of %s are bipolar; see "
                        "hopfield phase",
                        energy->family->states == HOP_STATES_BIPOLAR ? family->name
                                                                     : similarity.kind->row.name);
    if (isnan(first(e)->beta)) return HOP_OK;
    if (!hop_sweep_has_beta(energy))
        return hop_fail(HOP_E_SUPPORT, "%s has no beta; leave --beta out", family->name);
    return hop_parameter_check(&family->parameters[hop_row_parameter_index(family, "beta")],
                               first(e)->beta);
}

static hop_status check_patterns(const hop_sweep *e) {
    size_t count = hop_memory_count(e->memory);
    if (count < 3)
        return hop_fail(HOP_E_EMPTY, "%s holds %zu pattern%s; a plane needs three",
                        e->text[HOP_LANDSCAPE_MEMORY], count, count == 1 ? "" : "s");
    for (size_t i = HOP_LANDSCAPE_FIRST; i <= HOP_LANDSCAPE_THIRD; i++) {
        double value = e->range[i][0];
        if (value >= (double)count)
            return hop_fail(HOP_E_VALUE, "%s is %.0f, but %s holds %zu patterns, 0 to %zu",
                            e->row->settings[i].parameter.name, value,
                            e->text[HOP_LANDSCAPE_MEMORY], count, count - 1);
        for (size_t k = HOP_LANDSCAPE_FIRST; k < i; k++)
            if (value == e->range[k][0])
                return hop_fail(
                    HOP_E_VALUE, "%s and %s are both %.0f; a plane needs three patterns",
                    e->row->settings[k].parameter.name, e->row->settings[i].parameter.name, value);
    }
    return HOP_OK;
}

static hop_status check(const hop_sweep *e) {
    HOP_TRY(check_model(e));
    HOP_TRY(check_patterns(e));
    for (size_t i = 0; i < e->range_count[HOP_LANDSCAPE_ROW]; i++) {
        double row = e->range[HOP_LANDSCAPE_ROW][i];
        size_t grid = first(e)->grid;
        if (row > (double)grid)
            return hop_fail(HOP_E_VALUE,
                            "row is %.0f; a grid of %zu has rows 0 to %zu, and the "
                            "paths as row %zu",
                            row, grid, grid - 1, grid);
    }
    return HOP_OK;
}

/* All rows, and the paths. */
static hop_status complete(hop_sweep *e) {
    if (!isnan(e->range[HOP_LANDSCAPE_ROW][0])) return HOP_OK;
    return hop_sweep_set_range(e, HOP_LANDSCAPE_ROW, 0, 1, first(e)->grid + 1);
}

/* Patterns and paths depend on the seed of the experiment, for all cells are of one plane. */
static hop_status cell(const hop_sweep *e, const void *cell, uint64_t seed, hop_lines *lines) {
    const struct cell *c = cell;
    (void)seed;
    hop_landscape landscape = {0};
    hop_status status = hop_landscape_create(e, &landscape);
    if (status == HOP_OK)
        status = c->row < (double)landscape.rows
                     ? hop_landscape_row(&landscape, (size_t)c->row, lines)
                     : hop_landscape_paths(&landscape, c->paths, e->seed, lines);
    hop_landscape_clear(&landscape);
    return status;
}

/* Most points settle in one step, and a second shows it. */
static const double USUAL_STEPS = 2;

static hop_cost cost(const hop_sweep *e, const void *cell) {
    const struct cell *c = cell;
    if (!e->memory) return (hop_cost){.seconds = 1, .bytes = 0};
    double dim = (double)hop_memory_dim(e->memory), patterns = (double)hop_memory_count(e->memory);
    double states = (double)hop_landscape_columns(c->grid);
    hop_similarity similarity = {0};
    const hop_energy energy = hop_sweep_energy(c->energy, c->beta);
    if (hop_sweep_similarity(e, c->similarity, &energy, &similarity) != HOP_OK)
        return (hop_cost){0}; /* refused where it is tried */
    const hop_work work = {
        .energy = &energy,
        .similarity = similarity.kind,
        .states = states,
        .patterns = patterns,
        .dim = dim,
        .steps = USUAL_STEPS,
        .choose_beta = hop_sweep_has_beta(&energy) && isnan(hop_sweep_beta(&energy)),
    };
    return (hop_cost){.seconds = hop_cost_recall(&work),
                      .bytes = 4 * dim * patterns + 8 * states * (patterns + 3 * dim)};
}

const hop_experiment_row hop_experiment_landscape = {
    .row = {.name = "landscape",
            .title = "the energy on a plane through three patterns, its basins, and paths: a map",
            .sources = "Ramsauer et al. 2020, arXiv 2008.02217; Hoover et al. 2025, arXiv "
                       "2506.10801"},
    .settings = SETTINGS,
    .cell_size = sizeof(struct cell),
    .line_size = sizeof(struct line),
    .along = HOP_LANDSCAPE_ROW,
    .columns = COLUMNS,
    .column_count = sizeof COLUMNS / sizeof *COLUMNS,
    .moves = true,
    .essential = 9, /* all but what paths have */
    .examples = EXAMPLES,
    .check = check,
    .complete = complete,
    .cell = cell,
    .cost = cost,
    .report = hop_landscape_report,
};
