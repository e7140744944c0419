/* Principal components by attention steps: orthogonal iteration, and, where close eigenvalues are
 * slow to part, a Rayleigh-Ritz rotation inside the subspace that was found.
 * SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/gram.h"
#include "../base/tell.h"
#include "covariance_parts.h"

const hop_covariance_options hop_covariance_defaults = {.steps = 300, .tolerance = 3e-14};

/* Vectors iterated beside the ones wanted: the iteration converges as the first eigenvalue left
 * out over the last one wanted. */
enum { GUARDS = 8 };

/* Power iteration is measured between these residuals, relative to the eigenvalue. */
static const double MEASURED_FROM = 1e-2, MEASURED_TO = 1e-10;

/* An iteration on its way. */
typedef struct iteration {
    const double *rows;
    size_t count, dim, block; /* block: vectors that are iterated */
    double *vectors, *images; /* [block x dim]; images: C v */
    double *scores;           /* [block x count] */
    double *matrix;           /* C [dim x dim] where rows are many, else NULL */
    double *value, *residual; /* [block] */
    double *small, *turn;     /* [block x block] */
} iteration;

static double dot(const double *a, const double *b, size_t dim) {
    double sum = 0;
    for (size_t c = 0; c < dim; c++) sum += a[c] * b[c];
    return sum;
}

static void close_iteration(iteration *it) {
    free(it->vectors);
    free(it->images);
    free(it->scores);
    free(it->matrix);
    free(it->value);
    free(it->residual);
    free(it->small);
    free(it->turn);
}

static hop_status open_iteration(iteration *it) {
    const size_t block = it->block, row = block * sizeof(double);
    hop_status status = hop_alloc(it->dim, row, "directions", &it->vectors);
    if (status == HOP_OK) status = hop_alloc(it->dim, row, "directions", &it->images);
    if (status == HOP_OK) status = hop_alloc(it->count, row, "scores", &it->scores);
    if (status == HOP_OK) status = hop_alloc(1, row, "eigenvalues", &it->value);
    if (status == HOP_OK) status = hop_alloc(1, row, "residuals", &it->residual);
    if (status == HOP_OK) status = hop_alloc(block, row, "a small matrix", &it->small);
    if (status == HOP_OK) status = hop_alloc(block, row, "a small matrix", &it->turn);
    return status;
}

/* Without a softmax (Q K') V = Q (K' V): where rows are many, K' V is made once. */
static hop_status open_matrix(iteration *it, const hop_covariance_options *options) {
    const size_t dim = it->dim;
    if (it->count / 2 < dim) return HOP_OK;
    HOP_TRY(hop_alloc(dim, dim * sizeof *it->matrix, "the covariance", &it->matrix));
    return hop_gram(&(hop_gram_form){.count = dim,
                                     .dim = it->count,
                                     .columns = true,
                                     .scale = 1 / (double)(it->count - 1),
                                     .what = "columns of the covariance",
                                     .progress = options->progress,
                                     .context = options->context},
                    it->rows, it->matrix);
}

static void attend(iteration *it) {
    if (it->matrix)
        hop_blas_dots(it->block, it->dim, it->dim, it->vectors, it->matrix, it->images);
    else
        hop_covariance_step(it->rows, it->count, it->dim, it->vectors, it->block, it->scores,
                            it->images);
}

/* Directions to begin with: no eigenvector of reasonable data is orthogonal to all of them. */
static void start(iteration *it) {
    for (size_t i = 0; i < it->block; i++)
        for (size_t c = 0; c < it->dim; c++)
            it->vectors[i * it->dim + c] = sin(1 + 12.9898 * (double)(c + 1) * sqrt((double)i + 2));
    hop_covariance_orthonormalise(it->vectors, it->block, it->dim);
}

/* Images, Rayleigh quotients and residuals of all vectors; the largest residual of the wanted. */
static double look(iteration *it, size_t wanted) {
    double worst = 0, largest = 0;
    attend(it);
    for (size_t i = 0; i < it->block; i++) {
        const double *v = it->vectors + i * it->dim, *image = it->images + i * it->dim;
        double square = 0;
        it->value[i] = dot(v, image, it->dim);
        for (size_t c = 0; c < it->dim; c++) square += pow(image[c] - it->value[i] * v[c], 2);
        it->residual[i] = sqrt(square);
        largest = fmax(largest, it->value[i]);
    }
    for (size_t i = 0; i < it->block; i++) {
        it->residual[i] /= largest;
        if (i < wanted) worst = fmax(worst, it->residual[i]);
    }
    return worst;
}

/* The vectors become their images, orthonormal again. */
static void advance(iteration *it) {
    double *kept = it->vectors;
    it->vectors = it->images;
    it->images = kept;
    hop_covariance_orthonormalise(it->vectors, it->block, it->dim);
}

/* Turns the vectors into the best eigenvectors that their subspace holds. */
static void rotate(iteration *it) {
    const size_t block = it->block, dim = it->dim;
    attend(it);
    hop_blas_dots(block, block, dim, it->vectors, it->images, it->small);
    for (size_t i = 0; i < block; i++)
        for (size_t j = 0; j < i; j++)
            it->small[i * block + j] = it->small[j * block + i] =
                (it->small[i * block + j] + it->small[j * block + i]) / 2;
    hop_covariance_jacobi(it->small, block, it->value, it->turn);
    memset(it->images, 0, block * dim * sizeof(double));
    hop_blas_mix(block, dim, block, it->turn, it->vectors, it->images);
    advance(it);
}

static hop_status iterate(iteration *it, const hop_covariance_options *options,
                          hop_covariance_result *result) {
    for (size_t round = 0; round < 2 && !result->settled; round++) {
        result->rotated = round == 1;
        for (size_t step = 0; step < options->steps; step++) {
            HOP_TRY(hop_tell(options->progress, options->context, "attention steps, at most",
                             result->steps, 2 * options->steps));
            const double worst = look(it, result->components);
            result->steps++;
            result->settled = worst <= options->tolerance;
            if (result->settled) break;
            advance(it);
            if (round == 1) rotate(it);
        }
    }
    if (!result->settled) look(it, result->components);
    return HOP_OK;
}

/* One vector alone: how many steps it takes, and by what factor a step its residual falls. */
static hop_status power(iteration *it, const hop_covariance_options *options,
                        hop_covariance_result *result) {
    double first = 0;
    size_t first_step = 0, block = it->block;
    hop_status status = HOP_OK;
    it->block = 1;
    start(it);
    result->power_rate = NAN;
    for (size_t step = 0; step < options->steps; step++) {
        status = hop_tell(options->progress, options->context, "power iteration, steps at most",
                          step, options->steps);
        if (status != HOP_OK) break;
        const double worst = look(it, 1);
        result->power_steps = step + 1;
        if (worst <= options->tolerance) break;
        if (first == 0 && worst < MEASURED_FROM) {
            first = worst;
            first_step = step;
        }
        if (first > 0 && step > first_step && worst > MEASURED_TO)
            result->power_rate = pow(worst / first, 1 / (double)(step - first_step));
        advance(it);
    }
    it->block = block;
    return status;
}

/* One component, its sign settled. */
static void take_component(const iteration *it, size_t from, size_t to,
                           hop_covariance_result *result) {
    const double *v = it->vectors + from * it->dim;
    size_t largest = 0;
    for (size_t c = 1; c < it->dim; c++)
        if (fabs(v[c]) > fabs(v[largest])) largest = c;
    const double sign = v[largest] < 0 ? -1 : 1;
    for (size_t c = 0; c < it->dim; c++) result->vector[to * it->dim + c] = sign * v[c];
    /* A covariance has no negative eigenvalue; rounding may leave one. */
    result->eigenvalue[to] = fmax(it->value[from], 0);
    result->residual[to] = it->residual[from];
}

/* Close eigenvalues may have been found in another order. */
static void take_result(iteration *it, hop_covariance_result *result) {
    for (size_t to = 0; to < result->components; to++) {
        size_t from = 0;
        for (size_t i = 1; i < result->components; i++)
            if (it->value[i] > it->value[from]) from = i;
        take_component(it, from, to, result);
        it->value[from] = -INFINITY;
    }
}

void hop_covariance_result_clear(hop_covariance_result *result) {
    free(result->eigenvalue);
    free(result->vector);
    free(result->residual);
    *result = (hop_covariance_result){0};
}

static hop_status check(const double *rows, size_t count, size_t dim, size_t components,
                        double *total) {
    double sum = 0;
    if (count < 2)
        return hop_fail(HOP_E_EMPTY, "%zu row%s: components of a covariance need two at least",
                        count, count == 1 ? "" : "s");
    const size_t most = count - 1 < dim ? count - 1 : dim;
    if (components == 0 || components > most)
        return hop_fail(
            HOP_E_SHAPE, "%zu component%s asked for, but %zu rows of %zu number%s have 1 to %zu",
            components, components == 1 ? " is" : "s are", count, dim, dim == 1 ? "" : "s", most);
    for (size_t i = 0; i < count * dim; i++) sum += rows[i] * rows[i] / (double)(count - 1);
    if (sum == 0) return hop_fail(HOP_E_VALUE, "the rows do not vary: all %zu are the same", count);
    if (!isfinite(sum * sum))
        return hop_fail(HOP_E_VALUE, "the variance overflows; scale the data down");
    *total = sum;
    return HOP_OK;
}

hop_status hop_covariance_components(const double *rows, size_t count, size_t dim,
                                     const hop_covariance_options *options,
                                     hop_covariance_result *result) {
    hop_covariance_result made = {.components = options->components};
    iteration it = {.rows = rows, .count = count, .dim = dim};
    HOP_TRY(check(rows, count, dim, options->components, &made.total));
    it.block = options->components + GUARDS < dim ? options->components + GUARDS : dim;
    hop_status status = open_iteration(&it);
    if (status == HOP_OK) status = open_matrix(&it, options);
    const size_t room = options->components * sizeof(double);
    if (status == HOP_OK) status = hop_alloc(1, room, "eigenvalues", &made.eigenvalue);
    if (status == HOP_OK) status = hop_alloc(dim, room, "components", &made.vector);
    if (status == HOP_OK) status = hop_alloc(1, room, "residuals", &made.residual);
    if (status == HOP_OK) status = power(&it, options, &made);
    if (status == HOP_OK) {
        start(&it);
        status = iterate(&it, options, &made);
    }
    if (status == HOP_OK) {
        take_result(&it, &made);
        *result = made;
    } else {
        hop_covariance_result_clear(&made);
    }
    close_iteration(&it);
    return status;
}
