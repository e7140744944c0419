/* hopfield block: the Energy Transformer's block as descent of its energy.
 * SPDX-License-Identifier: MIT */
#include <hopfield/analysis.h>

#include "../base/fail.h"
#include "command.h"
#include "matrix_read.h"

enum {
    KEY_TOKENS = CLI_KEY_OWN,
    KEY_COUNT,
    KEY_DIM,
    KEY_HEADS,
    KEY_WIDTH,
    KEY_HIDDEN,
    KEY_QUERY,
    KEY_KEY,
    KEY_MEMORY,
    KEY_LINEAR,
    KEY_BIAS,
    KEY_GAIN,
    KEY_BETA,
    KEY_STEP,
    KEY_STEPS,
    KEY_TOL,
    KEY_NO_ATTENTION,
    KEY_NO_MEMORY
};

typedef struct arguments {
    cli_seed seed;
    const char *tokens, *query, *key, *memory, *bias;
    bool linear;
    hop_block_inputs inputs;
} arguments;

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    hop_block_inputs *in = &a->inputs;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[1] = &a->seed;
        *in = hop_block_inputs_defaults;
        break;
    case KEY_QUERY: a->query = argument; break;
    case KEY_KEY: a->key = argument; break;
    case KEY_MEMORY: a->memory = argument; break;
    case KEY_BIAS: a->bias = argument; break;
    case KEY_LINEAR: a->linear = true; break;
    case KEY_COUNT: in->count = cli_parse_positive_count(state, "--count", argument); break;
    case KEY_DIM: in->dim = cli_parse_positive_count(state, "--dim", argument); break;
    case KEY_HEADS: in->heads = cli_parse_positive_count(state, "--heads", argument); break;
    case KEY_WIDTH: in->width = cli_parse_positive_count(state, "--width", argument); break;
    case KEY_HIDDEN: in->hidden = cli_parse_positive_count(state, "--hidden", argument); break;
    case KEY_STEPS: in->descent.steps = cli_parse_positive_count(state, "--steps", argument); break;
    case KEY_GAIN: in->gain = cli_parse_positive(state, "--gain", argument); break;
    case KEY_BETA: in->beta = cli_parse_positive(state, "--beta", argument); break;
    case KEY_STEP: in->descent.step = cli_parse_positive(state, "--step", argument); break;
    case KEY_TOL: in->descent.tolerance = cli_parse_positive(state, "--tol", argument); break;
    case KEY_NO_ATTENTION: in->attention_term = false; break;
    case KEY_NO_MEMORY: in->memory_term = false; break;
    case KEY_TOKENS:
    case ARGP_KEY_ARG:
        if (a->tokens) cli_refuse(state, "tokens come from one file; '%s' is a second", argument);
        a->tokens = argument;
        in->source = argument;
        break;
    case ARGP_KEY_END:
        if (!in->attention_term && !in->memory_term)
            cli_refuse(state, "--no-attention-term and --no-memory-term leave no energy");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_option OPTIONS[] = {
    {"tokens", KEY_TOKENS, "FILE", 0, "tokens [count x dim]: .npy, .csv, .safetensors:tensor", 1},
    {"count", KEY_COUNT, "N", 0, "tokens to draw where no file is given (default 24)", 1},
    {"dim", KEY_DIM, "D", 0, "numbers of a drawn token (default 32)", 1},
    {"weights-query", KEY_QUERY, "FILE", 0, "W_Q [dim x heads width], q = g W_Q (default: drawn)",
     2},
    {"weights-key", KEY_KEY, "FILE", 0, "W_K, the same shape (default: drawn)", 2},
    {"linear", KEY_LINEAR, NULL, 0,
     "W_Q and W_K are [out x in], as linear layers store them (default [in x out])", 2},
    {"weights-memory", KEY_MEMORY, "FILE", 0, "Xi [memories x dim] (default: drawn)", 2},
    {"heads", KEY_HEADS, "H", 0, "heads of attention (default 4)", 2},
    {"width", KEY_WIDTH, "W", 0, "of a key and a query (default dim / heads)", 2},
    {"hidden", KEY_HIDDEN, "M", 0, "memories to draw (default 4 dim)", 2},
    {"gain", KEY_GAIN, "G", 0, "of the layer normalisation (default 1)", 3},
    {"bias", KEY_BIAS, "FILE", 0, "of the layer normalisation, [dim] (default 0)", 3},
    {"beta", KEY_BETA, "B", 0, "inverse temperature of attention (default 1 / sqrt(width))", 4},
    {"step", KEY_STEP, "A", 0,
     "first step a; doubled each time, halved until the energy does not rise (default 0.1)", 4},
    {"steps", KEY_STEPS, "N", 0, "at most (default 200)", 4},
    {"tol", KEY_TOL, "T", 0, "settled when E falls by at most T (1 + |E|) (default 1e-9)", 4},
    {"no-attention-term", KEY_NO_ATTENTION, NULL, 0, "the Hopfield term alone", 5},
    {"no-memory-term", KEY_NO_MEMORY, NULL, 0, "the attention term alone", 5},
    {0},
};

static const struct argp_child CHILDREN[] = {{.argp = &cli_seed_argp}, {0}};

static const struct argp ARGP = {
    .options = OPTIONS,
    .parser = parse,
    .args_doc = "[TOKENS]",
    .doc = "One Transformer block as descent of one energy: attention between the tokens and a "
           "Hopfield network of memories, x <- x - a dE/dg with g = LayerNorm(x).  The gradient is "
           "checked by finite differences, and a is chosen so that the energy never rises.  -o: "
           "the tokens after the descent (.npy), or the result (.csv, .json, .txt)."
           "\v"
           "Examples:\n"
           "  hopfield block --seed 1\n"
           "  hopfield block --seed 1 --no-memory-term --figure block.svg --force\n"
           "  hopfield block patterns/glyphs --heads 4 --seed 1 --steps 20 --format json",
    .children = CHILDREN,
};

static hop_status read_all(arguments *a, cli_run *run) {
    hop_block_inputs *in = &a->inputs;
    if (a->tokens) HOP_TRY(cli_matrix_read(a->tokens, run, &in->tokens));
    const size_t dim = a->tokens ? in->tokens.columns : in->dim;
    const size_t rows = in->heads * (in->width ? in->width : dim / in->heads);
    if (a->query && in->attention_term)
        HOP_TRY(cli_matrix_read_weights(a->query, run, "--weights-query", 1, dim, rows, a->linear,
                                        &in->query));
    if (a->key && in->attention_term)
        HOP_TRY(cli_matrix_read_weights(a->key, run, "--weights-key", 1, dim, rows, a->linear,
                                        &in->key));
    if (a->memory && in->memory_term)
        HOP_TRY(
            cli_matrix_read_as(a->memory, run, "--weights-memory", in->hidden, dim, &in->memory));
    return a->bias ? cli_matrix_read_as(a->bias, run, "--bias", 1, dim, &in->bias) : HOP_OK;
}

static hop_status compute(void *arguments_, cli_context *context, hop_result **result) {
    arguments *a = arguments_;
    hop_block_inputs *in = &a->inputs;
    in->seed = a->seed.seed;
    in->progress = cli_progress_tell;
    in->context = &context->run.progress;
    hop_status status = read_all(a, &context->run);
    if (status == HOP_OK) status = cli_result(context, &a->seed, result);
    if (status == HOP_OK) status = hop_block_analyse(in, *result);
    hop_matrix *const all[] = {&in->tokens, &in->query, &in->key, &in->memory, &in->bias};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) hop_matrix_clear(all[i]);
    return status;
}

const hop_command cli_command_block = {
    .row = {.name = "block",
            .title = "a Transformer block as descent of one energy",
            .sources = "Hoover et al. 2023 (2302.07253)"},
    .usage = "[TOKENS]",
    .argp = &ARGP,
    .size = sizeof(arguments),
    .compute = compute,
};
