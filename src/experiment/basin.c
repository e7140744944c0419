/* Basins: success against damage, and the damage at which half of the trials succeed.
 * SPDX-License-Identifier: MIT */
#include "../sweep/usual_columns.h"
#include "locate.h"
#include "locate_settings.h"

static const hop_setting SETTINGS[] = {
    HOP_LOCATE_TRIAL_SETTINGS("auto", "auto"),
    HOP_LOCATE_SEARCH_SETTINGS,
    {.parameter = {.name = NULL}},
};

static const hop_column COLUMNS[] = {
#include "locate_columns.h"
};

static const char *const EXAMPLES[] = {
    "--dim 500 --load 0.05,0.1 --seed 1",
    "--dim 200 --load 0.08 --damage 0:0.5:0.05 --trials 100 --seed 1",
    "--energy lse:beta=1 --dim 32 --load 0.15 --seed 1 -o basin.svg --force",
    "--dim 500 --load 0.02,0.05,0.1 --damage 0:0.5:0.025 --seed 1 --figure basin.png --force",
    "patterns/glyphs --energy lse --criterion nearest --seed 1",
    NULL,
};

static hop_status check(const hop_sweep *e) {
    return hop_locate_check(e, HOP_LOCATE_FLIPS);
}

static hop_status cell(const hop_sweep *e, const double *value, uint64_t seed, hop_lines *lines) {
    return hop_locate_cell(e, HOP_LOCATE_FLIPS, value, seed, lines);
}

static hop_cost cost(const hop_sweep *e, const double *value) {
    return hop_locate_cost(e, HOP_LOCATE_FLIPS, value);
}

static hop_status next(const hop_sweep *e, const double *value, const hop_finished *results,
                       size_t count, hop_plan *plan) {
    return hop_locate_next(e, HOP_LOCATE_FLIPS, value, results, count, plan);
}

static hop_status report(const hop_sweep *e, const hop_results *results, hop_findings *findings) {
    return hop_locate_report(e, HOP_LOCATE_FLIPS, results, findings);
}

const hop_experiment_row hop_experiment_basin = {
    .row = {.name = "basin",
            .title = "success of recall against how much of a pattern is flipped",
            .sources =
                "Hopfield 1982, doi 10.1073/pnas.79.8.2554; Amit, Gutfreund, Sompolinsky 1987, doi "
                "10.1016/0003-4916(87)90092-3"},
    .settings = SETTINGS,
    .columns = COLUMNS,
    .column_count = sizeof COLUMNS / sizeof *COLUMNS,
    .given = 9,
    .essential = 12, /* up to the interval of success */
    .measures = HOP_LOCATE_MEASURES,
    .examples = EXAMPLES,
    .check = check,
    .cell = cell,
    .cost = cost,
    .next = next,
    .report = report,
};
