/* Which instructions are used is said in a word.
 * SPDX-License-Identifier: MIT */
#include "base/simd.h"

#include <string.h>

#include "support/support.h"

static void the_name_is_that_of_the_best_variant_there_is(void **state) {
    (void)state;
    const char *expected = "plain";
#ifdef HOP_HAS_CLONES
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2")) expected = "AVX2";
    if (__builtin_cpu_supports("avx512f")) expected = "AVX-512";
#endif
    assert_string_equal(hop_simd_name(), expected);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_name_is_that_of_the_best_variant_there_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
