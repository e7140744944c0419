/* Animated PNG: the chunks that players look for, and what plain readers see.
 * Covers: draw.c
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include <hopfield/animation.h>

#include "image/draw.h"

enum { SIDE = 24, FRAMES = 3 };

typedef struct chunk {
    char kind[5];
    const unsigned char *data;
    size_t size;
} chunk;

static void make_frames(hop_animation_frame *frames) {
    for (size_t k = 0; k < FRAMES; k++) {
        const double at[] = {6.0 + 4 * (double)k, 12};
        assert_int_equal(hop_image_create(SIDE, SIDE, 3, &frames[k].image), HOP_OK);
        hop_image_fill(&frames[k].image, (hop_ink){1, 1, 1});
        hop_image_disc(&frames[k].image, at, 2, (hop_ink){0, 0, 1});
        frames[k].milliseconds = 100 + 50 * (unsigned)k;
    }
}

static void clear_frames(hop_animation_frame *frames) {
    for (size_t k = 0; k < FRAMES; k++) hop_image_clear(&frames[k].image);
}

static size_t get32(const unsigned char *from) {
    return (size_t)from[0] << 24 | (size_t)from[1] << 16 | (size_t)from[2] << 8 | from[3];
}

/* The chunks of a file, each with a right checksum. */
static size_t read_chunks(const unsigned char *bytes, size_t size, chunk *chunks, size_t most) {
    size_t count = 0;
    for (size_t at = 8; at + 12 <= size && count < most; count++) {
        size_t length = get32(bytes + at);
        memcpy(chunks[count].kind, bytes + at + 4, 4);
        chunks[count].kind[4] = '\0';
        chunks[count].data = bytes + at + 8;
        chunks[count].size = length;
        uLong check = crc32(crc32(0, NULL, 0), bytes + at + 4, (uInt)length + 4);
        assert_int_equal(get32(bytes + at + 8 + length), check);
        at += length + 12;
    }
    return count;
}

static unsigned char *write_and_read(const char *path, size_t *size) {
    hop_animation_frame frames[FRAMES];
    const hop_image_note note = {"Software", "a test"};
    make_frames(frames);
    assert_int_equal(hop_animation_write(frames, FRAMES, path, &note, 1, true), HOP_OK);
    clear_frames(frames);
    unsigned char *bytes = malloc(1 << 16);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    *size = fread(bytes, 1, 1 << 16, file);
    fclose(file);
    return bytes;
}

static void frames_are_numbered_and_only_what_changes_is_kept(void **state) {
    (void)state;
    chunk chunks[32];
    size_t size = 0, controls = 0, sequence = 0;
    char path[] = "/tmp/hop-animation-XXXXXX";
    close(mkstemp(path));
    unsigned char *bytes = write_and_read(path, &size);
    size_t count = read_chunks(bytes, size, chunks, 32);
    assert_string_equal(chunks[0].kind, "IHDR");
    assert_string_equal(chunks[1].kind, "acTL");
    assert_int_equal(get32(chunks[1].data), FRAMES);
    assert_int_equal(get32(chunks[1].data + 4), 0); /* for ever */
    assert_string_equal(chunks[count - 1].kind, "IEND");
    for (size_t i = 2; i < count; i++) {
        bool control = strcmp(chunks[i].kind, "fcTL") == 0;
        if (!control && strcmp(chunks[i].kind, "fdAT") != 0) continue;
        assert_int_equal(get32(chunks[i].data), sequence++);
        if (!control) continue;
        size_t width = get32(chunks[i].data + 4), x = get32(chunks[i].data + 12);
        assert_int_equal(controls == 0 ? SIDE : width, width);
        if (controls > 0) assert_in_range(width, 1, SIDE / 2);
        assert_in_range(x + width, 1, SIDE);
        controls++;
    }
    assert_int_equal(controls, FRAMES);
    free(bytes);
    unlink(path);
}

static void plain_readers_see_the_first_frame(void **state) {
    (void)state;
    hop_animation_frame frames[FRAMES];
    hop_image image = {0};
    size_t size = 0;
    char path[] = "/tmp/hop-animation-XXXXXX";
    close(mkstemp(path));
    free(write_and_read(path, &size));
    make_frames(frames);
    assert_int_equal(hop_image_read(path, NULL, &image), HOP_OK);
    assert_int_equal(image.width, SIDE);
    for (size_t p = 0; p < (size_t)SIDE * SIDE; p++)
        for (size_t c = 0; c < 3; c++) {
            float seen = image.samples[p * image.channels + c];
            assert_true(fabsf(seen - frames[0].image.samples[p * 3 + c]) < 0.003f);
        }
    hop_image_clear(&image);
    clear_frames(frames);
    unlink(path);
}

static void frames_of_two_sizes_and_none_are_refused(void **state) {
    (void)state;
    hop_animation_frame frames[FRAMES];
    make_frames(frames);
    hop_image_clear(&frames[2].image);
    assert_int_equal(hop_image_create(SIDE, SIDE + 1, 3, &frames[2].image), HOP_OK);
    assert_int_equal(hop_animation_write(frames, FRAMES, "/tmp/never.png", NULL, 0, true),
                     HOP_E_SHAPE);
    assert_int_equal(hop_animation_write(frames, 0, "/tmp/never.png", NULL, 0, true), HOP_E_EMPTY);
    assert_int_equal(access("/tmp/never.png", F_OK), -1);
    clear_frames(frames);
}

static void lines_end_at_the_edge_of_the_picture(void **state) {
    (void)state;
    hop_image image = {0};
    const double far[] = {-50, -50}, away[] = {90, 90}, nowhere[] = {NAN, 3};
    assert_int_equal(hop_image_create(SIDE, SIDE, 3, &image), HOP_OK);
    hop_image_line(&image, far, away, 1, (hop_ink){1, 0, 0});
    hop_image_line(&image, far, nowhere, 1, (hop_ink){1, 0, 0});
    assert_true(image.samples[3 * (12 * SIDE + 12)] > 0.9f);
    assert_true(image.samples[3 * (12 * SIDE + 20)] < 0.1f);
    hop_image_clear(&image);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_are_numbered_and_only_what_changes_is_kept),
        cmocka_unit_test(plain_readers_see_the_first_frame),
        cmocka_unit_test(frames_of_two_sizes_and_none_are_refused),
        cmocka_unit_test(lines_end_at_the_edge_of_the_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
