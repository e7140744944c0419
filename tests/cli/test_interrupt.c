/* Ctrl-C while an experiment runs: what is said, what is kept.
 * SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "support/support.h"

/* Lines of a file of cells behind its first: the cells. */
static unsigned long kept_in(const char *path) {
    char *text = support_read(path, NULL);
    unsigned long lines = 0;
    for (const char *c = text; *c; c++) lines += *c == '\n';
    free(text);
    return lines - 1;
}

#define LONG "capacity", "--dim", "300", "--load", "0.1:0.3:0.01", "--trials", "3000", "--seed", "1"

static void ctrl_c_says_what_is_kept_and_the_same_command_goes_on(void **state) {
    (void)state;
    const char *path = support_path("interrupted.csv"),
               *cells = support_path("interrupted.csv.cells");
    unsigned long done = 0, before = 0;
    /* The second run counts what it found of the first. */
    for (int run = 0; run < 2; run++) {
        support_options options = {.signal = SIGINT, .signal_after = 200};
        support_result result = RUN(&options, LONG, "--threads", "2", "-o", path);
        assert_int_equal(result.status, -SIGINT);
        const char *said = strstr(result.err, "interrupted; ");
        assert_non_null(said);
        assert_int_equal(sscanf(said, "interrupted; %lu of 21 cells are in", &done), 1);
        assert_contains(said, "the same command goes on from there");
        assert_true(done >= before && done < 21);
        assert_int_equal(kept_in(cells), done);
        assert_false(support_exists(path));
        before = done;
        support_result_clear(&result);
    }
    support_result result = RUN(NULL, LONG, "-o", path);
    assert_status(result, 0);
    assert_false(support_exists(cells));
    support_result_clear(&result);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ctrl_c_says_what_is_kept_and_the_same_command_goes_on),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
