/* Pictures that were blurred, among many that look like them.
 * Covers: information_blur.c information_low.c
 * SPDX-License-Identifier: MIT */
#include <hopfield/corruption.h>
#include <hopfield/damage.h>

#include "recall/fixture.h"

enum { COUNT = 2000, SIDE = 20, PIXELS = SIDE * SIDE, QUERIES = 40 };

static const hop_shape SHAPE = {.width = SIDE, .height = SIDE, .channels = 1, .image = true};

/* A hill near the middle, under texture that differs in strength: whoever has little of it
 * correlates with any blurred hill, more than the rough original does. */
static void draw(uint64_t seed, double *picture) {
    hop_random random;
    hop_random_init(&random, seed, 0);
    double x = 9 + hop_random_uniform(&random), y = 9 + hop_random_uniform(&random);
    double width = 4 + hop_random_uniform(&random), rough = 0.6 * hop_random_uniform(&random);
    for (size_t j = 0; j < PIXELS; j++) {
        double dx = (double)(j % SIDE) - x, dy = (double)(j / SIDE) - y;
        double hill = exp(-(dx * dx + dy * dy) / (2 * width * width));
        picture[j] = (hill + rough * hop_random_uniform(&random)) / 1.6;
    }
}

static hop_memory *hills(void) {
    hop_memory *memory = NULL;
    double picture[PIXELS];
    assert_ok(hop_memory_create(SHAPE, HOP_U8, HOP_PATTERNS, &memory));
    for (uint64_t i = 0; i < COUNT; i++) {
        draw(i, picture);
        assert_ok(hop_memory_append(memory, picture, 1, NULL));
    }
    return memory;
}

/* The first patterns, through these corruptions, as 8-bit pictures; free() them. */
static double *blurred(const hop_memory *memory, const char *spec) {
    hop_corruption blur;
    hop_canvas canvas = {SHAPE, 0, 1, true, 1};
    double *queries = fixture_patterns(memory);
    assert_ok(hop_corruption_parse(spec, &blur));
    for (size_t i = 0; i < QUERIES; i++)
        assert_ok(hop_corruption_apply(&blur, 1, &canvas, 5, i, queries + i * PIXELS));
    for (size_t j = 0; j < QUERIES * PIXELS; j++) queries[j] = round(queries[j] * 255) / 255;
    return queries;
}

/* How many of so many queries come back, and how wide the blur was said to be. */
static size_t count_right(const hop_memory *memory, const double *queries, size_t count,
                          double *blur) {
    hop_recall_options options = fixture_options("information", NAN, HOP_FLOAT);
    hop_recall_result result = {0};
    hop_recall *recall = fixture_recall(memory, &options);
    size_t right = 0;
    assert_ok(hop_recall_run(recall, queries, count, &result));
    for (size_t i = 0; i < count; i++) {
        hop_damage told;
        right += result.queries[i].top[0] == i ? 1 : 0;
        assert_ok(hop_recall_damage(recall, queries + i * PIXELS, i, &told));
        blur[i] = told.blur;
    }
    hop_recall_result_clear(&result);
    hop_recall_destroy(recall);
    return right;
}

static void a_blur_of_any_width_is_undone(void **state) {
    (void)state;
    static const struct {
        const char *spec;
        double sigma;
    } BLURS[] = {{"blur:sigma=1.5", 1.5}, {"blur:sigma=2.2", 2.2}, {"blur:sigma=3", 3}};
    hop_memory *memory = hills();
    for (size_t k = 0; k < sizeof BLURS / sizeof *BLURS; k++) {
        double blur[QUERIES], *queries = blurred(memory, BLURS[k].spec);
        size_t right = count_right(memory, queries, QUERIES, blur), told = 0;
        for (size_t i = 0; i < QUERIES; i++) told += fabs(blur[i] / BLURS[k].sigma - 1) < 0.1;
        if (right < QUERIES * 9 / 10 || told < right)
            fail_msg("%s: %zu of %d right, %zu told", BLURS[k].spec, right, QUERIES, told);
        free(queries);
    }
    hop_memory_destroy(memory);
}

/* A query alone is looked at by parts of the memory, a block of them by one thread each. */
static void one_query_and_many_are_told_alike(void **state) {
    (void)state;
    hop_memory *memory = hills();
    double alone[1], many[QUERIES], *queries = blurred(memory, "blur:sigma=2.2");
    count_right(memory, queries, QUERIES, many);
    assert_true(count_right(memory, queries, 1, alone) == 1);
    assert_true(alone[0] == many[0]);
    free(queries);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_blur_of_any_width_is_undone),
        cmocka_unit_test(one_query_and_many_are_told_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
