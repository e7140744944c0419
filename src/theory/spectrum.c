/* Eigenvalues and their kin, through GSL.
 * SPDX-License-Identifier: MIT */
#include <hopfield/spectrum.h>

#include <float.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_fit.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/gram.h"
#include "leading.h"

static hop_status check_finite(const double *numbers, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!isfinite(numbers[i]))
            return hop_fail(HOP_E_VALUE, "number %zu of a matrix is %g; it must be finite", i,
                            numbers[i]);
    return HOP_OK;
}

static double dot(const double *a, const double *b, size_t dim) {
    double sum = 0;
    for (size_t c = 0; c < dim; c++) sum += a[c] * b[c];
    return sum;
}

/* GSL's handler of errors is the host's, and ends the program unless the host says otherwise: what
 * GSL would refuse is refused here, and its room for eigenvalues is not left to its allocator. */
static hop_status check(const double *matrix, size_t size) {
    if (size == 0) return hop_fail(HOP_E_EMPTY, "a matrix of no rows has no eigenvalues");
    return check_finite(matrix, size * size);
}

hop_status hop_spectrum_symmetric(const double *matrix, size_t size, double *value,
                                  double *vector) {
    double *copy = NULL, *found = NULL, *room = NULL;
    HOP_TRY(check(matrix, size));
    hop_status status = hop_alloc(size, size * sizeof *copy, "a matrix", &copy);
    if (status == HOP_OK) status = hop_alloc(size, size * sizeof *found, "eigenvectors", &found);
    if (status == HOP_OK) status = hop_alloc(size, 4 * sizeof *room, "eigenvalues", &room);
    if (status == HOP_OK) {
        gsl_eigen_symmv_workspace work = {size, room, room + size, room + 2 * size,
                                          room + 3 * size};
        for (size_t i = 0; i < size * size; i++)
            copy[i] = (matrix[i] + matrix[i % size * size + i / size]) / 2;
        gsl_matrix_view m = gsl_matrix_view_array(copy, size, size);
        gsl_matrix_view v = gsl_matrix_view_array(found, size, size);
        gsl_vector_view values = gsl_vector_view_array(value, size);
        int code = gsl_eigen_symmv(&m.matrix, &values.vector, &v.matrix, &work);
        if (code == GSL_SUCCESS)
            code = gsl_eigen_symmv_sort(&values.vector, &v.matrix, GSL_EIGEN_SORT_VAL_DESC);
        if (code != GSL_SUCCESS)
            status = hop_fail(HOP_E_SUPPORT, "GSL finds no eigenvalues: %s", gsl_strerror(code));
    }
    for (size_t i = 0; i < size * size && status == HOP_OK && vector; i++)
        vector[i] = found[i % size * size + i / size];
    free(room);
    free(found);
    free(copy);
    return status;
}

/* ---- covariance ---- */

/* u of XX' gives X'u of X'X.  Vectors are made orthonormal from the first on: small ones carry
 * rounding of the large ones. */
static hop_status turn_left(const double *rows, size_t count, size_t dim, const double *left,
                            size_t made, double **vector) {
    double *all = NULL;
    HOP_TRY(hop_alloc(made + 1, dim * sizeof *all, "eigenvectors", &all));
    memset(all, 0, made * dim * sizeof *all);
    hop_blas_mix(made, dim, count, left, rows, all);
    for (size_t i = 0; i < made; i++) {
        double *row = all + i * dim;
        for (size_t j = 0; j < 2 * i; j++) {
            const double *earlier = all + j % i * dim, along = dot(row, earlier, dim);
            for (size_t c = 0; c < dim; c++) row[c] -= along * earlier[c];
        }
        const double norm = sqrt(dot(row, row, dim));
        for (size_t c = 0; c < dim && norm > 0; c++) row[c] /= norm;
    }
    *vector = all;
    return HOP_OK;
}

hop_status hop_spectrum_covariance(const double *rows, size_t count, size_t dim,
                                   const hop_spectrum_options *options, double *value,
                                   double **vector, size_t *made) {
    const bool columns = count > dim;
    const size_t side = columns ? dim : count;
    double *product = NULL, *all = NULL, *found = NULL;
    size_t some = 0;
    if (count < 2) return hop_fail(HOP_E_EMPTY, "%zu row: a covariance needs two at least", count);
    HOP_TRY(check_finite(rows, count * dim));
    hop_status status = hop_alloc(side, side * sizeof *product, "a matrix of products", &product);
    if (status == HOP_OK) status = hop_alloc(side, sizeof *all, "eigenvalues", &all);
    if (status == HOP_OK)
        status = hop_gram(&(hop_gram_form){.count = side,
                                           .dim = columns ? count : dim,
                                           .columns = columns,
                                           .scale = 1 / (double)(count - 1),
                                           .what = "products of all pairs, directly",
                                           .progress = options->progress,
                                           .context = options->context},
                          rows, product);
    hop_spectrum_options own = *options;
    /* Rows are centred: the last eigenvalue of XX' is 0 and no one's. */
    const size_t rank = columns ? dim : count - 1;
    if (own.wanted > rank) own.wanted = rank;
    if (status == HOP_OK) status = hop_leading(product, side, &own, all, &found, &some);
    if (some > rank) some = rank;
    if (status == HOP_OK && columns) {
        *vector = found;
        found = NULL;
    } else if (status == HOP_OK) {
        status = turn_left(rows, count, dim, found, some, vector);
    }
    if (status == HOP_OK) {
        memcpy(value, all, rank * sizeof *value);
        *made = some;
    }
    free(found);
    free(all);
    free(product);
    return status;
}

/* ---- inverse ---- */

/* inverse = V diag(1/s) U' over the directions that are kept. */
static void assemble(const double *u, const double *v, const double *s, size_t size, size_t kept,
                     double *inverse) {
    for (size_t i = 0; i < size; i++)
        for (size_t j = 0; j < size; j++) {
            double sum = 0;
            for (size_t k = 0; k < kept; k++) sum += v[i * size + k] * u[j * size + k] / s[k];
            inverse[i * size + j] = sum;
        }
}

hop_status hop_spectrum_inverse(const double *matrix, size_t size, double *inverse,
                                double *condition, size_t *rank) {
    double *u = NULL, *v = NULL, *s = NULL, *room = NULL;
    HOP_TRY(check(matrix, size));
    hop_status status = hop_alloc(size, size * sizeof *u, "singular vectors", &u);
    if (status == HOP_OK) status = hop_alloc(size, size * sizeof *v, "singular vectors", &v);
    if (status == HOP_OK) status = hop_alloc(size, sizeof *s, "singular values", &s);
    if (status == HOP_OK) status = hop_alloc(size, sizeof *room, "singular values", &room);
    if (status == HOP_OK) {
        memcpy(u, matrix, size * size * sizeof *u);
        gsl_matrix_view left = gsl_matrix_view_array(u, size, size);
        gsl_matrix_view right = gsl_matrix_view_array(v, size, size);
        gsl_vector_view values = gsl_vector_view_array(s, size);
        gsl_vector_view work = gsl_vector_view_array(room, size);
        /* Not its Jacobi variant, which gives up silently on matrices of a few hundred rows. */
        int code = gsl_linalg_SV_decomp(&left.matrix, &right.matrix, &values.vector, &work.vector);
        if (code != GSL_SUCCESS)
            status =
                hop_fail(HOP_E_SUPPORT, "GSL finds no singular values: %s", gsl_strerror(code));
    }
    if (status == HOP_OK) {
        size_t kept = 0;
        while (kept < size && s[kept] > (double)size * DBL_EPSILON * s[0]) kept++;
        if (condition) *condition = s[size - 1] > 0 ? s[0] / s[size - 1] : INFINITY;
        if (rank) *rank = kept;
        if (inverse) assemble(u, v, s, size, kept, inverse);
    }
    free(room);
    free(s);
    free(v);
    free(u);
    return status;
}

/* ---- comparisons ---- */

/* The sine of the largest principal angle between a few vectors and the span of others: the norm of
 * what the projection leaves.  (The cosine could not tell angles below 1e-8 from none.) */
static hop_status subspace_sine(const double *vectors, size_t count, const double *span,
                                size_t span_count, size_t dim, double *sine) {
    double *left = NULL, *products = NULL, *value = NULL;
    hop_status status = hop_alloc(count, dim * sizeof *left, "vectors", &left);
    if (status == HOP_OK)
        status = hop_alloc(count, count * sizeof *products, "products", &products);
    if (status == HOP_OK) status = hop_alloc(count, sizeof *value, "eigenvalues", &value);
    if (status == HOP_OK) {
        memcpy(left, vectors, count * dim * sizeof *left);
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < span_count; j++) {
                const double along = dot(vectors + i * dim, span + j * dim, dim);
                for (size_t c = 0; c < dim; c++) left[i * dim + c] -= along * span[j * dim + c];
            }
        hop_blas_dots(count, count, dim, left, left, products);
        status = hop_spectrum_symmetric(products, count, value, NULL);
    }
    if (status == HOP_OK) *sine = fmin(sqrt(fmax(value[0], 0)), 1);
    free(value);
    free(products);
    free(left);
    return status;
}

hop_status hop_spectrum_angles(const double *vectors, size_t count, const double *reference,
                               const double *eigenvalues, size_t reference_count, size_t dim,
                               double tie, double *angle) {
    for (size_t from = 0, to = 0; from < count; from = to) {
        double sine = 0;
        for (to = from + 1; to < reference_count; to++)
            if (eigenvalues[to - 1] - eigenvalues[to] > tie * eigenvalues[0]) break;
        const size_t some = (to < count ? to : count) - from;
        HOP_TRY(subspace_sine(vectors + from * dim, some, reference + from * dim, to - from, dim,
                              &sine));
        for (size_t i = 0; i < some; i++) angle[from + i] = asin(sine);
    }
    return HOP_OK;
}

hop_status hop_spectrum_slope(const double *x, const double *y, size_t count, double *slope) {
    double *logs = NULL, c0 = 0, c1 = 0, c00 = 0, c01 = 0, c11 = 0, rest = 0;
    if (count < 2) return hop_fail(HOP_E_EMPTY, "%zu points have no slope", count);
    for (size_t i = 0; i < count; i++)
        if (!(x[i] > 0 && y[i] > 0) || isinf(x[i]) || isinf(y[i]))
            return hop_fail(HOP_E_VALUE, "point %zu (%g, %g) has no logarithm", i, x[i], y[i]);
    HOP_TRY(hop_alloc(count, 2 * sizeof *logs, "logarithms", &logs));
    for (size_t i = 0; i < count; i++) {
        logs[i] = log(x[i]);
        logs[count + i] = log(y[i]);
    }
    gsl_fit_linear(logs, 1, logs + count, 1, count, &c0, &c1, &c00, &c01, &c11, &rest);
    free(logs);
    *slope = c1;
    return HOP_OK;
}
