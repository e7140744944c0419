/* Reading pictures when allocations fail, those of libpng and libjpeg among them: each failure is a
 * sentence, the picture is left alone, and nothing stays behind.
 * Covers: png_read.c png_chunks.c jpeg_read.c rows.c exif.c
 * SPDX-License-Identifier: MIT */
#define FAILING_LIBRARIES

#include <hopfield/image.h>

#include "support/failing.h"

#include "image/make_png.h"
#include "support/make_jpeg.h"

typedef struct picture {
    unsigned char *bytes;
    size_t size;
    bool jpeg;
    hop_image_limits limits;
} picture;

static hop_status run(void *context) {
    const picture *p = context;
    hop_image image = {.width = 11}, before = image;
    hop_status status = p->jpeg ? hop_jpeg_parse("it", p->bytes, p->size, &p->limits, &image)
                                : hop_image_parse("it", p->bytes, p->size, &p->limits, &image);
    if (status == HOP_OK)
        hop_image_clear(&image);
    else
        assert_memory_equal(&image, &before, sizeof before);
    return status;
}

static void try_all(picture p) {
    assert_true(failing_try_all(run, &p, HOP_E_MEMORY) >= 3);
    free(p.bytes);
}

static void a_png_is_read_or_it_is_said_why_not(void **state) {
    (void)state;
    if (!CAN_FAIL) skip();
    for (int interlaced = 0; interlaced < 2; interlaced++) {
        const png_form small = {.width = 7,
                                .height = 5,
                                .depth = 8,
                                .colour = PNG_COLOR_TYPE_RGB_ALPHA,
                                .interlaced = interlaced};
        const png_form large = {
            .width = 2100, .height = 2048, .depth = 1, .interlaced = interlaced};
        picture p = {.limits = {.width = 64, .height = 64}};
        p.bytes = form_encode(&small, &p.size);
        try_all(p);
        p.bytes = form_encode(&large, &p.size); /* read smaller than it is */
        try_all(p);
    }
}

static void a_jpeg_is_read_or_it_is_said_why_not(void **state) {
    (void)state;
    if (!CAN_FAIL) skip();
    for (int progressive = 0; progressive < 2; progressive++) {
        const jpeg_form form = {
            .width = 33, .height = 17, .channels = 3, .progressive = progressive, .orientation = 6};
        picture p = {.jpeg = true};
        p.bytes = jpeg_encode(&form, &p.size);
        try_all(p);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_png_is_read_or_it_is_said_why_not),
        cmocka_unit_test(a_jpeg_is_read_or_it_is_said_why_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
