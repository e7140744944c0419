/* Arrays that are used where they lie, and those that must be copied.
 * Covers: array_load.c
 * SPDX-License-Identifier: MIT */
#include "memory/fixture.h"

#include <math.h>

/* Of one array alone, wanted as it is, nothing is copied; it holds what a copy would. */
static void an_array_may_stay_where_it_lies(void **state) {
    (void)state;
    unsigned char bytes[24];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (unsigned char)(10 * i);
    const char *path = put_npy("lent.npy", "|u1", "False", "(4, 6)", bytes, sizeof bytes);
    hop_load_options options = hop_load_defaults;
    options.lend = true;
    options.limit = 3;
    hop_memory *lent = load_path(path, &options), *copy = load_path(path, NULL);
    assert_int_equal(hop_memory_count(lent), 3);
    assert_memory_equal(hop_memory_data(lent), bytes, 18);
    const double more[6] = {0};
    assert_int_equal(hop_memory_append(lent, more, 1, NULL), HOP_E_SUPPORT);
    assert_int_equal(hop_memory_append(copy, more, 1, NULL), HOP_OK);
    hop_memory_destroy(lent);
    hop_memory_destroy(copy);
    options.dtype_given = true;
    options.dtype = HOP_F32;
    lent = load_path(path, &options);
    assert_true(fabs(number_in(lent, 1, 0) - 60.0 / 255) < 1e-6);
    hop_memory_destroy(lent);
    const float values[2] = {1, NAN};
    assert_fails(try_path(put_npy("nan.npy", "<f4", "False", "(1, 2)", values, sizeof values),
                          &(hop_load_options){.role = HOP_PATTERNS, .lend = true}),
                 HOP_E_VALUE, "nan.npy: pattern 0, position 1");
}

/* Pictures are lent as vectors are; what would have to be changed is not. */
static void pictures_may_stay_where_they_lie(void **state) {
    (void)state;
    unsigned char bytes[24];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (unsigned char)(10 * i);
    static const struct {
        const char *type, *order, *shape;
        size_t width, height, channels;
        bool lent;
    } CASES[] = {
        {"|u1", "False", "(2, 3, 4)", 0, 0, 0, true},
        {"|u1", "False", "(2, 3, 4)", 4, 3, 1, true},
        {"|u1", "True", "(2, 3, 4)", 0, 0, 0, false},
        {"|u1", "False", "(2, 3, 4)", 0, 0, 3, false},
        {"|u1", "False", "(2, 2, 2, 3)", 0, 0, 0, true},
        {"|u1", "False", "(2, 3, 2, 2)", 0, 0, 0, false},
        {"|b1", "False", "(4, 6)", 0, 0, 0, false},
        {">f4", "False", "(3, 2)", 0, 0, 0, false},
        {"<i4", "False", "(3, 2)", 0, 0, 0, false},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        hop_load_options options = hop_load_defaults;
        options.lend = true;
        options.width = CASES[i].width;
        options.height = CASES[i].height;
        options.channels = CASES[i].channels;
        const char *path =
            put_npy("pic.npy", CASES[i].type, CASES[i].order, CASES[i].shape, bytes, sizeof bytes);
        hop_memory *memory = load_path(path, &options);
        const double row[64] = {0};
        assert_int_equal(hop_memory_append(memory, row, 1, NULL),
                         CASES[i].lent ? HOP_E_SUPPORT : HOP_OK);
        hop_memory_destroy(memory);
    }
}

/* Numbers stay where they lie if that is where a processor may read them: at multiples of their
 * size.  Blanks in the header move them. */
static void numbers_stay_where_they_are_aligned(void **state) {
    (void)state;
    static const struct {
        const char *type;
        size_t lent; /* of eight places */
    } CASES[] = {{"<f4", 2}, {"<f8", 1}, {">f4", 0}, {"|u1", 8}, {"<i4", 0}};
    const double zeros[16] = {0};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        size_t lent = 0;
        for (int blanks = 0; blanks < 8; blanks++) {
            char shape[32];
            hop_load_options options = hop_load_defaults;
            options.lend = true;
            snprintf(shape, sizeof shape, "(2, 2)%*s", blanks, "");
            const size_t size = 4 * (size_t)(CASES[i].type[2] - '0');
            hop_memory *memory =
                load_path(put_npy("al.npy", CASES[i].type, "False", shape, zeros, size), &options);
            lent += hop_memory_append(memory, zeros, 1, NULL) == HOP_E_SUPPORT;
            hop_memory_destroy(memory);
        }
        assert_int_equal(lent, CASES[i].lent);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_array_may_stay_where_it_lies),
        cmocka_unit_test(pictures_may_stay_where_they_lie),
        cmocka_unit_test(numbers_stay_where_they_are_aligned),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
