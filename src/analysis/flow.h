/* The parts of an analysis of tokens that move.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_ANALYSIS_FLOW_H
#define HOP_ANALYSIS_FLOW_H

#include <hopfield/analysis.h>

/* The stream of the seed that tokens are drawn from. */
enum { HOP_STREAM_TOKENS = 1 };

typedef struct hop_flow_weights {
    size_t dim, heads, width;
    hop_matrix query, key; /* W_Q and W_K, [heads k x width] */
    hop_matrix value;      /* V [heads width x width] */
    hop_matrix form;       /* A = W_Q' W_K of every head, [heads width x width] */
    hop_matrix map;        /* M = V A^-1 of every head, [heads width x width] */
    hop_matrix eigenvalue; /* of (M + M') / 2, falling, [heads x width] */
    double *condition;     /* of A, [heads] */
    size_t *rank;          /* of A, [heads] */
} hop_flow_weights;

/* What a finished analysis found. */
typedef struct hop_flow_found {
    hop_flow_weights weights;
    hop_flow flow, gravity;
    hop_flow_result result, fallen; /* fallen: under gravity, where that was asked for */
    double identity_error;          /* largest difference of the heads' output and M grad phi */
    double identity_scale;          /* largest magnitude of the heads' output */
} hop_flow_found;

/* Root mean square distance of tokens [count x dim] from their mean. */
double hop_flow_spread(const double *tokens, size_t count, size_t dim);

/* All of it into the result. */
hop_status hop_flow_tell(const hop_flow_inputs *inputs, const hop_flow_found *found,
                         hop_result *result);

/* Draws the example's tokens. */
hop_status hop_flow_draw_tokens(const hop_flow_inputs *inputs, hop_matrix *tokens);

/* Copies or makes the weights, and M; errors as hop_flow_analyse(). */
hop_status hop_flow_weights_create(const hop_flow_inputs *inputs, size_t dim,
                                   hop_flow_weights *weights);
void hop_flow_weights_clear(hop_flow_weights *weights);

/* The largest difference between what the heads give for up to 512 of the tokens, by
 * hop_attention(), and M grad phi; of the heads' outputs the largest magnitude goes to *scale. */
hop_status hop_flow_identity(const hop_flow_inputs *inputs, const hop_flow_weights *weights,
                             double beta, double *error, double *scale);

/* Adds the figures of one law: paths over the landscape, potentials over layers. */
hop_status hop_flow_draw(const hop_flow *flow, const hop_flow_result *moved, hop_result *result);

#endif
