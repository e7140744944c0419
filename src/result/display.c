/* Text on a terminal: the width of each character.  The C library's wcwidth()
 * would depend on the locale.  Widths after Unicode TR 11, East Asian width, in coarse ranges.
 * SPDX-License-Identifier: MIT */
#include "display.h"

#include "../base/utf8.h"

/* Combining marks, joiners, variation selectors, skin tones (they join the picture before). */
static const hop_utf8_range JOINING[] = {
    {0x0300, 0x036f},   {0x0483, 0x0489},   {0x0591, 0x05bd},   {0x064b, 0x065f}, {0x1ab0, 0x1aff},
    {0x1dc0, 0x1dff},   {0x200b, 0x200d},   {0x20d0, 0x20ff},   {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f},
    {0x1f3fb, 0x1f3ff}, {0xe0020, 0xe007f}, {0xe0100, 0xe01ef},
};

static const hop_utf8_range WIDE[] = {
    {0x1100, 0x115f},   {0x231a, 0x231b},   {0x2614, 0x2615},   {0x2648, 0x2653},
    {0x26a1, 0x26a1},   {0x26bd, 0x26be},   {0x2705, 0x2705},   {0x2728, 0x2728},
    {0x274c, 0x274c},   {0x2753, 0x2757},   {0x2795, 0x2797},   {0x2e80, 0x303e},
    {0x3041, 0xa4cf},   {0xa960, 0xa97f},   {0xac00, 0xd7a3},   {0xf900, 0xfaff},
    {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},   {0x1f18e, 0x1f18e},
    {0x1f191, 0x1f19a}, {0x1f200, 0x1f320}, {0x1f32d, 0x1f64f}, {0x1f680, 0x1f6ff},
    {0x1f900, 0x1f9ff}, {0x1fa70, 0x1faff}, {0x20000, 0x3fffd},
};

#define IN(ranges, point) hop_utf8_within(point, ranges, sizeof ranges / sizeof ranges[0])

/* The length of the character at `text`, the columns it takes, and whether it may be shown. */
static size_t measure(const char *text, size_t *columns, bool *shown) {
    uint32_t point = 0;
    size_t length = 1;
    *shown = hop_utf8_decode(text, &point, &length) && !hop_utf8_steers(point);
    *columns = !*shown ? 1 : IN(JOINING, point) ? 0 : IN(WIDE, point) ? 2 : 1;
    return length;
}

size_t hop_table_room(const char *text) {
    size_t total = 0, columns = 0;
    bool shown = false;
    while (*text) {
        text += measure(text, &columns, &shown);
        total += columns;
    }
    return total;
}

size_t hop_table_show(hop_string *out, const char *text, size_t width) {
    static const char ELLIPSIS[] = "\xe2\x80\xa6";
    bool cut = hop_table_room(text) > width;
    size_t room = cut ? width - 1 : width, taken = 0;
    while (*text) {
        size_t columns = 0;
        bool shown = false;
        size_t length = measure(text, &columns, &shown);
        if (taken + columns > room) break;
        hop_string_add_bytes(out, shown ? text : "?", shown ? length : 1);
        text += length;
        taken += columns;
    }
    if (!cut) return taken;
    hop_string_add_bytes(out, ELLIPSIS, sizeof ELLIPSIS - 1);
    return taken + 1;
}
