/* The parts of `hopfield flow`.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_FLOW_H
#define HOP_CLI_FLOW_H

#include <hopfield/random.h>
#include <hopfield/token_flow.h>

#include "document.h"
#include "matrix.h"

/* A built-in set of tokens, and the settings that show it best. */
typedef struct cli_flow_example {
    const char *name, *title;
    size_t count, dim; /* standard */
    double beta, step;
    bool residual, sphere;
    void (*draw)(hop_random *random, size_t index, size_t count, size_t dim, double *token);
} cli_flow_example;

/* The example of that name, or NULL; the names between bars into `names`, or NULL. */
const cli_flow_example *cli_flow_find_example(const char *name, hop_string *names);

/* Draws an example's tokens; count and dim 0: its own.  HOP_E_SHAPE where dim does not suit it. */
hop_status cli_flow_draw(const cli_flow_example *example, size_t count, size_t dim, uint64_t seed,
                         cli_matrix *tokens);

/* Where weights come from. */
typedef enum cli_flow_source {
    CLI_WEIGHTS_IDENTITY, /* W_Q = W_K = V = 1 */
    CLI_WEIGHTS_RANDOM,   /* all three drawn */
    CLI_WEIGHTS_GRADIENT, /* W_Q = W_K drawn, V = A: plain gradient flow */
} cli_flow_source;

/* Files of weights; NULL where there is none. */
typedef struct cli_flow_files {
    const char *query, *key, *value;
    bool linear; /* they are [out x in] */
} cli_flow_files;

typedef struct cli_flow_weights {
    size_t dim, heads, width;
    cli_matrix query, key; /* W_Q and W_K, [heads k x width] */
    cli_matrix value;      /* V [heads width x width] */
    cli_matrix form;       /* A = W_Q' W_K of every head, [heads width x width] */
    cli_matrix map;        /* M = V A^-1 of every head, [heads width x width] */
    cli_matrix eigenvalue; /* of (M + M') / 2, falling, [heads x width] */
    double *condition;     /* of A, [heads] */
    size_t *rank;          /* of A, [heads] */
} cli_flow_weights;

/* Reads or makes the weights, and M.  HOP_E_VALUE for a singular A, with its
 * condition number, unless `pseudo`. */
hop_status cli_flow_open_weights(const cli_flow_files *files, cli_flow_source source, size_t dim,
                                 size_t heads, bool pseudo, uint64_t seed,
                                 cli_flow_weights *weights);
void cli_flow_clear_weights(cli_flow_weights *weights);

/* The largest difference between what the heads give for up to 512 of the tokens, by hop_attention,
 * and M grad phi; of the heads' outputs the largest magnitude goes to *scale. */
hop_status cli_flow_identity(const cli_flow_weights *weights, double beta, bool exclude_self,
                             const cli_matrix *tokens, double *error, double *scale);

/* Everything a finished flow can be asked for. */
typedef struct cli_flowed {
    const char *source; /* of the tokens */
    const hop_flow *flow;
    const cli_flow_weights *weights;
    const hop_flow_result *result;
    const hop_flow *gravity;               /* NULL: not asked for */
    const hop_flow_result *gravity_result; /* of the same tokens */
    double identity_error, identity_scale;
    bool pseudo; /* a pseudo-inverse was used */
    const cli_provenance *provenance;
    const cli_seed *seed;
} cli_flowed;

/* One row a token and layer. */
hop_status cli_flow_table(const cli_flowed *flowed, hop_table **table);

hop_status cli_flow_text(const cli_flowed *flowed, size_t width, char **text);

hop_status cli_flow_json(const cli_flowed *flowed, char **text);

/* Paths over the landscape into `path`, potentials over layers into NAME-potential, and the same
 * two of gravity into NAME-gravity and NAME-gravity-potential. */
hop_status cli_flow_figures(const cli_flowed *flowed, const char *path, bool force);

#endif
