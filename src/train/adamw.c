/* Adam with decoupled weight decay: matrices shrink by rate * decay a step, beside the gradient.
 * Loshchilov and Hutter 2019 (1711.05101), algorithm 2.
 * SPDX-License-Identifier: MIT */
#include "rate.h"

enum { RATE, PAST1, PAST2, FLOOR, DECAY };

static void step(const double *parameter, double rate, size_t number, size_t count,
                 const double *gradient, const bool *decays, double *const *moment,
                 double *weights) {
    hop_optimiser_adam_step(parameter, parameter[DECAY], rate, number, count, gradient, decays,
                            moment, weights);
}

const hop_optimiser_row hop_optimiser_adamw = {
    .row = {.name = "adamw",
            .title = "Adam with decoupled weight decay: matrices shrink a little every step",
            .sources = "Loshchilov and Hutter 2019 (arXiv 1711.05101), algorithm 2",
            .parameters = {HOP_OPTIMISER_RATE(0.001),
                           HOP_OPTIMISER_PAST("b1", "memory of the gradient", 0.9),
                           HOP_OPTIMISER_PAST("b2", "memory of its square", 0.999),
                           HOP_OPTIMISER_FLOOR,
                           {.name = "decay",
                            .meaning = "part of a matrix that goes in a step of rate 1",
                            .unit = "dimensionless",
                            .default_value = 0.01,
                            .low = 0,
                            .high = 10}}},
    .moments = 2,
    .step = step,
};
