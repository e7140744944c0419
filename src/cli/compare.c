/* hopfield compare: a classical network and modern ones, side by side.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include <hopfield/analysis.h>

#include "../base/fail.h"
#include "command.h"

enum { KEY_QUERIES = CLI_KEY_OWN };

static const char DEFAULT_DAMAGE[] = "flip:rate=0.1";

typedef struct arguments {
    cli_seed seed;
    cli_reading reading;
    cli_damage damage;
    const char *memory;
    size_t queries;
} arguments;

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    void *const inputs[] = {&a->seed, &a->reading, &a->damage};
    switch (key) {
    case ARGP_KEY_INIT: memcpy(state->child_inputs + 1, inputs, sizeof inputs); break;
    case KEY_QUERIES:
        a->queries = cli_parse_count(state, "--queries", argument);
        if (a->queries == 0) argp_error(state, "--queries is 0; it must be at least 1");
        break;
    case ARGP_KEY_ARG:
        if (a->memory) argp_error(state, "one MEMORY at a time; '%s' is a second", argument);
        a->memory = argument;
        break;
    case ARGP_KEY_END:
        if (!a->memory)
            argp_error(state, "no MEMORY given: a folder of pictures, a .safetensors file, ...");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_option OPTIONS[] = {
    {"queries", KEY_QUERIES, "N", 0,
     "at each load: the stored patterns in turn, each time damaged anew (default 50)", 1},
    {0},
};

static const struct argp_child CHILDREN[] = {
    {.argp = &cli_seed_argp},
    {.argp = &cli_reading_argp},
    {.argp = &cli_damage_argp},
    {0},
};

static const struct argp ARGP = {
    .options = OPTIONS,
    .parser = parse,
    .args_doc = "MEMORY",
    .doc = "Sends the same damaged queries through hebb, polynomial of degree 3, exponential and "
           "lse, all on the patterns made bipolar (each thresholded at its own mean), while more "
           "and more of the memory is stored: the first 1, 2, 3, 5, 8 ... of a random order, up "
           "to all.  A query is recalled if its end overlaps its target by .95 or more; a settled "
           "state with less overlap than that with every stored pattern and every inverse is "
           "spurious, and a mixture if it is the majority of three, five or all patterns.  "
           "--corrupt is "
           "flip:rate=0.1 unless given."
           "\v"
           "Examples:\n"
           "  hopfield compare patterns/ornaments --seed 1\n"
           "  hopfield compare patterns/glyphs --figure compare.svg --seed 1 --force\n"
           "  hopfield compare patterns/glyphs --corrupt flip:rate=0.3 --format csv",
    .children = CHILDREN,
};

static hop_status default_damage(cli_damage *damage) {
    if (damage->count > 0) return HOP_OK;
    damage->count = 1;
    return hop_corruption_parse(DEFAULT_DAMAGE, &damage->corruptions[0]);
}

static hop_status compute(void *input, cli_context *context, hop_result **result) {
    arguments *a = input;
    hop_load_options load = a->reading.load;
    hop_memory *memory = NULL;
    load.progress = cli_progress_tell;
    load.context = &context->run.progress;
    HOP_TRY(default_damage(&a->damage));
    HOP_TRY(cli_result(context, &a->seed, result));
    HOP_TRY(hop_memory_load(&a->memory, 1, &load, &memory));
    const hop_compare_inputs inputs = {
        .source = a->memory,
        .memory = memory,
        .corruptions = a->damage.corruptions,
        .corruption_count = a->damage.count,
        .queries = a->queries,
        .seed = a->seed.seed,
        .threads = context->run.threads,
        .progress = cli_progress_tell,
        .progress_context = &context->run.progress,
    };
    hop_status status = hop_compare_analyse(&inputs, *result);
    hop_memory_destroy(memory);
    return status;
}

static const arguments PRESET = {.queries = 50};

const hop_command cli_command_compare = {
    .row = {.name = "compare",
            .title = "a classical network and modern ones, side by side",
            .sources = "Hopfield 1982; Krotov and Hopfield 2016; Demircigil et al. 2017; "
                       "Ramsauer et al. 2020"},
    .usage = "MEMORY",
    .argp = &ARGP,
    .size = sizeof(arguments),
    .preset = &PRESET,
    .compute = compute,
};
