/* What `hopfield compare` says: table, text, JSON, figure.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "compare.h"

#define NUMBER(column, says) \
    { .name = (column), .meaning = (says), .kind = HOP_CELL_NUMBER, .digits = 3 }
#define FAMILY(family)                                                 \
    NUMBER(family "_accuracy", "share of queries recalled"),           \
        NUMBER(family "_overlap", "mean, of the end with the target"), \
        NUMBER(family "_spurious", "share settled in no pattern"),     \
        NUMBER(family "_mixtures", "share settled in a majority of 3 or 5 patterns")

static const hop_column COLUMNS[] = {
    {.name = "patterns", .meaning = "stored", .kind = HOP_CELL_COUNT},
    NUMBER("load", "patterns a neuron"),
    FAMILY("hebb"),
    FAMILY("polynomial"),
    FAMILY("exponential"),
    FAMILY("lse"),
};
enum { COLUMN_COUNT = sizeof COLUMNS / sizeof *COLUMNS, MEASURES = 4 };

static const cli_compared_cell *cell_of(const cli_compared *c, size_t load, size_t family) {
    return &c->cells[load * CLI_FAMILIES + family];
}

static double measure(const cli_compared_cell *cell, size_t which) {
    const double all[MEASURES] = {cell->accuracy, cell->overlap, cell->spurious, cell->mixtures};
    return all[which];
}

static void begin_row(const cli_compared *c, size_t load, hop_table *table) {
    hop_table_add_count(table, c->loads[load]);
    hop_table_add_number(table, (double)c->loads[load] / (double)c->dim);
}

hop_status cli_compare_table(const cli_compared *c, hop_table **table) {
    HOP_TRY(hop_table_create(COLUMNS, COLUMN_COUNT, table));
    for (size_t l = 0; l < c->load_count; l++) {
        begin_row(c, l, *table);
        for (size_t f = 0; f < CLI_FAMILIES; f++)
            for (size_t m = 0; m < MEASURES; m++)
                hop_table_add_number(*table, measure(cell_of(c, l, f), m));
    }
    cli_provenance_note(c->provenance, *table);
    return HOP_OK;
}

/* ---- text ---- */

/* One measure of all families side by side. */
static hop_status add_measure(const cli_compared *c, size_t which, size_t width, hop_string *text) {
    hop_column columns[2 + CLI_FAMILIES] = {COLUMNS[0], COLUMNS[1]};
    hop_table *table = NULL;
    for (size_t f = 0; f < CLI_FAMILIES; f++)
        columns[2 + f] = (hop_column)NUMBER(cli_family_names[f], "");
    HOP_TRY(hop_table_create(columns, 2 + CLI_FAMILIES, &table));
    for (size_t l = 0; l < c->load_count; l++) {
        begin_row(c, l, table);
        for (size_t f = 0; f < CLI_FAMILIES; f++)
            hop_table_add_number(table, measure(cell_of(c, l, f), which));
    }
    hop_status status = cli_document_add_table(table, width, text);
    hop_table_destroy(table);
    return status;
}

static void add_curves(const cli_compared *c, hop_string *text) {
    enum { SHOWN = 16 };
    hop_string_add(text, "\nmean energy from step to step, all %zu patterns stored\n", c->patterns);
    for (size_t f = 0; f < CLI_FAMILIES; f++) {
        const cli_compared_cell *cell = cell_of(c, c->load_count - 1, f);
        const size_t count = cell->energy_count;
        char curve[4 * SHOWN];
        hop_table_sparkline(cell->energy, count < SHOWN ? count : SHOWN, curve, sizeof curve);
        hop_string_add(text, "  %-12s %12.6g -> %-12.6g %4.1f steps  %s\n", cli_family_names[f],
                       cell->energy[0], cell->energy[count - 1], cell->steps, curve);
    }
}

/* Where a family first has spurious states, and how many at full load. */
static void add_spurious(const cli_compared *c, hop_string *text) {
    hop_string_add(text, "\n");
    for (size_t f = 0; f < CLI_FAMILIES; f++) {
        const cli_compared_cell *full = cell_of(c, c->load_count - 1, f);
        size_t first = 0;
        while (first < c->load_count && cell_of(c, first, f)->spurious == 0) first++;
        if (first == c->load_count)
            hop_string_add(text, "%s: no spurious state was met\n", cli_family_names[f]);
        else
            hop_string_add(text,
                           "%s: spurious states from %zu patterns on; with all, %zu different "
                           "ones,\n  %.0f of %zu queries ended there, %.0f in mixtures\n",
                           cli_family_names[f], c->loads[first], full->distinct,
                           full->spurious * (double)c->queries, c->queries,
                           full->mixtures * (double)c->queries);
    }
}

hop_status cli_compare_text(const cli_compared *c, size_t width, char **text) {
    static const char *const HEADS[] = {
        "share of queries recalled (overlap with the target at least .95)",
        "mean overlap with the target",
        "share settled in a spurious state (no pattern, nor the inverse of one)",
    };
    hop_string all = {0};
    hop_status status = HOP_OK;
    hop_string_add(&all, "%s: %zu patterns of %zu neurons, %zu queries a load\n", c->path,
                   c->patterns, c->dim, c->queries);
    for (size_t m = 0; m < sizeof HEADS / sizeof *HEADS && status == HOP_OK; m++) {
        hop_string_add(&all, "\n%s\n\n", HEADS[m]);
        status = add_measure(c, m, width, &all);
    }
    if (status != HOP_OK) {
        free(all.text);
        return status;
    }
    add_curves(c, &all);
    add_spurious(c, &all);
    hop_string_add(&all, "seed %llu\n", (unsigned long long)c->seed.seed);
    return cli_document_take(&all, text);
}

/* ---- JSON ---- */

static hop_json *make_family(const cli_compared_cell *cell, size_t family) {
    cli_document d = cli_document_begin();
    cli_document_set(&d, "energy", hop_json_text(cli_family_specs[family]));
    cli_document_set(&d, "beta", hop_json_real(cell->beta));
    cli_document_set(&d, "accuracy", hop_json_real(cell->accuracy));
    cli_document_set(&d, "overlap", hop_json_real(cell->overlap));
    cli_document_set(&d, "spurious", hop_json_real(cell->spurious));
    cli_document_set(&d, "mixtures", hop_json_real(cell->mixtures));
    cli_document_set(&d, "spurious_states", hop_json_count(cell->distinct));
    cli_document_set(&d, "settled", hop_json_real(cell->settled));
    cli_document_set(&d, "steps", hop_json_real(cell->steps));
    cli_document_set(&d, "energies", cli_document_numbers(cell->energy, cell->energy_count));
    return d.object;
}

hop_status cli_compare_json(const cli_compared *c, char **text) {
    cli_document d = cli_document_of("compare", c->provenance, &c->seed);
    hop_json *loads = hop_json_array();
    cli_document_set(&d, "path", hop_json_text(c->path));
    cli_document_set(&d, "patterns", hop_json_count(c->patterns));
    cli_document_set(&d, "dim", hop_json_count(c->dim));
    cli_document_set(&d, "queries", hop_json_count(c->queries));
    cli_document_set(&d, "corruption",
                     hop_json_text(cli_provenance_text(c->provenance, "Corruption")));
    for (size_t l = 0; l < c->load_count; l++) {
        cli_document load = cli_document_begin();
        hop_json *families = hop_json_array();
        for (size_t f = 0; f < CLI_FAMILIES; f++)
            d.good = hop_json_append(families, make_family(cell_of(c, l, f), f)) && d.good;
        cli_document_set(&load, "patterns", hop_json_count(c->loads[l]));
        cli_document_set(&load, "load", hop_json_real((double)c->loads[l] / (double)c->dim));
        cli_document_set(&load, "families", families);
        d.good = hop_json_append(loads, load.object) && load.good && d.good;
    }
    cli_document_set(&d, "loads", loads);
    return cli_document_print(&d, text);
}

/* ---- figure ---- */

static hop_status draw(const cli_compared *c, const hop_table *notes, double *numbers,
                       const char *path, bool force) {
    hop_curve curves[CLI_FAMILIES];
    double *x = numbers;
    for (size_t l = 0; l < c->load_count; l++) x[l] = (double)c->loads[l];
    for (size_t f = 0; f < CLI_FAMILIES; f++) {
        double *y = numbers + (1 + f) * c->load_count;
        for (size_t l = 0; l < c->load_count; l++) y[l] = cell_of(c, l, f)->accuracy;
        curves[f] = (hop_curve){.name = cli_family_names[f],
                                .x = x,
                                .y = y,
                                .count = c->load_count,
                                .style = HOP_CURVE_MARKED};
    }
    const hop_figure figure = {
        .title = "As patterns are added, who still recalls?",
        .x_label = "patterns stored",
        .y_label = "share of queries recalled",
        .whole_x = true,
        .y_low = -0.05,
        .y_high = 1.05,
        .curves = curves,
        .curve_count = CLI_FAMILIES,
        .provenance = notes,
    };
    return hop_figure_write(&figure, path, force);
}

hop_status cli_compare_figure(const cli_compared *c, const char *path, bool force) {
    hop_table *notes = NULL;
    double *numbers = NULL;
    HOP_TRY(hop_alloc(c->load_count, (1 + CLI_FAMILIES) * sizeof *numbers, "points", &numbers));
    hop_status status = cli_compare_table(c, &notes);
    if (status == HOP_OK) status = draw(c, notes, numbers, path, force);
    hop_table_destroy(notes);
    free(numbers);
    return status;
}
