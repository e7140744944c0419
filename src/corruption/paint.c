/* A painted side: opaque, so nothing says that these pixels are wrong.
 * SPDX-License-Identifier: MIT */
#include "../base/fail.h"
#include "region.h"

static hop_status apply(const double *parameter, const hop_canvas *canvas, hop_random *random,
                        double *state) {
    (void)random;
    hop_box box;
    HOP_TRY(hop_corruption_side(canvas, (enum hop_side)parameter[0], parameter[1], &box));
    hop_corruption_fill(canvas, box, hop_corruption_level(canvas, parameter[2]), state);
    return HOP_OK;
}

const hop_corruption_row hop_corruption_paint = {
    .row = {.name = "paint",
            .title = "one side covered with opaque paint: wrong values that look like known ones",
            .sources = "",
            .parameters = {{.name = "side",
                            .meaning = "where the paint lies",
                            .unit = "one of the words",
                            .standard = HOP_BOTTOM,
                            .low = HOP_TOP,
                            .high = HOP_RIGHT,
                            .integer = true,
                            .choices = HOP_SIDES},
                           {.name = "area",
                            .meaning = "fraction of the rows (columns, for left and right)",
                            .unit = "dimensionless",
                            .standard = 0.5,
                            .low = 0,
                            .high = 1},
                           {.name = "value",
                            .meaning = "brightness of the paint, from 0 (black) to 1 (white)",
                            .unit = "of the range of the values",
                            .standard = 0,
                            .low = 0,
                            .high = 1}}},
    .strength = "area",
    .apply = apply,
};
