/* Keys: the patterns as the similarity sees them, kept, lent or made tile by tile.
 * SPDX-License-Identifier: MIT */
#include <float.h>

#include "fixture.h"

static void a_frame_is_a_gain_and_an_offset(void **state) {
    (void)state;
    double vector[] = {1, -2, 0.5};
    hop_recall_apply_frame((hop_frame){.gain = 2, .offset = 3, .bias = 9}, vector, 3);
    assert_true(vector[0] == 5 && vector[1] == -1 && vector[2] == 4);
    hop_recall_apply_frame((hop_frame){.gain = 1}, vector, 3);
    assert_true(vector[0] == 5 && vector[1] == -1 && vector[2] == 4);
}

/* The key of pattern i by the row alone. */
static void plain_key(const hop_recall *recall, size_t i, double *key) {
    const hop_similarity *similarity = &recall->options.model.similarity;
    hop_memory_read(recall->memory, i, 1, key);
    hop_frame frame = similarity->kind->frame(similarity->parameter, key, recall->dim);
    for (size_t j = 0; j < recall->dim; j++) key[j] = frame.gain * key[j] + frame.offset;
}

static void assert_keys(size_t count, size_t dim, hop_dtype dtype, const char *similarity) {
    hop_memory *memory = fixture_memory(count, dim, dtype, FIXTURE_GREY, dim);
    hop_recall_options options = fixture_options(similarity, 1, HOP_DOUBLE);
    hop_recall *exact = fixture_recall(memory, &options);
    options.running.precision = HOP_FLOAT;
    hop_recall *fast = fixture_recall(memory, &options);
    double *key = malloc(dim * sizeof *key), *row = malloc(dim * sizeof *row), largest = 0;
    float *scratch = malloc(count * dim * sizeof *scratch);
    size_t middle = count / 2;
    const float *tile = hop_recall_key_tile(fast, middle, count - middle, scratch, row);
    for (size_t i = 0; i < count; i++) {
        plain_key(exact, i, key);
        assert_memory_equal(exact->keys + i * dim, key, dim * sizeof *key);
        largest = fmax(largest, fixture_norm(key, dim));
        for (size_t j = 0; i >= middle && j < dim; j++) /* u8 is divided in float: two roundings */
            assert_near((double)tile[(i - middle) * dim + j], key[j], FLT_EPSILON * fabs(key[j]));
    }
    assert_near(exact->largest_norm, largest, (double)dim * DBL_EPSILON * largest);
    assert_true(fast->largest_norm == exact->largest_norm);
    hop_recall_destroy(exact);
    hop_recall_destroy(fast);
    hop_memory_destroy(memory);
    free(key);
    free(row);
    free(scratch);
}

static void keys_are_framed_patterns_in_both_precisions(void **state) {
    (void)state;
    for (size_t s = 0; s < FIXTURE_SIMILARITY_COUNT; s++)
        for (int t = 0; t < 3; t++) {
            assert_keys(1, 1, (hop_dtype)t, FIXTURE_SIMILARITIES[s]);
            assert_keys(200, 17, (hop_dtype)t, FIXTURE_SIMILARITIES[s]);
            assert_keys(65, 300, (hop_dtype)t, FIXTURE_SIMILARITIES[s]);
        }
}

/* A memory too large to keep its keys makes the same bytes tile by tile. */
static void keys_made_tile_by_tile_are_the_kept_ones(void **state) {
    (void)state;
    enum { COUNT = 130, DIM = 40 };
    for (int t = 0; t < 3; t++) {
        hop_memory *memory = fixture_memory(COUNT, DIM, (hop_dtype)t, FIXTURE_GREY, 3);
        hop_recall_options options = fixture_options("correlation", 1, HOP_FLOAT);
        hop_recall *recall = fixture_recall(memory, &options);
        float *kept = recall->keys_float, scratch[COUNT * DIM];
        double row[DIM];
        assert_non_null(kept);
        assert_ptr_equal(hop_recall_key_tile(recall, 3, 9, scratch, row), kept + 3 * DIM);
        recall->keys_float = NULL;
        assert_ptr_equal(hop_recall_key_tile(recall, 5, COUNT - 5, scratch, row), scratch);
        assert_memory_equal(scratch, kept + 5 * DIM, (COUNT - 5) * DIM * sizeof *kept);
        recall->keys_float = kept;
        hop_recall_destroy(recall);
        hop_memory_destroy(memory);
    }
}

static void float_patterns_that_are_keys_are_lent_by_the_memory(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(30, 4, HOP_F32, FIXTURE_NORMAL, 3);
    hop_recall_options options = fixture_options("euclidean", 1, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    const float *data = hop_memory_data(memory);
    assert_null(recall->keys_float);
    assert_ptr_equal(hop_recall_key_tile(recall, 7, 2, NULL, NULL), data + 7 * 4);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void a_tile_is_never_larger_than_the_memory(void **state) {
    (void)state;
    for (size_t count = 1; count <= 3000; count = 3 * count + 1)
        for (size_t dim = 1; dim <= 200000; dim *= 50) {
            hop_recall recall = {.count = count, .dim = dim};
            size_t tile = hop_recall_tile(&recall);
            assert_true(tile >= 1 && tile <= count && (tile >= 16 || tile == count));
        }
}

static void a_pattern_too_large_to_be_squared_is_named(void **state) {
    (void)state;
    enum { COUNT = 150 };
    double patterns[COUNT * 2];
    for (size_t k = 0; k < COUNT * 2; k++) patterns[k] = (double)k;
    patterns[2 * 131] = 1e200, patterns[2 * 140] = -1e308;
    hop_memory *memory = fixture_memory_of(patterns, COUNT, 2, HOP_F64);
    for (size_t s = 0; s < FIXTURE_SIMILARITY_COUNT; s++)
        for (int precision = 0; precision < 2; precision++) {
            hop_recall *recall = NULL;
            hop_recall_options options =
                fixture_options(FIXTURE_SIMILARITIES[s], NAN, (hop_precision)precision);
            assert_refused(hop_recall_create(memory, &options, &recall), HOP_E_VALUE,
                           "pattern 131:");
            assert_null(recall);
        }
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_is_a_gain_and_an_offset),
        cmocka_unit_test(keys_are_framed_patterns_in_both_precisions),
        cmocka_unit_test(keys_made_tile_by_tile_are_the_kept_ones),
        cmocka_unit_test(float_patterns_that_are_keys_are_lent_by_the_memory),
        cmocka_unit_test(a_tile_is_never_larger_than_the_memory),
        cmocka_unit_test(a_pattern_too_large_to_be_squared_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
