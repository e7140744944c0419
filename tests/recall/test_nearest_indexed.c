/* The nearest pattern through an index of directions: whatever is said to be found is the nearest
 * of all, and of clusters most are found.
 * Covers: nearest_listed.c
 * SPDX-License-Identifier: MIT */
#include "recall/index.h"
#include "recall/nearest.h"
#include "sifting.h"

enum { COUNT = 3001, DIM = 33, OUTPUTS = 60 };
static const char NAME[] = "index-2:test";

/* Patterns, patterns a little off, half way to another, brighter and darker, and anything. */
static double *outputs_of(const hop_memory *memory) {
    double *outputs = fixture_vectors(OUTPUTS, DIM, FIXTURE_GREY, 5), a[DIM], b[DIM];
    for (size_t i = 0; i < OUTPUTS; i++) {
        hop_memory_read(memory, i * 37, 1, a);
        hop_memory_read(memory, i * 37 + 500, 1, b);
        for (size_t j = 0; j < DIM; j++) {
            double *at = &outputs[i * DIM + j];
            const double off = *at - 0.5;
            if (i % 5 == 0) *at = a[j];
            if (i % 5 == 1) *at = a[j] + 0.01 * off;
            if (i % 5 == 2) *at = 0.55 * a[j] + 0.45 * b[j];
            if (i % 5 == 3) *at = 0.6 * a[j] + 0.2;
        }
    }
    return outputs;
}

static size_t found_of(const char *similarity, data kind) {
    hop_memory *memory = memory_of(kind, COUNT, DIM);
    hop_recall_options options = fixture_options(similarity, 600, HOP_FLOAT);
    hop_recall_running running = {.threads = 2};
    hop_recall *recall = fixture_recall(memory, &options);
    size_t rows[OUTPUTS], nearest[OUTPUTS], left = OUTPUTS, next = 0;
    assert_non_null(recall->sieve);
    assert_ok(hop_index_build(memory, NAME, recall->sieve, &running));
    assert_ok(hop_index_open(memory, NAME, recall->sieve, &recall->sieve->index));
    double *outputs = outputs_of(memory);
    for (size_t i = 0; i < OUTPUTS; i++) rows[i] = i;
    assert_ok(hop_recall_nearest_indexed(recall, outputs, rows, &left, nearest));
    for (size_t i = 0; i < OUTPUTS; i++) {
        if (next < left && rows[next] == i) {
            next++;
            continue;
        }
        assert_int_equal(nearest[i], fixture_nearest(memory, outputs + i * DIM));
    }
    assert_int_equal(next, left);
    /* And all of them, whoever found them. */
    assert_ok(hop_recall_nearest(recall, outputs, OUTPUTS, nearest));
    for (size_t i = 0; i < OUTPUTS; i++)
        assert_int_equal(nearest[i], fixture_nearest(memory, outputs + i * DIM));
    free(outputs);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
    return OUTPUTS - left;
}

static void what_is_found_is_the_nearest_of_all(void **state) {
    (void)state;
    fixture_needs_a_sieve();
    static const char *const DIRECTIONS[] = {"correlation", "cosine"};
    for (size_t s = 0; s < 2; s++)
        for (data kind = 0; kind < KINDS; kind++) {
            const size_t found = found_of(DIRECTIONS[s], kind);
            /* Cosines of positive values are all alike: no index tells them apart. */
            if (kind == CLUSTERS && s == 0) assert_true(found >= OUTPUTS / 3);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_found_is_the_nearest_of_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
