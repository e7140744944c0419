/* What rules without a temperature do.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_UPDATE_SIGN_H
#define HOP_UPDATE_SIGN_H

#include <hopfield/update.h>

#include <math.h>

/* The sign of the field; a value stays where that is 0. */
static inline double hop_update_sign(const hop_visit *visit) {
    if (fabs(visit->field) <= visit->noise) return visit->old;
    return visit->field > 0 ? 1 : -1;
}

#endif
