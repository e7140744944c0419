/* Matrix products; the only user of CBLAS, with a plain fallback.  All matrices row-major and
 * contiguous.  Sizes beyond the library's integers are split.  Each call runs on the calling
 * thread alone: parallelism is hop_parallel_run()'s, and BLAS is told to have one thread.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_BLAS_H
#define HOP_BASE_BLAS_H

#include <stdbool.h>
#include <stddef.h>

/* c [m x n] = a [m x k] * b', b [n x k]: dot products of the rows of a with the rows of b. */
void hop_blas_dots_float(size_t m, size_t n, size_t k, const float *a, const float *b, float *c);
void hop_blas_dots(size_t m, size_t n, size_t k, const double *a, const double *b, double *c);

/* c [m x n] += a [m x k] * b [k x n]: sums of the rows of b weighted by the rows of a. */
void hop_blas_mix_float(size_t m, size_t n, size_t k, const float *a, const float *b, float *c);
void hop_blas_mix(size_t m, size_t n, size_t k, const double *a, const double *b, double *c);

/* The same where the rows of a begin `stride` >= k numbers apart. */
void hop_blas_mix_apart_float(size_t m, size_t n, size_t k, const float *a, size_t stride,
                              const float *b, float *c);

/* c [m x n] = keep c + scale op(a) op(b), op(a) being a [m x k], or a' of a [k x m] where turn_a
 * is set; op(b) likewise [k x n].  Rows begin `..._stride` numbers apart; 0: contiguous.  Sizes
 * must fit the library's integers. */
typedef struct hop_blas_form {
    size_t m, n, k;
    bool turn_a, turn_b;
    size_t a_stride, b_stride, c_stride;
    double scale, keep;
} hop_blas_form;

void hop_blas_product_float(const hop_blas_form *form, const float *a, const float *b, float *c);
void hop_blas_product(const hop_blas_form *form, const double *a, const double *b, double *c);

/* Whether the user has chosen the library's kernels (OPENBLAS_CORETYPE). */
bool hop_blas_is_chosen(void);

/* The library in use as it describes itself, version and kernel included, or "plain C". */
const char *hop_blas_name(void);

#endif
