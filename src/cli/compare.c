/* hopfield compare: a classical network and modern ones, side by side.
 * SPDX-License-Identifier: MIT */
#include "compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "command.h"
#include "outputs.h"
#include "picture.h"

enum { KEY_QUERIES = CLI_KEY_OWN, KEY_FIGURE };

static const char STANDARD_DAMAGE[] = "flip:rate=0.1";

typedef struct arguments {
    cli_run run;
    cli_seed seed;
    cli_format format;
    cli_output output;
    cli_reading reading;
    cli_damage damage;
    const char *memory, *figure;
    size_t queries;
} arguments;

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    void *const inputs[] = {&a->run, &a->seed, &a->format, &a->output, &a->reading, &a->damage};
    switch (key) {
    case ARGP_KEY_INIT: memcpy(state->child_inputs + 1, inputs, sizeof inputs); break;
    case KEY_QUERIES:
        a->queries = cli_parse_count(state, "--queries", argument);
        if (a->queries == 0) argp_error(state, "--queries is 0; it must be at least 1");
        break;
    case KEY_FIGURE: a->figure = argument; break;
    case ARGP_KEY_ARG:
        if (a->memory) argp_error(state, "one MEMORY at a time; '%s' is a second", argument);
        a->memory = argument;
        break;
    case ARGP_KEY_END:
        if (!a->memory)
            argp_error(state, "no MEMORY given: a folder of pictures, a .safetensors file, ...");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_option OPTIONS[] = {
    {"queries", KEY_QUERIES, "N", 0,
     "at each load: the stored patterns in turn, each time damaged anew (default 50)", 1},
    {"figure", KEY_FIGURE, "FILE", 0, "accuracy against patterns stored (.svg, .png, .pdf)", 7},
    {0},
};

static const struct argp_child CHILDREN[] = {
    {.argp = &cli_run_argp},
    {.argp = &cli_seed_argp},
    {.argp = &cli_format_argp},
    {.argp = &cli_output_argp},
    {.argp = &cli_reading_argp},
    {.argp = &cli_damage_argp},
    {0},
};

static const struct argp ARGP = {
    .options = OPTIONS,
    .parser = parse,
    .args_doc = "MEMORY",
    .doc = "Sends the same damaged queries through hebb, polynomial of degree 3, exponential and "
           "lse, all on the patterns made bipolar (each thresholded at its own mean), while more "
           "and more of the memory is stored: the first 1, 2, 3, 5, 8 ... of a random order, up "
           "to all.  A query is recalled if its end overlaps its target by .95 or more; a settled "
           "state with less overlap than that with every stored pattern and every inverse is "
           "spurious, and a mixture if it is the majority of three, five or all patterns.  "
           "--corrupt is "
           "flip:rate=0.1 unless given.  -o: the table (.csv, .json, .txt)."
           "\v"
           "Examples:\n"
           "  hopfield compare patterns/ornaments --seed 1\n"
           "  hopfield compare patterns/glyphs --figure compare.svg --seed 1 --force\n"
           "  hopfield compare patterns/glyphs --corrupt flip:rate=0.3 --format csv",
    .children = CHILDREN,
};

static hop_status check_outputs(const arguments *a) {
    const hop_format_row *format = NULL;
    const char *figure = a->figure, *path = a->output.path;
    if (path) HOP_TRY(hop_format_of_path(path, &format));
    if (path) HOP_TRY(cli_output_file(path, a->output.force));
    if (!figure) return HOP_OK;
    if (!cli_output_ends(figure, ".svg") && !cli_output_ends(figure, ".png") &&
        !cli_output_ends(figure, ".pdf"))
        return hop_fail(HOP_E_NAME, "--figure %s: a figure is a .svg, .png or .pdf", figure);
    return cli_output_file(figure, a->output.force);
}

static hop_status standard_damage(cli_damage *damage) {
    if (damage->count > 0) return HOP_OK;
    damage->count = 1;
    return hop_corruption_parse(STANDARD_DAMAGE, &damage->corruptions[0]);
}

static void describe(const arguments *a, const hop_memory *memory, cli_provenance *provenance) {
    hop_string all = {0};
    char checksum[33];
    for (size_t i = 0; i < a->damage.count; i++) {
        const hop_corruption *c = &a->damage.corruptions[i];
        char spec[256];
        hop_spec_print(&c->kind->row, c->parameter, spec, sizeof spec);
        hop_string_add(&all, "%s%s", i > 0 ? ", " : "", spec);
    }
    hop_memory_checksum(memory, checksum);
    cli_provenance_add(provenance, "Seed", "%llu", (unsigned long long)a->seed.seed);
    cli_provenance_add(provenance, "Memory", "%s, %zu patterns of %zu", a->memory,
                       hop_memory_count(memory), hop_memory_dim(memory));
    cli_provenance_add(provenance, "Memory checksum", "%s", checksum);
    cli_provenance_add(provenance, "Corruption", "%s", all.failed ? "" : all.text);
    cli_provenance_add(provenance, "Queries", "%zu a load", a->queries);
    free(all.text);
}

static hop_status compare(arguments *a, cli_provenance *provenance, cli_compared *compared) {
    hop_load_options load = a->reading.load;
    hop_memory *memory = NULL;
    load.progress = cli_progress_tell;
    load.context = &a->run.progress;
    HOP_TRY(check_outputs(a));
    HOP_TRY(standard_damage(&a->damage));
    HOP_TRY(hop_memory_load(&a->memory, 1, &load, &memory));
    describe(a, memory, provenance);
    hop_status status = cli_compare_run(memory, &a->damage, &a->run, compared);
    hop_memory_destroy(memory);
    cli_progress_end(&a->run.progress);
    return status;
}

static hop_status print_result(const arguments *a, const cli_compared *c, const hop_table *table) {
    char *text = NULL;
    const char *format = a->format.format->row.name;
    hop_status status = strcmp(format, "json") == 0 ? cli_compare_json(c, &text)
                        : strcmp(format, "text") == 0
                            ? cli_compare_text(c, cli_width(stdout), &text)
                            : hop_table_print(table, a->format.format, &hop_format_defaults, &text);
    if (status == HOP_OK) fputs(text, stdout);
    free(text);
    return status;
}

static int run(int argc, char **argv) {
    arguments a = {.queries = 50};
    cli_parse(&ARGP, argc, argv, &a);
    cli_provenance provenance = {0};
    cli_compared compared = {
        .path = a.memory, .queries = a.queries, .seed = a.seed, .provenance = &provenance};
    hop_table *table = NULL;
    hop_status status = cli_provenance_create(&provenance, argc, argv);
    if (status == HOP_OK) status = compare(&a, &provenance, &compared);
    if (status == HOP_OK) status = cli_compare_table(&compared, &table);
    if (status == HOP_OK && a.output.path)
        status = hop_table_write(table, a.output.path, a.output.force);
    if (status == HOP_OK && a.figure)
        status = cli_compare_figure(&compared, a.figure, a.output.force);
    if (status == HOP_OK) status = print_result(&a, &compared, table);
    cli_progress_end(&a.run.progress);
    hop_table_destroy(table);
    cli_compared_clear(&compared);
    cli_provenance_clear(&provenance);
    return status == HOP_OK ? CLI_DONE : cli_fail(status);
}

const hop_command cli_command_compare = {
    .row = {.name = "compare",
            .title = "a classical network and modern ones, side by side",
            .sources = "Hopfield 1982; Krotov and Hopfield 2016; Demircigil et al. 2017; "
                       "Ramsauer et al. 2020"},
    .usage = "MEMORY",
    .run = run,
};
