/* Folders of PNG files.
 * Covers: pictures.c loader.c
 * SPDX-License-Identifier: MIT */
#include "memory/fixture.h"

#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

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

static void visible_pictures_are_read_and_the_rest_is_named(void **state) {
    (void)state;
    make_sub("mixed");
    put_png("mixed/in.png", 1, 1, 1, 8, 0, 1);
    put_png("mixed/picture", 1, 1, 1, 8, 0, 1);
    put_file("mixed/grey.pgm", "P2 1 1 1 1\n", 11);
    put_file("mixed/x.webp", "RIFF....WEBPVP8 ", 16);
    put_file("mixed/notes.txt", "x", 1);
    put_file("mixed/labels.csv", "1,2", 3);
    put_file("mixed/.hidden.png", "x", 1);
    make_sub("mixed/sub.png");
    put_png("mixed/sub.png/out.png", 1, 1, 1, 8, 0, 1);
    hop_memory *memory = load_path(in_folder("mixed"), NULL);
    assert_int_equal(hop_memory_count(memory), 3);
    assert_string_equal(hop_memory_name(memory, 0), "grey");
    assert_string_equal(hop_memory_name(memory, 1), "in");
    assert_string_equal(hop_memory_name(memory, 2), "picture");
    assert_int_equal(hop_memory_remark_count(memory), 3);
    assert_non_null(strstr(hop_memory_remark(memory, 0), "mixed/x.webp: is a WebP picture"));
    assert_non_null(
        strstr(hop_memory_remark(memory, 1), "left out 2 files: labels.csv, notes.txt"));
    assert_non_null(strstr(hop_memory_remark(memory, 2), "left out 1 sub-folder: sub.png"));
    hop_memory_destroy(memory);
}

static void a_link_to_nothing_is_left_out_and_named(void **state) {
    (void)state;
    make_sub("links");
    put_png("links/a.png", 1, 1, 1, 8, 0, 1);
    assert_int_equal(symlink("nowhere.png", in_folder("links/b.png")), 0);
    hop_memory *memory = load_path(in_folder("links"), NULL);
    assert_int_equal(hop_memory_count(memory), 1);
    assert_non_null(strstr(hop_memory_remark(memory, 0), "links/b.png: a link to a file"));
    hop_memory_destroy(memory);
}

static void sub_folders_are_classes_where_there_is_nothing_else(void **state) {
    (void)state;
    char number[24];
    make_sub("classes");
    make_sub("classes/dog");
    make_sub("classes/cat");
    make_sub("classes/cat/deep");
    put_png("classes/dog/1.png", 1, 1, 1, 8, 0, 1);
    put_png("classes/cat/1.png", 1, 1, 1, 8, 1, 1);
    put_png("classes/cat/2.png", 1, 1, 1, 8, 1, 1);
    put_file("classes/readme.txt", "words", 5);
    hop_memory *memory = load_path(in_folder("classes"), NULL);
    static const char *const LABELS[] = {"cat", "cat", "dog"};
    assert_int_equal(hop_memory_count(memory), 3);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(hop_memory_label_text(memory, i, number), LABELS[i]);
    assert_int_equal(hop_memory_remark_count(memory), 2);
    hop_memory_destroy(memory);
    hop_load_options options = hop_load_defaults;
    options.labels = "none";
    memory = load_path(in_folder("classes"), &options);
    assert_null(hop_memory_label_text(memory, 0, number));
    hop_memory_destroy(memory);
}

static void labels_of_some_patterns_alone_are_refused_with_the_way_out(void **state) {
    (void)state;
    const char *paths[] = {in_folder("classes"), put_png("plain.png", 1, 1, 1, 8, 0, 1)};
    hop_memory *memory = NULL;
    assert_fails(hop_memory_load(paths, 2, NULL, &memory), HOP_E_SHAPE, "--labels none");
    const char *turned[] = {paths[1], paths[0]};
    assert_fails(hop_memory_load(turned, 2, NULL, &memory), HOP_E_SHAPE, "pattern 0 has no label");
}

static void a_slash_behind_the_folder_changes_nothing(void **state) {
    (void)state;
    char path[300];
    make_sub("slash");
    put_png("slash/in.png", 1, 1, 1, 8, 0, 1);
    put_file("slash/bad.png", "x", 1);
    snprintf(path, sizeof path, "%s/", in_folder("slash"));
    assert_fails(try_path(path, NULL), HOP_E_FORMAT,
                 "slash/bad.png: is no picture, whatever its name says; rename it or move it away");
}

static void a_folder_without_pictures_is_named(void **state) {
    (void)state;
    assert_fails(try_path(make_sub("none"), NULL), HOP_E_EMPTY,
                 "/none: there is no picture in this folder");
    const char *path = make_sub("split");
    make_sub("split/train");
    make_sub("split/train/cat");
    put_png("split/train/cat/1.png", 1, 1, 1, 8, 0, 1);
    assert_fails(try_path(path, NULL), HOP_E_EMPTY, "there are folders in");
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

/* More than are decoded together; the first that is damaged is named, whatever comes behind. */
static void many_pictures_come_in_order_and_the_first_damaged_one_is_named(void **state) {
    (void)state;
    enum { COUNT = 150, DAMAGED = 101 };
    char name[32];
    make_sub("many");
    for (int i = 0; i < COUNT; i++) {
        snprintf(name, sizeof name, "many/%03d.png", i);
        put_png(name, 2, 1, 1, 8, (float)i / COUNT, 1);
    }
    hop_memory *memory = load_path(in_folder("many"), NULL);
    assert_int_equal(hop_memory_count(memory), COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        snprintf(name, sizeof name, "%03zu", i);
        assert_string_equal(hop_memory_name(memory, i), name);
        assert_true(fabs(number_in(memory, i, 0) - (double)i / COUNT) < 1.0 / 255);
    }
    hop_memory_destroy(memory);
    for (int i = DAMAGED; i < COUNT; i += 7) {
        snprintf(name, sizeof name, "many/%03d.png", i);
        put_file(name, "\x89PNG\r\n\x1a\nxxxxxxxx", 16);
    }
    assert_fails(try_path(in_folder("many"), NULL), HOP_E_FORMAT, "many/101.png");
}

/* Whatever order the system lists them in: one of the two folders has it turned round. */
static void two_files_come_in_order_as_well(void **state) {
    (void)state;
    static const char *const PATHS[] = {"ab/a.png", "ab/b.png", "ba/b.png", "ba/a.png"};
    make_sub("ab");
    make_sub("ba");
    for (size_t i = 0; i < 4; i++) put_png(PATHS[i], 1, 1, 1, 8, 0, 1);
    for (size_t i = 0; i < 2; i++) {
        hop_memory *memory = load_path(in_folder(i ? "ba" : "ab"), NULL);
        assert_string_equal(hop_memory_name(memory, 0), "a");
        assert_string_equal(hop_memory_name(memory, 1), "b");
        hop_memory_destroy(memory);
    }
}

static void what_a_folder_holds_in_the_place_of_pictures_is_counted(void **state) {
    (void)state;
    const char *path = make_sub("tables");
    put_file("tables/a.csv", "1,2\n", 4);
    assert_fails(try_path(path, NULL), HOP_E_EMPTY, "but 1 other file: a.csv; what");
    put_file("tables/b.csv", "1,2\n", 4);
    assert_fails(try_path(path, NULL), HOP_E_EMPTY, "but 2 other files: a.csv, b.csv; what");
    for (char c = 'c'; c <= 'g'; c++) {
        char name[] = "tables/x.csv";
        name[7] = c;
        put_file(name, "1,2\n", 4);
    }
    assert_fails(try_path(path, NULL), HOP_E_EMPTY,
                 "but 7 other files: a.csv, b.csv, c.csv, d.csv, e.csv, f.csv, ...; what");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_come_in_the_order_of_their_bytes),
        cmocka_unit_test(visible_pictures_are_read_and_the_rest_is_named),
        cmocka_unit_test(a_link_to_nothing_is_left_out_and_named),
        cmocka_unit_test(sub_folders_are_classes_where_there_is_nothing_else),
        cmocka_unit_test(labels_of_some_patterns_alone_are_refused_with_the_way_out),
        cmocka_unit_test(a_slash_behind_the_folder_changes_nothing),
        cmocka_unit_test(a_folder_without_pictures_is_named),
        cmocka_unit_test(folders_and_files_form_one_list),
        cmocka_unit_test(many_pictures_come_in_order_and_the_first_damaged_one_is_named),
        cmocka_unit_test(two_files_come_in_order_as_well),
        cmocka_unit_test(what_a_folder_holds_in_the_place_of_pictures_is_counted),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
