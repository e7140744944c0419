/* hopfield flow: attention as a potential, and tokens that move along it through layers.
 * SPDX-License-Identifier: MIT */
#include "flow.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/memory.h>

#include "../base/fail.h"
#include "command.h"
#include "outputs.h"
#include "picture.h"

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

/* Of tokens from a file. */
static const double STANDARD_STEP = 0.1;

/* Radius of a cluster and softening of gravity, as parts of the tokens' first spread. */
static const double RADIUS_PART = 0.1, SOFTENING_PART = 0.5;

typedef enum choice { CHOICE_NONE, CHOICE_NO, CHOICE_YES } choice;

typedef struct arguments {
    cli_run run;
    cli_seed seed;
    cli_format format;
    cli_output output;
    const char *tokens, *figure;
    cli_flow_files files;
    const cli_flow_example *example;
    cli_flow_source source;
    size_t count, dim, heads, layers;
    double beta, step, radius, softening; /* 0: chosen */
    choice residual, sphere;
    bool frozen, exclude_self, gravity, pseudo;
} arguments;

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

static error_t parse_numbers(int key, char *argument, struct argp_state *state, arguments *a) {
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

static error_t parse_switches(int key, char *argument, struct argp_state *state, arguments *a) {
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
    arguments *a = state->input;
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

static const struct argp ARGP = {
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

/* What is opened on the way. */
typedef struct opened {
    cli_provenance provenance;
    cli_matrix tokens;
    cli_flow_weights weights;
    hop_flow flow, gravity;
    hop_flow_result result, gravity_result;
} opened;

static void close_all(opened *o) {
    hop_flow_result_clear(&o->gravity_result);
    hop_flow_result_clear(&o->result);
    cli_flow_clear_weights(&o->weights);
    cli_matrix_clear(&o->tokens);
    cli_provenance_clear(&o->provenance);
}

/* Root mean square distance of the tokens from their mean; 1 where they all are one point. */
static double spread(const cli_matrix *tokens) {
    double square = 0;
    for (size_t c = 0; c < tokens->columns; c++) {
        double mean = 0;
        for (size_t i = 0; i < tokens->rows; i++)
            mean += tokens->values[i * tokens->columns + c] / (double)tokens->rows;
        for (size_t i = 0; i < tokens->rows; i++)
            square += pow(tokens->values[i * tokens->columns + c] - mean, 2) / (double)tokens->rows;
    }
    return square > 0 ? sqrt(square) : 1;
}

static bool chosen(choice given, bool standard) {
    return given == CHOICE_NONE ? standard : given == CHOICE_YES;
}

static void set_flow(const arguments *a, opened *o) {
    const cli_flow_example *e = a->example;
    const cli_flow_weights *w = &o->weights;
    const double size = spread(&o->tokens);
    const double beta = e ? e->beta : 1 / sqrt((double)w->width);
    o->flow = (hop_flow){
        .law = HOP_FLOW_ATTENTION,
        .potential = {.dim = w->dim,
                      .heads = w->heads,
                      .form = w->form.values,
                      .beta = a->beta > 0 ? a->beta : beta,
                      .exclude_self = a->exclude_self},
        .value = w->value.values,
        .gravity = 1 / (double)o->tokens.rows,
        .softening = a->softening > 0 ? a->softening : SOFTENING_PART * size,
        .layers = a->layers,
        .step = a->step > 0 ? a->step
                : e         ? e->step
                            : STANDARD_STEP,
        .frozen = a->frozen,
        .residual = chosen(a->residual, e ? e->residual : true),
        .sphere = chosen(a->sphere, e ? e->sphere : false),
        .radius = a->radius > 0 ? a->radius : RADIUS_PART * size,
    };
    o->gravity = o->flow;
    o->gravity.law = HOP_FLOW_GRAVITY;
    /* All masses in one place pull like a spring of strength 1 / e^3; longer steps would overshoot
     * and not fall. */
    o->gravity.step = fmin(o->flow.step, pow(o->flow.softening, 3) / 2);
}

static void describe(const arguments *a, const char *source, opened *o) {
    const hop_flow *f = &o->flow;
    cli_provenance *p = &o->provenance;
    cli_provenance_add(p, "Seed", "%llu", (unsigned long long)a->seed.seed);
    cli_provenance_add(p, "Tokens", "%s, %zu of %zu", source, o->tokens.rows, o->tokens.columns);
    cli_provenance_add(p, "Attention", "%zu heads, beta %.17g%s", f->potential.heads,
                       f->potential.beta, f->potential.exclude_self ? ", not of oneself" : "");
    cli_provenance_add(p, "Layers", "%zu of step %g, %s keys, %s residual%s", f->layers, f->step,
                       f->frozen ? "frozen" : "moving", f->residual ? "with" : "without",
                       f->sphere ? ", on the sphere" : "");
}

static void warn(const arguments *a, const cli_flowed *r) {
    const cli_flow_weights *w = r->weights;
    for (size_t h = 0; h < w->heads && !a->run.progress.quiet; h++)
        if (w->rank[h] < w->width)
            fprintf(stderr,
                    "hopfield: warning: A of head %zu has rank %zu of %zu; with its "
                    "pseudo-inverse M grad phi is the head's output only as far as A sees it "
                    "(off by %.2g)\n",
                    h, w->rank[h], w->width, r->identity_error);
}

static hop_status flow_all(const arguments *a, opened *o, cli_flowed *r) {
    HOP_TRY(a->example ? cli_flow_draw(a->example, a->count, a->dim, a->seed.seed, &o->tokens)
                       : cli_matrix_read(a->tokens, &o->tokens));
    HOP_TRY(cli_flow_open_weights(&a->files, a->source, o->tokens.columns, a->heads, a->pseudo,
                                  a->seed.seed, &o->weights));
    set_flow(a, o);
    HOP_TRY(cli_flow_identity(&o->weights, o->flow.potential.beta, a->exclude_self, &o->tokens,
                              &r->identity_error, &r->identity_scale));
    for (size_t h = 0; h < o->weights.heads; h++)
        r->pseudo = r->pseudo || o->weights.rank[h] < o->weights.width;
    warn(a, r);
    HOP_TRY(hop_flow_run(&o->flow, o->tokens.values, o->tokens.rows, &o->result));
    if (a->gravity) {
        HOP_TRY(hop_flow_run(&o->gravity, o->tokens.values, o->tokens.rows, &o->gravity_result));
        r->gravity = &o->gravity;
        r->gravity_result = &o->gravity_result;
    }
    describe(a, r->source, o);
    return HOP_OK;
}

static hop_status print_result(const arguments *a, const cli_flowed *r, const hop_table *table) {
    char *text = NULL;
    const char *format = a->format.format->row.name;
    hop_status status = strcmp(format, "json") == 0 ? cli_flow_json(r, &text)
                        : strcmp(format, "text") == 0
                            ? cli_flow_text(r, cli_width(stdout), &text)
                            : hop_table_print(table, a->format.format, &hop_format_defaults, &text);
    if (status == HOP_OK) fputs(text, stdout);
    free(text);
    return status;
}

static hop_status write_files(const arguments *a, const cli_flowed *r, const hop_table *table) {
    const char *path = a->output.path;
    const hop_flow_result *result = r->result;
    if (path && cli_output_ends(path, ".npy"))
        HOP_TRY(hop_npy_write(path, result->path + result->layers * result->count * result->dim,
                              result->count, result->dim, HOP_F64, a->output.force));
    else if (path)
        HOP_TRY(hop_table_write(table, path, a->output.force));
    return a->figure ? cli_flow_figures(r, a->figure, a->output.force) : HOP_OK;
}

static int run(int argc, char **argv) {
    arguments a = {.heads = 1, .layers = 40};
    cli_parse(&ARGP, argc, argv, &a);
    opened o = {0};
    hop_table *table = NULL;
    cli_flowed r = {.source = a.example ? a.example->title : a.tokens,
                    .flow = &o.flow,
                    .weights = &o.weights,
                    .result = &o.result,
                    .provenance = &o.provenance,
                    .seed = &a.seed};
    hop_status status = cli_provenance_create(&o.provenance, argc, argv);
    if (status == HOP_OK) status = flow_all(&a, &o, &r);
    if (status == HOP_OK) status = cli_flow_table(&r, &table);
    if (status == HOP_OK) status = write_files(&a, &r, table);
    if (status == HOP_OK) status = print_result(&a, &r, table);
    hop_table_destroy(table);
    close_all(&o);
    return status == HOP_OK ? CLI_DONE : cli_fail(status);
}

const hop_command cli_command_flow = {
    .row = {.name = "flow",
            .title = "tokens moving along the potential of attention",
            .sources = "Geshkovski et al. 2023 (2312.10794)"},
    .usage = "[TOKENS]",
    .run = run,
};
