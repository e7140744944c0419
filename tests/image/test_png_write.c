/* Writing PNG: round trips, notes, and files that must not be lost.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <hopfield/image.h>
#include <hopfield/random.h>

#include "base/file.h"

/* A folder for one test, and a path in it. */
typedef struct place {
    char folder[32], path[64];
} place;

static int set_up(void **state) {
    place *p = calloc(1, sizeof *p);
    strcpy(p->folder, "/tmp/hopfield-png-XXXXXX");
    if (!mkdtemp(p->folder)) return -1;
    snprintf(p->path, sizeof p->path, "%s/a.png", p->folder);
    *state = p;
    return 0;
}

static int tear_down(void **state) {
    place *p = *state;
    unlink(p->path);
    int left = rmdir(p->folder); /* fails where a temporary file was left behind */
    free(p);
    return left;
}

static hop_image random_image(size_t width, size_t height, size_t channels, unsigned depth) {
    hop_image image;
    hop_random random;
    hop_random_init(&random, depth, channels);
    assert_int_equal(hop_image_create(width, height, channels, &image), HOP_OK);
    image.depth = depth;
    double top = depth == 16 ? 65535 : 255;
    for (size_t i = 0; i < width * height * channels; i++)
        image.samples[i] = (float)((double)hop_random_below(&random, (size_t)top + 1) / top);
    return image;
}

static void samples_of_both_depths_come_back_exactly(void **state) {
    place *p = *state;
    for (unsigned depth = 8; depth <= 16; depth *= 2)
        for (size_t channels = 1; channels <= 4; channels++) {
            hop_image image = random_image(37, 23, channels, depth), back;
            assert_int_equal(hop_image_write(&image, p->path, NULL, 0, true), HOP_OK);
            assert_int_equal(hop_image_read(p->path, NULL, &back), HOP_OK);
            assert_int_equal(back.width, 37);
            assert_int_equal(back.height, 23);
            assert_int_equal(back.channels, channels);
            assert_int_equal(back.depth, depth);
            assert_memory_equal(back.samples, image.samples, 37 * 23 * channels * sizeof(float));
            hop_image_clear(&back);
            hop_image_clear(&image);
        }
}

/* Every second row is made in the room for it, the others are lent. */
static const float *row_of(void *context, size_t y, float *room) {
    const hop_image *image = context;
    const size_t count = image->width * image->channels;
    if (y % 2 == 0) return image->samples + y * count;
    memcpy(room, image->samples + y * count, count * sizeof *room);
    return room;
}

static void rows_made_while_written_make_the_same_file_large_or_small(void **state) {
    place *p = *state;
    static const size_t SIDES[] = {37, 1100};
    for (size_t i = 0; i < 2; i++) {
        hop_image image = random_image(SIDES[i], SIDES[i], 2, 8), back;
        const hop_image_rows rows = {.width = SIDES[i],
                                     .height = SIDES[i],
                                     .channels = 2,
                                     .depth = 8,
                                     .row = row_of,
                                     .context = &image};
        unsigned char *bytes = NULL, *file = NULL;
        size_t size = 0, written = 0;
        assert_int_equal(hop_image_encode(&image, "it", NULL, 0, &bytes, &size), HOP_OK);
        assert_int_equal(hop_image_write_rows(&rows, p->path, NULL, 0, true), HOP_OK);
        assert_int_equal(hop_file_read(p->path, 1 << 24, &file, &written), HOP_OK);
        assert_int_equal(written, size);
        assert_memory_equal(file, bytes, size);
        assert_int_equal(hop_image_read(p->path, NULL, &back), HOP_OK);
        assert_memory_equal(back.samples, image.samples,
                            SIDES[i] * SIDES[i] * 2 * sizeof *back.samples);
        hop_image_clear(&back);
        hop_image_clear(&image);
        free(bytes);
        free(file);
    }
}

static void samples_are_rounded_and_clipped(void **state) {
    place *p = *state;
    const float given[8] = {-3, 2, NAN, INFINITY, 0.499f / 255, 0.501f / 255, 254.49f / 255, 0.5f};
    const unsigned expected[8] = {0, 255, 0, 255, 0, 1, 254, 128};
    hop_image image, back;
    assert_int_equal(hop_image_create(8, 1, 1, &image), HOP_OK);
    memcpy(image.samples, given, sizeof given);
    assert_int_equal(hop_image_write(&image, p->path, NULL, 0, false), HOP_OK);
    assert_int_equal(hop_image_read(p->path, NULL, &back), HOP_OK);
    for (size_t i = 0; i < 8; i++)
        assert_true(back.samples[i] == (float)((double)expected[i] / 255.0));
    hop_image_clear(&back);
    hop_image_clear(&image);
}

static void few_bits_are_written_as_eight(void **state) {
    place *p = *state;
    hop_image image, back;
    assert_int_equal(hop_image_create(4, 1, 1, &image), HOP_OK);
    image.depth = 2;
    for (size_t i = 0; i < 4; i++) image.samples[i] = (float)((double)i / 3.0);
    assert_int_equal(hop_image_write(&image, p->path, NULL, 0, false), HOP_OK);
    assert_int_equal(hop_image_read(p->path, NULL, &back), HOP_OK);
    assert_int_equal(back.depth, 8);
    assert_memory_equal(back.samples, image.samples, 4 * sizeof(float));
    hop_image_clear(&back);
    hop_image_clear(&image);
}

static void unknown_pixels_are_marked_where_there_is_alpha(void **state) {
    place *p = *state;
    for (size_t channels = 1; channels <= 4; channels++) {
        hop_image image = random_image(3, 3, channels, 8), back;
        image.unknown = true;
        assert_int_equal(hop_image_write(&image, p->path, NULL, 0, true), HOP_OK);
        assert_int_equal(hop_image_read(p->path, NULL, &back), HOP_OK);
        assert_true(back.unknown == (channels % 2 == 0));
        hop_image_clear(&back);
        hop_image_clear(&image);
    }
}

/* Whether the file at `path` contains these bytes. */
static bool file_contains(const char *path, const void *needle, size_t length) {
    unsigned char *bytes = NULL;
    size_t size = 0;
    assert_int_equal(hop_file_read(path, (size_t)1 << 20, &bytes, &size), HOP_OK);
    bool found = memmem(bytes, size, needle, length) != NULL;
    free(bytes);
    return found;
}

static void notes_are_kept_as_text_chunks(void **state) {
    place *p = *state;
    static const char PLAIN[] = "tEXtSeed\0"
                                "42",
                      GREEK[] = "iTXtBeta\0\0\0\0\0\xce\xb2 = 8";
    static const char MENDED[] = "tEXtFile\0caf? ?";
    const hop_image_note notes[] = {{.key = "Seed", .text = "42"},
                                    {.key = "Beta", .text = "\xce\xb2 = 8"},
                                    {.key = "File", .text = "caf\xe9 \xce"}};
    hop_image image = random_image(2, 2, 3, 8), back;
    assert_int_equal(hop_image_write(&image, p->path, notes, 3, false), HOP_OK);
    assert_true(file_contains(p->path, PLAIN, sizeof PLAIN - 1));
    assert_true(file_contains(p->path, GREEK, sizeof GREEK - 1));
    assert_true(file_contains(p->path, MENDED, sizeof MENDED - 1));
    assert_int_equal(hop_image_read(p->path, NULL, &back), HOP_OK);
    hop_image_clear(&back);
    hop_image_clear(&image);
}

static void an_existing_file_stays_unless_it_may_be_replaced(void **state) {
    place *p = *state;
    hop_image image = random_image(2, 2, 1, 8);
    assert_int_equal(hop_file_write(p->path, "precious", 8, false), HOP_OK);
    assert_int_equal(hop_image_write(&image, p->path, NULL, 0, false), HOP_E_EXISTS);
    assert_non_null(strstr(hop_status_detail(), p->path));
    assert_true(file_contains(p->path, "precious", 8));
    assert_int_equal(hop_image_write(&image, p->path, NULL, 0, true), HOP_OK);
    assert_false(file_contains(p->path, "precious", 8));
    hop_image_clear(&image);
}

static void what_cannot_be_written_leaves_no_file(void **state) {
    place *p = *state;
    const hop_image_note nameless = {.key = "", .text = "x"};
    hop_image image = random_image(2, 2, 1, 8), nothing;
    char lost[80];
    snprintf(lost, sizeof lost, "%s/none/a.png", p->folder);
    assert_int_equal(hop_image_write(&image, lost, NULL, 0, false), HOP_E_WRITE);
    assert_int_equal(hop_image_write(&image, p->folder, NULL, 0, true), HOP_E_WRITE);
    assert_int_equal(hop_image_write(&image, p->path, &nameless, 1, false), HOP_E_WRITE);
    assert_int_equal(hop_image_create(0, 4, 1, &nothing), HOP_OK);
    assert_int_equal(hop_image_write(&nothing, p->path, NULL, 0, false), HOP_E_WRITE);
    assert_non_null(strstr(hop_status_detail(), "0 x 4"));
    assert_false(hop_file_exists(p->path));
    hop_image_clear(&nothing);
    hop_image_clear(&image);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(samples_of_both_depths_come_back_exactly),
        TEST(rows_made_while_written_make_the_same_file_large_or_small),
        TEST(samples_are_rounded_and_clipped),
        TEST(few_bits_are_written_as_eight),
        TEST(unknown_pixels_are_marked_where_there_is_alpha),
        TEST(notes_are_kept_as_text_chunks),
        TEST(an_existing_file_stays_unless_it_may_be_replaced),
        TEST(what_cannot_be_written_leaves_no_file),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
