/* hopfield repro: published numbers, measured again.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/repro.h>

#include "../base/fail.h"
#include "../base/file.h"
#include "command.h"
#include "document.h"
#include "interrupt.h"
#include "outputs.h"
#include "picture.h"
#include "repro_print.h"

enum { KEY_ALL = CLI_KEY_OWN, KEY_QUICK, KEY_FALSIFY };

typedef struct arguments {
    cli_run run;
    cli_seed seed;
    cli_format format;
    cli_output output;
    const char *name;
    bool all, quick, falsify;
} arguments;

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    void *const inputs[] = {&a->run, &a->seed, &a->format, &a->output};
    switch (key) {
    case ARGP_KEY_INIT: memcpy(state->child_inputs + 1, inputs, sizeof inputs); break;
    case KEY_ALL: a->all = true; break;
    case KEY_QUICK: a->quick = true; break;
    case KEY_FALSIFY: a->falsify = true; break;
    case ARGP_KEY_ARG:
        if (a->name) argp_error(state, "one NAME at a time, or --all; '%s' is a second", argument);
        a->name = argument;
        break;
    case ARGP_KEY_END:
        if (a->name && a->all) argp_error(state, "%s or --all, not both", a->name);
        if (!a->name && a->quick) a->all = true;
        if (a->falsify && !a->name && !a->all)
            argp_error(state, "--falsify: give a NAME, or --all");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_option OPTIONS[] = {
    {"all", KEY_ALL, NULL, 0, "run all of them, in less than ten minutes on two processors", 1},
    {"quick", KEY_QUICK, NULL, 0,
     "fewer trials and wider tolerances; without NAME all of them, in less than a minute", 1},
    {"falsify", KEY_FALSIFY, NULL, 0,
     "make every theory wrong, as is said beside it: each reproduction must then FAIL", 1},
    {0},
};

static const struct argp_child CHILDREN[] = {
    {.argp = &cli_run_argp},
    {.argp = &cli_known_seed_argp},
    {.argp = &cli_format_argp},
    {.argp = &cli_output_argp},
    {0},
};

static const struct argp ARGP = {
    .options = OPTIONS,
    .parser = parse,
    .args_doc = "[NAME]",
    .doc = "Measures published numbers again, with the experiments and the engine of this program, "
           "and holds them to what was published or follows from theory.  Without NAME it lists "
           "what there is.  -o: a table (.csv, .json, .txt) or a page (.md).  Exit status: 0 if "
           "every number that can be measured is reproduced, 3 if one is not."
           "\v"
           "Examples:\n"
           "  hopfield repro\n"
           "  hopfield repro sparse-margin\n"
           "  hopfield repro --quick\n"
           "  hopfield repro --all -o reproduced.md --force",
    .children = CHILDREN,
};

static int stop(void *context) {
    (void)context;
    return cli_interrupted() ? 1 : 0;
}

static bool is_text(const arguments *a) {
    return strcmp(a->format.format->row.name, "text") == 0;
}

/* ---- output ---- */

static bool is_page(const char *path) {
    return cli_output_ends(path, ".md");
}

static hop_status check_output(const arguments *a) {
    const hop_format_row *format = NULL;
    const char *path = a->output.path;
    if (!path) return HOP_OK;
    if (!is_page(path) && hop_format_of_path(path, &format) != HOP_OK)
        return hop_fail(HOP_E_NAME, "%s: write a name that ends in .txt, .csv, .json or .md", path);
    return cli_output_file(path, a->output.force);
}

/* The command that does it again. */
static void command_of(const arguments *a, char *text, size_t size) {
    snprintf(text, size, "hopfield repro %s%s%s --seed %llu", a->name ? a->name : "--all",
             a->quick ? " --quick" : "", a->falsify ? " --falsify" : "",
             (unsigned long long)a->seed.seed);
}

static hop_status write_page(const arguments *a, const hop_repro_results *results) {
    char command[160], *page = NULL;
    command_of(a, command, sizeof command);
    HOP_TRY(hop_repro_page(results, command, &page));
    hop_status status = hop_file_write(a->output.path, page, strlen(page), a->output.force);
    free(page);
    return status;
}

/* The document of all results where the format is JSON, a table where it is another. */
static hop_status print_results(const arguments *a, const cli_provenance *provenance,
                                const hop_repro_results *results, const hop_format_row *format,
                                char **text) {
    hop_table *table = NULL;
    if (strcmp(format->row.name, "json") == 0)
        return cli_repro_json(results, provenance, &a->seed, a->quick, text);
    HOP_TRY(hop_repro_table(results, &table));
    cli_provenance_note(provenance, table);
    hop_status status = hop_table_print(table, format, &hop_format_defaults, text);
    hop_table_destroy(table);
    return status;
}

static hop_status write_results(const arguments *a, const cli_provenance *provenance,
                                const hop_repro_results *results) {
    const hop_format_row *format = NULL;
    char *text = NULL;
    if (is_page(a->output.path)) return write_page(a, results);
    HOP_TRY(hop_format_of_path(a->output.path, &format));
    HOP_TRY(print_results(a, provenance, results, format, &text));
    hop_status status = hop_file_write(a->output.path, text, strlen(text), a->output.force);
    free(text);
    return status;
}

/* What is printed for people has been, a reproduction at a time. */
static hop_status deliver(const arguments *a, cli_provenance *provenance,
                          const hop_repro_results *results) {
    char *text = NULL;
    cli_provenance_add(provenance, "Seed", "%llu", (unsigned long long)a->seed.seed);
    if (a->output.path) HOP_TRY(write_results(a, provenance, results));
    if (is_text(a)) return HOP_OK;
    HOP_TRY(print_results(a, provenance, results, a->format.format, &text));
    fputs(text, stdout);
    free(text);
    return HOP_OK;
}

/* ---- running ---- */

static hop_status run_one(arguments *a, const hop_repro_row *row, hop_repro_results *results) {
    const hop_repro_options options = {.seed = a->seed.seed,
                                       .threads = a->run.threads,
                                       .quick = a->quick,
                                       .falsify = a->falsify,
                                       .stop = stop};
    size_t first = results->count;
    HOP_TRY(hop_repro_run(row, &options, results));
    cli_progress_end(&a->run.progress);
    if (is_text(a)) cli_repro_print(results, first, a->falsify);
    return HOP_OK;
}

static hop_status run_all(arguments *a, hop_repro_results *results) {
    const hop_catalog *catalog = hop_repro_catalog();
    const hop_row *row = NULL;
    if (a->name) {
        HOP_TRY(hop_catalog_find(catalog, a->name, &row));
        return run_one(a, (const hop_repro_row *)row, results);
    }
    for (size_t i = 0; i < catalog->count; i++) {
        if (cli_progress_tell(&a->run.progress, "reproductions", i, catalog->count))
            return hop_fail(HOP_E_CANCELLED, "interrupted; nothing is kept");
        HOP_TRY(run_one(a, (const hop_repro_row *)catalog->rows[i], results));
    }
    return HOP_OK;
}

/* 0, or 3 if a number is not reproduced. */
static int verdict(const arguments *a, const hop_repro_results *results) {
    size_t skipped = hop_repro_count(results, "SKIP"), failed = hop_repro_count(results, "FAIL");
    size_t measured = results->count - skipped;
    if (is_text(a)) printf("%zu of %zu numbers reproduced\n", measured - failed, measured);
    if (is_text(a) && skipped > 0) printf("left out: %zu, marked SKIP\n", skipped);
    return failed == 0 ? CLI_DONE : CLI_WRONG;
}

static hop_status list(const arguments *a) {
    if (!is_text(a)) return cli_repro_list(a->format.format);
    cli_repro_print_list();
    return HOP_OK;
}

static int run(int argc, char **argv) {
    arguments a = {0};
    hop_repro_results results = {0};
    cli_provenance provenance = {0};
    cli_parse(&ARGP, argc, argv, &a);
    hop_status status = check_output(&a);
    if (status == HOP_OK) status = cli_provenance_create(&provenance, argc, argv);
    bool measure = a.name || a.all;
    if (status == HOP_OK && !measure) status = list(&a);
    if (status == HOP_OK && measure) status = run_all(&a, &results);
    if (status == HOP_OK && measure) status = deliver(&a, &provenance, &results);
    int exit_status = status == HOP_OK ? CLI_DONE : cli_fail(status);
    if (status == HOP_OK && measure) exit_status = verdict(&a, &results);
    hop_repro_results_clear(&results);
    cli_provenance_clear(&provenance);
    return exit_status;
}

const hop_command cli_command_repro = {
    .row = {.name = "repro",
            .title = "published numbers, measured again: value, expected, PASS or FAIL",
            .sources = ""},
    .usage = "[NAME]",
    .run = run,
};
