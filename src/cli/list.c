/* hopfield list: what there is, printed from the rows.
 * SPDX-License-Identifier: MIT */
#include "list.h"

#include <argp.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/experiment.h>
#include <hopfield/layer.h>
#include <hopfield/load.h>
#include <hopfield/repro.h>

#include "../base/text.h"
#include "command.h"
#include "options.h"
#include "picture.h"
#include "wrap.h"

const hop_catalog *const *cli_catalogs(size_t *count) {
    static const hop_catalog *catalogs[9];
    catalogs[0] = hop_energy_catalog();
    catalogs[1] = hop_similarity_catalog();
    catalogs[2] = hop_corruption_catalog();
    catalogs[3] = hop_loader_catalog();
    catalogs[4] = hop_format_catalog();
    catalogs[5] = hop_experiment_catalog();
    catalogs[6] = hop_repro_catalog();
    catalogs[7] = hop_layer_catalog();
    catalogs[8] = cli_command_catalog();
    *count = sizeof catalogs / sizeof *catalogs;
    return catalogs;
}

/* "gaussian:sigma=0.5": the spec with its standard values. */
static void standard_spec(const hop_row *row, char *spec, size_t size) {
    double values[HOP_PARAMETER_MAX];
    for (size_t i = 0; i < HOP_PARAMETER_MAX; i++) values[i] = row->parameters[i].standard;
    hop_spec_print(row, values, spec, size);
}

static const hop_column COLUMNS[] = {
    {.name = "table", .meaning = "which table the row is in", .kind = HOP_CELL_TEXT},
    {.name = "spec", .meaning = "its name and standard parameters", .kind = HOP_CELL_TEXT},
    {.name = "title", .meaning = "what it is", .kind = HOP_CELL_TEXT},
};

static void add_catalog(const hop_catalog *catalog, hop_table *table) {
    for (size_t i = 0; i < catalog->count; i++) {
        char spec[256];
        standard_spec(catalog->rows[i], spec, sizeof spec);
        hop_table_add_text(table, catalog->plural);
        hop_table_add_text(table, spec);
        hop_table_add_text(table, catalog->rows[i]->title);
    }
}

/* For people: a heading a table, names aligned, titles in lines that fit. */
static void print_catalog(const hop_catalog *catalog) {
    printf("%s:\n", catalog->plural);
    size_t widest = 0;
    char spec[256];
    for (size_t i = 0; i < catalog->count; i++) {
        standard_spec(catalog->rows[i], spec, sizeof spec);
        if (strlen(spec) > widest) widest = strlen(spec);
    }
    for (size_t i = 0; i < catalog->count; i++) {
        standard_spec(catalog->rows[i], spec, sizeof spec);
        char line[1024];
        snprintf(line, sizeof line, "  %-*s  %s", (int)widest, spec, catalog->rows[i]->title);
        cli_print_wrapped(stdout, line, widest + 4, cli_width(stdout));
    }
    putchar('\n');
}

typedef struct arguments {
    cli_format format;
    const hop_catalog *only;
} arguments;

static void choose(struct argp_state *state, arguments *a, const char *name) {
    const char *names[16];
    size_t count = 0;
    const hop_catalog *const *catalogs = cli_catalogs(&count);
    for (size_t i = 0; i < count; i++) {
        names[i] = catalogs[i]->plural;
        if (strcmp(name, catalogs[i]->plural) == 0 || strcmp(name, catalogs[i]->noun) == 0)
            a->only = catalogs[i];
    }
    if (a->only) return;
    const char *nearest = hop_text_nearest(name, names, count);
    argp_error(state, "there is no list of '%s'%s%s%s", name,
               nearest ? ". Did you mean '" : "; hopfield list prints them all",
               nearest ? nearest : "", nearest ? "'?" : "");
}

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[1] = &a->format; break;
    case ARGP_KEY_ARG: choose(state, a, argument); break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_child CHILDREN[] = {{.argp = &cli_format_argp}, {0}};

static const struct argp ARGP = {
    .parser = parse,
    .args_doc = "[energies|similarities|corruptions|experiments|...]",
    .doc = "Lists what there is, with its standard parameters.  hopfield info NAME says more."
           "\v"
           "Examples:\n"
           "  hopfield list\n"
           "  hopfield list corruptions\n"
           "  hopfield list energies --format json",
    .children = CHILDREN,
};

static hop_status print_table(const arguments *a) {
    hop_table *table = NULL;
    char *text = NULL;
    size_t count = 0;
    const hop_catalog *const *catalogs = cli_catalogs(&count);
    hop_status status = hop_table_create(COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &table);
    if (status != HOP_OK) return status;
    for (size_t i = 0; i < count; i++)
        if (!a->only || a->only == catalogs[i]) add_catalog(catalogs[i], table);
    status = hop_table_print(table, a->format.format, &hop_format_defaults, &text);
    if (status == HOP_OK) fputs(text, stdout);
    free(text);
    hop_table_destroy(table);
    return status;
}

static int run(int argc, char **argv) {
    arguments a = {0};
    cli_parse(&ARGP, argc, argv, &a);
    if (strcmp(a.format.format->row.name, "text") != 0) {
        hop_status status = print_table(&a);
        return status == HOP_OK ? CLI_DONE : cli_fail(status);
    }
    size_t count = 0;
    const hop_catalog *const *catalogs = cli_catalogs(&count);
    for (size_t i = 0; i < count; i++)
        if (!a.only || a.only == catalogs[i]) print_catalog(catalogs[i]);
    return CLI_DONE;
}

const hop_command cli_command_list = {
    .row = {.name = "list",
            .title = "what there is: energies, similarities, corruptions, ...",
            .sources = ""},
    .usage = "[TABLE]",
    .run = run,
};
