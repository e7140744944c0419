/* Contact sheets: geometry, exact enlargement, unknown pixels, captions.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include <hopfield/image.h>
#include <hopfield/random.h>

enum { WIDE = 4, HIGH = 3 };
/* A margin is an eighth of a tile, 8 to 24 pixels; letters have 7 dots, a gap of 5 above. */
enum { MARGIN = 8, CAPTION = 12 };

static const hop_shape GREY = {.width = WIDE, .height = HIGH, .channels = 1, .image = true};
static const hop_shape COLOUR = {.width = WIDE, .height = HIGH, .channels = 3, .image = true};

static void fill_random(double *state, size_t count, uint64_t stream) {
    hop_random random;
    hop_random_init(&random, 1, stream);
    for (size_t i = 0; i < count; i++) state[i] = hop_random_uniform(&random);
}

static const float *pixel(const hop_image *sheet, size_t x, size_t y) {
    return sheet->samples + (y * sheet->width + x) * 3;
}

/* Every sheet pixel of the tile at (left, top) has exactly its state pixel's colour. */
static void check_tile(const hop_image *sheet, const double *state, size_t channels, size_t factor,
                       size_t left, size_t top) {
    for (size_t y = 0; y < HIGH * factor; y++)
        for (size_t x = 0; x < WIDE * factor; x++)
            for (size_t c = 0; c < 3; c++) {
                size_t at = (y / factor * WIDE + x / factor) * channels + (channels == 1 ? 0 : c);
                assert_true(pixel(sheet, left + x, top + y)[c] == (float)state[at]);
            }
}

static void tiles_are_enlarged_without_blur_in_their_places(void **state) {
    (void)state;
    for (size_t channels = 1; channels <= 3; channels += 2) {
        double states[6][WIDE * HIGH * 3];
        hop_tile tiles[6] = {{.state = NULL}};
        for (size_t i = 0; i < 6; i++) {
            fill_random(states[i], WIDE * HIGH * 3, i);
            tiles[i].state = states[i];
        }
        hop_image sheet;
        hop_shape shape = channels == 1 ? GREY : COLOUR;
        assert_int_equal(hop_image_sheet(tiles, 2, 3, shape, 20, &sheet), HOP_OK);
        assert_int_equal(sheet.channels, 3);
        assert_int_equal(sheet.depth, 8);
        assert_int_equal(sheet.width, MARGIN + 3 * (5 * WIDE + MARGIN));
        assert_int_equal(sheet.height, MARGIN + 2 * (5 * HIGH + MARGIN));
        for (size_t i = 0; i < 6; i++)
            check_tile(&sheet, states[i], channels, 5, MARGIN + i % 3 * (5 * WIDE + MARGIN),
                       MARGIN + i / 3 * (5 * HIGH + MARGIN));
        hop_image_clear(&sheet);
    }
}

static size_t factor_for(size_t tile_pixels) {
    double black[WIDE * HIGH] = {0};
    hop_tile tile = {.state = black};
    hop_image sheet;
    assert_int_equal(hop_image_sheet(&tile, 1, 1, GREY, tile_pixels, &sheet), HOP_OK);
    size_t factor = (sheet.width - 2 * MARGIN) / WIDE;
    assert_int_equal(sheet.height - 2 * MARGIN, factor * HIGH);
    hop_image_clear(&sheet);
    return factor;
}

static void the_factor_is_the_nearest_whole_one_and_never_zero(void **state) {
    (void)state;
    assert_int_equal(factor_for(0), 1);
    assert_int_equal(factor_for(1), 1);
    assert_int_equal(factor_for(4), 1);
    assert_int_equal(factor_for(6), 1);
    assert_int_equal(factor_for(7), 2);
    assert_int_equal(factor_for(40), 10);
}

static void values_are_clipped(void **state) {
    (void)state;
    double values[WIDE * HIGH] = {-2.0, 3.0, -INFINITY, INFINITY};
    double clipped[WIDE * HIGH] = {0.0, 1.0, 0.0, 1.0};
    hop_tile tile = {.state = values};
    hop_image sheet;
    assert_int_equal(hop_image_sheet(&tile, 1, 1, GREY, 8, &sheet), HOP_OK);
    check_tile(&sheet, clipped, 1, 2, MARGIN, MARGIN);
    hop_image_clear(&sheet);
}

static void unknown_pixels_are_a_light_checkerboard_of_even_squares(void **state) {
    (void)state;
    double values[WIDE * HIGH * 3];
    for (size_t i = 0; i < WIDE * HIGH * 3; i++) values[i] = i % 3 == 1 ? (double)NAN : 0.0;
    hop_tile tile = {.state = values};
    hop_image sheet;
    assert_int_equal(hop_image_sheet(&tile, 1, 1, COLOUR, 6 * WIDE, &sheet), HOP_OK);
    float first = pixel(&sheet, MARGIN, MARGIN)[0];
    float second = pixel(&sheet, MARGIN + 6, MARGIN)[0];
    assert_true(first > 0.7f && second > 0.7f);
    assert_true(fabsf(first - second) > 0.05f);
    for (size_t y = 0; y < 6 * HIGH; y++)
        for (size_t x = 0; x < 6 * WIDE; x++)
            for (size_t c = 0; c < 3; c++)
                assert_true(pixel(&sheet, MARGIN + x, MARGIN + y)[c] ==
                            ((x / 6 + y / 6) % 2 ? second : first));
    hop_image_clear(&sheet);
}

/* Pixels darker than 0.5 within a rectangle. */
static size_t ink(const hop_image *sheet, size_t left, size_t top, size_t width, size_t height) {
    size_t count = 0;
    for (size_t y = top; y < top + height; y++)
        for (size_t x = left; x < left + width; x++) count += pixel(sheet, x, y)[0] < 0.5f;
    return count;
}

static void captions_stand_under_their_tiles_and_take_room_only_in_their_row(void **state) {
    (void)state;
    double white[WIDE * HIGH];
    for (size_t i = 0; i < WIDE * HIGH; i++) white[i] = 1.0;
    const hop_tile tiles[4] = {{.state = white, .caption = "recalled"},
                               {.state = white},
                               {.state = white},
                               {.state = white, .caption = ""}};
    enum { TILE_WIDE = 10 * WIDE, TILE_HIGH = 10 * HIGH };
    hop_image sheet;
    assert_int_equal(hop_image_sheet(tiles, 2, 2, GREY, TILE_WIDE, &sheet), HOP_OK);
    assert_int_equal(sheet.width, MARGIN + 2 * (TILE_WIDE + MARGIN));
    assert_int_equal(sheet.height, MARGIN + 2 * (TILE_HIGH + MARGIN) + CAPTION);
    size_t under = ink(&sheet, MARGIN, MARGIN + TILE_HIGH, TILE_WIDE, CAPTION);
    assert_true(under > 30);
    assert_int_equal(ink(&sheet, 0, 0, sheet.width, sheet.height), under);
    hop_image_clear(&sheet);
}

static void large_tiles_get_large_letters_if_every_caption_fits(void **state) {
    (void)state;
    double white[WIDE * HIGH] = {0};
    hop_tile tile = {.state = white, .caption = "ten letter"};
    hop_image sheet;
    assert_int_equal(hop_image_sheet(&tile, 1, 1, GREY, 120, &sheet), HOP_OK);
    assert_int_equal(sheet.height, 2 * 15 + 90 + 2 * CAPTION);
    hop_image_clear(&sheet);
    tile.caption = "eleven here";
    assert_int_equal(hop_image_sheet(&tile, 1, 1, GREY, 120, &sheet), HOP_OK);
    assert_int_equal(sheet.height, 2 * 15 + 90 + CAPTION);
    hop_image_clear(&sheet);
}

static void a_tile_without_a_state_is_left_white_and_others_get_a_thin_border(void **state) {
    (void)state;
    double black[WIDE * HIGH] = {0};
    const hop_tile tiles[2] = {{.state = black}, {.state = NULL}};
    hop_image sheet;
    assert_int_equal(hop_image_sheet(tiles, 1, 2, GREY, 20, &sheet), HOP_OK);
    for (size_t y = 0; y < sheet.height; y++)
        for (size_t x = 0; x < sheet.width; x++) {
            bool tile = x >= MARGIN && x < MARGIN + 20 && y >= MARGIN && y < MARGIN + 15;
            bool frame = x >= MARGIN - 1 && x <= MARGIN + 20 && y >= MARGIN - 1 && y <= MARGIN + 15;
            float shade = pixel(&sheet, x, y)[0];
            if (tile) assert_true(shade == 0.0f);
            if (frame && !tile) assert_true(shade > 0.5f && shade < 0.95f);
            if (!frame) assert_true(shade == 1.0f);
        }
    hop_image_clear(&sheet);
}

static void refusals_leave_the_sheet_alone(void **state) {
    (void)state;
    double black[WIDE * HIGH] = {0};
    hop_tile tile = {.state = black};
    hop_image sheet = {.width = 11}, before = sheet;
    hop_shape none = GREY, vast = GREY;
    none.height = 0;
    vast.height = SIZE_MAX / 2;
    assert_int_equal(hop_image_sheet(&tile, 0, 1, GREY, 20, &sheet), HOP_E_EMPTY);
    assert_int_equal(hop_image_sheet(&tile, 1, 0, GREY, 20, &sheet), HOP_E_EMPTY);
    assert_int_equal(hop_image_sheet(&tile, 1, 1, none, 20, &sheet), HOP_E_EMPTY);
    assert_int_equal(hop_image_sheet(&tile, 1, 1, vast, 20, &sheet), HOP_E_LIMIT);
    assert_int_equal(hop_image_sheet(&tile, 1, 1, GREY, SIZE_MAX, &sheet), HOP_E_LIMIT);
    assert_memory_equal(&sheet, &before, sizeof before);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tiles_are_enlarged_without_blur_in_their_places),
        cmocka_unit_test(the_factor_is_the_nearest_whole_one_and_never_zero),
        cmocka_unit_test(values_are_clipped),
        cmocka_unit_test(unknown_pixels_are_a_light_checkerboard_of_even_squares),
        cmocka_unit_test(captions_stand_under_their_tiles_and_take_room_only_in_their_row),
        cmocka_unit_test(large_tiles_get_large_letters_if_every_caption_fits),
        cmocka_unit_test(a_tile_without_a_state_is_left_white_and_others_get_a_thin_border),
        cmocka_unit_test(refusals_leave_the_sheet_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
