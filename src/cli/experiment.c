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
#include "../base/ranks.h"
#include "../base/text.h"
#include "interrupt.h"
#include "outputs.h"
#include "terminal.h"

enum { KEY_SHARD = CLI_KEY_OWN, KEY_DRY_RUN, KEY_SETTING };
enum { GIVEN_MAX = 256 };

enum { CELLS_BYTES = 4096 };

typedef struct arguments {
    cli_seed seed;
    cli_reading reading;
    const hop_experiment_row *row;
    hop_given given[GIVEN_MAX];
    size_t given_count;
    cli_shard shard;
    bool dry_run;
    char gentle[CLI_EXPERIMENT_NUMBER]; /* the beta that was found */
    char cells[CELLS_BYTES];            /* the file of finished cells; "": none */
} arguments;

/* ---- options ---- */

static void give(struct argp_state *state, arguments *a, const char *name, const char *text) {
    if (a->given_count == GIVEN_MAX)
        cli_refuse(state, "more than %d settings are given", GIVEN_MAX);
    a->given[a->given_count++] = (hop_given){.name = name, .text = text};
}

/* Its setting that is a MEMORY; NULL: it reads none. */
static const hop_setting *memory_of(const hop_experiment_row *row) {
    for (const hop_setting *s = row->settings; s->parameter.name; s++)
        if (s->kind == HOP_SETTING_MEMORY) return s;
    return NULL;
}

/* MEMORY may stand without its option. */
static void give_memory(struct argp_state *state, arguments *a, const char *text) {
    const hop_setting *memory = memory_of(a->row);
    if (!memory)
        cli_refuse(state, "'%s' is one word too many; settings are given as --NAME VALUE", text);
    else
        give(state, a, memory->parameter.name, text);
}

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        /* Child 0 is the help that cli_parse() puts first. */
        state->child_inputs[1] = &a->seed;
        if (memory_of(a->row)) state->child_inputs[2] = &a->reading;
        break;
    case KEY_SHARD: cli_shard_parse(state, argument, &a->shard); break;
    case KEY_DRY_RUN: a->dry_run = true; break;
    case ARGP_KEY_ARG: give_memory(state, a, argument); break;
    default:
        if (key < KEY_SETTING || key >= KEY_SETTING + HOP_SETTING_MAX) return ARGP_ERR_UNKNOWN;
        give(state, a, a->row->settings[key - KEY_SETTING].parameter.name, argument);
    }
    return 0;
}

static const struct argp_option OWN[] = {
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
        if (memory_of(row) && strcmp(s->parameter.name, "beta") == 0)
            hop_string_add(&texts[count], "; gentle, as of recall: the smallest at which damaged "
                                          "patterns of MEMORY still come back");
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
    hop_string_add(doc, "\vColumns of the result:\n");
    for (size_t i = 0; i < row->column_count; i++) {
        const hop_column *c = &row->columns[i];
        const bool unit = c->unit && *c->unit;
        hop_string_add(doc, "  %-13s %s%s%s%s\n", c->name, c->meaning, unit ? " [" : "",
                       unit ? c->unit : "", unit ? "]" : "");
    }
    hop_string_add(doc, "\nExamples:\n");
    for (const char *const *example = row->examples; *example; example++)
        hop_string_add(doc, "%s  hopfield %s %s", example == row->examples ? "" : "\n",
                       row->row.name, *example);
}

/* ---- running ---- */

static hop_status sweep(arguments *a, cli_context *context, hop_sweep *experiment,
                        hop_sweep_options *options, hop_result **result) {
    hop_results results = {0};
    bool quiet = context->run.progress.quiet;
    if (a->shard.of > 0 && !quiet) HOP_TRY(cli_shard_announce(experiment, options));
    HOP_TRY(hop_sweep_run(experiment, options, &results));
    cli_sweep_end(options->context);
    hop_status status =
        a->shard.of > 0 ? cli_shard_save(experiment, options, &results, &context->delivery, result)
                        : hop_sweep_result(experiment, &results, result);
    hop_results_clear(&results);
    return status;
}

static hop_status run_opened(arguments *a, cli_context *context, hop_sweep *experiment,
                             hop_result **result) {
    cli_sweep_progress progress = cli_sweep_begin(a->row, context->run.progress.quiet);
    hop_sweep_options options = {
        .threads = context->run.threads,
        .cells = *a->cells ? a->cells : NULL,
        .restart = context->delivery.force,
        .shard = a->shard.number,
        .shards = a->shard.of,
        .progress = cli_sweep_tell,
        .remark = cli_sweep_remark,
        .context = &progress,
    };
    hop_prediction price = {0};
    if (!a->dry_run && hop_sweep_predict(experiment, &options, false, &price) == HOP_OK &&
        !price.sequential)
        progress.expected = price.seconds;
    hop_status status = a->dry_run ? cli_sweep_dry_run(experiment, &options, context, result)
                                   : sweep(a, context, experiment, &options, result);
    cli_sweep_end(&progress);
    return status;
}

/* Where there are finished cells, the same command goes on with their seed. */
static hop_status choose_seed(arguments *a, bool quiet) {
    bool found = false;
    if (a->seed.given || !*a->cells) return HOP_OK;
    HOP_TRY(hop_ranks_agree(hop_sweep_seed(a->row, a->cells, &a->seed.seed, &found)));
    hop_ranks_broadcast(&found, sizeof found);
    hop_ranks_broadcast(&a->seed.seed, sizeof a->seed.seed);
    if (found && !quiet)
        cli_say("seed %llu, that of %s", (unsigned long long)a->seed.seed, a->cells);
    a->seed.given = found;
    return HOP_OK;
}

static hop_status compute(void *arguments_, cli_context *context, hop_result **result) {
    arguments *a = arguments_;
    const cli_delivery *delivery = &context->delivery;
    bool quiet = context->run.progress.quiet;
    hop_sweep *experiment = NULL;
    hop_load_options load = a->reading.load;
    load.progress = cli_progress_tell;
    load.context = &context->run.progress;
    /* What is only asked about is not written. */
    if (a->dry_run)
        context->delivery.output = context->delivery.figure = context->delivery.report = NULL;
    if (a->shard.of > 0 && !a->dry_run) HOP_TRY(cli_shard_check(delivery, a->seed.given));
    if (delivery->output &&
        snprintf(a->cells, sizeof a->cells, "%s.cells", delivery->output) >= CELLS_BYTES)
        return hop_fail(HOP_E_NAME, "-o: the name is too long; at most %d bytes", CELLS_BYTES - 7);
    HOP_TRY(choose_seed(a, quiet));
    HOP_TRY(cli_experiment_gentle(a->row, a->given, a->given_count, &load, a->seed.seed,
                                  &context->run, a->gentle));
    hop_status status =
        hop_sweep_create(a->row, a->given, a->given_count, a->seed.seed, &experiment);
    /* A setting that is not understood is misuse of the command. */
    if (status != HOP_OK && status != HOP_E_MEMORY)
        status = hop_fail(HOP_E_NAME, "%s", hop_status_detail());
    if (status == HOP_OK) status = hop_sweep_open(experiment, &load);
    cli_progress_end(&context->run.progress);
    if (status == HOP_OK && !a->seed.given && !quiet && !a->dry_run)
        cli_say("seed %llu", (unsigned long long)a->seed.seed);
    if (status == HOP_OK) status = run_opened(a, context, experiment, result);
    hop_sweep_destroy(experiment);
    return status;
}

static bool owns(const void *arguments_) {
    const arguments *a = arguments_;
    return a->shard.of > 0;
}

/* What is in the result is not needed beside it. */
static void delivered(void *arguments_) {
    arguments *a = arguments_;
    if (*a->cells) unlink(a->cells);
}

int cli_experiment_run(const hop_experiment_row *row, int argc, char **argv) {
    struct argp_option options[HOP_SETTING_MAX + sizeof OWN / sizeof *OWN + 1];
    hop_string texts[HOP_SETTING_MAX] = {{0}}, doc = {0};
    const hop_setting *memory = memory_of(row);
    const struct argp_child children[] = {
        {.argp = &cli_seed_argp}, {.argp = memory ? &cli_reading_argp : NULL}, {0}};
    const arguments preset = {.row = row, .reading = {.load = hop_load_defaults}};
    make_options(row, options, texts);
    make_doc(row, &doc);
    const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = !memory                 ? NULL
                    : memory->default_value ? "[MEMORY]"
                                            : "MEMORY",
        .doc = doc.text,
        .children = children,
    };
    const hop_command command = {
        .row = row->row,
        .argp = &argp,
        .size = sizeof preset,
        .preset = &preset,
        .owns = owns,
        .delivered = delivered,
        .moves = row->moves,
        .shared = true,
        .compute = compute,
    };
    int status = cli_command_run(&command, NULL, argc, argv);
    for (size_t i = 0; i < HOP_SETTING_MAX; i++) free(texts[i].text);
    free(doc.text);
    return status;
}
