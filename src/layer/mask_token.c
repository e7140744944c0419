/* A learned vector in place of hidden tokens:  y_t = known_t ? x_t : m.  Devlin et al. 2019
 * (1810.04805), section 3.1.
 * SPDX-License-Identifier: MIT */
#ifndef TEMPLATE
#define TEMPLATE "mask_token.c"
#include "layer_private.h"

/* Deviation of the first weights: small, so that the mask begins as hardly anything. */
static const double SPREAD = 0.02;

enum { INPUT, KNOWN };

#include "both.h"

static hop_status shape(hop_layer *layer) {
    if (layer->in[KNOWN].tokens != layer->in[INPUT].tokens)
        return hop_fail(HOP_E_SHAPE, "%s: %zu flags for %zu tokens", layer->name,
                        layer->in[KNOWN].tokens, layer->in[INPUT].tokens);
    layer->out = layer->in[INPUT];
    layer->weight[0] = (hop_layer_weight){"weight", 1, layer->out.width, false};
    return HOP_OK;
}

static void initialise(const hop_layer *layer, hop_random *random, double *weights) {
    hop_layer_fill_normal(random, layer->weights, SPREAD, weights);
}

static void example(hop_random *random, hop_layer *layer) {
    hop_layer_example_any(random, layer);
    layer->inputs = 2;
    layer->in[KNOWN] = (hop_tokens){layer->in[INPUT].tokens, 1};
}

const hop_layer_row hop_layer_mask_token = {
    .row = {.name = "mask_token",
            .title = "a learned vector in place of the tokens that are hidden",
            .sources = "Devlin et al. 2019 (arXiv 1810.04805), section 3.1"},
    .port = {{.name = "input"}, {.name = "known", .kind = HOP_PORT_FLAGS}},
    .shape = shape,
    .initialise = initialise,
    HOP_LAYER_BOTH,
    .example = example,
};

#else

static void NAME(forward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t rows = pass->samples * layer->in[INPUT].tokens, width = layer->out.width;
    const real *x = pass->in[INPUT], *known = pass->in[KNOWN], *mask = pass->weights;
    real *y = pass->out;
    for (size_t i = 0; i < rows; i++)
        for (size_t c = 0; c < width; c++)
            y[i * width + c] = known[i] != 0 ? x[i * width + c] : mask[c];
}

static void NAME(backward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t rows = pass->samples * layer->in[INPUT].tokens, width = layer->out.width;
    const real *known = pass->in[KNOWN], *d_y = pass->d_out;
    real *d_x = pass->d_in[INPUT], *d_mask = pass->d_weights;
    for (size_t i = 0; i < rows; i++)
        for (size_t c = 0; c < width; c++) {
            if (known[i] == 0)
                d_mask[c] += d_y[i * width + c];
            else if (d_x)
                d_x[i * width + c] += d_y[i * width + c];
        }
}

#endif
