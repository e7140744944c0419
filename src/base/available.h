/* How much memory is free.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_AVAILABLE_H
#define HOP_BASE_AVAILABLE_H

/* Bytes that may still be asked for: what the machine has free, or less where this process is
 * limited; infinite where the system does not say. */
double hop_available_memory(void);

#endif
