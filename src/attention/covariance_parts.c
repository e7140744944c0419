/* Orthogonalisation, and the eigenvectors of small symmetric matrices.
 * Golub and Van Loan, Matrix Computations, 5.2.8 (Gram-Schmidt) and 8.5 (Jacobi).
 * SPDX-License-Identifier: MIT */
#include "covariance_parts.h"

#include <float.h>
#include <math.h>
#include <string.h>

static double dot(const double *a, const double *b, size_t dim) {
    double sum = 0;
    for (size_t c = 0; c < dim; c++) sum += a[c] * b[c];
    return sum;
}

/* Takes the earlier rows out of `row`; returns the norm that is left. */
static double project(const double *rows, size_t earlier, size_t dim, double *row) {
    for (size_t pass = 0; pass < 2; pass++)
        for (size_t j = 0; j < earlier; j++) {
            const double along = dot(rows + j * dim, row, dim);
            for (size_t c = 0; c < dim; c++) row[c] -= along * rows[j * dim + c];
        }
    return sqrt(dot(row, row, dim));
}

static void scale(double *row, size_t dim, double norm) {
    for (size_t c = 0; c < dim; c++) row[c] /= norm;
}

/* A direction orthogonal to the earlier rows: of the axes, the first that lies half outside. */
static void replace(const double *rows, size_t earlier, size_t dim, double *row) {
    double norm = 0;
    for (size_t axis = 0; axis < dim; axis++) {
        memset(row, 0, dim * sizeof *row);
        row[axis] = 1;
        norm = project(rows, earlier, dim, row);
        /* Of dim axes one at least has this much outside a subspace of lower dimension. */
        if (norm * norm * (double)dim >= 0.5) break;
    }
    scale(row, dim, norm);
}

void hop_covariance_orthonormalise(double *rows, size_t count, size_t dim) {
    double largest = 0;
    for (size_t i = 0; i < count; i++)
        largest = fmax(largest, sqrt(dot(rows + i * dim, rows + i * dim, dim)));
    for (size_t i = 0; i < count; i++) {
        double *row = rows + i * dim;
        const double norm = project(rows, i, dim, row);
        if (norm > 4 * DBL_EPSILON * largest)
            scale(row, dim, norm);
        else
            replace(rows, i, dim, row);
    }
}

/* ---- Jacobi ---- */

/* Rotates rows p and q of a matrix. */
static void rotate_rows(double *matrix, size_t size, size_t p, size_t q, double cosine,
                        double sine) {
    for (size_t k = 0; k < size; k++) {
        const double a = matrix[p * size + k], b = matrix[q * size + k];
        matrix[p * size + k] = cosine * a - sine * b;
        matrix[q * size + k] = sine * a + cosine * b;
    }
}

static void rotate_columns(double *matrix, size_t size, size_t p, size_t q, double cosine,
                           double sine) {
    for (size_t k = 0; k < size; k++) {
        const double a = matrix[k * size + p], b = matrix[k * size + q];
        matrix[k * size + p] = cosine * a - sine * b;
        matrix[k * size + q] = sine * a + cosine * b;
    }
}

/* Makes entry (p, q) zero; false where it is negligible already. */
static bool rotate(double *matrix, size_t size, size_t p, size_t q, double *vector) {
    const double off = matrix[p * size + q], a = matrix[p * size + p], b = matrix[q * size + q];
    if (fabs(off) <= DBL_EPSILON / 8 * sqrt(fabs(a * b)) || fabs(off) < DBL_MIN) return false;
    const double theta = (b - a) / (2 * off);
    const double tangent = (theta >= 0 ? 1 : -1) / (fabs(theta) + hypot(theta, 1));
    const double cosine = 1 / hypot(tangent, 1), sine = tangent * cosine;
    rotate_rows(matrix, size, p, q, cosine, sine);
    rotate_columns(matrix, size, p, q, cosine, sine);
    rotate_rows(vector, size, p, q, cosine, sine);
    matrix[p * size + q] = matrix[q * size + p] = 0;
    return true;
}

static void swap_rows(double *matrix, size_t size, size_t a, size_t b) {
    for (size_t c = 0; c < size; c++) {
        const double kept = matrix[a * size + c];
        matrix[a * size + c] = matrix[b * size + c];
        matrix[b * size + c] = kept;
    }
}

void hop_covariance_jacobi(double *matrix, size_t size, double *value, double *vector) {
    /* Converges quadratically; so many sweeps are never needed. */
    enum { SWEEPS = 60 };
    memset(vector, 0, size * size * sizeof *vector);
    for (size_t i = 0; i < size; i++) vector[i * size + i] = 1;
    for (size_t sweep = 0, rotated = 1; sweep < SWEEPS && rotated > 0; sweep++) {
        rotated = 0;
        for (size_t p = 0; p + 1 < size; p++)
            for (size_t q = p + 1; q < size; q++)
                rotated += rotate(matrix, size, p, q, vector) ? 1 : 0;
    }
    for (size_t i = 0; i < size; i++) value[i] = matrix[i * size + i];
    for (size_t i = 0; i + 1 < size; i++) {
        size_t best = i;
        for (size_t j = i + 1; j < size; j++)
            if (value[j] > value[best]) best = j;
        const double kept = value[i];
        value[i] = value[best];
        value[best] = kept;
        if (best != i) swap_rows(vector, size, i, best);
    }
}
