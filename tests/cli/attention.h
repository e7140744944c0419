/* What the tests of `hopfield attention` share: files of matrices, numbers of JSON.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TESTS_CLI_ATTENTION_H
#define HOP_TESTS_CLI_ATTENTION_H

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <hopfield/load.h>
#include <hopfield/memory.h>
#include <hopfield/random.h>

#include "base/json.h"
#include "support/support.h"

/* ---- files ---- */

/* [rows x columns] normal numbers as .npy; returns the path. */
static inline const char *random_npy(const char *name, size_t rows, size_t columns, uint64_t seed) {
    const char *path = support_path("%s-%zux%zu.npy", name, rows, columns);
    double *values = malloc(rows * columns * sizeof *values);
    hop_random random;
    hop_random_init(&random, seed, rows);
    for (size_t i = 0; i < rows * columns; i++) values[i] = hop_random_normal(&random);
    assert_int_equal(hop_npy_write(path, values, rows, columns, HOP_F64, true), HOP_OK);
    free(values);
    return path;
}

static inline const char *npy_of(const char *name, const double *values, size_t rows,
                                 size_t columns) {
    const char *path = support_path("%s.npy", name);
    assert_int_equal(hop_npy_write(path, values, rows, columns, HOP_F64, true), HOP_OK);
    return path;
}

/* Truth values, as numpy writes them. */
static inline const char *npy_of_bools(const char *name, const char *values, size_t rows,
                                       size_t columns) {
    char bytes[512], shape[128];
    const char *path = support_path("%s.npy", name);
    snprintf(shape, sizeof shape, "{'descr': '|b1', 'fortran_order': False, 'shape': (%zu, %zu), }",
             rows, columns);
    memset(bytes, ' ', sizeof bytes);
    memcpy(bytes, "\x93NUMPY\x01\x00\x76\x00", 10);
    memcpy(bytes + 10, shape, strlen(shape));
    bytes[127] = '\n';
    memcpy(bytes + 128, values, rows * columns);
    support_write(path, bytes, 128 + rows * columns);
    return path;
}

/* The queries, keys and values that most tests use. */
typedef struct files {
    const char *query, *key, *value;
} files;

static inline files usual_files(void) {
    return (files){random_npy("q", 40, 8, 1), random_npy("k", 50, 8, 2), random_npy("v", 50, 4, 3)};
}

/* ---- JSON ---- */

static inline hop_json *parse(const support_result *result) {
    hop_json *document = NULL;
    assert_status(*result, 0);
    assert_int_equal(hop_json_parse("output", result->out, result->out_size, &document), HOP_OK);
    return document;
}

static inline double number_of(const hop_json *object, const char *key) {
    double number = NAN;
    assert_true(hop_json_number(hop_json_get(object, key), &number));
    return number;
}

#endif
