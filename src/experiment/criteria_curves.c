/* Criteria: the same trials, judged by every criterion of success in use.  Papers differ in theirs,
 * so their capacities do too; here is by how much.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "../sweep/usual_columns.h"
#include "locate.h"
#include "locate_settings.h"

static const hop_setting SETTINGS[] = {
    HOP_LOCATE_TRIAL_SETTINGS("auto", "0"),
    {.parameter = {.name = NULL}},
};

#define INTERVAL(criterion)                                                                  \
    HOP_COLUMN_NUMBER(criterion "_low", "", "of the 95 % Wilson interval of " criterion, 4), \
        HOP_COLUMN_NUMBER(criterion "_high", "", "of the same", 4)

static const hop_column COLUMNS[] = {
    HOP_COLUMN_DIM,
    HOP_COLUMNS_MODEL,
    HOP_COLUMN_PATTERNS,
    HOP_COLUMN_NUMBER("load", "", "N/d, N/d^(n-1), (ln N)/d or N", 5),
    HOP_COLUMN_COUNT("stored", "patterns in a memory"),
    HOP_COLUMN_NUMBER("damage", "", "fraction flipped", 4),
    HOP_COLUMN_COUNT("trials", "memories tried"),
    HOP_COLUMNS_CRITERIA("of the signs wrong"),
    HOP_COLUMN_COSINE,
    HOP_COLUMN_STEPS,
    INTERVAL("overlap"),
    INTERVAL("exact"),
    INTERVAL("squares"),
    INTERVAL("hamming"),
    INTERVAL("nearest"),
};

static const char *const EXAMPLES[] = {
    "--seed 1 --figure criteria.png --force",
    "--load 0.08 --damage 0:0.5:0.05 --seed 1",
    "patterns/glyphs --energy lse --load 36 --damage 0:0.5:0.05 --trials 50 --seed 1",
    NULL,
};

/* Loads that were left out: around the capacity of hebb, or some tens of what a MEMORY holds. */
static hop_status complete(hop_sweep *e) {
    enum { LOADS = 15, MOST = 100 };
    struct cell first = {0};
    const double *loads = e->range[HOP_LOCATE_LOAD], step = 0.02;
    if (e->range_count[HOP_LOCATE_LOAD] != 1 || !isnan(loads[0])) return HOP_OK;
    hop_sweep_point(e, 0, &first);
    if (hop_locate_scale(e, &first) != HOP_LOAD_COUNT)
        return hop_sweep_set_range(e, HOP_LOCATE_LOAD, step, step, LOADS);
    const size_t all = e->memory ? hop_memory_count(e->memory) : MOST;
    return hop_sweep_set_growing(e, HOP_LOCATE_LOAD, all < MOST ? all : MOST);
}

const hop_experiment_row hop_experiment_criteria = {
    .row = {.name = "criteria",
            .title = "the same trials judged by every criterion of success",
            .sources = "Amit, Gutfreund, Sompolinsky 1987, doi 10.1016/0003-4916(87)90092-3 "
                       "(overlap); Krotov and Hopfield 2016, arXiv 1606.01164 (hamming); Millidge "
                       "et al. 2022, arXiv 2202.04557 (squares)"},
    .settings = SETTINGS,
    .cell_size = sizeof(struct cell),
    .line_size = sizeof(struct line),
    .along = HOP_LOCATE_LOAD,
    .columns = COLUMNS,
    .column_count = sizeof COLUMNS / sizeof *COLUMNS,
    .given = 9,
    .essential = 14, /* up to the last criterion */
    .examples = EXAMPLES,
    .complete = complete,
    .check = hop_locate_check,
    .cell = hop_locate_cell,
    .cost = hop_locate_cost,
    .report = hop_locate_report_criteria,
};
