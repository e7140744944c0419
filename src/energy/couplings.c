/* Couplings between neurons, and the fields they make.  With N patterns the factors hold dim x rank
 * numbers, rank being N or 2 N, so that a memory of few large pictures never needs dim x dim.
 * SPDX-License-Identifier: MIT */
#include <hopfield/couplings.h>

#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/sum.h"

hop_status hop_couplings_create(size_t dim, size_t rank, bool one, hop_couplings *c) {
    c->dim = dim;
    c->rank = rank;
    c->scale = 1;
    HOP_TRY(hop_alloc(dim, sizeof *c->self, "couplings", &c->self));
    size_t all = 0;
    if (!hop_size_multiply(dim, rank, &all))
        return hop_fail(HOP_E_LIMIT, "couplings of %zu neurons and rank %zu are too many", dim,
                        rank);
    HOP_TRY(hop_alloc(all, sizeof *c->left, "couplings", &c->left));
    if (!one) return hop_alloc(all, sizeof *c->right, "couplings", &c->right);
    c->right = c->left;
    return HOP_OK;
}

hop_status hop_couplings_create_matrix(size_t dim, hop_couplings *c) {
    size_t all = 0;
    c->dim = c->rank = dim;
    c->scale = 1;
    HOP_TRY(hop_alloc(dim, sizeof *c->self, "couplings", &c->self));
    if (!hop_size_multiply(dim, dim, &all))
        return hop_fail(HOP_E_LIMIT, "couplings of %zu neurons are too many", dim);
    return hop_alloc(all, sizeof *c->matrix, "couplings (neurons x neurons)", &c->matrix);
}

static void free_factors(hop_couplings *c) {
    if (c->right != c->left) free(c->right);
    free(c->left);
    c->left = c->right = NULL;
}

void hop_couplings_clear(hop_couplings *c) {
    free_factors(c);
    free(c->matrix);
    free(c->self);
    *c = (hop_couplings){0};
}

static hop_status multiply_out(hop_couplings *c) {
    size_t all = 0;
    if (!hop_size_multiply(c->dim, c->dim, &all))
        return hop_fail(HOP_E_LIMIT, "couplings of %zu neurons are too many", c->dim);
    HOP_TRY(hop_alloc(all, sizeof *c->matrix, "couplings (neurons x neurons)", &c->matrix));
    hop_blas_dots(c->dim, c->dim, c->rank, c->left, c->right, c->matrix);
    free_factors(c);
    return HOP_OK;
}

hop_status hop_couplings_finish(hop_couplings *c) {
    if (!c->matrix && c->rank >= c->dim) HOP_TRY(multiply_out(c));
    bool sound = true;
    for (size_t k = 0; k < c->dim; k++) {
        double own = c->matrix
                         ? c->matrix[k * c->dim + k]
                         : hop_sum_products(c->left + k * c->rank, c->right + k * c->rank, c->rank);
        c->self[k] = c->scale * own;
        sound = sound && isfinite(c->self[k]);
    }
    for (size_t k = 0; c->matrix && k < c->dim * c->dim; k++)
        sound = sound && isfinite(c->matrix[k]);
    if (sound) return HOP_OK;
    return hop_fail(HOP_E_VALUE, "couplings overflow: far more patterns than %zu neurons can hold",
                    c->dim);
}

size_t hop_couplings_followed(const hop_couplings *c) {
    return c->matrix ? c->dim : c->rank;
}

void hop_couplings_follow(const hop_couplings *c, const double *state, double *follow) {
    size_t count = hop_couplings_followed(c);
    const double *rows = c->matrix ? c->matrix : c->right;
    for (size_t r = 0; r < count; r++) follow[r] = 0;
    for (size_t k = 0; k < c->dim; k++)
        for (size_t r = 0; r < count; r++) follow[r] += state[k] * rows[k * count + r];
}

double hop_couplings_field(const hop_couplings *c, const double *state, const double *follow,
                           size_t k) {
    double field = c->matrix ? follow[k] : hop_sum_products(c->left + k * c->rank, follow, c->rank);
    return c->scale * field - (c->keep_self ? 0 : c->self[k] * state[k]);
}

void hop_couplings_flip(const hop_couplings *c, size_t k, double old, double *follow) {
    size_t count = hop_couplings_followed(c);
    const double *row = (c->matrix ? c->matrix : c->right) + k * count;
    for (size_t r = 0; r < count; r++) follow[r] -= 2 * old * row[r];
}
