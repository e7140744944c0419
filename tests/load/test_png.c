/* PNG files as patterns.
 * SPDX-License-Identifier: MIT */
#include "memory/fixture.h"

#include <sys/stat.h>

static void a_picture_becomes_a_named_pattern(void **state) {
    (void)state;
    hop_memory *memory = load_path(put_png("smile.v2.png", 3, 2, 1, 8, 0.2f, 1), NULL);
    assert_int_equal(hop_memory_count(memory), 1);
    assert_true(hop_shape_equal(hop_memory_shape(memory), (hop_shape){3, 2, 1, true}));
    assert_int_equal(hop_memory_dtype(memory), HOP_U8);
    assert_string_equal(hop_memory_name(memory, 0), "smile.v2");
    assert_true(number_in(memory, 0, 5) == 0.2);
    hop_memory_destroy(memory);
}

static void a_picture_is_known_by_its_content(void **state) {
    (void)state;
    hop_memory *memory = load_path(put_png("picture.npy", 2, 2, 3, 8, 1, 1), NULL);
    assert_int_equal(hop_memory_shape(memory).channels, 3);
    assert_string_equal(hop_memory_name(memory, 0), "picture");
    hop_memory_destroy(memory);
}

static void the_limits_of_pictures_are_kept(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    options.limits.pixels = 99;
    assert_fails(try_path(put_png("large.png", 10, 10, 1, 8, 0, 1), &options), HOP_E_LIMIT,
                 "large.png");
}

static void a_truncated_picture_is_named(void **state) {
    (void)state;
    unsigned char *bytes = NULL;
    size_t size = 0;
    assert_int_equal(hop_file_read(put_png("t.png", 2, 2, 3, 8, 1, 1), 4096, &bytes, &size),
                     HOP_OK);
    for (size_t cut = 0; cut < size; cut++)
        assert_fails(try_path(put_file("cut.png", bytes, cut), NULL), HOP_E_FORMAT, "cut.png");
    free(bytes);
}

static void one_broken_picture_in_a_thousand_is_named(void **state) {
    (void)state;
    char name[32];
    assert_int_equal(mkdir(in_folder("thousand"), 0777), 0);
    for (size_t i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "thousand/%03zu.png", i);
        put_png(name, 2, 2, 1, 8, 0.5f, 1);
    }
    hop_memory *memory = load_path(in_folder("thousand"), NULL);
    assert_int_equal(hop_memory_count(memory), 1000);
    assert_string_equal(hop_memory_name(memory, 999), "999");
    hop_memory_destroy(memory);
    put_file("thousand/617.png", "no picture", 10);
    assert_fails(try_path(in_folder("thousand"), NULL), HOP_E_FORMAT, "thousand/617.png");
}

/* What the progress function was told. */
typedef struct told {
    size_t calls, done, total, stop_at;
} told;

static int listen(void *context, const char *what, size_t done, size_t total) {
    told *heard = context;
    assert_non_null(what);
    heard->calls++;
    heard->done = done;
    heard->total = total;
    return done == heard->stop_at;
}

static void progress_is_told_for_every_picture_and_can_cancel(void **state) {
    (void)state;
    told heard = {0};
    hop_load_options options = hop_load_defaults;
    const char *paths[3] = {put_png("1.png", 1, 1, 1, 8, 0, 1), put_png("2.png", 1, 1, 1, 8, 0, 1),
                            put_png("3.png", 1, 1, 1, 8, 0, 1)};
    hop_memory *memory = NULL;
    options.progress = listen;
    options.context = &heard;
    assert_int_equal(hop_memory_load(paths, 3, &options, &memory), HOP_OK);
    assert_int_equal(heard.calls, 3);
    assert_int_equal(heard.done, 3);
    assert_int_equal(heard.total, 3);
    hop_memory_destroy(memory);
    memory = NULL;
    heard = (told){.stop_at = 2};
    assert_fails(hop_memory_load(paths, 3, &options, &memory), HOP_E_CANCELLED, "2 of 3");
    assert_null(memory);
}

static void the_limit_stops_reading(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    const char *paths[2] = {put_png("1.png", 1, 1, 1, 8, 0, 1), in_folder("2.png")};
    hop_memory *memory = NULL;
    put_file("2.png", "\x89PNG\r\n\x1a\n broken", 16);
    assert_int_equal(hop_memory_load(paths, 2, &options, &memory), HOP_E_FORMAT);
    options.limit = 1;
    assert_int_equal(hop_memory_load(paths, 2, &options, &memory), HOP_OK);
    assert_int_equal(hop_memory_count(memory), 1);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_becomes_a_named_pattern),
        cmocka_unit_test(a_picture_is_known_by_its_content),
        cmocka_unit_test(the_limits_of_pictures_are_kept),
        cmocka_unit_test(a_truncated_picture_is_named),
        cmocka_unit_test(one_broken_picture_in_a_thousand_is_named),
        cmocka_unit_test(progress_is_told_for_every_picture_and_can_cancel),
        cmocka_unit_test(the_limit_stops_reading),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
