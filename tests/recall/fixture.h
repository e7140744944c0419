/* What the tests of recall share: memories of random patterns, a recall made ready, a run.
 * Everything is seeded, and whatever fails in here fails the test.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TESTS_RECALL_FIXTURE_H
#define HOP_TESTS_RECALL_FIXTURE_H

#include <math.h>
#include <string.h>

#include <hopfield/random.h>

#include "recall/engine.h"
#include "recall/pruned.h"
#include "support/support.h"

/* Fails with the library's own sentence. */
#define assert_ok(call) fixture_assert_ok((call), #call, __FILE__, __LINE__)

static inline void fixture_assert_ok(hop_status status, const char *what, const char *file,
                                     int line) {
    if (status == HOP_OK) return;
    print_error("%s: %s: %s\n", what, hop_status_text(status), hop_status_detail());
    _fail(file, line);
}

/* Fails unless `call` ends with `status` and its sentence holds `part`. */
#define assert_refused(call, status, part)            \
    do {                                              \
        assert_int_equal((call), (status));           \
        assert_contains(hop_status_detail(), (part)); \
    } while (0)

/* What the values of a random pattern are. */
typedef enum fixture_values {
    FIXTURE_GREY,    /* uniform in 0 ... 1 */
    FIXTURE_BIPOLAR, /* -1 or 1 */
    FIXTURE_NORMAL,  /* mean 0, standard deviation 1 */
} fixture_values;

static inline double fixture_value(fixture_values values, hop_random *random) {
    if (values == FIXTURE_GREY) return hop_random_uniform(random);
    if (values == FIXTURE_NORMAL) return hop_random_normal(random);
    return hop_random_uniform(random) < 0.5 ? -1 : 1;
}

/* [count x dim] random values; free() them. */
static inline double *fixture_vectors(size_t count, size_t dim, fixture_values values,
                                      uint64_t seed) {
    double *vectors = malloc((count * dim > 0 ? count * dim : 1) * sizeof *vectors);
    assert_non_null(vectors);
    hop_random random;
    hop_random_init(&random, seed, 0);
    for (size_t k = 0; k < count * dim; k++) vectors[k] = fixture_value(values, &random);
    return vectors;
}

/* A memory of the given patterns [count x dim]. */
static inline hop_memory *fixture_memory_of(const double *patterns, size_t count, size_t dim,
                                            hop_dtype dtype) {
    hop_memory *memory = NULL;
    hop_shape shape = {.width = dim, .height = 1, .channels = 1};
    assert_ok(hop_memory_create(shape, dtype, HOP_PATTERNS, &memory));
    if (count > 0) assert_ok(hop_memory_append(memory, patterns, count, NULL));
    return memory;
}

/* A memory of random patterns. */
static inline hop_memory *fixture_memory(size_t count, size_t dim, hop_dtype dtype,
                                         fixture_values values, uint64_t seed) {
    double *patterns = fixture_vectors(count, dim, values, seed);
    hop_memory *memory = fixture_memory_of(patterns, count, dim, dtype);
    free(patterns);
    return memory;
}

/* The memory's own patterns [count x dim] in units; free() them. */
static inline double *fixture_patterns(const hop_memory *memory) {
    size_t count = hop_memory_count(memory), dim = hop_memory_dim(memory);
    double *patterns = malloc(count * dim * sizeof *patterns);
    assert_non_null(patterns);
    hop_memory_read(memory, 0, count, patterns);
    return patterns;
}

/* The defaults with a similarity, a beta (NAN: auto), a precision, and two threads. */
static inline hop_recall_options fixture_options(const char *similarity, double beta,
                                                 hop_precision precision) {
    hop_recall_options options = hop_recall_defaults;
    assert_ok(hop_similarity_parse(similarity, &options.model.similarity));
    options.model.energy.parameter[0] = beta;
    options.running.precision = precision;
    options.running.threads = 2;
    return options;
}

static inline hop_recall *fixture_recall(const hop_memory *memory,
                                         const hop_recall_options *options) {
    hop_recall *recall = NULL;
    assert_ok(hop_recall_create(memory, options, &recall));
    return recall;
}

/* One run from memory to result; clear the result with hop_recall_result_clear(). */
static inline hop_recall_result fixture_run(const hop_memory *memory,
                                            const hop_recall_options *options,
                                            const double *queries, size_t count,
                                            const size_t *targets) {
    hop_recall *recall = fixture_recall(memory, options);
    hop_recall_result result = {0};
    assert_ok(hop_recall_run(recall, queries, count, &result));
    assert_ok(hop_recall_score(recall, targets, &result));
    assert_ok(hop_recall_compare_attention(recall, SIZE_MAX, &result));
    hop_recall_destroy(recall);
    return result;
}

/* Skips the test on processors that have no fast product of bytes. */
static inline void fixture_needs_a_sieve(void) {
    hop_memory *memory = fixture_memory(1, 1, HOP_U8, FIXTURE_GREY, 1);
    bool possible = hop_sieve_is_possible(memory);
    hop_memory_destroy(memory);
    if (!possible) skip();
}

static inline double fixture_norm(const double *vector, size_t dim) {
    double square = 0;
    for (size_t j = 0; j < dim; j++) square += vector[j] * vector[j];
    return sqrt(square);
}

static inline double fixture_distance(const double *a, const double *b, size_t dim) {
    double square = 0;
    for (size_t j = 0; j < dim; j++) square += (a[j] - b[j]) * (a[j] - b[j]);
    return sqrt(square);
}

/* The pattern nearest to an output, the plain way: all distances in double, the lowest index of
 * ties. */
static inline size_t fixture_nearest(const hop_memory *memory, const double *output) {
    const size_t dim = hop_memory_dim(memory);
    double *pattern = malloc(dim * sizeof *pattern), best = INFINITY;
    size_t nearest = 0;
    for (size_t i = 0; i < hop_memory_count(memory); i++) {
        hop_memory_read(memory, i, 1, pattern);
        const double square = pow(fixture_distance(pattern, output, dim), 2);
        if (square < best) best = square, nearest = i;
    }
    free(pattern);
    return nearest;
}

static inline size_t fixture_least(size_t a, size_t b) {
    return a < b ? a : b;
}

static const char *const FIXTURE_SIMILARITIES[] = {"dot", "euclidean", "correlation"};
enum { FIXTURE_SIMILARITY_COUNT = 3 };

#endif
