/* PNG files: one picture each, named after its file.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "loader.h"

static bool recognise(const unsigned char *head, size_t size) {
    static const unsigned char SIGNATURE[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    return size >= sizeof SIGNATURE && memcmp(head, SIGNATURE, sizeof SIGNATURE) == 0;
}

/* "glyphs/a.b.png" is called "a.b". */
static char *name_of(const char *path) {
    const char *slash = strrchr(path, '/');
    const char *start = slash ? slash + 1 : path;
    const char *dot = strrchr(start, '.');
    return strndup(start, dot && dot > start ? (size_t)(dot - start) : strlen(start));
}

static hop_status load_one(hop_load *load, const char *path) {
    const hop_image_limits *given = &load->options->limits;
    hop_image_limits limits = {
        .pixels = given->pixels ? given->pixels : hop_image_default_limits.pixels,
        .bytes = given->bytes ? given->bytes : hop_image_default_limits.bytes,
    };
    hop_image image = {0};
    HOP_TRY(hop_image_read(path, &limits, &image));
    char *name = name_of(path);
    hop_status status = name ? hop_picture_append(load, path, name, &image)
                             : hop_fail(HOP_E_MEMORY, "%s: no memory for its name", path);
    free(name);
    hop_image_clear(&image);
    return status;
}

static hop_status load_all(hop_load *load, const hop_input *inputs, size_t count) {
    if (count > hop_load_room(load)) count = hop_load_room(load);
    for (size_t i = 0; i < count; i++) {
        HOP_TRY(load_one(load, inputs[i].file));
        HOP_TRY(hop_load_progress(load, i + 1, count));
    }
    return HOP_OK;
}

const hop_loader_row hop_loader_png = {
    .row =
        {
            .name = "png",
            .title = "PNG files, one picture each, of any depth and colour type",
            .sources = "ISO/IEC 15948, Portable Network Graphics",
        },
    .recognise = recognise,
    .load = load_all,
};
