/* Ranges of numbers as users type them.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_RANGE_H
#define HOP_BASE_RANGE_H

#include <stddef.h>

#include <hopfield/status.h>

#include "limits.h"

/* More values than any sweep needs of one setting. */
enum { HOP_RANGE_MAX = HOP_LIMIT_RANGE };

/* Reads "1,2,5", "0:1:0.05" (from:to:step, both ends included) or "0.1:10:x2" (from:to:times), or
 * several of these with commas, into *values [*count], free()d by the caller; in the order given.
 * A value that a step reaches is rounded to 12 digits, so that 3 * 0.05 is 0.15.  `name` stands in
 * the sentences: HOP_E_VALUE for an empty or reversed range, a step that leads nowhere, a number
 * that is none; HOP_E_LIMIT for more than HOP_RANGE_MAX values; HOP_E_MEMORY. */
hop_status hop_range_parse(const char *name, const char *text, double **values, size_t *count);

#endif
