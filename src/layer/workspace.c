/* The room a network runs in: every node's output, what it saves, and derivatives by outputs.
 * SPDX-License-Identifier: MIT */
#include <hopfield/network.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"

struct hop_workspace {
    const hop_network *network;
    hop_layer_precision precision;
    size_t number; /* bytes of one */
    size_t capacity, samples;
    char *block;                  /* all of what follows */
    char **out, **saved, **d_out; /* [nodes]; d_out NULL where none is wanted */
    char *scratch;
};

/* Bytes of `count` numbers, up to a whole line. */
static size_t line_up(size_t count, size_t number) {
    return (count * number + HOP_LINE - 1) / HOP_LINE * HOP_LINE;
}

static size_t size_of(hop_tokens shape) {
    return shape.tokens * shape.width;
}

static size_t number_of(hop_layer_precision precision) {
    return precision == HOP_LAYER_FLOAT ? sizeof(float) : sizeof(double);
}

/* Lays everything out from `at`; with NULL tables, only counts. */
static size_t lay_out(const hop_network *network, size_t number, size_t samples, bool backward,
                      hop_workspace *w) {
    size_t used = 0, scratch = 0;
    for (size_t i = 0; i < hop_network_nodes(network); i++) {
        const hop_layer *layer = hop_network_node(network, i);
        const size_t out = line_up(samples * size_of(layer->out), number);
        const bool learns = backward && layer->learns;
        if (w) {
            w->out[i] = w->block + used;
            w->saved[i] = w->block + used + out;
        }
        used += out + line_up(samples * layer->saved, number);
        if (w && learns) w->d_out[i] = w->block + used;
        if (learns) used += out;
        if (layer->scratch > scratch) scratch = layer->scratch;
    }
    if (w) w->scratch = w->block + used;
    return used + line_up(scratch, number);
}

size_t hop_workspace_bytes(const hop_network *network, hop_layer_precision precision,
                           size_t samples, bool backward) {
    return lay_out(network, number_of(precision), samples, backward, NULL) + HOP_LINE;
}

hop_status hop_workspace_create(const hop_network *network, hop_layer_precision precision,
                                size_t samples, bool backward, hop_workspace **workspace) {
    const size_t nodes = hop_network_nodes(network), number = number_of(precision);
    hop_workspace *w = NULL;
    hop_status status = hop_alloc(1, sizeof *w, "a workspace", &w);
    if (status != HOP_OK) return status;
    *w = (hop_workspace){
        .network = network, .precision = precision, .number = number, .capacity = samples};
    status = hop_alloc(nodes, sizeof *w->out, "a workspace", &w->out);
    if (status == HOP_OK) status = hop_alloc(nodes, sizeof *w->saved, "a workspace", &w->saved);
    if (status == HOP_OK) status = hop_alloc(nodes, sizeof *w->d_out, "a workspace", &w->d_out);
    if (status == HOP_OK)
        status = hop_alloc(hop_workspace_bytes(network, precision, samples, backward), 1,
                           "what a network computes", &w->block);
    if (status != HOP_OK) {
        hop_workspace_destroy(w);
        return status;
    }
    char *block = w->block;
    w->block = hop_align(block);
    lay_out(network, number, samples, backward, w);
    w->block = block;
    *workspace = w;
    return HOP_OK;
}

void hop_workspace_destroy(hop_workspace *workspace) {
    if (!workspace) return;
    free(workspace->block);
    free(workspace->out);
    free(workspace->saved);
    free(workspace->d_out);
    free(workspace);
}

/* count numbers at from[first ...] into double */
static void widen(const hop_workspace *w, const char *from, size_t first, size_t count,
                  double *out) {
    for (size_t i = 0; i < count; i++)
        out[i] = w->precision == HOP_LAYER_FLOAT
                     ? (double)((const float *)(const void *)from)[first + i]
                     : ((const double *)(const void *)from)[first + i];
}

void hop_workspace_set(hop_workspace *w, size_t node, size_t sample, const double *numbers) {
    const hop_layer *layer = hop_network_node(w->network, node);
    const size_t size = size_of(layer->out), first = sample * size;
    assert(!layer->kind && sample < w->capacity);
    void *out = w->out[node];
    if (w->precision == HOP_LAYER_FLOAT)
        for (size_t i = 0; i < size; i++) ((float *)out)[first + i] = (float)numbers[i];
    else
        memcpy((double *)out + first, numbers, size * sizeof *numbers);
}

/* What one layer works on. */
static hop_layer_pass pass_of(hop_workspace *w, size_t node, const void *weights, void *d_weights) {
    const hop_layer *layer = hop_network_node(w->network, node);
    hop_layer_pass pass = {.samples = w->samples,
                           .weights = (const char *)weights + layer->first * w->number,
                           .out = w->out[node],
                           .saved = w->saved[node],
                           .scratch = w->scratch,
                           .d_out = w->d_out[node]};
    if (d_weights) pass.d_weights = (char *)d_weights + layer->first * w->number;
    for (size_t i = 0; i < layer->inputs; i++) {
        pass.in[i] = w->out[layer->from[i]];
        pass.d_in[i] = w->d_out[layer->from[i]];
    }
    return pass;
}

void hop_workspace_forward(hop_workspace *w, const void *weights, size_t samples) {
    assert(samples <= w->capacity);
    w->samples = samples;
    for (size_t i = 0; i < hop_network_nodes(w->network); i++) {
        const hop_layer *layer = hop_network_node(w->network, i);
        const hop_layer_pass pass = pass_of(w, i, weights, NULL);
        if (layer->kind) layer->kind->forward[w->precision](layer, &pass);
    }
}

double hop_workspace_loss(const hop_workspace *w) {
    const char *last = w->out[hop_network_nodes(w->network) - 1];
    double sum = 0;
    for (size_t i = 0; i < w->samples; i++) {
        double loss = 0;
        widen(w, last, i, 1, &loss);
        sum += loss;
    }
    return sum;
}

void hop_workspace_backward(hop_workspace *w, const void *weights, double scale, void *d_weights) {
    const size_t nodes = hop_network_nodes(w->network);
    for (size_t i = 0; i < nodes; i++) {
        const size_t size = size_of(hop_network_node(w->network, i)->out);
        if (w->d_out[i]) memset(w->d_out[i], 0, w->samples * size * w->number);
    }
    void *last = w->d_out[nodes - 1];
    if (!last) return; /* nothing learns */
    for (size_t i = 0; i < w->samples; i++) {
        if (w->precision == HOP_LAYER_FLOAT)
            ((float *)last)[i] = (float)scale;
        else
            ((double *)last)[i] = scale;
    }
    for (size_t i = nodes; i-- > 0;) {
        const hop_layer *layer = hop_network_node(w->network, i);
        const hop_layer_pass pass = pass_of(w, i, weights, d_weights);
        if (layer->kind && layer->learns) layer->kind->backward[w->precision](layer, &pass);
    }
}

void hop_workspace_read(const hop_workspace *w, size_t node, size_t sample, double *out) {
    const size_t size = size_of(hop_network_node(w->network, node)->out);
    widen(w, w->out[node], sample * size, size, out);
}

void hop_workspace_saved(const hop_workspace *w, size_t node, size_t sample, size_t count,
                         double *out) {
    widen(w, w->saved[node], sample * hop_network_node(w->network, node)->saved, count, out);
}
