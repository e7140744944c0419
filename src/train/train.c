/* The loop of training: gradient, clipping, step; points of the curve; checkpoints.
 * SPDX-License-Identifier: MIT */
#include <hopfield/train.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/sum.h"
#include "checkpoint.h"
#include "engine.h"

/* Seconds between checkpoints, at least, and how many times longer than writing one takes: they
 * change nothing but what a killed run has to do again. */
static const double CHECKPOINT_EVERY = 0.5, CHECKPOINT_COST = 50;

/* A loss this many times the first one is not coming back. */
static const double DIVERGED = 1e6;

const hop_train_options hop_train_defaults = {
    .name = "training",
    .optimiser = "adam",
    .schedule = HOP_SCHEDULE_COSINE,
    .warmup = 100,
    .clip = 1,
    .steps = 1000,
    .batch = 64,
    .every = 50,
    .precision = HOP_LAYER_FLOAT,
};

double hop_schedule_factor(hop_schedule schedule, size_t warmup, size_t step, size_t steps) {
    if (step <= warmup && warmup > 0) return (double)step / (double)warmup;
    const double left = steps > warmup ? (double)(steps - step) / (double)(steps - warmup) : 1;
    switch (schedule) {
    case HOP_SCHEDULE_COSINE: return (1 - cos(left * acos(-1))) / 2;
    case HOP_SCHEDULE_LINEAR: return left;
    case HOP_SCHEDULE_CONSTANT: break;
    }
    return 1;
}

/* A run under way; what a checkpoint holds is in `state`. */
typedef struct running {
    const hop_network *network;
    const hop_train_options *options;
    const hop_optimiser_row *optimiser;
    double parameter[HOP_PARAMETER_MAX];
    hop_engine *engine;
    hop_checkpoint state, good; /* good: as of the last point */
    double *gradient;
    bool *decays;
    struct timespec saved;
    double writing; /* seconds that the last checkpoint took */
} running;

static hop_status copy_state(const hop_checkpoint *from, hop_checkpoint *to) {
    to->step = from->step;
    memcpy(to->weights, from->weights, from->count * sizeof *from->weights);
    if (from->moments > 0)
        memcpy(to->moment, from->moment, from->moments * from->count * sizeof *from->moment);
    HOP_TRY(hop_realloc(from->points + 1, sizeof *to->curve, "a curve", &to->curve));
    if (from->points > 0) memcpy(to->curve, from->curve, from->points * sizeof *from->curve);
    to->points = from->points;
    return HOP_OK;
}

static void list_decays(const hop_network *network, bool *decays) {
    for (size_t i = 0; i < hop_network_nodes(network); i++) {
        const hop_layer *layer = hop_network_node(network, i);
        bool *at = decays + layer->first;
        for (size_t k = 0; k < HOP_LAYER_WEIGHTS && layer->weight[k].name; k++)
            for (size_t j = 0; j < layer->weight[k].rows * layer->weight[k].columns; j++)
                *at++ = layer->weight[k].decays;
    }
}

static hop_status check(const hop_train_options *options) {
    if (options->batch == 0 || options->every == 0)
        return hop_fail(HOP_E_VALUE,
                        "%s: a batch of %zu and a point every %zu steps; both must "
                        "be at least 1",
                        options->name, options->batch, options->every);
    return HOP_OK;
}

static hop_status open_run(running *r, const hop_sampler *sampler) {
    const hop_train_options *o = r->options;
    const hop_row *row = NULL;
    HOP_TRY(check(o));
    HOP_TRY(hop_spec_parse(hop_optimiser_catalog(), o->optimiser, &row, r->parameter));
    r->optimiser = (const hop_optimiser_row *)row;
    const size_t count = hop_network_weights(r->network);
    const hop_layer_precision precision = r->optimiser->minimise ? HOP_LAYER_DOUBLE : o->precision;
    HOP_TRY(hop_checkpoint_create(count, r->optimiser->moments, &r->state));
    HOP_TRY(hop_checkpoint_create(count, r->optimiser->moments, &r->good));
    HOP_TRY(hop_alloc(count, sizeof *r->gradient, "a gradient", &r->gradient));
    HOP_TRY(hop_alloc(count, sizeof *r->decays, "weights", &r->decays));
    list_decays(r->network, r->decays);
    HOP_TRY(hop_engine_create(r->network, sampler, precision, o->threads, o->seed, o->batch, true,
                              &r->engine));
    if (o->start)
        memcpy(r->state.weights, o->start, count * sizeof *o->start);
    else
        hop_network_initialise(r->network, o->seed, r->state.weights);
    if (o->checkpoint && !o->restart) HOP_TRY(hop_checkpoint_read(r->network, o, &r->state));
    return copy_state(&r->state, &r->good);
}

static void close_run(running *r) {
    hop_engine_destroy(r->engine);
    hop_checkpoint_clear(&r->state);
    hop_checkpoint_clear(&r->good);
    free(r->gradient);
    free(r->decays);
}

static double seconds_since(const struct timespec *then) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then->tv_sec) + 1e-9 * (double)(now.tv_nsec - then->tv_nsec);
}

static hop_status keep(running *r, bool now) {
    const double wait = fmax(CHECKPOINT_EVERY, CHECKPOINT_COST * r->writing);
    if (!r->options->checkpoint || (!now && seconds_since(&r->saved) < wait)) return HOP_OK;
    clock_gettime(CLOCK_MONOTONIC, &r->saved);
    const hop_status status = hop_checkpoint_write(r->network, r->options, &r->good);
    r->writing = seconds_since(&r->saved);
    return status;
}

static hop_status diverged(running *r, double loss) {
    HOP_TRY(keep(r, true));
    return hop_fail(
        HOP_E_VALUE,
        "%s: the loss is %g at step %zu; weights of step %zu, the last good ones, are "
        "%s%s.  Try a rate a third as large, more steps of warming up, or a smaller clip",
        r->options->name, loss, r->state.step, r->good.step,
        r->options->checkpoint ? "kept in " : "lost: no file was named to keep them",
        r->options->checkpoint ? r->options->checkpoint : "");
}

/* A point of the curve: `sum` of losses over `count` batches. */
static hop_status add_point(running *r, double loss, double rate) {
    hop_checkpoint *s = &r->state;
    hop_train_point point = {.step = (double)s->step, .loss = loss, .rate = rate};
    for (size_t i = 0; i < HOP_TRAIN_MEASURES; i++) point.measure[i] = NAN;
    if (r->options->measure)
        HOP_TRY(r->options->measure(r->options->measuring, s->weights, point.measure));
    HOP_TRY(hop_realloc(s->points + 1, sizeof *s->curve, "a curve", &s->curve));
    s->curve[s->points++] = point;
    HOP_TRY(copy_state(s, &r->good));
    return keep(r, s->step == r->options->steps);
}

static bool lost(const running *r, double loss) {
    const double first = r->state.points > 0 ? r->state.curve[0].loss : INFINITY;
    return !isfinite(loss) || loss > DIVERGED * (1 + first);
}

static hop_status cancelled(running *r) {
    HOP_TRY(keep(r, true));
    return hop_fail(HOP_E_CANCELLED, "%s: stopped at step %zu%s%s", r->options->name, r->state.step,
                    r->options->checkpoint ? "; goes on from " : "",
                    r->options->checkpoint ? r->options->checkpoint : "");
}

static bool asked_to_stop(const running *r) {
    const hop_train_options *o = r->options;
    return o->progress && o->progress(o->context, o->name, r->state.step, o->steps) != 0;
}

/* Cuts the gradient to the length allowed, and takes one step. */
static void take_step(running *r, double rate) {
    hop_checkpoint *s = &r->state;
    const double length = sqrt(hop_sum_squares(r->gradient, s->count)), clip = r->options->clip;
    if (clip > 0 && length > clip)
        for (size_t i = 0; i < s->count; i++) r->gradient[i] *= clip / length;
    double *const moment[HOP_OPTIMISER_MOMENTS] = {s->moment, s->moment + s->count};
    r->optimiser->step(r->parameter, rate, s->step, s->count, r->gradient, r->decays, moment,
                       s->weights);
}

static hop_status descend(running *r) {
    const hop_train_options *o = r->options;
    hop_checkpoint *s = &r->state;
    double sum = 0;
    size_t batches = 0;
    while (s->step < o->steps) {
        double loss = 0;
        hop_engine_set(r->engine, s->weights);
        hop_engine_gradient(r->engine, (uint64_t)s->step * o->batch, &loss, r->gradient);
        s->step++;
        if (lost(r, loss)) return diverged(r, loss);
        const double rate =
            r->parameter[0] * hop_schedule_factor(o->schedule, o->warmup, s->step, o->steps);
        take_step(r, rate);
        sum += loss;
        batches++;
        if (s->step % o->every == 0 || s->step == o->steps) {
            HOP_TRY(add_point(r, sum / (double)batches, rate));
            sum = 0;
            batches = 0;
        }
        if (asked_to_stop(r)) return cancelled(r);
    }
    return HOP_OK;
}

static void value(void *context, const double *weights, double *loss, double *gradient) {
    running *r = context;
    hop_engine_set(r->engine, weights);
    hop_engine_gradient(r->engine, 0, loss, gradient);
}

/* In rounds of `every` iterations, each of which begins anew: so a run can go on from any. */
static hop_status minimise(running *r, bool *settled) {
    const hop_train_options *o = r->options;
    hop_checkpoint *s = &r->state;
    const hop_objective objective = {s->count, value, r};
    while (s->step < o->steps && !*settled) {
        const size_t left = o->steps - s->step, round = left < o->every ? left : o->every;
        double loss = 0;
        HOP_TRY(r->optimiser->minimise(r->parameter, &objective, round, s->weights, settled));
        value(r, s->weights, &loss, r->gradient);
        s->step += round;
        if (lost(r, loss)) return diverged(r, loss);
        HOP_TRY(add_point(r, loss, r->parameter[0]));
        if (asked_to_stop(r)) return cancelled(r);
    }
    return keep(r, true);
}

hop_status hop_train_run(const hop_network *network, const hop_sampler *sampler,
                         const hop_train_options *options, hop_trained *trained) {
    running r = {.network = network, .options = options};
    bool settled = false;
    hop_status status = open_run(&r, sampler);
    clock_gettime(CLOCK_MONOTONIC, &r.saved);
    if (status == HOP_OK) status = r.optimiser->minimise ? minimise(&r, &settled) : descend(&r);
    if (status == HOP_OK) {
        *trained = (hop_trained){.weights = r.state.weights,
                                 .count = r.state.count,
                                 .curve = r.state.curve,
                                 .points = r.state.points,
                                 .steps = r.state.step,
                                 .settled = settled};
        r.state.weights = NULL;
        r.state.curve = NULL;
    }
    close_run(&r);
    return status;
}

void hop_trained_clear(hop_trained *trained) {
    free(trained->weights);
    free(trained->curve);
    *trained = (hop_trained){0};
}

double hop_train_memory(const hop_network *network, const hop_train_options *options) {
    /* Weights and moments now and as of the last good point, and the gradient. */
    const double state = 2 * (1 + HOP_OPTIMISER_MOMENTS) + 1;
    return state * sizeof(double) * (double)hop_network_weights(network) +
           hop_engine_bytes(network, options->precision, options->threads, options->batch, true);
}
