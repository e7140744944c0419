/* The largest eigenvalue of the covariance of the keys, by power iteration on tiles: C v = mean of
 * (x - m) ((x - m) . v), so C is never formed.
 * SPDX-License-Identifier: MIT */
#include <hopfield/certificate.h>

#include <hopfield/random.h>

#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "recall_private.h"

/* When it stops. */
static const double RESIDUAL = 1e-3;
enum { ITERATIONS_MOST = 200 };

/* Parts of the memory that are summed on their own, then in order: the same bytes for any number of
 * threads. */
enum { PARTS = 16 };

/* What one part is summed in. */
typedef struct part {
    double *sum;    /* [dim] */
    double *row;    /* [dim] */
    float *keys;    /* [tile x dim] */
    float *weights; /* [tile] */
    float *mixed;   /* [dim] */
} part;

typedef struct power {
    const hop_recall *recall;
    size_t tile;
    double *mean;   /* [dim], or NULL while it is what is summed */
    double *vector; /* [dim], of unit norm */
    float *rounded; /* [dim]: the vector */
    double *image;  /* [dim]: C vector */
    part parts[PARTS];
} power;

static hop_status power_create(power *p) {
    size_t dim = p->recall->dim, number = sizeof(double);
    HOP_TRY(hop_alloc(dim, number, "a vector", &p->vector));
    HOP_TRY(hop_alloc(dim, number, "a vector", &p->image));
    HOP_TRY(hop_alloc(dim, sizeof(float), "a vector", &p->rounded));
    for (size_t i = 0; i < PARTS; i++) {
        part *own = &p->parts[i];
        HOP_TRY(hop_alloc(dim, number, "sums", &own->sum));
        HOP_TRY(hop_alloc(dim, number, "a key", &own->row));
        HOP_TRY(hop_alloc(dim, sizeof(float), "sums", &own->mixed));
        HOP_TRY(hop_alloc(p->tile, sizeof(float), "weights", &own->weights));
        HOP_TRY(hop_alloc(dim, p->tile * sizeof(float), "a tile of keys", &own->keys));
    }
    return HOP_OK;
}

static void power_clear(power *p) {
    free(p->mean);
    free(p->vector);
    free(p->image);
    free(p->rounded);
    for (size_t i = 0; i < PARTS; i++) {
        free(p->parts[i].sum);
        free(p->parts[i].row);
        free(p->parts[i].mixed);
        free(p->parts[i].weights);
        free(p->parts[i].keys);
    }
}

static double dot(const double *a, const double *b, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += a[i] * b[i];
    return sum;
}

/* sum = sum over the part's keys x of x, or with a mean m of (x - m) ((x - m) . vector). */
static void sum_part(void *context, size_t index, size_t worker) {
    (void)worker;
    const power *p = context;
    const part *own = &p->parts[index];
    size_t dim = p->recall->dim, end = (index + 1) * p->recall->count / PARTS;
    double shift = p->mean ? dot(p->mean, p->vector, dim) : 0, total = 0;
    for (size_t j = 0; j < dim; j++) own->sum[j] = 0;
    for (size_t first = index * p->recall->count / PARTS; first < end; first += p->tile) {
        size_t count = end - first < p->tile ? end - first : p->tile;
        const float *keys = hop_recall_key_tile(p->recall, first, count, own->keys, own->row);
        if (p->mean) hop_blas_dots_float(1, count, dim, p->rounded, keys, own->weights);
        for (size_t i = 0; i < count; i++) {
            own->weights[i] = p->mean ? own->weights[i] - (float)shift : 1;
            total += (double)own->weights[i];
        }
        for (size_t j = 0; j < dim; j++) own->mixed[j] = 0;
        hop_blas_mix_float(1, dim, count, own->weights, keys, own->mixed);
        for (size_t j = 0; j < dim; j++) own->sum[j] += (double)own->mixed[j];
    }
    for (size_t j = 0; j < dim && p->mean; j++) own->sum[j] -= total * p->mean[j];
}

/* image = the mean key, or C vector. */
static void apply(power *p) {
    size_t dim = p->recall->dim;
    for (size_t j = 0; j < dim; j++) p->rounded[j] = (float)p->vector[j];
    hop_parallel_run(PARTS, p->recall->options.running.threads, sum_part, p);
    for (size_t j = 0; j < dim; j++) {
        double sum = 0;
        for (size_t i = 0; i < PARTS; i++) sum += p->parts[i].sum[j];
        p->image[j] = sum / (double)p->recall->count;
    }
}

/* The start is random and the same every time: no pattern is orthogonal to it but by chance. */
static void start(power *p) {
    hop_random random;
    hop_random_init(&random, 0, 0);
    size_t dim = p->recall->dim;
    for (size_t j = 0; j < dim; j++) p->vector[j] = hop_random_normal(&random);
    double norm = sqrt(dot(p->vector, p->vector, dim));
    for (size_t j = 0; j < dim; j++) p->vector[j] /= norm;
}

/* lambda = v . C v, the relative |C v - lambda v|, and v = C v / |C v|; false if C v is nothing. */
static bool iterate(power *p, double negligible, double *lambda, double *residual) {
    size_t dim = p->recall->dim;
    apply(p);
    double rest = 0, norm = sqrt(dot(p->image, p->image, dim));
    *lambda = dot(p->vector, p->image, dim);
    if (!(norm > negligible)) return false;
    for (size_t j = 0; j < dim; j++) {
        double difference = p->image[j] - *lambda * p->vector[j];
        rest += difference * difference;
        p->vector[j] = p->image[j] / norm;
    }
    *residual = sqrt(rest) / *lambda;
    return true;
}

/* Variances below this part of M^2 are rounding. */
static const double NEGLIGIBLE = 1e-12;

static hop_status find_largest(power *p, double *lambda, double *residual) {
    const hop_recall_options *options = &p->recall->options;
    double negligible = NEGLIGIBLE * p->recall->largest_norm * p->recall->largest_norm;
    for (size_t i = 0; i<ITERATIONS_MOST && * residual> RESIDUAL; i++) {
        if (options->running.progress &&
            options->running.progress(options->running.context, "power iteration", i,
                                      ITERATIONS_MOST))
            return hop_fail(HOP_E_CANCELLED, "interrupted in the search for beta_c");
        if (iterate(p, negligible, lambda, residual)) continue;
        *lambda = *residual = 0;
        return HOP_OK;
    }
    return HOP_OK;
}

hop_status hop_recall_critical_beta(const hop_recall *recall, double *beta, double *residual) {
    power p = {.recall = recall, .tile = hop_recall_tile(recall)};
    double lambda = 0, rest = INFINITY, *mean = NULL;
    if (!recall->options.model.similarity.kind->known) {
        *beta = NAN;
        if (residual) *residual = NAN;
        return HOP_OK;
    }
    hop_status status = power_create(&p);
    if (status == HOP_OK) status = hop_alloc(recall->dim, sizeof *mean, "the mean", &mean);
    if (status == HOP_OK) {
        start(&p);
        apply(&p);
        for (size_t j = 0; j < recall->dim; j++) mean[j] = p.image[j];
        p.mean = mean;
        status = find_largest(&p, &lambda, &rest);
    }
    if (!p.mean) free(mean);
    power_clear(&p);
    if (status != HOP_OK) return status;
    *beta = lambda > 0 ? 1 / lambda : INFINITY;
    if (residual) *residual = rest;
    return HOP_OK;
}
