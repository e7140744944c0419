/* Random features of the Gaussian kernel.
 * SPDX-License-Identifier: MIT */
#include "random_features.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/sum.h"

/* Frequencies drawn at a time. */
enum { PIECE = 64 };

size_t hop_features_frequencies(hop_feature_kind kind, size_t length) {
    return kind == HOP_FEATURES_SINCOS ? length / 2 : length;
}

typedef struct room {
    double *frequencies;  /* [PIECE x dim] */
    double *products;     /* [PIECE x max(patterns, queries)] */
    double *first;        /* [PIECE]: T, its cosines */
    double *second;       /* [PIECE]: T, its sines */
    double *coefficients; /* [PIECE]: of w in the gradient */
} room;

static void room_clear(room *r) {
    free(r->frequencies);
    free(r->products);
    free(r->first);
    free(r->second);
    free(r->coefficients);
}

static hop_status room_create(size_t dim, size_t most, room *r) {
    size_t number = sizeof(double);
    HOP_TRY(hop_alloc(dim, PIECE * number, "frequencies", &r->frequencies));
    HOP_TRY(hop_alloc(most, PIECE * number, "products", &r->products));
    HOP_TRY(hop_alloc(PIECE, number, "features", &r->first));
    HOP_TRY(hop_alloc(PIECE, number, "features", &r->second));
    return hop_alloc(PIECE, number, "features", &r->coefficients);
}

/* T of the piece's frequencies. */
static void sum_patterns(const hop_kernel *k, hop_feature_kind kind, size_t some, room *r) {
    hop_blas_dots(some, k->count, k->dim, r->frequencies, k->patterns, r->products);
    for (size_t f = 0; f < some; f++) {
        const double *row = r->products + f * k->count;
        r->first[f] = r->second[f] = 0;
        for (size_t i = 0; i < k->count; i++) {
            if (kind == HOP_FEATURES_POSITIVE) {
                double square = hop_sum_squares(k->patterns + i * k->dim, k->dim);
                r->first[f] += exp(row[i] - k->beta * square);
            } else {
                r->first[f] += cos(row[i]);
                r->second[f] += sin(row[i]);
            }
        }
    }
}

/* Adds what one piece of frequencies gives of phi(q).T and of its gradient. */
static void add_query(const hop_kernel *k, hop_feature_kind kind, size_t some, const double *query,
                      const double *products, size_t stride, room *r, double *sum,
                      double *gradient) {
    double shift = kind == HOP_FEATURES_POSITIVE ? k->beta * hop_sum_squares(query, k->dim) : 0;
    double total = 0;
    for (size_t f = 0; f < some; f++) {
        double product = products[f * stride];
        if (kind == HOP_FEATURES_POSITIVE) {
            r->coefficients[f] = exp(product - shift) * r->first[f];
            total += r->coefficients[f];
        } else {
            double cosine = cos(product), sine = sin(product);
            r->coefficients[f] = cosine * r->second[f] - sine * r->first[f];
            total += cosine * r->first[f] + sine * r->second[f];
        }
    }
    *sum += total;
    hop_blas_mix(1, k->dim, some, r->coefficients, r->frequencies, gradient);
    if (kind != HOP_FEATURES_POSITIVE) return;
    for (size_t j = 0; j < k->dim; j++) gradient[j] -= 2 * k->beta * query[j] * total;
}

static void draw(const hop_kernel *k, size_t some, hop_random *random, room *r) {
    double scale = sqrt(k->beta);
    for (size_t i = 0; i < some * k->dim; i++)
        r->frequencies[i] = scale * hop_random_normal(random);
}

hop_status hop_features_estimate(const hop_kernel *kernel, hop_feature_kind kind,
                                 size_t frequencies, const double *queries, size_t count,
                                 hop_random *random, double *sums, double *gradients) {
    size_t dim = kernel->dim;
    room r = {0};
    hop_status status = room_create(dim, kernel->count > count ? kernel->count : count, &r);
    memset(sums, 0, count * sizeof *sums);
    memset(gradients, 0, count * dim * sizeof *gradients);
    for (size_t first = 0; first < frequencies && status == HOP_OK; first += PIECE) {
        size_t some = frequencies - first < PIECE ? frequencies - first : PIECE;
        status = hop_watch_look(kernel->watch, NAN);
        if (status != HOP_OK) break;
        draw(kernel, some, random, &r);
        sum_patterns(kernel, kind, some, &r);
        hop_blas_dots(some, count, dim, r.frequencies, queries, r.products);
        for (size_t q = 0; q < count; q++)
            add_query(kernel, kind, some, queries + q * dim, r.products + q, count, &r, &sums[q],
                      gradients + q * dim);
    }
    room_clear(&r);
    for (size_t q = 0; q < count; q++) sums[q] /= (double)frequencies;
    for (size_t i = 0; i < count * dim; i++) gradients[i] /= (double)frequencies;
    return status;
}

double hop_features_exact(const hop_kernel *k, const double *query, double *gradient) {
    double sum = 0;
    memset(gradient, 0, k->dim * sizeof *gradient);
    for (size_t i = 0; i < k->count; i++) {
        const double *pattern = k->patterns + i * k->dim;
        double square = hop_sum_squared_differences(query, pattern, k->dim);
        double weight = exp(-k->beta * square / 2);
        sum += weight;
        for (size_t j = 0; j < k->dim; j++)
            gradient[j] += k->beta * weight * (pattern[j] - query[j]);
    }
    return sum;
}

/* E[(sum_i ...)^2] of two patterns a and b, by E[exp(w.v)] = exp(beta |v|^2 / 2) for positive
 * features and E[cos w.v] = exp(-beta |v|^2 / 2) for trigonometric ones. */
static double pair_mean(const hop_kernel *k, hop_feature_kind kind, const double *query,
                        const double *a, const double *b) {
    double plus = 0, minus = 0, norms = 0;
    for (size_t j = 0; j < k->dim; j++) {
        double sum =
            kind == HOP_FEATURES_POSITIVE ? 2 * query[j] + a[j] + b[j] : 2 * query[j] - a[j] - b[j];
        plus += sum * sum;
        minus += (a[j] - b[j]) * (a[j] - b[j]);
        norms += 2 * query[j] * query[j] + a[j] * a[j] + b[j] * b[j];
    }
    if (kind == HOP_FEATURES_POSITIVE) return exp(k->beta * (plus / 2 - norms));
    return (exp(-k->beta * plus / 2) + exp(-k->beta * minus / 2)) / 2;
}

double hop_features_variance(const hop_kernel *k, hop_feature_kind kind, const double *query) {
    double mean = 0, square = 0;
    for (size_t i = 0; i < k->count; i++) {
        const double *a = k->patterns + i * k->dim;
        if (hop_watch_ended(k->watch)) return NAN;
        mean += exp(-k->beta * hop_sum_squared_differences(query, a, k->dim) / 2);
        for (size_t m = 0; m < k->count; m++)
            square += pair_mean(k, kind, query, a, k->patterns + m * k->dim);
    }
    return square - mean * mean;
}
