/* Several tensors in one file, there and back; damage is noticed.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/tensors.h"
#include "support/support.h"

static const double WIDE[] = {1, -2.5, 3e300, 4, 5, 6};
static const float NARROW[] = {0.5F, -7};

static const char *write_two(void) {
    const hop_tensor_given tensors[] = {{"wide", HOP_ELEMENT_F64, 2, {2, 3}, WIDE},
                                        {"narrow", HOP_ELEMENT_F32, 1, {2}, NARROW}};
    const char *const notes[] = {"format", "a test", NULL};
    const char *path = support_path("two.safetensors");
    assert_int_equal(hop_tensors_write(path, tensors, 2, notes, true), HOP_OK);
    return path;
}

static void tensors_and_notes_come_back_as_they_were(void **state) {
    (void)state;
    hop_tensors file = {0};
    double out[6];
    size_t rows = 0, columns = 0;
    assert_int_equal(hop_tensors_open(write_two(), &file), HOP_OK);
    assert_string_equal(hop_safetensors_note(&file.file, "format"), "a test");
    assert_int_equal(hop_tensors_read(&file, "wide", 2, 3, out), HOP_OK);
    assert_memory_equal(out, WIDE, sizeof WIDE);
    assert_int_equal(hop_tensors_read(&file, "narrow", 1, 2, out), HOP_OK);
    assert_true(out[0] == 0.5 && out[1] == -7);
    assert_true(hop_tensors_shape(&file, "wide", &rows, &columns) && rows == 2 && columns == 3);
    assert_int_equal(hop_tensors_read(&file, "wide", 3, 2, out), HOP_E_SHAPE);
    assert_int_equal(hop_tensors_read(&file, "other", 3, 2, out), HOP_E_NAME);
    hop_tensors_close(&file);
}

static void a_flipped_bit_and_a_lost_end_are_noticed(void **state) {
    (void)state;
    hop_tensors file = {0};
    size_t size = 0;
    const char *path = write_two();
    char *bytes = support_read(path, &size);
    bytes[size - 2] ^= 4;
    support_write(path, bytes, size);
    assert_int_equal(hop_tensors_open(path, &file), HOP_E_FORMAT);
    bytes[size - 2] ^= 4;
    support_write(path, bytes, size - 1);
    assert_int_equal(hop_tensors_open(path, &file), HOP_E_FORMAT);
    free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tensors_and_notes_come_back_as_they_were),
        cmocka_unit_test(a_flipped_bit_and_a_lost_end_are_noticed),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
