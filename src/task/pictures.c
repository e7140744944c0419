/* Shapes, and pictures of files.
 * SPDX-License-Identifier: MIT */
#include "pictures.h"

#include <math.h>
#include <string.h>

#include "../base/fail.h"

enum { DISC, RING, BOX, FRAME, CROSS, STRIPES };

hop_status hop_pictures_open(const char *name, bool labelled, hop_pictures *pictures) {
    enum { ROWS = 12000 };
    *pictures = (hop_pictures){.width = HOP_PICTURES_SIDE,
                               .height = HOP_PICTURES_SIDE,
                               .kinds = HOP_PICTURES_KINDS,
                               .shapes = labelled ? 1 : 2};
    if (!name) return HOP_OK;
    HOP_TRY(hop_data_read(name, ROWS, &pictures->data));
    const hop_data *data = &pictures->data;
    pictures->width = data->width;
    pictures->height = data->height;
    pictures->upto = data->count;
    pictures->kinds = 0;
    for (size_t i = 0; data->label && i < data->count; i++)
        if ((size_t)data->label[i] >= pictures->kinds) pictures->kinds = (size_t)data->label[i] + 1;
    hop_status status = HOP_OK;
    if (data->width == 0 || data->dim > HOP_PICTURES_PIXELS_MAX || data->count < 10)
        status = hop_fail(HOP_E_SHAPE,
                          "%s: %zu rows of %zu numbers; grey pictures of up to %d "
                          "pixels are needed, 10 at least",
                          name, data->count, data->dim, HOP_PICTURES_PIXELS_MAX);
    else if (labelled && (!data->label || pictures->kinds < 2))
        status = hop_fail(HOP_E_SUPPORT, "%s: has no labels to learn", name);
    if (status != HOP_OK) hop_pictures_close(pictures);
    return status;
}

void hop_pictures_close(hop_pictures *pictures) {
    hop_data_clear(&pictures->data);
}

hop_pictures hop_pictures_part(const hop_pictures *pictures, bool test) {
    hop_pictures part = *pictures;
    const size_t split = pictures->data.count - pictures->data.count / 5;
    part.from = test ? split : 0;
    part.upto = test ? pictures->data.count : split;
    return part;
}

static bool inside(size_t kind, double x, double y, double size, double turn) {
    const double r = sqrt(x * x + y * y), most = fmax(fabs(x), fabs(y));
    switch (kind) {
    case DISC: return r < size;
    case RING: return r < size && r > 0.55 * size;
    case BOX: return most < 0.85 * size;
    case FRAME: return most < 0.9 * size && most > 0.5 * size;
    case CROSS: return most < size && fmin(fabs(x), fabs(y)) < 0.3 * size;
    }
    return most < size && fmod(turn + (turn < 1 ? x : y) + 100, 3) < 1.5;
}

/* Onto the picture, whose ground it brings along where it is the first. */
static void draw_shape(hop_random *random, bool first, double *picture, size_t *kind) {
    const double side = HOP_PICTURES_SIDE;
    *kind = hop_random_below(random, HOP_PICTURES_KINDS);
    const double size = side * (0.25 + 0.2 * hop_random_uniform(random));
    const double across = size + (side - 2 * size) * hop_random_uniform(random) - 0.5;
    const double down = size + (side - 2 * size) * hop_random_uniform(random) - 0.5;
    const double ground = 0.4 * hop_random_uniform(random);
    const double ink = 0.6 + 0.4 * hop_random_uniform(random);
    const double turn = 2 * hop_random_uniform(random);
    for (size_t i = 0; i < HOP_PICTURES_SIDE * HOP_PICTURES_SIDE; i++) {
        const double x = (double)(i % HOP_PICTURES_SIDE) - across;
        const double y = (double)(i / HOP_PICTURES_SIDE) - down;
        if (first) picture[i] = ground;
        if (inside(*kind, x, y, size, turn)) picture[i] = ink;
    }
}

void hop_pictures_draw(const hop_pictures *pictures, hop_random *random, double *picture,
                       size_t *kind) {
    const hop_data *data = &pictures->data;
    if (!data->rows) {
        for (size_t i = 0; i < pictures->shapes; i++) draw_shape(random, i == 0, picture, kind);
        return;
    }
    const size_t at = pictures->from + hop_random_below(random, pictures->upto - pictures->from);
    memcpy(picture, data->rows + at * data->dim, data->dim * sizeof *picture);
    *kind = data->label ? (size_t)data->label[at] : 0;
}
