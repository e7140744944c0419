/* hopfield merge: joins the parts of a sweep that several machines have computed.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "../base/fail.h"
#include "experiment.h"

typedef struct arguments {
    cli_reading reading;
    const char *output;
    char **parts;
    size_t part_count;
} arguments;

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    (void)argument;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[1] = &a->reading; break;
    case ARGP_KEY_ARGS:
        a->output = state->argv[state->next];
        a->parts = state->argv + state->next + 1;
        a->part_count = (size_t)(state->argc - state->next - 1);
        break;
    case ARGP_KEY_END:
        if (!a->output) cli_refuse(state, "no OUT given: a .csv, .json, .txt or figure");
        if (a->part_count == 0) cli_refuse(state, "no PART given: what --shard -o PART wrote");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_child CHILDREN[] = {{.argp = &cli_reading_argp}, {0}};

static const struct argp ARGP = {
    .parser = parse,
    .args_doc = "OUT PART...",
    .doc = "Joins the parts that hopfield EXPERIMENT --shard I/N -o PART has computed, here or on "
           "other machines, into the result that one run would have given."
           "\v"
           "Examples:\n"
           "  hopfield capacity --dim 50,100 --load 0.1:0.3:0.05 --seed 1 --shard 1/2 -o one.part "
           "--force\n"
           "  hopfield capacity --dim 50,100 --load 0.1:0.3:0.05 --seed 1 --shard 2/2 -o two.part "
           "--force\n"
           "  hopfield merge whole.csv one.part two.part --force",
    .children = CHILDREN,
};

/* The result is that of the experiment, its command and seed; OUT is what others name by -o. */
static hop_status compute(void *arguments_, cli_context *context, hop_result **result) {
    arguments *a = arguments_;
    hop_sweep *experiment = NULL;
    hop_results results = {0};
    hop_load_options load = a->reading.load;
    load.progress = cli_progress_tell;
    load.context = &context->run.progress;
    if (context->delivery.output)
        return hop_fail(HOP_E_NAME, "-o %s: merge writes OUT, the first of its names",
                        context->delivery.output);
    HOP_TRY(hop_result_check(a->output, context->delivery.force));
    context->delivery.output = a->output;
    HOP_TRY(hop_sweep_merge(hop_experiment_catalog(), (const char *const *)a->parts, a->part_count,
                            &load, &experiment, &results));
    hop_status status = hop_sweep_result(experiment, &results, result);
    hop_results_clear(&results);
    hop_sweep_destroy(experiment);
    return status;
}

const hop_command cli_command_merge = {
    .row = {.name = "merge", .title = "join the parts of a sharded experiment", .sources = ""},
    .usage = "OUT PART...",
    .argp = &ARGP,
    .size = sizeof(arguments),
    .compute = compute,
};
