/* Decoding UTF-8, and the characters that steer what shows them.
 * SPDX-License-Identifier: MIT */
#include "utf8.h"

/* C0 and C1 controls, line separators, and the marks that turn the writing direction. */
static const hop_utf8_range STEERING[] = {
    {0x00, 0x1f},     {0x7f, 0x9f},     {0x061c, 0x061c}, {0x200e, 0x200f},
    {0x2028, 0x202e}, {0x2060, 0x206f}, {0xfeff, 0xfeff},
};

bool hop_utf8_within(uint32_t point, const hop_utf8_range *ranges, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (point >= ranges[i].first && point <= ranges[i].last) return true;
    return false;
}

bool hop_utf8_steers(uint32_t point) {
    return hop_utf8_within(point, STEERING, sizeof STEERING / sizeof *STEERING);
}

bool hop_utf8_decode(const char *text, uint32_t *point, size_t *length) {
    static const uint32_t LEAST[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = (unsigned char)text[0];
    size_t size = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    uint32_t value = size == 1 ? first : first & (0x7fu >> size);
    *length = 1;
    if (first >= 0xf8 || (first >= 0x80 && first < 0xc2)) return false;
    for (size_t i = 1; i < size; i++) {
        unsigned char next = (unsigned char)text[i];
        if ((next & 0xc0) != 0x80) return false;
        value = value << 6 | (next & 0x3fu);
    }
    if (value < LEAST[size] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
        return false;
    *length = size;
    *point = value;
    return true;
}

void hop_utf8_tame(char *text) {
    char *to = text;
    for (size_t length = 1; *text; text += length) {
        uint32_t point = 0;
        length = 1;
        bool harmless = hop_utf8_decode(text, &point, &length) && !hop_utf8_steers(point);
        if (!harmless) *to++ = '?';
        for (size_t i = 0; harmless && i < length; i++) *to++ = text[i];
    }
    *to = '\0';
}
