/* hopfield recall: damaged queries in, stored patterns out.
 * SPDX-License-Identifier: MIT */
#include "recall.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/load.h>
#include <hopfield/version.h>

#include "../base/fail.h"
#include "command.h"
#include "outputs.h"
#include "picture.h"

enum { KEY_SAMPLE = CLI_KEY_OWN, KEY_UNKNOWN, KEY_CHECK, KEY_REPORT, KEY_SHEET };

/* Rows of a contact sheet nobody scrolls through. */
enum { SHEET_ROWS = 12 };

typedef struct arguments {
    cli_run run;
    cli_seed seed;
    cli_format format;
    cli_output output;
    cli_reading reading;
    cli_damage damage;
    cli_model model;
    const char *memory;
    char **queries;
    size_t query_count, sample;
    hop_transparency unknown;
    bool check;
    const char *report, *sheet;
} arguments;

static void check_arguments(struct argp_state *state, const arguments *a) {
    if (!a->memory) argp_error(state, "no MEMORY given: a folder of PNG, a .safetensors file, ...");
    if (a->query_count == 0 && a->sample == 0)
        argp_error(state, "no query given: name files, or use --sample N");
    if (a->output.path && a->sheet && strcmp(a->output.path, a->sheet) == 0)
        argp_error(state, "-o and --sheet name the same file, '%s'", a->sheet);
    if (a->query_count > 0 && a->sample > 0)
        argp_error(state, "query files and --sample exclude each other");
}

static hop_transparency parse_unknown(struct argp_state *state, const char *text) {
    if (strcmp(text, "auto") == 0) return HOP_TRANSPARENT_AUTO;
    if (strcmp(text, "transparent") == 0) return HOP_TRANSPARENT_UNKNOWN;
    if (strcmp(text, "none") != 0)
        argp_error(state, "--unknown is '%s'; it must be auto, transparent or none", text);
    return HOP_TRANSPARENT_COMPOSE;
}

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    void *const inputs[] = {&a->run,     &a->seed,   &a->format, &a->output,
                            &a->reading, &a->damage, &a->model};
    switch (key) {
    case ARGP_KEY_INIT:
        /* Child 0 is the help that cli_parse() puts first. */
        memcpy(state->child_inputs + 1, inputs, sizeof inputs);
        break;
    case KEY_SAMPLE:
        a->sample = cli_parse_count(state, "--sample", argument);
        if (a->sample == 0) argp_error(state, "--sample is 0; it must be at least 1");
        break;
    case KEY_UNKNOWN: a->unknown = parse_unknown(state, argument); break;
    case KEY_CHECK: a->check = true; break;
    case KEY_REPORT: a->report = argument; break;
    case KEY_SHEET: a->sheet = argument; break;
    case ARGP_KEY_ARG: return ARGP_ERR_UNKNOWN;
    case ARGP_KEY_ARGS:
        a->memory = state->argv[state->next];
        a->queries = state->argv + state->next + 1;
        a->query_count = (size_t)(state->argc - state->next - 1);
        break;
    case ARGP_KEY_END: check_arguments(state, a); break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_option OPTIONS[] = {
    {"sample", KEY_SAMPLE, "N", 0,
     "draw N stored patterns as queries (again from the first once all have been drawn); their "
     "targets are known",
     1},
    {"unknown", KEY_UNKNOWN, "auto|transparent|none", 0,
     "whether transparent pixels of queries are unknown (default auto: unless the memory itself "
     "was made of transparent pictures)",
     1},
    {"check", KEY_CHECK, NULL, 0, "exit with 3 if a query with a known target came back wrong", 7},
    {"sheet", KEY_SHEET, "FILE.png", 0, "a contact sheet: original, damaged, steps, recalled", 7},
    {"report", KEY_REPORT, "DIR", 0, "a report: page, sheet, energy curves, table, JSON", 7},
    {0},
};

static const struct argp_child CHILDREN[] = {
    {.argp = &cli_run_argp},     {.argp = &cli_seed_argp},
    {.argp = &cli_format_argp},  {.argp = &cli_output_argp},
    {.argp = &cli_reading_argp}, {.argp = &cli_damage_argp},
    {.argp = &cli_model_argp},   {0},
};

static const struct argp ARGP = {
    .options = OPTIONS,
    .parser = parse,
    .args_doc = "MEMORY (QUERY... | --sample N)",
    .doc = "Runs each query, xi <- X softmax(beta X'xi), until its energy has converged, and says "
           "which stored pattern it became.  MEMORY and QUERY: PNG files, folders of PNG, IDX, "
           ".npy, .csv, .safetensors.  -o: a .png for one query, a folder for "
           "several, a .npy for many.\n\n"
           "Columns of the result: became, the stored pattern nearest to the output; energy, from "
           "step to step; error, the output's, mean squared; k90, the fewest weights that sum to "
           ".90; attention, how far the first step is from it."
           "\v"
           "Examples:\n"
           "  hopfield recall patterns/glyphs --sample 36 --corrupt flip:rate=0.2 --seed 1\n"
           "  hopfield recall patterns/pictograms --sample 6 \\\n"
           "      --corrupt replace:rate=0.7 --sheet sheet.png --force\n"
           "  hopfield recall patterns/ornaments --sample 9 --energy hebb --corrupt flip\n"
           "  hopfield recall patterns/glyphs patterns/glyphs/A.png --format json --check",
    .children = CHILDREN,
};

/* What is opened on the way, so that one place closes it. */
typedef struct opened {
    cli_provenance provenance;
    hop_memory *memory;
    cli_queries queries;
    hop_recall *recall;
    hop_recall_result result;
    cli_verdicts verdicts;
} opened;

static void close_all(opened *o) {
    cli_verdicts_clear(&o->verdicts);
    hop_recall_result_clear(&o->result);
    hop_recall_destroy(o->recall);
    cli_queries_clear(&o->queries);
    hop_memory_destroy(o->memory);
    cli_provenance_clear(&o->provenance);
}

static hop_status open_memory(arguments *a, opened *o) {
    hop_load_options load = a->reading.load;
    load.progress = cli_progress_tell;
    load.context = &a->run.progress;
    const char *paths[] = {a->memory};
    return hop_memory_load(paths, 1, &load, &o->memory);
}

static hop_status open_queries(arguments *a, opened *o, const hop_canvas *canvas) {
    hop_load_options load = a->reading.load;
    load.progress = cli_progress_tell;
    load.context = &a->run.progress;
    load.transparency = a->unknown;
    hop_status status = a->sample > 0
                            ? cli_queries_sample(o->memory, a->sample, a->seed.seed, &o->queries)
                            : cli_queries_read((const char *const *)a->queries, a->query_count,
                                               o->memory, &load, &o->queries);
    if (status != HOP_OK) return status;
    return cli_queries_damage(&o->queries, canvas, &a->damage, a->seed.seed, &a->run);
}

static void describe(const arguments *a, opened *o) {
    const hop_recall_options *options = hop_recall_resolved(o->recall);
    char checksum[33], energy[256], similarity[256];
    hop_memory_checksum(o->memory, checksum);
    hop_spec_print(&options->model.energy.family->row, options->model.energy.parameter, energy,
                   sizeof energy);
    hop_spec_print(&options->model.similarity.kind->row, options->model.similarity.parameter,
                   similarity, sizeof similarity);
    hop_shape shape = hop_memory_shape(o->memory);
    cli_provenance *p = &o->provenance;
    cli_provenance_add(p, "Seed", "%llu", (unsigned long long)a->seed.seed);
    cli_provenance_add(p, "Memory", "%s, %zu patterns of %zux%zux%zu %s", a->memory,
                       hop_memory_count(o->memory), shape.width, shape.height, shape.channels,
                       hop_dtype_name(hop_memory_dtype(o->memory)));
    cli_provenance_add(p, "Memory checksum", "%s", checksum);
    cli_provenance_add(p, "Energy", "%s", energy);
    cli_provenance_add(p, "Similarity", "%s", similarity);
    if (hop_recall_is_bipolar(o->recall))
        cli_provenance_add(p, "Update", "%s, temperature %g",
                           hop_update_name(options->model.update), options->model.temperature);
    cli_provenance_add(p, "Threads", "%zu", options->running.threads);
    cli_provenance_add(p, "Libraries", "%s", hop_build_info());
}

static hop_status print_result(const arguments *a, const cli_recalled *recalled) {
    char *text = NULL;
    hop_table *table = NULL;
    hop_status status = HOP_OK;
    const char *format = a->format.format->row.name;
    if (strcmp(format, "json") == 0) {
        status = cli_recall_json(recalled, &text);
    } else if (strcmp(format, "text") == 0) {
        status = cli_recall_text(recalled, cli_width(stdout), &text);
    } else {
        status = cli_recall_table(recalled, &table);
        if (status == HOP_OK)
            status = hop_table_print(table, a->format.format, &hop_format_defaults, &text);
    }
    if (status == HOP_OK) fputs(text, stdout);
    if (status == HOP_OK && strcmp(format, "json") == 0) putchar('\n');
    if (status == HOP_OK && strcmp(format, "text") == 0)
        cli_recall_print_verdicts(recalled, stdout, cli_width(stdout));
    hop_table_destroy(table);
    free(text);
    return status;
}

static hop_status write_files(const arguments *a, const cli_recalled *recalled) {
    bool force = a->output.force;
    if (a->output.path) HOP_TRY(cli_recall_write(recalled, a->output.path, force));
    if (a->sheet) HOP_TRY(cli_recall_sheet(recalled, SHEET_ROWS, a->sheet, force));
    if (a->report) HOP_TRY(cli_recall_report(recalled, a->report, force));
    return HOP_OK;
}

static hop_status check_outputs(const arguments *a) {
    if (a->sheet && !cli_output_ends(a->sheet, ".png"))
        return hop_fail(HOP_E_NAME, "--sheet %s: a contact sheet is a .png", a->sheet);
    if (a->sheet) HOP_TRY(cli_output_file(a->sheet, a->output.force));
    return a->output.path ? cli_output_check(a->output.path, a->output.force) : HOP_OK;
}

static hop_status recall_all(arguments *a, opened *o, cli_recalled *recalled) {
    double began = cli_seconds();
    HOP_TRY(check_outputs(a));
    HOP_TRY(open_memory(a, o));
    recalled->canvas = cli_canvas(o->memory);
    HOP_TRY(open_queries(a, o, &recalled->canvas));
    double loaded = cli_seconds();
    hop_recall_options *options = &a->model.recall;
    options->running.threads = a->run.threads;
    options->running.seed = a->seed.seed;
    options->running.progress = cli_progress_tell;
    options->running.context = &a->run.progress;
    size_t beta = hop_row_parameter_index(&options->model.energy.family->row, "beta");
    recalled->beta_auto = beta != HOP_PARAMETER_MAX && isnan(options->model.energy.parameter[beta]);
    for (size_t i = 0; i < hop_row_parameter_count(&options->model.similarity.kind->row); i++)
        recalled->similarity_auto |= isnan(options->model.similarity.parameter[i]);
    HOP_TRY(hop_recall_create(o->memory, options, &o->recall));
    HOP_TRY(hop_recall_run(o->recall, o->queries.states, o->queries.count, &o->result));
    HOP_TRY(hop_recall_score(o->recall, o->queries.targets, &o->result));
    HOP_TRY(hop_recall_compare_attention(o->recall, a->model.attention, &o->result));
    recalled->load_seconds = loaded - began;
    recalled->recall_seconds = cli_seconds() - loaded;
    cli_progress_end(&a->run.progress);
    describe(a, o);
    return HOP_OK;
}

static int run(int argc, char **argv) {
    arguments a = {.unknown = HOP_TRANSPARENT_AUTO};
    cli_parse(&ARGP, argc, argv, &a);
    opened o = {0};
    cli_recalled recalled = {.memory_path = a.memory, .seed = a.seed.seed};
    hop_status status = cli_provenance_create(&o.provenance, argc, argv);
    if (status == HOP_OK) status = recall_all(&a, &o, &recalled);
    recalled.memory = o.memory;
    recalled.recall = o.recall;
    recalled.queries = &o.queries;
    recalled.result = &o.result;
    recalled.provenance = &o.provenance;
    if (status == HOP_OK) status = cli_recall_judge(&recalled, &o.verdicts);
    recalled.verdicts = &o.verdicts;
    cli_progress_end(&a.run.progress);
    if (status == HOP_OK) status = write_files(&a, &recalled);
    if (status == HOP_OK) status = print_result(&a, &recalled);
    int exit_status = status == HOP_OK ? CLI_DONE : CLI_FAILED;
    if (status == HOP_OK && a.check) {
        cli_summary sum = cli_recall_summary(&recalled);
        if (sum.correct < sum.aimed) exit_status = CLI_WRONG;
    }
    close_all(&o);
    cli_progress_end(&a.run.progress);
    return status == HOP_OK ? exit_status : cli_fail(status);
}

const hop_command cli_command_recall = {
    .row = {.name = "recall", .title = "recall damaged pictures from a memory", .sources = ""},
    .usage = "MEMORY (QUERY... | --sample N)",
    .run = run,
};
