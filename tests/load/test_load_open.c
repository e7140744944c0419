/* Opening a memory by its path alone.  Covers: load.c
 * SPDX-License-Identifier: MIT */
#include "support/support.h"

#include <string.h>

#include <hopfield/load.h>
#include <hopfield/memory.h>

static void a_vector_file_opens_by_its_path(void **state) {
    (void)state;
    const double values[6] = {1, 2, 3, 4, 5, 6};
    double read[6] = {0};
    hop_memory *memory = NULL;
    const char *path = support_path("two.npy");
    assert_int_equal(hop_npy_write(path, values, 2, 3, HOP_F64, false), HOP_OK);
    assert_int_equal(hop_memory_open(path, &memory), HOP_OK);
    assert_int_equal(hop_memory_count(memory), 2);
    hop_memory_read(memory, 0, 2, read);
    assert_memory_equal(read, values, sizeof values);
    hop_memory_destroy(memory);
}

static void a_missing_file_is_named_and_the_pointer_untouched(void **state) {
    (void)state;
    hop_memory *memory = NULL;
    assert_int_equal(hop_memory_open(support_path("none.png"), &memory), HOP_E_READ);
    assert_non_null(strstr(hop_status_detail(), "none.png"));
    assert_null(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_vector_file_opens_by_its_path),
        cmocka_unit_test(a_missing_file_is_named_and_the_pointer_untouched),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
