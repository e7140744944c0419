/* Networks: layers behind each other, each fed by inputs or by earlier layers; and the room to run
 * one forwards and backwards.
 *
 *     hop_network_create(&net);
 *     size_t x = hop_network_input(net, "input", 1, 2), y = hop_network_input(net, "target", 1, 1);
 *     size_t h = hop_network_add(net, "hidden", HOP_FROM(x), "linear:width=%d", 8);
 *     h = hop_network_add(net, "bend", HOP_FROM(h), "gelu");
 *     h = hop_network_add(net, "out", HOP_FROM(h), "linear:width=1");
 *     hop_network_add(net, "loss", HOP_FROM(h, y), "squared_error");
 *     status = hop_network_finish(net);
 *
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_NETWORK_H
#define HOPFIELD_NETWORK_H

#include <stdint.h>

#include <hopfield/export.h>
#include <hopfield/layer.h>

HOP_BEGIN_DECLS

typedef struct hop_network hop_network;

/* Nodes as hop_network_add() takes them. */
#define HOP_FROM(...) \
    (const size_t[]){__VA_ARGS__}, sizeof((const size_t[]){__VA_ARGS__}) / sizeof(size_t)

/* An empty network; destroy it with hop_network_destroy() (NULL is allowed).  HOP_E_MEMORY. */
hop_status hop_network_create(hop_network **network);
void hop_network_destroy(hop_network *network);

/* An input of [tokens x width] numbers a sample; returns its node. */
size_t hop_network_input(hop_network *network, const char *name, size_t tokens, size_t width);

/* A layer by its spec, printf()ed, on the nodes from [count]; returns its node.  The first failure
 * is kept for hop_network_finish(), so that networks are written without asking every time. */
size_t hop_network_add(hop_network *network, const char *name, const size_t *from, size_t count,
                       const char *spec, ...) __attribute__((format(printf, 5, 6)));

/* Multi-head attention with its four projections, NAME.query and so on, of `query` over `context`
 * (the same node: self-attention); settings such as "heads=4,causal=yes". */
size_t hop_network_attention(hop_network *network, const char *name, size_t query, size_t context,
                             size_t width, const char *settings);

/* A Transformer block with normalisation first: x + attention(norm(x)), then x + mlp(norm(x)) with
 * `hidden` units and GELU; hidden = 0: attention alone.  Xiong et al. 2020 (2002.04745). */
size_t hop_network_block(hop_network *network, const char *name, size_t x, size_t hidden,
                         const char *settings);

/* The first failure: an unknown layer, shapes that do not fit (HOP_E_NAME, HOP_E_VALUE,
 * HOP_E_SHAPE), and HOP_E_SHAPE unless the last node is one number, the loss. */
hop_status hop_network_finish(hop_network *network);

size_t hop_network_nodes(const hop_network *network);
const hop_layer *hop_network_node(const hop_network *network, size_t node);

/* The node called `name`, which there must be. */
size_t hop_network_find(const hop_network *network, const char *name);

/* Numbers in all weights, and the first of them: a function of seed and network alone. */
size_t hop_network_weights(const hop_network *network);
void hop_network_initialise(const hop_network *network, uint64_t seed, double *weights);

/* ---- running one ---- */

typedef struct hop_workspace hop_workspace;

/* Room for `samples` samples at a time.  HOP_E_LIMIT, HOP_E_MEMORY. */
hop_status hop_workspace_create(const hop_network *network, hop_layer_precision precision,
                                size_t samples, bool backward, hop_workspace **workspace);
void hop_workspace_destroy(hop_workspace *workspace);

/* What hop_workspace_create() would take, bytes. */
size_t hop_workspace_bytes(const hop_network *network, hop_layer_precision precision,
                           size_t samples, bool backward);

/* Sets one sample of an input node. */
void hop_workspace_set(hop_workspace *workspace, size_t node, size_t sample, const double *numbers);

/* Runs `samples` samples; weights in the workspace's precision. */
void hop_workspace_forward(hop_workspace *workspace, const void *weights, size_t samples);

/* The sum of the losses of the samples last run. */
double hop_workspace_loss(const hop_workspace *workspace);

/* Adds scale times the gradient of that sum to d_weights. */
void hop_workspace_backward(hop_workspace *workspace, const void *weights, double scale,
                            void *d_weights);

/* Reads one sample of a node's output; of what it saved, the first `count` numbers (attention: its
 * weights [heads x queries x keys]). */
void hop_workspace_read(const hop_workspace *workspace, size_t node, size_t sample, double *out);
void hop_workspace_saved(const hop_workspace *workspace, size_t node, size_t sample, size_t count,
                         double *out);

HOP_END_DECLS

#endif
