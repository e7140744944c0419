/* k90 of heads over training, on the same few samples at every point.
 * SPDX-License-Identifier: MIT */
#include "heads.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLES = 4, NAME = 64 };

extern const hop_layer_row hop_layer_attention;

/* Nodes and numbers of the first heads, at most as many as measures from `first` on. */
static void list_heads(const hop_network *network, size_t first, hop_heads *heads) {
    heads->first = heads->count = first;
    for (size_t i = 0; i < hop_network_nodes(network); i++) {
        const hop_layer *layer = hop_network_node(network, i);
        if (layer->kind != &hop_layer_attention) continue;
        for (size_t h = 0; h < (size_t)layer->parameter[0] && heads->count < HOP_TRAIN_MEASURES;
             h++) {
            heads->node[heads->count] = i;
            heads->head[heads->count++] = h;
        }
    }
}

static hop_status measure_heads(const hop_heads *heads, hop_workspace *w, double *measure) {
    for (size_t k = heads->first; k < heads->count; k++) {
        const hop_layer *layer = hop_network_node(heads->network, heads->node[k]);
        const size_t queries = layer->in[0].tokens, keys = layer->in[1].tokens;
        const size_t one = queries * keys, all = (heads->head[k] + 1) * one;
        double *weights = NULL;
        HOP_TRY(hop_alloc(SAMPLES * one + all, sizeof *weights, "weights", &weights));
        for (size_t s = 0; s < SAMPLES; s++) {
            hop_workspace_saved(w, heads->node[k], s, all, weights + SAMPLES * one);
            memcpy(weights + s * one, weights + SAMPLES * one + heads->head[k] * one,
                   one * sizeof *weights);
        }
        hop_study_class(weights, SAMPLES * queries, keys, &measure[k]);
        free(weights);
    }
    return HOP_OK;
}

static hop_status draw_samples(const hop_heads *heads, hop_workspace *w) {
    double *input[16], *numbers = NULL;
    size_t node[16], inputs = 0, size = 0;
    for (size_t i = 0; i < hop_network_nodes(heads->network) && inputs < 16; i++) {
        const hop_layer *layer = hop_network_node(heads->network, i);
        if (layer->kind) continue;
        node[inputs++] = i;
        size += layer->out.tokens * layer->out.width;
    }
    HOP_TRY(hop_alloc(size, sizeof *numbers, "samples", &numbers));
    for (size_t k = 0, at = 0; k < inputs; k++) {
        const hop_layer *layer = hop_network_node(heads->network, node[k]);
        input[k] = numbers + at;
        at += layer->out.tokens * layer->out.width;
    }
    for (size_t s = 0; s < SAMPLES; s++) {
        hop_random random;
        hop_random_init(&random, heads->study->options->seed, ((uint64_t)14 << 60) + s);
        heads->sampler->draw(heads->sampler->context, &random, input);
        for (size_t k = 0; k < inputs; k++) hop_workspace_set(w, node[k], s, input[k]);
    }
    free(numbers);
    return HOP_OK;
}

static hop_status measure(void *context, const double *weights, double *value) {
    const hop_heads *heads = context;
    hop_workspace *w = NULL;
    if (heads->own) HOP_TRY(heads->own(heads->owner, weights, value));
    hop_status status = hop_workspace_create(heads->network, HOP_LAYER_DOUBLE, SAMPLES, false, &w);
    if (status == HOP_OK) status = draw_samples(heads, w);
    if (status == HOP_OK) {
        hop_workspace_forward(w, weights, SAMPLES);
        status = measure_heads(heads, w, value);
    }
    hop_workspace_destroy(w);
    return status;
}

void hop_heads_watch(const hop_study *study, const hop_network *network, const hop_sampler *sampler,
                     hop_train_options *options, hop_heads *heads) {
    *heads = (hop_heads){.study = study,
                         .network = network,
                         .sampler = sampler,
                         .own = options->measure,
                         .owner = options->measuring};
    list_heads(network, options->measure ? 1 : 0, heads);
    if (heads->count == heads->first) return;
    options->measure = measure;
    options->measuring = heads;
}

void hop_heads_figure(const char *name, char figure[HOP_HEADS_NAME]) {
    char words[HOP_HEADS_NAME];
    snprintf(words, sizeof words, "k90 %.48s", name);
    hop_study_name(words, figure, HOP_HEADS_NAME);
}

hop_status hop_heads_show(hop_study *study, const char *name, const hop_network *network,
                          const hop_trained *trained, bool measured) {
    hop_heads heads;
    hop_curve curves[HOP_TRAIN_MEASURES] = {0};
    char label[HOP_TRAIN_MEASURES][NAME], figure[HOP_HEADS_NAME];
    double *block = NULL;
    const size_t points = trained->points;
    list_heads(network, measured ? 1 : 0, &heads);
    const size_t count = heads.count - heads.first;
    if (count == 0 || points == 0) return HOP_OK;
    HOP_TRY(hop_alloc((count + 1) * points, sizeof *block, "curves", &block));
    double *step = block + count * points;
    for (size_t k = 0; k < count; k++) {
        const hop_layer *layer = hop_network_node(network, heads.node[heads.first + k]);
        snprintf(label[k], NAME, "%.40s, head %zu of %zu keys", layer->name,
                 heads.head[heads.first + k] + 1, layer->in[1].tokens);
        for (size_t i = 0; i < points; i++) {
            step[i] = trained->curve[i].step;
            block[k * points + i] = trained->curve[i].measure[heads.first + k];
        }
        curves[k] = (hop_curve){.name = label[k],
                                .x = step,
                                .y = block + k * points,
                                .count = points,
                                .style = HOP_CURVE_MARKED};
    }
    hop_heads_figure(name, figure);
    hop_study_curves(study, figure, "step", "k90 of the median query, keys", curves, count,
                     "Keys that hold 90 % of a query's weight, over training: above half of the "
                     "keys a head is global, above an eighth large, above a thirty-second medium, "
                     "else small (Ramsauer et al. 2020)");
    free(block);
    return HOP_OK;
}
