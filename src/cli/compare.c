/* hopfield compare: a classical network and modern ones, side by side.
 * SPDX-License-Identifier: MIT */
#include "compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "../base/text.h"
#include "command.h"

enum { KEY_QUERIES = CLI_KEY_OWN };

static const char STANDARD_DAMAGE[] = "flip:rate=0.1";

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

static hop_status standard_damage(cli_damage *damage) {
    if (damage->count > 0) return HOP_OK;
    damage->count = 1;
    return hop_corruption_parse(STANDARD_DAMAGE, &damage->corruptions[0]);
}

static hop_status describe(const arguments *a, const hop_memory *memory, hop_result *result) {
    hop_string all = {0}, lead = {0};
    for (size_t i = 0; i < a->damage.count; i++) {
        const hop_corruption *c = &a->damage.corruptions[i];
        char spec[256];
        hop_spec_print(&c->kind->row, c->parameter, spec, sizeof spec);
        hop_string_add(&all, "%s%s", i > 0 ? ", " : "", spec);
    }
    hop_string_add(&lead, "%s: %zu patterns of %zu neurons, %zu queries a load", a->memory,
                   hop_memory_count(memory), hop_memory_dim(memory), a->queries);
    hop_result_title(result, "As patterns are added, who still recalls?", lead.text);
    hop_result_memory(result, "memory", a->memory, memory);
    hop_result_count(result, "queries", a->queries, NULL, "at each load");
    hop_result_made(result, "corruption", all.text, "of every query");
    bool failed = all.failed || lead.failed;
    free(all.text);
    free(lead.text);
    return failed ? hop_fail(HOP_E_MEMORY, "there is not enough memory for the words") : HOP_OK;
}

static hop_status compute(void *input, cli_context *context, hop_result **result) {
    arguments *a = input;
    hop_load_options load = a->reading.load;
    hop_memory *memory = NULL;
    cli_compared compared = {.queries = a->queries, .seed = a->seed};
    load.progress = cli_progress_tell;
    load.context = &context->run.progress;
    HOP_TRY(standard_damage(&a->damage));
    hop_status status = cli_result(context, &a->seed, result);
    if (status == HOP_OK) status = hop_memory_load(&a->memory, 1, &load, &memory);
    if (status == HOP_OK) status = describe(a, memory, *result);
    if (status == HOP_OK) status = cli_compare_run(memory, &a->damage, &context->run, &compared);
    if (status == HOP_OK) status = cli_compare_fill(&compared, *result);
    cli_compared_clear(&compared);
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
