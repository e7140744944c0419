/* Weights of `flow`: W_Q, W_K and V of every head, A = W_Q' W_K, and M = V A^-1.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/spectrum.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "flow.h"

/* Streams of the seed; that of the tokens is HOP_STREAM_TOKENS. */
enum { STREAM_QUERY = HOP_STREAM_TOKENS + 1, STREAM_KEY, STREAM_VALUE };

/* Ones on the diagonal of every head's square block. */
static hop_status make_identity(size_t dim, size_t width, hop_matrix *matrix) {
    HOP_TRY(hop_matrix_create(dim, width, matrix));
    for (size_t i = 0; i < dim; i++) matrix->values[i * width + i % width] = 1;
    return HOP_OK;
}

/* A copy of what is given, else what the kind of weights says. */
static hop_status open_one(const hop_matrix *given, const hop_flow_inputs *in, uint64_t stream,
                           const hop_flow_weights *w, hop_matrix *matrix) {
    if (given->values && given->columns != w->width)
        return hop_fail(HOP_E_SHAPE, "weights of %zux%zu do not fit heads of width %zu",
                        given->rows, given->columns, w->width);
    if (given->values) return hop_matrix_copy(given, matrix);
    if (in->weights == HOP_WEIGHTS_IDENTITY) return make_identity(w->dim, w->width, matrix);
    return hop_matrix_draw(w->dim, w->width, 1 / sqrt((double)w->width), in->seed, stream, matrix);
}

/* C = A' B for row-major blocks [rows x width]. */
static void transposed_product(const double *a, const double *b, size_t rows, size_t width,
                               double *c) {
    memset(c, 0, width * width * sizeof *c);
    for (size_t r = 0; r < rows; r++)
        for (size_t i = 0; i < width; i++)
            for (size_t j = 0; j < width; j++)
                c[i * width + j] += a[r * width + i] * b[r * width + j];
}

static hop_status open_matrices(const hop_flow_inputs *in, hop_flow_weights *w) {
    const size_t dim = w->dim, width = w->width, heads = w->heads;
    const uint64_t stream = in->weights == HOP_WEIGHTS_GRADIENT ? STREAM_QUERY : STREAM_KEY;
    HOP_TRY(open_one(&in->query, in, STREAM_QUERY, w, &w->query));
    HOP_TRY(open_one(&in->key, in, stream, w, &w->key));
    if (w->query.rows != w->key.rows)
        return hop_fail(HOP_E_SHAPE,
                        "queries have %zu numbers a head and keys %zu; W_Q and W_K must agree",
                        w->query.rows / heads, w->key.rows / heads);
    HOP_TRY(hop_matrix_create(dim, width, &w->form));
    const size_t rows = w->query.rows / heads;
    for (size_t h = 0; h < heads; h++)
        transposed_product(w->query.values + h * rows * width, w->key.values + h * rows * width,
                           rows, width, w->form.values + h * width * width);
    if (!in->value.values && in->weights == HOP_WEIGHTS_GRADIENT)
        return hop_matrix_copy(&w->form, &w->value);
    HOP_TRY(open_one(&in->value, in, STREAM_VALUE, w, &w->value));
    if (w->value.rows == dim) return HOP_OK;
    return hop_fail(HOP_E_SHAPE, "the values' weights are %zux%zu, and must be %zux%zu",
                    w->value.rows, w->value.columns, dim, width);
}

/* M = V A^-1 of one head, and the eigenvalues of its symmetric part. */
static hop_status map_head(hop_flow_weights *w, size_t h, bool pseudo, double *inverse) {
    const size_t width = w->width, offset = h * width * width;
    double *map = w->map.values + offset;
    HOP_TRY(hop_spectrum_inverse(w->form.values + offset, width, inverse, &w->condition[h],
                                 &w->rank[h]));
    if (w->rank[h] < width && !pseudo)
        return hop_fail(HOP_E_VALUE,
                        "head %zu: A = W_Q' W_K is singular (rank %zu of %zu, condition number "
                        "%.3g), so M = V A^-1 does not exist; --pseudo-inverse takes the "
                        "pseudo-inverse",
                        h, w->rank[h], width, w->condition[h]);
    memset(map, 0, width * width * sizeof *map);
    hop_blas_mix(width, width, width, w->value.values + offset, inverse, map);
    return hop_spectrum_symmetric(map, width, w->eigenvalue.values + h * width, NULL);
}

hop_status hop_flow_weights_create(const hop_flow_inputs *in, size_t dim, hop_flow_weights *w) {
    const size_t heads = in->heads;
    double *inverse = NULL;
    if (heads == 0 || dim % heads != 0)
        return hop_fail(HOP_E_SHAPE, "%zu heads do not divide tokens of %zu numbers", heads, dim);
    *w = (hop_flow_weights){.dim = dim, .heads = heads, .width = dim / heads};
    HOP_TRY(open_matrices(in, w));
    HOP_TRY(hop_matrix_create(dim, w->width, &w->map));
    HOP_TRY(hop_matrix_create(heads, w->width, &w->eigenvalue));
    HOP_TRY(hop_alloc(heads, sizeof *w->condition, "condition numbers", &w->condition));
    HOP_TRY(hop_alloc(heads, sizeof *w->rank, "ranks", &w->rank));
    HOP_TRY(hop_alloc(w->width, w->width * sizeof *inverse, "an inverse", &inverse));
    hop_status status = HOP_OK;
    for (size_t h = 0; h < heads && status == HOP_OK; h++)
        status = map_head(w, h, in->pseudo_inverse, inverse);
    free(inverse);
    return status;
}

void hop_flow_weights_clear(hop_flow_weights *w) {
    hop_matrix *const all[] = {&w->query, &w->key, &w->value, &w->form, &w->map, &w->eigenvalue};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) hop_matrix_clear(all[i]);
    free(w->condition);
    free(w->rank);
    *w = (hop_flow_weights){0};
}
