/* hopfield attention: softmax(scale Q K') V, beside the recall engine, and what further steps do.
 * SPDX-License-Identifier: MIT */
#include "attention.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/version.h>

#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/text.h"
#include "command.h"
#include "picture.h"

enum {
    KEY_QUERY = CLI_KEY_OWN,
    KEY_KEY,
    KEY_VALUE,
    KEY_INPUT,
    KEY_CONTEXT,
    KEY_WEIGHTS_QUERY,
    KEY_WEIGHTS_KEY,
    KEY_WEIGHTS_VALUE,
    KEY_WEIGHTS_OUTPUT,
    KEY_LINEAR,
    KEY_HEADS,
    KEY_CAUSAL,
    KEY_SCALE,
    KEY_MASK,
    KEY_STEPS,
    KEY_TILED,
    KEY_FIGURE,
    KEY_EXAMPLE,
    KEY_EXPLAIN
};

/* Steps that show whether one was enough, and more than anybody wants printed. */
enum { STEPS_USUAL = 3, STEPS_MOST = 1000 };

typedef struct arguments {
    cli_run run;
    cli_format format;
    cli_output output;
    cli_attending asked;
    const char *memory;
    bool example, explain;
    size_t files; /* options that name one */
} arguments;

static double parse_scale(struct argp_state *state, const char *text) {
    double value = 0;
    if (!hop_text_parse_number(text, &value) || !(value > 0) || isinf(value))
        argp_error(state, "--scale is '%s'; it must be a number above 0", text);
    return value;
}

/* Which of them are needed with which. */
static void check_files(struct argp_state *state, const cli_attending *a) {
    bool weighted = a->weights_query.path || a->weights_key.path || a->weights_value.path;
    if (a->input.path) {
        if (a->query.path || a->key.path || a->value.path)
            argp_error(state, "--input makes queries, keys and values; give it, or --query, --key "
                              "and --value");
        return;
    }
    if (!a->query.path || !a->key.path)
        argp_error(state, "give --query and --key (and --value), or --input; or --example, or "
                          "--explain");
    if (weighted || a->context.path)
        argp_error(state, "%s goes with --input",
                   weighted ? "a projection's weights" : "--context");
}

static void check_arguments(struct argp_state *state, const arguments *a) {
    if (a->memory && !a->explain)
        argp_error(state, "'%s': only --explain takes a MEMORY", a->memory);
    if (a->example && a->explain) argp_error(state, "--example and --explain exclude each other");
    if (!a->example && !a->explain) {
        check_files(state, &a->asked);
        return;
    }
    if (a->files > 0 || a->output.path)
        argp_error(state, "%s goes without files", a->example ? "--example" : "--explain");
    if (strcmp(a->format.format->row.name, "text") != 0)
        argp_error(state, "%s is text for people; --format %s is not to be had",
                   a->example ? "--example" : "--explain", a->format.format->row.name);
}

static bool parse_file(arguments *a, int key, const char *path) {
    cli_attending *asked = &a->asked;
    cli_operand *const files[] = {
        &asked->query,       &asked->key,           &asked->value,
        &asked->input,       &asked->context,       &asked->weights_query,
        &asked->weights_key, &asked->weights_value, &asked->weights_output,
    };
    if (key != KEY_MASK && (key < KEY_QUERY || key > KEY_WEIGHTS_OUTPUT)) return false;
    cli_operand *file = key == KEY_MASK ? &asked->mask : files[key - KEY_QUERY];
    file->path = path;
    a->files++;
    return true;
}

static size_t parse_positive(struct argp_state *state, const char *name, const char *text) {
    size_t count = cli_parse_count(state, name, text);
    if (count == 0) argp_error(state, "%s is 0; it must be at least 1", name);
    return count;
}

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    void *const inputs[] = {&a->run, &a->format, &a->output};
    if (parse_file(a, key, argument)) return 0;
    switch (key) {
    case ARGP_KEY_INIT: memcpy(state->child_inputs + 1, inputs, sizeof inputs); break;
    case KEY_LINEAR: a->asked.layout = HOP_OUT_BY_IN; break;
    case KEY_HEADS: a->asked.heads = parse_positive(state, "--heads", argument); break;
    case KEY_CAUSAL: a->asked.causal = true; break;
    case KEY_SCALE: a->asked.scale = parse_scale(state, argument); break;
    case KEY_STEPS:
        a->asked.steps = cli_parse_count(state, "--steps", argument);
        if (a->asked.steps > STEPS_MOST)
            argp_error(state, "--steps is %s; at most %d are taken", argument, STEPS_MOST);
        break;
    case KEY_TILED: a->asked.tiled = true; break;
    case KEY_FIGURE:
        a->asked.figure = argument;
        a->files++;
        break;
    case KEY_EXAMPLE: a->example = true; break;
    case KEY_EXPLAIN: a->explain = true; break;
    case ARGP_KEY_ARG:
        if (a->memory) argp_error(state, "one MEMORY at a time; '%s' is a second", argument);
        a->memory = argument;
        break;
    case ARGP_KEY_END: check_arguments(state, a); break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_option OPTIONS[] = {
    {"query", KEY_QUERY, "FILE", 0, "queries, one a row: .npy, .safetensors:tensor, ...", 1},
    {"key", KEY_KEY, "FILE", 0, "keys, as wide as the queries", 1},
    {"value", KEY_VALUE, "FILE", 0, "a value for each key (default: the key)", 1},
    {"input", KEY_INPUT, "FILE", 0, "tokens, to be made queries, keys and values", 2},
    {"context", KEY_CONTEXT, "FILE", 0, "other tokens for keys and values (cross-attention)", 2},
    {"weights-query", KEY_WEIGHTS_QUERY, "FILE", 0, "W_Q (default: none, tokens as they are)", 2},
    {"weights-key", KEY_WEIGHTS_KEY, "FILE", 0, "W_K", 2},
    {"weights-value", KEY_WEIGHTS_VALUE, "FILE", 0, "W_V", 2},
    {"weights-output", KEY_WEIGHTS_OUTPUT, "FILE", 0, "W_O, behind the heads", 2},
    {"linear", KEY_LINEAR, NULL, 0,
     "weights are [out x in], as linear layers store them (default [in x out])", 2},
    {"heads", KEY_HEADS, "H", 0, "split the width among H heads (default 1)", 3},
    {"causal", KEY_CAUSAL, NULL, 0, "query i sees keys 0 ... i only", 3},
    {"scale", KEY_SCALE, "S", 0, "of the scores (default 1/sqrt(width of a head))", 3},
    {"mask", KEY_MASK, "FILE", 0,
     "[queries x keys]: truth values say what is seen, numbers are added to the scores", 3},
    {"steps", KEY_STEPS, "N", 0, "Hopfield steps to go on for, 0 for none (default 3)", 4},
    {"tiled", KEY_TILED, NULL, 0,
     "the output alone, in constant extra memory: for many thousand tokens", 4},
    {"figure", KEY_FIGURE, "FILE", 0, ".svg, .png or .pdf: the weights of each head", 7},
    {"example", KEY_EXAMPLE, NULL, 0, "the textbook's example, step by step", 5},
    {"explain", KEY_EXPLAIN, NULL, 0,
     "from a Hopfield step to attention with the numbers of MEMORY (default: built-in pictures)",
     5},
    {0},
};

static const struct argp_child CHILDREN[] = {
    {.argp = &cli_run_argp}, {.argp = &cli_format_argp}, {.argp = &cli_output_argp}, {0}};

static const struct argp ARGP = {
    .options = OPTIONS,
    .parser = parse,
    .args_doc = "--query FILE --key FILE [--value FILE]\n--input FILE [--weights-query FILE ...]\n"
                "--example\n--explain [MEMORY]",
    .doc = "Scaled dot-product attention in double precision, the same by the recall engine (keys "
           "as memory, one step, then the values), and what further Hopfield steps would do.  -o: "
           "the output as .npy or .safetensors."
           "\v"
           "Examples:\n"
           "  hopfield attention --example\n"
           "  hopfield attention --explain\n"
           "  hopfield attention --input patterns/glyphs --heads 4 --causal --format json",
    .children = CHILDREN,
};

static hop_status print_result(const arguments *a, const cli_attended *attended) {
    const hop_format_row *format = a->format.format;
    char *text = NULL;
    if (strcmp(format->row.name, "json") == 0)
        HOP_TRY(cli_attention_json(attended, &text));
    else if (strcmp(format->row.name, "text") == 0)
        HOP_TRY(cli_attention_text(attended, cli_width(stdout), &text));
    else
        HOP_TRY(cli_attention_csv(attended, format, &text));
    fputs(text, stdout);
    free(text);
    return HOP_OK;
}

static hop_status work(arguments *a, int argc, char **argv) {
    cli_provenance provenance = {0};
    cli_attended attended = {.asked = &a->asked, .provenance = &provenance};
    attended.difference = attended.tiled_difference = attended.row_sum_error = NAN;
    attended.recall_seconds = NAN;
    hop_status status = cli_provenance_create(&provenance, argc, argv);
    if (status == HOP_OK) cli_provenance_add(&provenance, "Libraries", "%s", hop_build_info());
    if (status == HOP_OK)
        status = cli_attention_check_files(&a->asked, a->output.path, a->output.force);
    if (status == HOP_OK) status = cli_attention_run(&a->asked, &a->run, &attended);
    if (status == HOP_OK && a->output.path)
        status = cli_attention_write(&attended, a->output.path, a->output.force);
    if (status == HOP_OK && a->asked.figure)
        status = cli_attention_figure(&attended, a->asked.figure, a->output.force);
    if (status == HOP_OK) status = print_result(a, &attended);
    cli_attention_clear(&a->asked, &attended);
    cli_provenance_clear(&provenance);
    return status;
}

static int run(int argc, char **argv) {
    arguments a = {.asked = {.scale = NAN, .heads = 1, .steps = STEPS_USUAL}};
    cli_parse(&ARGP, argc, argv, &a);
    a.asked.threads = hop_parallel_threads(a.run.threads);
    hop_status status = a.example   ? cli_attention_example()
                        : a.explain ? cli_attention_explain(a.memory, a.asked.scale)
                                    : work(&a, argc, argv);
    return status == HOP_OK ? CLI_DONE : cli_fail(status);
}

const hop_command cli_command_attention = {
    .row = {.name = "attention",
            .title = "attention beside a Hopfield step, to the last digit",
            .sources = "Vaswani et al. 2017 (1706.03762); Ramsauer et al. 2020 (2008.02217)"},
    .usage = "--query FILE --key FILE [--value FILE]",
    .run = run,
};
