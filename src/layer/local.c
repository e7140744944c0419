/* A linear layer of its own at every place:  y_t = W_t x_t + b_t.  With one number in, it is how
 * the features of a table become tokens; with one number out, how they are read again.
 * SPDX-License-Identifier: MIT */
#ifndef TEMPLATE
#define TEMPLATE "local.c"
#include <math.h>

#include "layer_private.h"

enum { WIDTH };

#include "both.h"

static hop_status shape(hop_layer *layer) {
    const size_t tokens = layer->in[0].tokens, out = hop_layer_count(layer, WIDTH);
    layer->out = (hop_tokens){tokens, out};
    layer->weight[0] = (hop_layer_weight){"weight", tokens * out, layer->in[0].width, true};
    layer->weight[1] = (hop_layer_weight){"bias", tokens, out, false};
    return HOP_OK;
}

static void initialise(const hop_layer *layer, hop_random *random, double *weights) {
    hop_layer_fill_uniform(random, layer->weights, 1 / sqrt((double)layer->in[0].width), weights);
}

static void example(hop_random *random, hop_layer *layer) {
    hop_layer_example_any(random, layer);
    layer->parameter[WIDTH] = (double)hop_layer_draw(random, 5);
}

const hop_layer_row hop_layer_local = {
    .row = {.name = "local",
            .title = "a linear layer of its own at every place: y_t = W_t x_t + b_t",
            .sources = "locally connected layers: LeCun 1989",
            .parameters = {HOP_PARAMETER_WHOLE("width", "numbers that come out at every place",
                                               "numbers", 1, 1, 1e6)}},
    .port = {{.name = "input"}},
    .shape = shape,
    .initialise = initialise,
    HOP_LAYER_BOTH,
    .example = example,
};

#else

/* At one place: rows of a batch begin a sample apart. */
static void NAME(forward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t tokens = layer->in[0].tokens, in = layer->in[0].width, out = layer->out.width;
    const real *x = pass->in[0], *weight = pass->weights, *bias = weight + tokens * out * in;
    real *y = pass->out;
    for (size_t i = 0; i < pass->samples; i++)
        for (size_t j = 0; j < tokens * out; j++) y[i * tokens * out + j] = bias[j];
    const hop_blas_form form = {pass->samples,
                                out,
                                in,
                                .turn_b = true,
                                .a_stride = tokens * in,
                                .c_stride = tokens * out,
                                .scale = 1,
                                .keep = 1};
    for (size_t t = 0; t < tokens; t++)
        NAME(hop_blas_product)(&form, x + t * in, weight + t * out * in, y + t * out);
}

static void NAME(backward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t tokens = layer->in[0].tokens, in = layer->in[0].width, out = layer->out.width;
    const real *x = pass->in[0], *weight = pass->weights, *d_y = pass->d_out;
    real *d_weight = pass->d_weights, *d_bias = d_weight + tokens * out * in, *d_x = pass->d_in[0];
    const hop_blas_form weights = {out,
                                   in,
                                   pass->samples,
                                   .turn_a = true,
                                   .a_stride = tokens * out,
                                   .b_stride = tokens * in,
                                   .scale = 1,
                                   .keep = 1};
    const hop_blas_form inputs = {
        pass->samples,           in,         out,      .a_stride = tokens * out,
        .c_stride = tokens * in, .scale = 1, .keep = 1};
    for (size_t t = 0; t < tokens; t++) {
        NAME(hop_blas_product)(&weights, d_y + t * out, x + t * in, d_weight + t * out * in);
        if (d_x)
            NAME(hop_blas_product)(&inputs, d_y + t * out, weight + t * out * in, d_x + t * in);
    }
    for (size_t i = 0; i < pass->samples; i++)
        for (size_t j = 0; j < tokens * out; j++) d_bias[j] += d_y[i * tokens * out + j];
}

#endif
