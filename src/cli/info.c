/* hopfield info: any file it reads, any row, or the build.
 * SPDX-License-Identifier: MIT */
#include "info.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/version.h>

#include "../base/fail.h"
#include "../base/file.h"
#include "../base/simd.h"
#include "../base/text.h"
#include "command.h"
#include "list.h"
#include "options.h"

enum { KEY_BUILD = CLI_KEY_OWN };

typedef struct arguments {
    cli_run run;
    cli_format format;
    cli_reading reading;
    const char *what;
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
    return hop_fail(HOP_E_NAME, "%s: there is no such file, and no row of that name%s%s%s", what,
                    nearest ? ". Did you mean '" : "; hopfield list has them all",
                    nearest ? nearest : "", nearest ? "'?" : "");
}

/* ---- the command ---- */

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    void *const inputs[] = {&a->run, &a->format, &a->reading};
    switch (key) {
    case ARGP_KEY_INIT: memcpy(state->child_inputs + 1, inputs, sizeof inputs); break;
    case KEY_BUILD: a->build = true; break;
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

static const struct argp_option OPTIONS[] = {
    {"build", KEY_BUILD, NULL, 0, "compiler and libraries of this program", 1},
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
    .args_doc = "FILE|NAME",
    .doc = "Shows what a file holds (shape, type, range, norms, separations, duplicates), or what "
           "a row of any table is (meaning, parameters, limits, sources)."
           "\v"
           "Examples:\n"
           "  hopfield info patterns/glyphs\n"
           "  hopfield info lse\n"
           "  hopfield info --build",
    .children = CHILDREN,
};

static hop_status info_file(arguments *a) {
    hop_memory *memory = NULL;
    hop_load_options load = a->reading.load;
    load.progress = cli_progress_tell;
    load.context = &a->run.progress;
    HOP_TRY(hop_memory_load(&a->what, 1, &load, &memory));
    cli_progress_end(&a->run.progress);
    hop_status status = cli_info_memory(a->what, memory, a->format.format);
    hop_memory_destroy(memory);
    return status;
}

static int run(int argc, char **argv) {
    arguments a = {0};
    cli_parse(&ARGP, argc, argv, &a);
    if (a.build)
        printf("hopfield %s\n%s\ninstructions: %s\n", hop_version(), hop_build_info(),
               hop_simd_name());
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
