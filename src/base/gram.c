/* Dot products of all pairs: half of them, the others mirrored.
 * SPDX-License-Identifier: MIT */
#include "gram.h"

#include "blas.h"
#include "fail.h"
#include "tell.h"

/* Products and sums between two words: some tenths of a second. */
static const double AT_ONCE = 2e9;

enum { FEWEST = 16, MOST = 256 };

static size_t piece(const hop_gram_form *form) {
    const double fit = AT_ONCE / ((double)form->count * (double)form->dim);
    return fit < FEWEST ? FEWEST : fit > MOST ? MOST : (size_t)fit;
}

hop_status hop_gram(const hop_gram_form *form, const double *matrix, double *gram) {
    const size_t count = form->count, stride = form->columns ? count : form->dim;
    const size_t step = form->columns ? 1 : form->dim, rows = piece(form);
    for (size_t from = 0; from < count; from += rows) {
        const size_t some = count - from < rows ? count - from : rows;
        const double *first = matrix + from * step;
        HOP_TRY(hop_tell(form->progress, form->context, form->what, from, count));
        hop_blas_product(&(hop_blas_form){.m = some,
                                          .n = count - from,
                                          .k = form->dim,
                                          .turn_a = form->columns,
                                          .turn_b = !form->columns,
                                          .a_stride = stride,
                                          .b_stride = stride,
                                          .c_stride = count,
                                          .scale = form->scale},
                         first, first, gram + from * count + from);
    }
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++) gram[i * count + j] = gram[j * count + i];
    return HOP_OK;
}
