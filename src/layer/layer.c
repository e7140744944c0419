/* The table of layers, and what is checked for all of them.
 * SPDX-License-Identifier: MIT */
#include <hopfield/layer.h>

#include "../base/alloc.h"
#include "../base/fail.h"

#define ROW(name) extern const hop_layer_row hop_layer_##name;
#include "layer_list.h"
#undef ROW

static const hop_row *const ROWS[] = {
#define ROW(name) &hop_layer_##name.row,
#include "layer_list.h"
#undef ROW
};

static const hop_catalog CATALOG = {
    .noun = "layer",
    .plural = "layers",
    .rows = ROWS,
    .count = sizeof ROWS / sizeof *ROWS,
};

const hop_catalog *hop_layer_catalog(void) {
    return &CATALOG;
}

static hop_status check_ports(const hop_layer *layer) {
    const hop_layer_port *port = layer->kind->port;
    size_t most = 0, least = 0;
    for (; most < HOP_LAYER_INPUTS && port[most].name; most++) least += !port[most].optional;
    if (layer->inputs < least || layer->inputs > most)
        return hop_fail(HOP_E_SHAPE, "%s: %s takes %zu to %zu inputs; it was given %zu",
                        layer->name, layer->kind->row.name, least, most, layer->inputs);
    for (size_t i = 0; i < layer->inputs; i++) {
        if (layer->in[i].tokens == 0 || layer->in[i].width == 0)
            return hop_fail(HOP_E_EMPTY, "%s: its %s is empty", layer->name, port[i].name);
        if (port[i].kind != HOP_PORT_NUMBERS && layer->in[i].width != 1)
            return hop_fail(HOP_E_SHAPE, "%s: its %s must be one number a token, not %zu",
                            layer->name, port[i].name, layer->in[i].width);
    }
    return HOP_OK;
}

hop_status hop_layer_shape(hop_layer *layer) {
    HOP_TRY(check_ports(layer));
    HOP_TRY(layer->kind->shape(layer));
    layer->weights = 0;
    for (size_t i = 0; i < HOP_LAYER_WEIGHTS && layer->weight[i].name; i++) {
        size_t size = 0;
        if (!hop_size_multiply(layer->weight[i].rows, layer->weight[i].columns, &size) ||
            !hop_size_add(layer->weights, size, &layer->weights))
            return hop_fail(HOP_E_LIMIT, "%s: its weights are too many", layer->name);
    }
    return HOP_OK;
}
