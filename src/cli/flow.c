/* hopfield flow: attention as a potential, and tokens that move along it through layers.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include <hopfield/analysis.h>

#include "../base/fail.h"
#include "command.h"
#include "matrix_read.h"

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
    KEY_PSEUDO
};

typedef struct arguments {
    cli_seed seed;
    const char *tokens, *query, *key, *value;
    bool linear;
    hop_flow_inputs inputs;
} arguments;

static const hop_flow_example *parse_example(struct argp_state *state, const char *name) {
    char names[128] = "";
    size_t count = 0;
    const hop_flow_example *all = hop_flow_examples(&count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(name, all[i].name) == 0) return &all[i];
        const size_t used = strlen(names);
        snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "", all[i].name);
    }
    cli_refuse(state, "--example is '%s'; it must be one of %s", name, names);
    return NULL;
}

static hop_flow_weights_kind parse_weights(struct argp_state *state, const char *text) {
    static const char *const WORDS[] = {"identity", "random", "gradient"};
    for (size_t i = 0; i < 3; i++)
        if (strcmp(text, WORDS[i]) == 0) return (hop_flow_weights_kind)i;
    cli_refuse(state, "--weights is '%s'; it must be identity, random or gradient", text);
    return HOP_WEIGHTS_IDENTITY;
}

static error_t parse_numbers(int key, char *text, struct argp_state *state, hop_flow_inputs *in) {
    switch (key) {
    case KEY_COUNT: in->count = cli_parse_positive_count(state, "--count", text); break;
    case KEY_DIM: in->dim = cli_parse_positive_count(state, "--dim", text); break;
    case KEY_HEADS: in->heads = cli_parse_positive_count(state, "--heads", text); break;
    case KEY_LAYERS: in->layers = cli_parse_positive_count(state, "--layers", text); break;
    case KEY_BETA: in->beta = cli_parse_positive(state, "--beta", text); break;
    case KEY_STEP: in->step = cli_parse_positive(state, "--step", text); break;
    case KEY_RADIUS: in->radius = cli_parse_positive(state, "--radius", text); break;
    case KEY_SOFTENING: in->softening = cli_parse_positive(state, "--softening", text); break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static error_t parse_switches(int key, char *text, struct argp_state *state, hop_flow_inputs *in) {
    switch (key) {
    case KEY_FROZEN: in->frozen = true; break;
    case KEY_RESIDUAL: in->residual = HOP_CHOICE_YES; break;
    case KEY_NO_RESIDUAL: in->residual = HOP_CHOICE_NO; break;
    case KEY_SPHERE: in->sphere = HOP_CHOICE_YES; break;
    case KEY_NO_SPHERE: in->sphere = HOP_CHOICE_NO; break;
    case KEY_EXCLUDE: in->exclude_self = true; break;
    case KEY_GRAVITY: in->gravity = true; break;
    case KEY_PSEUDO: in->pseudo_inverse = true; break;
    default: return parse_numbers(key, text, state, in);
    }
    return 0;
}

static void check(struct argp_state *state, arguments *a) {
    if (a->tokens && a->inputs.example)
        cli_refuse(state, "a file of tokens and --example exclude each other");
    if (a->tokens && (a->inputs.count || a->inputs.dim))
        cli_refuse(state, "--count and --dim are for --example; the file has its own");
    size_t count = 0;
    if (!a->tokens && !a->inputs.example) a->inputs.example = hop_flow_examples(&count);
}

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[1] = &a->seed;
        a->inputs = hop_flow_inputs_defaults;
        break;
    case KEY_EXAMPLE: a->inputs.example = parse_example(state, argument); break;
    case KEY_WEIGHTS: a->inputs.weights = parse_weights(state, argument); break;
    case KEY_QUERY: a->query = argument; break;
    case KEY_KEY: a->key = argument; break;
    case KEY_VALUE: a->value = argument; break;
    case KEY_LINEAR: a->linear = true; break;
    case KEY_TOKENS:
    case ARGP_KEY_ARG:
        if (a->tokens) cli_refuse(state, "tokens come from one file; '%s' is a second", argument);
        a->tokens = argument;
        a->inputs.source = argument;
        break;
    case ARGP_KEY_END: check(state, a); break;
    default: return parse_switches(key, argument, state, &a->inputs);
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
    {"no-sphere", KEY_NO_SPHERE, NULL, 0, "tokens keep the norm that they have (default for files)",
     3},
    {"radius", KEY_RADIUS, "R", 0,
     "tokens this near are one cluster (default a tenth of the first spread)", 4},
    {"gravity", KEY_GRAVITY, NULL, 0, "let the same tokens fall under softened gravity, too", 5},
    {"softening", KEY_SOFTENING, "E", 0, "of gravity (default half the first spread)", 5},
    {0},
};

static const struct argp_child CHILDREN[] = {{.argp = &cli_seed_argp}, {0}};

static const struct argp ARGP = {
    .options = OPTIONS,
    .parser = parse,
    .args_doc = "[TOKENS]",
    .doc = "Attention as motion along a potential: phi(x) = ln sum exp(beta x'A x_j) / beta with "
           "A = W_Q' W_K, and a head's output is M grad phi with M = V A^-1, which is checked.  "
           "Then the tokens go through a stack of layers.  -o: the tokens behind the last layer "
           "(.npy), or the result (.csv, .json, .txt).  "
           "--figure: paths over the landscape, and NAME-potential; with --gravity two more."
           "\v"
           "Examples:\n"
           "  hopfield flow --example clusters --seed 1 --figure flow.svg --force\n"
           "  hopfield flow --example sphere --seed 1 --layers 60 --format json\n"
           "  hopfield flow --example ring --seed 2 --gravity --figure ring.svg --force\n"
           "  hopfield flow patterns/glyphs --heads 4 --weights random --seed 1 --sphere",
    .children = CHILDREN,
};

static hop_status read_weights(const arguments *a, cli_run *run, const char *path, const char *name,
                               size_t dim, size_t out, hop_matrix *matrix) {
    const size_t heads = a->inputs.heads;
    if (!path) return HOP_OK;
    if (dim % heads != 0)
        return hop_fail(HOP_E_SHAPE, "%zu heads do not divide tokens of %zu numbers", heads, dim);
    return cli_matrix_read_weights(path, run, name, heads, dim / heads, out, a->linear, matrix);
}

static hop_status read_all(arguments *a, cli_run *run) {
    hop_flow_inputs *in = &a->inputs;
    if (a->tokens) HOP_TRY(cli_matrix_read(a->tokens, run, &in->tokens));
    const size_t dim = a->tokens ? in->tokens.columns : in->dim ? in->dim : in->example->dim;
    HOP_TRY(read_weights(a, run, a->query, "--weights-query", dim, 0, &in->query));
    HOP_TRY(read_weights(a, run, a->key, "--weights-key", dim, 0, &in->key));
    return read_weights(a, run, a->value, "--weights-value", dim, dim / in->heads, &in->value);
}

static hop_status compute(void *arguments_, cli_context *context, hop_result **result) {
    arguments *a = arguments_;
    hop_flow_inputs *in = &a->inputs;
    in->seed = a->seed.seed;
    in->progress = cli_progress_tell;
    in->context = &context->run.progress;
    hop_status status = read_all(a, &context->run);
    if (status == HOP_OK) status = cli_result(context, &a->seed, result);
    if (status == HOP_OK) status = hop_flow_analyse(in, *result);
    hop_matrix *const all[] = {&in->tokens, &in->query, &in->key, &in->value};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) hop_matrix_clear(all[i]);
    return status;
}

const hop_command cli_command_flow = {
    .row = {.name = "flow",
            .title = "tokens moving along the potential of attention",
            .sources = "Geshkovski et al. 2023 (2312.10794)"},
    .usage = "[TOKENS]",
    .argp = &ARGP,
    .size = sizeof(arguments),
    .moves = true,
    .compute = compute,
};
