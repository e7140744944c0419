/* What `hopfield pca` says: table, text, JSON.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/fail.h"
#include "pca.h"

/* Components that the text shows. */
enum { SHOWN = 16 };

static const hop_column COLUMNS[] = {
    {.name = "component", .meaning = "in order of variance", .kind = HOP_CELL_COUNT},
    {.name = "eigenvalue",
     .unit = "squared data units",
     .meaning = "variance along it, by attention steps",
     .kind = HOP_CELL_NUMBER,
     .digits = 8},
    {.name = "explained", .meaning = "part of all variance", .kind = HOP_CELL_NUMBER, .digits = 4},
    {.name = "cumulative", .meaning = "of this and before", .kind = HOP_CELL_NUMBER, .digits = 4},
    {.name = "difference",
     .unit = "squared data units",
     .meaning = "from the eigenvalue that GSL finds",
     .kind = HOP_CELL_NUMBER,
     .digits = 2},
    {.name = "angle",
     .unit = "rad",
     .meaning = "largest principal angle to what GSL finds",
     .kind = HOP_CELL_NUMBER,
     .digits = 2},
    {.name = "residual",
     .meaning = "|C v - lambda v| / lambda_1",
     .kind = HOP_CELL_NUMBER,
     .digits = 2},
};
enum { COLUMN_COUNT = sizeof COLUMNS / sizeof *COLUMNS };

/* The same for people: units stand in the sentences around it. */
static void shorten(hop_column columns[COLUMN_COUNT]) {
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        columns[i] = COLUMNS[i];
        columns[i].unit = "";
    }
}

static void add_number(hop_table *table, double number) {
    if (isnan(number))
        hop_table_add_none(table);
    else
        hop_table_add_number(table, number);
}

static hop_status make_table(const cli_analysed *r, const hop_column *columns, size_t most,
                             hop_table **table) {
    const hop_covariance_result *c = r->components;
    double cumulative = 0;
    hop_table *made = NULL;
    HOP_TRY(hop_table_create(columns, COLUMN_COUNT, &made));
    for (size_t i = 0; i < c->components && i < most; i++) {
        cumulative += c->eigenvalue[i] / c->total;
        hop_table_add_count(made, i + 1);
        hop_table_add_number(made, c->eigenvalue[i]);
        hop_table_add_number(made, c->eigenvalue[i] / c->total);
        hop_table_add_number(made, fmin(cumulative, 1));
        add_number(made, r->reference ? fabs(c->eigenvalue[i] - r->reference[i]) : NAN);
        add_number(made, r->angle ? r->angle[i] : NAN);
        hop_table_add_number(made, c->residual[i]);
    }
    *table = made;
    return HOP_OK;
}

hop_status cli_pca_table(const cli_analysed *r, hop_table **table) {
    HOP_TRY(make_table(r, COLUMNS, SIZE_MAX, table));
    cli_provenance_note(r->provenance, *table);
    hop_table_note_number(*table, "largest_angle", r->largest_angle);
    hop_table_note_number(*table, "expansion_slope", r->slope);
    hop_table_note_number(*table, "total_variance", r->components->total);
    return HOP_OK;
}

/* ---- text ---- */

static void add_iteration(const cli_analysed *r, hop_string *text) {
    const hop_covariance_result *c = r->components;
    hop_string_add(text, "\n%zu attention steps without softmax; %s\n", c->steps,
                   c->settled ? "settled" : "not settled: the residuals say how well");
    if (c->rotated)
        hop_string_add(text,
                       "the last ones with a Rayleigh-Ritz rotation, for close eigenvalues\n");
    hop_string_add(text, "power iteration: %zu steps", c->power_steps);
    if (!isnan(c->power_rate) && c->components > 1)
        hop_string_add(text, ", %.4f a step (lambda_2 / lambda_1 %.4f)", c->power_rate,
                       c->eigenvalue[1] / c->eigenvalue[0]);
    hop_string_add(text, "\n");
    if (r->reference)
        hop_string_add(text, "GSL's eigen-solver agrees: largest principal angle %.1e rad\n",
                       r->largest_angle);
    else
        hop_string_add(text, "the comparison with GSL's eigen-solver is left out: too large\n");
}

static void add_expansion(const cli_analysed *r, hop_string *text) {
    if (isnan(r->slope))
        hop_string_add(text, "with softmax and small beta, f(xi) = mean + beta C xi to rounding\n");
    else
        hop_string_add(text, "softmax: f(xi) = mean + beta C xi + O(beta^2), slope %.4f (%s)\n",
                       r->slope, r->slope > 2.5 ? "third moments vanish" : "second order is 2");
    hop_string_add(text, "state vectors: softmax at beta %.4g, and covariance weights\n", r->beta);
}

hop_status cli_pca_text(const cli_analysed *r, size_t width, char **text) {
    hop_string all = {0};
    hop_column columns[COLUMN_COUNT];
    hop_table *table = NULL;
    hop_string_add(&all, "%s: %zu rows of %zu numbers, variance %.6g\n\n", r->path, r->count,
                   r->dim, r->components->total);
    shorten(columns);
    hop_status status = make_table(r, columns, SHOWN, &table);
    if (status == HOP_OK) status = cli_document_add_table(table, width, &all);
    hop_table_destroy(table);
    if (status != HOP_OK) {
        free(all.text);
        return status;
    }
    if (r->components->components > SHOWN)
        hop_string_add(&all, "... and %zu more (--format csv has all)\n",
                       r->components->components - SHOWN);
    add_iteration(r, &all);
    add_expansion(r, &all);
    return cli_document_take(&all, text);
}

/* ---- JSON ---- */

static hop_json *explained_of(const hop_covariance_result *c) {
    hop_json *array = hop_json_array();
    for (size_t i = 0; i < c->components; i++)
        hop_json_append(array, hop_json_real(c->eigenvalue[i] / c->total));
    return array;
}

static hop_json *matrix_of(const double *values, size_t rows, size_t columns) {
    hop_json *array = hop_json_array();
    for (size_t i = 0; i < rows; i++)
        hop_json_append(array, cli_document_numbers(values + i * columns, columns));
    return array;
}

static hop_json *power_of(const hop_covariance_result *c) {
    cli_document m = cli_document_begin();
    cli_document_set(&m, "steps", hop_json_count(c->power_steps));
    cli_document_set(&m, "rate", hop_json_real(c->power_rate));
    cli_document_set(&m, "ratio",
                     hop_json_real(c->components > 1 ? c->eigenvalue[1] / c->eigenvalue[0] : NAN));
    return m.object;
}

static hop_json *expansion_of(const cli_analysed *r) {
    cli_document m = cli_document_begin();
    cli_document_set(&m, "slope", hop_json_real(r->slope));
    cli_document_set(&m, "beta", cli_document_numbers(r->expansion_beta, CLI_EXPANSION_POINTS));
    cli_document_set(&m, "residual",
                     cli_document_numbers(r->expansion_residual, CLI_EXPANSION_POINTS));
    return m.object;
}

static hop_json *states_of(const cli_analysed *r) {
    const size_t k = r->components->components;
    cli_document m = cli_document_begin();
    cli_document_set(&m, "beta", hop_json_real(r->beta));
    cli_document_set(&m, "scores", matrix_of(r->scores, r->count, k));
    cli_document_set(&m, "softmax", matrix_of(r->softmax, r->count, k));
    cli_document_set(&m, "covariance", matrix_of(r->covariant, r->count, k));
    return m.object;
}

hop_status cli_pca_json(const cli_analysed *r, char **text) {
    const hop_covariance_result *c = r->components;
    cli_document m = cli_document_of("pca", r->provenance, NULL);
    cli_document_set(&m, "path", hop_json_text(r->path));
    cli_document_set(&m, "rows", hop_json_count(r->count));
    cli_document_set(&m, "dim", hop_json_count(r->dim));
    cli_document_set(&m, "constant_columns", hop_json_count(r->constant));
    cli_document_set(&m, "components", hop_json_count(c->components));
    cli_document_set(&m, "total_variance", hop_json_real(c->total));
    cli_document_set(&m, "eigenvalues", cli_document_numbers(c->eigenvalue, c->components));
    cli_document_set(&m, "explained", explained_of(c));
    cli_document_set(&m, "vectors", matrix_of(c->vector, c->components, r->dim));
    cli_document_set(&m, "residuals", cli_document_numbers(c->residual, c->components));
    cli_document_set(&m, "steps", hop_json_count(c->steps));
    cli_document_set(&m, "rotated", hop_json_bool(c->rotated));
    cli_document_set(&m, "settled", hop_json_bool(c->settled));
    cli_document_set(&m, "power", power_of(c));
    cli_document_set(&m, "largest_angle", hop_json_real(r->largest_angle));
    cli_document_set(&m, "angles",
                     r->angle ? cli_document_numbers(r->angle, c->components) : hop_json_null());
    cli_document_set(&m, "reference_eigenvalues",
                     r->reference ? cli_document_numbers(r->reference, c->components)
                                  : hop_json_null());
    cli_document_set(&m, "expansion", expansion_of(r));
    cli_document_set(&m, "states", states_of(r));
    return cli_document_print(&m, text);
}
