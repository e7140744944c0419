/* hopfield recall --report: from the command line to the page.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "support/support.h"

#define PICTOGRAMS HOP_SOURCE_DIR "/patterns/pictograms"
#define RECALL     "recall", PICTOGRAMS, "--sample", "4", "--seed", "1", "--quiet"
#define DAMAGE     "--corrupt", "replace:rate=0.7"

static void a_report_is_written_and_kept_unless_forced(void **state) {
    (void)state;
    const char *folder = support_path("report");
    support_result first = RUN(NULL, RECALL, DAMAGE, "--report", folder);
    assert_status(first, 0);
    assert_string_equal(first.err, "");
    assert_folder_holds(folder, "channels.png\ndamage.csv\nenergy.gp\nenergy.svg\nenergy."
                                "tsv\nerrors.gp\nerrors.svg\nerrors.tsv\n"
                                "index.html\nqueries.csv\nresult.json\nsheet.png\n"
                                "weights.png\n");
    char *page = support_read(support_path("report/index.html"), NULL);
    assert_contains(page, "<h1>4 queries, recalled from pictograms</h1>");
    assert_contains(page, "--corrupt replace:rate=0.7");
    support_result second = RUN(NULL, RECALL, DAMAGE, "--report", folder);
    assert_status(second, 1);
    assert_contains(second.err, "--force");
    support_result third = RUN(NULL, RECALL, DAMAGE, "--report", folder, "--force");
    assert_status(third, 0);
    free(page);
    support_result_clear(&first);
    support_result_clear(&second);
    support_result_clear(&third);
}

static void a_name_of_markup_stays_a_name(void **state) {
    (void)state;
    char *picture = NULL;
    size_t size = 0;
    const char *query = support_path("<script>alert(1)&\"'.png");
    picture = support_read(PICTOGRAMS "/fox.png", &size);
    support_write(query, picture, size);
    free(picture);
    support_result run =
        RUN(NULL, "recall", PICTOGRAMS, query, "--quiet", "--report", support_path("markup"));
    assert_status(run, 0);
    char *page = support_read(support_path("markup/index.html"), NULL);
    assert_null(strstr(page, "<script>alert"));
    assert_contains(page, "script-src 'sha256-"); /* the page's own, and no other */
    assert_contains(page, "&lt;script&gt;alert(1)&amp;&quot;&#39;");
    free(page);
    support_result_clear(&run);
}

static void a_full_disk_leaves_no_report(void **state) {
    (void)state;
    const char *folder = support_path("full");
    support_options small = {.file_limit = 3000};
    support_result run = RUN(&small, RECALL, DAMAGE, "--report", folder);
    assert_status(run, 1);
    assert_contains(run.err, "File too large");
    assert_false(support_exists(folder));
    support_result_clear(&run);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_report_is_written_and_kept_unless_forced),
        cmocka_unit_test(a_name_of_markup_stays_a_name),
        cmocka_unit_test(a_full_disk_leaves_no_report),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
