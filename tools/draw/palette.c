/* The colours all pictograms share: a few hues, each light, plain and dark.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/fail.h"

#include "drawing.h"

typedef struct colour {
    const char *name;
    unsigned rgb;
    double opacity;
} colour;

static const colour palette[] = {
    {"white", 0xffffff, 1},   {"snow", 0xf1f5f9, 1},    {"silver", 0xcfd8e3, 1},
    {"steel", 0x8fa1b6, 1},   {"slate", 0x52647c, 1},   {"ink", 0x28344a, 1},
    {"black", 0x161d2b, 1},   {"night", 0x1e2a52, 1},   {"navy", 0x2c3f7a, 1},
    {"blue", 0x3b7ddd, 1},    {"azure", 0x5fb0f0, 1},   {"sky", 0xbfe3fa, 1},
    {"ice", 0xe3f4fd, 1},     {"teal", 0x1f9e97, 1},    {"aqua", 0x5fd0c5, 1},
    {"mint", 0xcdf0e3, 1},    {"pine", 0x1f6f4f, 1},    {"green", 0x3fa85b, 1},
    {"lime", 0x8fce5a, 1},    {"pale", 0xe4f4cf, 1},    {"gold", 0xffc93c, 1},
    {"amber", 0xf5a524, 1},   {"cream", 0xfff3d1, 1},   {"sand", 0xf3d9a4, 1},
    {"orange", 0xf57f2e, 1},  {"rust", 0xc2541d, 1},    {"peach", 0xffd3b8, 1},
    {"red", 0xe5453f, 1},     {"wine", 0xa92a3c, 1},    {"rose", 0xf7a8b4, 1},
    {"blush", 0xfde0e2, 1},   {"pink", 0xec5f99, 1},    {"plum", 0x7b3f98, 1},
    {"violet", 0xa06bd3, 1},  {"lilac", 0xe6d8f7, 1},   {"brown", 0x7a4a2b, 1},
    {"wood", 0xa96b3c, 1},    {"tan", 0xd9a066, 1},     {"bark", 0x4f2f1f, 1},
    {"shade", 0x101830, .16}, {"shine", 0xffffff, .35}, {"glow", 0xffffff, .15},
};

hop_status hop_palette_find(const char *name, size_t length, hop_paint *paint) {
    for (size_t i = 0; i < sizeof palette / sizeof *palette; i++) {
        const colour *row = &palette[i];
        if (strlen(row->name) != length || memcmp(row->name, name, length) != 0) continue;
        *paint = (hop_paint){.colour = {(row->rgb >> 16) / 255.0, (row->rgb >> 8 & 255) / 255.0,
                                        (row->rgb & 255) / 255.0},
                             .opacity = row->opacity};
        return HOP_OK;
    }
    return hop_fail(HOP_E_NAME, "no colour is called '%.*s'", (int)length, name);
}
