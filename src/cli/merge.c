/* hopfield merge: joins the parts of a sweep that several machines have computed.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "command.h"
#include "experiment.h"

enum { KEY_FIGURE = CLI_KEY_OWN, KEY_OUT_FORCE };

typedef struct arguments {
    cli_run run;
    cli_format format;
    cli_reading reading;
    cli_output output;
    char **parts;
    size_t part_count;
    const char *figure;
} arguments;

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    void *const inputs[] = {&a->run, &a->format, &a->reading};
    switch (key) {
    case ARGP_KEY_INIT: memcpy(state->child_inputs + 1, inputs, sizeof inputs); break;
    case KEY_FIGURE: a->figure = argument; break;
    case KEY_OUT_FORCE: a->output.force = true; break;
    case ARGP_KEY_ARG: return ARGP_ERR_UNKNOWN;
    case ARGP_KEY_ARGS:
        a->output.path = state->argv[state->next];
        a->parts = state->argv + state->next + 1;
        a->part_count = (size_t)(state->argc - state->next - 1);
        break;
    case ARGP_KEY_END:
        if (!a->output.path) argp_error(state, "no OUT given: a .csv, .json, .txt or figure");
        if (a->part_count == 0) argp_error(state, "no PART given: what --shard -o PART wrote");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_option OPTIONS[] = {
    {"figure", KEY_FIGURE, "FILE.svg|.png", 0, "draw it too", 7},
    {"force", KEY_OUT_FORCE, NULL, 0, "replace files that exist", 7},
    {0},
};

static const struct argp_child CHILDREN[] = {
    {.argp = &cli_run_argp},
    {.argp = &cli_format_argp},
    {.argp = &cli_reading_argp},
    {0},
};

static const struct argp ARGP = {
    .options = OPTIONS,
    .parser = parse,
    .args_doc = "OUT PART...",
    .doc = "Joins the parts that hopfield EXPERIMENT --shard I/N -o PART has computed, here or on "
           "other machines, into the result that one run would have given, byte for byte."
           "\v"
           "Examples:\n"
           "  hopfield capacity --dim 50,100 --load 0.1:0.3:0.05 --seed 1 --shard 1/2 -o one.part "
           "--force\n"
           "  hopfield capacity --dim 50,100 --load 0.1:0.3:0.05 --seed 1 --shard 2/2 -o two.part "
           "--force\n"
           "  hopfield merge whole.csv one.part two.part --force",
    .children = CHILDREN,
};

static hop_status merge(arguments *a) {
    hop_sweep *experiment = NULL;
    hop_results results = {0};
    hop_load_options load = a->reading.load;
    load.progress = cli_progress_tell;
    load.context = &a->run.progress;
    HOP_TRY(cli_experiment_check_output(&a->output, a->figure));
    HOP_TRY(hop_sweep_merge(hop_experiment_catalog(), (const char *const *)a->parts, a->part_count,
                            &load, &experiment, &results));
    cli_progress_end(&a->run.progress);
    hop_status status =
        cli_experiment_deliver(experiment, &results, &a->output, a->figure, &a->format);
    hop_results_clear(&results);
    hop_sweep_destroy(experiment);
    return status;
}

static int run(int argc, char **argv) {
    arguments a = {0};
    cli_parse(&ARGP, argc, argv, &a);
    hop_status status = merge(&a);
    return status == HOP_OK ? CLI_DONE : cli_fail(status);
}

const hop_command cli_command_merge = {
    .row = {.name = "merge", .title = "join the parts of a sharded experiment", .sources = ""},
    .usage = "OUT PART...",
    .run = run,
};
