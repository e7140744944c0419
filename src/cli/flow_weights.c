/* Tokens and weights of `hopfield flow`, and the check that a head's output is M grad phi.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/attention.h>
#include <hopfield/spectrum.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "flow.h"

/* Streams of the seed. */
enum { STREAM_TOKENS = 1, STREAM_QUERY, STREAM_KEY, STREAM_VALUE };

/* Tokens at which the identity is checked. */
enum { CHECKED = 512 };

static const double TWO_PI = 6.283185307179586;

/* ---- examples ---- */

/* Two round clouds, opposite each other. */
static void draw_clusters(hop_random *random, size_t index, size_t count, size_t dim,
                          double *token) {
    (void)count;
    const double side = index % 2 == 0 ? 1 : -1;
    for (size_t c = 0; c < dim; c++)
        token[c] = side * (c == 0 ? 1 : c == 1 ? 0.45 : 0) + 0.42 * hop_random_normal(random);
}

/* A circle, unevenly filled: even spacing would be a balance that nothing leaves. */
static void draw_ring(hop_random *random, size_t index, size_t count, size_t dim, double *token) {
    const double angle = TWO_PI * ((double)index + 2 * hop_random_uniform(random)) / (double)count;
    for (size_t c = 0; c < dim; c++) token[c] = c == 0 ? cos(angle) : c == 1 ? sin(angle) : 0;
}

static void draw_sphere(hop_random *random, size_t index, size_t count, size_t dim, double *token) {
    (void)index;
    (void)count;
    double norm = 0;
    for (size_t c = 0; c < dim; c++) {
        token[c] = hop_random_normal(random);
        norm = hypot(norm, token[c]);
    }
    for (size_t c = 0; c < dim; c++) token[c] /= norm;
}

static const cli_flow_example EXAMPLES[] = {
    {.name = "clusters",
     .title = "two clouds in the plane",
     .count = 40,
     .dim = 2,
     .beta = 3,
     .step = 0.15,
     .draw = draw_clusters},
    {.name = "ring",
     .title = "a circle, kept on the circle",
     .count = 32,
     .dim = 2,
     .beta = 9,
     .step = 0.5,
     .residual = true,
     .sphere = true,
     .draw = draw_ring},
    {.name = "sphere",
     .title = "random on the sphere, kept on it",
     .count = 48,
     .dim = 3,
     .beta = 6,
     .step = 0.5,
     .residual = true,
     .sphere = true,
     .draw = draw_sphere},
};
enum { EXAMPLE_COUNT = sizeof EXAMPLES / sizeof *EXAMPLES };

const cli_flow_example *cli_flow_find_example(const char *name, hop_string *names) {
    const cli_flow_example *found = NULL;
    for (size_t i = 0; i < EXAMPLE_COUNT; i++) {
        if (names) hop_string_add(names, "%s%s", i ? "|" : "", EXAMPLES[i].name);
        if (strcmp(name, EXAMPLES[i].name) == 0) found = &EXAMPLES[i];
    }
    return found;
}

hop_status cli_flow_draw(const cli_flow_example *example, size_t count, size_t dim, uint64_t seed,
                         cli_matrix *tokens) {
    hop_random random;
    count = count ? count : example->count;
    dim = dim ? dim : example->dim;
    if (dim < 2)
        return hop_fail(HOP_E_SHAPE, "the example %s needs tokens of 2 numbers at least",
                        example->name);
    HOP_TRY(cli_matrix_create(count, dim, tokens));
    hop_random_init(&random, seed, STREAM_TOKENS);
    for (size_t i = 0; i < count; i++)
        example->draw(&random, i, count, dim, tokens->values + i * dim);
    return HOP_OK;
}

/* ---- weights ---- */

/* Ones on the diagonal of every head's square block. */
static hop_status make_identity(size_t dim, size_t width, cli_matrix *matrix) {
    HOP_TRY(cli_matrix_create(dim, width, matrix));
    for (size_t i = 0; i < dim; i++) matrix->values[i * width + i % width] = 1;
    return HOP_OK;
}

static hop_status make_one(cli_flow_source source, size_t dim, size_t width, uint64_t seed,
                           uint64_t stream, cli_matrix *matrix) {
    if (source == CLI_WEIGHTS_IDENTITY) return make_identity(dim, width, matrix);
    return cli_matrix_draw(dim, width, 1 / sqrt((double)width), seed, stream, matrix);
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

static hop_status open_matrices(const cli_flow_files *files, cli_flow_source source, uint64_t seed,
                                cli_flow_weights *w) {
    const size_t dim = w->dim, width = w->width, heads = w->heads;
    const uint64_t stream = source == CLI_WEIGHTS_GRADIENT ? STREAM_QUERY : STREAM_KEY;
    HOP_TRY(files->query ? cli_matrix_read_weights(files->query, "--weights-query", heads, width, 0,
                                                   files->linear, &w->query)
                         : make_one(source, dim, width, seed, STREAM_QUERY, &w->query));
    HOP_TRY(files->key ? cli_matrix_read_weights(files->key, "--weights-key", heads, width, 0,
                                                 files->linear, &w->key)
                       : make_one(source, dim, width, seed, stream, &w->key));
    if (w->query.rows != w->key.rows)
        return hop_fail(HOP_E_SHAPE,
                        "queries have %zu numbers a head and keys %zu; W_Q and W_K must agree",
                        w->query.rows / heads, w->key.rows / heads);
    HOP_TRY(cli_matrix_create(dim, width, &w->form));
    const size_t rows = w->query.rows / w->heads;
    for (size_t h = 0; h < w->heads; h++)
        transposed_product(w->query.values + h * rows * width, w->key.values + h * rows * width,
                           rows, width, w->form.values + h * width * width);
    if (files->value)
        return cli_matrix_read_weights(files->value, "--weights-value", heads, width, width,
                                       files->linear, &w->value);
    if (source != CLI_WEIGHTS_GRADIENT)
        return make_one(source, dim, width, seed, STREAM_VALUE, &w->value);
    HOP_TRY(cli_matrix_create(dim, width, &w->value));
    memcpy(w->value.values, w->form.values, dim * width * sizeof(double));
    return HOP_OK;
}

/* M = V A^-1 of one head, and the eigenvalues of its symmetric part. */
static hop_status map_head(cli_flow_weights *w, size_t h, bool pseudo, double *inverse) {
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

hop_status cli_flow_open_weights(const cli_flow_files *files, cli_flow_source source, size_t dim,
                                 size_t heads, bool pseudo, uint64_t seed,
                                 cli_flow_weights *weights) {
    double *inverse = NULL;
    if (heads == 0 || dim % heads != 0)
        return hop_fail(HOP_E_SHAPE, "%zu heads do not divide tokens of %zu numbers", heads, dim);
    cli_flow_weights *w = weights;
    *w = (cli_flow_weights){.dim = dim, .heads = heads, .width = dim / heads};
    HOP_TRY(open_matrices(files, source, seed, w));
    HOP_TRY(cli_matrix_create(dim, w->width, &w->map));
    HOP_TRY(cli_matrix_create(heads, w->width, &w->eigenvalue));
    HOP_TRY(hop_alloc(heads, sizeof *w->condition, "condition numbers", &w->condition));
    HOP_TRY(hop_alloc(heads, sizeof *w->rank, "ranks", &w->rank));
    HOP_TRY(hop_alloc(w->width, w->width * sizeof *inverse, "an inverse", &inverse));
    hop_status status = HOP_OK;
    for (size_t h = 0; h < heads && status == HOP_OK; h++) status = map_head(w, h, pseudo, inverse);
    free(inverse);
    return status;
}

void cli_flow_clear_weights(cli_flow_weights *w) {
    cli_matrix *const all[] = {&w->query, &w->key, &w->value, &w->form, &w->map, &w->eigenvalue};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) cli_matrix_clear(all[i]);
    free(w->condition);
    free(w->rank);
    *w = (cli_flow_weights){0};
}

/* ---- the identity ---- */

/* What one head sees of the tokens: [count x k], [count x k], [count x width]. */
typedef struct projected {
    cli_matrix segment, query, key, value, output;
    double *bias;
} projected;

static void clear_projected(projected *p) {
    cli_matrix *const all[] = {&p->segment, &p->query, &p->key, &p->value, &p->output};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) cli_matrix_clear(all[i]);
    free(p->bias);
}

static hop_status open_projected(const cli_flow_weights *w, const cli_matrix *tokens, size_t h,
                                 projected *p) {
    const size_t rows = w->query.rows / w->heads, width = w->width, count = tokens->rows;
    HOP_TRY(cli_matrix_create(count, width, &p->segment));
    HOP_TRY(cli_matrix_create(count, rows, &p->query));
    HOP_TRY(cli_matrix_create(count, rows, &p->key));
    HOP_TRY(cli_matrix_create(count, width, &p->value));
    HOP_TRY(cli_matrix_create(1, width, &p->output));
    HOP_TRY(hop_alloc(count, sizeof *p->bias, "a mask", &p->bias));
    for (size_t i = 0; i < count; i++)
        memcpy(p->segment.values + i * width, tokens->values + i * w->dim + h * width,
               width * sizeof(double));
    hop_blas_dots(count, rows, width, p->segment.values, w->query.values + h * rows * width,
                  p->query.values);
    hop_blas_dots(count, rows, width, p->segment.values, w->key.values + h * rows * width,
                  p->key.values);
    hop_blas_dots(count, width, width, p->segment.values, w->value.values + h * width * width,
                  p->value.values);
    return HOP_OK;
}

/* One head, one token after another, so that each can be hidden from itself. */
static hop_status check_head(const cli_flow_weights *w, size_t h, double beta, bool exclude_self,
                             const double *mapped, projected *p, double *error, double *scale) {
    const size_t count = p->segment.rows, width = w->width;
    const size_t checked = count < CHECKED ? count : CHECKED;
    const hop_attention_shape shape = {.queries = 1,
                                       .keys = count,
                                       .width = p->query.columns,
                                       .value_width = width,
                                       .scale = beta};
    for (size_t n = 0; n < checked; n++) {
        const size_t i = n * count / checked;
        if (exclude_self) p->bias[i] = -INFINITY;
        HOP_TRY(hop_attention(&shape, p->query.values + i * p->query.columns, p->key.values,
                              p->value.values, p->bias, p->output.values, NULL));
        p->bias[i] = 0;
        for (size_t c = 0; c < width; c++) {
            const double output = p->output.values[c];
            *error = fmax(*error, fabs(output - mapped[i * w->dim + h * width + c]));
            *scale = fmax(*scale, fabs(output));
        }
    }
    return HOP_OK;
}

hop_status cli_flow_identity(const cli_flow_weights *w, double beta, bool exclude_self,
                             const cli_matrix *tokens, double *error, double *scale) {
    const hop_potential potential = {.dim = w->dim,
                                     .heads = w->heads,
                                     .form = w->form.values,
                                     .beta = beta,
                                     .exclude_self = exclude_self};
    cli_matrix mixture = {0}, gradient = {0};
    const size_t count = tokens->rows;
    *error = *scale = 0;
    hop_status status = cli_matrix_create(count, w->dim, &mixture);
    if (status == HOP_OK) status = cli_matrix_create(count, w->dim, &gradient);
    if (status == HOP_OK)
        status = hop_potential_at(&potential, tokens->values, count, tokens->values, count, NULL,
                                  mixture.values);
    if (status == HOP_OK)
        status = hop_potential_apply(w->dim, w->heads, w->form.values, mixture.values, count,
                                     gradient.values);
    /* M grad phi takes the mixture's place. */
    if (status == HOP_OK)
        status = hop_potential_apply(w->dim, w->heads, w->map.values, gradient.values, count,
                                     mixture.values);
    for (size_t h = 0; h < w->heads && status == HOP_OK; h++) {
        projected p = {0};
        status = open_projected(w, tokens, h, &p);
        if (status == HOP_OK)
            status = check_head(w, h, beta, exclude_self, mixture.values, &p, error, scale);
        clear_projected(&p);
    }
    cli_matrix_clear(&gradient);
    cli_matrix_clear(&mixture);
    return status;
}
