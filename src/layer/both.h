/* Compiles the file called TEMPLATE once for each precision, so that a layer is written once:
 * real is the type of its numbers, NAME(f) is f in double and f_float in float.
 * SPDX-License-Identifier: MIT */
#define real    double
#define NAME(f) f
#include TEMPLATE /* NOLINT(bugprone-suspicious-include): this is meant */
#undef real
#undef NAME

#define real    float
#define NAME(f) f##_float
#include TEMPLATE /* NOLINT(bugprone-suspicious-include): this is meant */
#undef real
#undef NAME
