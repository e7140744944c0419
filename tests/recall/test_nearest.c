/* The nearest pattern against measuring every distance.
 * SPDX-License-Identifier: MIT */
#include "fixture.h"
#include "recall/nearest.h"

enum { COUNT = 700, DIM = 67, OUTPUTS = 70 };

/* Outputs near patterns, between two, and anywhere. */
static double *outputs_of(const hop_memory *memory) {
    double *outputs = fixture_vectors(OUTPUTS, DIM, FIXTURE_GREY, 5), a[DIM], b[DIM];
    for (size_t i = 0; i < OUTPUTS; i++) {
        hop_memory_read(memory, i * 7, 1, a);
        hop_memory_read(memory, i * 7 + 1, 1, b);
        for (size_t j = 0; j < DIM && i % 3 < 2; j++)
            outputs[i * DIM + j] = i % 3 == 0 ? a[j] : 0.6 * a[j] + 0.4 * b[j];
    }
    return outputs;
}

static void assert_all_found(const hop_memory *memory, hop_pruning pruning, size_t threads) {
    hop_recall_options options = fixture_options("dot", 1, HOP_FLOAT);
    options.running.pruning = pruning;
    options.running.threads = threads;
    hop_recall *recall = fixture_recall(memory, &options);
    size_t nearest[OUTPUTS];
    double *outputs = outputs_of(memory);
    assert_ok(hop_recall_nearest(recall, outputs, OUTPUTS, nearest));
    for (size_t i = 0; i < OUTPUTS; i++)
        assert_int_equal(nearest[i], fixture_nearest(memory, outputs + i * DIM));
    free(outputs);
    hop_recall_destroy(recall);
}

static void the_nearest_is_found_through_the_sieve_and_without_it(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_U8, FIXTURE_GREY, 9);
    assert_all_found(memory, HOP_PRUNING_AUTO, 2);
    assert_all_found(memory, HOP_PRUNING_NEVER, 2);
    assert_all_found(memory, HOP_PRUNING_AUTO, 1);
    hop_memory_destroy(memory);
}

/* So many are equally near that no list is short. */
static void among_duplicates_it_is_the_first(void **state) {
    (void)state;
    double *patterns = fixture_vectors(COUNT, DIM, FIXTURE_GREY, 9);
    for (size_t i = 10; i < COUNT; i++)
        memcpy(patterns + i * DIM, patterns + i % 2 * DIM, DIM * sizeof *patterns);
    hop_memory *memory = fixture_memory_of(patterns, COUNT, DIM, HOP_U8);
    assert_all_found(memory, HOP_PRUNING_AUTO, 2);
    free(patterns);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_is_found_through_the_sieve_and_without_it),
        cmocka_unit_test(among_duplicates_it_is_the_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
