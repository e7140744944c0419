/* Networks: nodes in the order they were added, which is the order they run in.
 * SPDX-License-Identifier: MIT */
#include <hopfield/network.h>

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"

enum { SPEC = 256 };

struct hop_network {
    hop_layer *node;
    size_t count, weights;
    hop_status failure;
    char *detail; /* of the failure */
};

hop_status hop_network_create(hop_network **network) {
    return hop_alloc(1, sizeof **network, "a network", network);
}

void hop_network_destroy(hop_network *network) {
    if (!network) return;
    free(network->node);
    free(network->detail);
    free(network);
}

/* Keeps the first failure and its sentence. */
static size_t fail(hop_network *network, hop_status status) {
    if (network->failure != HOP_OK) return 0;
    network->failure = status;
    (void)hop_copy_text(hop_status_detail(), &network->detail);
    return 0;
}

static hop_status append(hop_network *network, const hop_layer *layer) {
    HOP_TRY(hop_realloc(network->count + 1, sizeof *layer, "a network", &network->node));
    network->node[network->count++] = *layer;
    return HOP_OK;
}

size_t hop_network_input(hop_network *network, const char *name, size_t tokens, size_t width) {
    hop_layer layer = {.out = {tokens, width}};
    snprintf(layer.name, sizeof layer.name, "%s", name);
    const hop_status status = append(network, &layer);
    return status == HOP_OK ? network->count - 1 : fail(network, status);
}

static hop_status make(hop_network *network, const size_t *from, size_t count, const char *spec,
                       hop_layer *layer) {
    const hop_row *row = NULL;
    HOP_TRY(hop_spec_parse(hop_layer_catalog(), spec, &row, layer->parameter));
    layer->kind = (const hop_layer_row *)row;
    if (count > HOP_LAYER_INPUTS)
        return hop_fail(HOP_E_SHAPE, "%s: %zu inputs; no layer takes more than %d", layer->name,
                        count, HOP_LAYER_INPUTS);
    layer->inputs = count;
    for (size_t i = 0; i < count; i++) {
        assert(from[i] < network->count);
        layer->from[i] = from[i];
        layer->in[i] = network->node[from[i]].out;
        layer->learns = layer->learns || network->node[from[i]].learns;
    }
    HOP_TRY(hop_layer_shape(layer));
    layer->learns = layer->learns || layer->weights > 0;
    layer->first = network->weights;
    network->weights += layer->weights;
    return append(network, layer);
}

size_t hop_network_add(hop_network *network, const char *name, const size_t *from, size_t count,
                       const char *spec, ...) {
    char text[SPEC];
    va_list arguments;
    if (network->failure != HOP_OK) return 0;
    va_start(arguments, spec);
    vsnprintf(text, sizeof text, spec, arguments);
    va_end(arguments);
    hop_layer layer = {0};
    snprintf(layer.name, sizeof layer.name, "%s", name);
    const hop_status status = make(network, from, count, text, &layer);
    return status == HOP_OK ? network->count - 1 : fail(network, status);
}

/* NAME.part */
static const char *part(char text[HOP_LAYER_NAME], const char *name, const char *of) {
    snprintf(text, HOP_LAYER_NAME, "%.24s.%s", name, of);
    return text;
}

size_t hop_network_attention(hop_network *network, const char *name, size_t query, size_t context,
                             size_t width, const char *settings) {
    char text[HOP_LAYER_NAME];
    if (network->failure != HOP_OK) return 0;
    const size_t out = network->node[query].out.width;
    size_t q = hop_network_add(network, part(text, name, "query"), HOP_FROM(query),
                               "linear:width=%zu,bias=no", width);
    size_t k = hop_network_add(network, part(text, name, "key"), HOP_FROM(context),
                               "linear:width=%zu,bias=no", width);
    size_t v = hop_network_add(network, part(text, name, "value"), HOP_FROM(context),
                               "linear:width=%zu,bias=no", width);
    size_t a = hop_network_add(network, part(text, name, "attention"), HOP_FROM(q, k, v),
                               "attention:%s", settings);
    return hop_network_add(network, part(text, name, "output"), HOP_FROM(a),
                           "linear:width=%zu,bias=no", out);
}

size_t hop_network_block(hop_network *network, const char *name, size_t x, size_t hidden,
                         const char *settings) {
    char text[HOP_LAYER_NAME];
    if (network->failure != HOP_OK) return 0;
    const size_t width = network->node[x].out.width;
    size_t h = hop_network_add(network, part(text, name, "norm1"), HOP_FROM(x), "layer_norm");
    h = hop_network_attention(network, name, h, h, width, settings);
    x = hop_network_add(network, part(text, name, "sum1"), HOP_FROM(x, h), "residual");
    if (hidden == 0) return x;
    h = hop_network_add(network, part(text, name, "norm2"), HOP_FROM(x), "layer_norm");
    h = hop_network_add(network, part(text, name, "up"), HOP_FROM(h), "linear:width=%zu", hidden);
    h = hop_network_add(network, part(text, name, "gelu"), HOP_FROM(h), "gelu");
    h = hop_network_add(network, part(text, name, "down"), HOP_FROM(h), "linear:width=%zu", width);
    return hop_network_add(network, part(text, name, "sum2"), HOP_FROM(x, h), "residual");
}

hop_status hop_network_finish(hop_network *network) {
    if (network->failure != HOP_OK)
        return hop_fail(network->failure, "%s", network->detail ? network->detail : "no memory");
    const hop_layer *last = network->count > 0 ? &network->node[network->count - 1] : NULL;
    if (!last || !last->kind || last->out.tokens != 1 || last->out.width != 1)
        return hop_fail(HOP_E_SHAPE, "a network ends with one number, its loss; this one does not");
    return HOP_OK;
}

size_t hop_network_nodes(const hop_network *network) {
    return network->count;
}

const hop_layer *hop_network_node(const hop_network *network, size_t node) {
    assert(node < network->count);
    return &network->node[node];
}

size_t hop_network_find(const hop_network *network, const char *name) {
    size_t node = 0;
    while (node < network->count && strcmp(network->node[node].name, name) != 0) node++;
    assert(node < network->count);
    return node;
}

size_t hop_network_weights(const hop_network *network) {
    return network->weights;
}

void hop_network_initialise(const hop_network *network, uint64_t seed, double *weights) {
    /* Streams of their own, far from those of samples. */
    static const uint64_t FIRST_STREAM = (uint64_t)1 << 61;
    memset(weights, 0, network->weights * sizeof *weights);
    for (size_t i = 0; i < network->count; i++) {
        const hop_layer *layer = &network->node[i];
        hop_random random;
        hop_random_init(&random, seed, FIRST_STREAM + i);
        if (layer->kind && layer->kind->initialise)
            layer->kind->initialise(layer, &random, weights + layer->first);
    }
}
