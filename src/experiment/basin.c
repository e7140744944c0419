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

const hop_experiment_row hop_experiment_basin = {
    .row = {.name = "basin",
            .title = "success of recall against how much of a pattern is flipped",
            .sources =
                "Hopfield 1982, doi 10.1073/pnas.79.8.2554; Amit, Gutfreund, Sompolinsky 1987, doi "
                "10.1016/0003-4916(87)90092-3"},
    .settings = SETTINGS,
    .cell_size = sizeof(struct cell),
    .line_size = sizeof(struct line),
    .along = HOP_LOCATE_DAMAGE,
    .columns = COLUMNS,
    .column_count = sizeof COLUMNS / sizeof *COLUMNS,
    .given = 9,
    .essential = 12, /* up to the interval of success */
    .examples = EXAMPLES,
    .check = hop_locate_check,
    .cell = hop_locate_cell,
    .cost = hop_locate_cost,
    .next = hop_locate_next,
    .report = hop_locate_report,
};
