/* Gaussian mathematics, by GSL.
 * SPDX-License-Identifier: MIT */
#include "gauss.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/spectrum.h>

#include "../base/alloc.h"
#include "../base/fail.h"

void hop_gauss_moments(const double *rows, size_t count, size_t dim, double *mean,
                       double *covariance) {
    memset(mean, 0, dim * sizeof *mean);
    memset(covariance, 0, dim * dim * sizeof *covariance);
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < dim; c++) mean[c] += rows[i * dim + c] / (double)count;
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < dim; c++)
            for (size_t k = 0; k < dim; k++)
                covariance[c * dim + k] +=
                    (rows[i * dim + c] - mean[c]) * (rows[i * dim + k] - mean[k]) / (double)count;
}

/* Cholesky's L of a symmetric matrix [n x n], in place below the diagonal.  GSL's own would end the
 * host's program, by its handler of errors, where the matrix has none. */
static hop_status factor(double *matrix, size_t n) {
    bool positive = true;
    for (size_t c = 0; c < n && positive; c++) {
        double *row = matrix + c * n, rest = row[c];
        for (size_t k = 0; k < c; k++) rest -= row[k] * row[k];
        positive = rest > 0;
        row[c] = sqrt(rest);
        for (size_t i = c + 1; i < n && positive; i++) {
            double *below = matrix + i * n;
            for (size_t k = 0; k < c; k++) below[c] -= below[k] * row[k];
            below[c] /= row[c];
        }
    }
    if (positive) return HOP_OK;
    return hop_fail(HOP_E_VALUE,
                    "a covariance of %zu columns is not positive definite: one is a "
                    "sum of others",
                    n);
}

typedef struct parts {
    size_t known, hidden;
    size_t *index; /* [dim]: known ones first */
    double *block; /* S_oo, S_mo, what S_oo^-1 makes of them, S_m|o, and two vectors */
} parts;

static hop_status fill(const parts *p, const double *mean, const double *covariance, size_t dim,
                       hop_random *random, double *row) {
    const size_t n = p->known, m = p->hidden;
    double *s_oo = p->block, *solved = s_oo + n * n, *rest = solved + m * n, *draw = rest + m * m;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            s_oo[i * n + k] = covariance[p->index[i] * dim + p->index[k]];
    if (n > 0) HOP_TRY(factor(s_oo, n));
    const gsl_matrix_view l = gsl_matrix_view_array(s_oo, n > 0 ? n : 1, n > 0 ? n : 1);
    for (size_t j = 0; j < m; j++) {
        const double *line = covariance + p->index[n + j] * dim;
        double *w = solved + j * n, sum = mean[p->index[n + j]];
        for (size_t i = 0; i < n; i++) w[i] = line[p->index[i]];
        if (n > 0) {
            gsl_vector_view view = gsl_vector_view_array(w, n);
            gsl_linalg_cholesky_svx(&l.matrix, &view.vector);
        }
        for (size_t i = 0; i < n; i++) sum += w[i] * (row[p->index[i]] - mean[p->index[i]]);
        draw[j] = sum;
        for (size_t k = 0; k < m; k++) {
            rest[j * m + k] = line[p->index[n + k]];
            for (size_t i = 0; i < n; i++)
                rest[j * m + k] -= w[i] * covariance[p->index[i] * dim + p->index[n + k]];
        }
    }
    if (random) {
        HOP_TRY(factor(rest, m));
        for (size_t k = 0; k < m; k++) {
            const double z = hop_random_normal(random);
            for (size_t j = k; j < m; j++) draw[j] += rest[j * m + k] * z;
        }
    }
    for (size_t j = 0; j < m; j++) row[p->index[n + j]] = draw[j];
    return HOP_OK;
}

hop_status hop_gauss_fill(const double *mean, const double *covariance, size_t dim,
                          const double *known, hop_random *random, double *row) {
    parts p = {0};
    HOP_TRY(hop_alloc(dim, sizeof *p.index, "columns", &p.index));
    for (size_t c = 0; c < dim; c++)
        if (known[c] != 0) p.index[p.known++] = c;
    p.hidden = 0;
    for (size_t c = 0; c < dim; c++)
        if (known[c] == 0) p.index[p.known + p.hidden++] = c;
    hop_status status =
        hop_alloc(2 * dim * dim + 2 * dim, sizeof *p.block, "a covariance", &p.block);
    if (status == HOP_OK && p.hidden > 0) status = fill(&p, mean, covariance, dim, random, row);
    free(p.block);
    free(p.index);
    return status;
}

hop_status hop_gauss_ppca(const double *covariance, size_t dim, size_t components, double *out) {
    double *values = NULL, rest = 0;
    HOP_TRY(hop_alloc(dim * (dim + 1), sizeof *values, "eigenvectors", &values));
    const double *vectors = values + dim;
    const hop_status status = hop_spectrum_symmetric(covariance, dim, values, values + dim);
    for (size_t i = components; i < dim; i++) rest += values[i] / (double)(dim - components);
    for (size_t c = 0; c < dim; c++)
        for (size_t k = 0; k < dim; k++) {
            out[c * dim + k] = c == k ? rest : 0;
            for (size_t i = 0; i < components && i < dim; i++)
                out[c * dim + k] +=
                    (values[i] - rest) * vectors[i * dim + c] * vectors[i * dim + k];
        }
    free(values);
    return status;
}

hop_status hop_gauss_angle(const double *a, const double *b, size_t count, size_t dim,
                           double *degrees) {
    /* The cosines are the singular values of A B': the square of the smallest is an eigenvalue. */
    double *block = NULL;
    HOP_TRY(hop_alloc(3 * count * count + count, sizeof *block, "angles", &block));
    double *cross = block, *square = block + count * count, *vectors = square + count * count;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++)
            for (size_t c = 0; c < dim; c++)
                cross[i * count + k] += a[i * dim + c] * b[k * dim + c];
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++)
            for (size_t c = 0; c < count; c++)
                square[i * count + k] += cross[i * count + c] * cross[k * count + c];
    double *values = vectors + count * count;
    const hop_status status = hop_spectrum_symmetric(square, count, values, vectors);
    const double least = fmin(1, fmax(0, values[count - 1]));
    *degrees = acos(sqrt(least)) * 180 / acos(-1);
    free(block);
    return status;
}

static int smaller_first(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double hop_gauss_kolmogorov(double *a, size_t count_a, double *b, size_t count_b) {
    double most = 0;
    size_t i = 0, k = 0;
    qsort(a, count_a, sizeof *a, smaller_first);
    qsort(b, count_b, sizeof *b, smaller_first);
    while (i < count_a && k < count_b) {
        const double at = a[i] < b[k] ? a[i] : b[k];
        while (i < count_a && a[i] <= at) i++;
        while (k < count_b && b[k] <= at) k++;
        most = fmax(most, fabs((double)i / (double)count_a - (double)k / (double)count_b));
    }
    return most;
}

/* 2 E|a - b| - E|a - a'| - E|b - b'| where in[i] says which sample point i is in. */
static double energy_of(const double *far, const size_t *order, size_t count) {
    const size_t all = 2 * count;
    double between = 0, within = 0;
    for (size_t i = 0; i < all; i++)
        for (size_t k = 0; k < i; k++) {
            const double d = far[order[i] * all + order[k]];
            if ((i < count) == (k < count))
                within += d;
            else
                between += d;
        }
    return 2 * (between - within) / ((double)count * (double)count);
}

hop_status hop_gauss_two_samples(const double *a, const double *b, size_t count, size_t dim,
                                 size_t permutations, hop_random *random, double *distance,
                                 double *p, double *own) {
    const size_t all = 2 * count;
    double *far = NULL;
    size_t *order = NULL, mine = 0, as_far = 1;
    HOP_TRY(hop_alloc(all * all, sizeof *far, "distances", &far));
    const hop_status status = hop_alloc(all, sizeof *order, "an order", &order);
    for (size_t i = 0; i < all && status == HOP_OK; i++) {
        const double *x = i < count ? a + i * dim : b + (i - count) * dim;
        size_t nearest = i == 0;
        order[i] = i;
        for (size_t k = 0; k < all; k++) {
            const double *y = k < count ? a + k * dim : b + (k - count) * dim;
            double square = 0;
            for (size_t c = 0; c < dim; c++) square += (x[c] - y[c]) * (x[c] - y[c]);
            far[i * all + k] = sqrt(square);
            if (k != i && square < far[i * all + nearest] * far[i * all + nearest]) nearest = k;
        }
        mine += (i < count) == (nearest < count);
    }
    if (status == HOP_OK) {
        *distance = energy_of(far, order, count);
        for (size_t t = 0; t < permutations; t++) {
            hop_random_sample(random, all, all, order);
            as_far += energy_of(far, order, count) >= *distance;
        }
        *p = (double)as_far / (double)(permutations + 1);
        *own = (double)mine / (double)all;
    }
    free(order);
    free(far);
    return status;
}
