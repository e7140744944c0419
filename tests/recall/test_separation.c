/* Separations against plain loops, with duplicates set aside.
 * SPDX-License-Identifier: MIT */
#include <float.h>

#include "fixture.h"

/* Bipolar patterns: every product is a whole number, exact in float. */
static void assert_separations(size_t count, size_t sample, size_t twins) {
    enum { DIM = 40 };
    double *x = fixture_vectors(count, DIM, FIXTURE_BIPOLAR, count);
    for (size_t i = 0; i < twins; i++) memcpy(x + (count - 1 - i) * DIM, x, DIM * sizeof *x);
    hop_memory *memory = fixture_memory_of(x, count, DIM, HOP_F32);
    hop_recall_options options = fixture_options("dot", 1, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    hop_separation *found = calloc(sample, sizeof *found);
    assert_ok(hop_recall_separations(recall, sample, found));
    for (size_t i = 0; i < sample; i++) {
        size_t self = i * count / sample, duplicates = 0;
        double best = -INFINITY;
        assert_int_equal(found[i].pattern, self);
        for (size_t k = 0; k < count; k++) {
            double s = 0;
            for (size_t j = 0; j < DIM; j++) s += x[self * DIM + j] * x[k * DIM + j];
            if (k == self) continue;
            if (s == DIM) duplicates++;
            if (s < DIM) best = fmax(best, s);
        }
        assert_int_equal(found[i].duplicates, duplicates);
        assert_true(found[i].separation == DIM - best);
        if (isinf(best)) assert_true(found[i].rival == HOP_NO_PATTERN);
    }
    free(found);
    free(x);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void they_are_the_gap_to_the_nearest_rival(void **state) {
    (void)state;
    static const size_t COUNTS[] = {1, 2, 31, 32, 33, 200};
    for (size_t n = 0; n < 6; n++) {
        assert_separations(COUNTS[n], COUNTS[n], 0);
        assert_separations(COUNTS[n], (COUNTS[n] + 1) / 2, 0);
    }
}

static void duplicates_are_counted_and_no_rivals(void **state) {
    (void)state;
    assert_separations(100, 100, 1);
    assert_separations(100, 100, 5);
    assert_separations(7, 7, 6); /* nothing but duplicates */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_are_the_gap_to_the_nearest_rival),
        cmocka_unit_test(duplicates_are_counted_and_no_rivals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
