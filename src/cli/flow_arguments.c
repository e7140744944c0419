/* The command line of `hopfield flow`.
 * SPDX-License-Identifier: MIT */
#include "flow_arguments.h"

#include <stdlib.h>
#include <string.h>

enum {
    KEY_TOKENS = CLI_KEY_OWN,
    KEY_EXAMPLE,
    KEY_COUNT,
    KEY_DIM,
    KEY_WEIGHTS,
    KEY_QUERY,
    KEY_KEY,
    KEY_VALUE,
    KEY_LINEAR,
    KEY_HEADS,
    KEY_BETA,
    KEY_LAYERS,
    KEY_STEP,
    KEY_FROZEN,
    KEY_RESIDUAL,
    KEY_NO_RESIDUAL,
    KEY_EXCLUDE,
    KEY_SPHERE,
    KEY_NO_SPHERE,
    KEY_RADIUS,
    KEY_GRAVITY,
    KEY_SOFTENING,
    KEY_PSEUDO,
    KEY_FIGURE
};

static size_t parse_size(struct argp_state *state, const char *name, const char *text) {
    const size_t value = cli_parse_count(state, name, text);
    if (value == 0) argp_error(state, "%s is 0; it must be at least 1", name);
    return value;
}

static const cli_flow_example *parse_example(struct argp_state *state, const char *text) {
    hop_string names = {0};
    const cli_flow_example *example = cli_flow_find_example(text, &names);
    if (!example) argp_error(state, "--example is '%s'; it must be %s", text, names.text);
    free(names.text);
    return example;
}

static cli_flow_source parse_source(struct argp_state *state, const char *text) {
    static const char *const WORDS[] = {"identity", "random", "gradient"};
    for (size_t i = 0; i < 3; i++)
        if (strcmp(text, WORDS[i]) == 0) return (cli_flow_source)i;
    argp_error(state, "--weights is '%s'; it must be identity, random or gradient", text);
    return CLI_WEIGHTS_IDENTITY;
}

static error_t parse_numbers(int key, char *argument, struct argp_state *state,
                             cli_flow_arguments *a) {
    switch (key) {
    case KEY_COUNT: a->count = parse_size(state, "--count", argument); break;
    case KEY_DIM: a->dim = parse_size(state, "--dim", argument); break;
    case KEY_HEADS: a->heads = parse_size(state, "--heads", argument); break;
    case KEY_LAYERS: a->layers = parse_size(state, "--layers", argument); break;
    case KEY_BETA: a->beta = cli_parse_positive(state, "--beta", argument); break;
    case KEY_STEP: a->step = cli_parse_positive(state, "--step", argument); break;
    case KEY_RADIUS: a->radius = cli_parse_positive(state, "--radius", argument); break;
    case KEY_SOFTENING: a->softening = cli_parse_positive(state, "--softening", argument); break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static error_t parse_switches(int key, char *argument, struct argp_state *state,
                              cli_flow_arguments *a) {
    switch (key) {
    case KEY_FROZEN: a->frozen = true; break;
    case KEY_RESIDUAL: a->residual = CHOICE_YES; break;
    case KEY_NO_RESIDUAL: a->residual = CHOICE_NO; break;
    case KEY_SPHERE: a->sphere = CHOICE_YES; break;
    case KEY_NO_SPHERE: a->sphere = CHOICE_NO; break;
    case KEY_EXCLUDE: a->exclude_self = true; break;
    case KEY_LINEAR: a->files.linear = true; break;
    case KEY_GRAVITY: a->gravity = true; break;
    case KEY_PSEUDO: a->pseudo = true; break;
    default: return parse_numbers(key, argument, state, a);
    }
    return 0;
}

static error_t parse(int key, char *argument, struct argp_state *state) {
    cli_flow_arguments *a = state->input;
    void *const inputs[] = {&a->run, &a->seed, &a->format, &a->output};
    switch (key) {
    case ARGP_KEY_INIT: memcpy(state->child_inputs + 1, inputs, sizeof inputs); break;
    case KEY_EXAMPLE: a->example = parse_example(state, argument); break;
    case KEY_WEIGHTS: a->source = parse_source(state, argument); break;
    case KEY_QUERY: a->files.query = argument; break;
    case KEY_KEY: a->files.key = argument; break;
    case KEY_VALUE: a->files.value = argument; break;
    case KEY_FIGURE: a->figure = argument; break;
    case KEY_TOKENS:
    case ARGP_KEY_ARG:
        if (a->tokens) argp_error(state, "tokens come from one file; '%s' is a second", argument);
        a->tokens = argument;
        break;
    case ARGP_KEY_END:
        if (a->tokens && a->example)
            argp_error(state, "a file of tokens and --example exclude each other");
        if (a->tokens && (a->count || a->dim))
            argp_error(state, "--count and --dim are for --example; the file has its own");
        if (!a->tokens && !a->example) a->example = cli_flow_find_example("clusters", NULL);
        break;
    default: return parse_switches(key, argument, state, a);
    }
    return 0;
}

static const struct argp_option OPTIONS[] = {
    {"tokens", KEY_TOKENS, "FILE", 0, "tokens [count x dim]: .npy, .csv, .safetensors:tensor", 1},
    {"example", KEY_EXAMPLE, "clusters|ring|sphere", 0, "built-in tokens (default clusters)", 1},
    {"count", KEY_COUNT, "N", 0, "tokens of an example", 1},
    {"dim", KEY_DIM, "D", 0, "their numbers", 1},
    {"weights", KEY_WEIGHTS, "identity|random|gradient", 0,
     "where no file is given: 1, drawn, or W_Q = W_K drawn with V = A (default identity)", 2},
    {"weights-query", KEY_QUERY, "FILE", 0, "W_Q [dim x k], q = x W_Q in each head's segment", 2},
    {"weights-key", KEY_KEY, "FILE", 0, "W_K, the same shape", 2},
    {"weights-value", KEY_VALUE, "FILE", 0, "W_V [dim x dim / heads]", 2},
    {"linear", KEY_LINEAR, NULL, 0,
     "weights are [out x in], as linear layers store them (default [in x out])", 2},
    {"heads", KEY_HEADS, "H", 0, "each with its own segment of a token (default 1)", 2},
    {"beta", KEY_BETA, "B", 0, "inverse temperature (default the example's, or 1 / sqrt(width))",
     2},
    {"pseudo-inverse", KEY_PSEUDO, NULL, 0, "where A is singular, warn and go on", 2},
    {"layers", KEY_LAYERS, "L", 0, "default 40", 3},
    {"step", KEY_STEP, "A", 0, "how far a layer moves a token (default the example's, or 0.1)", 3},
    {"frozen", KEY_FROZEN, NULL, 0, "keys and values stay where they began", 3},
    {"residual", KEY_RESIDUAL, NULL, 0, "x <- x + a V sum p x (default for files)", 3},
    {"no-residual", KEY_NO_RESIDUAL, NULL, 0,
     "x <- x + a (V sum p x - x); --step 1 is the bare layer", 3},
    {"exclude-self", KEY_EXCLUDE, NULL, 0, "a token does not see itself", 3},
    {"sphere", KEY_SPHERE, NULL, 0, "tokens are brought to norm 1 after every layer", 3},
    {"no-sphere", KEY_NO_SPHERE, NULL, 0, "they are not (default for files)", 3},
    {"radius", KEY_RADIUS, "R", 0,
     "tokens this near are one cluster (default a tenth of the first spread)", 4},
    {"gravity", KEY_GRAVITY, NULL, 0, "let the same tokens fall under softened gravity, too", 5},
    {"softening", KEY_SOFTENING, "E", 0, "of gravity (default half the first spread)", 5},
    {"figure", KEY_FIGURE, "FILE", 0,
     "paths over the landscape (.svg, .png, .pdf), and NAME-potential; with --gravity two more", 7},
    {0},
};

static const struct argp_child CHILDREN[] = {{.argp = &cli_run_argp},
                                             {.argp = &cli_seed_argp},
                                             {.argp = &cli_format_argp},
                                             {.argp = &cli_output_argp},
                                             {0}};

const struct argp cli_flow_argp = {
    .options = OPTIONS,
    .parser = parse,
    .args_doc = "[TOKENS]",
    .doc = "Attention as motion along a potential: phi(x) = ln sum exp(beta x'A x_j) / beta with "
           "A = W_Q' W_K, and a head's output is M grad phi with M = V A^-1, which is checked.  "
           "Then the tokens go through a stack of layers.  -o: the tokens behind the last layer "
           "(.npy), or the table (.csv, .json, .txt)."
           "\v"
           "Examples:\n"
           "  hopfield flow --example clusters --seed 1 --figure flow.svg --force\n"
           "  hopfield flow --example sphere --seed 1 --layers 60 --format json\n"
           "  hopfield flow --example ring --seed 2 --gravity --figure ring.svg --force\n"
           "  hopfield flow patterns/glyphs --heads 4 --weights random --seed 1 --sphere",
    .children = CHILDREN,
};
