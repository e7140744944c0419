/* Time that passes.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_CLOCK_H
#define HOP_BASE_CLOCK_H

/* Seconds since some moment, by a clock that nobody sets. */
double hop_seconds(void);

#endif
