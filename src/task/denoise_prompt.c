/* Prompts, and Bayes' losses.
 * SPDX-License-Identifier: MIT */
#include "denoise.h"

#include <gsl/gsl_sf_bessel.h>
#include <math.h>
#include <string.h>

#include "draw.h"

/* ---- samples ---- */

/* Directions of a subspace, or centres of clusters: what a prompt is about. */
static size_t draw_frame(const hop_denoise_prompt *p, hop_random *random, double *frame) {
    const size_t count = p->kind == HOP_DENOISE_CLUSTERS ? HOP_DENOISE_CENTRES
                         : p->kind == HOP_DENOISE_SPHERE ? p->intrinsic + 1
                                                         : p->intrinsic;
    if (p->kind == HOP_DENOISE_CLUSTERS)
        for (size_t i = 0; i < count; i++) hop_draw_direction(random, p->dim, frame + i * p->dim);
    else
        hop_draw_frame(random, count, p->dim, frame);
    return count;
}

static void draw_token(const hop_denoise_prompt *p, hop_random *random, const double *frame,
                       size_t count, double *token) {
    double along[HOP_DENOISE_DIM_MAX];
    memset(token, 0, p->dim * sizeof *token);
    if (p->kind == HOP_DENOISE_CLUSTERS) {
        const double *centre = frame + hop_random_below(random, count) * p->dim;
        for (size_t c = 0; c < p->dim; c++)
            token[c] = centre[c] + sqrt(p->spread) * hop_random_normal(random);
        return;
    }
    if (p->kind == HOP_DENOISE_SPHERE)
        hop_draw_direction(random, count, along);
    else
        for (size_t i = 0; i < count; i++) along[i] = sqrt(p->spread) * hop_random_normal(random);
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < p->dim; c++) token[c] += along[i] * frame[i * p->dim + c];
}

/* input: context [tokens x dim], queries and targets [HOP_DENOISE_QUERIES x dim]. */
void hop_denoise_draw(const void *context, hop_random *random, double *const *input) {
    const hop_denoise_prompt *p = context;
    double frame[HOP_DENOISE_DIM_MAX * HOP_DENOISE_DIM_MAX];
    const size_t count = draw_frame(p, random, frame);
    for (size_t t = 0; t < p->tokens; t++)
        draw_token(p, random, frame, count, input[0] + t * p->dim);
    for (size_t q = 0; q < HOP_DENOISE_QUERIES; q++) {
        double *target = input[2] + q * p->dim;
        draw_token(p, random, frame, count, target);
        for (size_t c = 0; c < p->dim; c++)
            input[1][q * p->dim + c] = target[c] + sqrt(p->noise) * hop_random_normal(random);
    }
}

/* ---- the best that can be done by who knows the distribution: mean squared error a number ---- */

/* Proposition 3: the posterior mean has length I_{m/2}(k) / I_{m/2-1}(k), k = |x~| / sigma^2, in
 * the m = d + 1 dimensions of the sphere; |x~| is a noncentral chi.  By the trapezium rule. */
static double sphere_loss(const hop_denoise_prompt *p) {
    enum { POINTS = 20000 };
    const double m = (double)p->intrinsic + 1, v = p->noise;
    const double top = 1 + 12 * sqrt(v), step = top / POINTS;
    double mass = 0, explained = 0;
    for (size_t i = 1; i < POINTS; i++) {
        const double r = step * (double)i, k = r / v;
        const double below = gsl_sf_bessel_Inu_scaled(m / 2 - 1, k);
        const double density = pow(r, m / 2) * exp(-(r - 1) * (r - 1) / (2 * v)) * below;
        const double length = gsl_sf_bessel_Inu_scaled(m / 2, k) / below;
        mass += density;
        explained += density * length * length;
    }
    return (1 - explained / mass) / (double)p->dim;
}

/* Proposition 4, the mean over drawn centres and queries. */
static double clusters_loss(const hop_denoise_prompt *p, size_t draws, uint64_t seed) {
    hop_random random;
    double centre[HOP_DENOISE_CENTRES * HOP_DENOISE_DIM_MAX], token[HOP_DENOISE_DIM_MAX],
        query[HOP_DENOISE_DIM_MAX], weight[HOP_DENOISE_CENTRES], sum = 0;
    const double v = p->spread + p->noise, keep = p->spread / v;
    hop_random_init(&random, seed, (uint64_t)3 << 61);
    for (size_t k = 0; k < draws; k++) {
        double peak = -INFINITY, total = 0;
        draw_frame(p, &random, centre);
        draw_token(p, &random, centre, HOP_DENOISE_CENTRES, token);
        for (size_t c = 0; c < p->dim; c++)
            query[c] = token[c] + sqrt(p->noise) * hop_random_normal(&random);
        for (size_t a = 0; a < HOP_DENOISE_CENTRES; a++) {
            weight[a] = 0;
            for (size_t c = 0; c < p->dim; c++) weight[a] += centre[a * p->dim + c] * query[c] / v;
            peak = fmax(peak, weight[a]);
        }
        for (size_t a = 0; a < HOP_DENOISE_CENTRES; a++) total += weight[a] = exp(weight[a] - peak);
        for (size_t c = 0; c < p->dim; c++) {
            double mean = 0;
            for (size_t a = 0; a < HOP_DENOISE_CENTRES; a++)
                mean += weight[a] / total * centre[a * p->dim + c];
            sum += pow(keep * query[c] + (1 - keep) * mean - token[c], 2);
        }
    }
    return sum / (double)(draws * p->dim);
}

double hop_denoise_best(const hop_denoise_prompt *p, size_t draws, uint64_t seed) {
    switch (p->kind) {
    case HOP_DENOISE_SUBSPACE: /* proposition 2 */
        return (double)p->intrinsic / (double)p->dim * p->spread * p->noise /
               (p->spread + p->noise);
    case HOP_DENOISE_SPHERE: return sphere_loss(p);
    case HOP_DENOISE_CLUSTERS: break;
    }
    return clusters_loss(p, draws, seed);
}
