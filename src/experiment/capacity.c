/* Capacity: success against load, and the load at which half of the trials succeed.
 * SPDX-License-Identifier: MIT */
#include "../sweep/usual_columns.h"
#include "locate.h"
#include "locate_settings.h"

static const hop_setting SETTINGS[] = {
    HOP_LOCATE_TRIAL_SETTINGS("auto", "0"),
    HOP_LOCATE_SEARCH_SETTINGS,
    {.parameter = {.name = NULL}},
};

static const hop_column COLUMNS[] = {
#include "locate_columns.h"
};

static const char *const EXAMPLES[] = {
    "--dim 500 --seed 1",
    "--dim 50,100,200 --load 0.05:0.4:0.05 --trials 100 --seed 1",
    "--energy lse:beta=1 --patterns spherical --dim 16 --seed 1 -o capacity.svg --force",
    "--dim 125,250,500 --load 0.08:0.28:0.01 --trials 400 --seed 1 --figure capacity.png --force",
    "patterns/glyphs --energy hebb --energy polynomial --criterion nearest --load 2:36:2 --seed 1",
    NULL,
};

const hop_experiment_row hop_experiment_capacity = {
    .row = {.name = "capacity",
            .title = "success of recall against load, and the threshold",
            .sources =
                "Hopfield 1982, doi 10.1073/pnas.79.8.2554; Amit, Gutfreund, Sompolinsky 1987, doi "
                "10.1016/0003-4916(87)90092-3; Krotov and Hopfield 2016, arXiv 1606.01164; "
                "Demircigil et al. 2017, arXiv 1702.01929; Lucibello and Mezard 2024, doi "
                "10.1103/PhysRevLett.132.077301"},
    .settings = SETTINGS,
    .cell_size = sizeof(struct cell),
    .line_size = sizeof(struct line),
    .along = HOP_LOCATE_LOAD,
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
