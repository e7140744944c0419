/* Text and numbers made safe and readable on the page.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/utf8.h"
#include "page.h"

/* U+FFFD, and the characters of a number as people write it. */
static const char REPLACEMENT[] = "\xef\xbf\xbd";
static const char MINUS[] = "\u2212", TIMES_TEN[] = "\u202f\u00d7\u202f10";
static const char *const RAISED[] = {"\u2070", "\u00b9", "\u00b2", "\u00b3", "\u2074",
                                     "\u2075", "\u2076", "\u2077", "\u2078", "\u2079"};
static const char RAISED_MINUS[] = "\u207b";

/* What stands for a character of markup; NULL for any other. */
static const char *entity(char c) {
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

void hop_page_escape(hop_string *out, const char *text) {
    while (text && *text) {
        uint32_t point = 0;
        size_t length = 1;
        bool shown = hop_utf8_decode(text, &point, &length) &&
                     (!hop_utf8_steers(point) || point == '\n' || point == '\t');
        const char *named = entity(*text);
        const char *bytes = !shown ? REPLACEMENT : named ? named : text;
        hop_string_add_bytes(out, bytes, shown && !named ? length : strlen(bytes));
        text += length;
    }
}

/* Appends where there is room; `text` [64] holds the longest number. */
static void append(char *text, const char *more) {
    size_t length = strlen(text), size = strlen(more);
    if (length + size < 64) memcpy(text + length, more, size + 1);
}

const char *hop_result_typeset(double value, int digits, char text[64]) {
    char plain[48];
    if (digits > 0 && isfinite(value)) {
        snprintf(plain, sizeof plain, "%.*e", digits - 1, value);
        value = strtod(plain, NULL); /* in the same locale, whichever that is */
    }
    hop_text_number(value, plain);
    char *exponent = strchr(plain, 'e');
    if (exponent) *exponent++ = '\0';
    text[0] = '\0';
    append(text, plain[0] == '-' ? MINUS : "");
    append(text, plain + (plain[0] == '-'));
    if (!exponent) return text;
    append(text, TIMES_TEN);
    append(text, exponent[0] == '-' ? RAISED_MINUS : "");
    for (const char *c = exponent + strspn(exponent, "+-0"); *c; c++)
        append(text, RAISED[*c - '0']);
    return text;
}
