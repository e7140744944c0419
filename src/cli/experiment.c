/* hopfield EXPERIMENT: options made from the row's settings, then a sweep.
 * SPDX-License-Identifier: MIT */
#include "experiment.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "command.h"
#include "interrupt.h"
#include "outputs.h"
#include "picture.h"

enum { KEY_FIGURE = CLI_KEY_OWN, KEY_SHARD, KEY_DRY_RUN, KEY_SETTING };
enum { GIVEN_MAX = 256 };

/* Which child is about reading files: only some experiments have a memory. */
static const size_t READING = 4;

typedef struct arguments {
    cli_run run;
    cli_seed seed;
    cli_format format;
    cli_output output;
    cli_reading reading;
    const hop_experiment_row *row;
    bool memory;      /* it reads one */
    bool may_be_none; /* or none */
    hop_given given[GIVEN_MAX];
    size_t given_count;
    const char *figure;
    cli_shard shard;
    bool dry_run;
    cli_sweep_progress progress;
} arguments;

/* ---- options ---- */

static void give(struct argp_state *state, arguments *a, const char *name, const char *text) {
    if (a->given_count == GIVEN_MAX)
        argp_error(state, "more than %d settings are given", GIVEN_MAX);
    a->given[a->given_count++] = (hop_given){.name = name, .text = text};
}

/* MEMORY may stand without its option. */
static void give_memory(struct argp_state *state, arguments *a, const char *text) {
    for (const hop_setting *s = a->row->settings; s->parameter.name; s++) {
        if (s->kind != HOP_SETTING_MEMORY) continue;
        give(state, a, s->parameter.name, text);
        return;
    }
    argp_error(state, "'%s' is one word too many; settings are given as --NAME VALUE", text);
}

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    void *const inputs[] = {&a->run, &a->seed, &a->format, &a->output, &a->reading};
    switch (key) {
    case ARGP_KEY_INIT:
        /* Child 0 is the help that cli_parse() puts first. */
        memcpy(state->child_inputs + 1, inputs,
               (a->memory ? READING + 1 : READING) * sizeof *inputs);
        break;
    case KEY_FIGURE: a->figure = argument; break;
    case KEY_SHARD: cli_shard_parse(state, argument, &a->shard); break;
    case KEY_DRY_RUN: a->dry_run = true; break;
    case ARGP_KEY_ARG: give_memory(state, a, argument); break;
    case ARGP_KEY_END:
        if (a->shard.of > 0 && !a->dry_run)
            cli_shard_check(state, &a->output, a->figure, a->seed.given);
        break;
    default:
        if (key < KEY_SETTING || key >= KEY_SETTING + HOP_SETTING_MAX) return ARGP_ERR_UNKNOWN;
        give(state, a, a->row->settings[key - KEY_SETTING].parameter.name, argument);
    }
    return 0;
}

static const struct argp_option OWN[] = {
    {"figure", KEY_FIGURE, "FILE.svg|.png", 0, "draw it, with the numbers (.tsv) and script (.gp)",
     7},
    {"shard", KEY_SHARD, "I/N", 0,
     "compute one part of N, into -o PART, with the same --seed for all; see hopfield merge", 7},
    {"dry-run", KEY_DRY_RUN, NULL, 0, "say how many cells, how long and how much memory", 7},
};

static void make_options(const hop_experiment_row *row, struct argp_option *options,
                         hop_string *texts) {
    size_t count = 0;
    for (; row->settings[count].parameter.name; count++) {
        const hop_setting *s = &row->settings[count];
        cli_experiment_describe_setting(s, &texts[count]);
        options[count] = (struct argp_option){.name = s->parameter.name,
                                              .key = KEY_SETTING + (int)count,
                                              .arg = cli_experiment_placeholder(s),
                                              .doc = texts[count].text,
                                              .group = 1};
    }
    memcpy(options + count, OWN, sizeof OWN);
    memset(options + count + sizeof OWN / sizeof *OWN, 0, sizeof *options);
}

static void make_doc(const hop_experiment_row *row, hop_string *doc) {
    hop_string_add(doc,
                   "Measures %s.  A RANGE is 1,2,5 or 0:1:0.1 (from:to:step) or 1:100:x2 "
                   "(from:to:times).  With -o, finished cells are kept on disk: the same "
                   "command goes on after an interruption.",
                   row->row.title);
    hop_string_add(doc, "\vExamples:\n");
    for (const char *const *example = row->examples; *example; example++)
        hop_string_add(doc, "%s  hopfield %s %s", example == row->examples ? "" : "\n",
                       row->row.name, *example);
}

static const struct argp_child CHILDREN[] = {
    {.argp = &cli_run_argp},    {.argp = &cli_seed_argp},    {.argp = &cli_format_argp},
    {.argp = &cli_output_argp}, {.argp = &cli_reading_argp}, {0},
};

static void parse_arguments(arguments *a, int argc, char **argv) {
    struct argp_option options[HOP_SETTING_MAX + sizeof OWN / sizeof *OWN + 1];
    hop_string texts[HOP_SETTING_MAX] = {{0}}, doc = {0};
    for (const hop_setting *s = a->row->settings; s->parameter.name; s++) {
        if (s->kind != HOP_SETTING_MEMORY) continue;
        a->memory = true;
        a->may_be_none = s->standard != NULL;
    }
    a->reading.load = hop_load_defaults;
    struct argp_child children[sizeof CHILDREN / sizeof *CHILDREN];
    memcpy(children, CHILDREN, sizeof CHILDREN);
    if (!a->memory) children[READING] = (struct argp_child){0};
    make_options(a->row, options, texts);
    make_doc(a->row, &doc);
    const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = a->may_be_none ? "[MEMORY]"
                    : a->memory    ? "MEMORY"
                                   : NULL,
        .doc = doc.text,
        .children = children,
    };
    cli_parse(&argp, argc, argv, a);
    for (size_t i = 0; i < HOP_SETTING_MAX; i++) free(texts[i].text);
    free(doc.text);
}

/* ---- running ---- */

static hop_status sweep(arguments *a, hop_sweep *experiment, hop_sweep_options *options) {
    hop_results results = {0};
    bool quiet = a->run.progress.quiet;
    if (a->shard.of > 0 && !quiet) HOP_TRY(cli_shard_announce(experiment, options));
    HOP_TRY(hop_sweep_run(experiment, options, &results));
    cli_sweep_end(&a->progress);
    hop_status status =
        a->shard.of > 0
            ? cli_shard_save(experiment, options, &results, &a->output, quiet)
            : cli_experiment_deliver(experiment, &results, &a->output, a->figure, &a->format);
    /* What is in the result is not needed beside it. */
    if (status == HOP_OK && options->cells) unlink(options->cells);
    hop_results_clear(&results);
    return status;
}

static hop_status check_output(const arguments *a) {
    if (a->shard.of == 0) return cli_experiment_check_output(&a->output, a->figure);
    return cli_output_file(a->output.path, a->output.force);
}

static hop_status run_opened(arguments *a, hop_sweep *experiment) {
    hop_string cells = {0};
    if (a->output.path) hop_string_add(&cells, "%s.cells", a->output.path);
    hop_sweep_options options = {
        .threads = a->run.threads,
        .cells = cells.text,
        .restart = a->output.force,
        .shard = a->shard.number,
        .shards = a->shard.of,
        .progress = cli_sweep_tell,
        .remark = cli_sweep_remark,
        .context = &a->progress,
    };
    a->progress = cli_sweep_begin(a->row, a->run.progress.quiet);
    hop_status status = HOP_OK;
    if (cells.failed) status = hop_fail(HOP_E_MEMORY, "a file name could not be kept");
    if (status == HOP_OK)
        status =
            a->dry_run ? cli_sweep_dry_run(experiment, &options) : sweep(a, experiment, &options);
    cli_sweep_end(&a->progress);
    free(cells.text);
    return status;
}

/* Where there are finished cells, the same command goes on with their seed. */
static hop_status choose_seed(arguments *a) {
    hop_string cells = {0};
    bool found = false;
    if (a->seed.given || !a->output.path) return HOP_OK;
    hop_string_add(&cells, "%s.cells", a->output.path);
    hop_status status = cells.failed ? hop_fail(HOP_E_MEMORY, "a file name could not be kept")
                                     : hop_sweep_seed(a->row, cells.text, &a->seed.seed, &found);
    if (found && !a->run.progress.quiet)
        fprintf(stderr, "hopfield: seed %llu, that of %s\n", (unsigned long long)a->seed.seed,
                cells.text);
    a->seed.given = found;
    free(cells.text);
    return status;
}

static hop_status open_and_run(arguments *a, hop_sweep *experiment) {
    hop_load_options load = a->reading.load;
    load.progress = cli_progress_tell;
    load.context = &a->run.progress;
    if (!a->dry_run) HOP_TRY(check_output(a));
    HOP_TRY(hop_sweep_open(experiment, &load));
    cli_progress_end(&a->run.progress);
    if (!a->seed.given && !a->run.progress.quiet && !a->dry_run)
        fprintf(stderr, "hopfield: seed %llu\n", (unsigned long long)a->seed.seed);
    return run_opened(a, experiment);
}

int cli_experiment_run(const hop_experiment_row *row, int argc, char **argv) {
    hop_sweep *experiment = NULL;
    arguments *a = NULL;
    hop_status status = hop_alloc(1, sizeof *a, "arguments", &a);
    if (status != HOP_OK) return cli_fail(status);
    a->row = row;
    parse_arguments(a, argc, argv);
    int exit_status = CLI_USAGE;
    status = choose_seed(a);
    if (status != HOP_OK) exit_status = CLI_FAILED;
    if (status == HOP_OK)
        status = hop_sweep_create(row, a->given, a->given_count, a->seed.seed, &experiment);
    if (status != HOP_OK) {
        cli_fail(status);
    } else {
        status = open_and_run(a, experiment);
        exit_status = status == HOP_OK ? CLI_DONE : cli_fail(status);
    }
    hop_sweep_destroy(experiment);
    free(a);
    return exit_status;
}
