/* What a comparison of families says, as a result.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "compare.h"
#include <hopfield/statistics.h>

#define NUMBER(column, says) \
    { .name = (column), .meaning = (says), .kind = HOP_CELL_NUMBER, .digits = 3 }
#define FAMILY(family)                                                 \
    NUMBER(family "_accuracy", "share of queries recalled"),           \
        NUMBER(family "_overlap", "mean, of the end with the target"), \
        NUMBER(family "_spurious", "share settled in no pattern"),     \
        NUMBER(family "_mixtures", "share settled in a majority of 3, 5 or all patterns")

static const hop_column COLUMNS[] = {
    {.name = "patterns", .meaning = "stored", .kind = HOP_CELL_COUNT},
    NUMBER("load", "patterns a neuron"),
    FAMILY("hebb"),
    FAMILY("polynomial"),
    FAMILY("exponential"),
    FAMILY("lse"),
};
enum { COLUMN_COUNT = sizeof COLUMNS / sizeof *COLUMNS, MEASURES = 4 };

static const hop_compared_cell *cell_of(const hop_compared *c, size_t load, size_t family) {
    return &c->cells[load * HOP_COMPARE_FAMILIES + family];
}

static double measure(const hop_compared_cell *cell, size_t which) {
    const double all[MEASURES] = {cell->accuracy, cell->overlap, cell->spurious, cell->mixtures};
    return all[which];
}

static void begin_row(const hop_compared *c, size_t load, hop_table *table) {
    hop_table_add_count(table, c->loads[load]);
    hop_table_add_number(table, (double)c->loads[load] / (double)c->dim);
}

static void add_wide(const hop_compared *c, hop_result *result) {
    hop_table *table = hop_result_table(result, "rows", COLUMNS, COLUMN_COUNT, "one a load");
    hop_result_for(result, HOP_FOR_CSV);
    for (size_t l = 0; l < c->load_count; l++) {
        begin_row(c, l, table);
        for (size_t f = 0; f < HOP_COMPARE_FAMILIES; f++)
            for (size_t m = 0; m < MEASURES; m++)
                hop_table_add_number(table, measure(cell_of(c, l, f), m));
    }
}

/* ---- for programs: a list of families a load ---- */

static const hop_column LOADS[] = {
    {.name = "patterns", .meaning = "stored", .kind = HOP_CELL_COUNT},
    {.name = "load", .meaning = "patterns a neuron", .kind = HOP_CELL_NUMBER},
    {.name = "families", .meaning = "compared", .kind = HOP_CELL_ROWS},
};

static const hop_column FAMILIES[] = {
    {.name = "energy", .meaning = "as --energy takes it"},
    NUMBER("beta", "as chosen for these patterns"),
    NUMBER("accuracy", "share of queries recalled"),
    NUMBER("overlap", "mean, of the end with the target"),
    NUMBER("spurious", "share settled in no pattern"),
    NUMBER("mixtures", "share settled in a majority of 3, 5 or all patterns"),
    {.name = "spurious_states", .meaning = "different ones", .kind = HOP_CELL_COUNT},
    NUMBER("settled", "share of queries"),
    NUMBER("steps", "mean"),
    {.name = "energies",
     .unit = "squared key units",
     .meaning = "mean after each step, the start included",
     .kind = HOP_CELL_NUMBERS},
};

static void add_family(const hop_compared_cell *cell, size_t family, hop_table *table) {
    hop_table_add_text(table, hop_compare_specs[family]);
    hop_table_add_number(table, cell->beta);
    for (size_t m = 0; m < MEASURES; m++) hop_table_add_number(table, measure(cell, m));
    hop_table_add_count(table, cell->distinct);
    hop_table_add_number(table, cell->settled);
    hop_table_add_number(table, cell->steps);
    hop_table_add_numbers(table, cell->energy, cell->energy_count);
}

static void add_loads(const hop_compared *c, hop_result *result) {
    hop_table *table = hop_result_table(result, "loads", LOADS, 3, "rising");
    hop_result_for(result, HOP_FOR_JSON);
    for (size_t l = 0; l < c->load_count; l++) {
        begin_row(c, l, table);
        hop_table *families =
            hop_table_add_rows(table, FAMILIES, sizeof FAMILIES / sizeof *FAMILIES);
        for (size_t f = 0; f < HOP_COMPARE_FAMILIES; f++) add_family(cell_of(c, l, f), f, families);
    }
}

/* ---- for people ---- */

/* One measure of all families side by side. */
static void add_measure(const hop_compared *c, size_t which, const char *head, const char *path,
                        hop_result *result) {
    hop_column columns[2 + HOP_COMPARE_FAMILIES] = {COLUMNS[0], COLUMNS[1]};
    for (size_t f = 0; f < HOP_COMPARE_FAMILIES; f++)
        columns[2 + f] = (hop_column)NUMBER(hop_compare_names[f], "");
    hop_result_heading(result, head);
    hop_table *table = hop_result_table(result, path, columns, 2 + HOP_COMPARE_FAMILIES, head);
    hop_result_for(result, HOP_FOR_PEOPLE);
    for (size_t l = 0; l < c->load_count; l++) {
        begin_row(c, l, table);
        for (size_t f = 0; f < HOP_COMPARE_FAMILIES; f++)
            hop_table_add_number(table, measure(cell_of(c, l, f), which));
    }
}

static const hop_column CURVES[] = {
    {.name = "family"},
    {.name = "from", .kind = HOP_CELL_NUMBER, .digits = 6},
    {.name = "to", .kind = HOP_CELL_NUMBER, .digits = 6},
    {.name = "steps", .kind = HOP_CELL_NUMBER, .digits = 3},
    {.name = "energy", .kind = HOP_CELL_NUMBERS},
};

static void add_curves(const hop_compared *c, hop_result *result) {
    hop_result_heading(result, "Mean energy from step to step, all patterns stored");
    hop_table *table = hop_result_table(result, "curves", CURVES, 5, "Mean energies");
    hop_result_for(result, HOP_FOR_PEOPLE);
    for (size_t f = 0; f < HOP_COMPARE_FAMILIES; f++) {
        const hop_compared_cell *cell = cell_of(c, c->load_count - 1, f);
        hop_table_add_text(table, hop_compare_names[f]);
        hop_table_add_number(table, cell->energy[0]);
        hop_table_add_number(table, cell->energy[cell->energy_count - 1]);
        hop_table_add_number(table, cell->steps);
        hop_table_add_numbers(table, cell->energy, cell->energy_count);
    }
}

/* Where a family first has spurious states, and how many at full load. */
static void add_spurious(const hop_compared *c, hop_result *result) {
    for (size_t f = 0; f < HOP_COMPARE_FAMILIES; f++) {
        const hop_compared_cell *full = cell_of(c, c->load_count - 1, f);
        size_t first = 0;
        while (first < c->load_count && cell_of(c, first, f)->spurious == 0) first++;
        if (first == c->load_count)
            hop_result_remark(result, HOP_NOTE, "%s: no spurious state was met",
                              hop_compare_names[f]);
        else
            hop_result_remark(result, HOP_NOTE,
                              "%s: spurious states from %zu patterns on; with all, %zu different "
                              "ones, %.0f of %zu queries ended there, %.0f in mixtures",
                              hop_compare_names[f], c->loads[first], full->distinct,
                              full->spurious * (double)c->queries, c->queries,
                              full->mixtures * (double)c->queries);
    }
    hop_result_remark(result, HOP_NOTE, "seed %llu", (unsigned long long)c->seed);
    hop_result_for(result, HOP_FOR_TEXT);
}

/* ---- figure ---- */

static void draw(const hop_compared *c, double *numbers, hop_result *result) {
    hop_curve curves[HOP_COMPARE_FAMILIES];
    double *x = numbers;
    for (size_t l = 0; l < c->load_count; l++) x[l] = (double)c->loads[l];
    for (size_t f = 0; f < HOP_COMPARE_FAMILIES; f++) {
        double *y = numbers + (1 + 3 * f) * c->load_count, *low = y + c->load_count;
        double *high = low + c->load_count;
        for (size_t l = 0; l < c->load_count; l++) {
            y[l] = cell_of(c, l, f)->accuracy;
            const hop_estimate share =
                hop_statistics_wilson(y[l] * (double)c->queries, (double)c->queries);
            low[l] = share.low;
            high[l] = share.high;
        }
        curves[f] = (hop_curve){.name = hop_compare_names[f],
                                .x = x,
                                .y = y,
                                .low = low,
                                .high = high,
                                .count = c->load_count,
                                .style = HOP_CURVE_MARKED};
    }
    const hop_figure figure = {
        .title = "As patterns are added, who still recalls?",
        .subtitle = "bands: 95 % intervals (Wilson)",
        .x_label = "patterns stored",
        .y_label = "share of queries recalled",
        .whole_x = true,
        .y_low = -0.05,
        .y_high = 1.05,
        .curves = curves,
        .curve_count = HOP_COMPARE_FAMILIES,
    };
    hop_result_figure(result, "accuracy", &figure, "Accuracy against patterns stored", NULL);
}

static hop_status fill(const hop_compared *c, hop_result *result) {
    static const char *const HEADS[][2] = {
        {"accuracy", "Share of queries recalled (overlap with the target at least .95)"},
        {"overlap", "Mean overlap with the target"},
        {"spurious", "Share settled in a spurious state (no pattern, nor the inverse of one)"},
    };
    double *numbers = NULL;
    HOP_TRY(hop_alloc(c->load_count, (1 + 3 * HOP_COMPARE_FAMILIES) * sizeof *numbers, "points",
                      &numbers));
    add_wide(c, result);
    add_loads(c, result);
    for (size_t m = 0; m < sizeof HEADS / sizeof *HEADS; m++)
        add_measure(c, m, HEADS[m][1], HEADS[m][0], result);
    add_curves(c, result);
    hop_result_heading(result, "Spurious states");
    add_spurious(c, result);
    draw(c, numbers, result);
    free(numbers);
    return HOP_OK;
}

/* ---- all of it ---- */

static hop_status describe(const hop_compare_inputs *in, hop_result *result) {
    hop_string all = {0}, lead = {0};
    for (size_t i = 0; i < in->corruption_count; i++) {
        const hop_corruption *c = &in->corruptions[i];
        char spec[256];
        hop_spec_print(&c->kind->row, c->parameter, spec, sizeof spec);
        hop_string_add(&all, "%s%s", i > 0 ? ", " : "", spec);
    }
    hop_string_add(&lead, "%s: %zu patterns of %zu neurons, %zu queries a load", in->source,
                   hop_memory_count(in->memory), hop_memory_dim(in->memory), in->queries);
    hop_result_title(result, "As patterns are added, who still recalls?", lead.text);
    hop_result_memory(result, "memory", in->source, in->memory);
    hop_result_count(result, "queries", in->queries, NULL, "at each load");
    hop_result_made(result, "corruption", all.text, "of every query");
    bool failed = all.failed || lead.failed;
    free(all.text);
    free(lead.text);
    return failed ? hop_fail(HOP_E_MEMORY, "there is not enough memory for the words") : HOP_OK;
}

hop_status hop_compare_analyse(const hop_compare_inputs *inputs, hop_result *result) {
    hop_compared compared = {.queries = inputs->queries, .seed = inputs->seed};
    HOP_TRY(describe(inputs, result));
    hop_status status = hop_compare_run(inputs, &compared);
    if (status == HOP_OK) status = fill(&compared, result);
    hop_compared_clear(&compared);
    return status;
}
