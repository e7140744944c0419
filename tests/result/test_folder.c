/* Writing a report: what is there afterwards, and what is not.
 * Covers: render_array.c render_figure.c renderer.c wrap.c
 * SPDX-License-Identifier: MIT */
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <hopfield/result.h>

#include "support/support.h"

static const double X[] = {0, 1, 2}, Y[] = {3, 2, 1};
static const char ALL[] = "energy.gp\nenergy.svg\nenergy.tsv\nindex.html\nresult.json\nrows.csv\n"
                          "sheet.png\n";
static const hop_column COLUMNS[] = {{.name = "n", .meaning = "it", .kind = HOP_CELL_TEXT}};

/* A small report with a picture, a figure, and a table with `text` in it. */
static hop_status write_report(const char *folder, bool replace, const char *text,
                               size_t *undrawn) {
    const hop_made made = {0};
    hop_image image = {0};
    hop_result *r = NULL;
    const hop_curve curve = {.x = X, .y = Y, .count = 3};
    const hop_figure figure = {.curves = &curve, .curve_count = 1};
    assert_int_equal(hop_result_create("test", &made, &r), HOP_OK);
    assert_int_equal(hop_image_create(4, 4, 3, &image), HOP_OK);
    hop_result_title(r, "A report", NULL);
    hop_result_heading(r, "Heading");
    hop_result_picture(r, "sheet", &image, NULL, "black");
    hop_result_figure(r, "energy", &figure, NULL, "a line");
    hop_table_add_text(hop_result_table(r, "rows", COLUMNS, 1, NULL), text);
    hop_status status = hop_result_report(r, folder, replace, undrawn);
    hop_image_clear(&image);
    hop_result_destroy(r);
    return status;
}

static hop_status write_usual(const char *folder, bool replace) {
    size_t undrawn = 99;
    hop_status status = write_report(folder, replace, "numbers", &undrawn);
    assert_int_equal(undrawn, status == HOP_OK ? 0 : 99);
    return status;
}

static void a_report_is_a_folder_with_all_its_files(void **state) {
    (void)state;
    const char *folder = support_path("new");
    assert_int_equal(write_usual(folder, false), HOP_OK);
    assert_folder_holds(folder, ALL);
    char *page = support_read(support_path("new/index.html"), NULL);
    assert_contains(page, "<h1>A report</h1>");
    assert_contains(page, "</html>");
    free(page);
}

static void an_empty_folder_will_do(void **state) {
    (void)state;
    const char *folder = support_subfolder("empty");
    assert_int_equal(write_usual(folder, false), HOP_OK);
    assert_folder_holds(folder, ALL);
}

static void a_folder_with_files_is_left_alone_unless_replaced(void **state) {
    (void)state;
    const char *folder = support_subfolder("full");
    support_write_text(support_path("full/mine.txt"), "mine");
    assert_int_equal(hop_result_report_check(folder, false), HOP_E_EXISTS);
    assert_int_equal(hop_result_report_check(folder, true), HOP_OK);
    assert_int_equal(write_usual(folder, false), HOP_E_EXISTS);
    assert_contains(hop_status_detail(), "--force");
    assert_folder_holds(folder, "mine.txt\n");
    assert_int_equal(write_usual(folder, true), HOP_OK);
    assert_int_equal(write_usual(folder, true), HOP_OK);
    char *mine = support_read(support_path("full/mine.txt"), NULL);
    assert_string_equal(mine, "mine");
    free(mine);
}

static void a_file_in_the_folders_place_is_refused(void **state) {
    (void)state;
    const char *path = support_path("file");
    support_write_text(path, "x");
    assert_int_equal(write_usual(path, true), HOP_E_WRITE);
    assert_int_equal(write_usual(support_path("no/such/folder"), false), HOP_E_WRITE);
    assert_int_equal(hop_result_report_check(support_path("no/such/folder"), false), HOP_E_WRITE);
    assert_int_equal(hop_result_report_check(support_path("soon"), false), HOP_OK);
    assert_false(support_exists(support_path("soon")));
}

static void without_gnuplot_the_page_says_so(void **state) {
    (void)state;
    const char *folder = support_path("bare");
    assert_int_equal(write_usual(folder, false), HOP_OK); /* an older report, with its figure */
    char *before = strdup(getenv("PATH"));
    size_t undrawn = 0;
    setenv("PATH", "", 1);
    hop_status status = write_report(folder, true, "numbers", &undrawn);
    setenv("PATH", before, 1);
    free(before);
    assert_int_equal(status, HOP_OK);
    assert_int_equal(undrawn, 1);
    assert_folder_holds(folder, "index.html\nresult.json\nrows.csv\nsheet.png\n");
    char *page = support_read(support_path("bare/index.html"), NULL);
    assert_contains(page, "This figure was not drawn: gnuplot is not installed");
    free(page);
}

/* Writes with at most `bytes` a file: what a full disk does. */
static hop_status write_within(const char *folder, bool replace, size_t bytes) {
    struct rlimit before, small;
    char *text = malloc(200001);
    assert_non_null(text);
    memset(text, 'x', 200000);
    text[200000] = '\0';
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = (struct rlimit){.rlim_cur = bytes, .rlim_max = before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    hop_status status = write_report(folder, replace, text, NULL);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    free(text);
    return status;
}

static void a_full_disk_leaves_nothing_of_a_new_report(void **state) {
    (void)state;
    const char *folder = support_path("lost");
    assert_int_equal(write_within(folder, false, 100000), HOP_E_WRITE);
    assert_false(support_exists(folder));
    support_subfolder("lost");
    assert_int_equal(write_within(folder, false, 100000), HOP_E_WRITE);
    assert_folder_holds(folder, "");
}

static void a_full_disk_leaves_no_page_over_an_older_report(void **state) {
    (void)state;
    const char *folder = support_path("older");
    assert_int_equal(write_usual(folder, false), HOP_OK);
    assert_int_equal(write_within(folder, true, 100000), HOP_E_WRITE);
    assert_false(support_exists(support_path("older/index.html")));
    assert_true(support_exists(support_path("older/rows.csv")));
}

static void a_folder_in_the_pages_place_is_an_error(void **state) {
    (void)state;
    const char *folder = support_subfolder("odd");
    assert_int_equal(mkdir(support_path("odd/index.html"), 0777), 0);
    assert_int_equal(write_usual(folder, true), HOP_E_WRITE);
    assert_folder_holds(folder, "index.html\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_report_is_a_folder_with_all_its_files),
        cmocka_unit_test(an_empty_folder_will_do),
        cmocka_unit_test(a_folder_with_files_is_left_alone_unless_replaced),
        cmocka_unit_test(a_file_in_the_folders_place_is_refused),
        cmocka_unit_test(without_gnuplot_the_page_says_so),
        cmocka_unit_test(a_full_disk_leaves_nothing_of_a_new_report),
        cmocka_unit_test(a_full_disk_leaves_no_page_over_an_older_report),
        cmocka_unit_test(a_folder_in_the_pages_place_is_an_error),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
