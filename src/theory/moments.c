/* Moments of patterns.
 * SPDX-License-Identifier: MIT */
#include "moments.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/random.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/sum.h"

/* Patterns that are read or added up at a time. */
enum { PIECE = 256 };

static size_t piece_at(size_t first, size_t count) {
    return count - first < PIECE ? count - first : PIECE;
}

/* The similarity's key of every pattern of a piece; NULL: the patterns themselves. */
static void read_keys(const hop_memory *memory, const hop_similarity *similarity, size_t first,
                      size_t count, double *keys) {
    size_t dim = hop_memory_dim(memory);
    hop_memory_read(memory, first, count, keys);
    if (!similarity || similarity->kind->plain_keys) return;
    for (size_t i = 0; i < count; i++) {
        double *key = keys + i * dim;
        hop_frame frame = similarity->kind->frame(similarity->parameter, key, dim);
        for (size_t j = 0; j < dim; j++) {
            key[j] = frame.gain * key[j] + frame.offset;
            if (frame.sign) key[j] = key[j] > 0 ? 1 : -1;
        }
    }
}

static void mean_of(const hop_memory *memory, const hop_similarity *similarity, double *piece,
                    double *mean) {
    size_t dim = hop_memory_dim(memory), count = hop_memory_count(memory);
    memset(mean, 0, dim * sizeof *mean);
    for (size_t first = 0; first < count; first += PIECE) {
        size_t some = piece_at(first, count);
        read_keys(memory, similarity, first, some, piece);
        for (size_t i = 0; i < some; i++)
            for (size_t j = 0; j < dim; j++) mean[j] += piece[i * dim + j];
    }
    for (size_t j = 0; j < dim; j++) mean[j] /= (double)count;
}

hop_status hop_moments_positions(const hop_memory *memory, double *mean, double *deviation) {
    size_t dim = hop_memory_dim(memory), count = hop_memory_count(memory);
    double *piece = NULL;
    HOP_TRY(hop_alloc(dim, PIECE * sizeof *piece, "patterns", &piece));
    mean_of(memory, NULL, piece, mean);
    memset(deviation, 0, dim * sizeof *deviation);
    for (size_t first = 0; first < count; first += PIECE) {
        size_t some = piece_at(first, count);
        hop_memory_read(memory, first, some, piece);
        for (size_t i = 0; i < some; i++)
            for (size_t j = 0; j < dim; j++) {
                double off = piece[i * dim + j] - mean[j];
                deviation[j] += off * off;
            }
    }
    for (size_t j = 0; j < dim; j++) deviation[j] = sqrt(deviation[j] / (double)count);
    free(piece);
    return HOP_OK;
}

/* ---- spectrum ---- */

/* What the products are made from. */
typedef struct spectrum {
    const hop_memory *memory;
    const hop_similarity *similarity;
    size_t count, dim, side;
    double *mean;    /* [dim] */
    double *keys;    /* [count x dim] if there are fewer patterns than positions, else a piece */
    double *turned;  /* [dim x PIECE] */
    double *product; /* [side x side] */
    double *vector;  /* [side] */
    double *next;    /* [side] */
    hop_watch *watch;
} spectrum;

static bool by_patterns(const spectrum *s) {
    return s->count < s->dim;
}

static void spectrum_clear(spectrum *s) {
    free(s->mean);
    free(s->keys);
    free(s->turned);
    free(s->product);
    free(s->vector);
    free(s->next);
}

static hop_status spectrum_create(spectrum *s) {
    size_t number = sizeof(double), held = by_patterns(s) ? s->count + PIECE : PIECE;
    HOP_TRY(hop_alloc(s->dim, number, "a mean", &s->mean));
    HOP_TRY(hop_alloc(s->dim, held * number, "keys", &s->keys));
    HOP_TRY(hop_alloc(s->dim, PIECE * number, "keys", &s->turned));
    HOP_TRY(hop_alloc(s->side, s->side * number, "a matrix of products", &s->product));
    HOP_TRY(hop_alloc(s->side, number, "a vector", &s->vector));
    return hop_alloc(s->side, number, "a vector", &s->next);
}

static void read_centred(const spectrum *s, size_t first, size_t count, double *keys) {
    read_keys(s->memory, s->similarity, first, count, keys);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < s->dim; j++) keys[i * s->dim + j] -= s->mean[j];
}

static void multiply_patterns(spectrum *s) {
    read_centred(s, 0, s->count, s->keys);
    hop_blas_dots(s->count, s->count, s->dim, s->keys, s->keys, s->product);
}

static void multiply_positions(spectrum *s) {
    for (size_t first = 0; first < s->count; first += PIECE) {
        size_t some = piece_at(first, s->count);
        read_centred(s, first, some, s->keys);
        for (size_t i = 0; i < some; i++)
            for (size_t j = 0; j < s->dim; j++) s->turned[j * some + i] = s->keys[i * s->dim + j];
        hop_blas_mix(s->dim, s->dim, some, s->turned, s->keys, s->product);
    }
}

static double normalise(double *vector, size_t size) {
    double norm = sqrt(hop_sum_squares(vector, size));
    for (size_t j = 0; j < size && norm > 0; j++) vector[j] /= norm;
    return norm;
}

enum { ITERATIONS_MOST = 20000 };

/* |product v| of a unit vector v that is nearly the first eigenvector. */
static double iterate(spectrum *s) {
    hop_random random;
    double value = 0;
    hop_random_init(&random, 0, 0);
    for (size_t j = 0; j < s->side; j++) s->vector[j] = hop_random_normal(&random);
    normalise(s->vector, s->side);
    for (size_t k = 0; k < ITERATIONS_MOST && !hop_watch_ended(s->watch); k++) {
        double before = value;
        hop_blas_dots(1, s->side, s->side, s->vector, s->product, s->next);
        memcpy(s->vector, s->next, s->side * sizeof *s->vector);
        value = normalise(s->vector, s->side);
        if (fabs(value - before) <= 1e-14 * value) break;
    }
    return value;
}

/* The direction among positions that the vector stands for. */
static void give_direction(spectrum *s, double *direction) {
    if (by_patterns(s)) {
        memset(direction, 0, s->dim * sizeof *direction);
        hop_blas_mix(1, s->dim, s->count, s->vector, s->keys, direction);
        normalise(direction, s->dim);
    } else {
        memcpy(direction, s->vector, s->dim * sizeof *direction);
    }
}

hop_status hop_moments_largest(const hop_memory *memory, const hop_similarity *similarity,
                               hop_watch *watch, double *largest, double *direction) {
    spectrum s = {.memory = memory, .similarity = similarity, .watch = watch};
    s.count = hop_memory_count(memory);
    s.dim = hop_memory_dim(memory);
    s.side = by_patterns(&s) ? s.count : s.dim;
    if (s.side > HOP_MOMENTS_MOST)
        return hop_fail(HOP_E_SUPPORT, "the covariance of %zu patterns of %zu values is too large",
                        s.count, s.dim);
    hop_status status = spectrum_create(&s);
    if (status == HOP_OK) {
        mean_of(memory, similarity, s.keys, s.mean);
        if (by_patterns(&s))
            multiply_patterns(&s);
        else
            multiply_positions(&s);
        *largest = iterate(&s) / (double)s.count;
        if (direction) give_direction(&s, direction);
        status = hop_watch_look(watch, NAN);
    }
    spectrum_clear(&s);
    return status;
}

double hop_moments_largest_bytes(double count, double dim) {
    double side = fmin(count, dim);
    return 8 * (side * side + dim * (count < dim ? count + 2 * PIECE : 2 * PIECE));
}
