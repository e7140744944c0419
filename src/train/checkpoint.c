/* Checkpoints: weights, moments and the curve so far, in double, as .safetensors.
 * SPDX-License-Identifier: MIT */
#include "checkpoint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/checksum.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "../base/tensors.h"
#include "../base/text.h"

#define FORMAT "hopfield-checkpoint"

_Static_assert(sizeof(hop_train_point) % sizeof(double) == 0, "a point is a row of numbers");
enum { COLUMNS = sizeof(hop_train_point) / sizeof(double) };

hop_status hop_checkpoint_create(size_t count, size_t moments, hop_checkpoint *checkpoint) {
    *checkpoint = (hop_checkpoint){.count = count, .moments = moments};
    HOP_TRY(hop_alloc(count, sizeof(double), "weights", &checkpoint->weights));
    return hop_alloc(HOP_OPTIMISER_MOMENTS * count, sizeof(double), "moments", &checkpoint->moment);
}

void hop_checkpoint_clear(hop_checkpoint *checkpoint) {
    free(checkpoint->weights);
    free(checkpoint->moment);
    free(checkpoint->curve);
    *checkpoint = (hop_checkpoint){0};
}

/* Everything that the bytes of a run depend on, in one line; of the network, a checksum. */
static hop_status describe(const hop_network *network, const hop_train_options *o, char **text) {
    hop_string layers = {0}, all = {0};
    char spec[256], sum[33], clip[32];
    for (size_t i = 0; i < hop_network_nodes(network); i++) {
        const hop_layer *layer = hop_network_node(network, i);
        hop_string_add(&layers, "%s:%zux%zu", layer->name, layer->out.tokens, layer->out.width);
        if (!layer->kind) continue;
        hop_spec_print(&layer->kind->row, layer->parameter, spec, sizeof spec);
        hop_string_add(&layers, "=%s", spec);
        for (size_t k = 0; k < layer->inputs; k++) hop_string_add(&layers, ",%zu", layer->from[k]);
    }
    if (!layers.failed && layers.text) {
        hop_checksum_of(layers.text, layers.length, sum);
        hop_text_number(o->clip, clip);
        hop_string_add(&all,
                       "optimiser %s, schedule %d, warmup %zu, clip %s, steps %zu, batch %zu, "
                       "every %zu, seed %llu, %s, network %s",
                       o->optimiser, (int)o->schedule, o->warmup, clip, o->steps, o->batch,
                       o->every, (unsigned long long)o->seed,
                       o->precision == HOP_LAYER_FLOAT ? "float" : "double", sum);
        if (o->samples) hop_string_add(&all, ", samples %s", o->samples);
        if (o->start) {
            hop_checksum_of(o->start, hop_network_weights(network) * sizeof *o->start, sum);
            hop_string_add(&all, ", from weights %s", sum);
        }
    }
    free(layers.text);
    if (layers.failed || all.failed || !all.text) {
        free(all.text);
        return hop_fail(HOP_E_MEMORY, "there is no memory for a checkpoint");
    }
    *text = all.text;
    return HOP_OK;
}

hop_status hop_checkpoint_write(const hop_network *network, const hop_train_options *options,
                                const hop_checkpoint *c) {
    char *settings = NULL, step[24];
    HOP_TRY(describe(network, options, &settings));
    snprintf(step, sizeof step, "%zu", c->step);
    const char *const notes[] = {"format", FORMAT, "step", step, "settings", settings, NULL};
    const hop_tensor_given tensors[] = {
        {"weights", HOP_ELEMENT_F64, 1, {c->count}, c->weights},
        {"moments", HOP_ELEMENT_F64, 2, {c->moments, c->count}, c->moment},
        {"curve", HOP_ELEMENT_F64, 2, {c->points, COLUMNS}, c->curve},
    };
    const hop_status status = hop_tensors_write(options->checkpoint, tensors, 3, notes, true);
    free(settings);
    return status;
}

static hop_status check(const hop_tensors *file, const char *settings) {
    const char *format = hop_safetensors_note(&file->file, "format");
    const char *told = hop_safetensors_note(&file->file, "settings");
    if (!format || strcmp(format, FORMAT) != 0 || !told)
        return hop_fail(HOP_E_FORMAT, "%s: not a checkpoint of a training run", file->path);
    if (strcmp(told, settings) != 0)
        return hop_fail(HOP_E_VALUE,
                        "%s: of a run with other settings (%s); these are: %s.  Name another "
                        "folder, or --restart to begin anew",
                        file->path, told, settings);
    return HOP_OK;
}

static hop_status copy(const hop_tensors *file, hop_checkpoint *c) {
    const char *step = hop_safetensors_note(&file->file, "step");
    size_t columns = 0;
    HOP_TRY(hop_tensors_read(file, "weights", 1, c->count, c->weights));
    HOP_TRY(hop_tensors_read(file, "moments", c->moments, c->count, c->moment));
    if (!step || !hop_tensors_shape(file, "curve", &c->points, &columns) || columns != COLUMNS)
        return hop_fail(HOP_E_FORMAT, "%s: has no step or no curve", file->path);
    HOP_TRY(hop_realloc(c->points + 1, sizeof *c->curve, "a curve", &c->curve));
    HOP_TRY(hop_tensors_read(file, "curve", c->points, COLUMNS, &c->curve[0].step));
    c->step = (size_t)strtoull(step, NULL, 10);
    return HOP_OK;
}

hop_status hop_checkpoint_read(const hop_network *network, const hop_train_options *options,
                               hop_checkpoint *checkpoint) {
    hop_tensors file = {0};
    char *settings = NULL;
    if (!hop_file_exists(options->checkpoint)) return HOP_OK;
    HOP_TRY(describe(network, options, &settings));
    hop_status status = hop_tensors_open(options->checkpoint, &file);
    if (status == HOP_OK) status = check(&file, settings);
    if (status == HOP_OK) status = copy(&file, checkpoint);
    hop_tensors_close(&file);
    free(settings);
    if (status == HOP_E_FORMAT || status == HOP_E_SHAPE)
        return hop_fail(status, "%s.  It cannot be gone on from; --restart begins anew",
                        hop_status_detail());
    return status;
}
