/* hopfield attention on bad input.
 * SPDX-License-Identifier: MIT */
#include "attention.h"
#include <hopfield/store.h>

/* The run fails with `status`, says `part`, and prints no result. */
static void assert_fails(int status, const char *part, const char *const *more) {
    const char *arguments[24] = {"attention"};
    size_t count = 1;
    while (*more) arguments[count++] = *more++;
    arguments[count] = NULL;
    support_result result = support_run(NULL, arguments);
    assert_status(result, status);
    assert_contains(result.err, part);
    assert_string_equal(result.out, "");
    support_result_clear(&result);
}
#define ASSERT_FAILS(status, part, ...) \
    assert_fails(status, part, (const char *const[]){__VA_ARGS__, NULL})

static void shapes_that_do_not_agree_are_all_printed(void **state) {
    (void)state;
    files f = usual_files();
    ASSERT_FAILS(1, "queries and keys must be equally wide", "--query", f.query, "--key", f.value);
    ASSERT_FAILS(1, "query 40x8 (", "--query", f.query, "--key", f.value, "--value", f.value);
    ASSERT_FAILS(1, "key 50x4 (", "--query", f.query, "--key", f.value, "--value", f.value);
    ASSERT_FAILS(1, "value 40x8 (", "--query", f.query, "--key", f.key, "--value", f.query);
    ASSERT_FAILS(1, "every key needs one value", "--query", f.query, "--key", f.key, "--value",
                 f.query);
    ASSERT_FAILS(1, "a mask is [queries x keys]", "--query", f.query, "--key", f.key, "--mask",
                 f.value);
    ASSERT_FAILS(1, "input 40x8 (", "--input", f.query, "--weights-key", f.value);
    ASSERT_FAILS(1, "--linear reads them as [out x in]", "--input", f.query, "--weights-key",
                 f.value);
    ASSERT_FAILS(1, "weights-key 50x4 (", "--input", f.query, "--linear", "--weights-key", f.value);
    ASSERT_FAILS(1, "the output's weights must take the width", "--input", f.query,
                 "--weights-output", f.value);
}

static void heads_that_do_not_divide_the_width_are_refused(void **state) {
    (void)state;
    files f = usual_files();
    ASSERT_FAILS(1, "3 heads do not divide the width: queries and keys are 8 wide", "--query",
                 f.query, "--key", f.key, "--heads", "3");
    ASSERT_FAILS(1, "values 4; use --heads", "--query", f.query, "--key", f.key, "--value", f.value,
                 "--heads", "8");
}

static void a_query_that_sees_nothing_is_named(void **state) {
    (void)state;
    const double numbers[] = {1, 2, 3};
    const char *x = npy_of("three", numbers, 3, 1);
    double mask[] = {0, 0, 0, -INFINITY, -INFINITY, -INFINITY, 0, 0, 0};
    ASSERT_FAILS(1, "query 1 sees no key", "--input", x, "--mask", npy_of("mask", mask, 3, 3));
    /* The lowest number of all is how some libraries write minus infinity. */
    for (size_t j = 3; j < 6; j++) mask[j] = -1.7976931348623157e308;
    ASSERT_FAILS(1, "query 1 sees no key", "--input", x, "--mask", npy_of("mask", mask, 3, 3));
    mask[4] = NAN;
    ASSERT_FAILS(1, "row 1, column 1 (counted from 0) is nan", "--input", x, "--mask",
                 npy_of("mask", mask, 3, 3));
    ASSERT_FAILS(1, "query 2 sees no key", "--input", x, "--mask",
                 npy_of_bools("seen", "\1\1\1\0\1\0\0\0\0", 3, 3));
}

static void what_is_not_finite_is_named_by_file_row_and_column(void **state) {
    (void)state;
    double numbers[] = {1, 2, 3, 4, 5, 6};
    files f = usual_files();
    numbers[5] = NAN;
    const char *bad = npy_of("bad", numbers, 3, 2);
    ASSERT_FAILS(1, "bad.npy: row 2, column 1 (counted from 0) is nan", "--input", bad);
    numbers[5] = 0;
    numbers[2] = -INFINITY;
    bad = npy_of("bad", numbers, 3, 2);
    ASSERT_FAILS(1, "bad.npy: row 1, column 0 (counted from 0) is -inf", "--query", f.query,
                 "--key", f.key, "--value", bad);
}

static void a_tensor_of_the_wrong_name_lists_those_there_are(void **state) {
    (void)state;
    hop_memory *memory = NULL;
    const char *path = support_path("some.safetensors");
    const double numbers[] = {1, 2, 3, 4};
    hop_shape shape = {.width = 2, .height = 1, .channels = 1};
    assert_int_equal(hop_memory_create(shape, HOP_F64, HOP_PATTERNS, &memory), HOP_OK);
    assert_int_equal(hop_memory_append(memory, numbers, 2, NULL), HOP_OK);
    assert_int_equal(hop_memory_save(memory, path, NULL, 0, true), HOP_OK);
    hop_memory_destroy(memory);
    ASSERT_FAILS(2, "patterns", "--input", support_path("some.safetensors:attn.weight"));
    support_result result =
        RUN(NULL, "attention", "--input", support_path("some.safetensors:patterns"));
    assert_status(result, 0);
    support_result_clear(&result);
}

/* A mask of 0 and 1, in whatever type, says what is seen. */
static void masks_of_zero_and_one_are_truth_values(void **state) {
    (void)state;
    static const double X[] = {.43, .15, .89, .55, .87, .66, .57, .85, .64};
    static const double LOWER[] = {1, 0, 0, 1, 1, 0, 1, 1, 1};
    const char *x = npy_of("tokens", X, 3, 3), *lower = npy_of("lower", LOWER, 3, 3);
    const char *text = support_path("lower.csv");
    support_write_text(text, "1,0,0\n1,1,0\n1,1,1\n");
    const char *const outputs[] = {support_path("causal.npy"), support_path("floats.npy"),
                                   support_path("text.npy")};
    support_result made[] = {
        RUN(NULL, "attention", "--input", x, "--causal", "-o", outputs[0]),
        RUN(NULL, "attention", "--input", x, "--mask", lower, "-o", outputs[1]),
        RUN(NULL, "attention", "--input", x, "--mask", text, "-o", outputs[2])};
    for (size_t i = 0; i < 3; i++) {
        assert_status(made[i], 0);
        support_result_clear(&made[i]);
    }
    for (size_t i = 1; i < 3; i++) {
        size_t size = 0, other = 0;
        char *causal = support_read(outputs[0], &size), *masked = support_read(outputs[i], &other);
        assert_int_equal(size, other);
        assert_memory_equal(causal, masked, size);
        free(causal);
        free(masked);
    }
}

/* Other numbers are added: where they hide nothing, that is said; nothing but 0 is refused. */
static void masks_that_hide_nothing_are_named(void **state) {
    (void)state;
    static const double X[] = {.43, .15, .89, .55, .87, .66, .57, .85, .64};
    double signs[] = {1, -1, -1, 1, 1, -1, 1, 1, 1}, none[9] = {0};
    const char *x = npy_of("some", X, 3, 3), *mask = npy_of("signs", signs, 3, 3);
    support_result result = RUN(NULL, "attention", "--input", x, "--mask", mask);
    assert_status(result, 0);
    assert_contains(result.out, "hides no key");
    support_result_clear(&result);
    for (size_t i = 0; i < 9; i++) signs[i] = signs[i] < 0 ? -3.4028234663852886e38 : 0;
    mask = npy_of("lowest", signs, 3, 3);
    result = RUN(NULL, "attention", "--input", x, "--mask", mask);
    assert_status(result, 0);
    assert_null(strstr(result.out, "hides no key"));
    support_result_clear(&result);
    ASSERT_FAILS(1, "query 0 sees no key: in a mask of 0 and 1", "--input", x, "--mask",
                 npy_of("none", none, 3, 3));
}

static void outputs_have_known_endings_and_are_not_replaced(void **state) {
    (void)state;
    files f = usual_files();
    const char *kept = support_path("kept.npy");
    support_write_text(kept, "mine");
    ASSERT_FAILS(2, "a result is written as one of", "--query", f.query, "--key", f.key, "-o",
                 support_path("out.xyz"));
    ASSERT_FAILS(1, "kept.npy", "--query", f.query, "--key", f.key, "-o", kept);
    support_write_text(support_path("map-head-2.svg"), "mine");
    ASSERT_FAILS(1, "map-head-2.svg", "--query", f.query, "--key", f.key, "--heads", "2",
                 "--figure", support_path("map.svg"));
    char *text = support_read(kept, NULL);
    assert_string_equal(text, "mine");
    free(text);
}

static void what_makes_no_sense_is_a_mistake_of_usage(void **state) {
    (void)state;
    ASSERT_FAILS(2, "give --query and --key", "--query", "q.npy");
    ASSERT_FAILS(2, "--input makes queries", "--input", "x.npy", "--key", "k.npy");
    ASSERT_FAILS(2, "goes with --input", "--query", "q.npy", "--key", "k.npy", "--weights-key",
                 "w.npy");
    ASSERT_FAILS(2, "--context goes with --input", "--query", "q.npy", "--key", "k.npy",
                 "--context", "w.npy");
    ASSERT_FAILS(2, "only --explain takes a MEMORY", "--example", "patterns");
    ASSERT_FAILS(2, "exclude each other", "--example", "--explain");
    ASSERT_FAILS(2, "--example goes without files", "--example", "--input", "x.npy");
    ASSERT_FAILS(2, "a MEMORY, one, goes with --explain", "--explain", "a", "b");
    ASSERT_FAILS(2, "--heads is 0", "--input", "x.npy", "--heads", "0");
    ASSERT_FAILS(2, "--scale is '0'", "--input", "x.npy", "--scale", "0");
    ASSERT_FAILS(2, "--scale is 'inf'", "--input", "x.npy", "--scale", "inf");
    ASSERT_FAILS(2, "at most 1000", "--input", "x.npy", "--steps", "1001");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes_that_do_not_agree_are_all_printed),
        cmocka_unit_test(heads_that_do_not_divide_the_width_are_refused),
        cmocka_unit_test(a_query_that_sees_nothing_is_named),
        cmocka_unit_test(what_is_not_finite_is_named_by_file_row_and_column),
        cmocka_unit_test(a_tensor_of_the_wrong_name_lists_those_there_are),
        cmocka_unit_test(masks_of_zero_and_one_are_truth_values),
        cmocka_unit_test(masks_that_hide_nothing_are_named),
        cmocka_unit_test(outputs_have_known_endings_and_are_not_replaced),
        cmocka_unit_test(what_makes_no_sense_is_a_mistake_of_usage),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
