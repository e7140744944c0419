/* hopfield info: any file it reads, any row, or the build.
 * SPDX-License-Identifier: MIT */
#include "info.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/load.h>
#include <hopfield/version.h>

#include "../base/bits.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "../base/simd.h"
#include "../base/text.h"
#include "certificates.h"
#include "command.h"
#include "experiment.h"
#include "list.h"
#include "options.h"
#include "picture.h"

enum { KEY_BUILD = CLI_KEY_OWN, KEY_SAMPLE };

/* The model that certificates are for. */
typedef struct family {
    cli_model model; /* first: it is what the shared parser is given */
    bool given;
} family;

typedef struct arguments {
    cli_run run;
    cli_format format;
    cli_reading reading;
    family family;
    const char *what;
    size_t sample;
    bool build;
} arguments;

/* Neither a file nor a row: offers the row that is nearest in spelling. */
static hop_status nothing_of_that_name(const char *what) {
    const char *names[128];
    size_t named = 0, count = 0;
    const hop_catalog *const *catalogs = cli_catalogs(&count);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < catalogs[i]->count && named < 128; j++)
            names[named++] = catalogs[i]->rows[j]->name;
    const char *nearest = hop_text_nearest(what, names, named);
    /* Rows have neither dots nor slashes. */
    hop_status status = strpbrk(what, "./") ? HOP_E_READ : HOP_E_NAME;
    return hop_fail(status, "%s: there is no such file, and no row of that name%s%s%s", what,
                    nearest ? ". Did you mean '" : "; hopfield list has them all",
                    nearest ? nearest : "", nearest ? "'?" : "");
}

/* ---- the command ---- */

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    void *const inputs[] = {&a->run, &a->format, &a->reading, &a->family};
    switch (key) {
    case ARGP_KEY_INIT: memcpy(state->child_inputs + 1, inputs, sizeof inputs); break;
    case KEY_BUILD: a->build = true; break;
    case KEY_SAMPLE:
        a->sample = cli_parse_count(state, "--sample", argument);
        if (a->sample == 0) argp_error(state, "--sample is 0; it must be at least 1");
        break;
    case ARGP_KEY_ARG:
        if (a->what) argp_error(state, "one FILE or NAME at a time; '%s' is a second", argument);
        a->what = argument;
        break;
    case ARGP_KEY_END:
        if (!a->what && !a->build) argp_error(state, "no FILE or NAME given");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

/* The options of a model that a certificate depends on, as they are everywhere else. */
static error_t parse_family(int key, char *argument, struct argp_state *state) {
    family *f = state->input;
    error_t error = cli_model_argp.parser(key, argument, state);
    if (error == 0 && key > 0 && key < ARGP_KEY_END && f) f->given = true;
    return error;
}

enum { FAMILY_OPTIONS = 3 };
static const char *const FAMILY_NAMES[FAMILY_OPTIONS] = {"energy", "similarity", "beta"};

static void take_family_options(struct argp_option chosen[FAMILY_OPTIONS + 1]) {
    size_t count = 0;
    for (const struct argp_option *o = cli_model_argp.options; o->name; o++)
        for (size_t i = 0; i < FAMILY_OPTIONS; i++)
            if (strcmp(o->name, FAMILY_NAMES[i]) == 0) chosen[count++] = *o;
    chosen[count] = (struct argp_option){0};
}

static const struct argp_option OPTIONS[] = {
    {"build", KEY_BUILD, NULL, 0, "compiler and libraries of this program", 1},
    {"sample", KEY_SAMPLE, "N", 0,
     "certify N patterns, evenly spread (default: all, or what takes some seconds)", 4},
    {0},
};

static void parse_all(int argc, char **argv, arguments *a) {
    struct argp_option options[FAMILY_OPTIONS + 1];
    take_family_options(options);
    const struct argp family_argp = {.options = options, .parser = parse_family};
    const struct argp_child children[] = {
        {.argp = &cli_run_argp},
        {.argp = &cli_format_argp},
        {.argp = &cli_reading_argp},
        {.argp = &family_argp},
        {0},
    };
    const struct argp argp = {
        .options = OPTIONS,
        .parser = parse,
        .args_doc = "FILE|NAME",
        .doc = "Shows what a file holds (shape, type, range, norms, separations, duplicates), or "
               "what a row of any table is (meaning, parameters, limits, sources).  With an "
               "energy, a similarity or a beta: what theory promises for each pattern."
               "\v"
               "Examples:\n"
               "  hopfield info patterns/glyphs\n"
               "  hopfield info patterns/glyphs --energy sparsemax\n"
               "  hopfield info lse",
        .children = children,
    };
    cli_parse(&argp, argc, argv, a);
}

static hop_status print_table(const cli_certificates *certificates, const hop_format_row *format) {
    hop_table *table = NULL;
    char *text = NULL;
    HOP_TRY(cli_certificates_table(certificates, &table));
    hop_status status = hop_table_print(table, format, &hop_format_defaults, &text);
    if (status == HOP_OK) fputs(text, stdout);
    free(text);
    hop_table_destroy(table);
    return status;
}

static hop_status info_certificates(arguments *a, const hop_memory *memory) {
    cli_certificates certificates = {0};
    hop_recall_options *options = &a->family.model.recall;
    options->running.threads = a->run.threads;
    options->running.progress = cli_progress_tell;
    options->running.context = &a->run.progress;
    hop_status status = cli_certificates_make(a->what, memory, options, a->sample, &certificates);
    cli_progress_end(&a->run.progress);
    if (status == HOP_OK)
        status = strcmp(a->format.format->row.name, "text") == 0
                     ? cli_certificates_print(&certificates, cli_width(stdout))
                     : print_table(&certificates, a->format.format);
    cli_certificates_clear(&certificates);
    return status;
}

static hop_status info_file(arguments *a) {
    hop_memory *memory = NULL;
    hop_load_options load = a->reading.load;
    load.progress = cli_progress_tell;
    load.context = &a->run.progress;
    HOP_TRY(hop_memory_load(&a->what, 1, &load, &memory));
    cli_progress_end(&a->run.progress);
    hop_status status = a->family.given ? info_certificates(a, memory)
                                        : cli_info_memory(a->what, memory, a->format.format);
    hop_memory_destroy(memory);
    return status;
}

static int run(int argc, char **argv) {
    arguments a = {0};
    parse_all(argc, argv, &a);
    if (a.build)
        printf("hopfield %s\n%s\ninstructions: %s\nbits: %s\n", hop_version(), hop_build_info(),
               hop_simd_name(), hop_bits_kernel_best()->name);
    if (!a.what) return CLI_DONE;
    /* A tensor of a file is FILE:TENSOR, so not only what exists as it stands is a file. */
    bool file = hop_file_exists(a.what) || strchr(a.what, ':') || strchr(a.what, '/');
    bool row = !file && cli_info_is_row(a.what);
    hop_status status = file  ? info_file(&a)
                        : row ? cli_info_rows(a.what, a.format.format)
                              : nothing_of_that_name(a.what);
    return status == HOP_OK ? CLI_DONE : cli_fail(status);
}

const hop_command cli_command_info = {
    .row = {.name = "info", .title = "what a file holds, or what a row is", .sources = ""},
    .usage = "FILE|NAME",
    .run = run,
};
