/* hopfield flow: attention as a potential, and tokens that move along it through layers.
 * SPDX-License-Identifier: MIT */
#include "flow_arguments.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/load.h>
#include <hopfield/memory.h>

#include "../base/fail.h"
#include "command.h"
#include "outputs.h"
#include "picture.h"

/* Of tokens from a file. */
static const double STANDARD_STEP = 0.1;

/* Radius of a cluster and softening of gravity, as parts of the tokens' first spread. */
static const double RADIUS_PART = 0.1, SOFTENING_PART = 0.5;

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

static bool chosen(cli_flow_choice given, bool standard) {
    return given == CHOICE_NONE ? standard : given == CHOICE_YES;
}

static void set_flow(const cli_flow_arguments *a, opened *o) {
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

static void describe(const cli_flow_arguments *a, const char *source, opened *o) {
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

static void warn(const cli_flow_arguments *a, const cli_flowed *r) {
    const cli_flow_weights *w = r->weights;
    for (size_t h = 0; h < w->heads && !a->run.progress.quiet; h++)
        if (w->rank[h] < w->width)
            fprintf(stderr,
                    "hopfield: warning: A of head %zu has rank %zu of %zu; with its "
                    "pseudo-inverse M grad phi is the head's output only as far as A sees it "
                    "(off by %.2g)\n",
                    h, w->rank[h], w->width, r->identity_error);
}

static hop_status flow_all(const cli_flow_arguments *a, opened *o, cli_flowed *r) {
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

static hop_status print_result(const cli_flow_arguments *a, const cli_flowed *r,
                               const hop_table *table) {
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

static hop_status write_files(const cli_flow_arguments *a, const cli_flowed *r,
                              const hop_table *table) {
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
    cli_flow_arguments a = {.heads = 1, .layers = 40};
    cli_parse(&cli_flow_argp, argc, argv, &a);
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
