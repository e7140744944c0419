/* The log-sum-exp row, for families that lean on it.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_ENERGY_LSE_H
#define HOP_ENERGY_LSE_H

#include <hopfield/energy.h>

extern const hop_energy_row hop_energy_lse;

#endif
