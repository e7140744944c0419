/* Lines and fields of a table written as text.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../base/text.h"
#include "csv_sample.h"

const char *hop_csv_begin(const char *text, size_t size) {
    return size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? text + 3 : text;
}

/* Excel's first line that names the separator: sep=; */
static bool names_separator(const char *from, const char *to) {
    return to - from == 5 && strncasecmp(from, "sep=", 4) == 0;
}

bool hop_csv_line(const char **at, const char *end, size_t *line, hop_csv_field *found) {
    while (*at < end) {
        const char *from = *at, *to = from;
        while (to < end && *to != '\n' && *to != '\r') to++;
        *at = to < end ? to + 1 : to;
        if (*at < end && *to == '\r' && **at == '\n') ++*at;
        ++*line;
        const char *first = from;
        while (first < to && hop_csv_is_blank(*first)) first++;
        if (first == to || *first == '#' || (*line == 1 && names_separator(from, to))) continue;
        *found = (hop_csv_field){from, (size_t)(to - from)};
        return true;
    }
    return false;
}

hop_csv_field hop_csv_next(const char **at, const char *end, char separator, bool *more) {
    const char *from = *at, *to = NULL;
    bool quoted = false;
    /* A tab that separates is no blank before a field. */
    while (from < end && hop_csv_is_blank(*from) && *from != separator) from++;
    if (separator == ' ')
        while (from < end && hop_csv_is_blank(*from)) from++;
    for (to = from; to < end; to++) {
        if (*to == '"') quoted = !quoted;
        if (!quoted && (*to == separator || (separator == ' ' && *to == '\t'))) break;
    }
    *more = to < end;
    *at = *more ? to + 1 : to;
    if (separator == ' ') {
        while (*at < end && hop_csv_is_blank(**at)) ++*at;
        *more = *at < end;
    }
    while (to > from && hop_csv_is_blank(to[-1])) to--;
    if (to - from >= 2 && *from == '"' && to[-1] == '"') from++, to--;
    return (hop_csv_field){from, (size_t)(to - from)};
}

bool hop_csv_field_is(hop_csv_field f, const char *word) {
    return f.at && f.length == strlen(word) && strncasecmp(f.at, word, f.length) == 0;
}

bool hop_csv_is_missing(hop_csv_field f) {
    static const char *const WORDS[] = {"NA", "N/A", "#N/A", "null", "none", "?", "-"};
    if (f.length == 0) return true;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (hop_csv_field_is(f, WORDS[i])) return true;
    return false;
}

bool hop_csv_begins_as_number(hop_csv_field f) {
    size_t at = 0;
    while (at < f.length && memchr("+-.$\xc2\xa3\xe2\x82\xac ", f.at[at], 10)) at++;
    return at < f.length && isdigit((unsigned char)f.at[at]);
}

static bool is_digit(const char *at) {
    return *at >= '0' && *at <= '9';
}

/* The length of what may stand between thousands there: a blank (a no-break one of Latin 1 too), an
 * apostrophe, straight or not, or `sign`; 0 if none does. */
static size_t between_thousands(const char *at, char sign) {
    if (*at && (*at == sign || *at == ' ' || *at == '\'' || *at == '\xa0')) return 1;
    return strncmp(at, "\xe2\x80\x99", 3) == 0 ? 3 : 0;
}

/* Leaves out what stands between thousands: one to three digits, and groups of three with the same
 * sign before each.  What is not written so stays as it is. */
static void drop_thousands(char *text, char sign) {
    const char *at = text + (*text == '-' || *text == '+'), *from = at;
    while (is_digit(at)) at++;
    const size_t mark = between_thousands(at, sign);
    if (mark == 0 || at == from || at - from > 3 || (*from == '0' && *at == sign)) return;
    const char *const sample = at;
    while (strncmp(at, sample, mark) == 0) {
        for (size_t i = 0; i < 3; i++)
            if (!is_digit(at + mark + i)) return;
        at += mark + 3;
    }
    if (is_digit(at)) return;
    char *to = text + (sample - text);
    for (const char *next = sample; next < at; to += 3, next += mark + 3)
        memmove(to, next + mark, 3);
    memmove(to, at, strlen(at) + 1);
}

bool hop_csv_number(hop_csv_field f, hop_csv_signs signs, double *value) {
    char text[HOP_CSV_NUMBER];
    double digits = 0;
    size_t i = 0;
    /* Most numbers in tables are few digits. */
    for (; i < f.length && i < 9 && is_digit(f.at + i); i++) digits = digits * 10 + (f.at[i] - '0');
    if (f.length > 0 && i == f.length) {
        *value = digits;
        return true;
    }
    if (hop_csv_field_is(f, "true") || hop_csv_field_is(f, "false")) {
        *value = hop_csv_field_is(f, "true");
        return true;
    }
    if (f.length == 0 || f.length >= sizeof text || memchr(f.at, '\0', f.length)) return false;
    memcpy(text, f.at, f.length);
    text[f.length] = '\0';
    if (strpbrk(text, "xX")) return false; /* hexadecimal is no number here */
    drop_thousands(text, signs.thousands);
    if (signs.decimal_comma && strchr(text, '.')) return false;
    char *comma = signs.decimal_comma ? strchr(text, ',') : NULL;
    if (comma) *comma = '.';
    /* As Fortran writes exponents of doubles. */
    char *exponent = strpbrk(text, "dD");
    if (exponent && exponent > text &&
        (exponent[-1] == '.' || isdigit((unsigned char)exponent[-1])))
        *exponent = 'e';
    return hop_text_parse_number(text, value);
}
