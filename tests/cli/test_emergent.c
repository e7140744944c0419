/* hopfield emergent, from end to end.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "support/support.h"

#define GLYPHS HOP_SOURCE_DIR "/patterns/glyphs"

static void minima_of_pictures_are_counted_and_drawn(void **state) {
    (void)state;
    support_result result =
        RUN(NULL, "emergent", GLYPHS, "--limit", "8", "--starts", "20", "--points", "3", "--seed",
            "1", "--figure", support_path("emergent.svg"), "--quiet");
    assert_status(result, 0);
    assert_contains(result.out, "  failed  unlisted  missed\n");
    assert_contains(result.out, "     0         0       0\n");
    support_result_clear(&result);
    char *svg = support_read(support_path("emergent.svg"), NULL);
    assert_contains(svg, "<text>emergent</text>");
    assert_contains(svg, "<text>patterns</text>");
    free(svg);
}

static void the_counts_are_the_same_for_any_threads(void **state) {
    (void)state;
    char *first = NULL;
    for (int threads = 1; threads <= 3; threads += 2) {
        char count[16];
        snprintf(count, sizeof count, "%d", threads);
        support_result result = RUN(NULL, "emergent", "--stored", "6,9", "--seed", "2", "--threads",
                                    count, "--format", "csv", "--quiet");
        assert_status(result, 0);
        if (first) assert_string_equal(result.out, first);
        free(first);
        first = strdup(result.out);
        support_result_clear(&result);
    }
    free(first);
}

static void too_many_patterns_are_refused_with_a_way_out(void **state) {
    (void)state;
    support_result result = RUN(NULL, "emergent", GLYPHS);
    assert_status(result, 1);
    assert_contains(result.err, "holds 36 patterns");
    assert_contains(result.err, "--limit 20");
    support_result_clear(&result);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(minima_of_pictures_are_counted_and_drawn),
        cmocka_unit_test(the_counts_are_the_same_for_any_threads),
        cmocka_unit_test(too_many_patterns_are_refused_with_a_way_out),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
