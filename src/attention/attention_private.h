/* What the forms of attention share: checks, and one block of queries done plainly.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_ATTENTION_PRIVATE_H
#define HOP_ATTENTION_PRIVATE_H

#include <hopfield/attention.h>

/* One head's matrices, contiguous. */
typedef struct hop_attention_inputs {
    const double *query, *key, *value;
    const double *bias; /* [keys] or NULL */
} hop_attention_inputs;

/* Queries first ... first+count-1: weights [count x keys], output [count x value_width]; seen,
 * entropy and logsumexp into rows [count], or NULL.  Errors as hop_attention(). */
hop_status hop_attention_block(const hop_attention_shape *shape, const hop_attention_inputs *inputs,
                               size_t first, size_t count, double *weights, double *output,
                               hop_attention_row *rows);

/* Keys that a causal query may look back on, or all. */
size_t hop_attention_horizon(const hop_attention_shape *shape, size_t query);

/* HOP_E_VALUE, with row and column, for the first number of matrix [rows x columns] that is not
 * finite.  what: "key". */
hop_status hop_attention_check(const char *what, size_t rows, size_t columns, const double *matrix);

/* A scale of 0 becomes 1/sqrt(width); shape: of one head. */
void hop_attention_choose_scale(hop_attention_shape *head);

/* Sizes, heads, and all inputs. */
hop_status hop_attention_check_heads(const hop_attention_shape *shape, size_t heads,
                                     const double *query, const double *key, const double *value);

/* One block of queries; what went wrong stands in the failures beside it. */
typedef void (*hop_attention_task)(void *work, size_t index, size_t worker);

/* Runs all tasks; the first of failures [tasks], or HOP_E_CANCELLED. */
hop_status hop_attention_run(const hop_attention_shape *shape, size_t tasks, size_t workers,
                             hop_attention_task task, void *work, const hop_status *failures);

/* Fewest of weights [count] that sum to 0.90 of all; `weights` is put in another order. */
size_t hop_attention_k90(double *weights, size_t count);

#endif
