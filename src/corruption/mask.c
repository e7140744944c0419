/* A masked side: its pixels become unknown (NAN), which recall leaves out of the comparison and
 * fills in.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "../base/fail.h"
#include "region.h"

static hop_status apply(const double *parameter, const hop_canvas *canvas, hop_random *random,
                        double *state) {
    (void)random;
    hop_box box;
    HOP_TRY(hop_corruption_side(canvas, (enum hop_side)parameter[0], parameter[1], &box));
    hop_corruption_fill(canvas, box, NAN, state);
    return HOP_OK;
}

const hop_corruption_row hop_corruption_mask = {
    .row = {.name = "mask",
            .title = "one side made unknown (transparent): left out of the comparison, filled in",
            .sources = "",
            .parameters = {HOP_PARAMETER_SIDE("where the unknown part lies"),
                           HOP_PARAMETER_AREA("fraction of the rows (columns, for left and right)",
                                              0.5)}},
    .strength = "area",
    .strength_below = 1, /* nothing would be known */
    .apply = apply,
};
