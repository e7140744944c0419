/* Folders of PNG files.
 * SPDX-License-Identifier: MIT */
#include "memory/fixture.h"

#include <sys/stat.h>

static const char *make_sub(const char *name) {
    const char *path = in_folder(name);
    assert_int_equal(mkdir(path, 0777), 0);
    return path;
}

static void files_come_in_the_order_of_their_bytes(void **state) {
    (void)state;
    static const char *const NAMES[] = {"order/b.png", "order/B.png", "order/a10.png",
                                        "order/a2.png", "order/_.PNG"};
    const char *path = make_sub("order");
    for (size_t i = 0; i < 5; i++) put_png(NAMES[i], 1, 1, 1, 8, 0, 1);
    hop_memory *memory = load_path(path, NULL);
    static const char *const EXPECTED[] = {"B", "_", "a10", "a2", "b"};
    assert_int_equal(hop_memory_count(memory), 5);
    for (size_t i = 0; i < 5; i++) assert_string_equal(hop_memory_name(memory, i), EXPECTED[i]);
    hop_memory_destroy(memory);
}

static void only_visible_png_files_are_read(void **state) {
    (void)state;
    const char *path = make_sub("mixed");
    put_png("mixed/in.png", 1, 1, 1, 8, 0, 1);
    put_png("mixed/picture", 1, 1, 1, 8, 0, 1);
    put_file("mixed/notes.txt", "x", 1);
    put_file("mixed/.hidden.png", "x", 1);
    make_sub("mixed/sub.png");
    put_png("mixed/sub.png/out.png", 1, 1, 1, 8, 0, 1);
    hop_memory *memory = load_path(path, NULL);
    assert_int_equal(hop_memory_count(memory), 1);
    assert_string_equal(hop_memory_name(memory, 0), "in");
    hop_memory_destroy(memory);
}

static void a_slash_behind_the_folder_changes_nothing(void **state) {
    (void)state;
    char path[300];
    make_sub("slash");
    put_png("slash/in.png", 1, 1, 1, 8, 0, 1);
    put_file("slash/bad.png", "x", 1);
    snprintf(path, sizeof path, "%s/", in_folder("slash"));
    assert_fails(try_path(path, NULL), HOP_E_FORMAT, "slash/bad.png");
}

static void a_folder_without_pictures_is_named(void **state) {
    (void)state;
    assert_fails(try_path(make_sub("none"), NULL), HOP_E_EMPTY, "/none: there is no .png file");
}

static void folders_and_files_form_one_list(void **state) {
    (void)state;
    const char *paths[2] = {put_png("zero.png", 1, 1, 1, 8, 0, 1), make_sub("more")};
    hop_memory *memory = NULL;
    put_png("more/one.png", 1, 1, 3, 8, 1, 1);
    assert_int_equal(hop_memory_load(paths, 2, NULL, &memory), HOP_OK);
    assert_int_equal(hop_memory_count(memory), 2);
    assert_int_equal(hop_memory_shape(memory).channels, 3);
    assert_string_equal(hop_memory_name(memory, 1), "one");
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_come_in_the_order_of_their_bytes),
        cmocka_unit_test(only_visible_png_files_are_read),
        cmocka_unit_test(a_slash_behind_the_folder_changes_nothing),
        cmocka_unit_test(a_folder_without_pictures_is_named),
        cmocka_unit_test(folders_and_files_form_one_list),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
