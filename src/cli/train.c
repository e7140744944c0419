/* hopfield train: trains what a task asks for and puts what was learned beside theory.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include <hopfield/task.h>

#include "../base/fail.h"
#include "command.h"
#include "options.h"

enum {
    KEY_QUICK = CLI_KEY_OWN,
    KEY_STEPS,
    KEY_BATCH,
    KEY_OPTIMISER,
    KEY_CLIP,
    KEY_PRECISION,
    KEY_SAVE,
    KEY_RESTART,
    KEY_DATA,
};

typedef struct arguments {
    cli_seed seed;
    const hop_task_row *task;
    double setting[HOP_PARAMETER_MAX];
    hop_task_options options;
} arguments;

static void choose(struct argp_state *state, arguments *a, const char *spec) {
    const hop_row *row = NULL;
    if (a->task) cli_refuse(state, "one TASK at a time; '%s' is a second", spec);
    if (hop_spec_parse(hop_task_catalog(), spec, &row, a->setting) != HOP_OK)
        cli_refuse(state, "%s", hop_status_detail());
    a->task = (const hop_task_row *)row;
}

static error_t parse(int key, char *argument, struct argp_state *state) {
    static const char *const PRECISIONS[] = {"float", "double"};
    arguments *a = state->input;
    hop_task_options *o = &a->options;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[1] = &a->seed;
        o->clip = -1;
        break;
    case KEY_QUICK: o->quick = true; break;
    case KEY_STEPS: o->steps = cli_parse_count(state, "--steps", argument); break;
    case KEY_BATCH: o->batch = cli_parse_count(state, "--batch", argument); break;
    case KEY_OPTIMISER: o->optimiser = argument; break;
    case KEY_CLIP: o->clip = cli_parse_positive(state, "--clip", argument); break;
    case KEY_PRECISION:
        o->in_double = cli_parse_word(state, "--precision", argument, PRECISIONS, 2) == 1;
        break;
    case KEY_SAVE: o->folder = argument; break;
    case KEY_RESTART: o->restart = true; break;
    case KEY_DATA: o->data = argument; break;
    case ARGP_KEY_ARG: choose(state, a, argument); break;
    case ARGP_KEY_END:
        if (!a->task) cli_refuse(state, "no TASK given; hopfield list tasks says which there are");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_option OPTIONS[] = {
    {"quick", KEY_QUICK, NULL, 0, "a small version, some ten seconds; bars are shown, not held", 1},
    {"steps", KEY_STEPS, "N", 0, "of every run (default: the task's own)", 1},
    {"batch", KEY_BATCH, "N", 0, "samples a step (default: the task's own)", 1},
    {"optimiser", KEY_OPTIMISER, "SPEC", 0,
     "adam:rate=0.003, sgd, adamw, bfgs (hopfield list optimisers)", 1},
    {"clip", KEY_CLIP, "LENGTH", 0, "gradients longer than this are cut to it", 1},
    {"precision", KEY_PRECISION, "float|double", 0, "what networks compute in (default float)", 1},
    {"data", KEY_DATA, "FILE", 0, "pictures or a table in place of the task's own", 1},
    {"save", KEY_SAVE, "FOLDER", 0,
     "keep weights (NAME.safetensors) and checkpoints here; the same command goes on from them", 2},
    {"restart", KEY_RESTART, NULL, 0, "begin anew, whatever is in that folder", 2},
    {0},
};

static const struct argp_child CHILDREN[] = {{.argp = &cli_known_seed_argp}, {0}};

static const struct argp ARGP = {
    .options = OPTIONS,
    .parser = parse,
    .args_doc = "TASK[:SETTING=VALUE,...]",
    .doc = "Trains small networks and puts what they learned beside theory: every task has an "
           "oracle, so \"it learned\" is a number.  hopfield list tasks, hopfield info TASK."
           "\v"
           "Examples:\n"
           "  hopfield train denoise --quick\n"
           "  hopfield train causal --quick --save weights\n"
           "  hopfield train causal --quick --report causal --force",
    .children = CHILDREN,
};

/* Before a run, on standard error: what it will take. */
static void say(void *context, const char *sentence) {
    cli_progress *progress = context;
    if (progress->quiet) return;
    cli_progress_end(progress);
    fprintf(stderr, "%s\n", sentence);
}

static hop_status compute(void *input, cli_context *context, hop_result **result) {
    arguments *a = input;
    char spec[256];
    a->options.seed = a->seed.seed;
    a->options.threads = context->run.threads;
    a->options.progress = cli_progress_tell;
    a->options.say = say;
    a->options.context = &context->run.progress;
    HOP_TRY(cli_result(context, &a->seed, result));
    hop_spec_print(&a->task->row, a->setting, spec, sizeof spec);
    hop_result_made(*result, "task", spec, "the task with all its settings");
    return hop_task_run(a->task, a->setting, &a->options, *result);
}

const hop_command cli_command_train = {
    .row = {.name = "train",
            .title = "attention that learns, beside theory: denoise, causal, pca, ...",
            .sources = ""},
    .usage = "TASK",
    .argp = &ARGP,
    .size = sizeof(arguments),
    .compute = compute,
};
