/* One neuron after another in random order: the sign of the field, so a flip where the energy
 * falls. Hopfield 1982. SPDX-License-Identifier: MIT */
#include "sign.h"

const hop_update_row hop_update_asynchronous = {
    .row =
        {
            .name = "asynchronous",
            .title = "one neuron after another flips where that lowers the energy",
            .sources = "Hopfield 1982, doi 10.1073/pnas.79.8.2554",
        },
    .value = hop_update_sign,
};
