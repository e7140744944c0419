/* hopfield bench: the engine's speed beside this machine's own limits.
 * SPDX-License-Identifier: MIT */
#include "bench.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/parallel.h"
#include "command.h"
#include "options.h"

enum { KEY_QUICK = CLI_KEY_OWN, KEY_RUNS };

enum { RUNS_USUAL = 3, RUNS_MOST = 10 };

typedef struct arguments {
    cli_run run;
    cli_format format;
    size_t runs;
    const char *only;
    bool quick;
} arguments;

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[1] = &a->run;
        state->child_inputs[2] = &a->format;
        break;
    case KEY_QUICK: a->quick = true; break;
    case KEY_RUNS:
        a->runs = cli_parse_count(state, "--runs", argument);
        if (a->runs < 1 || a->runs > RUNS_MOST)
            argp_error(state, "--runs is %s; it must be 1 to %d", argument, RUNS_MOST);
        break;
    case ARGP_KEY_ARG:
        if (a->only) argp_error(state, "one CASE at a time; '%s' is a second", argument);
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

static const struct argp_child CHILDREN[] = {
    {.argp = &cli_run_argp}, {.argp = &cli_format_argp}, {0}};

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
    .children = CHILDREN,
};

static hop_status bench_and_print(arguments *a, cli_bench *bench) {
    char *text = NULL;
    hop_status status = cli_bench_check(bench);
    if (status == HOP_OK) status = cli_bench_load(bench, a->quick);
    if (status == HOP_OK) status = cli_bench_run(bench);
    cli_progress_end(&a->run.progress);
    if (status == HOP_OK) status = cli_bench_print(bench, a->format.format->row.name, &text);
    if (status == HOP_OK) fputs(text, stdout);
    free(text);
    return status;
}

static int run(int argc, char **argv) {
    arguments a = {.runs = RUNS_USUAL};
    cli_parse(&ARGP, argc, argv, &a);
    cli_bench bench = {.runs = a.runs,
                       .threads = hop_parallel_threads(a.run.threads),
                       .progress = &a.run.progress,
                       .only = a.only};
    hop_status status = bench_and_print(&a, &bench);
    cli_bench_clear(&bench);
    return status == HOP_OK ? CLI_DONE : cli_fail(status);
}

const hop_command cli_command_bench = {
    .row = {.name = "bench",
            .title = "the engine's speed beside this machine's limits",
            .sources = ""},
    .usage = "[CASE]",
    .run = run,
};
