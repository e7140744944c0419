/* Separations, against all pairs compared in double.
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

/* The largest similarity of pattern i with another, by definition. */
static double largest_other(const hop_recall *recall, const double *keys, size_t i) {
    double best = -INFINITY;
    for (size_t j = 0; j < recall->count; j++) {
        double s = recall->frames[j].bias;
        for (size_t k = 0; k < recall->dim; k++)
            s += keys[i * recall->dim + k] * keys[j * recall->dim + k];
        if (j != i && s > best) best = s;
    }
    return best;
}

static void separations_are_those_of_all_pairs(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(150, 33, HOP_F64, FIXTURE_GREY, 1);
    for (size_t s = 0; s < FIXTURE_SIMILARITY_COUNT; s++) {
        hop_recall_options options = fixture_options(FIXTURE_SIMILARITIES[s], 3, HOP_FLOAT);
        hop_recall *recall = fixture_recall(memory, &options);
        hop_separation found[150];
        double keys[150 * 33];
        hop_recall_keys(recall, keys);
        assert_ok(hop_recall_separations(recall, 150, found));
        for (size_t i = 0; i < 150; i++) {
            double rounding = 1e-14 * recall->largest_norm * recall->largest_norm;
            assert_int_equal(found[i].pattern, i);
            assert_near(found[i].closest, found[i].similarity - largest_other(recall, keys, i),
                        rounding);
            assert_true(found[i].closest <= found[i].separation);
        }
        hop_recall_destroy(recall);
    }
    hop_memory_destroy(memory);
}

/* Others as similar to the first pattern as makes no difference in float: x . y = 0.4 |x|^2 + 1e-9
 * k for the k-th, in an order of their own. */
static void assert_sharp(uint64_t seed) {
    enum { OTHERS = 12, DIM = 60 };
    static const size_t ORDER[OTHERS] = {5, 2, 9, 0, 7, 11, 3, 10, 1, 8, 4, 6};
    double *x = fixture_vectors(OTHERS + 1, DIM, FIXTURE_NORMAL, seed);
    double square = fixture_norm(x, DIM) * fixture_norm(x, DIM);
    for (size_t k = 0; k < OTHERS; k++) {
        double *y = x + (k + 1) * DIM, product = 0;
        for (size_t j = 0; j < DIM; j++) product += x[j] * y[j];
        double wanted = 0.4 * square + 1e-9 * (double)ORDER[k];
        for (size_t j = 0; j < DIM; j++) y[j] += (wanted - product) * x[j] / square;
    }
    hop_memory *memory = fixture_memory_of(x, OTHERS + 1, DIM, HOP_F64);
    hop_recall_options options = fixture_options("dot", 3, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    hop_separation found[OTHERS + 1];
    assert_ok(hop_recall_separations(recall, OTHERS + 1, found));
    assert_int_equal(found[0].closest_pattern, 6); /* where the order is 11 */
    assert_near(found[0].closest, 0.6 * square - 11e-9, 1e-12 * square);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
    free(x);
}

static void a_rival_that_float_cannot_tell_is_found_in_double(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) assert_sharp(seed);
}

static void near_duplicates_are_no_rivals_but_the_closest(void **state) {
    (void)state;
    const double patterns[12] = {1, 0, 0, 0, 1, 1e-6, 0, 0, 0, 1, 0, 0};
    hop_memory *memory = fixture_memory_of(patterns, 3, 4, HOP_F64);
    hop_recall_options options = fixture_options("dot", 3, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    hop_separation found[3];
    assert_ok(hop_recall_separations(recall, 3, found));
    assert_int_equal(found[0].duplicates, 1);
    assert_int_equal(found[0].rival, 2);
    assert_int_equal(found[0].closest_pattern, 1);
    assert_near(found[0].separation, 1, 1e-15);
    assert_near(found[0].closest, 0, 1e-15);
    assert_int_equal(found[2].duplicates, 0);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void threads_and_batches_change_nothing(void **state) {
    (void)state;
    enum { COUNT = 700 };
    hop_memory *memory = fixture_memory(COUNT, 12, HOP_U8, FIXTURE_GREY, 2);
    hop_recall_options options = fixture_options("correlation", 3, HOP_FLOAT);
    hop_separation *one = calloc(COUNT, sizeof *one), *many = calloc(COUNT, sizeof *many), alone;
    options.running.threads = 1;
    hop_recall *recall = fixture_recall(memory, &options);
    assert_ok(hop_recall_separations(recall, COUNT, one));
    hop_recall_destroy(recall);
    options.running.threads = 3;
    recall = fixture_recall(memory, &options);
    assert_ok(hop_recall_separations(recall, COUNT, many));
    for (size_t i = 0; i < COUNT; i += 37) {
        assert_ok(hop_recall_separate(recall, &i, 1, &alone));
        assert_true(alone.closest == many[i].closest && alone.rival == many[i].rival);
    }
    for (size_t i = 0; i < COUNT; i++)
        assert_true(one[i].closest == many[i].closest && one[i].rival == many[i].rival);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
    free(one);
    free(many);
}

static int cancel(void *context, const char *what, size_t done, size_t total) {
    (void)what, (void)done, (void)total;
    return *(const int *)context;
}

static void measuring_can_be_interrupted(void **state) {
    (void)state;
    int stop = 0;
    hop_memory *memory = fixture_memory(20, 5, HOP_F64, FIXTURE_NORMAL, 3);
    hop_recall_options options = fixture_options("dot", 3, HOP_FLOAT);
    options.running.progress = cancel;
    options.running.context = &stop;
    hop_recall *recall = fixture_recall(memory, &options);
    hop_separation found[20];
    stop = 1;
    assert_refused(hop_recall_separations(recall, 20, found), HOP_E_CANCELLED, "0 of 20");
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

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

/* Differences of 1e150 can be added in double, and cannot be compared in float. */
static void values_beyond_float_are_said_to_be_so(void **state) {
    (void)state;
    const double values[] = {1e150, 0, 0, 1e150, 1e150, 1e150};
    hop_memory *memory = fixture_memory_of(values, 3, 2, HOP_F64);
    hop_recall_options options = fixture_options("manhattan", 1, HOP_DOUBLE);
    hop_recall *recall = fixture_recall(memory, &options);
    hop_separation found[3];
    assert_int_equal(hop_recall_separations(recall, 3, found), HOP_E_VALUE);
    assert_non_null(strstr(hop_status_detail(), "beyond the range of float; divide all values"));
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_are_the_gap_to_the_nearest_rival),
        cmocka_unit_test(duplicates_are_counted_and_no_rivals),
        cmocka_unit_test(separations_are_those_of_all_pairs),
        cmocka_unit_test(a_rival_that_float_cannot_tell_is_found_in_double),
        cmocka_unit_test(near_duplicates_are_no_rivals_but_the_closest),
        cmocka_unit_test(threads_and_batches_change_nothing),
        cmocka_unit_test(measuring_can_be_interrupted),
        cmocka_unit_test(values_beyond_float_are_said_to_be_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
