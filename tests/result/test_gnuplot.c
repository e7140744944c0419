/* Running gnuplot, and what is said when it cannot be run or fails.
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#include "result/figure_parts.h"

static void what_gnuplot_draws_is_handed_over(void **state) {
    (void)state;
    hop_string picture = {0};
    assert_int_equal(hop_table_gnuplot("set terminal svg\nplot x\n", &picture), HOP_OK);
    assert_non_null(strstr(picture.text, "<svg"));
    assert_non_null(strstr(picture.text, "</svg>"));
    free(picture.text);
}

static void gnuplots_own_words_are_in_the_detail(void **state) {
    (void)state;
    hop_string picture = {0};
    assert_int_equal(hop_table_gnuplot("plot nonsense +\n", &picture), HOP_E_SUPPORT);
    assert_non_null(strstr(hop_status_detail(), "gnuplot failed"));
    assert_non_null(strstr(hop_status_detail(), "line"));
    assert_null(strchr(hop_status_detail(), '\n'));
    free(picture.text);
}

static void a_script_that_draws_nothing_is_a_failure(void **state) {
    (void)state;
    hop_string picture = {0};
    assert_int_equal(hop_table_gnuplot("set terminal svg\n", &picture), HOP_E_SUPPORT);
    free(picture.text);
}

static void a_missing_gnuplot_is_said(void **state) {
    (void)state;
    hop_string picture = {0};
    char *before = strdup(getenv("PATH"));
    setenv("PATH", "", 1);
    hop_status status = hop_table_gnuplot("plot x\n", &picture);
    setenv("PATH", before, 1);
    free(before);
    assert_int_equal(status, HOP_E_SUPPORT);
    assert_non_null(strstr(hop_status_detail(), "gnuplot is not installed"));
    free(picture.text);
}

static void a_gnuplot_that_hangs_is_ended(void **state) {
    (void)state;
    hop_string picture = {0};
    setenv("HOPFIELD_GNUPLOT_SECONDS", "0.3", 1);
    hop_status status = hop_table_gnuplot("pause 600\n", &picture);
    assert_int_equal(status, HOP_E_SUPPORT);
    assert_non_null(strstr(hop_status_detail(), "did not end within 0.3 s"));
    /* The next figure of the same page is not waited for as long, until one has been drawn. */
    assert_int_equal(hop_table_gnuplot("pause 600\n", &picture), HOP_E_SUPPORT);
    assert_non_null(strstr(hop_status_detail(), "did not end within 0.03 s"));
    unsetenv("HOPFIELD_GNUPLOT_SECONDS");
    assert_int_equal(hop_table_gnuplot("print 1\nset terminal svg\nplot x\n", &picture), HOP_OK);
    free(picture.text);
}

static void the_users_start_up_file_is_not_read(void **state) {
    (void)state;
    char folder[64], path[96];
    sample_folder(folder);
    snprintf(path, sizeof path, "%s/.gnuplot", folder);
    FILE *file = fopen(path, "w");
    fputs("exit status 7\n", file);
    fclose(file);
    char *before = getenv("HOME") ? strdup(getenv("HOME")) : NULL;
    setenv("HOME", folder, 1);
    hop_string picture = {0};
    hop_status status = hop_table_gnuplot("set terminal svg\nplot x\n", &picture);
    if (before) setenv("HOME", before, 1);
    free(before);
    free(picture.text);
    sample_files(folder, true);
    assert_int_equal(status, HOP_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_gnuplot_draws_is_handed_over),
        cmocka_unit_test(gnuplots_own_words_are_in_the_detail),
        cmocka_unit_test(a_script_that_draws_nothing_is_a_failure),
        cmocka_unit_test(a_missing_gnuplot_is_said),
        cmocka_unit_test(a_gnuplot_that_hangs_is_ended),
        cmocka_unit_test(the_users_start_up_file_is_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
