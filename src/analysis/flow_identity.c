/* A head's output is M grad phi: held to attention itself, token by token.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/attention.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/tell.h"
#include "flow.h"

/* Tokens at which the identity is checked. */
enum { CHECKED = 512 };

/* What one head sees of the tokens: [count x k], [count x k], [count x width]. */
typedef struct projected {
    hop_matrix segment, query, key, value, output;
    double *bias;
} projected;

static void clear_projected(projected *p) {
    hop_matrix *const all[] = {&p->segment, &p->query, &p->key, &p->value, &p->output};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) hop_matrix_clear(all[i]);
    free(p->bias);
}

static hop_status open_projected(const hop_flow_weights *w, const hop_matrix *tokens, size_t h,
                                 projected *p) {
    const size_t rows = w->query.rows / w->heads, width = w->width, count = tokens->rows;
    HOP_TRY(hop_matrix_create(count, width, &p->segment));
    HOP_TRY(hop_matrix_create(count, rows, &p->query));
    HOP_TRY(hop_matrix_create(count, rows, &p->key));
    HOP_TRY(hop_matrix_create(count, width, &p->value));
    HOP_TRY(hop_matrix_create(1, width, &p->output));
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
static hop_status check_head(const hop_flow_inputs *in, const hop_flow_weights *w, size_t h,
                             double beta, const double *mapped, projected *p, double *error,
                             double *scale) {
    const size_t count = p->segment.rows, width = w->width;
    const size_t checked = count < CHECKED ? count : CHECKED;
    const hop_attention_shape shape = {.queries = 1,
                                       .keys = count,
                                       .width = p->query.columns,
                                       .value_width = width,
                                       .scale = beta};
    for (size_t n = 0; n < checked; n++) {
        const size_t i = n * count / checked;
        HOP_TRY(hop_tell(in->progress, in->context, "attending, token by token", h * checked + n,
                         w->heads * checked));
        if (in->exclude_self) p->bias[i] = -INFINITY;
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

hop_status hop_flow_identity(const hop_flow_inputs *in, const hop_flow_weights *w, double beta,
                             double *error, double *scale) {
    const hop_matrix *tokens = &in->tokens;
    const hop_potential potential = {.dim = w->dim,
                                     .heads = w->heads,
                                     .form = w->form.values,
                                     .beta = beta,
                                     .exclude_self = in->exclude_self,
                                     .progress = in->progress,
                                     .context = in->context};
    hop_matrix mixture = {0}, gradient = {0};
    const size_t count = tokens->rows;
    *error = *scale = 0;
    hop_status status = hop_matrix_create(count, w->dim, &mixture);
    if (status == HOP_OK) status = hop_matrix_create(count, w->dim, &gradient);
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
        if (status == HOP_OK) status = check_head(in, w, h, beta, mixture.values, &p, error, scale);
        clear_projected(&p);
    }
    hop_matrix_clear(&gradient);
    hop_matrix_clear(&mixture);
    return status;
}
