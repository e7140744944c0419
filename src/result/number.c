/* Numbers, and what the line formats share.
 * SPDX-License-Identifier: MIT */
#include "number.h"

#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "display.h"

/* %g may use 7 letters beside the digits: a sign, a point, an exponent of five. */
enum { DIGITS_MAX = 17 };

/* Up to here people read 12346 more easily than 1.235e+04. */
static const double PLAIN_BELOW = 1e7;

void hop_table_round(double value, int digits, char text[32]) {
    hop_text_number(value, text);
    if (digits <= 0 || digits > DIGITS_MAX || !isfinite(value)) return;
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!plain) return;
    locale_t before = uselocale(plain);
    snprintf(text, 32, "%.*g", digits, value);
    if (strchr(text, 'e') && fabs(value) >= 1 && fabs(value) < PLAIN_BELOW)
        snprintf(text, 32, "%.0f", value);
    uselocale(before);
    freelocale(plain);
}

int hop_table_unit_length(const char *unit, size_t count) {
    const size_t length = strlen(unit);
    return (int)(count == 1 && length > 1 && unit[length - 1] == 's' ? length - 1 : length);
}

hop_status hop_table_finish(hop_string *string, char **text) {
    if (string->failed || !string->text) {
        free(string->text);
        return hop_fail(HOP_E_MEMORY, "there is not enough memory to print a table");
    }
    *text = string->text;
    return HOP_OK;
}

void hop_table_note_lines(const hop_table *table, hop_string *out) {
    for (size_t i = 0; i < hop_table_note_total(table); i++) {
        const char *key = NULL, *text = NULL;
        hop_table_note_at(table, i, &key, &text);
        hop_string_add(out, "# ");
        hop_table_show(out, key, SIZE_MAX);
        hop_string_add(out, ": ");
        hop_table_show(out, text ? text : "", SIZE_MAX);
        hop_string_add(out, "\n");
    }
}
