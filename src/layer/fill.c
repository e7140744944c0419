/* First weights, and shapes for tests.
 * SPDX-License-Identifier: MIT */
#include "layer_private.h"

void hop_layer_fill_uniform(hop_random *random, size_t count, double limit, double *weights) {
    for (size_t i = 0; i < count; i++) weights[i] = limit * (2 * hop_random_uniform(random) - 1);
}

void hop_layer_fill_normal(hop_random *random, size_t count, double deviation, double *weights) {
    for (size_t i = 0; i < count; i++) weights[i] = deviation * hop_random_normal(random);
}

size_t hop_layer_draw(hop_random *random, size_t most) {
    return 1 + hop_random_below(random, most);
}

hop_status hop_layer_shape_same(hop_layer *layer) {
    layer->out = layer->in[0];
    return HOP_OK;
}

void hop_layer_example_any(hop_random *random, hop_layer *layer) {
    layer->inputs = 1;
    layer->in[0] = (hop_tokens){hop_layer_draw(random, 4), hop_layer_draw(random, 7)};
}
