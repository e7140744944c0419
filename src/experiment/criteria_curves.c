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
    "--seed 1",
    "--load 0.08 --damage 0:0.5:0.05 --seed 1",
    "patterns/glyphs --energy lse --load 36 --damage 0:0.5:0.05 --trials 50 --seed 1 "
    "--figure criteria.png --force",
    NULL,
};

/* Success is drawn against damage where that varies, and load does not. */
static size_t axis_of(const hop_sweep *e) {
    bool damage = hop_sweep_varies(e, HOP_LOCATE_FLIPS) && !hop_sweep_varies(e, HOP_LOCATE_LOAD);
    return damage ? HOP_LOCATE_FLIPS : HOP_LOCATE_LOAD;
}

static hop_status check(const hop_sweep *e) {
    return hop_locate_check_numbers(e);
}

static hop_status cell(const hop_sweep *e, const double *value, uint64_t seed, hop_lines *lines) {
    return hop_locate_cell(e, axis_of(e), value, seed, lines);
}

static hop_cost cost(const hop_sweep *e, const double *value) {
    return hop_locate_cost(e, axis_of(e), value);
}

static hop_status report(const hop_sweep *e, const hop_results *results, hop_findings *findings) {
    return hop_locate_report_criteria(e, axis_of(e), results, findings);
}

const hop_experiment_row hop_experiment_criteria = {
    .row = {.name = "criteria",
            .title = "the same trials judged by every criterion of success",
            .sources = "Amit, Gutfreund, Sompolinsky 1987, doi 10.1016/0003-4916(87)90092-3 "
                       "(overlap); Krotov and Hopfield 2016, arXiv 1606.01164 (hamming); Millidge "
                       "et al. 2022, arXiv 2202.04557 (squares)"},
    .settings = SETTINGS,
    .columns = COLUMNS,
    .column_count = sizeof COLUMNS / sizeof *COLUMNS,
    .given = 9,
    .essential = 14, /* up to the last criterion */
    .measures = HOP_LOCATE_MEASURES,
    .examples = EXAMPLES,
    .check = check,
    .cell = cell,
    .cost = cost,
    .report = report,
};
