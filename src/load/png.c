/* PNG files: one picture each.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "loader.h"

static bool recognise(const unsigned char *head, size_t size) {
    static const unsigned char SIGNATURE[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    return size >= sizeof SIGNATURE && memcmp(head, SIGNATURE, sizeof SIGNATURE) == 0;
}

const hop_loader_row hop_loader_png = {
    .row =
        {
            .name = "png",
            .title = "PNG pictures of any depth and colour type",
            .sources = "ISO/IEC 15948, Portable Network Graphics",
        },
    .endings = "png",
    .recognise = recognise,
    .picture = hop_image_parse,
};
