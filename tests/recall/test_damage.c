/* Recall whatever happened to the picture, and what is said of it.
 * Covers: information_box.c information_counts.c information_leaders.c information_levels.c
 * Covers: information_step.c
 * SPDX-License-Identifier: MIT */
#include <hopfield/corruption.h>
#include <hopfield/damage.h>

#include "recall/fixture.h"

enum { COUNT = 40, SIDE = 32, PIXELS = SIDE * SIDE };

static const hop_shape SHAPE = {.width = SIDE, .height = SIDE, .channels = 1, .image = true};

/* Pictures with flat areas, edges and slopes: rectangles of random brightness, some shaded. */
static void draw(uint64_t seed, double *picture) {
    hop_random random;
    hop_random_init(&random, seed, 0);
    for (size_t j = 0; j < PIXELS; j++) picture[j] = 1;
    for (size_t k = 0; k < 9; k++) {
        size_t x = hop_random_below(&random, SIDE - 6), y = hop_random_below(&random, SIDE - 6);
        size_t width = 4 + hop_random_below(&random, SIDE / 2);
        size_t height = 4 + hop_random_below(&random, SIDE / 2);
        double value = hop_random_uniform(&random), slope = k % 2 ? 0 : 0.02;
        for (size_t j = 0; j < PIXELS; j++)
            if (j % SIDE >= x && j % SIDE < x + width && j / SIDE >= y && j / SIDE < y + height)
                picture[j] = fmin(1, value + slope * (double)(j % SIDE - x));
    }
}

static hop_memory *pictures(hop_dtype dtype) {
    hop_memory *memory = NULL;
    double picture[PIXELS];
    assert_ok(hop_memory_create(SHAPE, dtype, HOP_PATTERNS, &memory));
    for (uint64_t i = 0; i < COUNT; i++) {
        draw(i, picture);
        assert_ok(hop_memory_append(memory, picture, 1, NULL));
    }
    return memory;
}

/* All patterns, damaged as said; free() them. */
static double *damage(const hop_memory *memory, const char *const *specs) {
    hop_corruption corruptions[4];
    hop_canvas canvas = {SHAPE, 0, 1, true, 1};
    size_t count = 0;
    double *queries = fixture_patterns(memory);
    for (; specs[count]; count++)
        assert_ok(hop_corruption_parse(specs[count], &corruptions[count]));
    for (size_t i = 0; i < COUNT; i++)
        assert_ok(hop_corruption_apply(corruptions, count, &canvas, 5, i, queries + i * PIXELS));
    return queries;
}

/* How many of the queries come back; states whose energy rises fail. */
static size_t count_right(const hop_memory *memory, const double *queries, size_t threads) {
    hop_recall_options options = fixture_options("information", NAN, HOP_FLOAT);
    hop_recall_result result = {0};
    size_t right = 0;
    options.running.threads = threads;
    hop_recall *recall = fixture_recall(memory, &options);
    assert_true(hop_recall_resolved(recall)->model.energy.parameter[0] == 1);
    assert_ok(hop_recall_run(recall, queries, COUNT, &result));
    for (size_t i = 0; i < COUNT; i++) {
        const hop_recalled *query = &result.queries[i];
        right += query->top[0] == i ? 1 : 0;
        for (size_t t = 1; t <= query->steps; t++)
            assert_true(query->energy[t] <= query->energy[t - 1] + 1e-6);
    }
    hop_recall_result_clear(&result);
    hop_recall_destroy(recall);
    return right;
}

static const char *const KINDS[][3] = {
    {"gaussian:sigma=0.5"},
    {"replace:rate=0.7"},
    {"contrast:gain=0.3,bias=0.4"},
    {"paint"},
    {"block"},
    {"salt-pepper:rate=0.5"},
    {"mask"},
    {"paint", "contrast:gain=0.3,bias=0.4"},
    {"contrast:gain=-1,bias=1"},
    {"blur:sigma=3"},
    {"gaussian:sigma=0.25", "block"},
    {"block", "gaussian:sigma=0.25"},
    {"replace:rate=0.9"},
};
enum { KIND_COUNT = sizeof KINDS / sizeof *KINDS };

static void pictures_come_back_whatever_happened_to_them(void **state) {
    (void)state;
    for (size_t bytes = 0; bytes < 2; bytes++) {
        hop_memory *memory = pictures(bytes ? HOP_U8 : HOP_F32);
        for (size_t k = 0; k < KIND_COUNT; k++) {
            double *queries = damage(memory, KINDS[k]);
            size_t right = count_right(memory, queries, 2);
            if (right < COUNT - 2) fail_msg("%s: %zu of %d", KINDS[k][0], right, COUNT);
            free(queries);
        }
        hop_memory_destroy(memory);
    }
}

/* What is said of every query damaged so, recalled right. */
static void tell(const char *const *specs, hop_damage *told) {
    hop_memory *memory = pictures(HOP_U8);
    hop_recall_options options = fixture_options("information", NAN, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    double *queries = damage(memory, specs);
    for (size_t i = 0; i < COUNT; i++)
        assert_ok(hop_recall_damage(recall, queries + i * PIXELS, i, &told[i]));
    free(queries);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void paint_is_told_by_its_box(void **state) {
    (void)state;
    hop_damage told[COUNT];
    char words[256];
    tell((const char *const[]){"paint", NULL}, told);
    size_t right = 0;
    for (size_t i = 0; i < COUNT; i++) {
        hop_damage_words(&told[i], words, sizeof words);
        right += told[i].covered && told[i].damaged > 0.35 && told[i].y <= SIDE / 2 &&
                 told[i].y + told[i].height == SIDE && strstr(words, "covered");
    }
    assert_true(right >= COUNT * 8 / 10);
}

static void a_cover_under_noise_is_told_by_its_box(void **state) {
    (void)state;
    hop_damage told[COUNT];
    char words[256];
    tell((const char *const[]){"paint", "gaussian:sigma=0.25", NULL}, told);
    size_t right = 0;
    for (size_t i = 0; i < COUNT; i++) {
        hop_damage_words(&told[i], words, sizeof words);
        right += told[i].channel == HOP_CHANNEL_BOXED && told[i].covered && told[i].x == 0 &&
                 told[i].width == SIDE && told[i].y + told[i].height == SIDE &&
                 fabs((double)told[i].height - SIDE / 2.0) <= SIDE / 8.0 &&
                 strstr(words, "noise of") && strstr(words, "covered");
    }
    assert_true(right >= COUNT * 7 / 10);
}

static void contrast_is_told_by_gain_and_offset(void **state) {
    (void)state;
    hop_damage told[COUNT];
    char words[256];
    tell((const char *const[]){"contrast:gain=0.3,bias=0.4", NULL}, told);
    for (size_t i = 0; i < COUNT; i++) {
        assert_near(told[i].gain, 0.3, 1e-6);
        assert_near(told[i].offset, 0.4, 1e-6);
        assert_true(told[i].damaged < 0.01 && !told[i].covered);
        hop_damage_words(&told[i], words, sizeof words);
        assert_contains(words, "contrast x 0.3, offset 0.4");
    }
}

static void noise_is_told_by_its_deviation(void **state) {
    (void)state;
    hop_damage told[COUNT];
    tell((const char *const[]){"gaussian:sigma=0.1", NULL}, told);
    size_t right = 0;
    for (size_t i = 0; i < COUNT; i++) right += fabs(told[i].noise - 0.09) < 0.03 ? 1 : 0;
    assert_true(right >= COUNT * 8 / 10);
}

static void replaced_values_are_told_by_their_part(void **state) {
    (void)state;
    hop_damage told[COUNT];
    tell((const char *const[]){"replace:rate=0.5", NULL}, told);
    for (size_t i = 0; i < COUNT; i++) assert_near(told[i].damaged, 0.45, 0.1);
}

static void every_row_of_the_channel_is_a_distribution(void **state) {
    (void)state;
    hop_damage told[COUNT];
    tell((const char *const[]){"contrast:gain=-1,bias=1", NULL}, told);
    for (size_t i = 0; i < COUNT; i++)
        for (size_t a = 0; a < told[i].rows; a++) {
            double sum = 0;
            for (size_t b = 0; b < told[i].columns; b++)
                sum += told[i].theta[a * told[i].columns + b];
            assert_true(sum == 0 || fabs(sum - 1) < 1e-9);
        }
}

static void a_constant_query_has_no_information_and_all_weights_are_equal(void **state) {
    (void)state;
    hop_memory *memory = pictures(HOP_U8);
    hop_recall_options options = fixture_options("information", NAN, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    double grey[PIXELS], weights[COUNT];
    for (size_t j = 0; j < PIXELS; j++) grey[j] = 0.5;
    assert_ok(hop_recall_weights(recall, grey, 1, weights));
    for (size_t i = 0; i < COUNT; i++) assert_near(weights[i], 1.0 / COUNT, 1e-3);
    hop_damage told;
    char words[256];
    assert_ok(hop_recall_damage(recall, grey, 0, &told));
    hop_damage_words(&told, words, sizeof words);
    assert_contains(words, "no information");
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void threads_do_not_change_a_bit(void **state) {
    (void)state;
    hop_memory *memory = pictures(HOP_U8);
    double *queries = damage(memory, KINDS[10]), *outputs[2];
    hop_recall_result results[2] = {{0}};
    for (size_t k = 0; k < 2; k++) {
        hop_recall_options options = fixture_options("information", NAN, HOP_FLOAT);
        options.running.threads = k ? 3 : 1;
        hop_recall *recall = fixture_recall(memory, &options);
        assert_ok(hop_recall_run(recall, queries, COUNT, &results[k]));
        outputs[k] = results[k].outputs;
        hop_recall_destroy(recall);
    }
    assert_memory_equal(outputs[0], outputs[1], COUNT * PIXELS * sizeof **outputs);
    hop_recall_result_clear(&results[0]);
    hop_recall_result_clear(&results[1]);
    free(queries);
    hop_memory_destroy(memory);
}

static void only_channels_tell_what_happened(void **state) {
    (void)state;
    hop_memory *memory = pictures(HOP_U8);
    hop_recall_options options = fixture_options("correlation", 3, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    double query[PIXELS] = {0}, fit = 0;
    hop_damage told;
    assert_refused(hop_recall_damage(recall, query, 0, &told), HOP_E_SUPPORT, "information");
    hop_recall_destroy(recall);
    options = fixture_options("information", NAN, HOP_FLOAT);
    recall = fixture_recall(memory, &options);
    assert_refused(hop_recall_damage(recall, query, COUNT, &told), HOP_E_VALUE, "pattern 40");
    for (size_t j = 0; j < PIXELS; j++) query[j] = NAN;
    assert_refused(hop_recall_damage(recall, query, 0, &told), HOP_E_VALUE, "unknown");
    assert_refused(hop_recall_fit(recall, query, 0, &fit), HOP_E_VALUE, "unknown");
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pictures_come_back_whatever_happened_to_them),
        cmocka_unit_test(paint_is_told_by_its_box),
        cmocka_unit_test(a_cover_under_noise_is_told_by_its_box),
        cmocka_unit_test(contrast_is_told_by_gain_and_offset),
        cmocka_unit_test(noise_is_told_by_its_deviation),
        cmocka_unit_test(replaced_values_are_told_by_their_part),
        cmocka_unit_test(every_row_of_the_channel_is_a_distribution),
        cmocka_unit_test(a_constant_query_has_no_information_and_all_weights_are_equal),
        cmocka_unit_test(threads_do_not_change_a_bit),
        cmocka_unit_test(only_channels_tell_what_happened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
