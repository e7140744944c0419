/* Cross-entropy:  mean over scored tokens of  ln sum exp(logits) - logit of the target, nats.
 * SPDX-License-Identifier: MIT */
#ifndef TEMPLATE
#define TEMPLATE "cross_entropy.c"
#include <tgmath.h>

#include "layer_private.h"

enum { LOGITS, TARGET, SCORED };

#include "both.h"

static hop_status shape(hop_layer *layer) {
    for (size_t i = TARGET; i < layer->inputs; i++)
        if (layer->in[i].tokens != layer->in[LOGITS].tokens)
            return hop_fail(HOP_E_SHAPE, "%s: %zu tokens of logits, %zu of its %s", layer->name,
                            layer->in[LOGITS].tokens, layer->in[i].tokens,
                            layer->kind->port[i].name);
    layer->out = (hop_tokens){1, 1};
    layer->saved = hop_layer_size(layer->in[LOGITS]); /* probabilities */
    return HOP_OK;
}

static void example(hop_random *random, hop_layer *layer) {
    layer->in[LOGITS] = (hop_tokens){hop_layer_draw(random, 5), 1 + hop_layer_draw(random, 5)};
    layer->inputs = 2 + hop_random_below(random, 2);
    layer->in[TARGET] = layer->in[SCORED] = (hop_tokens){layer->in[LOGITS].tokens, 1};
}

const hop_layer_row hop_layer_cross_entropy = {
    .row = {.name = "cross_entropy",
            .title = "a loss: minus the logarithm of the probability that softmax gives a symbol",
            .sources = "Bishop 2006, Pattern Recognition and Machine Learning, eq. 4.108"},
    .port = {{.name = "logits"},
             {.name = "target", .kind = HOP_PORT_CODES},
             {.name = "scored", .kind = HOP_PORT_FLAGS, .optional = true}},
    .shape = shape,
    HOP_LAYER_BOTH,
    .example = example,
};

#else

/* One over the tokens that are scored; 0 if none is. */
static real NAME(share)(const hop_layer *layer, const real *scored) {
    real count = 0;
    for (size_t t = 0; t < layer->in[LOGITS].tokens; t++) count += scored ? scored[t] : 1;
    return count > 0 ? 1 / count : 0;
}

static void NAME(forward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t tokens = layer->in[LOGITS].tokens, symbols = layer->in[LOGITS].width;
    for (size_t i = 0; i < pass->samples; i++) {
        const real *scored =
            layer->inputs > SCORED ? (const real *)pass->in[SCORED] + i * tokens : NULL;
        const real *target = (const real *)pass->in[TARGET] + i * tokens;
        real loss = 0;
        for (size_t t = 0; t < tokens; t++) {
            const real *z = (const real *)pass->in[LOGITS] + (i * tokens + t) * symbols;
            real *p = (real *)pass->saved + (i * tokens + t) * symbols;
            real peak = z[0], sum = 0;
            for (size_t k = 1; k < symbols; k++) peak = z[k] > peak ? z[k] : peak;
            for (size_t k = 0; k < symbols; k++) sum += p[k] = exp(z[k] - peak);
            for (size_t k = 0; k < symbols; k++) p[k] /= sum;
            const real cost = peak + log(sum) - z[(size_t)target[t]];
            loss += scored ? scored[t] * cost : cost;
        }
        ((real *)pass->out)[i] = loss * NAME(share)(layer, scored);
    }
}

static void NAME(backward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t tokens = layer->in[LOGITS].tokens, symbols = layer->in[LOGITS].width;
    for (size_t i = 0; pass->d_in[LOGITS] && i < pass->samples; i++) {
        const real *scored =
            layer->inputs > SCORED ? (const real *)pass->in[SCORED] + i * tokens : NULL;
        const real *target = (const real *)pass->in[TARGET] + i * tokens;
        const real d = ((const real *)pass->d_out)[i] * NAME(share)(layer, scored);
        for (size_t t = 0; t < tokens; t++) {
            const real *p = (const real *)pass->saved + (i * tokens + t) * symbols;
            real *d_z = (real *)pass->d_in[LOGITS] + (i * tokens + t) * symbols;
            const real weight = scored ? d * scored[t] : d;
            for (size_t k = 0; k < symbols; k++)
                d_z[k] += weight * (p[k] - (k == (size_t)target[t] ? 1 : 0));
        }
    }
}

#endif
