/* hopfield memory: makes, shows, checks and exports memories.
 * SPDX-License-Identifier: MIT */
#include <hopfield/store.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "command.h"
#include "info.h"
#include "memory_export.h"
#include "options.h"
#include "outputs.h"
#include "provenance.h"

enum { KEY_NPY = CLI_KEY_OWN, KEY_PNG };

typedef struct arguments {
    cli_run run;
    cli_format format;
    cli_output output;
    cli_reading reading;
    const char *verb, *target, *npy, *png;
    char **inputs;
    size_t input_count;
} arguments;

typedef hop_status (*verb_function)(arguments *a, int argc, char **argv);

static hop_status load(arguments *a, const char *const *paths, size_t count, hop_memory **memory) {
    hop_load_options options = a->reading.load;
    options.progress = cli_progress_tell;
    options.context = &a->run.progress;
    hop_status status = hop_memory_load(paths, count, &options, memory);
    cli_progress_end(&a->run.progress);
    return status;
}

static hop_status save(arguments *a, const hop_memory *memory, bool replace, int argc,
                       char **argv) {
    cli_provenance provenance = {0};
    HOP_TRY(cli_provenance_create(&provenance, argc, argv));
    hop_status status =
        hop_memory_save(memory, a->target, provenance.notes, provenance.count, replace);
    cli_provenance_clear(&provenance);
    if (status == HOP_OK && !a->run.progress.quiet)
        fprintf(stderr, "%s: %zu patterns of %zu values\n", a->target, hop_memory_count(memory),
                hop_memory_dim(memory));
    return status;
}

/* Also keeps a file that was meant as an INPUT from being replaced. */
static hop_status check_target(const arguments *a, bool force) {
    if (!cli_output_ends(a->target, ".safetensors"))
        return hop_fail(HOP_E_NAME,
                        "%s: memory %s writes .safetensors, and that name comes first: "
                        "hopfield memory %s NAME.safetensors INPUT...",
                        a->target, a->verb, a->verb);
    return cli_output_file(a->target, force);
}

static hop_status create(arguments *a, int argc, char **argv) {
    hop_memory *memory = NULL;
    HOP_TRY(check_target(a, a->output.force));
    HOP_TRY(load(a, (const char *const *)a->inputs, a->input_count, &memory));
    hop_status status = save(a, memory, a->output.force, argc, argv);
    hop_memory_destroy(memory);
    return status;
}

/* The old memory first, then what is new; the file is replaced at once or not at all. */
static hop_status add(arguments *a, int argc, char **argv) {
    const char **paths = NULL;
    hop_memory *memory = NULL;
    HOP_TRY(check_target(a, true));
    HOP_TRY(hop_alloc(a->input_count + 1, sizeof *paths, "file names", &paths));
    paths[0] = a->target;
    for (size_t i = 0; i < a->input_count; i++) paths[i + 1] = a->inputs[i];
    hop_status status = load(a, paths, a->input_count + 1, &memory);
    if (status == HOP_OK) status = save(a, memory, true, argc, argv);
    hop_memory_destroy(memory);
    free(paths);
    return status;
}

/* A file of another ending could not be read again. */
static hop_status check_npy(const arguments *a) {
    if (!cli_output_ends(a->npy, ".npy"))
        return hop_fail(HOP_E_NAME, "--npy %s: a NumPy array is a .npy; give a name ending so",
                        a->npy);
    return cli_output_file(a->npy, a->output.force);
}

static hop_status export(arguments *a, int argc, char **argv) {
    hop_memory *memory = NULL;
    cli_provenance provenance = {0};
    hop_status status = a->npy ? check_npy(a) : HOP_OK;
    if (status == HOP_OK) status = cli_provenance_create(&provenance, argc, argv);
    if (status == HOP_OK) status = load(a, &a->target, 1, &memory);
    if (status == HOP_OK && a->npy) status = cli_export_npy(memory, a->npy, a->output.force);
    if (status == HOP_OK && a->png)
        status = cli_export_png(memory, a->png, &provenance, a->output.force, &a->run.progress);
    hop_memory_destroy(memory);
    cli_provenance_clear(&provenance);
    return status;
}

static hop_status verify(arguments *a, int argc, char **argv) {
    (void)argc, (void)argv;
    HOP_TRY(hop_memory_verify(a->target, cli_progress_tell, &a->run.progress));
    printf("%s: whole\n", a->target);
    return HOP_OK;
}

static hop_status info(arguments *a, int argc, char **argv) {
    (void)argc, (void)argv;
    hop_memory *memory = NULL;
    HOP_TRY(load(a, &a->target, 1, &memory));
    hop_status status = cli_info_memory(a->target, memory, a->format.format);
    hop_memory_destroy(memory);
    return status;
}

static const struct verb {
    const char *name;
    verb_function run;
    bool takes_inputs;
} VERBS[] = {
    {"create", create, true},  {"add", add, true},    {"export", export, false},
    {"verify", verify, false}, {"info", info, false},
};
enum { VERB_COUNT = sizeof VERBS / sizeof *VERBS };

static const struct verb *find_verb(const char *name) {
    for (size_t i = 0; i < VERB_COUNT; i++)
        if (strcmp(VERBS[i].name, name) == 0) return &VERBS[i];
    return NULL;
}

static void check_arguments(struct argp_state *state, const arguments *a) {
    const char *names[VERB_COUNT];
    for (size_t i = 0; i < VERB_COUNT; i++) names[i] = VERBS[i].name;
    if (!a->verb) argp_error(state, "say what to do: create, add, export, verify or info");
    const struct verb *verb = find_verb(a->verb);
    const char *nearest = hop_text_nearest(a->verb, names, VERB_COUNT);
    if (!verb)
        argp_error(state, "unknown word '%s'%s%s%s", a->verb,
                   nearest ? ". Did you mean '" : "; there are create, add, export, verify, info",
                   nearest ? nearest : "", nearest ? "'?" : "");
    if (!a->target) argp_error(state, "memory %s: no memory file given", a->verb);
    if (verb->takes_inputs && a->input_count == 0)
        argp_error(state, "memory %s: no INPUT given: PNG files, a folder of PNG, ...", a->verb);
    if (!verb->takes_inputs && a->input_count > 0)
        argp_error(state, "memory %s: takes one file; '%s' is a second", a->verb, a->inputs[0]);
    if (verb->run == export && !a->npy && !a->png)
        argp_error(state, "memory export: say where to: --npy FILE or --png DIR");
}

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    void *const inputs[] = {&a->run, &a->format, &a->output, &a->reading};
    switch (key) {
    case ARGP_KEY_INIT: memcpy(state->child_inputs + 1, inputs, sizeof inputs); break;
    case KEY_NPY: a->npy = argument; break;
    case KEY_PNG: a->png = argument; break;
    case ARGP_KEY_ARGS:
        a->verb = state->argv[state->next];
        if (state->next + 1 < state->argc) a->target = state->argv[state->next + 1];
        a->inputs = state->argv + state->next + 2;
        a->input_count =
            state->argc > state->next + 2 ? (size_t)(state->argc - state->next - 2) : 0;
        break;
    case ARGP_KEY_END: check_arguments(state, a); break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_option OPTIONS[] = {
    {"npy", KEY_NPY, "FILE", 0, "export: all patterns as one .npy", 1},
    {"png", KEY_PNG, "DIR", 0, "export: every pattern as a PNG file", 1},
    {0},
};

static const struct argp_child CHILDREN[] = {
    {.argp = &cli_run_argp},
    {.argp = &cli_format_argp},
    {.argp = &cli_output_argp},
    {.argp = &cli_reading_argp},
    {0},
};

static const struct argp ARGP = {
    .options = OPTIONS,
    .parser = parse,
    .args_doc = "create OUT.safetensors INPUT...\n"
                "add MEMORY INPUT...\n"
                "export MEMORY (--npy FILE | --png DIR)\n"
                "verify MEMORY\n"
                "info MEMORY",
    .doc = "Makes a memory of pictures or vectors, and looks after it.  INPUT: PNG files, folders "
           "of PNG, IDX or IDX.gz, .npy, .csv, .safetensors[:tensor].  create and add write "
           "safely: the old file or the new one, never half of it."
           "\v"
           "Examples:\n"
           "  hopfield memory create glyphs.safetensors patterns/glyphs --force\n"
           "  hopfield memory info glyphs.safetensors\n"
           "  hopfield memory create small.safetensors patterns/pictograms \\\n"
           "      --size 32x32 --gray --force",
    .children = CHILDREN,
};

static int run(int argc, char **argv) {
    arguments a = {0};
    cli_parse(&ARGP, argc, argv, &a);
    hop_status status = find_verb(a.verb)->run(&a, argc, argv);
    cli_progress_end(&a.run.progress);
    return status == HOP_OK ? CLI_DONE : cli_fail(status);
}

const hop_command cli_command_memory = {
    .row = {.name = "memory",
            .title = "make a memory of pictures, show it, check it, export it",
            .sources = ""},
    .usage = "create|add|export|verify|info ...",
    .run = run,
};
