/* Squared error:  mean over scored tokens and their numbers of (prediction - target)^2.
 * SPDX-License-Identifier: MIT */
#ifndef TEMPLATE
#define TEMPLATE "squared_error.c"
#include "layer_private.h"

enum { PREDICTION, TARGET, SCORED };

#include "both.h"

static hop_status shape(hop_layer *layer) {
    const hop_tokens p = layer->in[PREDICTION], t = layer->in[TARGET];
    if (p.tokens != t.tokens || p.width != t.width)
        return hop_fail(HOP_E_SHAPE, "%s: predictions are %zu x %zu, targets %zu x %zu",
                        layer->name, p.tokens, p.width, t.tokens, t.width);
    if (layer->inputs > SCORED && layer->in[SCORED].tokens != p.tokens)
        return hop_fail(HOP_E_SHAPE, "%s: %zu flags for %zu tokens", layer->name,
                        layer->in[SCORED].tokens, p.tokens);
    layer->out = (hop_tokens){1, 1};
    return HOP_OK;
}

static void example(hop_random *random, hop_layer *layer) {
    hop_layer_example_any(random, layer);
    layer->in[TARGET] = layer->in[PREDICTION];
    layer->in[SCORED] = (hop_tokens){layer->in[PREDICTION].tokens, 1};
    layer->inputs = 2 + hop_random_below(random, 2);
}

const hop_layer_row hop_layer_squared_error = {
    .row = {.name = "squared_error",
            .title = "a loss: the mean squared difference of prediction and target",
            .sources = "Bishop 2006, Pattern Recognition and Machine Learning, eq. 1.2"},
    .port = {{.name = "prediction"},
             {.name = "target"},
             {.name = "scored", .kind = HOP_PORT_FLAGS, .optional = true}},
    .shape = shape,
    HOP_LAYER_BOTH,
    .example = example,
};

#else

static real NAME(share)(const hop_layer *layer, const real *scored) {
    real count = 0;
    for (size_t t = 0; t < layer->in[PREDICTION].tokens; t++) count += scored ? scored[t] : 1;
    return count > 0 ? 1 / (count * (real)layer->in[PREDICTION].width) : 0;
}

static void NAME(forward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t tokens = layer->in[PREDICTION].tokens, width = layer->in[PREDICTION].width;
    for (size_t i = 0; i < pass->samples; i++) {
        const real *x = (const real *)pass->in[PREDICTION] + i * tokens * width;
        const real *y = (const real *)pass->in[TARGET] + i * tokens * width;
        const real *scored =
            layer->inputs > SCORED ? (const real *)pass->in[SCORED] + i * tokens : NULL;
        real loss = 0;
        for (size_t c = 0; c < tokens * width; c++)
            loss += (scored ? scored[c / width] : 1) * (x[c] - y[c]) * (x[c] - y[c]);
        ((real *)pass->out)[i] = loss * NAME(share)(layer, scored);
    }
}

static void NAME(backward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t tokens = layer->in[PREDICTION].tokens, width = layer->in[PREDICTION].width;
    real *d_x = pass->d_in[PREDICTION], *d_y = pass->d_in[TARGET];
    for (size_t i = 0; i < pass->samples; i++) {
        const real *scored =
            layer->inputs > SCORED ? (const real *)pass->in[SCORED] + i * tokens : NULL;
        const real d = 2 * ((const real *)pass->d_out)[i] * NAME(share)(layer, scored);
        for (size_t c = 0; c < tokens * width; c++) {
            const size_t at = i * tokens * width + c;
            const real slope =
                d * (scored ? scored[c / width] : 1) *
                (((const real *)pass->in[PREDICTION])[at] - ((const real *)pass->in[TARGET])[at]);
            if (d_x) d_x[at] += slope;
            if (d_y) d_y[at] -= slope;
        }
    }
}

#endif
