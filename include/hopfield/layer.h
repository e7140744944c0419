/* Layers: differentiable maps, one file in src/layer each, holding one row, listed in
 * layer_list.h.  A layer takes up to four inputs of [tokens x width] numbers a sample and gives
 * one.  Networks of them are made with hopfield/network.h.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_LAYER_H
#define HOPFIELD_LAYER_H

#include <hopfield/export.h>
#include <hopfield/random.h>
#include <hopfield/row.h>

HOP_BEGIN_DECLS

enum { HOP_LAYER_INPUTS = 4, HOP_LAYER_WEIGHTS = 6, HOP_LAYER_NAME = 40 };

/* What layers compute in: the index of a row's functions. */
typedef enum hop_layer_precision { HOP_LAYER_DOUBLE, HOP_LAYER_FLOAT } hop_layer_precision;
enum { HOP_LAYER_PRECISIONS = 2 };

/* One sample of what goes into a layer, or comes out: row-major. */
typedef struct hop_tokens {
    size_t tokens, width;
} hop_tokens;

typedef enum hop_layer_port_kind {
    HOP_PORT_NUMBERS, /* a gradient is wanted */
    HOP_PORT_CODES,   /* [tokens x 1], whole numbers from 0: symbols of a vocabulary */
    HOP_PORT_FLAGS,   /* [tokens x 1], each 0 or 1 */
} hop_layer_port_kind;

typedef struct hop_layer_port {
    const char *name; /* "query"; NULL ends the list */
    hop_layer_port_kind kind;
    bool optional; /* only the last ones */
} hop_layer_port;

/* One array of weights, as it is named and stored. */
typedef struct hop_layer_weight {
    const char *name;
    size_t rows, columns;
    bool decays; /* whether weight decay is for it: matrices yes, biases and gains no */
} hop_layer_weight;

struct hop_layer_row;

/* A layer with its settings and shapes: a node of a network. */
typedef struct hop_layer {
    const struct hop_layer_row *kind; /* NULL: an input of the network */
    double parameter[HOP_PARAMETER_MAX];
    char name[HOP_LAYER_NAME];
    size_t from[HOP_LAYER_INPUTS]; /* which nodes */
    size_t inputs;                 /* how many there are */
    hop_tokens in[HOP_LAYER_INPUTS];
    /* Set by the row's shape(). */
    hop_tokens out;
    hop_layer_weight weight[HOP_LAYER_WEIGHTS]; /* ends at the first without a name */
    size_t saved;                               /* numbers a sample kept for the way back */
    size_t scratch;                             /* numbers that one pass needs besides */
    /* Set by the network. */
    size_t weights, first; /* numbers in all of `weight`, and before them in the network */
    bool learns;           /* whether anything behind it, or it, has weights */
} hop_layer;

/* A pass over some samples; all arrays in one precision.  Gradients are added to. */
typedef struct hop_layer_pass {
    size_t samples;
    const void *weights;              /* the layer's own, one array after another */
    const void *in[HOP_LAYER_INPUTS]; /* [samples x tokens x width] */
    void *out;
    void *saved;   /* [samples x saved] */
    void *scratch; /* [scratch] */
    /* Backward only: d means the derivative of the loss by it. */
    const void *d_out;
    void *d_in[HOP_LAYER_INPUTS]; /* NULL where it is not wanted */
    void *d_weights;
} hop_layer_pass;

typedef struct hop_layer_row {
    hop_row row;
    hop_layer_port port[HOP_LAYER_INPUTS];

    /* Checks parameters against the shapes that come in, and fills in what is the row's to say. */
    hop_status (*shape)(hop_layer *layer);

    /* The first weights; NULL: zeros. */
    void (*initialise)(const hop_layer *layer, hop_random *random, double *weights);

    /* By precision; `backward` may rely on what `forward` saved and gave out. */
    void (*forward[HOP_LAYER_PRECISIONS])(const hop_layer *layer, const hop_layer_pass *pass);
    void (*backward[HOP_LAYER_PRECISIONS])(const hop_layer *layer, const hop_layer_pass *pass);

    /* Draws parameters and shapes that make sense, for tests: parameter, inputs and in. */
    void (*example)(hop_random *random, hop_layer *layer);
} hop_layer_row;

/* All layers. */
const hop_catalog *hop_layer_catalog(void);

/* Checks the ports, calls shape() and counts the weights.  HOP_E_SHAPE, HOP_E_VALUE. */
hop_status hop_layer_shape(hop_layer *layer);

HOP_END_DECLS

#endif
