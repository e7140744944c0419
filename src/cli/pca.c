/* hopfield pca: attention without its softmax is principal component analysis.
 * SPDX-License-Identifier: MIT */
#include "pca.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/load.h>
#include <hopfield/spectrum.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "command.h"
#include "matrix.h"
#include "outputs.h"
#include "picture.h"

enum { KEY_COMPONENTS = CLI_KEY_OWN, KEY_BETA, KEY_STEPS, KEY_FIGURE };

/* All components where there are so few, else the first ones. */
enum { COMPONENTS_ALL = 64, COMPONENTS_SOME = 16 };

/* GSL's eigen-solver takes minutes beyond this side of its matrix. */
enum { REFERENCE_MOST = 1500 };

/* Rows from which the expansion is looked at. */
enum { EXPANSION_PROBES = 64 };

/* Eigenvalues closer than this part of the first are a tie: subspaces are compared. */
static const double TIE = 1e-5;

typedef struct arguments {
    cli_run run;
    cli_format format;
    cli_output output;
    cli_reading reading;
    const char *input, *figure;
    size_t components;
    double beta; /* 0: chosen */
    hop_covariance_options options;
} arguments;

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    void *const inputs[] = {&a->run, &a->format, &a->output, &a->reading};
    switch (key) {
    case ARGP_KEY_INIT: memcpy(state->child_inputs + 1, inputs, sizeof inputs); break;
    case KEY_COMPONENTS:
        a->components = cli_parse_count(state, "--components", argument);
        if (a->components == 0) argp_error(state, "--components is 0; it must be at least 1");
        break;
    case KEY_BETA:
        if (strcmp(argument, "auto") != 0) a->beta = cli_parse_positive(state, "--beta", argument);
        break;
    case KEY_STEPS:
        a->options.steps = cli_parse_count(state, "--steps", argument);
        if (a->options.steps == 0) argp_error(state, "--steps is 0; it must be at least 1");
        break;
    case KEY_FIGURE: a->figure = argument; break;
    case ARGP_KEY_ARG:
        if (a->input) argp_error(state, "one INPUT at a time; '%s' is a second", argument);
        a->input = argument;
        break;
    case ARGP_KEY_END:
        if (!a->input)
            argp_error(state, "no INPUT given: a .csv or .npy file, a folder of PNG ...");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_option OPTIONS[] = {
    {"components", KEY_COMPONENTS, "K", 0, "how many (default: all up to 64, else 16)", 1},
    {"beta", KEY_BETA, "B|auto", 0,
     "of the softmax state vectors (default auto: 1 / lambda_1, where the mean of the data stops "
     "attracting)",
     1},
    {"steps", KEY_STEPS, "N", 0,
     "attention steps of plain iteration at most (default 300), then as many with Rayleigh-Ritz",
     1},
    {"figure", KEY_FIGURE, "FILE", 0,
     "state vectors beside principal-component scores (.svg, .png, .pdf), and NAME-expansion", 7},
    {0},
};

static const struct argp_child CHILDREN[] = {{.argp = &cli_run_argp},
                                             {.argp = &cli_format_argp},
                                             {.argp = &cli_output_argp},
                                             {.argp = &cli_reading_argp},
                                             {0}};

static const struct argp ARGP = {
    .options = OPTIONS,
    .parser = parse,
    .args_doc = "INPUT",
    .doc = "Principal components by attention: on centred rows, without softmax, one step is "
           "(X X') X / (n - 1) = X C, so steps with orthogonalisation find the eigenvectors of the "
           "covariance C; GSL's eigen-solver finds them again.  With softmax the same appears at "
           "small beta: f(xi) = mean + beta C xi + O(beta^2), and the slope of the rest is "
           "measured.  INPUT: rows of .csv, .npy, .safetensors, or pictures.  -o: the scores "
           "(.npy) or the table (.csv, .json, .txt)."
           "\v"
           "Examples:\n"
           "  hopfield pca patterns/glyphs --components 5\n"
           "  hopfield pca patterns/pictograms --components 8 --figure pca.svg --force\n"
           "  hopfield pca patterns/glyphs --format json -o scores.npy --force",
    .children = CHILDREN,
};

/* What is opened on the way. */
typedef struct opened {
    cli_provenance provenance;
    cli_matrix rows, scores, softmax, covariant, states, values, vectors, angles;
    hop_covariance_result components;
    bool *constant;
} opened;

static void close_all(opened *o) {
    cli_matrix *const all[] = {&o->rows,   &o->scores, &o->softmax, &o->covariant,
                               &o->states, &o->values, &o->vectors, &o->angles};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) cli_matrix_clear(all[i]);
    hop_covariance_result_clear(&o->components);
    free(o->constant);
    cli_provenance_clear(&o->provenance);
}

static hop_status open_rows(const arguments *a, opened *o) {
    hop_load_options load = a->reading.load;
    hop_memory *memory = NULL;
    load.dtype = HOP_F64;
    load.dtype_given = true;
    HOP_TRY(hop_memory_load(&a->input, 1, &load, &memory));
    const size_t count = hop_memory_count(memory), dim = hop_memory_dim(memory);
    hop_status status = cli_matrix_create(count, dim, &o->rows);
    if (status == HOP_OK) hop_memory_read(memory, 0, count, o->rows.values);
    hop_memory_destroy(memory);
    if (status != HOP_OK) return status;
    HOP_TRY(hop_alloc(dim, sizeof *o->constant, "columns", &o->constant));
    hop_covariance_centre(o->rows.values, count, dim, NULL, o->constant);
    return HOP_OK;
}

static size_t constant_columns(const opened *o, size_t *first) {
    size_t found = 0;
    for (size_t c = o->rows.columns; c-- > 0;)
        if (o->constant[c]) {
            found++;
            *first = c;
        }
    return found;
}

/* GSL's components, and the angles between them and ours. */
static hop_status compare(opened *o, cli_analysed *r) {
    const size_t count = r->count, dim = r->dim, wanted = o->components.components;
    const size_t rank = count - 1 < dim ? count - 1 : dim;
    r->largest_angle = NAN;
    if (rank > REFERENCE_MOST) return HOP_OK;
    HOP_TRY(cli_matrix_create(1, rank, &o->values));
    HOP_TRY(cli_matrix_create(rank, dim, &o->vectors));
    HOP_TRY(cli_matrix_create(1, wanted, &o->angles));
    HOP_TRY(hop_spectrum_covariance(r->rows, count, dim, o->values.values, o->vectors.values));
    HOP_TRY(hop_spectrum_angles(o->components.vector, wanted, o->vectors.values, o->values.values,
                                rank, dim, TIE, o->angles.values));
    r->reference = o->values.values;
    r->angle = o->angles.values;
    r->largest_angle = 0;
    for (size_t i = 0; i < wanted; i++) {
        /* Without variance any direction will do, and there are more than `rank` of them. */
        if (rank < dim && o->values.values[i] <= TIE * o->values.values[0])
            o->angles.values[i] = NAN;
        r->largest_angle = fmax(r->largest_angle, o->angles.values[i]);
    }
    return HOP_OK;
}

/* Small enough for the second order to stand alone, large enough to be measured. */
static hop_status expand(cli_analysed *r) {
    double square = 0;
    for (size_t i = 0; i < r->count; i++) {
        double norm = 0;
        for (size_t c = 0; c < r->dim; c++) norm += pow(r->rows[i * r->dim + c], 2);
        square = fmax(square, norm);
    }
    for (size_t i = 0; i < CLI_EXPANSION_POINTS; i++)
        r->expansion_beta[i] = pow(10, -5 + 0.25 * (double)i) / square;
    HOP_TRY(hop_covariance_expansion(r->rows, r->count, r->dim, EXPANSION_PROBES, r->expansion_beta,
                                     CLI_EXPANSION_POINTS, r->expansion_residual));
    r->slope = NAN;
    if (r->expansion_residual[0] > 0)
        return hop_spectrum_slope(r->expansion_beta, r->expansion_residual, CLI_EXPANSION_POINTS,
                                  &r->slope);
    return HOP_OK;
}

static hop_status project(const cli_matrix *rows, const opened *o, cli_matrix *out) {
    HOP_TRY(cli_matrix_create(rows->rows, o->components.components, out));
    hop_blas_dots(rows->rows, o->components.components, rows->columns, rows->values,
                  o->components.vector, out->values);
    return HOP_OK;
}

static hop_status make_states(opened *o, cli_analysed *r) {
    HOP_TRY(cli_matrix_create(r->count, r->dim, &o->states));
    HOP_TRY(project(&o->rows, o, &o->scores));
    HOP_TRY(hop_covariance_states(r->rows, r->count, r->dim, r->beta, o->states.values));
    HOP_TRY(project(&o->states, o, &o->softmax));
    HOP_TRY(hop_covariance_states(r->rows, r->count, r->dim, 0, o->states.values));
    HOP_TRY(project(&o->states, o, &o->covariant));
    r->scores = o->scores.values;
    r->softmax = o->softmax.values;
    r->covariant = o->covariant.values;
    return HOP_OK;
}

static hop_status analyse(arguments *a, opened *o, cli_analysed *r) {
    size_t first = 0;
    HOP_TRY(open_rows(a, o));
    const size_t count = o->rows.rows, dim = o->rows.columns;
    r->rows = o->rows.values;
    r->count = count;
    r->dim = dim;
    r->constant = constant_columns(o, &first);
    const size_t most = count > 0 && count - 1 < dim ? count - 1 : dim;
    a->options.components = a->components            ? a->components
                            : most <= COMPONENTS_ALL ? (most ? most : 1)
                                                     : COMPONENTS_SOME;
    hop_status status = hop_covariance_components(r->rows, count, dim, &a->options, &o->components);
    if (status != HOP_OK) return hop_fail(status, "%s: %s", a->input, hop_status_detail());
    if (r->constant > 0 && !a->run.progress.quiet)
        fprintf(stderr,
                "%s: %zu of %zu columns are constant (first: column %zu); no component has "
                "a part in them\n",
                a->input, r->constant, dim, first + 1);
    const double leading = o->components.eigenvalue[0] * (double)(count - 1) / (double)count;
    r->beta = a->beta > 0 ? a->beta : 1 / leading;
    HOP_TRY(compare(o, r));
    HOP_TRY(expand(r));
    HOP_TRY(make_states(o, r));
    cli_provenance_add(&o->provenance, "Input", "%s, %zu rows of %zu", a->input, count, dim);
    return HOP_OK;
}

static hop_status print_result(const arguments *a, const cli_analysed *r, const hop_table *table) {
    char *text = NULL;
    const char *format = a->format.format->row.name;
    hop_status status = strcmp(format, "json") == 0 ? cli_pca_json(r, &text)
                        : strcmp(format, "text") == 0
                            ? cli_pca_text(r, cli_width(stdout), &text)
                            : hop_table_print(table, a->format.format, &hop_format_defaults, &text);
    if (status == HOP_OK) fputs(text, stdout);
    free(text);
    return status;
}

static hop_status write_files(const arguments *a, const cli_analysed *r, const hop_table *table) {
    const char *path = a->output.path;
    const bool force = a->output.force;
    if (path && cli_output_ends(path, ".npy"))
        HOP_TRY(
            hop_npy_write(path, r->scores, r->count, r->components->components, HOP_F64, force));
    else if (path)
        HOP_TRY(hop_table_write(table, path, force));
    return a->figure ? cli_pca_figures(r, a->figure, force) : HOP_OK;
}

static int run(int argc, char **argv) {
    arguments a = {.options = hop_covariance_defaults};
    cli_parse(&ARGP, argc, argv, &a);
    opened o = {0};
    hop_table *table = NULL;
    cli_analysed r = {.path = a.input, .components = &o.components, .provenance = &o.provenance};
    hop_status status = cli_provenance_create(&o.provenance, argc, argv);
    if (status == HOP_OK) status = analyse(&a, &o, &r);
    if (status == HOP_OK) status = cli_pca_table(&r, &table);
    if (status == HOP_OK) status = write_files(&a, &r, table);
    if (status == HOP_OK) status = print_result(&a, &r, table);
    hop_table_destroy(table);
    close_all(&o);
    return status == HOP_OK ? CLI_DONE : cli_fail(status);
}

const hop_command cli_command_pca = {
    .row = {.name = "pca",
            .title = "principal components by attention without softmax",
            .sources = "Golub and Van Loan, Matrix Computations, 8.2"},
    .usage = "INPUT",
    .run = run,
};
