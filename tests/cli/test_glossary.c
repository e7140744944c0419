/* Words of results and options, explained.
 * SPDX-License-Identifier: MIT */
#include "cli/cli.h"

static void words_of_results_and_options_are_explained(void **state) {
    (void)state;
    support_options options = {0};
    const char *const words[] = {"beta", "auto", "gentle", "k90", "separation"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        support_result result = RUN(&options, "info", words[i]);
        assert_int_equal(result.status, 0);
        assert_contains(result.out, " (word): ");
        support_result_clear(&result);
    }
    support_result list = RUN(&options, "list", "words");
    assert_contains(list.out, "k90");
    support_result_clear(&list);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_results_and_options_are_explained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
