/* One neuron after another in random order, P(1) = 1 / (1 + exp(-2 field / T)): the states come to
 * be distributed as exp(-E / T).  At temperature 0 the asynchronous rule.  Glauber 1963.
 * SPDX-License-Identifier: MIT */
#include "sign.h"

static double value(const hop_visit *visit) {
    if (visit->temperature == 0) return hop_update_sign(visit);
    double p = 1 / (1 + exp(-2 * visit->field / visit->temperature));
    return hop_random_uniform(visit->random) < p ? 1 : -1;
}

const hop_update_row hop_update_glauber = {
    .row =
        {
            .name = "glauber",
            .title = "one neuron after another is drawn by its field and a temperature",
            .sources = "Glauber 1963, doi 10.1063/1.1703954",
        },
    .heated = true,
    .value = value,
};
