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

bool hop_csv_line(const char **at, const char *end, size_t *line, hop_csv_field *found) {
    while (*at < end) {
        const char *from = *at, *to = from;
        while (to < end && *to != '\n' && *to != '\r') to++;
        *at = to < end ? to + 1 : to;
        if (*at < end && *to == '\r' && **at == '\n') ++*at;
        ++*line;
        const char *first = from;
        while (first < to && hop_csv_is_blank(*first)) first++;
        if (first == to || *first == '#') continue;
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

bool hop_csv_number(hop_csv_field f, bool decimal_comma, double *value) {
    char text[HOP_CSV_NUMBER];
    double digits = 0;
    size_t i = 0;
    /* Most numbers in tables are few digits. */
    for (; i < f.length && i < 9 && f.at[i] >= '0' && f.at[i] <= '9'; i++)
        digits = digits * 10 + (f.at[i] - '0');
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
    char *comma = decimal_comma ? strchr(text, ',') : NULL;
    if (comma) *comma = '.';
    /* As Fortran writes exponents of doubles. */
    char *exponent = strpbrk(text, "dD");
    if (exponent && exponent > text &&
        (exponent[-1] == '.' || isdigit((unsigned char)exponent[-1])))
        *exponent = 'e';
    return hop_text_parse_number(text, value);
}
