/* Contact sheets: many small states side by side, enlarged by a whole factor, so that every stored
 * pixel is a square of one colour.
 * SPDX-License-Identifier: MIT */
#include <hopfield/image.h>

#include <assert.h>
#include <math.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "lettering.h"

/* In pixels of the sheet. */
enum {
    MARGIN_LEAST = 8,    /* between tiles and around them: an eighth of a tile, */
    MARGIN_MOST = 24,    /* within these bounds */
    MARGIN_PART = 8,     /* of a tile's width */
    CAPTION_GAP = 5,     /* between tile and caption, times the dot of the letters */
    LARGE_LETTERS = 120, /* from this width of a tile on, a dot is two pixels if all fits */
    CHECK_LEAST = 5,     /* side of a square of the checkerboard */
};

/* Shades, 0 black to 1 white. */
static const float INK = 0.25f, BORDER = 0.78f, CHECK_LIGHT = 0.96f, CHECK_DARK = 0.84f;

typedef struct layout {
    const hop_tile *tiles;
    size_t rows, columns;
    hop_shape shape;
    size_t factor;        /* sheet pixels a state pixel */
    size_t width, height; /* of a tile on the sheet */
    size_t margin, dot;
    size_t check; /* state pixels a square of the checkerboard */
} layout;

static bool row_has_caption(const layout *l, size_t row) {
    for (size_t column = 0; column < l->columns; column++) {
        const char *caption = l->tiles[row * l->columns + column].caption;
        if (caption && *caption) return true;
    }
    return false;
}

static size_t caption_height(const layout *l, size_t row) {
    if (!row_has_caption(l, row)) return 0;
    return (CAPTION_GAP + HOP_IMAGE_LETTER_HEIGHT) * l->dot;
}

static size_t bounded(size_t value, size_t least, size_t most) {
    return value < least ? least : value > most ? most : value;
}

static bool large_letters_fit(const layout *l) {
    size_t fit = hop_image_letters_fit(l->width, 2);
    for (size_t i = 0; i < l->rows * l->columns; i++)
        if (l->tiles[i].caption && hop_image_letter_count(l->tiles[i].caption) > fit) return false;
    return l->width >= LARGE_LETTERS;
}

static hop_status too_large(const layout *l) {
    return hop_fail(HOP_E_LIMIT, "a sheet of %zu x %zu tiles of %zu x %zu pixels is too large",
                    l->rows, l->columns, l->width, l->height);
}

static hop_status plan_tiles(layout *l, size_t tile_pixels) {
    size_t wide = l->shape.width;
    l->factor = tile_pixels / wide + (tile_pixels % wide > wide / 2);
    if (l->factor == 0) l->factor = 1;
    if (!hop_size_multiply(wide, l->factor, &l->width) ||
        !hop_size_multiply(l->shape.height, l->factor, &l->height))
        return too_large(l);
    l->margin = bounded(l->width / MARGIN_PART, MARGIN_LEAST, MARGIN_MOST);
    l->dot = large_letters_fit(l) ? 2 : 1;
    l->check = (CHECK_LEAST + l->factor - 1) / l->factor;
    return HOP_OK;
}

/* *total += count * (size + margin), checked. */
static bool extend(size_t count, size_t size, size_t margin, size_t *total) {
    size_t product = 0;
    return hop_size_add(size, margin, &size) && hop_size_multiply(count, size, &product) &&
           hop_size_add(*total, product, total);
}

static hop_status plan_sheet(const layout *l, size_t *width, size_t *height) {
    size_t wide = l->margin, high = l->margin;
    if (!extend(l->columns, l->width, l->margin, &wide)) return too_large(l);
    for (size_t row = 0; row < l->rows; row++)
        if (!extend(1, l->height, l->margin + caption_height(l, row), &high)) return too_large(l);
    *width = wide;
    *height = high;
    return HOP_OK;
}

static void set_pixel(hop_image *sheet, size_t x, size_t y, const float colour[3]) {
    float *pixel = sheet->samples + (y * sheet->width + x) * 3;
    for (size_t c = 0; c < 3; c++) pixel[c] = colour[c];
}

/* The colour of a state's pixel (x, y): clipped, grey repeated, a checkerboard where unknown. */
static void colour_at(const layout *l, const double *state, size_t x, size_t y, float colour[3]) {
    size_t channels = l->shape.channels;
    const double *pixel = state + (y * l->shape.width + x) * channels;
    bool unknown = false;
    for (size_t c = 0; c < 3; c++) {
        double value = pixel[channels == 1 ? 0 : c];
        unknown = unknown || isnan(value);
        colour[c] = value > 0.0 ? value < 1.0 ? (float)value : 1.0f : 0.0f;
    }
    if (!unknown) return;
    bool dark = (x / l->check + y / l->check) % 2 == 1;
    for (size_t c = 0; c < 3; c++) colour[c] = dark ? CHECK_DARK : CHECK_LIGHT;
}

static void draw_state(const layout *l, const double *state, size_t left, size_t top,
                       hop_image *sheet) {
    for (size_t y = 0; y < l->height; y++)
        for (size_t x = 0; x < l->width; x++) {
            float colour[3];
            colour_at(l, state, x / l->factor, y / l->factor, colour);
            set_pixel(sheet, left + x, top + y, colour);
        }
}

/* One pixel wide, just outside the tile. */
static void draw_border(const layout *l, size_t left, size_t top, hop_image *sheet) {
    const float colour[3] = {BORDER, BORDER, BORDER};
    for (size_t x = left - 1; x <= left + l->width; x++) {
        set_pixel(sheet, x, top - 1, colour);
        set_pixel(sheet, x, top + l->height, colour);
    }
    for (size_t y = top; y < top + l->height; y++) {
        set_pixel(sheet, left - 1, y, colour);
        set_pixel(sheet, left + l->width, y, colour);
    }
}

static void draw_row(const layout *l, size_t row, size_t top, hop_image *sheet) {
    for (size_t column = 0; column < l->columns; column++) {
        const hop_tile *tile = &l->tiles[row * l->columns + column];
        size_t left = l->margin + column * (l->width + l->margin);
        if (tile->state) {
            draw_border(l, left, top, sheet);
            draw_state(l, tile->state, left, top, sheet);
        }
        if (tile->caption)
            hop_image_caption(sheet, tile->caption, left, top + l->height + CAPTION_GAP * l->dot,
                              l->width, l->dot, INK);
    }
}

hop_status hop_image_sheet(const hop_tile *tiles, size_t rows, size_t columns, hop_shape shape,
                           size_t tile_pixels, hop_image *sheet) {
    assert(shape.channels == 1 || shape.channels == 3);
    if (rows == 0 || columns == 0 || shape.width == 0 || shape.height == 0)
        return hop_fail(HOP_E_EMPTY, "a sheet of %zu x %zu tiles of %zu x %zu pixels shows nothing",
                        rows, columns, shape.width, shape.height);
    layout l = {.tiles = tiles, .rows = rows, .columns = columns, .shape = shape};
    size_t width = 0, height = 0;
    HOP_TRY(plan_tiles(&l, tile_pixels));
    HOP_TRY(plan_sheet(&l, &width, &height));
    hop_image fresh;
    HOP_TRY(hop_image_create(width, height, 3, &fresh));
    for (size_t i = 0; i < width * height * 3; i++) fresh.samples[i] = 1.0f;
    size_t top = l.margin;
    for (size_t row = 0; row < rows; row++) {
        draw_row(&l, row, top, &fresh);
        top += l.height + caption_height(&l, row) + l.margin;
    }
    *sheet = fresh;
    return HOP_OK;
}
