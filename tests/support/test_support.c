/* The helpers themselves: a test that leans on them must be able to fail.
 * SPDX-License-Identifier: MIT */
#include <signal.h>
#include <string.h>

#include "support.h"

static const support_options SHELL = {.program = "/bin/sh"};

static void a_run_gives_both_outputs_and_the_exit_status(void **state) {
    (void)state;
    support_result result = RUN(&SHELL, "-c", "echo said; echo moaned >&2; exit 3");
    assert_status(result, 3);
    assert_string_equal(result.out, "said\n");
    assert_string_equal(result.err, "moaned\n");
    support_result_clear(&result);
}

static void much_output_on_both_streams_does_not_block(void **state) {
    (void)state;
    support_result result =
        RUN(&SHELL, "-c", "head -c 300000 /dev/zero; head -c 200000 /dev/zero >&2");
    assert_status(result, 0);
    assert_int_equal(result.out_size, 300000);
    assert_int_equal(result.err_size, 200000);
    support_result_clear(&result);
}

static void a_signal_is_sent_after_its_delay(void **state) {
    (void)state;
    support_options options = SHELL;
    options.signal = SIGINT;
    options.signal_after = 50;
    support_result result = RUN(&options, "-c", "exec sleep 30");
    assert_status(result, -SIGINT);
    support_result_clear(&result);
}

static void a_file_limit_stops_a_large_file(void **state) {
    (void)state;
    support_options options = SHELL;
    options.file_limit = 4096;
    options.folder = support_subfolder("limited");
    support_result result = RUN(&options, "-c", "exec head -c 9000 /dev/zero > large");
    assert_status(result, -SIGXFSZ);
    assert_folder_holds(options.folder, "large\n");
    support_result_clear(&result);
}

static void standard_input_and_output_can_be_files(void **state) {
    (void)state;
    support_options options = SHELL;
    options.input = support_path("in");
    options.output = support_path("out");
    support_write_text(options.input, "read me");
    support_result result = RUN(&options, "-c", "exec cat");
    assert_status(result, 0);
    assert_string_equal(result.out, "");
    char *written = support_read(options.output, NULL);
    assert_string_equal(written, "read me");
    free(written);
    support_result_clear(&result);
}

static void a_list_is_sorted_and_a_subfolder_starts_empty(void **state) {
    (void)state;
    const char *folder = support_subfolder("names");
    support_write_text(support_path("names/b"), "");
    support_write_text(support_path("names/A"), "");
    assert_folder_holds(folder, "A\nb\n");
    assert_folder_holds(support_subfolder("names"), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_gives_both_outputs_and_the_exit_status),
        cmocka_unit_test(much_output_on_both_streams_does_not_block),
        cmocka_unit_test(a_signal_is_sent_after_its_delay),
        cmocka_unit_test(a_file_limit_stops_a_large_file),
        cmocka_unit_test(standard_input_and_output_can_be_files),
        cmocka_unit_test(a_list_is_sorted_and_a_subfolder_starts_empty),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
