/* hopfield repro: published numbers, measured again.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <hopfield/repro.h>

#include "../base/fail.h"
#include "../base/file.h"
#include "../base/text.h"
#include "command.h"
#include "outputs.h"

static const char PAGE[] = ".md";

enum { KEY_ALL = CLI_KEY_OWN, KEY_QUICK, KEY_FALSIFY };

/* More than there are. */
enum { NAMES_MOST = 64 };

typedef struct arguments {
    cli_seed seed;
    const char *names[NAMES_MOST];
    size_t count;
    bool all, quick, falsify;
} arguments;

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[1] = &a->seed; break;
    case KEY_ALL: a->all = true; break;
    case KEY_QUICK: a->quick = true; break;
    case KEY_FALSIFY: a->falsify = true; break;
    case ARGP_KEY_ARG:
        if (a->count == NAMES_MOST) cli_refuse(state, "more than %d NAMEs; use --all", NAMES_MOST);
        for (size_t i = 0; i < a->count; i++)
            if (strcmp(a->names[i], argument) == 0)
                cli_refuse(state, "%s is given twice", argument);
        a->names[a->count++] = argument;
        break;
    case ARGP_KEY_END:
        if (a->count > 0 && a->all) cli_refuse(state, "%s or --all, not both", a->names[0]);
        if (a->count == 0 && a->quick) a->all = true;
        if (a->falsify && a->count == 0 && !a->all)
            cli_refuse(state, "--falsify: give a NAME, or --all");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_option OPTIONS[] = {
    {"all", KEY_ALL, NULL, 0, "run all of them, in some three minutes on two processors", 1},
    {"quick", KEY_QUICK, NULL, 0,
     "fewer trials and wider tolerances; without NAME all of them, in less than a minute", 1},
    {"falsify", KEY_FALSIFY, NULL, 0,
     "make every theory wrong, as is said beside it: each reproduction must then FAIL", 1},
    {0},
};

static const struct argp_child CHILDREN[] = {{.argp = &cli_known_seed_argp}, {0}};

static const struct argp ARGP = {
    .options = OPTIONS,
    .parser = parse,
    .args_doc = "[NAME...]",
    .doc = "Measures published numbers again, with the experiments and the engine of this program, "
           "and holds them to what was published or follows from theory.  Without NAME it lists "
           "what there is.  -o also writes a page in Markdown (.md).  Exit status: 0 if "
           "every number that can be measured is reproduced, 3 if one is not."
           "\v"
           "Examples:\n"
           "  hopfield repro\n"
           "  hopfield repro sparse-margin l1-mean\n"
           "  hopfield repro --quick\n"
           "  hopfield repro --all -o reproduced.md --force",
    .children = CHILDREN,
};

/* Where a run of many stands, in seconds of processor time that rows take.  The words change with
 * the row, in place, so that progress counts on from the first. */
typedef struct standing {
    cli_progress *progress;
    char words[64];
    double done, total;
    double row, began; /* of the row that runs, and the processor time when it began */
} standing;

/* A row that takes longer than foretold is not done before it is. */
static const double ALL_BUT = 0.99;

/* Of all threads. */
static double processor_seconds(void) {
    return (double)clock() / CLOCKS_PER_SEC;
}

/* Asked from within a reproduction, now and then. */
static int stop(void *context) {
    const standing *at = context;
    const double spent = fmin(processor_seconds() - at->began, ALL_BUT * at->row);
    const size_t percent = (size_t)(100 * (at->done + spent) / at->total);
    return cli_progress_tell(at->progress, at->words, percent, 100);
}

/* ---- the page in Markdown ---- */

/* The command that does it again. */
static void command_of(const arguments *a, hop_string *text) {
    hop_string_add(text, "hopfield repro");
    for (size_t i = 0; i < a->count; i++) hop_string_add(text, " %s", a->names[i]);
    hop_string_add(text, "%s%s%s --seed %llu", a->count > 0 ? "" : " --all",
                   a->quick ? " --quick" : "", a->falsify ? " --falsify" : "",
                   (unsigned long long)a->seed.seed);
}

static hop_status write_page(const arguments *a, const cli_delivery *delivery,
                             const hop_repro_results *results) {
    char *page = NULL;
    hop_string command = {0};
    command_of(a, &command);
    hop_status status = command.failed ? hop_fail(HOP_E_MEMORY, "no memory for a command")
                                       : hop_repro_page(results, command.text, &page);
    free(command.text);
    HOP_TRY(status);
    status = hop_file_write(delivery->output, page, strlen(page), delivery->force);
    free(page);
    return status;
}

/* ---- what there is ---- */

static const hop_column COLUMNS[] = {
    {.name = "name", .label = "", .meaning = "of the reproduction"},
    {.name = "source", .meaning = "who claims it", .audience = HOP_FOR_PROGRAMS},
    {.name = "method", .meaning = "how it is measured", .audience = HOP_FOR_PROGRAMS},
    {.name = "seconds",
     .label = "s",
     .unit = "s",
     .meaning = "of processor time, about, without --quick",
     .kind = HOP_CELL_NUMBER,
     .digits = 2},
    {.name = "title", .label = "", .meaning = "what is claimed", .wrap = true},
};

static hop_status list(hop_result *result) {
    const hop_catalog *catalog = hop_repro_catalog();
    hop_table *table = hop_result_table(result, "rows", COLUMNS, sizeof COLUMNS / sizeof *COLUMNS,
                                        "published numbers");
    for (size_t i = 0; i < catalog->count; i++) {
        const hop_repro_row *row = (const hop_repro_row *)catalog->rows[i];
        hop_table_add_text(table, row->row.name);
        hop_table_add_text(table, row->row.sources);
        hop_table_add_text(table, row->method);
        hop_table_add_number(table, row->seconds);
        hop_table_add_text(table, row->row.title);
    }
    hop_result_remark(
        result, HOP_NOTE,
        "hopfield repro NAME... runs these, --all all, --quick all in less than a minute; s: "
        "seconds of one processor that it takes, about");
    hop_result_for(result, HOP_FOR_TEXT);
    return HOP_OK;
}

/* ---- running ---- */

static hop_status run_row(const hop_row *row, const hop_repro_options *options,
                          hop_repro_results *results, hop_result *result) {
    standing *at = options->context;
    const hop_repro_row *repro = (const hop_repro_row *)row;
    char name[96];
    snprintf(at->words, sizeof at->words, "%s: percent", row->name);
    at->row = repro->seconds;
    at->began = processor_seconds();
    if (stop(at)) return hop_fail(HOP_E_CANCELLED, "interrupted; nothing is kept");
    HOP_TRY(hop_repro_run(repro, options, results));
    snprintf(name, sizeof name, "timing.rows.%s_seconds", row->name);
    hop_result_number(result, name, processor_seconds() - at->began, "s", "processor time");
    at->done += repro->seconds;
    at->row = 0;
    return HOP_OK;
}

static hop_status run_all(const arguments *a, const hop_repro_options *options,
                          hop_repro_results *results, hop_result *result) {
    const hop_catalog *catalog = hop_repro_catalog();
    standing *at = options->context;
    const size_t count = a->count > 0 ? a->count : catalog->count;
    const hop_row *named[NAMES_MOST];
    for (size_t i = 0; i < a->count; i++)
        HOP_TRY(hop_catalog_find(catalog, a->names[i], &named[i]));
    const hop_row *const *rows = a->count > 0 ? named : catalog->rows;
    for (size_t i = 0; i < count; i++) at->total += ((const hop_repro_row *)rows[i])->seconds;
    for (size_t i = 0; i < count; i++) HOP_TRY(run_row(rows[i], options, results, result));
    return HOP_OK;
}

static hop_status compute(void *input, cli_context *context, hop_result **result) {
    const arguments *a = input;
    const cli_delivery *delivery = &context->delivery;
    standing at = {.progress = &context->run.progress};
    const hop_repro_options options = {.seed = a->seed.seed,
                                       .threads = context->run.threads,
                                       .quick = a->quick,
                                       .falsify = a->falsify,
                                       .stop = stop,
                                       .context = &at};
    hop_repro_results results = {0};
    bool measure = a->count > 0 || a->all,
         page = delivery->output && cli_output_ends(delivery->output, PAGE);
    HOP_TRY(cli_result(context, measure ? &a->seed : NULL, result));
    if (!measure) return list(*result);
    if (page) HOP_TRY(cli_output_file(delivery->output, delivery->force));
    hop_status status = run_all(a, &options, &results, *result);
    if (status == HOP_OK) hop_repro_report(&results, &options, *result);
    if (status == HOP_OK && page) status = write_page(a, delivery, &results);
    hop_repro_results_clear(&results);
    return status;
}

const hop_command cli_command_repro = {
    .row = {.name = "repro",
            .title = "published numbers, measured again: value, expected, PASS or FAIL",
            .sources = ""},
    .usage = "[NAME...]",
    .argp = &ARGP,
    .size = sizeof(arguments),
    .writes = PAGE,
    .shared = true,
    .compute = compute,
};
