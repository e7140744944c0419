/* hopfield block: the Energy Transformer's block as descent of its energy.
 * SPDX-License-Identifier: MIT */
#include "block.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/load.h>
#include <hopfield/memory.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "command.h"
#include "matrix.h"
#include "outputs.h"
#include "picture.h"

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
    KEY_NO_MEMORY,
    KEY_FIGURE
};

/* Streams of the seed, one for each thing that is drawn. */
enum { STREAM_TOKENS = 1, STREAM_QUERY, STREAM_KEY, STREAM_MEMORY };

/* Tokens, and coordinates of theirs, at which the gradient is compared with finite differences. */
enum { PROBED_TOKENS = 64, PROBES = 256 };

typedef struct arguments {
    cli_run run;
    cli_seed seed;
    cli_format format;
    cli_output output;
    const char *tokens, *query, *key, *memory, *bias, *figure;
    size_t count, dim, heads, width, hidden;
    double gain, beta; /* beta: 0 for 1 / sqrt(width) */
    bool no_attention, no_memory, linear;
    hop_block_options options;
} arguments;

static size_t parse_size(struct argp_state *state, const char *name, const char *text) {
    size_t value = cli_parse_count(state, name, text);
    if (value == 0) argp_error(state, "%s is 0; it must be at least 1", name);
    return value;
}

static error_t parse_numbers(int key, char *argument, struct argp_state *state, arguments *a) {
    switch (key) {
    case KEY_COUNT: a->count = parse_size(state, "--count", argument); break;
    case KEY_DIM: a->dim = parse_size(state, "--dim", argument); break;
    case KEY_HEADS: a->heads = parse_size(state, "--heads", argument); break;
    case KEY_WIDTH: a->width = parse_size(state, "--width", argument); break;
    case KEY_HIDDEN: a->hidden = parse_size(state, "--hidden", argument); break;
    case KEY_GAIN: a->gain = cli_parse_positive(state, "--gain", argument); break;
    case KEY_BETA: a->beta = cli_parse_positive(state, "--beta", argument); break;
    case KEY_STEP: a->options.step = cli_parse_positive(state, "--step", argument); break;
    case KEY_STEPS: a->options.steps = parse_size(state, "--steps", argument); break;
    case KEY_TOL: a->options.tolerance = cli_parse_positive(state, "--tol", argument); break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    void *const inputs[] = {&a->run, &a->seed, &a->format, &a->output};
    switch (key) {
    case ARGP_KEY_INIT: memcpy(state->child_inputs + 1, inputs, sizeof inputs); break;
    case KEY_TOKENS: a->tokens = argument; break;
    case KEY_QUERY: a->query = argument; break;
    case KEY_KEY: a->key = argument; break;
    case KEY_MEMORY: a->memory = argument; break;
    case KEY_BIAS: a->bias = argument; break;
    case KEY_FIGURE: a->figure = argument; break;
    case KEY_NO_ATTENTION: a->no_attention = true; break;
    case KEY_LINEAR: a->linear = true; break;
    case KEY_NO_MEMORY: a->no_memory = true; break;
    case ARGP_KEY_ARG:
        if (a->tokens) argp_error(state, "tokens come from one file; '%s' is a second", argument);
        a->tokens = argument;
        break;
    case ARGP_KEY_END:
        if (a->no_attention && a->no_memory)
            argp_error(state, "--no-attention-term and --no-memory-term leave no energy");
        break;
    default: return parse_numbers(key, argument, state, a);
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
    {"figure", KEY_FIGURE, "FILE", 0, "energy over the steps: .svg, .png or .pdf", 7},
    {0},
};

static const struct argp_child CHILDREN[] = {{.argp = &cli_run_argp},
                                             {.argp = &cli_seed_argp},
                                             {.argp = &cli_format_argp},
                                             {.argp = &cli_output_argp},
                                             {0}};

static const struct argp ARGP = {
    .options = OPTIONS,
    .parser = parse,
    .args_doc = "[TOKENS]",
    .doc = "One Transformer block as descent of one energy: attention between the tokens and a "
           "Hopfield network of memories, x <- x - a dE/dg with g = LayerNorm(x).  The gradient is "
           "checked by finite differences, and a is chosen so that the energy never rises.  -o: "
           "the tokens after the descent (.npy), or the table (.csv, .json, .txt)."
           "\v"
           "Examples:\n"
           "  hopfield block --seed 1\n"
           "  hopfield block --seed 1 --no-memory-term --figure block.svg --force\n"
           "  hopfield block patterns/glyphs --heads 4 --seed 1 --steps 20 --format json",
    .children = CHILDREN,
};

/* What is opened on the way. */
typedef struct opened {
    cli_provenance provenance;
    cli_matrix tokens, query, key, memory, bias, normal;
    hop_block_result result;
} opened;

static void close_all(opened *o) {
    hop_block_result_clear(&o->result);
    cli_matrix *const all[] = {&o->tokens, &o->query, &o->key, &o->memory, &o->bias, &o->normal};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) cli_matrix_clear(all[i]);
    cli_provenance_clear(&o->provenance);
}

/* Read from a file, or drawn with variance 1 / dim so that products of tokens are of order 1. */
static hop_status open_weights(const arguments *a, const char *path, const char *what, size_t rows,
                               size_t dim, uint64_t stream, cli_matrix *matrix) {
    if (path) return cli_matrix_read_weights(path, what, 1, dim, rows, a->linear, matrix);
    return cli_matrix_draw(rows, dim, 1 / sqrt((double)dim), a->seed.seed, stream, matrix);
}

static hop_status open_block(const arguments *a, opened *o, hop_block *block) {
    HOP_TRY(a->tokens
                ? cli_matrix_read(a->tokens, &o->tokens)
                : cli_matrix_draw(a->count, a->dim, 1, a->seed.seed, STREAM_TOKENS, &o->tokens));
    const size_t dim = o->tokens.columns, width = a->width ? a->width : dim / a->heads;
    size_t rows = 0;
    if (width == 0 || (!a->width && dim % a->heads != 0))
        return hop_fail(HOP_E_SHAPE,
                        "%zu heads do not divide tokens of %zu numbers; give --heads another "
                        "number, or say --width",
                        a->heads, dim);
    if (!hop_size_multiply(a->heads, width, &rows) || (!a->hidden && dim > SIZE_MAX / 4))
        return hop_fail(HOP_E_LIMIT, "%zu heads of width %zu are too many", a->heads, width);
    const size_t hidden = a->hidden ? a->hidden : 4 * dim;
    if (!a->no_attention) {
        HOP_TRY(open_weights(a, a->query, "--weights-query", rows, dim, STREAM_QUERY, &o->query));
        HOP_TRY(open_weights(a, a->key, "--weights-key", rows, dim, STREAM_KEY, &o->key));
    }
    if (!a->no_memory)
        HOP_TRY(a->memory
                    ? cli_matrix_read_as(a->memory, "--weights-memory", a->hidden, dim, &o->memory)
                    : cli_matrix_draw(hidden, dim, 1 / sqrt((double)dim), a->seed.seed,
                                      STREAM_MEMORY, &o->memory));
    if (a->bias) HOP_TRY(cli_matrix_read_as(a->bias, "--bias", 1, dim, &o->bias));
    *block = (hop_block){.dim = dim,
                         .heads = a->heads,
                         .width = width,
                         .memories = o->memory.rows,
                         .key_weight = o->key.values,
                         .query_weight = o->query.values,
                         .memory = o->memory.values,
                         .beta = a->beta > 0 ? a->beta : 1 / sqrt((double)width),
                         .gain = a->gain,
                         .bias = o->bias.values,
                         .attention_term = !a->no_attention,
                         .memory_term = !a->no_memory};
    return HOP_OK;
}

static hop_status print_result(const arguments *a, const cli_descended *descended,
                               const hop_table *table) {
    char *text = NULL;
    const char *format = a->format.format->row.name;
    hop_status status = strcmp(format, "json") == 0 ? cli_block_json(descended, &text)
                        : strcmp(format, "text") == 0
                            ? cli_block_text(descended, cli_width(stdout), &text)
                            : hop_table_print(table, a->format.format, &hop_format_defaults, &text);
    if (status == HOP_OK) fputs(text, stdout);
    free(text);
    return status;
}

static hop_status write_files(const arguments *a, const opened *o, const cli_descended *descended,
                              const hop_table *table) {
    const char *path = a->output.path;
    if (path && cli_output_ends(path, ".npy"))
        HOP_TRY(hop_npy_write(path, o->tokens.values, o->tokens.rows, o->tokens.columns, HOP_F64,
                              a->output.force));
    else if (path)
        HOP_TRY(hop_table_write(table, path, a->output.force));
    return a->figure ? cli_block_figure(descended, a->figure, a->output.force) : HOP_OK;
}

static hop_status descend(const arguments *a, opened *o, hop_block *block,
                          cli_descended *descended) {
    HOP_TRY(open_block(a, o, block));
    const size_t count = o->tokens.rows, dim = o->tokens.columns;
    HOP_TRY(cli_matrix_create(count, dim, &o->normal));
    hop_block_normalise(block, o->tokens.values, count, o->normal.values);
    descended->tokens = count;
    const size_t probed = count < PROBED_TOKENS ? count : PROBED_TOKENS;
    descended->probes = probed * dim < PROBES ? probed * dim : PROBES;
    HOP_TRY(hop_block_check(block, o->normal.values, probed, PROBES, &descended->gradient_error));
    HOP_TRY(hop_block_descend(block, &a->options, o->tokens.values, count, &o->result));
    cli_provenance *p = &o->provenance;
    cli_provenance_add(p, "Seed", "%llu", (unsigned long long)a->seed.seed);
    cli_provenance_add(p, "Tokens", "%s, %zu of %zu", descended->source, count, dim);
    cli_provenance_add(p, "Energy", "%zu heads of width %zu, beta %.17g; %zu memories",
                       block->attention_term ? block->heads : 0, block->width, block->beta,
                       block->memories);
    return HOP_OK;
}

static int run(int argc, char **argv) {
    arguments a = {.count = 24,
                   .dim = 32,
                   .heads = 4,
                   .gain = 1,
                   .options = {.steps = 200, .step = 0.1, .tolerance = 1e-9}};
    cli_parse(&ARGP, argc, argv, &a);
    opened o = {0};
    hop_block block = {0};
    hop_table *table = NULL;
    cli_descended descended = {.block = &block,
                               .options = &a.options,
                               .result = &o.result,
                               .provenance = &o.provenance,
                               .seed = &a.seed,
                               .source = a.tokens ? a.tokens : "drawn"};
    hop_status status = cli_provenance_create(&o.provenance, argc, argv);
    if (status == HOP_OK) status = descend(&a, &o, &block, &descended);
    if (status == HOP_OK) status = cli_block_table(&descended, &table);
    if (status == HOP_OK) status = write_files(&a, &o, &descended, table);
    if (status == HOP_OK) status = print_result(&a, &descended, table);
    hop_table_destroy(table);
    close_all(&o);
    return status == HOP_OK ? CLI_DONE : cli_fail(status);
}

const hop_command cli_command_block = {
    .row = {.name = "block",
            .title = "a Transformer block as descent of one energy",
            .sources = "Hoover et al. 2023 (2302.07253)"},
    .usage = "[TOKENS]",
    .run = run,
};
