/* hopfield list: what there is, printed from the rows.
 * SPDX-License-Identifier: MIT */
#include "catalogs.h"

#include <math.h>
#include <string.h>

#include "../base/fail.h"
#include "../base/text.h"
#include "command.h"

/* "gaussian:sigma=0.5": the spec with its default values. */
static void default_spec(const hop_row *row, char *spec, size_t size) {
    double values[HOP_PARAMETER_MAX];
    for (size_t i = 0; i < HOP_PARAMETER_MAX; i++) values[i] = row->parameters[i].default_value;
    hop_spec_print(row, values, spec, size);
}

static const hop_column COLUMNS[] = {
    {.name = "table", .meaning = "which table the row is in"},
    {.name = "spec", .meaning = "its name and default parameters"},
    {.name = "title", .meaning = "what it is"},
};

/* For people: a list a table. */
static const hop_column BRIEF[] = {
    {.name = "spec", .label = ""},
    {.name = "title", .label = "", .wrap = true},
};

static void add_rows(const hop_catalog *catalog, bool named, hop_table *table) {
    for (size_t i = 0; i < catalog->count; i++) {
        char spec[256];
        default_spec(catalog->rows[i], spec, sizeof spec);
        if (named) hop_table_add_text(table, catalog->plural);
        hop_table_add_text(table, spec);
        hop_table_add_text(table, catalog->rows[i]->title);
    }
}

typedef struct arguments {
    const char *only; /* the list that is asked for; NULL: all */
} arguments;

static hop_status choose(const hop_catalog *const *catalogs, size_t count, const char *name,
                         const hop_catalog **only) {
    const char *names[CLI_CATALOGS];
    for (size_t i = 0; i < count; i++) {
        names[i] = catalogs[i]->plural;
        if (strcmp(name, catalogs[i]->plural) == 0 || strcmp(name, catalogs[i]->noun) == 0)
            *only = catalogs[i];
    }
    if (*only) return HOP_OK;
    const char *nearest = hop_text_nearest(name, names, count);
    return hop_fail(HOP_E_NAME, "there is no list of '%s'%s%s%s", name,
                    nearest ? ". Did you mean '" : "; hopfield list prints them all",
                    nearest ? nearest : "", nearest ? "'?" : "");
}

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    if (key != ARGP_KEY_ARG) return ARGP_ERR_UNKNOWN;
    if (a->only) cli_refuse(state, "one list at a time; '%s' is a second", argument);
    a->only = argument;
    return 0;
}

static const struct argp ARGP = {
    .parser = parse,
    .args_doc = "[energies|similarities|corruptions|experiments|...]",
    .doc = "Lists what there is, with its default parameters.  hopfield info NAME says more."
           "\v"
           "Examples:\n"
           "  hopfield list\n"
           "  hopfield list corruptions\n"
           "  hopfield list energies --format json",
};

static hop_status compute(void *input, cli_context *context, hop_result **result) {
    const arguments *a = input;
    const hop_catalog *catalogs[CLI_CATALOGS], *only = NULL;
    const size_t count = cli_catalogs(context->commands, catalogs);
    if (a->only) HOP_TRY(choose(catalogs, count, a->only, &only));
    HOP_TRY(cli_result(context, NULL, result));
    hop_table *table = hop_result_table(*result, "rows", COLUMNS, 3, NULL);
    hop_result_for(*result, HOP_FOR_PROGRAMS);
    for (size_t i = 0; i < count; i++) {
        if (only && only != catalogs[i]) continue;
        add_rows(catalogs[i], true, table);
        hop_result_heading(*result, catalogs[i]->plural);
        add_rows(
            catalogs[i], false,
            hop_result_table(*result, catalogs[i]->plural, BRIEF, 2, "with default parameters"));
        hop_result_for(*result, HOP_FOR_PEOPLE);
    }
    return HOP_OK;
}

const hop_command cli_command_list = {
    .row = {.name = "list",
            .title = "what there is: energies, similarities, corruptions, ...",
            .sources = ""},
    .usage = "[TABLE]",
    .argp = &ARGP,
    .size = sizeof(arguments),
    .compute = compute,
};
