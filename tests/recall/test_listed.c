/* Work on listed patterns against the plain way.
 * SPDX-License-Identifier: MIT */
#include "fixture.h"
#include "recall/listed.h"

enum { COUNT = 600, DIM = 131, LISTED = 41 };

/* Every 13th pattern. */
static hop_shortlist a_list(void) {
    hop_shortlist list = {.patterns = malloc(LISTED * sizeof *list.patterns), .count = LISTED};
    for (size_t k = 0; k < LISTED; k++) list.patterns[k] = (uint32_t)(k * 13);
    return list;
}

static void similarities_are_as_good_as_in_float_and_leaders_in_double(void **state) {
    (void)state;
    fixture_needs_a_sieve();
    static const char *const NAMES[] = {"dot", "euclidean", "correlation", "cosine"};
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_U8, FIXTURE_GREY, 3);
    for (size_t n = 0; n < sizeof NAMES / sizeof *NAMES; n++) {
        hop_recall_options options = fixture_options(NAMES[n], 1, HOP_FLOAT);
        hop_recall *recall = fixture_recall(memory, &options);
        hop_listed listed = {0};
        hop_shortlist list = a_list();
        double key[DIM], *vector = fixture_vectors(1, DIM, FIXTURE_NORMAL, n);
        assert_ok(hop_listed_create(recall, LISTED, &listed));
        double largest = 0, highest = -INFINITY;
        for (size_t j = 0; j < DIM; j++) largest = fmax(largest, fabs(vector[j]));
        /* Half a unit of the last digit in every position. */
        double allowed = largest * 0x1p-21 * sqrt(DIM) * recall->largest_norm;
        double peak = hop_listed_compare(recall, &list, INFINITY, vector, &listed);
        size_t in_double = 0;
        for (size_t k = 0; k < LISTED; k++) {
            double s = hop_recall_similarity(recall, list.patterns[k], vector, key);
            assert_near(listed.s[k], s, allowed);
            in_double += listed.s[k] == s ? 1 : 0;
            highest = fmax(highest, s);
        }
        assert_true(in_double >= 8);
        assert_true(peak == highest);
        free(vector);
        free(list.patterns);
        hop_listed_clear(&listed);
        hop_recall_destroy(recall);
    }
    hop_memory_destroy(memory);
}

static void mixtures_are_weighted_sums_of_keys_or_of_patterns(void **state) {
    (void)state;
    fixture_needs_a_sieve();
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_U8, FIXTURE_GREY, 3);
    hop_recall_options options = fixture_options("correlation", 1, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    hop_listed listed = {0};
    hop_shortlist list = a_list();
    double sums[DIM], key[DIM], expected[2][DIM] = {{0}};
    assert_ok(hop_listed_create(recall, LISTED, &listed));
    for (size_t k = 0; k < LISTED; k++) {
        listed.weights[k] = k % 5 == 0 ? 0 : 1.0 / (double)(k + 1);
        hop_memory_read(memory, list.patterns[k], 1, key);
        for (size_t j = 0; j < DIM; j++) expected[1][j] += listed.weights[k] * key[j];
        hop_recall_apply_frame(recall->frames[list.patterns[k]], key, DIM);
        for (size_t j = 0; j < DIM; j++) expected[0][j] += listed.weights[k] * key[j];
    }
    for (size_t plain = 0; plain < 2; plain++) {
        hop_listed_mix(recall, &list, plain, &listed, sums);
        for (size_t j = 0; j < DIM; j++) assert_near(sums[j], expected[plain][j], 1e-13);
    }
    free(list.patterns);
    hop_listed_clear(&listed);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void a_pattern_alone_comes_out_as_it_is_stored(void **state) {
    (void)state;
    fixture_needs_a_sieve();
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_U8, FIXTURE_GREY, 3);
    hop_recall_options options = fixture_options("correlation", 1, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    hop_listed listed = {0};
    hop_shortlist list = a_list();
    double sums[DIM], pattern[DIM];
    assert_ok(hop_listed_create(recall, LISTED, &listed));
    listed.weights[7] = 1;
    hop_memory_read(memory, list.patterns[7], 1, pattern);
    hop_listed_mix(recall, &list, true, &listed, sums);
    assert_memory_equal(sums, pattern, sizeof sums);
    free(list.patterns);
    hop_listed_clear(&listed);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(similarities_are_as_good_as_in_float_and_leaders_in_double),
        cmocka_unit_test(a_pattern_alone_comes_out_as_it_is_stored),
        cmocka_unit_test(mixtures_are_weighted_sums_of_keys_or_of_patterns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
