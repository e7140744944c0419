/* Attention without softmax is principal component analysis: the components by attention steps,
 * beside GSL's, and what a softmax step adds at small beta.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/analysis.h>
#include <hopfield/spectrum.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "pca.h"

/* All components where there are so few, else the first ones; so many in text. */
enum { COMPONENTS_ALL = 64, COMPONENTS_SOME = 16, SHOWN = 16 };

/* GSL's eigenvalues take some seconds, in one piece, at this side of their matrix. */
enum { REFERENCE_MOST = 1500 };

/* Rows at which the expansion is measured, and rows whose state vectors are shown. */
enum { EXPANSION_PROBES = 64, STATES_SOME = 2048 };

/* Eigenvalues closer than this part of the first are a tie: subspaces are compared. */
static const double TIE = 1e-5;

/* ---- the numbers ---- */

/* GSL's components, and the angles between them and ours. */
static hop_status compare(const hop_pca_inputs *in, hop_pca_found *f) {
    const hop_matrix *rows = &in->rows;
    const size_t dim = rows->columns, wanted = f->components.components;
    const size_t rank = rows->rows - 1 < dim ? rows->rows - 1 : dim;
    const hop_spectrum_options options = {wanted, TIE, in->iteration.progress,
                                          in->iteration.context};
    double *vectors = NULL;
    size_t made = 0;
    f->largest_angle = NAN;
    if (rank > REFERENCE_MOST) return HOP_OK;
    HOP_TRY(hop_matrix_create(1, rank, &f->reference));
    HOP_TRY(hop_matrix_create(1, wanted, &f->angle));
    double *value = f->reference.values, *angle = f->angle.values;
    hop_status status =
        hop_spectrum_covariance(rows->values, rows->rows, dim, &options, value, &vectors, &made);
    if (status == HOP_OK)
        status = hop_spectrum_angles(f->components.vector, wanted, vectors, value, made, dim, TIE,
                                     angle);
    free(vectors);
    f->largest_angle = 0;
    for (size_t i = 0; i < wanted; i++) {
        /* Without variance any direction will do, and there are more than `rank` of them. */
        if (rank < dim && value[i] <= TIE * value[0]) angle[i] = NAN;
        f->largest_angle = fmax(f->largest_angle, angle[i]);
    }
    return status;
}

/* Betas small enough for the second order to stand alone, large enough for it to be measured. */
static hop_status expand(const hop_pca_inputs *in, hop_pca_found *f) {
    const hop_matrix *rows = &in->rows;
    double square = 0;
    for (size_t i = 0; i < rows->rows; i++) {
        double norm = 0;
        for (size_t c = 0; c < rows->columns; c++)
            norm += rows->values[i * rows->columns + c] * rows->values[i * rows->columns + c];
        square = fmax(square, norm);
    }
    for (size_t i = 0; i < HOP_EXPANSION_POINTS; i++)
        f->expansion_beta[i] = pow(10, -5 + 0.25 * (double)i) / square;
    HOP_TRY(hop_covariance_expansion(rows->values, rows->rows, rows->columns, EXPANSION_PROBES,
                                     f->expansion_beta, HOP_EXPANSION_POINTS, f->expansion_residual,
                                     in->iteration.progress, in->iteration.context));
    f->slope = NAN;
    if (f->expansion_residual[0] > 0)
        return hop_spectrum_slope(f->expansion_beta, f->expansion_residual, HOP_EXPANSION_POINTS,
                                  &f->slope);
    return HOP_OK;
}

/* Vectors [count x dim] on the components. */
static hop_status project(const hop_pca_found *f, const hop_matrix *vectors, hop_matrix *out) {
    HOP_TRY(hop_matrix_create(vectors->rows, f->components.components, out));
    hop_blas_dots(vectors->rows, f->components.components, vectors->columns, vectors->values,
                  f->components.vector, out->values);
    return HOP_OK;
}

/* State vectors on the components: those of the scores, for both are sums over the same weights. */
static hop_status make_states(const hop_pca_inputs *in, hop_pca_found *f) {
    const hop_matrix *rows = &in->rows;
    const size_t most = in->states ? in->states : STATES_SOME;
    HOP_TRY(project(f, rows, &f->scores));
    hop_covariance_asked asked = {.rows = rows->values,
                                  .count = rows->rows,
                                  .dim = rows->columns,
                                  .asking = rows->rows < most ? rows->rows : most,
                                  .values = f->scores.values,
                                  .width = f->scores.columns,
                                  .beta = f->beta};
    hop_matrix *const sets[] = {&f->softmax, &f->covariance};
    hop_status status = HOP_OK;
    for (size_t k = 0; k < 2 && status == HOP_OK; k++) {
        if (k == 1) asked.beta = 0; /* covariance weights */
        status = hop_matrix_create(asked.asking, asked.width, sets[k]);
        if (status == HOP_OK)
            status = hop_covariance_states(&asked, sets[k]->values, in->iteration.progress,
                                           in->iteration.context);
    }
    return status;
}

static hop_status find(hop_pca_inputs *in, hop_pca_found *f) {
    hop_matrix *rows = &in->rows;
    const size_t count = rows->rows, dim = rows->columns;
    HOP_TRY(hop_alloc(dim, sizeof *f->constant, "columns", &f->constant));
    hop_covariance_centre(rows->values, count, dim, NULL, f->constant);
    const size_t most = count > 0 && count - 1 < dim ? count - 1 : dim;
    in->iteration.components = in->components           ? in->components
                               : most <= COMPONENTS_ALL ? (most ? most : 1)
                                                        : COMPONENTS_SOME;
    hop_status status =
        hop_covariance_components(rows->values, count, dim, &in->iteration, &f->components);
    if (status != HOP_OK) return hop_fail(status, "%s: %s", in->source, hop_status_detail());
    const double leading = f->components.eigenvalue[0] * (double)(count - 1) / (double)count;
    f->beta = in->beta > 0 ? in->beta : 1 / leading;
    HOP_TRY(compare(in, f));
    HOP_TRY(expand(in, f));
    return make_states(in, f);
}

static void clear(hop_pca_found *f) {
    hop_matrix *const all[] = {&f->reference, &f->angle, &f->scores, &f->softmax, &f->covariance};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) hop_matrix_clear(all[i]);
    hop_covariance_result_clear(&f->components);
    free(f->constant);
}

/* ---- the result ---- */

static const hop_column COLUMNS[] = {
    {.name = "component", .meaning = "in order of variance", .kind = HOP_CELL_COUNT},
    {.name = "eigenvalue",
     .label = "eigenvalue",
     .unit = "squared data units",
     .meaning = "variance along it, by attention steps",
     .kind = HOP_CELL_NUMBER,
     .digits = 8},
    {.name = "explained", .meaning = "part of all variance", .kind = HOP_CELL_NUMBER, .digits = 4},
    {.name = "cumulative", .meaning = "of this and before", .kind = HOP_CELL_NUMBER, .digits = 4},
    {.name = "difference",
     .label = "difference",
     .unit = "squared data units",
     .meaning = "from the eigenvalue that GSL finds",
     .kind = HOP_CELL_NUMBER,
     .digits = 2},
    {.name = "angle",
     .label = "angle",
     .unit = "rad",
     .meaning = "largest principal angle to what GSL finds",
     .kind = HOP_CELL_NUMBER,
     .digits = 2},
    {.name = "residual",
     .meaning = "|C v - lambda v| / lambda_1",
     .kind = HOP_CELL_NUMBER,
     .digits = 2},
};

/* The table, and the same columns as arrays. */
static hop_status add_components(const hop_pca_found *f, const hop_matrix *rows, hop_result *r) {
    const hop_covariance_result *c = &f->components;
    const size_t k = c->components;
    double cumulative = 0, *explained = NULL;
    HOP_TRY(hop_alloc(k, sizeof *explained, "parts of the variance", &explained));
    hop_table *table = hop_result_table(r, "spectrum", COLUMNS, sizeof COLUMNS / sizeof *COLUMNS,
                                        "Principal components by attention steps");
    hop_result_for(r, HOP_FOR_PEOPLE | HOP_FOR_CSV);
    hop_result_rows_shown(r, SHOWN);
    for (size_t i = 0; i < k; i++) {
        explained[i] = c->eigenvalue[i] / c->total;
        cumulative += explained[i];
        hop_table_add_count(table, i + 1);
        hop_table_add_number(table, c->eigenvalue[i]);
        hop_table_add_number(table, explained[i]);
        hop_table_add_number(table, fmin(cumulative, 1));
        hop_table_add_number(
            table, f->reference.values ? fabs(c->eigenvalue[i] - f->reference.values[i]) : NAN);
        hop_table_add_number(table, f->angle.values ? f->angle.values[i] : NAN);
        hop_table_add_number(table, c->residual[i]);
    }
    const size_t wide[] = {k, rows->columns};
    hop_result_array(r, "eigenvalues", c->eigenvalue, 1, &k, "squared data units", "falling");
    hop_result_array(r, "explained", explained, 1, &k, "", "parts of the variance");
    hop_result_array(r, "vectors", c->vector, 2, wide, "", "orthonormal rows");
    hop_result_array(r, "residuals", c->residual, 1, &k, "", "|C v - lambda v| / lambda_1");
    hop_result_array(r, "angles", f->angle.values, 1, &k, "rad", "to GSL's eigenvectors");
    hop_result_array(r, "reference_eigenvalues", f->reference.values, 1, &k, "squared data units",
                     "GSL's");
    free(explained);
    return HOP_OK;
}

static void add_facts(const hop_pca_inputs *in, const hop_pca_found *f, size_t constant,
                      hop_result *r) {
    const hop_covariance_result *c = &f->components;
    hop_result_text(r, "path", in->source, "the data");
    hop_result_count(r, "rows", in->rows.rows, "", "rows of data");
    hop_result_count(r, "dim", in->rows.columns, "", "numbers of a row");
    hop_result_count(r, "constant_columns", constant, "", "columns of one value only");
    hop_result_count(r, "components", c->components, "", "components found");
    hop_result_number(r, "total_variance", c->total, "squared data units", "trace of C");
    hop_result_count(r, "steps", c->steps, "", "attention steps without softmax");
    hop_result_bool(r, "rotated", c->rotated, "Rayleigh-Ritz was needed");
    hop_result_bool(r, "settled", c->settled, "all residuals within the tolerance");
    hop_result_count(r, "power.steps", c->power_steps, "", "of one vector");
    hop_result_number(r, "power.rate", c->power_rate, "", "measured factor a step");
    hop_result_number(r, "power.ratio",
                      c->components > 1 ? c->eigenvalue[1] / c->eigenvalue[0] : NAN, "",
                      "lambda_2 / lambda_1, which theory says it is");
    hop_result_number(r, "largest_angle", f->largest_angle, "rad", "principal, to GSL's");
    hop_result_number(r, "expansion.slope", f->slope, "",
                      "of ln |f(xi) - mean - beta C xi| over ln beta; 2 in theory");
    const size_t points = HOP_EXPANSION_POINTS;
    hop_result_array(r, "expansion.beta", f->expansion_beta, 1, &points, "1 / squared data units",
                     "inverse temperatures");
    hop_result_array(r, "expansion.residual", f->expansion_residual, 1, &points, "data units",
                     "what is left");
    const size_t shape[] = {in->rows.rows, c->components};
    const size_t shown[] = {f->softmax.rows, c->components};
    hop_result_count(r, "states.rows", f->softmax.rows, "",
                     "rows that state vectors are of: i rows / states.rows, rounded down");
    hop_result_number(r, "states.beta", f->beta, "1 / squared data units", "of the softmax");
    hop_result_array(r, "states.scores", f->scores.values, 2, shape, "data units",
                     "principal-component scores");
    hop_result_for(r, HOP_FOR_JSON | HOP_FOR_ARRAY);
    hop_result_array(r, "states.softmax", f->softmax.values, 2, shown, "data units",
                     "state vectors of softmax on the components");
    hop_result_array(r, "states.covariance", f->covariance.values, 2, shown, "data units",
                     "the same with covariance weights");
}

static void add_sentences(const hop_pca_found *f, hop_result *r) {
    const hop_covariance_result *c = &f->components;
    hop_result_remark(r, HOP_NOTE, "%zu attention step%s without softmax; %s", c->steps,
                      hop_text_s(c->steps),
                      c->settled ? "settled" : "not settled: the residuals say how well");
    if (c->rotated)
        hop_result_remark(r, HOP_NOTE,
                          "the last ones with a Rayleigh-Ritz rotation, for close eigenvalues");
    if (!isnan(c->power_rate) && c->components > 1)
        hop_result_remark(r, HOP_NOTE,
                          "power iteration: %zu step%s, %.4f a step (lambda_2 / lambda_1 %.4f)",
                          c->power_steps, hop_text_s(c->power_steps), c->power_rate,
                          c->eigenvalue[1] / c->eigenvalue[0]);
    else
        hop_result_remark(r, HOP_NOTE, "power iteration: %zu step%s", c->power_steps,
                          hop_text_s(c->power_steps));
    if (f->reference.values)
        hop_result_remark(r, HOP_NOTE,
                          "GSL's eigen-solver agrees: largest principal angle %.1e rad",
                          f->largest_angle);
    else
        hop_result_remark(r, HOP_NOTE,
                          "the comparison with GSL's eigen-solver is left out: too large");
    if (isnan(f->slope))
        hop_result_remark(r, HOP_NOTE,
                          "with softmax and small beta, f(xi) = mean + beta C xi to rounding");
    else
        hop_result_remark(r, HOP_NOTE,
                          "softmax: f(xi) = mean + beta C xi + O(beta^2), slope %.4f (%s)",
                          f->slope, f->slope > 2.5 ? "third moments vanish" : "second order is 2");
    if (f->softmax.rows < f->scores.rows)
        hop_result_remark(r, HOP_NOTE,
                          "state vectors of %zu rows of %zu, spread evenly: softmax at beta %.4g, "
                          "and covariance weights",
                          f->softmax.rows, f->scores.rows, f->beta);
    else
        hop_result_remark(r, HOP_NOTE,
                          "state vectors: softmax at beta %.4g, and covariance weights", f->beta);
}

static void warn(const hop_pca_inputs *in, const hop_pca_found *f, size_t *constant,
                 hop_result *r) {
    size_t first = 0;
    *constant = 0;
    for (size_t c = in->rows.columns; c-- > 0;)
        if (f->constant[c]) {
            (*constant)++;
            first = c;
        }
    if (*constant > 0)
        hop_result_remark(r, HOP_WARNING,
                          "%s: %zu of %zu columns are constant (first: column %zu); no component "
                          "has a part in them",
                          in->source, *constant, in->rows.columns, first + 1);
}

hop_status hop_pca_analyse(hop_pca_inputs *in, hop_result *r) {
    hop_pca_found f = {0};
    size_t constant = 0;
    char lead[256];
    hop_status status = find(in, &f);
    if (status == HOP_OK) {
        snprintf(lead, sizeof lead, "%.150s: %zu rows of %zu number%s, variance %.6g", in->source,
                 in->rows.rows, in->rows.columns, hop_text_s(in->rows.columns), f.components.total);
        hop_result_title(r, "Principal components by attention without softmax", lead);
        warn(in, &f, &constant, r);
        add_facts(in, &f, constant, r);
        status = add_components(&f, &in->rows, r);
    }
    if (status == HOP_OK) {
        add_sentences(&f, r);
        status = hop_pca_draw(&f, r);
    }
    clear(&f);
    return status;
}
