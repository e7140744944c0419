/* hopfield bench: the engine's speed beside this machine's own limits.
 * SPDX-License-Identifier: MIT */
#include <hopfield/bench.h>

#include "../base/fail.h"
#include "command.h"

enum { KEY_QUICK = CLI_KEY_OWN, KEY_RUNS };

enum { RUNS_USUAL = 3, RUNS_MOST = 10 };

typedef struct arguments {
    size_t runs;
    const char *only;
    bool quick;
} arguments;

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    switch (key) {
    case KEY_QUICK: a->quick = true; break;
    case KEY_RUNS:
        a->runs = cli_parse_count(state, "--runs", argument);
        if (a->runs < 1 || a->runs > RUNS_MOST)
            cli_refuse(state, "--runs is %s; it must be 1 to %d", argument, RUNS_MOST);
        break;
    case ARGP_KEY_ARG:
        if (a->only) cli_refuse(state, "one CASE at a time; '%s' is a second", argument);
        a->only = argument;
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_option OPTIONS[] = {
    {"quick", KEY_QUICK, NULL, 0, "a small memory: whether it works, not how fast it is", 1},
    {"runs", KEY_RUNS, "N", 0, "medians of so many runs (3)", 1},
    {0},
};

static const struct argp ARGP = {
    .options = OPTIONS,
    .parser = parse,
    .args_doc = "[CASE]",
    .doc = "Times the engine beside what this machine can do at most: bare matrix products for a "
           "batch, one read of the patterns for one query.  Both run in turn, medians are shown; "
           "a ratio of 1 is the limit.  A CASE is one of the names shown, to run that alone.  On "
           "Fashion-MNIST where it is installed, else on drawn "
           "pictures."
           "\v"
           "Examples:\n"
           "  hopfield bench --quick\n"
           "  hopfield bench batch_step\n"
           "  hopfield bench --format json\n"
           "  hopfield bench --threads 1 --runs 5",
};

static hop_status compute(void *input, cli_context *context, hop_result **result) {
    const arguments *a = input;
    const hop_bench_options options = {.only = a->only,
                                       .small = a->quick,
                                       .runs = a->runs,
                                       .threads = context->run.threads,
                                       .progress = cli_progress_tell,
                                       .context = &context->run.progress};
    HOP_TRY(cli_result(context, NULL, result));
    return hop_bench_run(&options, *result);
}

static const arguments PRESET = {.runs = RUNS_USUAL};

const hop_command cli_command_bench = {
    .row = {.name = "bench",
            .title = "the engine's speed beside this machine's limits",
            .sources = ""},
    .usage = "[CASE]",
    .argp = &ARGP,
    .size = sizeof(arguments),
    .preset = &PRESET,
    .compute = compute,
};
