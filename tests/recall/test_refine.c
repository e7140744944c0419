/* Leaders found tile by tile, and energies mended by comparing them again.
 * SPDX-License-Identifier: MIT */
#include "recall/refine.h"

#include <float.h>

#include "fixture.h"

static void leaders_are_the_largest_of_all_tiles_in_order(void **state) {
    (void)state;
    enum { COUNT = 300 };
    double *values = fixture_vectors(COUNT, 1, FIXTURE_NORMAL, 2);
    for (size_t tile = 1; tile <= COUNT; tile = 2 * tile + 1) {
        hop_leaders leaders = {0};
        for (size_t first = 0; first < COUNT; first += tile) {
            float part[COUNT];
            size_t count = fixture_least(tile, COUNT - first);
            for (size_t i = 0; i < count; i++) part[i] = (float)values[first + i];
            hop_recall_note_leaders(&leaders, part, count, first);
        }
        assert_int_equal(leaders.count, HOP_REFINED);
        for (size_t k = 0; k < HOP_REFINED; k++) {
            size_t above = 0;
            for (size_t i = 0; i < COUNT; i++) above += (float)values[i] > leaders.similarity[k];
            assert_int_equal(above, k);
            assert_true((float)values[leaders.pattern[k]] == leaders.similarity[k]);
        }
    }
    free(values);
}

static void fewer_patterns_than_leaders_are_all_leaders(void **state) {
    (void)state;
    hop_leaders leaders = {0};
    hop_recall_note_leaders(&leaders, (float[]){1, 3, 2}, 3, 10);
    assert_int_equal(leaders.count, 3);
    assert_true(leaders.pattern[0] == 11 && leaders.pattern[1] == 12 && leaders.pattern[2] == 10);
}

/* Near a pattern the weight is on few: the energy of the fast path is then that of the reference to
 * far more than float.  What is left is the second order, beta times a rounding of s squared. */
static void energies_near_a_pattern_are_those_of_the_reference(void **state) {
    (void)state;
    enum { COUNT = 400, DIM = 2000 };
    for (size_t s = 0; s < FIXTURE_SIMILARITY_COUNT; s++) {
        hop_memory *memory = fixture_memory(COUNT, DIM, HOP_U8, FIXTURE_GREY, 3);
        double beta = s == 2 ? 100 : 1;
        hop_recall_options options = fixture_options(FIXTURE_SIMILARITIES[s], beta, HOP_DOUBLE);
        hop_recall *exact = fixture_recall(memory, &options);
        options.running.precision = HOP_FLOAT;
        hop_recall *fast = fixture_recall(memory, &options);
        double state_a[DIM], state_b[DIM], a = NAN, b = NAN;
        for (size_t j = 0; j < DIM; j++)
            state_a[j] = state_b[j] = (double)(float)exact->keys[7 * DIM + j];
        assert_ok(hop_recall_step(exact, state_a, 1, &a, NULL));
        assert_ok(hop_recall_step(fast, state_b, 1, &b, NULL));
        double largest = pow(exact->largest_norm, 2), rounding = FLT_EPSILON * largest * 16;
        double second = beta * rounding * rounding, allowed = DIM * DBL_EPSILON * largest;
        assert_near(b, a, allowed + second + 1e-12 * rounding * COUNT);
        hop_recall_destroy(exact);
        hop_recall_destroy(fast);
        hop_memory_destroy(memory);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaders_are_the_largest_of_all_tiles_in_order),
        cmocka_unit_test(fewer_patterns_than_leaders_are_all_leaders),
        cmocka_unit_test(energies_near_a_pattern_are_those_of_the_reference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
