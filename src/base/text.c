/* Nearest names, numbers, growing strings.
 * SPDX-License-Identifier: MIT */
#include "text.h"

#include <ctype.h>
#include <locale.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Names longer than this are nobody's mistyping of ours. */
enum { NAME_MAX_LENGTH = 63 };

/* A name that is off by more than one in so many of its letters is not near. */
enum { LETTERS_A_MISTAKE = 3 };

/* Whole numbers from here on are written with an exponent where that is shorter. */
static const double PLAIN_BELOW = 1e7;

static size_t smallest(size_t a, size_t b, size_t c) {
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

size_t hop_text_distance(const char *a, const char *b) {
    size_t m = strlen(a), n = strlen(b);
    if (m > NAME_MAX_LENGTH || n > NAME_MAX_LENGTH) return m > n ? m : n;
    size_t table[NAME_MAX_LENGTH + 1][NAME_MAX_LENGTH + 1];
    for (size_t i = 0; i <= m; i++) table[i][0] = i;
    for (size_t j = 0; j <= n; j++) table[0][j] = j;
    for (size_t i = 1; i <= m; i++)
        for (size_t j = 1; j <= n; j++) {
            int x = tolower((unsigned char)a[i - 1]), y = tolower((unsigned char)b[j - 1]);
            size_t best =
                smallest(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (x != y));
            bool swapped = i > 1 && j > 1 && x == tolower((unsigned char)b[j - 2]) &&
                           y == tolower((unsigned char)a[i - 2]);
            if (swapped && table[i - 2][j - 2] + 1 < best) best = table[i - 2][j - 2] + 1;
            table[i][j] = best;
        }
    return table[m][n];
}

/* One begins with the other, and not by chance. */
static bool begins(const char *a, const char *b) {
    size_t m = strlen(a), n = strlen(b), shorter = m < n ? m : n;
    return (shorter > 2 || (shorter == 2 && n > m)) && strncasecmp(a, b, shorter) == 0;
}

const char *hop_text_nearest(const char *name, const char *const *names, size_t count) {
    const char *nearest = NULL;
    size_t length = strlen(name);
    /* One letter in three may be wrong, in short names one. */
    size_t best = (length < 2 * LETTERS_A_MISTAKE ? 1 : length / LETTERS_A_MISTAKE) + 1;
    for (size_t i = 0; i < count; i++) {
        const size_t other = strlen(names[i]),
                     least = other > length ? other - length : length - other;
        if (!begins(name, names[i]) && least >= best) continue;
        size_t distance = begins(name, names[i]) ? 1 : hop_text_distance(name, names[i]);
        bool kept = distance < length && distance < other; /* some letters are */
        if (!kept || distance >= best) continue;
        best = distance;
        nearest = names[i];
    }
    return nearest;
}

void hop_text_number(double value, char text[32]) {
    if (isnan(value) || isinf(value)) {
        snprintf(text, 32, "%s", isnan(value) ? "nan" : value > 0 ? "inf" : "-inf");
        return;
    }
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    locale_t before = plain ? uselocale(plain) : (locale_t)0;
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, 32, "%.*g", digits, value);
        if (strtod(text, NULL) == value) break;
    }
    /* A whole number of few digits, 20 say, would else read 2e+01. */
    if (strchr(text, 'e') && fabs(value) >= 1 && fabs(value) < PLAIN_BELOW)
        snprintf(text, 32, "%.0f", value);
    if (before) uselocale(before);
    if (plain) freelocale(plain);
}

bool hop_text_parse_number(const char *text, double *value) {
    if (*text == '\0' || isspace((unsigned char)*text)) return false;
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!plain) return false;
    char *end = NULL;
    double read = strtod_l(text, &end, plain);
    freelocale(plain);
    if (*end != '\0') return false;
    *value = read;
    return true;
}

static bool make_room(hop_string *string, size_t extra) {
    size_t needed = string->length + extra + 1;
    if (string->failed) return false;
    if (needed <= string->capacity) return true;
    size_t capacity = needed < 128 ? 256 : needed * 2;
    char *text = realloc(string->text, capacity);
    if (!text) {
        string->failed = true;
        return false;
    }
    string->text = text;
    string->capacity = capacity;
    return true;
}

void hop_string_add_bytes(hop_string *string, const char *bytes, size_t size) {
    if (!make_room(string, size)) return;
    if (size > 0) memcpy(string->text + string->length, bytes, size);
    string->length += size;
    string->text[string->length] = '\0';
}

void hop_string_add(hop_string *string, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, arguments);
    if (size < 0) string->failed = true;
    if (size >= 0 && make_room(string, (size_t)size)) {
        vsnprintf(string->text + string->length, (size_t)size + 1, format, again);
        string->length += (size_t)size;
    }
    va_end(again);
    va_end(arguments);
}

void hop_text_bytes(double bytes, char text[HOP_TEXT_BYTES]) {
    static const char *const UNITS[] = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    const double step = 1024, most = 999.5;
    const size_t last = sizeof UNITS / sizeof *UNITS - 1;
    size_t unit = 0;
    double value = bytes / step;
    for (; value >= most && unit < last; unit++) value /= step;
    if (value >= most)
        snprintf(text, HOP_TEXT_BYTES, "over 1000 %s", UNITS[last]);
    else
        snprintf(text, HOP_TEXT_BYTES, "%.*f %s", value < 9.95 && value > 0 ? 1 : 0, value,
                 UNITS[unit]);
}
