/* Covariance attention: attention without its softmax is principal component analysis.
 *
 * With rows x_i centred and queries, keys and values all the same rows,
 *
 *     Z = (X X') X / (n - 1) = X C        C = X'X / (n - 1), the covariance
 *
 * so one step multiplies every row by C, and steps with orthogonalisation between them are power
 * (orthogonal) iteration: they turn into the eigenvectors of C.  With the softmax kept and beta
 * small, f(xi) = mean + beta C_n xi + O(beta^2) with C_n = X'X / n.
 * Orthogonal iteration and Rayleigh-Ritz: Golub and Van Loan, Matrix Computations, 8.2.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_COVARIANCE_H
#define HOPFIELD_COVARIANCE_H

#include <stdbool.h>
#include <stddef.h>

#include <hopfield/export.h>
#include <hopfield/status.h>

HOP_BEGIN_DECLS

/* Centres rows [count x dim] in place; mean [dim] or NULL.  constant [dim], or NULL, says which
 * columns hold one value only; they become exactly 0. */
void hop_covariance_centre(double *rows, size_t count, size_t dim, double *mean, bool *constant);

/* One attention step without softmax: out = (queries rows') rows / (count - 1), [queries x dim].
 * scratch [queries x count]. */
void hop_covariance_step(const double *rows, size_t count, size_t dim, const double *queries,
                         size_t query_count, double *scratch, double *out);

typedef struct hop_covariance_options {
    size_t components; /* wanted: 1 ... min(count - 1, dim) */
    size_t steps;      /* of plain orthogonal iteration at most; as many again with a Rayleigh-Ritz
                          rotation after each where close eigenvalues have not parted by then */
    double tolerance;  /* on |C v - lambda v| / lambda_1, dimensionless */
    hop_progress progress; /* told of steps; or NULL */
    void *context;
} hop_covariance_options;

extern const hop_covariance_options hop_covariance_defaults;

typedef struct hop_covariance_result {
    size_t components;
    double *eigenvalue; /* [components], falling, squared data units */
    double *vector;     /* [components x dim], orthonormal rows; of each the largest entry is > 0 */
    double *residual;   /* [components], |C v - lambda v| / lambda_1 */
    double total;       /* variance: the trace of C */
    size_t steps;       /* attention steps */
    bool rotated;       /* whether Rayleigh-Ritz was needed */
    bool settled;       /* all residuals within the tolerance */
    size_t power_steps; /* power iteration of one vector: its steps */
    double power_rate;  /* and the measured factor a step, to set beside lambda_2 / lambda_1; NAN
                           where it was over too soon to measure */
} hop_covariance_result;

/* All components of centred rows [count x dim] by attention steps with orthogonalisation.
 * `result` is filled; clear it.  HOP_E_EMPTY for fewer than two rows, HOP_E_SHAPE for more
 * components than there are, HOP_E_VALUE if there is no variance or it overflows, HOP_E_MEMORY. */
hop_status hop_covariance_components(const double *rows, size_t count, size_t dim,
                                     const hop_covariance_options *options,
                                     hop_covariance_result *result);
void hop_covariance_result_clear(hop_covariance_result *result);

/* Whose state vectors are asked for, and of what. */
typedef struct hop_covariance_asked {
    const double *rows; /* [count x dim], centred */
    size_t count, dim;
    size_t asking;        /* so many of the rows, spread evenly: hop_covariance_spread() */
    const double *values; /* [count x width]: what is added up; the rows, or what stands for them */
    size_t width;
    double beta; /* of softmax(beta x_i . x_k); 0: weights x_i . x_k / (n - 1) */
} hop_covariance_asked;

/* Which of `count` rows is the one `index` of `chosen`. */
size_t hop_covariance_spread(size_t index, size_t chosen, size_t count);

/* State vectors h_i = sum_k a_ik v_k, into states [asking x width].  `progress`, or NULL, is told
 * of states.  HOP_E_EMPTY for fewer than two rows, HOP_E_VALUE, HOP_E_CANCELLED, HOP_E_MEMORY. */
hop_status hop_covariance_states(const hop_covariance_asked *asked, double *states,
                                 hop_progress progress, void *context);

/* The small-beta expansion: root mean square over up to `probes` rows xi of
 * |f(xi) - beta C_n xi|, for every beta [beta_count] into residual [beta_count]; of second order.
 * `progress`, or NULL, is told of probes.  Errors as hop_covariance_states(). */
hop_status hop_covariance_expansion(const double *rows, size_t count, size_t dim, size_t probes,
                                    const double *beta, size_t beta_count, double *residual,
                                    hop_progress progress, void *context);

HOP_END_DECLS

#endif
