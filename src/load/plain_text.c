/* Text of other makes.  The Unicode Standard, chapter 3, D91 and D92: UTF-16 and UTF-8.
 * SPDX-License-Identifier: MIT */
#include "plain_text.h"

#include <stdint.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"

/* Signs, in UTF-8, and what they become. */
static const struct {
    const char *sign;
    size_t length;
    char plain;
} SIGNS[] = {
#define SIGN(text) text, sizeof text - 1
    {SIGN("\xc2\xa0"), ' '},     /* no-break space */
    {SIGN("\xe2\x80\x87"), ' '}, /* figure space */
    {SIGN("\xe2\x80\x89"), ' '}, /* thin space */
    {SIGN("\xe2\x80\xaf"), ' '}, /* narrow no-break space */
    {SIGN("\xe3\x80\x80"), ' '}, /* ideographic space */
    {SIGN("\xe2\x88\x92"), '-'}, /* minus sign */
#undef SIGN
};
enum { SIGN_COUNT = sizeof SIGNS / sizeof *SIGNS };

enum { REPLACEMENT = 0xFFFD };

static const unsigned char LITTLE[] = {0xff, 0xfe}, BIG[] = {0xfe, 0xff};

static bool begins(const unsigned char *bytes, size_t size, const void *with, size_t length) {
    return size >= length && memcmp(bytes, with, length) == 0;
}

static bool is_utf16(const unsigned char *bytes, size_t size) {
    return begins(bytes, size, LITTLE, sizeof LITTLE) || begins(bytes, size, BIG, sizeof BIG);
}

/* The sign that stands there, or SIGN_COUNT. */
static size_t sign_at(const char *text, size_t size) {
    size_t i = 0;
    while (i < SIGN_COUNT &&
           !begins((const unsigned char *)text, size, SIGNS[i].sign, SIGNS[i].length))
        i++;
    return i;
}

bool hop_plain_text_begins(const unsigned char *bytes, size_t size) {
    return is_utf16(bytes, size) || sign_at((const char *)bytes, size) < SIGN_COUNT;
}

/* ---- UTF-16 ---- */

static uint32_t unit_at(const unsigned char *bytes, bool big) {
    return big ? (uint32_t)bytes[0] << 8 | bytes[1] : (uint32_t)bytes[1] << 8 | bytes[0];
}

/* The letter at *at, which is moved behind it. */
static uint32_t next_letter(const unsigned char *bytes, size_t size, bool big, size_t *at) {
    const uint32_t first = unit_at(bytes + *at, big);
    *at += 2;
    if (first < 0xD800 || first >= 0xE000) return first;
    if (first >= 0xDC00 || *at + 2 > size) return REPLACEMENT;
    const uint32_t second = unit_at(bytes + *at, big);
    if (second < 0xDC00 || second >= 0xE000) return REPLACEMENT;
    *at += 2;
    return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
}

size_t hop_plain_text_letter(uint32_t letter, char to[4]) {
    static const unsigned char LEAD[] = {0, 0, 0xC0, 0xE0, 0xF0};
    const size_t count = letter < 0x80 ? 1 : letter < 0x800 ? 2 : letter < 0x10000 ? 3 : 4;
    for (size_t i = count; i-- > 1; letter >>= 6) to[i] = (char)(0x80 | (letter & 0x3F));
    to[0] = (char)(LEAD[count] | letter);
    return count;
}

/* Two bytes become three at most; an odd last byte is left out. */
static hop_status from_utf16(const unsigned char *bytes, size_t size, hop_plain_text *plain) {
    const bool big = begins(bytes, size, BIG, sizeof BIG);
    char *made = NULL;
    size_t length = 0;
    HOP_TRY(hop_alloc(size / 2, 3, "a text", &made));
    for (size_t at = sizeof BIG; at + 2 <= size;)
        length += hop_plain_text_letter(next_letter(bytes, size, big, &at), made + length);
    *plain = (hop_plain_text){made, length, made};
    return HOP_OK;
}

/* ---- signs ---- */

/* The first byte from `at` on that begins a sign, or `size`. */
static size_t find_sign(const char *text, size_t size, size_t at) {
    while (at < size &&
           !((unsigned char)text[at] >= 0x80 && sign_at(text + at, size - at) < SIGN_COUNT))
        at++;
    return at;
}

hop_status hop_plain_text_make(const unsigned char *bytes, size_t size, hop_plain_text *plain) {
    *plain = (hop_plain_text){(const char *)bytes, size, NULL};
    if (is_utf16(bytes, size)) HOP_TRY(from_utf16(bytes, size, plain));
    size_t at = find_sign(plain->text, plain->size, 0), length = at;
    if (at == plain->size) return HOP_OK;
    if (!plain->made) {
        HOP_TRY(hop_alloc(size, 1, "a text", &plain->made));
        memcpy(plain->made, bytes, at);
    }
    /* It only becomes shorter: so a text that was made may be changed where it is. */
    while (at < plain->size) {
        const size_t sign = sign_at(plain->text + at, plain->size - at);
        plain->made[length++] = SIGNS[sign].plain;
        at += SIGNS[sign].length;
        const size_t next = find_sign(plain->text, plain->size, at);
        memmove(plain->made + length, plain->text + at, next - at);
        length += next - at;
        at = next;
    }
    plain->text = plain->made;
    plain->size = length;
    return HOP_OK;
}
