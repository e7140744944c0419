/* Parameters that several optimisers have.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TRAIN_RATE_H
#define HOP_TRAIN_RATE_H

#include <hopfield/optimiser.h>

#define HOP_OPTIMISER_RATE(value)                                                                  \
    {                                                                                              \
        .name = "rate", .meaning = "how far a step goes, before the schedule",                     \
        .unit = "dimensionless", .default_value = (value), .low = 0, .low_open = true, .high = 100 \
    }

/* A weight of the past, in 0 ... 1. */
#define HOP_OPTIMISER_PAST(word, what, value)                                                 \
    {                                                                                         \
        .name = (word), .meaning = (what), .unit = "dimensionless", .default_value = (value), \
        .low = 0, .high = 1, .high_open = true                                                \
    }

#define HOP_OPTIMISER_FLOOR                                                                   \
    {                                                                                         \
        .name = "epsilon", .meaning = "added to the root of the second moment",               \
        .unit = "of a gradient", .default_value = 1e-8, .low = 0, .low_open = true, .high = 1 \
    }

/* Adam's step, with weights shrunk by rate * decay first; adam.c. */
void hop_optimiser_adam_step(const double *parameter, double decay, double rate, size_t step,
                             size_t count, const double *gradient, const bool *decays,
                             double *const *moment, double *weights);

#endif
