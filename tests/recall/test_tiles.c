/* Stripes that leave rows out, and how a step is cut: neither may show.
 * SPDX-License-Identifier: MIT */
#include "recall/tiles.h"

#include <float.h>

#include "fixture.h"

/* One step of `queries` damaged patterns of a memory; free() it. */
static double *step_of(const hop_memory *memory, const hop_recall_options *options, size_t queries,
                       double *energy) {
    size_t dim = hop_memory_dim(memory), count = hop_memory_count(memory);
    double *states = fixture_vectors(queries, dim, FIXTURE_GREY, 77), *key = calloc(dim, 8);
    for (size_t i = 0; i < queries; i++) {
        hop_memory_read(memory, i * 7919 % count, 1, key);
        for (size_t j = 0; j < dim; j++) states[i * dim + j] = key[j] + 0.3 * states[i * dim + j];
    }
    hop_recall *recall = fixture_recall(memory, options);
    assert_ok(hop_recall_step(recall, states, queries, energy, NULL));
    hop_recall_destroy(recall);
    free(key);
    return states;
}

static void any_number_of_threads_makes_the_same_bytes(void **state) {
    (void)state;
    enum { DIM = 33, MOST = 300 };
    hop_memory *memory = fixture_memory(5000, DIM, HOP_U8, FIXTURE_GREY, 5);
    for (size_t queries = 1; queries <= MOST; queries = 4 * queries + 1)
        for (size_t s = 0; s < FIXTURE_SIMILARITY_COUNT; s++) {
            hop_recall_options options = fixture_options(FIXTURE_SIMILARITIES[s], 5, HOP_FLOAT);
            double energy[MOST], again[MOST];
            options.running.threads = 1;
            double *one = step_of(memory, &options, queries, energy);
            for (size_t threads = 2; threads <= 7; threads += 5) {
                options.running.threads = threads;
                double *more = step_of(memory, &options, queries, again);
                assert_memory_equal(one, more, queries * DIM * sizeof *one);
                assert_memory_equal(energy, again, queries * sizeof *energy);
                free(more);
            }
            free(one);
        }
    hop_memory_destroy(memory);
}

/* From flat to peaked, most rows of most stripes are left out or added one by one. */
static void rows_left_out_of_stripes_do_not_show(void **state) {
    (void)state;
    enum { DIM = 40, QUERIES = 60 };
    hop_memory *memory = fixture_memory(3000, DIM, HOP_F32, FIXTURE_GREY, 6);
    for (double beta = 0.01; beta < 1e4; beta *= 5)
        for (size_t s = 0; s < FIXTURE_SIMILARITY_COUNT; s++) {
            hop_recall_options options = fixture_options(FIXTURE_SIMILARITIES[s], beta, HOP_FLOAT);
            double fast_energy[QUERIES], energy[QUERIES];
            double *fast = step_of(memory, &options, QUERIES, fast_energy);
            options.running.precision = HOP_DOUBLE;
            double *plain = step_of(memory, &options, QUERIES, energy);
            for (size_t i = 0; i < QUERIES; i++) {
                double size = sqrt(DIM), allowed = 8 * FLT_EPSILON * (1 + 2 * beta * DIM) * size;
                assert_near(fixture_distance(fast + i * DIM, plain + i * DIM, DIM), 0, allowed);
                assert_near(fast_energy[i], energy[i], 1e-5 * (1 + fabs(energy[i]) + DIM));
            }
            free(fast);
            free(plain);
        }
    hop_memory_destroy(memory);
}

/* N times what is negligible is nothing in float. */
static void what_is_negligible_is_nothing_even_all_together(void **state) {
    (void)state;
    hop_recall_options options = fixture_options("dot", 1, HOP_FLOAT);
    for (size_t count = 1; count < 2000; count *= 9) {
        hop_recall recall = {.options = options, .count = count};
        float cut = hop_tiles_negligible(&recall);
        assert_true(cut > 0 && cut * (float)count <= FLT_EPSILON / 16);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_of_threads_makes_the_same_bytes),
        cmocka_unit_test(rows_left_out_of_stripes_do_not_show),
        cmocka_unit_test(what_is_negligible_is_nothing_even_all_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
