/* The demonstration.
 * SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "cli.h"

static void the_demo_shows_three_pictures_come_back(void **state) {
    (void)state;
    support_result result = HERE("demo"); /* in a folder that knows nothing of the pictures */
    assert_status(result, 0);
    assert_string_equal(result.err, "");
    assert_int_equal(count_of(result.out, "; right;"), 3);
    assert_int_equal(count_of(result.out, "  energy "), 3);
    assert_int_equal(count_of(result.out, "recalled"), 3);
    assert_null(strstr(result.out, "WRONG"));
    static const char *const NAMES[] = {"owl", "lighthouse", "fish"};
    for (size_t i = 0; i < 3; i++) assert_contains(result.out, NAMES[i]);
    assert_true(count_of(result.out, "\u2588") > 50); /* full blocks: there are pictures */
    support_result_clear(&result);
}

static void the_demo_leaves_ten_pictures(void **state) {
    (void)state;
    support_result result = HERE("demo", "-o", "left");
    assert_status(result, 0);
    assert_contains(result.out, "left/sheet.png");
    assert_contains(result.out, "the gentlest at which");
    support_result_clear(&result);
    static const char NAMES[] =
        "fish-damaged.png\nfish-original.png\nfish-recalled.png\n"
        "lighthouse-damaged.png\nlighthouse-original.png\nlighthouse-recalled.png\n"
        "owl-damaged.png\nowl-original.png\nowl-recalled.png\nsheet.png\n";
    assert_folder_holds(support_path("left"), NAMES);
    char *names = strdup(NAMES);
    for (char *name = strtok(names, "\n"); name; name = strtok(NULL, "\n")) {
        hop_image image = read_picture(support_path("left/%s", name));
        bool sheet = strcmp(name, "sheet.png") == 0;
        assert_true(sheet ? image.width >= 3 * 64 && image.height >= 3 * 64 : image.width == 64);
        assert_int_equal(image.unknown, strcmp(name, "lighthouse-damaged.png") == 0);
        hop_image_clear(&image);
    }
    free(names);
}

static void the_demo_overwrites_only_with_force(void **state) {
    (void)state;
    SUCCEEDS("demo", "-o", "twice");
    REFUSES(1, "exists already; use --force", "demo", "-o", "twice");
    SUCCEEDS("demo", "-o", "twice", "--force");
    support_write_text(support_path("file"), "");
    REFUSES(1, "file: is a file, ", "demo", "-o", "file");
}

static void the_demo_takes_another_folder(void **state) {
    (void)state;
    support_result result = HERE("demo", GLYPHS);
    assert_status(result, 0);
    assert_contains(result.out, "36 stored pictures");
    support_result_clear(&result);
    SUCCEEDS("demo", GLYPHS "/A.png");
    SUCCEEDS("demo", GLYPHS, "--size", "20x20", "--resize", "crop");
}

/* A program built outside the tree has no pictures beside it. */
static int find_pictures(void **state) {
    if (support_folder_create(state) != 0) return -1;
    bool inside = strncmp(HOP_PROGRAM, HOP_SOURCE_DIR "/", strlen(HOP_SOURCE_DIR) + 1) == 0;
    return inside ? 0 : symlink(PATTERNS, support_path("patterns"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_demo_shows_three_pictures_come_back),
        cmocka_unit_test(the_demo_leaves_ten_pictures),
        cmocka_unit_test(the_demo_overwrites_only_with_force),
        cmocka_unit_test(the_demo_takes_another_folder),
    };
    return cmocka_run_group_tests(tests, find_pictures, support_folder_remove);
}
