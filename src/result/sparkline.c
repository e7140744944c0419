/* A curve in one line of block characters.
 * SPDX-License-Identifier: MIT */
#include <hopfield/table.h>

#include <assert.h>
#include <math.h>
#include <string.h>

/* Differences up to this, relative to 1 + |value|, are rounding, and no shape. */
static const double LEVEL = 5e-10;

/* The eighth of a block's height, 0 to 7, for a value between low and high. */
static int level_of(double value, double low, double high) {
    static const int MIDDLE = 3, TOP = 7;
    if (isinf(value)) return value < 0 ? 0 : TOP;
    if (!(high / 2 - low / 2 > LEVEL * (1 + fabs(low)))) return MIDDLE;
    /* Halves first: the range of finite values may itself overflow. */
    double part = (value / 2 - low / 2) / (high / 2 - low / 2);
    return (int)lround(part * TOP);
}

void hop_table_sparkline(const double *values, size_t count, char *text, size_t size) {
    assert(text && size > 0);
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(values[i])) continue;
        if (values[i] < low) low = values[i];
        if (values[i] > high) high = values[i];
    }
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        char block[4] = " ";
        if (!isnan(values[i])) { /* U+2581 to U+2588 */
            memcpy(block, "\xe2\x96\x81", sizeof block);
            block[2] = (char)(0x81 + level_of(values[i], low, high));
        }
        size_t bytes = strlen(block);
        if (length + bytes >= size) break;
        memcpy(text + length, block, bytes);
        length += bytes;
    }
    text[length] = '\0';
}
