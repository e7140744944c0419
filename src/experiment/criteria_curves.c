/* Criteria: the same trials, judged by every criterion of success in use.  Papers differ in theirs,
 * so their capacities do too; here is by how much.
 * SPDX-License-Identifier: MIT */
#include "../sweep/usual_columns.h"
#include "locate.h"
#include "locate_settings.h"

static const hop_setting SETTINGS[] = {
    HOP_LOCATE_TRIAL_SETTINGS("0.02:0.3:0.02", "0"),
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
    .check = hop_locate_check,
    .cell = hop_locate_cell,
    .cost = hop_locate_cost,
    .report = hop_locate_report_criteria,
};
