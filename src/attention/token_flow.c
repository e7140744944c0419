/* Tokens through a stack of layers.
 * SPDX-License-Identifier: MIT */
#include <hopfield/token_flow.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/tell.h"

void hop_flow_gravity(const hop_flow *flow, bool exclude_self, const double *states, size_t count,
                      const double *keys, size_t key_count, double *value, double *gradient) {
    const size_t dim = flow->potential.dim;
    for (size_t i = 0; i < count; i++) {
        const double *x = states + i * dim;
        double sum = 0;
        if (gradient) memset(gradient + i * dim, 0, dim * sizeof *gradient);
        for (size_t k = 0; k < key_count; k++) {
            if (exclude_self && k == i) continue;
            double square = flow->softening * flow->softening;
            for (size_t c = 0; c < dim; c++) square += pow(x[c] - keys[k * dim + c], 2);
            const double pull = flow->gravity / sqrt(square);
            sum -= pull;
            for (size_t c = 0; gradient && c < dim; c++)
                gradient[i * dim + c] += pull / square * (x[c] - keys[k * dim + c]);
        }
        if (value) value[i] = sum;
    }
}

/* ---- clusters ---- */

static double distance(const double *a, const double *b, size_t dim) {
    double square = 0;
    for (size_t c = 0; c < dim; c++) square += (a[c] - b[c]) * (a[c] - b[c]);
    return sqrt(square);
}

/* Whether two points are within the radius; most are known not to be after a few numbers. */
static bool within(const double *a, const double *b, size_t dim, double radius) {
    double square = 0;
    for (size_t c = 0; c < dim && square <= radius * radius; c++)
        square += (a[c] - b[c]) * (a[c] - b[c]);
    return square <= radius * radius;
}

/* The first point of a component; cluster[] holds a parent that is never later than its child. */
static size_t root_of(const size_t *cluster, size_t i) {
    while (cluster[i] != i) i = cluster[i];
    return i;
}

size_t hop_flow_clusters(const double *points, size_t count, size_t dim, double radius,
                         size_t *cluster) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        cluster[i] = i;
        for (size_t j = 0; j < i; j++) {
            if (!within(points + i * dim, points + j * dim, dim, radius)) continue;
            size_t a = root_of(cluster, i), b = root_of(cluster, j);
            if (a < b)
                cluster[b] = a;
            else
                cluster[a] = b;
        }
    }
    /* Parents come first, so each already has its number when a child asks. */
    for (size_t i = 0; i < count; i++) cluster[i] = cluster[i] == i ? found++ : cluster[cluster[i]];
    return found;
}

/* ---- layers ---- */

/* A run on its way. */
typedef struct run {
    const hop_flow *flow;
    hop_flow_result *result;
    double *heads;       /* [count x heads], potentials */
    double *mixture;     /* [count x dim]; under gravity the gradient */
    double *movement;    /* [count x dim], V of it */
    hop_tell_parts told; /* a layer is a part */
} run;

static hop_status put_on_sphere(double *tokens, size_t count, size_t dim) {
    for (size_t i = 0; i < count; i++) {
        double norm = 0;
        for (size_t c = 0; c < dim; c++) norm = hypot(norm, tokens[i * dim + c]);
        if (!(norm > 0))
            return hop_fail(HOP_E_VALUE, "token %zu is zero, which has no place on the sphere", i);
        for (size_t c = 0; c < dim; c++) tokens[i * dim + c] /= norm;
    }
    return HOP_OK;
}

/* Potentials and movements of all tokens in layer `at`. */
static hop_status look(run *r, size_t at) {
    const hop_flow *flow = r->flow;
    hop_potential p = flow->potential;
    hop_flow_result *result = r->result;
    const size_t count = result->count, dim = result->dim;
    const double *tokens = result->path + at * count * dim;
    const double *keys = flow->frozen ? result->path : tokens;
    double *value = result->potential + at * count;
    r->told.part = at;
    if (flow->law == HOP_FLOW_GRAVITY) {
        HOP_TRY(hop_tell(hop_tell_part, &r->told, "", 0, count));
        hop_flow_gravity(flow, true, tokens, count, keys, count, value, r->mixture);
        return HOP_OK;
    }
    p.progress = hop_tell_part;
    p.context = &r->told;
    HOP_TRY(hop_potential_at(&p, tokens, count, keys, count, r->heads, r->mixture));
    for (size_t i = 0; i < count; i++) {
        value[i] = 0;
        for (size_t h = 0; h < p.heads; h++) value[i] += r->heads[i * p.heads + h];
    }
    return hop_potential_apply(dim, p.heads, flow->value, r->mixture, count, r->movement);
}

/* -sum_h ln(mean over pairs of exp(beta x_i'A x_j)) / beta, from the heads' potentials. */
static double pair_energy(const run *r) {
    const hop_potential *p = &r->flow->potential;
    const size_t count = r->result->count;
    const double pairs = (double)count * (double)(p->exclude_self ? count - 1 : count);
    double energy = 0;
    for (size_t h = 0; h < p->heads; h++) {
        double largest = -INFINITY, sum = 0;
        for (size_t i = 0; i < count; i++) largest = fmax(largest, r->heads[i * p->heads + h]);
        for (size_t i = 0; i < count; i++)
            sum += exp(p->beta * (r->heads[i * p->heads + h] - largest));
        energy -= largest + log(sum / pairs) / p->beta;
    }
    return energy;
}

static double system_energy(const run *r, size_t at) {
    const hop_flow *flow = r->flow;
    const hop_flow_result *result = r->result;
    const size_t count = result->count;
    double sum = 0, squares = 0;
    for (size_t i = 0; i < count; i++) sum += result->potential[at * count + i];
    if (flow->law == HOP_FLOW_GRAVITY) return flow->frozen ? sum : sum / 2;
    if (flow->residual) return -sum;
    for (size_t i = 0; i < count * result->dim; i++)
        squares += pow(result->path[at * count * result->dim + i], 2);
    return squares / 2 - sum;
}

static void describe_layer(const run *r, size_t at) {
    hop_flow_result *result = r->result;
    const size_t count = result->count, dim = result->dim;
    const double *value = result->potential + at * count, *now = result->path + at * count * dim;
    hop_flow_layer *layer = &result->layer[at];
    *layer = (hop_flow_layer){.low = INFINITY, .high = -INFINITY};
    for (size_t i = 0; i < count; i++) {
        layer->low = fmin(layer->low, value[i]);
        layer->high = fmax(layer->high, value[i]);
        layer->mean += value[i] / (double)count;
        if (at > 0)
            layer->moved =
                fmax(layer->moved, distance(now + i * dim, now + i * dim - count * dim, dim));
    }
    layer->energy = system_energy(r, at);
    layer->pair_energy = r->flow->law == HOP_FLOW_GRAVITY ? NAN : pair_energy(r);
    layer->clusters =
        hop_flow_clusters(now, count, dim, r->flow->radius, result->cluster + at * count);
}

static hop_status advance(const run *r, size_t at) {
    const hop_flow *flow = r->flow;
    const size_t size = r->result->count * r->result->dim;
    const double *now = r->result->path + at * size;
    double *next = r->result->path + (at + 1) * size;
    for (size_t i = 0; i < size; i++) {
        double way = flow->law == HOP_FLOW_GRAVITY ? -r->mixture[i]
                     : flow->residual              ? r->movement[i]
                                                   : r->movement[i] - now[i];
        next[i] = now[i] + flow->step * way;
        if (!isfinite(next[i]))
            return hop_fail(HOP_E_VALUE,
                            "token %zu leaves the range of numbers in layer %zu; take a smaller "
                            "step, fewer layers, or keep the tokens on the sphere",
                            i / r->result->dim, at + 1);
    }
    return flow->sphere ? put_on_sphere(next, r->result->count, r->result->dim) : HOP_OK;
}

static hop_status check(const hop_flow *flow, size_t count) {
    if (count == 0) return hop_fail(HOP_E_EMPTY, "there are no tokens to move");
    if (!(flow->step > 0) || isinf(flow->step))
        return hop_fail(HOP_E_VALUE, "the step is %g; it must be positive and finite", flow->step);
    if (!(flow->radius >= 0))
        return hop_fail(HOP_E_VALUE, "the radius is %g; it must not be negative", flow->radius);
    if (flow->law == HOP_FLOW_GRAVITY && !(flow->softening > 0))
        return hop_fail(HOP_E_VALUE, "the softening is %g; it must be positive", flow->softening);
    return HOP_OK;
}

void hop_flow_result_clear(hop_flow_result *result) {
    free(result->path);
    free(result->potential);
    free(result->cluster);
    free(result->layer);
    *result = (hop_flow_result){0};
}

static hop_status open_result(const hop_flow *flow, size_t count, hop_flow_result *result) {
    size_t layers = 0, places = 0, numbers = 0;
    if (!hop_size_add(flow->layers, 1, &layers) || !hop_size_multiply(layers, count, &places) ||
        !hop_size_multiply(places, flow->potential.dim, &numbers))
        return hop_fail(HOP_E_LIMIT, "%zu tokens in %zu layers are too many", count, flow->layers);
    *result = (hop_flow_result){.count = count, .dim = flow->potential.dim, .layers = flow->layers};
    HOP_TRY(hop_alloc(numbers, sizeof(double), "the paths of the tokens", &result->path));
    HOP_TRY(hop_alloc(places, sizeof(double), "potentials", &result->potential));
    HOP_TRY(hop_alloc(places, sizeof(size_t), "clusters", &result->cluster));
    return hop_alloc(layers, sizeof *result->layer, "layers", &result->layer);
}

static hop_status open_run(run *r) {
    const size_t count = r->result->count, row = r->result->dim * sizeof(double);
    HOP_TRY(hop_alloc(count, row, "mixtures", &r->mixture));
    HOP_TRY(hop_alloc(count, row, "movements", &r->movement));
    return hop_alloc(count, r->flow->potential.heads * sizeof(double), "potentials", &r->heads);
}

static hop_status run_layers(run *r, const double *tokens) {
    const hop_flow *flow = r->flow;
    hop_flow_result *result = r->result;
    memcpy(result->path, tokens, result->count * result->dim * sizeof *tokens);
    if (flow->sphere) HOP_TRY(put_on_sphere(result->path, result->count, result->dim));
    for (size_t at = 0; at <= flow->layers; at++) {
        HOP_TRY(look(r, at));
        describe_layer(r, at);
        if (at < flow->layers) HOP_TRY(advance(r, at));
    }
    return HOP_OK;
}

hop_status hop_flow_run(const hop_flow *flow, const double *tokens, size_t count,
                        hop_flow_result *result) {
    hop_flow_result made = {0};
    run r = {.flow = flow,
             .result = &made,
             .told = {flow->progress, flow->context,
                      flow->law == HOP_FLOW_GRAVITY ? "tokens falling, all layers"
                                                    : "tokens moving, all layers",
                      0, flow->layers + 1}};
    HOP_TRY(check(flow, count));
    hop_status status = open_result(flow, count, &made);
    if (status == HOP_OK) status = open_run(&r);
    if (status == HOP_OK) status = run_layers(&r, tokens);
    free(r.heads);
    free(r.mixture);
    free(r.movement);
    if (status == HOP_OK)
        *result = made;
    else
        hop_flow_result_clear(&made);
    return status;
}
