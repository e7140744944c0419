/* Analyses: the pieces of a Transformer computed, checked against the Hopfield network they belong
 * to, and laid down in a result.  Each takes its inputs as matrices, fills in what was not given,
 * and adds facts, tables, figures and sentences to `result`; none prints.  Matrices of inputs are
 * the caller's, who clears them; those that are empty are drawn from the seed.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_ANALYSIS_H
#define HOPFIELD_ANALYSIS_H

#include <hopfield/attention.h>
#include <hopfield/corruption.h>
#include <hopfield/covariance.h>
#include <hopfield/energy_block.h>
#include <hopfield/export.h>
#include <hopfield/matrix.h>
#include <hopfield/random.h>
#include <hopfield/result.h>
#include <hopfield/token_flow.h>

HOP_BEGIN_DECLS

/* ---- a Transformer block as descent of one energy ---- */

typedef struct hop_block_inputs {
    const char *source; /* of the tokens, as people are told */
    hop_matrix tokens;  /* [count x dim]; empty: `count` of `dim` normal numbers are drawn into it;
                           afterwards where the descent ended */
    size_t count, dim;
    hop_matrix query, key; /* W_Q, W_K [heads width x dim]; empty: drawn */
    hop_matrix memory;     /* Xi [memories x dim]; empty: `hidden` rows are drawn */
    hop_matrix bias;       /* of the normalisation [1 x dim]; empty: zeros */
    size_t heads, width;   /* width 0: dim / heads */
    size_t hidden;         /* 0: 4 dim */
    double gain, beta;     /* beta 0: 1 / sqrt(width) */
    bool attention_term, memory_term;
    hop_block_options descent;
    uint64_t seed;
    hop_progress progress; /* or NULL */
    void *context;
} hop_block_inputs;

/* 24 tokens of 32 numbers, 4 heads, both terms, 200 steps from 0.1, tolerance 1e-9. */
extern const hop_block_inputs hop_block_inputs_defaults;

/* Descends, with the gradient held to finite differences.  HOP_E_SHAPE for heads that do not divide
 * the tokens' width or weights of another; HOP_E_LIMIT; else as hop_block_descend(). */
hop_status hop_block_analyse(hop_block_inputs *inputs, hop_result *result);

/* ---- attention without softmax is principal component analysis ---- */

typedef struct hop_pca_inputs {
    const char *source; /* of the rows */
    hop_matrix rows;    /* [count x dim]; centred in place */
    size_t components;  /* 0: all up to 64, else 16 */
    double beta;        /* of the softmax state vectors; 0: 1 / lambda_1, with 1 / count */
    size_t states;      /* rows whose state vectors are made, spread evenly; 0: up to 2,048 */
    hop_covariance_options iteration;
} hop_pca_inputs;

/* Components by attention steps beside GSL's eigen-solver (sides up to 1500), state vectors beside
 * scores, and the slope of the small-beta expansion.  Errors as hop_covariance_components(). */
hop_status hop_pca_analyse(hop_pca_inputs *inputs, hop_result *result);

/* ---- tokens moving along the potential of attention ---- */

/* A built-in set of tokens, and the settings that show it best. */
typedef struct hop_flow_example {
    const char *name, *title;
    size_t count, dim; /* where nothing else is asked for */
    double beta, step;
    bool residual, sphere;
    void (*draw)(hop_random *random, size_t index, size_t count, size_t dim, double *token);
} hop_flow_example;

/* The examples [*count]. */
const hop_flow_example *hop_flow_examples(size_t *count);

/* What weights are that no matrix says. */
typedef enum hop_flow_weights_kind {
    HOP_WEIGHTS_IDENTITY, /* W_Q = W_K = V = 1 */
    HOP_WEIGHTS_RANDOM,   /* all three drawn */
    HOP_WEIGHTS_GRADIENT, /* W_Q = W_K drawn, V = A: plain gradient flow */
} hop_flow_weights_kind;

/* A switch that may be left to the example. */
typedef enum hop_choice { HOP_CHOICE_NONE, HOP_CHOICE_NO, HOP_CHOICE_YES } hop_choice;

typedef struct hop_flow_inputs {
    const char *source;              /* of the tokens; NULL: the example's title */
    const hop_flow_example *example; /* tokens are drawn where `tokens` is empty */
    hop_matrix tokens;               /* [count x dim] */
    size_t count, dim;               /* of an example's tokens; 0: its own */
    hop_flow_weights_kind weights;
    hop_matrix query, key; /* W_Q, W_K [heads k x dim / heads], out x in; or empty */
    hop_matrix value;      /* V [dim x dim / heads], or empty */
    size_t heads, layers;
    double beta, step, radius, softening; /* 0: the example's, or as the help says */
    hop_choice residual, sphere;
    bool frozen, exclude_self, gravity, pseudo_inverse;
    uint64_t seed;
    hop_progress progress; /* or NULL */
    void *context;
} hop_flow_inputs;

/* One head, 40 layers, weights the identity. */
extern const hop_flow_inputs hop_flow_inputs_defaults;

/* Moves the tokens, with the identity output = M grad phi held to attention, and draws paths over
 * the landscape.  HOP_E_SHAPE for heads that do not divide the tokens or weights that do not fit;
 * HOP_E_VALUE for a singular A, its condition number said, unless `pseudo_inverse`; else as
 * hop_flow_run(). */
hop_status hop_flow_analyse(hop_flow_inputs *inputs, hop_result *result);

/* ---- attention beside a Hopfield step ---- */

/* A matrix and the name that people know it by. */
typedef struct hop_operand {
    const char *path; /* NULL: not given */
    hop_matrix matrix;
    char *names; /* of its rows, zero-terminated one after another, lent; NULL: they have none */
} hop_operand;

typedef struct hop_attention_inputs {
    hop_operand query, key, value; /* given, or made of: */
    hop_operand tokens, context;   /* tokens that ask; tokens that are asked (empty: the same) */
    hop_operand weights_query, weights_key, weights_value; /* empty: tokens as they are */
    hop_operand weights_output;                            /* behind the heads */
    hop_attention_layout layout;                           /* of all weights */
    hop_operand mask; /* [queries x keys]: truth values (0 and 1 alone) say what is seen; other
                         numbers are added to the scores, -infinity hides */
    bool causal, tiled;
    double scale;        /* NAN: 1/sqrt(width of a head) */
    size_t heads, steps; /* steps: Hopfield steps to go on for */
    bool maps;           /* figures of every head's weights */
    size_t threads;
    hop_progress progress; /* or NULL */
    void *progress_context;
} hop_attention_inputs;

/* One head, 3 steps, plain. */
extern const hop_attention_inputs hop_attention_inputs_defaults;

/* Attends, beside the recall engine in double (keys as memory, one step, then the values) and the
 * tiled form, and goes on for further steps.  HOP_E_SHAPE with all shapes said, HOP_E_VALUE with
 * name, row and column; HOP_E_CANCELLED; else as hop_attention_heads(). */
hop_status hop_attention_analyse(hop_attention_inputs *inputs, hop_result *result);

/* A textbook's example, six tokens of three numbers, from dot products to two heads. */
hop_status hop_attention_example(hop_result *result);

/* The chain from xi' = X softmax(beta X'xi) to Q, K, V with the numbers of a memory put in: its
 * first pattern, half of it replaced, is the state.  beta: NAN to choose it from the memory. */
hop_status hop_attention_explain(const hop_memory *memory, const char *name, double beta,
                                 hop_result *result);

/* ---- heads of a trained model, out of its own file ---- */

typedef struct hop_model_inputs {
    const char *path;  /* .safetensors */
    hop_matrix tokens; /* [count x width of the model]; empty: made of the file's own vectors */
    size_t heads;      /* of a layer; 0: so many of width 64 */
    size_t threads;
    hop_progress progress; /* of tokens projected, of all layers; or NULL; HOP_E_CANCELLED */
    void *context;
} hop_model_inputs;

/* How widely every head of every layer attends: k90, entropy, and the class of Ramsauer et al.
 * 2020. Weights are found by how names end, as GPT-2's, BERT's, ViT's and others' files have them,
 * fused projections and f16 and bf16 included.  HOP_E_NAME where there are none; HOP_E_SHAPE with
 * both shapes; HOP_E_FORMAT, HOP_E_MEMORY. */
hop_status hop_model_analyse(hop_model_inputs *inputs, hop_result *result);

HOP_END_DECLS

#endif
