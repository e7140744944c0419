/* What this build says it is.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>

#include <hopfield/version.h>

#include "support/support.h"

static void the_version_has_three_numbers_and_is_the_headers(void **state) {
    (void)state;
    int major = -1, minor = -1, patch = -1;
    assert_int_equal(sscanf(hop_version(), "%d.%d.%d", &major, &minor, &patch), 3);
    assert_string_equal(hop_version(), HOP_VERSION);
}

static void the_build_names_compiler_and_libraries_in_one_line(void **state) {
    (void)state;
    const char *const parts[] = {"compiler", "OpenBLAS", "GSL", "libpng"};
    for (size_t i = 0; i < 4; i++) assert_contains(hop_build_info(), parts[i]);
    for (const char *c = hop_build_info(); *c; c++) assert_int_not_equal(*c, '\n');
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_version_has_three_numbers_and_is_the_headers),
        cmocka_unit_test(the_build_names_compiler_and_libraries_in_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
