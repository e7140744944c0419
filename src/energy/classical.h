/* What rows with couplings share.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_ENERGY_CLASSICAL_H
#define HOP_ENERGY_CLASSICAL_H

#include <hopfield/energy.h>

/* The parameter "self", and its words. */
enum { HOP_ENERGY_SELF_NONE, HOP_ENERGY_SELF_KEEP };

#define HOP_ENERGY_SELF                                                            \
    {                                                                              \
        .name = "self",                                                            \
        .meaning = "whether neurons feel themselves: kept, synchronous updates "   \
                   "never cycle, but basins are smaller",                          \
        .unit = "dimensionless", .default_value = HOP_ENERGY_SELF_NONE, .high = 1, \
        .integer = true, .choices = "none|keep"                                    \
    }

/* No constant: energies are those of the papers. */
static inline double hop_energy_no_constant(const double *parameter, size_t patterns,
                                            double largest_norm) {
    (void)parameter, (void)patterns, (void)largest_norm;
    return 0;
}

#endif
