/* What the tests of this folder share: numbers made by a formula that numpy repeats exactly enough,
 * and arrays within a tolerance.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_ATTENTION_NUMBERS_H
#define TESTS_ATTENTION_NUMBERS_H

#include <math.h>
#include <string.h>

#include "support/support.h"

#define NUMBERS __attribute__((unused)) static

/* numpy.sin(a * arange(count) + b) */
NUMBERS void fill_sines(double *out, size_t count, double a, double b) {
    for (size_t i = 0; i < count; i++) out[i] = sin(a * (double)i + b);
}

/* numpy.sin(a * arange(count) * arange(count) + b) */
NUMBERS void fill_chirp(double *out, size_t count, double a, double b) {
    for (size_t i = 0; i < count; i++) out[i] = sin(a * (double)i * (double)i + b);
}

#define assert_all_near(values, expected, tolerance)                                \
    do {                                                                            \
        for (size_t near = 0; near < sizeof(expected) / sizeof *(expected); near++) \
            assert_near((values)[near], (expected)[near], tolerance);               \
    } while (0)

#define assert_says(call, code, words)                                      \
    do {                                                                    \
        assert_int_equal(call, code);                                       \
        if (!strstr(hop_status_detail(), words))                            \
            fail_msg("'%s' does not say '%s'", hop_status_detail(), words); \
    } while (0)

#endif
