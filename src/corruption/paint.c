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
            .parameters = {HOP_PARAMETER_SIDE("where the paint lies"),
                           HOP_PARAMETER_AREA("fraction of the rows (columns, for left and right)",
                                              0.5),
                           HOP_PARAMETER_PAINT}},
    .strength = "area",
    .apply = apply,
};
