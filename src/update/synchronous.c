/* All neurons at once: the sign of the field, kept where that is 0.  Never raises the energy where
 * Q is convex; else a cycle of two states may be entered.  Little 1974; Hopfield 1982.
 * SPDX-License-Identifier: MIT */
#include "sign.h"

const hop_update_row hop_update_synchronous = {
    .row =
        {
            .name = "synchronous",
            .title = "all neurons at once take the sign of their fields",
            .sources = "Little 1974, doi 10.1016/0025-5564(74)90031-5",
        },
    .together = true,
    .value = hop_update_sign,
};
