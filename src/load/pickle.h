/* Python pickles without first bytes of their own.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_LOAD_PICKLE_H
#define HOP_LOAD_PICKLE_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the bytes head [size] can only be a pickle of protocol 0 or 1: one opcode after another,
 * up to the last, the end, where head is `all` of the file. */
bool hop_pickle_recognise(const unsigned char *head, size_t size, bool all);

#endif
