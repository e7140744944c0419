/* Which separator, and whether there is a header.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "csv_sample.h"

/* So many letters of a line are shown. */
enum { SHOWN = 40 };

/* A header of 0, 1, 2, ... over whole numbers has at least this many columns: fewer may well be
 * numbers. */
enum { COUNTING_LEAST = 4 };

/* So many lines that begin 0, 1, 2, ... do not by chance. */
enum { COUNTED_LINES = 4 };

/* ---- separators ---- */

/* "1,5 2,5": every comma has digits around it and every word at most one. */
static bool commas_are_decimal(hop_csv_field line) {
    size_t words = 0, commas = 0;
    for (size_t i = 0; i < line.length; i++) {
        const bool begins = i == 0 || hop_csv_is_blank(line.at[i - 1]);
        if (begins && !hop_csv_is_blank(line.at[i])) words++, commas = 0;
        if (line.at[i] != ',') continue;
        const bool digits = i > 0 && i + 1 < line.length && line.at[i - 1] >= '0' &&
                            line.at[i - 1] <= '9' && line.at[i + 1] >= '0' && line.at[i + 1] <= '9';
        if (!digits || ++commas > 1) return false;
    }
    return words > 1;
}

static bool has_outside_quotes(hop_csv_field line, char wanted) {
    bool quoted = false;
    for (size_t i = 0; i < line.length; i++) {
        if (line.at[i] == '"') quoted = !quoted;
        if (!quoted && line.at[i] == wanted) return true;
    }
    return false;
}

static size_t count_fields(hop_csv_field line, char separator, bool *trailing) {
    const char *at = line.at, *end = at + line.length;
    size_t count = 0;
    hop_csv_field f = {0};
    for (bool more = true; more; count++) f = hop_csv_next(&at, end, separator, &more);
    *trailing = count > 1 && f.length == 0 && separator != ' ';
    return count;
}

/* Parts all lines into the same number of fields, more than one. */
static bool parts_evenly(const hop_csv_sample *s, char separator) {
    bool trailing = false;
    const size_t fields = count_fields(s->lines[0], separator, &trailing);
    for (size_t i = 1; i < s->count; i++)
        if (count_fields(s->lines[i], separator, &trailing) != fields) return false;
    return fields > 1;
}

/* Lines with it outside quotes; commas that are parts of numbers separate nothing. */
static size_t lines_with(const hop_csv_sample *s, char separator) {
    size_t count = 0;
    for (size_t i = 0; i < s->count; i++)
        count += has_outside_quotes(s->lines[i], separator) &&
                 (separator != ',' || !commas_are_decimal(s->lines[i]));
    return count;
}

/* One that parts all lines evenly, or that stands in most of them. */
static char find_separator(const hop_csv_sample *s) {
    static const char ALL[] = {';', '\t', ',', '|'};
    size_t lines[sizeof ALL], most = 0;
    for (size_t i = 0; i < sizeof ALL; i++) {
        lines[i] = lines_with(s, ALL[i]);
        if (lines[i] > 0 && parts_evenly(s, ALL[i])) return ALL[i];
        if (lines[i] > lines[most]) most = i;
    }
    return lines[most] > 0 ? ALL[most] : ' ';
}

static const hop_csv_signs POINT = {false, 0}, COMMA = {true, 0};
static const hop_csv_signs POINT_THOUSANDS = {true, '.'}, COMMA_THOUSANDS = {false, ','};

/* Whether there are numbers that can be read with these signs and not otherwise. */
typedef struct readings {
    bool point, comma, point_thousands, comma_thousands, either;
} readings;

static void note_signs(hop_csv_field f, readings *r) {
    double value = 0;
    const bool point = memchr(f.at, '.', f.length), comma = memchr(f.at, ',', f.length);
    if (!point && !comma) return;
    const bool as_comma = hop_csv_number(f, COMMA, &value);
    if (point && hop_csv_number(f, POINT, &value)) {
        /* 1.234 may have a decimal point, or one between thousands. */
        r->point |= !hop_csv_number(f, POINT_THOUSANDS, &value);
    } else if (comma && hop_csv_number(f, COMMA_THOUSANDS, &value)) {
        r->comma_thousands |= !as_comma;
        r->either |= as_comma;
    } else if (hop_csv_number(f, POINT_THOUSANDS, &value)) {
        r->point_thousands |= !as_comma;
        r->comma |= as_comma;
    }
}

/* One way of writing that fits all numbers; where 1,234 may be both, commas are decimal if they
 * separate nothing and no number has a point. */
static hop_csv_signs find_signs(const hop_csv_sample *s) {
    readings r = {0};
    bool points = false;
    for (size_t i = 0; i < s->count; i++) {
        const char *at = s->lines[i].at, *end = at + s->lines[i].length;
        for (bool more = true; more;) {
            double value = 0;
            hop_csv_field f = hop_csv_next(&at, end, s->layout.separator, &more);
            note_signs(f, &r);
            points = points || (hop_csv_number(f, POINT, &value) && memchr(f.at, '.', f.length));
        }
    }
    const bool decimal_comma = r.comma || r.point_thousands;
    if (r.point || r.comma_thousands)
        return !decimal_comma && (r.comma_thousands || r.either) ? COMMA_THOUSANDS : POINT;
    if (decimal_comma) return points || r.point_thousands ? POINT_THOUSANDS : COMMA;
    return r.either && !points && s->layout.separator != ',' ? COMMA : POINT;
}

/* ---- columns ---- */

/* The number of fields is that of the last line looked at: the first may be a header. */
static void count_columns(hop_csv_sample *s) {
    bool trailing = true, here = false;
    const char separator = s->layout.separator;
    s->first_fields = count_fields(s->lines[0], separator, &here);
    s->layout.columns = count_fields(s->lines[s->count - 1], separator, &here);
    for (size_t i = 0; i < s->count; i++)
        trailing =
            count_fields(s->lines[i], separator, &here) == s->layout.columns && here && trailing;
    s->layout.trailing = trailing;
    if (trailing) s->layout.columns--;
}

static void note_number(hop_csv_column *c, double value) {
    if (c->numbers == 0) {
        c->least = c->most = value;
        c->whole = true;
        c->counting = value == 0 || value == 1;
    } else if (value != c->last + 1) {
        c->counting = false;
    }
    if (value != floor(value)) c->whole = false;
    if (value < c->least) c->least = value;
    if (value > c->most) c->most = value;
    c->last = value;
    c->numbers++;
}

static void look_at_first(hop_csv_sample *s) {
    const char *at = s->lines[0].at, *end = at + s->lines[0].length;
    bool more = true;
    for (size_t i = 0; i < s->layout.columns && more; i++) {
        hop_csv_column *c = &s->columns[i];
        c->first = hop_csv_next(&at, end, s->layout.separator, &more);
        c->first_empty = c->first.length == 0;
        c->first_word =
            !c->first_empty && !hop_csv_number(c->first, s->layout.signs, &c->first_number);
    }
}

static void look_at(hop_csv_sample *s, size_t line) {
    const char *at = s->lines[line].at, *end = at + s->lines[line].length;
    bool more = true;
    for (size_t i = 0; i < s->layout.columns && more; i++) {
        hop_csv_column *c = &s->columns[i];
        double value = 0;
        hop_csv_field f = hop_csv_next(&at, end, s->layout.separator, &more);
        if (hop_csv_is_missing(f))
            c->empty++;
        else if (hop_csv_number(f, s->layout.signs, &value))
            note_number(c, value);
        else
            c->words++;
    }
}

/* The second line goes on from the first: 0 1 2 3, then 4 5 6 7 are numbers. */
static bool second_line_goes_on(const hop_csv_sample *s) {
    const char *at = s->lines[1].at, *end = at + s->lines[1].length;
    bool more = true;
    for (size_t i = 0; i < s->layout.columns; i++) {
        double value = 0;
        hop_csv_field f = hop_csv_next(&at, end, s->layout.separator, &more);
        if (!hop_csv_number(f, s->layout.signs, &value)) return false;
        if (value != (double)(s->layout.columns + i)) return false;
    }
    return true;
}

/* 0, 1, 2, ... behind an empty name or none. */
static bool first_line_counts(const hop_csv_sample *s) {
    const size_t from = s->columns[0].first_empty || s->columns[0].first_word;
    bool broken = s->layout.columns > 1; /* every column has numbers that are not whole */
    for (size_t i = from; i < s->layout.columns; i++) {
        const hop_csv_column *c = &s->columns[i];
        if (c->first_empty || c->first_word || c->first_number != (double)(i - from)) return false;
        broken = broken && !c->whole && c->numbers > 0;
    }
    if (from) return s->layout.columns > 1;
    return broken || (s->layout.columns >= COUNTING_LEAST && !second_line_goes_on(s));
}

/* "10 mm" beside 20: a line of numbers, one of which cannot be read. */
static bool first_line_has_bad_number(const hop_csv_sample *s) {
    bool number = false, bad = false;
    for (size_t i = 0; i < s->layout.columns; i++) {
        const hop_csv_column *c = &s->columns[i];
        number = number || !(c->first_empty || c->first_word);
        bad = bad || (c->first_word && hop_csv_begins_as_number(c->first));
    }
    return number && bad;
}

static bool find_header(const hop_csv_sample *s) {
    if (s->count < 2 || first_line_has_bad_number(s)) return false;
    for (size_t i = 0; i < s->layout.columns; i++) {
        const hop_csv_column *c = &s->columns[i];
        if (c->first_word && c->words <= c->numbers && c->numbers > 0) return true;
    }
    return first_line_counts(s);
}

/* The first field of the last line that begins as numbers do and is none. */
static hop_csv_field find_bad_number(const hop_csv_sample *s) {
    const hop_csv_field line = s->lines[s->count - 1];
    const char *at = line.at, *end = at + line.length;
    double value = 0;
    for (bool more = true; more;) {
        hop_csv_field f = hop_csv_next(&at, end, s->layout.separator, &more);
        if (f.length < HOP_CSV_NUMBER && hop_csv_begins_as_number(f) &&
            !hop_csv_number(f, s->layout.signs, &value))
            return f;
    }
    return (hop_csv_field){0};
}

static hop_status no_table(const hop_csv_sample *s) {
    const hop_csv_field line = s->lines[0], bad = find_bad_number(s);
    if (bad.length > 0)
        return hop_fail(HOP_E_FORMAT,
                        "%s: is text, but neither a picture nor a table of numbers: '%.*s' is not "
                        "one; numbers stand without a unit or a sign of their kind",
                        s->file, (int)(bad.length < SHOWN ? bad.length : SHOWN), bad.at);
    return hop_fail(HOP_E_FORMAT,
                    "%s: is text, but neither a picture nor a table of numbers: it begins '%.*s'",
                    s->file, (int)(line.length < SHOWN ? line.length : SHOWN), line.at);
}

/* Every other column must be numbers. */
static hop_status check_columns(const hop_csv_sample *s) {
    const hop_csv_layout *l = &s->layout;
    size_t numbers = 0, worded = 0, words = HOP_CSV_NONE;
    for (size_t i = 0; i < l->columns; i++) {
        if (i == l->label || i == l->name || i == l->number) continue;
        if (hop_csv_is_words(&s->columns[i]) && words == HOP_CSV_NONE) words = i;
        numbers += !hop_csv_is_words(&s->columns[i]);
        worded += hop_csv_is_words(&s->columns[i]);
    }
    if (numbers == 0 || numbers < worded) return no_table(s);
    if (words == HOP_CSV_NONE) return HOP_OK;
    if (l->label != HOP_CSV_NONE && !parts_evenly(s, l->separator)) return no_table(s);
    if (l->label == HOP_CSV_NONE)
        return hop_fail(HOP_E_FORMAT,
                        "%s: column %zu holds words, not numbers; --label-column %zu takes it for "
                        "labels",
                        s->file, words + 1, words + 1);
    return hop_fail(HOP_E_FORMAT,
                    "%s: columns %zu and %zu hold words, not numbers; leave out what is no label",
                    s->file, l->label + 1, words + 1);
}

/* As an index does, from the first line on. */
static bool first_column_counts(const hop_csv_sample *s) {
    const hop_csv_column *c = &s->columns[0];
    return s->layout.columns > 2 && s->count >= COUNTED_LINES && c->counting && !c->first_word &&
           !c->first_empty && c->first_number == 0;
}

static hop_status find_all(hop_csv_sample *s) {
    const hop_csv_wishes *wishes = s->wishes;
    look_at_first(s);
    for (size_t i = s->count > 1; i < s->count; i++) look_at(s, i);
    s->layout.header = wishes->header ? *wishes->header : find_header(s);
    s->layout.counts = !s->layout.header && first_column_counts(s);
    if (!s->layout.header && s->count > 1) look_at(s, 0);
    HOP_TRY(hop_csv_find_roles(s));
    return check_columns(s);
}

hop_status hop_csv_find_layout(const char *file, const char *text, size_t size,
                               const hop_csv_wishes *wishes, hop_csv_layout *layout) {
    hop_csv_sample s = {.file = file, .wishes = wishes};
    const char *at = hop_csv_begin(text, size), *end = text + size;
    size_t line = 0;
    s.layout =
        (hop_csv_layout){.label = HOP_CSV_NONE, .name = HOP_CSV_NONE, .number = HOP_CSV_NONE};
    while (s.count < HOP_CSV_SAMPLE && hop_csv_line(&at, end, &line, &s.lines[s.count])) s.count++;
    if (s.count == 0) return hop_fail(HOP_E_FORMAT, "%s: holds no numbers", file);
    s.layout.separator = find_separator(&s);
    s.layout.signs = find_signs(&s);
    count_columns(&s);
    HOP_TRY(hop_alloc(s.layout.columns, sizeof *s.columns, "columns", &s.columns));
    hop_status status = find_all(&s);
    free(s.columns);
    if (status == HOP_OK) *layout = s.layout;
    return status;
}
