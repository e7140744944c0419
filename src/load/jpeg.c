/* JPEG files: one picture each.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "loader.h"

static bool recognise(const unsigned char *head, size_t size) {
    return size >= 3 && memcmp(head, "\xff\xd8\xff", 3) == 0;
}

const hop_loader_row hop_loader_jpeg = {
    .row =
        {
            .name = "jpeg",
            .title = "JPEG photographs, grey or colour, turned as the camera was held",
            .sources = "ITU-T T.81 and T.871; CIPA DC-008, Exif 2.32",
        },
    .endings = "jpg jpeg",
    .recognise = recognise,
    .picture = hop_jpeg_parse,
};
