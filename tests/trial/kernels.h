/* What the tests of kernels share: a kernel has to end where recall ends on the same patterns, from
 * the same state and after as many steps.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TESTS_TRIAL_KERNELS_H
#define HOP_TESTS_TRIAL_KERNELS_H

#include <hopfield/recall.h>

#include "support/experiment.h"
#include "trial/draw.h"

/* A kernel's calls, by the names its header gives them; `settle` takes what recall gets as seed. */
typedef struct tested_kernel {
    const hop_update_row *update;
    uint64_t seed;
    uint64_t draw_number; /* which patterns are drawn */
    bool (*takes)(const hop_energy *energy);
    void *(*create)(const hop_energy *energy, size_t dim, size_t patterns);
    void (*draw)(void *kernel, size_t patterns, hop_random *random);
    void (*get)(void *kernel, double *state);
    void (*set)(void *kernel, const double *state);
    size_t (*settle)(void *kernel, size_t steps, uint64_t seed);
    bool (*is_nearest)(void *kernel);
    void (*destroy)(void *kernel);
} tested_kernel;

HELPER hop_energy energy_of(const char *spec) {
    hop_energy energy;
    assert_ok(hop_energy_parse(spec, &energy));
    return energy;
}

HELPER hop_recall_result recall_of(const tested_kernel *k, const hop_memory *memory,
                                   const hop_energy *energy, const double *start, size_t steps) {
    hop_recall_options options = hop_recall_defaults;
    hop_recall *recall = NULL;
    hop_recall_result result = {0};
    size_t target = 0;
    options.model.energy = *energy;
    options.stopping.steps = steps;
    options.running.threads = 1;
    options.running.seed = k->seed;
    options.model.update = k->update;
    assert_ok(hop_similarity_parse("hamming", &options.model.similarity));
    assert_ok(hop_recall_create(memory, &options, &recall));
    assert_ok(hop_recall_run(recall, start, 1, &result));
    assert_ok(hop_recall_score(recall, &target, &result));
    hop_recall_destroy(recall);
    return result;
}

/* A kernel that has already been used, on patterns that are also a memory. */
HELPER void *kernel_with_memory(const tested_kernel *k, const hop_energy *energy, size_t dim,
                                size_t patterns, hop_memory **memory) {
    hop_random random;
    void *kernel = k->create(energy, dim, patterns + 3);
    hop_random_init(&random, 12, dim);
    k->draw(kernel, patterns + 3, &random);
    (void)k->settle(kernel, 2, k->seed);
    hop_random_init(&random, 11 + k->draw_number, dim + patterns);
    k->draw(kernel, patterns, &random);
    hop_random_init(&random, 11 + k->draw_number, dim + patterns);
    assert_ok(hop_draw_memory(HOP_PATTERN_BIPOLAR, dim, patterns, &random, memory));
    return kernel;
}

/* Fails unless kernel and recall end alike from the first pattern with every `apart`th value
 * changed; 0: none. */
HELPER void assert_alike(const tested_kernel *k, const char *family, size_t dim, size_t patterns,
                         size_t apart, size_t steps) {
    hop_energy energy = energy_of(family);
    hop_memory *memory = NULL;
    double *start = calloc(dim, sizeof *start), *end = calloc(dim, sizeof *end);
    assert_true(start && end && k->takes(&energy));
    void *kernel = kernel_with_memory(k, &energy, dim, patterns, &memory);
    hop_memory_read(memory, 0, 1, end);
    k->get(kernel, start);
    assert_memory_equal(start, end, dim * sizeof *start);

    for (size_t j = 0; apart > 0 && j < dim; j += apart) start[j] = -start[j];
    k->set(kernel, start);
    hop_recall_result result = recall_of(k, memory, &energy, start, steps);
    size_t taken = k->settle(kernel, steps, k->seed);
    k->get(kernel, end);
    bool alike = taken == result.queries[0].steps &&
                 k->is_nearest(kernel) == hop_score_is_nearest(&result.queries[0].score, dim);
    for (size_t j = 0; j < dim; j++) alike = alike && (end[j] > 0) == (result.outputs[j] > 0);
    if (!alike)
        fail_msg("%s, %zu patterns of %zu, every %zu. flipped: %zu steps, not %zu", family,
                 patterns, dim, apart, taken, result.queries[0].steps);
    hop_recall_result_clear(&result);
    hop_memory_destroy(memory);
    k->destroy(kernel);
    free(start);
    free(end);
}

/* Sizes around those of words and registers, few patterns and many, little damage and much. */
HELPER void assert_all_alike(const tested_kernel *k, const char *const *families, size_t count) {
    static const size_t DIMS[] = {1, 2, 31, 32, 33, 63, 64, 65, 100, 129, 513};
    static const size_t COUNTS[] = {1, 2, 5, 60, 300};
    for (size_t f = 0; f < count; f++)
        for (size_t d = 0; d < sizeof DIMS / sizeof *DIMS; d++)
            for (size_t c = 0; c < sizeof COUNTS / sizeof *COUNTS; c++)
                for (size_t apart = 0; apart < 8; apart++)
                    assert_alike(k, families[f], DIMS[d], COUNTS[c], apart, 100);
}

/* Few neurons, so that a flip changes much; many memories of them. */
HELPER void assert_small_ones_alike(const tested_kernel *k, const char *const *families,
                                    size_t count) {
    static const size_t DIMS[] = {5, 8, 12}, COUNTS[] = {3, 5, 9, 17};
    tested_kernel other = *k;
    for (other.draw_number = 0; other.draw_number < 100; other.draw_number++)
        for (size_t f = 0; f < count; f++)
            for (size_t d = 0; d < sizeof DIMS / sizeof *DIMS; d++)
                for (size_t c = 0; c < sizeof COUNTS / sizeof *COUNTS; c++)
                    assert_alike(&other, families[f], DIMS[d], COUNTS[c], 4, 100);
}

HELPER void assert_limits_alike(const tested_kernel *k) {
    for (size_t steps = 1; steps <= 4; steps++)
        assert_alike(k, "polynomial:degree=2", 65, 40, 3, steps);
}

/* The largest overlap is far below what a table begins with. */
HELPER void assert_far_states_alike(const tested_kernel *k) {
    assert_alike(k, "exponential", 2000, 4, 1, 100);
    assert_alike(k, "exponential", 2000, 4, 2, 100);
    assert_alike(k, "polynomial:degree=60", 2000, 3, 2, 100);
}

HELPER void assert_none_taken(const tested_kernel *k, const char *const *families, size_t count) {
    for (size_t i = 0; i < count; i++) {
        hop_energy energy = energy_of(families[i]);
        assert_false(k->takes(&energy));
    }
}

#endif
