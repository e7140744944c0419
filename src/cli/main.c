/* The program: finds the command and runs it.
 * SPDX-License-Identifier: MIT */
#include <argp.h>
#include <gsl/gsl_errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/version.h>

#include "../base/alloc.h"
#include "../base/ranks.h"
#include "../base/text.h"
#include "built_in.h"
#include "command.h"
#include "experiment.h"
#include "interrupt.h"
#include "options.h"
#include "options_print.h"
#include "ranks.h"
#include "terminal.h"
#include "wrap.h"

#define ROW(name) extern const hop_command cli_command_##name;
#include "command_list.h"
#undef ROW

static const hop_row *const ROWS[] = {
#define ROW(name) &cli_command_##name.row,
#include "command_list.h"
#undef ROW
};

static const hop_catalog CATALOG = {
    .noun = "command",
    .plural = "commands",
    .rows = ROWS,
    .count = sizeof ROWS / sizeof *ROWS,
};

static void print_experiments(FILE *out) {
    const hop_catalog *experiments = hop_experiment_catalog();
    hop_string line = {0};
    hop_string_add(&line, " ");
    for (size_t i = 0; i < experiments->count; i++)
        hop_string_add(&line, " %s", experiments->rows[i]->name);
    fputs("\nor an experiment (hopfield list experiments):\n", out);
    if (!line.failed) cli_print_wrapped(out, line.text, 2, 80);
    free(line.text);
}

static void print_help(FILE *out) {
    fputs("hopfield COMMAND [OPTION...]: modern Hopfield networks, associative memories\n\n", out);
    for (size_t i = 0; i < CATALOG.count; i++)
        fprintf(out, "  %-10s %s\n", ROWS[i]->name, ROWS[i]->title);
    print_experiments(out);
    fputs("\nhopfield COMMAND --help says more and ends with examples; for instance\n"
          "  hopfield demo\n"
          "  hopfield recall glyphs --sample 36 --corrupt flip:rate=0.2 --seed 1\n"
          "Pictures to begin with: " CLI_BUILT_IN_NAMES " come with the program.\n",
          out);
}

/* Everything written must have arrived: a full disk behind a pipe is a failure too. */
static int close_output(int status) {
    if (fflush(stdout) == 0 && !ferror(stdout)) return status;
    perror("hopfield: standard output");
    return status == CLI_DONE ? CLI_FAILED : status;
}

static const hop_row *find_row(const hop_catalog *catalog, const char *name) {
    for (size_t i = 0; i < catalog->count; i++)
        if (strcmp(catalog->rows[i]->name, name) == 0) return catalog->rows[i];
    return NULL;
}

/* Neither a command nor an experiment: offers what is nearest among both. */
static int unknown_command(const char *name) {
    const hop_row *rows[64], *none = NULL;
    const hop_catalog *const catalogs[] = {&CATALOG, hop_experiment_catalog()};
    hop_catalog all = {.noun = "command", .plural = "commands", .rows = rows};
    for (size_t c = 0; c < sizeof catalogs / sizeof *catalogs; c++)
        for (size_t i = 0; i < catalogs[c]->count && all.count < 64; i++)
            rows[all.count++] = catalogs[c]->rows[i];
    (void)hop_catalog_find(&all, name, &none);
    cli_say("%s", hop_status_detail());
    return CLI_USAGE;
}

static int run_command(int argc, char **argv) {
    const hop_row *row = find_row(&CATALOG, argv[0]);
    const hop_row *experiment = find_row(hop_experiment_catalog(), argv[0]);
    const hop_command *command = (const hop_command *)row;
    if (!row && !experiment) return unknown_command(argv[0]);
    bool shared = !row || command->shared;
    if (!shared && !hop_ranks_first()) return CLI_DONE;
    if (!shared) hop_ranks_alone();
    char name[64];
    snprintf(name, sizeof name, "hopfield %s", argv[0]);
    argv[0] = name;
    return close_output(!row
                            ? cli_experiment_run((const hop_experiment_row *)experiment, argc, argv)
                        : command->run ? command->run(&CATALOG, argc, argv)
                                       : cli_command_run(command, &CATALOG, argc, argv));
}

static int unknown_option(const char *option) {
    static const char *const OPTIONS[] = {"--help", "--version"};
    const char *nearest = hop_text_nearest(option, OPTIONS, 2);
    cli_say("unknown option '%s'%s%s%s", option,
            nearest ? ". Did you mean '" : "; hopfield --help says how it is called",
            nearest ? nearest : "", nearest ? "'?" : "");
    return CLI_USAGE;
}

/* What one picture gave back the next one takes: without this every picture's pages would go to the
 * system and come back zeroed, which took more time than a report. */
static void keep_pages(void) {
    (void)mallopt(M_TRIM_THRESHOLD, 64 << 20);
    (void)mallopt(M_MMAP_THRESHOLD, 16 << 20);
}

int main(int argc, char **argv) {
    keep_pages();
    argp_err_exit_status = CLI_USAGE;
    gsl_set_error_handler_off();
    cli_interrupt_install();
    hop_alloc_limit(cli_max_memory());
    hop_status joined = cli_ranks_begin(&argc, &argv);
    if (joined != HOP_OK) return cli_fail(joined);
    const char *first = argc > 1 ? argv[1] : "--help";
    if (strcmp(first, "--version") == 0 || strcmp(first, "-V") == 0) {
        printf("hopfield %s\n", hop_version_full());
        return close_output(CLI_DONE);
    }
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0 ||
        (strcmp(first, "help") == 0 && argc == 2)) {
        print_help(stdout);
        return close_output(CLI_DONE);
    }
    /* "help recall" is what other programs take for "recall --help". */
    char help[] = "--help";
    if (strcmp(first, "help") == 0) {
        char *asked[] = {argv[2], help, NULL};
        return run_command(2, asked);
    }
    if (strcmp(first, cli_print_options_word) == 0) {
        cli_print_commands(&CATALOG);
        return close_output(CLI_DONE);
    }
    if (first[0] == '-') return unknown_option(first);
    return run_command(argc - 1, argv + 1);
}
