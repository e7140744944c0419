/* The gradient of a batch, part by part.
 * SPDX-License-Identifier: MIT */
#include "engine.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"

/* Parts of a batch: more threads than this do not help. */
enum { PARTS = 8 };

/* Samples that run through the network together: enough for its products, little enough to hold. */
enum { ROWS = 32 };

/* Weights whose parts of the gradient are added by one task. */
enum { SLICE = 8192 };

struct hop_engine {
    const hop_network *network;
    hop_sampler sampler;
    hop_layer_precision precision;
    size_t workers, batch, rows, count, inputs, number;
    uint64_t seed, first;
    size_t *input;         /* nodes [inputs] */
    double **staged;       /* [workers x inputs] */
    double *stage;         /* what they point to */
    hop_workspace **room;  /* [workers] */
    char *weights, *parts; /* [count], [PARTS x count], in precision */
    double loss[PARTS];
    double *gradient; /* the caller's */
    hop_train_visitor visit;
    void *context;
    double *losses;
};

static size_t number_of(hop_layer_precision precision) {
    return precision == HOP_LAYER_FLOAT ? sizeof(float) : sizeof(double);
}

static size_t rows_of(size_t batch) {
    const size_t part = (batch + PARTS - 1) / PARTS;
    return part < ROWS ? part : ROWS;
}

static size_t workers_of(size_t threads) {
    const size_t workers = hop_parallel_threads(threads);
    return workers < PARTS ? workers : PARTS;
}

static size_t input_size(const hop_network *network, size_t node) {
    const hop_layer *layer = hop_network_node(network, node);
    return layer->kind ? 0 : layer->out.tokens * layer->out.width;
}

double hop_engine_bytes(const hop_network *network, hop_layer_precision precision, size_t threads,
                        size_t batch, bool backward) {
    const double weights = (double)(hop_network_weights(network) * number_of(precision));
    const size_t room = hop_workspace_bytes(network, precision, rows_of(batch), backward);
    return (double)room * (double)workers_of(threads) + weights * (backward ? PARTS + 1 : 1);
}

void hop_engine_destroy(hop_engine *engine) {
    if (!engine) return;
    for (size_t i = 0; engine->room && i < engine->workers; i++)
        hop_workspace_destroy(engine->room[i]);
    free(engine->room);
    free(engine->weights);
    free(engine->parts);
    free(engine->stage);
    free(engine->staged);
    free(engine->input);
    free(engine);
}

/* Where a worker's sampler writes. */
static hop_status open_stage(hop_engine *e) {
    size_t size = 0;
    HOP_TRY(hop_alloc(hop_network_nodes(e->network), sizeof *e->input, "inputs", &e->input));
    for (size_t i = 0; i < hop_network_nodes(e->network); i++) {
        if (input_size(e->network, i) == 0) continue;
        e->input[e->inputs++] = i;
        size += input_size(e->network, i);
    }
    HOP_TRY(hop_alloc(e->workers * e->inputs, sizeof *e->staged, "inputs", &e->staged));
    HOP_TRY(hop_alloc(e->workers * size, sizeof *e->stage, "a sample", &e->stage));
    double *at = e->stage;
    for (size_t k = 0; k < e->workers * e->inputs; k++) {
        e->staged[k] = at;
        at += input_size(e->network, e->input[k % e->inputs]);
    }
    return HOP_OK;
}

static hop_status open_engine(hop_engine *e, bool backward) {
    HOP_TRY(open_stage(e));
    HOP_TRY(hop_alloc(e->count, e->number, "weights", &e->weights));
    if (backward) HOP_TRY(hop_alloc(PARTS * e->count, e->number, "gradients", &e->parts));
    HOP_TRY(hop_alloc(e->workers, sizeof(hop_workspace *), "workspaces", &e->room));
    for (size_t i = 0; i < e->workers; i++)
        HOP_TRY(hop_workspace_create(e->network, e->precision, e->rows, backward, &e->room[i]));
    return HOP_OK;
}

hop_status hop_engine_create(const hop_network *network, const hop_sampler *sampler,
                             hop_layer_precision precision, size_t threads, uint64_t seed,
                             size_t batch, bool backward, hop_engine **engine) {
    hop_engine *e = NULL;
    HOP_TRY(hop_alloc(1, sizeof *e, "training", &e));
    *e = (hop_engine){.network = network,
                      .sampler = *sampler,
                      .precision = precision,
                      .workers = workers_of(threads),
                      .batch = batch,
                      .rows = rows_of(batch),
                      .count = hop_network_weights(network),
                      .number = number_of(precision),
                      .seed = seed};
    const hop_status status = open_engine(e, backward);
    if (status == HOP_OK)
        *engine = e;
    else
        hop_engine_destroy(e);
    return status;
}

void hop_engine_set(hop_engine *engine, const double *weights) {
    if (engine->precision == HOP_LAYER_DOUBLE) {
        memcpy(engine->weights, weights, engine->count * sizeof *weights);
        return;
    }
    float *narrow = (float *)(void *)engine->weights;
    for (size_t i = 0; i < engine->count; i++) narrow[i] = (float)weights[i];
}

/* Draws samples from ... from+count-1 of the batch and runs them. */
static void run_rows(hop_engine *e, size_t from, size_t count, size_t worker) {
    double *const *staged = e->staged + worker * e->inputs;
    for (size_t i = 0; i < count; i++) {
        hop_random random;
        hop_random_init(&random, e->seed, e->first + from + i);
        e->sampler.draw(e->sampler.context, &random, staged);
        for (size_t k = 0; k < e->inputs; k++)
            hop_workspace_set(e->room[worker], e->input[k], i, staged[k]);
    }
    hop_workspace_forward(e->room[worker], e->weights, count);
}

static size_t part_start(size_t batch, size_t part) {
    return batch * part / PARTS;
}

static void take_part(void *context, size_t part, size_t worker) {
    hop_engine *e = context;
    const size_t end = part_start(e->batch, part + 1);
    char *gradient = e->parts + part * e->count * e->number;
    memset(gradient, 0, e->count * e->number);
    e->loss[part] = 0;
    for (size_t from = part_start(e->batch, part); from < end; from += e->rows) {
        run_rows(e, from, end - from < e->rows ? end - from : e->rows, worker);
        e->loss[part] += hop_workspace_loss(e->room[worker]);
        hop_workspace_backward(e->room[worker], e->weights, 1 / (double)e->batch, gradient);
    }
}

static void add_slice(void *context, size_t slice, size_t worker) {
    const hop_engine *e = context;
    const size_t from = slice * SLICE, end = from + SLICE < e->count ? from + SLICE : e->count;
    (void)worker;
    for (size_t i = from; i < end; i++) e->gradient[i] = 0;
    for (size_t part = 0; part < PARTS; part++) {
        const void *gradient = e->parts + part * e->count * e->number;
        if (e->precision == HOP_LAYER_FLOAT)
            for (size_t i = from; i < end; i++)
                e->gradient[i] += (double)((const float *)gradient)[i];
        else
            for (size_t i = from; i < end; i++) e->gradient[i] += ((const double *)gradient)[i];
    }
}

void hop_engine_gradient(hop_engine *engine, uint64_t first, double *loss, double *gradient) {
    engine->first = first;
    engine->gradient = gradient;
    hop_parallel_run(PARTS, engine->workers, take_part, engine);
    hop_parallel_run((engine->count + SLICE - 1) / SLICE, engine->workers, add_slice, engine);
    double sum = 0;
    for (size_t part = 0; part < PARTS; part++) sum += engine->loss[part];
    *loss = sum / (double)engine->batch;
}

static void visit_rows(void *context, size_t index, size_t worker) {
    hop_engine *e = context;
    const size_t from = index * e->rows;
    const size_t count = e->batch - from < e->rows ? e->batch - from : e->rows;
    const hop_workspace *room = e->room[worker];
    run_rows(e, from, count, worker);
    for (size_t i = 0; i < count; i++) {
        hop_workspace_read(room, hop_network_nodes(e->network) - 1, i, &e->losses[from + i]);
        if (e->visit) e->visit(e->context, room, i, from + i);
    }
}

void hop_engine_forward(hop_engine *engine, uint64_t first, size_t batch, hop_train_visitor visit,
                        void *context, double *losses) {
    engine->first = first;
    engine->batch = batch;
    engine->visit = visit;
    engine->context = context;
    engine->losses = losses;
    hop_parallel_run((batch + engine->rows - 1) / engine->rows, engine->workers, visit_rows,
                     engine);
}
