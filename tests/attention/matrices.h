/* What the tests of attention share: random matrices, attention taken for granted.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TESTS_ATTENTION_MATRICES_H
#define HOP_TESTS_ATTENTION_MATRICES_H

#include <float.h>
#include <math.h>
#include <string.h>

#include <hopfield/attention.h>
#include <hopfield/random.h>

#include "support/support.h"

/* Unless `call` ends with `status` and its sentence holds `part`, it fails. */
#define assert_refused(call, status, part)            \
    do {                                              \
        assert_int_equal((call), (status));           \
        assert_contains(hop_status_detail(), (part)); \
    } while (0)

/* [rows x columns] normal numbers; free() them. */
static inline double *random_matrix(size_t rows, size_t columns, uint64_t seed) {
    hop_random random;
    double *matrix = malloc((rows * columns + 1) * sizeof *matrix);
    assert_non_null(matrix);
    hop_random_init(&random, seed, rows * 1000 + columns);
    for (size_t i = 0; i < rows * columns; i++) matrix[i] = hop_random_normal(&random);
    return matrix;
}

static inline double *empty_matrix(size_t rows, size_t columns) {
    double *matrix = malloc((rows * columns + 1) * sizeof *matrix);
    assert_non_null(matrix);
    for (size_t i = 0; i < rows * columns; i++) matrix[i] = NAN;
    return matrix;
}

/* Queries, keys and values of a shape. */
typedef struct problem {
    hop_attention_shape shape;
    size_t heads;
    double *query, *key, *value, *output;
} problem;

static inline problem make_problem(hop_attention_shape shape, size_t heads, uint64_t seed) {
    if (shape.scale == 0) shape.scale = 1 / sqrt((double)shape.width / (double)heads);
    return (problem){.shape = shape,
                     .heads = heads,
                     .query = random_matrix(shape.queries, shape.width, seed),
                     .key = random_matrix(shape.keys, shape.width, seed + 1),
                     .value = random_matrix(shape.keys, shape.value_width, seed + 2),
                     .output = empty_matrix(shape.queries, shape.value_width)};
}

static inline void clear_problem(problem *p) {
    free(p->query);
    free(p->key);
    free(p->value);
    free(p->output);
}

static inline hop_status attend_by_heads(problem *p, double *weights, hop_attention_row *rows) {
    return hop_attention_heads(&p->shape, p->heads, p->query, p->key, p->value, 2, p->output,
                               weights, rows);
}

/* [queries x keys], two of three keys hidden at random, key 0 always seen. */
static inline double *random_mask(size_t queries, size_t keys, uint64_t seed) {
    double *mask = random_matrix(queries, keys, seed);
    for (size_t i = 0; i < queries * keys; i++)
        if (i % keys > 0 && mask[i] > -0.4) mask[i] = -INFINITY;
    return mask;
}

#endif
