/* The memory in RAM.
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <math.h>

#include "memory/memory_private.h"

/* Under the address sanitiser, too, a request that is too large must come back as NULL. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
    return "allocator_may_return_null=1";
}

static const hop_shape PAIR = {2, 1, 1, false};

static hop_memory *make(hop_shape shape, hop_dtype dtype, hop_memory_role role) {
    hop_memory *memory = NULL;
    assert_int_equal(hop_memory_create(shape, dtype, role, &memory), HOP_OK);
    return memory;
}

static void a_memory_without_numbers_is_refused(void **state) {
    (void)state;
    hop_memory *memory = NULL;
    assert_fails(hop_memory_create((hop_shape){0, 1, 1, false}, HOP_F32, HOP_PATTERNS, &memory),
                 HOP_E_EMPTY, "dim 0");
    assert_fails(hop_memory_create((hop_shape){.width = 3}, HOP_F32, HOP_PATTERNS, &memory),
                 HOP_E_EMPTY, "width 3, height 0 and 0 channels");
    assert_null(memory);
}

static void a_shape_that_overflows_is_refused(void **state) {
    (void)state;
    hop_memory *memory = NULL;
    hop_shape shape = {SIZE_MAX / 2, 3, 3, true};
    assert_fails(hop_memory_create(shape, HOP_U8, HOP_PATTERNS, &memory), HOP_E_LIMIT, "too large");
    assert_null(memory);
}

static void queries_are_never_u8(void **state) {
    (void)state;
    hop_memory *memory = NULL;
    assert_fails(hop_memory_create(PAIR, HOP_U8, HOP_QUERIES, &memory), HOP_E_SUPPORT, "f32");
    assert_null(memory);
}

static void a_new_memory_is_empty_on_white(void **state) {
    (void)state;
    hop_memory *memory = make(PAIR, HOP_F64, HOP_PATTERNS);
    assert_int_equal(hop_memory_count(memory), 0);
    assert_int_equal(hop_memory_dim(memory), 2);
    assert_int_equal(hop_memory_dtype(memory), HOP_F64);
    assert_true(hop_shape_equal(hop_memory_shape(memory), PAIR));
    assert_true(hop_memory_background(memory)[2] == 1);
    assert_false(hop_memory_composed(memory));
    hop_memory_destroy(memory);
    hop_memory_destroy(NULL);
}

static void patterns_keep_their_order_while_the_memory_grows(void **state) {
    (void)state;
    hop_memory *memory = make(PAIR, HOP_F64, HOP_PATTERNS);
    for (size_t i = 0; i < 1000; i++) {
        double row[2] = {(double)i, -(double)i};
        assert_int_equal(hop_memory_append(memory, row, 1, NULL), HOP_OK);
    }
    assert_int_equal(hop_memory_count(memory), 1000);
    /* Room doubles, so that growing costs a constant a pattern. */
    assert_int_equal(memory->capacity, 1024);
    for (size_t i = 0; i < 1000; i++) assert_true(number_in(memory, i, 1) == -(double)i);
    hop_memory_destroy(memory);
}

static void names_may_be_missing_before_between_and_after(void **state) {
    (void)state;
    hop_memory *memory = make(PAIR, HOP_F32, HOP_PATTERNS);
    const double rows[6] = {0};
    const char *names[3] = {"first", NULL, "third"};
    assert_int_equal(hop_memory_append(memory, rows, 2, NULL), HOP_OK);
    assert_null(hop_memory_name(memory, 1));
    assert_int_equal(hop_memory_append(memory, rows, 3, names), HOP_OK);
    assert_int_equal(hop_memory_append(memory, rows, 1, NULL), HOP_OK);
    const char *expected[6] = {NULL, NULL, "first", NULL, "third", NULL};
    for (size_t i = 0; i < 6; i++) {
        const char *name = hop_memory_name(memory, i);
        if (expected[i]) assert_string_equal(name, expected[i]);
        if (!expected[i]) assert_null(name);
    }
    hop_memory_destroy(memory);
}

static void many_names_survive_growth(void **state) {
    (void)state;
    hop_memory *memory = make(PAIR, HOP_U8, HOP_PATTERNS);
    const double row[2] = {0, 1};
    char name[32];
    for (size_t i = 0; i < 5000; i++) {
        const char *given = name;
        snprintf(name, sizeof name, "pattern-%zu", i);
        assert_int_equal(hop_memory_append(memory, row, 1, &given), HOP_OK);
    }
    assert_string_equal(hop_memory_name(memory, 0), "pattern-0");
    assert_string_equal(hop_memory_name(memory, 4999), "pattern-4999");
    hop_memory_destroy(memory);
}

static void a_refused_pattern_leaves_the_memory_unchanged(void **state) {
    (void)state;
    hop_memory *memory = make(PAIR, HOP_F32, HOP_PATTERNS);
    const double good[2] = {1, 2}, bad[4] = {3, 4, 5, NAN};
    const char *names[2] = {"x", "y"};
    assert_int_equal(hop_memory_append(memory, good, 1, NULL), HOP_OK);
    assert_fails(hop_memory_append(memory, bad, 2, names), HOP_E_VALUE, "pattern 2, position 1");
    assert_int_equal(hop_memory_count(memory), 1);
    assert_null(hop_memory_name(memory, 0));
    hop_memory_destroy(memory);
}

static void more_than_any_machine_has_is_refused(void **state) {
    (void)state;
    hop_memory *memory = make((hop_shape){(size_t)1 << 40, 1, 1, false}, HOP_F64, HOP_PATTERNS);
    assert_fails(hop_memory_reserve(memory, (size_t)1 << 30), HOP_E_LIMIT, "patterns");
    assert_fails(hop_memory_reserve(memory, SIZE_MAX), HOP_E_LIMIT, "patterns");
    assert_int_equal(hop_memory_reserve(memory, (size_t)1 << 19), HOP_E_MEMORY);
    hop_memory_destroy(memory);
}

static void labels_must_be_as_many_as_patterns(void **state) {
    (void)state;
    hop_memory *memory = make(PAIR, HOP_F32, HOP_PATTERNS);
    const double rows[4] = {0};
    const int64_t labels[2] = {-7, INT64_MAX};
    int64_t label = 5;
    assert_int_equal(hop_memory_append(memory, rows, 2, NULL), HOP_OK);
    assert_false(hop_memory_label(memory, 0, &label));
    assert_int_equal(label, 5);
    assert_fails(hop_memory_set_labels(memory, labels, 1), HOP_E_SHAPE, "1 labels for 2 patterns");
    assert_int_equal(hop_memory_set_labels(memory, labels, 2), HOP_OK);
    assert_true(hop_memory_label(memory, 1, &label));
    assert_true(label == INT64_MAX);
    hop_memory_destroy(memory);
}

static void the_background_is_remembered(void **state) {
    (void)state;
    hop_memory *memory = make(PAIR, HOP_F32, HOP_PATTERNS);
    hop_memory_set_background(memory, (double[]){0.25, 0.5, 0}, true);
    assert_true(hop_memory_background(memory)[1] == 0.5);
    assert_true(hop_memory_composed(memory));
    hop_memory_destroy(memory);
}

static size_t released;

static void count_release(const unsigned char *bytes, size_t size) {
    (void)bytes;
    released += size;
}

static void a_lent_block_is_read_only_and_released_once(void **state) {
    (void)state;
    static const float DATA[4] = {1, 2, 3, 4};
    hop_memory *memory = NULL;
    hop_memory_owner owner = {count_release, (const unsigned char *)DATA, sizeof DATA};
    const double row[2] = {0};
    released = 0;
    assert_int_equal(hop_memory_attach(PAIR, HOP_F32, HOP_PATTERNS, DATA, 2, owner, &memory),
                     HOP_OK);
    assert_ptr_equal(hop_memory_data(memory), DATA);
    assert_true(number_in(memory, 1, 1) == 4);
    assert_fails(hop_memory_append(memory, row, 1, NULL), HOP_E_SUPPORT, "mapped");
    hop_memory_destroy(memory);
    assert_int_equal(released, sizeof DATA);
}

static void a_block_that_is_not_finite_is_not_taken_over(void **state) {
    (void)state;
    const float data[4] = {1, 2, INFINITY, 4};
    hop_memory *memory = NULL;
    hop_memory_owner owner = {count_release, (const unsigned char *)data, sizeof data};
    released = 0;
    assert_fails(hop_memory_attach(PAIR, HOP_F32, HOP_PATTERNS, data, 2, owner, &memory),
                 HOP_E_VALUE, "pattern 1, position 0");
    assert_null(memory);
    assert_int_equal(released, 0);
}

static void names_of_a_text_must_fit_the_patterns(void **state) {
    (void)state;
    hop_memory *memory = make(PAIR, HOP_F32, HOP_PATTERNS);
    const double rows[6] = {0};
    assert_int_equal(hop_memory_append(memory, rows, 3, NULL), HOP_OK);
    assert_int_equal(hop_memory_set_names(memory, 0, "a\0\0c\0", 5), HOP_OK);
    assert_string_equal(hop_memory_name(memory, 2), "c");
    assert_null(hop_memory_name(memory, 1));
    assert_int_equal(hop_memory_set_names(memory, 0, "a\0b\0", 4), HOP_E_FORMAT);
    assert_int_equal(hop_memory_set_names(memory, 0, "a\0b\0c", 5), HOP_E_FORMAT);
    assert_int_equal(hop_memory_set_names(memory, 0, "a\0b\0c\0d", 8), HOP_E_FORMAT);
    assert_string_equal(hop_memory_name(memory, 2), "c");
    assert_int_equal(hop_memory_set_names(memory, 2, "new\0", 4), HOP_OK);
    assert_string_equal(hop_memory_name(memory, 0), "a");
    assert_string_equal(hop_memory_name(memory, 2), "new");
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_memory_without_numbers_is_refused),
        cmocka_unit_test(a_shape_that_overflows_is_refused),
        cmocka_unit_test(queries_are_never_u8),
        cmocka_unit_test(a_new_memory_is_empty_on_white),
        cmocka_unit_test(patterns_keep_their_order_while_the_memory_grows),
        cmocka_unit_test(names_may_be_missing_before_between_and_after),
        cmocka_unit_test(many_names_survive_growth),
        cmocka_unit_test(a_refused_pattern_leaves_the_memory_unchanged),
        cmocka_unit_test(more_than_any_machine_has_is_refused),
        cmocka_unit_test(labels_must_be_as_many_as_patterns),
        cmocka_unit_test(the_background_is_remembered),
        cmocka_unit_test(a_lent_block_is_read_only_and_released_once),
        cmocka_unit_test(a_block_that_is_not_finite_is_not_taken_over),
        cmocka_unit_test(names_of_a_text_must_fit_the_patterns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
