/* Lines of text of a PNG: what was written is told again, and damaged files are refused.
 * SPDX-License-Identifier: MIT */

#include <stdio.h>
#include <string.h>

#include "image/png_notes.h"
#include "support/support.h"

static void keep(void *context, const char *key, const char *text) {
    char *all = context;
    size_t at = strlen(all);
    snprintf(all + at, 256 - at, "%s=%s;", key, text);
}

static void lines_that_were_written_are_told(void **state) {
    (void)state;
    const hop_image_note notes[] = {{"Software", "hopfield"}, {"Command", "recall a b"}};
    char all[256] = "";
    hop_image image = {0};
    assert_int_equal(hop_image_create(3, 2, 1, &image), HOP_OK);
    assert_int_equal(hop_image_write(&image, support_path("a.png"), notes, 2, false), HOP_OK);
    hop_image_clear(&image);
    assert_int_equal(hop_image_read_notes(support_path("a.png"), keep, all), HOP_OK);
    assert_contains(all, "Software=hopfield;");
    assert_contains(all, "Command=recall a b;");
}

static void what_is_no_png_is_refused(void **state) {
    (void)state;
    char all[256] = "";
    support_write_text(support_path("b.png"), "no picture");
    assert_int_equal(hop_image_read_notes(support_path("b.png"), keep, all), HOP_E_FORMAT);
    assert_int_equal(hop_image_read_notes(support_path("none.png"), keep, all), HOP_E_READ);
    assert_string_equal(all, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_that_were_written_are_told),
        cmocka_unit_test(what_is_no_png_is_refused),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
