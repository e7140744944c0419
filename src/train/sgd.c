/* Gradient descent with momentum:  v = m v + g,  w = w - rate v.  Polyak 1964.
 * SPDX-License-Identifier: MIT */
#include "rate.h"

enum { RATE, MOMENTUM };

static void step(const double *parameter, double rate, size_t number, size_t count,
                 const double *gradient, const bool *decays, double *const *moment,
                 double *weights) {
    (void)number;
    (void)decays;
    for (size_t i = 0; i < count; i++) {
        moment[0][i] = parameter[MOMENTUM] * moment[0][i] + gradient[i];
        weights[i] -= rate * moment[0][i];
    }
}

const hop_optimiser_row hop_optimiser_sgd = {
    .row = {.name = "sgd",
            .title = "stochastic gradient descent with momentum",
            .sources = "Robbins and Monro 1951; Polyak 1964",
            .parameters = {HOP_OPTIMISER_RATE(0.01),
                           HOP_OPTIMISER_PAST("momentum", "how much of the last step goes on",
                                              0.9)}},
    .moments = 1,
    .step = step,
};
