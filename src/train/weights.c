/* Trained weights as .safetensors, by the names of their layers.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/tensors.h"

#include <hopfield/train.h>

enum { NAME = 2 * HOP_LAYER_NAME };

static size_t arrays_of(const hop_network *network) {
    size_t count = 0;
    for (size_t i = 0; i < hop_network_nodes(network); i++) {
        const hop_layer *layer = hop_network_node(network, i);
        for (size_t k = 0; k < HOP_LAYER_WEIGHTS && layer->weight[k].name; k++) count++;
    }
    return count;
}

/* Calls `visit` for every array with its name, "LAYER.weight". */
static hop_status each(const hop_network *network,
                       hop_status (*visit)(void *context, const char *name,
                                           const hop_layer_weight *array, size_t first),
                       void *context) {
    for (size_t i = 0; i < hop_network_nodes(network); i++) {
        const hop_layer *layer = hop_network_node(network, i);
        size_t first = layer->first;
        for (size_t k = 0; k < HOP_LAYER_WEIGHTS && layer->weight[k].name; k++) {
            char name[NAME];
            snprintf(name, sizeof name, "%s.%s", layer->name, layer->weight[k].name);
            HOP_TRY(visit(context, name, &layer->weight[k], first));
            first += layer->weight[k].rows * layer->weight[k].columns;
        }
    }
    return HOP_OK;
}

typedef struct listing {
    const double *weights;
    const float *narrow; /* NULL: in double */
    hop_tensor_given *tensor;
    char (*name)[NAME];
    size_t count;
} listing;

static hop_status list(void *context, const char *name, const hop_layer_weight *array,
                       size_t first) {
    listing *l = context;
    snprintf(l->name[l->count], NAME, "%s", name);
    l->tensor[l->count] = (hop_tensor_given){
        .name = l->name[l->count],
        .element = l->narrow ? HOP_ELEMENT_F32 : HOP_ELEMENT_F64,
        .rank = array->rows > 1 ? 2 : 1,
        .size = {array->rows > 1 ? array->rows : array->columns, array->columns},
        .data = l->narrow ? (const void *)(l->narrow + first) : l->weights + first};
    l->count++;
    return HOP_OK;
}

hop_status hop_train_save(const hop_network *network, const double *weights,
                          hop_layer_precision precision, const char *const *notes, const char *path,
                          bool replace) {
    const size_t count = hop_network_weights(network), arrays = arrays_of(network);
    listing l = {.weights = weights};
    float *narrow = NULL;
    hop_status status = hop_alloc(arrays, sizeof *l.tensor, "tensors", &l.tensor);
    if (status == HOP_OK) status = hop_alloc(arrays, sizeof *l.name, "names", &l.name);
    if (status == HOP_OK && precision == HOP_LAYER_FLOAT)
        status = hop_alloc(count, sizeof *narrow, "weights", &narrow);
    for (size_t i = 0; status == HOP_OK && narrow && i < count; i++) narrow[i] = (float)weights[i];
    l.narrow = narrow;
    if (status == HOP_OK) status = each(network, list, &l);
    if (status == HOP_OK) status = hop_tensors_write(path, l.tensor, l.count, notes, replace);
    free(narrow);
    free(l.tensor);
    free(l.name);
    return status;
}

typedef struct loading {
    hop_tensors file;
    double *weights;
} loading;

static hop_status load(void *context, const char *name, const hop_layer_weight *array,
                       size_t first) {
    const loading *l = context;
    return hop_tensors_read(&l->file, name, array->rows, array->columns, l->weights + first);
}

hop_status hop_train_load(const hop_network *network, const char *path, double *weights) {
    loading l = {.weights = weights};
    HOP_TRY(hop_tensors_open(path, &l.file));
    const hop_status status = each(network, load, &l);
    hop_tensors_close(&l.file);
    return status;
}
