/* hopfield attention: softmax(scale Q K') V, beside the recall engine, and what further steps do.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/analysis.h>
#include <hopfield/load.h>
#include <hopfield/store.h>

#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/text.h"
#include "built_in.h"
#include "command.h"
#include "matrix_read.h"
#include "outputs.h"

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
    KEY_MASK,
    KEY_LINEAR,
    KEY_HEADS,
    KEY_CAUSAL,
    KEY_SCALE,
    KEY_STEPS,
    KEY_TILED,
    KEY_EXAMPLE,
    KEY_EXPLAIN,
    KEY_MODEL
};

/* More steps than anybody wants printed. */
enum { STEPS_MOST = 1000 };

typedef struct arguments {
    hop_attention_inputs inputs;
    const char *memory, *model;
    bool example, explain;
    size_t files; /* options that name one */
    size_t heads; /* of a model; 0: not given */
} arguments;

/* Which of them are needed with which. */
static void check_files(struct argp_state *state, const hop_attention_inputs *in) {
    bool weighted = in->weights_query.path || in->weights_key.path || in->weights_value.path;
    if (in->tokens.path) {
        if (in->query.path || in->key.path || in->value.path)
            cli_refuse(state, "--input makes queries, keys and values; give it, or --query, --key "
                              "and --value");
        return;
    }
    if (!in->query.path || !in->key.path)
        cli_refuse(state, "give --query and --key (and --value), or --input; or --example, or "
                          "--explain");
    if (weighted || in->context.path)
        cli_refuse(state, "%s goes with --input",
                   weighted ? "a projection's weights" : "--context");
}

static void check_arguments(struct argp_state *state, const arguments *a) {
    if (a->memory && !a->explain)
        cli_refuse(state,
                   "'%s': only --explain takes a MEMORY; files are given by --query and --key (and "
                   "--value), or --input",
                   a->memory);
    if (a->example && a->explain) cli_refuse(state, "--example and --explain exclude each other");
    if (a->model && (a->example || a->explain || a->files > (a->inputs.tokens.path != NULL)))
        cli_refuse(state, "--model goes with --input alone");
    if (!a->example && !a->explain && !a->model)
        check_files(state, &a->inputs);
    else if (a->files > 0 && !a->model)
        cli_refuse(state, "%s goes without files", a->example ? "--example" : "--explain");
}

/* The operands in the order of their keys; *count of them. */
static hop_operand **operands(hop_attention_inputs *in, hop_operand *all[10], size_t *count) {
    hop_operand *const made[] = {
        &in->query,         &in->key,         &in->value,         &in->tokens,         &in->context,
        &in->weights_query, &in->weights_key, &in->weights_value, &in->weights_output, &in->mask,
    };
    *count = sizeof made / sizeof *made;
    memcpy(all, made, sizeof made);
    return all;
}

static bool parse_file(arguments *a, int key, const char *path) {
    hop_operand *all[10];
    size_t count = 0;
    if (key < KEY_QUERY || key > KEY_MASK) return false;
    operands(&a->inputs, all, &count)[key - KEY_QUERY]->path = path;
    a->files++;
    return true;
}

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    hop_attention_inputs *in = &a->inputs;
    if (parse_file(a, key, argument)) return 0;
    switch (key) {
    case ARGP_KEY_INIT: *in = hop_attention_inputs_defaults; break;
    case KEY_LINEAR: in->layout = HOP_OUT_BY_IN; break;
    case KEY_HEADS:
        a->heads = in->heads = cli_parse_positive_count(state, "--heads", argument);
        break;
    case KEY_MODEL: a->model = argument; break;
    case KEY_CAUSAL: in->causal = true; break;
    case KEY_SCALE: in->scale = cli_parse_positive(state, "--scale", argument); break;
    case KEY_STEPS:
        in->steps = cli_parse_count(state, "--steps", argument);
        if (in->steps > STEPS_MOST)
            cli_refuse(state, "--steps is %s; at most %d are taken", argument, STEPS_MOST);
        break;
    case KEY_TILED: in->tiled = true; break;
    case KEY_EXAMPLE: a->example = true; break;
    case KEY_EXPLAIN: a->explain = true; break;
    case ARGP_KEY_ARG:
        if (a->memory)
            cli_refuse(state,
                       "'%s' and '%s': files of queries and keys are given by --query and --key "
                       "(and --value); a MEMORY, one, goes with --explain",
                       a->memory, argument);
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
     "[queries x keys]: truth values (0 and 1) say what is seen; other numbers are added to the "
     "scores",
     3},
    {"steps", KEY_STEPS, "N", 0, "Hopfield steps to go on for, 0 for none (default 3)", 4},
    {"model", KEY_MODEL, "FILE", 0,
     "a trained model's own .safetensors: how widely each of its heads attends, to --input or to "
     "its own vectors (names as GPT-2, BERT, ViT, hopfield train ... write them)",
     5},
    {"tiled", KEY_TILED, NULL, 0,
     "the output alone, in constant extra memory: for many thousand tokens", 4},
    {"example", KEY_EXAMPLE, NULL, 0, "the textbook's example, step by step", 5},
    {"explain", KEY_EXPLAIN, NULL, 0,
     "from a Hopfield step to attention with the numbers of MEMORY (default: built-in pictures)",
     5},
    {0},
};

static const struct argp ARGP = {
    .options = OPTIONS,
    .parser = parse,
    .args_doc = "--query FILE --key FILE [--value FILE]\n--input FILE [--weights-query FILE ...]\n"
                "--example\n--explain [MEMORY]\n--model FILE",
    .doc = "Scaled dot-product attention in double precision, the same by the recall engine (keys "
           "as memory, one step, then the values), and what further Hopfield steps would do.  -o: "
           "the output as .npy or .safetensors.  --figure: the weights of each head."
           "\v"
           "Examples:\n"
           "  hopfield attention --example\n"
           "  hopfield attention --explain\n"
           "  hopfield attention --input patterns/glyphs --heads 4 --causal --format json",
};

static hop_status read_all(arguments *a, cli_context *context) {
    hop_operand *all[10];
    size_t count = 0;
    operands(&a->inputs, all, &count);
    for (size_t i = 0; i < count; i++)
        if (all[i]->path)
            HOP_TRY(
                cli_matrix_read_raw(all[i]->path, &context->run, &all[i]->names, &all[i]->matrix));
    return HOP_OK;
}

/* The output as a memory of doubles. */
static hop_status save(hop_result *result, const char *path, bool force) {
    const hop_item *output = hop_result_find(result, "output");
    const hop_shape shape = {.width = output->shape[1], .height = 1, .channels = 1};
    size_t count = 0;
    hop_memory *memory = NULL;
    const hop_image_note *notes = hop_result_signature(result, &count);
    HOP_TRY(hop_memory_create(shape, HOP_F64, HOP_PATTERNS, &memory));
    hop_status status = hop_memory_append(memory, output->values, output->shape[0], NULL);
    if (status == HOP_OK) status = hop_memory_save(memory, path, notes, count, force);
    hop_memory_destroy(memory);
    return status;
}

static hop_status attend(arguments *a, cli_context *context, hop_result *result) {
    hop_attention_inputs *in = &a->inputs;
    in->threads = hop_parallel_threads(context->run.threads);
    in->progress = cli_progress_tell;
    in->progress_context = &context->run.progress;
    const cli_delivery *delivery = &context->delivery;
    const bool saved = delivery->output && cli_output_ends(delivery->output, ".safetensors");
    in->maps = delivery->figure || delivery->report || (delivery->output && !saved);
    if (saved) HOP_TRY(cli_output_file(delivery->output, delivery->force));
    HOP_TRY(read_all(a, context));
    HOP_TRY(hop_attention_analyse(in, result));
    return saved ? save(result, delivery->output, delivery->force) : HOP_OK;
}

static hop_status look_into_model(arguments *a, cli_context *context, hop_result *result) {
    HOP_TRY(read_all(a, context));
    hop_model_inputs inputs = {.path = a->model,
                               .tokens = a->inputs.tokens.matrix,
                               .heads = a->heads,
                               .threads = context->run.threads,
                               .progress = cli_progress_tell,
                               .context = &context->run.progress};
    const bool own = !inputs.tokens.values;
    const hop_status status = hop_model_analyse(&inputs, result);
    if (own) hop_matrix_clear(&inputs.tokens);
    return status;
}

static hop_status explain(const arguments *a, hop_result *result) {
    char *built_in = NULL;
    hop_memory *memory = NULL;
    hop_status status =
        a->memory ? HOP_OK : cli_built_in("hopfield attention --explain MEMORY", &built_in);
    const char *path = a->memory ? a->memory : built_in;
    hop_load_options load = hop_load_defaults;
    load.elsewhere = cli_built_in_folder();
    if (status == HOP_OK) status = hop_memory_load(&path, 1, &load, &memory);
    if (status == HOP_OK) status = hop_attention_explain(memory, path, a->inputs.scale, result);
    hop_memory_destroy(memory);
    free(built_in);
    return status;
}

static hop_status compute(void *arguments_, cli_context *context, hop_result **result) {
    arguments *a = arguments_;
    hop_operand *all[10];
    size_t count = 0;
    HOP_TRY(cli_result(context, NULL, result));
    hop_status status = a->example   ? hop_attention_example(*result)
                        : a->explain ? explain(a, *result)
                        : a->model   ? look_into_model(a, context, *result)
                                     : attend(a, context, *result);
    operands(&a->inputs, all, &count);
    for (size_t i = 0; i < count; i++) {
        hop_matrix_clear(&all[i]->matrix);
        free(all[i]->names);
    }
    return status;
}

const hop_command cli_command_attention = {
    .row = {.name = "attention",
            .title = "attention beside a Hopfield step, to the last digit",
            .sources = "Vaswani et al. 2017 (1706.03762); Ramsauer et al. 2020 (2008.02217)"},
    .usage = "--query FILE --key FILE [--value FILE]",
    .argp = &ARGP,
    .size = sizeof(arguments),
    .writes = ".safetensors",
    .compute = compute,
};
