/* The parameter that most families share.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_ENERGY_BETA_H
#define HOP_ENERGY_BETA_H

#include <math.h>

/* At the least beta a normal number in float too: below, beta times a difference would lose its
 * digits. */
#define HOP_ENERGY_BETA                                                                            \
    {                                                                                              \
        .name = "beta", .meaning = "inverse temperature: large picks one pattern, small averages", \
        .unit = "1 / squared key units", .default_value = NAN, .low = 1e-30, .high = 1e12,         \
    }

#endif
