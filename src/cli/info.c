/* hopfield info: any file it reads, any row, or the build.
 * SPDX-License-Identifier: MIT */
#include "info.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <hopfield/account.h>
#include <hopfield/load.h>
#include <hopfield/version.h>

#include "../base/bits.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "../base/panels.h"
#include "../base/simd.h"
#include "../base/text.h"
#include "built_in.h"
#include "catalogs.h"
#include "command.h"
#include "options.h"

enum { KEY_BUILD = CLI_KEY_OWN, KEY_LIMITS, KEY_SAMPLE, KEY_SEPARATIONS };

/* Of larger files only the beginning and the end are read. */
enum { LOOKED_AT_BYTES = 64 << 20 };

typedef struct arguments {
    cli_reading reading;
    cli_model model;
    const char *what;
    size_t sample;
    bool build, limits, measure;
} arguments;

/* Neither a file nor a row: offers the row that is nearest in spelling. */
static hop_status nothing_of_that_name(const hop_catalog *commands, const char *what) {
    const char *names[128];
    const hop_catalog *catalogs[CLI_CATALOGS];
    const size_t count = cli_catalogs(commands, catalogs);
    size_t named = 0;
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
    void *const inputs[] = {&a->reading, &a->model};
    switch (key) {
    case ARGP_KEY_INIT: memcpy(state->child_inputs + 1, inputs, sizeof inputs); break;
    case KEY_BUILD: a->build = true; break;
    case KEY_LIMITS: a->limits = true; break;
    case KEY_SEPARATIONS: a->measure = true; break;
    case KEY_SAMPLE: a->sample = cli_parse_positive_count(state, "--sample", argument); break;
    case ARGP_KEY_ARG:
        if (a->what) cli_refuse(state, "one FILE or NAME at a time; '%s' is a second", argument);
        a->what = argument;
        break;
    case ARGP_KEY_END:
        if (!a->what && !a->build && !a->limits) cli_refuse(state, "no FILE or NAME given");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_option OPTIONS[] = {
    {"build", KEY_BUILD, NULL, 0, "compiler and libraries of this program", 1},
    {"limits", KEY_LIMITS, NULL, 0, "what a file may cost at most, whatever it declares", 1},
    {"separations", KEY_SEPARATIONS, NULL, 0,
     "measure values, norms and separations of large memories too", 4},
    {"sample", KEY_SAMPLE, "N", 0,
     "certify N patterns, evenly spread (default: all, or what takes some seconds)", 4},
    {0},
};

static const struct argp_child CHILDREN[] = {
    {.argp = &cli_reading_argp}, {.argp = &cli_family_argp}, {0}};

static const struct argp ARGP = {
    .options = OPTIONS,
    .parser = parse,
    .args_doc = "FILE|NAME",
    .doc = "Shows what a file holds (shape, type, range, norms, separations, duplicates), or "
           "what a row of any table is (meaning, parameters, limits, sources).  With an "
           "energy, a similarity or a beta: what theory promises for each pattern.  A result "
           "that was written as JSON is shown again; pictures say how they were made."
           "\v"
           "Examples:\n"
           "  hopfield info patterns/glyphs\n"
           "  hopfield info patterns/glyphs --energy sparsemax\n"
           "  hopfield info lse",
    .children = CHILDREN,
};

/* Files that are measured are checked too; larger ones are looked at. */
static hop_check quick(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && about.st_size > LOOKED_AT_BYTES ? HOP_CHECK_QUICK
                                                                      : HOP_CHECK_DEFAULT;
}

static hop_status info_file(arguments *a, cli_context *context, hop_result *result) {
    hop_memory *memory = NULL;
    hop_load_options load = a->reading.load;
    hop_recall_options *options = &a->model.recall;
    load.check = a->model.family_given || a->measure ? HOP_CHECK_DEFAULT : quick(a->what);
    load.progress = cli_progress_tell;
    load.context = &context->run.progress;
    options->running.threads = context->run.threads;
    options->running.progress = cli_progress_tell;
    options->running.context = &context->run.progress;
    HOP_TRY(hop_memory_load(&a->what, 1, &load, &memory));
    hop_status status = a->model.family_given
                            ? hop_account_certificates(a->what, memory, options, a->sample, result)
                            : hop_account_memory(a->what, memory, a->measure, result);
    if (status == HOP_OK && !a->model.family_given) cli_info_notes(a->what, result);
    hop_memory_destroy(memory);
    return status;
}

static void info_build(hop_result *result) {
    size_t first = hop_result_size(result);
    hop_result_text(result, "hopfield", hop_version_full(), "the version");
    hop_result_text(result, "build", hop_build_info(), "compiler and libraries");
    hop_result_text(result, "instructions", hop_simd_name(), "of the processor, that are used");
    hop_result_text(result, "bits", hop_bits_kernel_best()->name, "that bits are counted by");
    hop_result_text(result, "tiles", hop_panels_are_taken() ? "panels, AVX-512" : "BLAS",
                    "that many states are multiplied by");
    hop_result_show(result, first, HOP_FOR_ALL);
}

static hop_status compute(void *input, cli_context *context, hop_result **result) {
    arguments *a = input;
    if (a->model.gentle)
        return hop_fail(HOP_E_NAME, "--beta gentle depends on the damage: hopfield recall --beta "
                                    "gentle --corrupt ... says which it is; give info the number");
    char *inside = a->what && !a->model.family_given ? cli_info_in_report(a->what) : NULL;
    if (inside) {
        hop_status status = cli_info_result(inside, result);
        free(inside);
        return status;
    }
    if (a->what && !a->model.family_given && cli_info_is_json(a->what))
        return cli_info_result(a->what, result);
    HOP_TRY(cli_result(context, NULL, result));
    if (a->build) info_build(*result);
    if (a->limits) cli_info_limits(*result);
    if (!a->what) return HOP_OK;
    if (!a->model.family_given && cli_info_record(a->what, *result)) return HOP_OK;
    /* A tensor of a file is FILE:TENSOR, so not only what exists as it stands is a file. */
    bool file = hop_file_exists(a->what) || strchr(a->what, ':') || strchr(a->what, '/') ||
                cli_built_in_has(a->what);
    if (file) return info_file(a, context, *result);
    return cli_info_rows(context->commands, a->what, *result)
               ? HOP_OK
               : nothing_of_that_name(context->commands, a->what);
}

const hop_command cli_command_info = {
    .row = {.name = "info", .title = "what a file holds, or what a row is", .sources = ""},
    .usage = "FILE|NAME",
    .argp = &ARGP,
    .size = sizeof(arguments),
    .compute = compute,
};
