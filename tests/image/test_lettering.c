/* Captions: in their place, of the right letters, shortened to fit.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <string.h>

#include "image/lettering.h"

enum { WIDTH = 60, HEIGHT = 24 };

/* A white picture with a caption at (5, 3), 50 pixels wide. */
static hop_image written(const char *text, size_t dot) {
    hop_image image;
    assert_int_equal(hop_image_create(WIDTH, HEIGHT, 1, &image), HOP_OK);
    for (size_t i = 0; i < WIDTH * HEIGHT; i++) image.samples[i] = 1.0f;
    hop_image_caption(&image, text, 5, 3, 50, dot, 0.25f);
    return image;
}

static bool same_picture(const char *a, const char *b) {
    hop_image first = written(a, 1), second = written(b, 1);
    bool same = memcmp(first.samples, second.samples, WIDTH * HEIGHT * sizeof(float)) == 0;
    hop_image_clear(&first);
    hop_image_clear(&second);
    return same;
}

static void letters_have_one_case_and_each_its_own_drawing(void **state) {
    (void)state;
    static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyz0123456789.:,-=%/+()_<>?!'* ";
    assert_true(same_picture("Hopfield", "hOPFIELD"));
    for (const char *a = LETTERS; *a; a++)
        for (const char *b = a + 1; *b; b++)
            assert_false(same_picture((char[]){*a, '\0'}, (char[]){*b, '\0'}));
}

static void a_character_without_a_drawing_is_one_box(void **state) {
    (void)state;
    assert_true(same_picture(";", "\xce\xb2"));
    assert_true(same_picture(";;", "\xf0\x9f\x98\x80~"));
    assert_false(same_picture(";", "o"));
    assert_false(same_picture(";", "0"));
    assert_int_equal(hop_image_letter_count("a\xce\xb2 \xf0\x9f\x98\x80"), 4);
}

static void text_that_does_not_fit_ends_in_two_dots(void **state) {
    (void)state;
    assert_int_equal(hop_image_letters_fit(50, 1), 8);
    assert_int_equal(hop_image_letters_fit(47, 1), 8);
    assert_int_equal(hop_image_letters_fit(46, 1), 7);
    assert_int_equal(hop_image_letters_fit(50, 2), 4);
    assert_true(same_picture("recalled now", "recall.."));
    assert_false(same_picture("recalled", "recall.."));
}

static void ink_stays_within_its_place(void **state) {
    (void)state;
    for (size_t dot = 1; dot <= 2; dot++) {
        hop_image image = written("mmmmmmmmmmmmmmmmmmmmmmmmm", dot);
        size_t ink = 0;
        for (size_t y = 0; y < HEIGHT; y++)
            for (size_t x = 0; x < WIDTH; x++) {
                bool inside = x >= 5 && x < 55 && y >= 3 && y < 3 + 7 * dot;
                float sample = image.samples[y * WIDTH + x];
                assert_true(sample == 1.0f || (inside && sample == 0.25f));
                ink += sample < 1.0f;
            }
        assert_true(ink > 40);
        hop_image_clear(&image);
    }
}

static void a_short_caption_stands_in_the_middle(void **state) {
    (void)state;
    hop_image image = written("i", 1); /* 5 dots in 50 pixels from 5 on: 27 to 31 */
    for (size_t x = 0; x < WIDTH; x++)
        assert_true((image.samples[3 * WIDTH + x] < 1.0f) == (x >= 28 && x <= 30));
    hop_image_clear(&image);
}

static void no_room_or_no_text_draws_nothing(void **state) {
    (void)state;
    hop_image image = written("", 1);
    hop_image_caption(&image, "abc", 5, 3, 4, 1, 0.25f);
    for (size_t i = 0; i < WIDTH * HEIGHT; i++) assert_true(image.samples[i] == 1.0f);
    hop_image_clear(&image);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_have_one_case_and_each_its_own_drawing),
        cmocka_unit_test(a_character_without_a_drawing_is_one_box),
        cmocka_unit_test(text_that_does_not_fit_ends_in_two_dots),
        cmocka_unit_test(ink_stays_within_its_place),
        cmocka_unit_test(a_short_caption_stands_in_the_middle),
        cmocka_unit_test(no_room_or_no_text_draws_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
