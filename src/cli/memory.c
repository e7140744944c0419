/* hopfield memory: finds the verb, reads its arguments, and runs it.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "../base/text.h"
#include "memory_verb.h"

#define ROW(name) extern const cli_memory_verb cli_memory_##name;
#include "memory_verb_list.h"
#undef ROW

static const cli_memory_verb *const VERBS[] = {
#define ROW(name) &cli_memory_##name,
#include "memory_verb_list.h"
#undef ROW
};
enum { VERB_COUNT = sizeof VERBS / sizeof *VERBS };

enum {
    KEY_NPY = CLI_KEY_OWN,
    KEY_PNG,
    KEY_INDEX,
    KEY_LABEL,
    KEY_NAME,
    KEY_SAMPLE,
    KEY_WITHIN,
    KEY_WAIT,
    KEY_NO_PREPARE,
};

/* Options that only some verbs take, and how they are called. */
static const struct {
    unsigned option;
    const char *words;
} OWN[] = {
    {CLI_MEMORY_NPY, "--npy"},
    {CLI_MEMORY_PNG, "--png"},
    {CLI_MEMORY_CHOICE, "--index, --label or --name"},
    {CLI_MEMORY_SAMPLE, "--sample"},
    {CLI_MEMORY_WITHIN, "--within"},
    {CLI_MEMORY_READING, "--size, --gray, --color, --resize, --limit, --labels or --dtype"},
    {CLI_MEMORY_WRITING, "--wait or --no-prepare"},
};

/* cli_refuse() where there is none; state NULL: it is there. */
static const cli_memory_verb *find_verb(struct argp_state *state, const char *name) {
    const char *names[VERB_COUNT];
    char all[256] = "";
    for (size_t i = 0; i < VERB_COUNT; i++) {
        const size_t used = strlen(all);
        names[i] = VERBS[i]->row.name;
        if (name && strcmp(name, names[i]) == 0) return VERBS[i];
        snprintf(all + used, sizeof all - used, "%s%s",
                 i == 0               ? ""
                 : i + 1 < VERB_COUNT ? ", "
                                      : " or ",
                 names[i]);
    }
    const char *nearest = name ? hop_text_nearest(name, names, VERB_COUNT) : NULL;
    if (!name) cli_refuse(state, "say what to do: %s", all);
    if (nearest) cli_refuse(state, "unknown word '%s'. Did you mean '%s'?", name, nearest);
    cli_refuse(state, "unknown word '%s'; there are %s", name, all);
    return VERBS[0];
}

static bool reads_specially(const hop_load_options *load) {
    const hop_load_options *usual = &hop_load_defaults;
    return load->width != usual->width || load->channels != usual->channels ||
           load->resize != usual->resize || load->dtype_given || load->limit > 0 || load->labels;
}

static void check_arguments(struct argp_state *state, cli_memory_call *call) {
    const cli_memory_verb *verb = find_verb(state, call->verb);
    if (reads_specially(&call->reading.load)) call->options |= CLI_MEMORY_READING;
    for (size_t i = 0; i < sizeof OWN / sizeof *OWN; i++)
        if (call->options & OWN[i].option & ~verb->options)
            cli_refuse(state, "%s: takes no %s", call->verb, OWN[i].words);
    if (!call->target) cli_refuse(state, "%s: no memory file given", call->verb);
    if (call->input_count < verb->least_inputs)
        cli_refuse(state, "%s: no %s given; hopfield memory %s %s", call->verb, verb->input_word,
                   call->verb, verb->usage);
    if (call->input_count > verb->least_inputs && !verb->more_inputs)
        cli_refuse(state, "%s: '%s' is one file too many; hopfield memory %s %s", call->verb,
                   call->inputs[verb->least_inputs], call->verb, verb->usage);
}

static void parse_name(struct argp_state *state, cli_choice *choice, const char *name) {
    const size_t most = sizeof choice->name / sizeof *choice->name;
    if (choice->name_count == most) cli_refuse(state, "--name is given more than %zu times", most);
    choice->name[choice->name_count++] = name;
}

static double parse_amount(struct argp_state *state, const char *option, const char *text) {
    double number = 0;
    if (!hop_text_parse_number(text, &number) || !isfinite(number) || number < 0)
        cli_refuse(state, "%s is '%s'; it must be a number, 0 or more", option, text);
    return number;
}

static error_t parse(int key, char *argument, struct argp_state *state) {
    cli_memory_call *call = state->input;
    void *const inputs[] = {&call->reading, &call->seed};
    switch (key) {
    case ARGP_KEY_INIT: memcpy(state->child_inputs + 1, inputs, sizeof inputs); break;
    case KEY_NPY: call->npy = argument, call->options |= CLI_MEMORY_NPY; break;
    case KEY_PNG: call->png = argument, call->options |= CLI_MEMORY_PNG; break;
    case KEY_INDEX: call->choice.index = argument, call->options |= CLI_MEMORY_CHOICE; break;
    case KEY_LABEL: call->choice.label = argument, call->options |= CLI_MEMORY_CHOICE; break;
    case KEY_NAME:
        parse_name(state, &call->choice, argument);
        call->options |= CLI_MEMORY_CHOICE;
        break;
    case KEY_SAMPLE:
        call->sample = cli_parse_positive_count(state, "--sample", argument);
        call->options |= CLI_MEMORY_SAMPLE;
        break;
    case KEY_WITHIN:
        call->within = parse_amount(state, "--within", argument);
        call->options |= CLI_MEMORY_WITHIN;
        break;
    case KEY_WAIT:
        call->wait = parse_amount(state, "--wait", argument);
        call->options |= CLI_MEMORY_WRITING;
        break;
    case KEY_NO_PREPARE: call->unprepared = true, call->options |= CLI_MEMORY_WRITING; break;
    case ARGP_KEY_ARGS:
        call->verb = state->argv[state->next];
        if (state->next + 1 < state->argc) call->target = state->argv[state->next + 1];
        call->inputs = state->argv + state->next + 2;
        call->input_count =
            state->argc > state->next + 2 ? (size_t)(state->argc - state->next - 2) : 0;
        break;
    case ARGP_KEY_END: check_arguments(state, call); break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_option OPTIONS[] = {
    {"npy", KEY_NPY, "FILE", 0, "export: all patterns as one .npy", 1},
    {"png", KEY_PNG, "DIR", 0, "export: every pattern as a PNG file", 1},
    {"index", KEY_INDEX, "RANGE", 0, "remove, select: patterns by number from 0, \"0:99,120\"", 1},
    {"label", KEY_LABEL, "RANGE", 0, "remove, select: patterns by label", 1},
    {"name", KEY_NAME, "NAME", 0, "remove, select: a pattern by name; may be given again", 1},
    {"sample", KEY_SAMPLE, "N", 0, "select: N of them, drawn at random", 1},
    {"within", KEY_WITHIN, "E", 0,
     "dedupe: patterns whose values differ by at most E, root mean square, in units of the memory "
     "(0: equal ones)",
     1},
    {"wait", KEY_WAIT, "SECONDS", 0,
     "how long to wait for another process that is writing the same memory (60)", 1},
    {"no-prepare", KEY_NO_PREPARE, 0, 0,
     "what depends on the patterns alone is left to every recall to measure: written sooner, "
     "answers later",
     1},
    {0},
};

static const struct argp_child CHILDREN[] = {
    {.argp = &cli_reading_argp},
    {.argp = &cli_known_seed_argp},
    {0},
};

static const struct argp ARGP = {
    .options = OPTIONS,
    .parser = parse,
    .args_doc = "create OUT.safetensors INPUT...\n"
                "add MEMORY INPUT...\n"
                "remove MEMORY (--index RANGE | --label RANGE | --name NAME)\n"
                "select MEMORY OUT.safetensors [--index, --label, --name, --sample N]\n"
                "merge OUT.safetensors MEMORY MEMORY...\n"
                "dedupe MEMORY [--within E]\n"
                "export MEMORY (--npy FILE | --png DIR)\n"
                "verify MEMORY\n"
                "info MEMORY",
    .doc = "Makes a memory of pictures or vectors, and looks after it.  INPUT: {INPUTS}; options "
           "of reading apply to "
           "them alone.  What is written replaces the old file at once or not at all, keeps its "
           "rights, and is locked against other writers meanwhile; what is read is held against "
           "its checksums."
           "\v"
           "Examples:\n"
           "  hopfield memory create glyphs.safetensors patterns/glyphs --force\n"
           "  hopfield memory info glyphs.safetensors\n"
           "  hopfield memory create small.safetensors patterns/pictograms \\\n"
           "      --size 32x32 --gray --force",
    .children = CHILDREN,
};

/* The verb is left out of what a command in its place is given. */
static int run_command(const hop_command *command, const hop_catalog *commands, int argc,
                       char **argv) {
    for (int i = 1; i < argc; i++) argv[i] = argv[i + 1];
    return command->run ? command->run(commands, argc - 1, argv)
                        : cli_command_run(command, commands, argc - 1, argv);
}

static hop_status compute(void *input, cli_context *context, hop_result **result) {
    cli_memory_call *call = input;
    call->context = context;
    HOP_TRY(cli_result(context, call->options & CLI_MEMORY_SAMPLE ? &call->seed : NULL, result));
    hop_result_text(*result, "verb", call->verb, "what was done to the memory");
    return find_verb(NULL, call->verb)->run(call, *result);
}

static const char *written(const void *input) {
    const cli_memory_call *call = input;
    return call->written;
}

static const cli_memory_call PRESET = {.wait = 60};

/* What a verb runs as, unless a command does its work. */
static const hop_command VERB = {
    .row = {.name = "memory"},
    .argp = &ARGP,
    .size = sizeof(cli_memory_call),
    .preset = &PRESET,
    .compute = compute,
    .written = written,
};

static int run(const hop_catalog *commands, int argc, char **argv) {
    for (size_t i = 0; i < VERB_COUNT && argc > 1; i++)
        if (VERBS[i]->command && strcmp(argv[1], VERBS[i]->row.name) == 0)
            return run_command(VERBS[i]->command, commands, argc, argv);
    return cli_command_run(&VERB, commands, argc, argv);
}

const hop_command cli_command_memory = {
    .row = {.name = "memory",
            .title = "make a memory of pictures, show it, check it, export it",
            .sources = ""},
    .usage = "create|add|remove|select|merge|dedupe|export|verify|info ...",
    .run = run,
};
