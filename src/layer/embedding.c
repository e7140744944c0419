/* An embedding:  symbol k becomes row k of a matrix.
 * SPDX-License-Identifier: MIT */
#ifndef TEMPLATE
#define TEMPLATE "embedding.c"
#include <assert.h>

#include "layer_private.h"

enum { VOCABULARY, WIDTH, SPREAD };

#include "both.h"

static hop_status shape(hop_layer *layer) {
    const size_t width = hop_layer_count(layer, WIDTH);
    layer->out = (hop_tokens){layer->in[0].tokens, width};
    layer->weight[0] =
        (hop_layer_weight){"weight", hop_layer_count(layer, VOCABULARY), width, true};
    return HOP_OK;
}

static void initialise(const hop_layer *layer, hop_random *random, double *weights) {
    hop_layer_fill_normal(random, layer->weights, layer->parameter[SPREAD], weights);
}

static void example(hop_random *random, hop_layer *layer) {
    layer->parameter[VOCABULARY] = (double)hop_layer_draw(random, 5);
    layer->parameter[WIDTH] = (double)hop_layer_draw(random, 5);
    layer->inputs = 1;
    layer->in[0] = (hop_tokens){hop_layer_draw(random, 6), 1};
}

const hop_layer_row hop_layer_embedding = {
    .row = {.name = "embedding",
            .title = "a vector for every symbol of a vocabulary",
            .sources = "Bengio et al. 2003",
            .parameters = {HOP_PARAMETER_WHOLE("vocabulary", "how many symbols there are",
                                               "symbols", 2, 1, 1e6),
                           HOP_PARAMETER_WHOLE("width", "numbers that come out", "numbers", 16, 1,
                                               1e6),
                           {.name = "spread",
                            .meaning = "deviation of the first weights",
                            .unit = "dimensionless",
                            .default_value = 0.5,
                            .low = 0,
                            .high = 100}}},
    .port = {{.name = "symbols", .kind = HOP_PORT_CODES}},
    .shape = shape,
    .initialise = initialise,
    HOP_LAYER_BOTH,
    .example = example,
};

#else

static void NAME(forward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t rows = pass->samples * layer->in[0].tokens, width = layer->out.width;
    const real *code = pass->in[0], *weight = pass->weights;
    real *y = pass->out;
    for (size_t i = 0; i < rows; i++) {
        assert(code[i] >= 0 && (double)code[i] < layer->parameter[VOCABULARY]);
        for (size_t c = 0; c < width; c++) y[i * width + c] = weight[(size_t)code[i] * width + c];
    }
}

static void NAME(backward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t rows = pass->samples * layer->in[0].tokens, width = layer->out.width;
    const real *code = pass->in[0], *d_y = pass->d_out;
    real *d_weight = pass->d_weights;
    for (size_t i = 0; i < rows; i++)
        for (size_t c = 0; c < width; c++)
            d_weight[(size_t)code[i] * width + c] += d_y[i * width + c];
}

#endif
