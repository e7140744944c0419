/* The leading eigenvectors of a symmetric matrix.  Householder's reflections make it tridiagonal
 * and GSL finds the eigenvalues of that (the QR method); the few eigenvectors that are wanted come
 * by inverse iteration, where the QR method would turn all of them.  Golub and Van Loan, Matrix
 * Computations, 8.3.1 and 8.2.2; Peters and Wilkinson 1979. SPDX-License-Identifier: MIT */
#include "leading.h"

#include <float.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/tell.h"

/* A vector is made orthogonal to earlier ones whose eigenvalues are closer than this part of the
 * largest, as LAPACK's dstein does; equal ones are taken this many roundings apart. */
static const double CLOSE = 1e-3, APART = 4;

/* Turns of inverse iteration: two are enough from almost any start. */
enum { TURNS = 4 };

/* A tridiagonal matrix of largest eigenvalue about 1, less a shift, as U with rows exchanged. */
typedef struct tridiagonal {
    size_t size;
    double norm;                    /* what it was divided by */
    double *diagonal, *beside;      /* [size] */
    double *first, *second, *third; /* [size], of the rows of U */
    double *factor;                 /* [size], what was taken of the row above */
    bool *exchanged;                /* [size] */
} tridiagonal;

static double dot(const double *a, const double *b, size_t size) {
    double sum = 0;
    for (size_t c = 0; c < size; c++) sum += a[c] * b[c];
    return sum;
}

/* ---- inverse iteration ---- */

static void factorise(tridiagonal *t, double shift) {
    double here = t->diagonal[0] - shift, next = t->size > 1 ? t->beside[0] : 0;
    for (size_t i = 0; i + 1 < t->size; i++) {
        const double below = t->beside[i], middle = t->diagonal[i + 1] - shift;
        const double right = i + 2 < t->size ? t->beside[i + 1] : 0;
        t->exchanged[i] = fabs(below) > fabs(here);
        if (t->exchanged[i]) {
            t->factor[i] = here / below;
            t->first[i] = below, t->second[i] = middle, t->third[i] = right;
            here = next - t->factor[i] * middle;
            next = -t->factor[i] * right;
        } else {
            t->factor[i] = here != 0 ? below / here : 0;
            t->first[i] = here, t->second[i] = next, t->third[i] = 0;
            here = middle - t->factor[i] * next;
            next = right;
        }
    }
    t->first[t->size - 1] = here;
    for (size_t i = 0; i < t->size; i++)
        if (fabs(t->first[i]) < DBL_EPSILON) t->first[i] = DBL_EPSILON;
}

static void solve(const tridiagonal *t, double *x) {
    const size_t size = t->size;
    for (size_t i = 0; i + 1 < size; i++) {
        const double above = t->exchanged[i] ? x[i + 1] : x[i];
        const double below = t->exchanged[i] ? x[i] : x[i + 1];
        x[i] = above;
        x[i + 1] = below - t->factor[i] * above;
    }
    for (size_t i = size; i-- > 0;) {
        if (i + 1 < size) x[i] -= t->second[i] * x[i + 1];
        if (i + 2 < size) x[i] -= t->third[i] * x[i + 2];
        x[i] /= t->first[i];
    }
}

/* Takes rows first ... last - 1 of `vectors` out of x, twice, and makes its norm 1. */
static void normalise(const double *vectors, size_t first, size_t last, size_t size, double *x) {
    double largest = 0;
    for (size_t c = 0; c < size; c++) largest = fmax(largest, fabs(x[c]));
    for (size_t c = 0; c < size; c++) x[c] /= largest;
    for (size_t j = first; j < 2 * last - first; j++) {
        const double *earlier = vectors + (j < last ? j : j - last + first) * size;
        const double along = dot(x, earlier, size);
        for (size_t c = 0; c < size; c++) x[c] -= along * earlier[c];
    }
    const double norm = sqrt(dot(x, x, size));
    for (size_t c = 0; c < size; c++) x[c] /= norm;
}

static hop_status iterate(tridiagonal *t, const double *value, size_t count,
                          const hop_spectrum_options *o, double *vectors) {
    double shift = INFINITY;
    for (size_t i = 0, first = 0; i < count; i++) {
        double *x = vectors + i * t->size;
        HOP_TRY(hop_tell(o->progress, o->context, "eigenvectors, directly", i, count));
        shift = fmin(value[i] / t->norm, shift - APART * DBL_EPSILON);
        while (value[first] - value[i] > CLOSE * t->norm) first++;
        factorise(t, shift);
        /* No eigenvector is orthogonal to it. */
        for (size_t c = 0; c < t->size; c++)
            x[c] = sin(1 + 12.9898 * (double)(c + 1) * sqrt((double)i + 2));
        for (size_t turn = 0; turn < TURNS; turn++) {
            solve(t, x);
            normalise(vectors, first, i, t->size, x);
        }
    }
    return HOP_OK;
}

/* ---- through GSL ---- */

static int falling(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

/* The eigenvalues of a matrix that is tridiagonal already: GSL's reflections have nothing to do. */
static hop_status find_values(const tridiagonal *t, double *value) {
    const size_t size = t->size;
    double *matrix = NULL;
    HOP_TRY(hop_alloc(size, size * sizeof *matrix, "a tridiagonal matrix", &matrix));
    memset(matrix, 0, size * size * sizeof *matrix);
    for (size_t i = 0; i < size; i++) {
        matrix[i * size + i] = t->diagonal[i];
        if (i + 1 < size) matrix[i * size + i + 1] = matrix[(i + 1) * size + i] = t->beside[i];
    }
    gsl_eigen_symm_workspace work = {size, t->first, t->second};
    gsl_matrix_view all = gsl_matrix_view_array(matrix, size, size);
    gsl_vector_view values = gsl_vector_view_array(value, size);
    const int code = gsl_eigen_symm(&all.matrix, &values.vector, &work);
    free(matrix);
    if (code != GSL_SUCCESS)
        return hop_fail(HOP_E_SUPPORT, "GSL finds no eigenvalues: %s", gsl_strerror(code));
    qsort(value, size, sizeof *value, falling);
    return HOP_OK;
}

/* matrix keeps the reflections. */
static void reduce(double *matrix, double *tau, tridiagonal *t) {
    const size_t size = t->size;
    gsl_matrix_view all = gsl_matrix_view_array(matrix, size, size);
    if (size > 1) {
        gsl_vector_view factors = gsl_vector_view_array(tau, size - 1);
        gsl_linalg_symmtd_decomp(&all.matrix, &factors.vector);
    }
    for (size_t i = 0; i < size; i++) {
        t->diagonal[i] = matrix[i * size + i];
        t->beside[i] = i + 1 < size ? matrix[(i + 1) * size + i] : 0;
    }
    for (size_t i = 0; i < size; i++)
        t->norm = fmax(t->norm, fabs(t->diagonal[i]) + 2 * fabs(t->beside[i]));
}

static void reflect_back(double *matrix, const double *tau, size_t size, double *x) {
    gsl_matrix_view all = gsl_matrix_view_array(matrix, size, size);
    for (size_t i = size < 2 ? 0 : size - 2; i-- > 0;) {
        const size_t rest = size - i - 1;
        gsl_vector_view mirror = gsl_matrix_subcolumn(&all.matrix, i, i + 1, rest);
        gsl_vector_view part = gsl_vector_view_array(x + i + 1, rest);
        gsl_linalg_householder_hv(tau[i], &mirror.vector, &part.vector);
    }
}

static hop_status open(size_t size, tridiagonal *t, double **room) {
    HOP_TRY(hop_alloc(size, 7 * sizeof **room, "a tridiagonal matrix", room));
    double *const rows[] = {
        *room,           *room + size, *room + 2 * size, *room + 3 * size, *room + 4 * size,
        *room + 5 * size};
    *t = (tridiagonal){size, 0, rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], NULL};
    return hop_alloc(size, sizeof *t->exchanged, "exchanged rows", &t->exchanged);
}

hop_status hop_leading(double *matrix, size_t size, const hop_spectrum_options *o, double *value,
                       double **vector, size_t *made) {
    tridiagonal t = {0};
    double *room = NULL, *found = NULL;
    size_t count = o->wanted < size ? o->wanted : size;
    hop_status status = hop_tell(o->progress, o->context, "eigenvectors, directly", 0, count);
    if (status == HOP_OK) status = open(size, &t, &room);
    if (status == HOP_OK) {
        reduce(matrix, room + 6 * size, &t);
        status = find_values(&t, value);
    }
    if (status == HOP_OK) {
        while (count > 0 && count < size && value[count - 1] - value[count] <= o->tie * value[0])
            count++;
        status = hop_alloc(count + 1, size * sizeof *found, "eigenvectors", &found);
    }
    if (status == HOP_OK) {
        if (t.norm == 0) t.norm = 1;
        for (size_t i = 0; i < size; i++) t.diagonal[i] /= t.norm, t.beside[i] /= t.norm;
        status = iterate(&t, value, count, o, found);
    }
    for (size_t i = 0; i < count && status == HOP_OK; i++)
        reflect_back(matrix, room + 6 * size, size, found + i * size);
    free(t.exchanged);
    free(room);
    if (status != HOP_OK) {
        free(found);
        return status;
    }
    *vector = found;
    *made = count;
    return HOP_OK;
}
