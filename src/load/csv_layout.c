/* Which separator, whether there is a header, which columns are no numbers of a pattern.
 * SPDX-License-Identifier: MIT */
#include "csv_layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"

/* So many lines are looked at; so many letters of a line are shown. */
enum { SAMPLE = 64, SHOWN = 40 };

/* A header of 0, 1, 2, ... has at least this many columns: fewer may well be numbers. */
enum { COUNTING_LEAST = 4 };

/* Sides of square pictures that labels are looked for beside, and the largest such label. */
enum { SIDE_LEAST = 4, LABEL_MOST = 255 };

/* What the lines that are looked at have in one column. */
typedef struct column {
    size_t numbers, words, empty; /* fields of the lines behind the first */
    bool whole, counting; /* only whole numbers >= 0; 0, 1, 2, ... or 1, 2, 3, ... downwards */
    double least, most, last;
    hop_csv_field first; /* of the first line */
    bool first_word, first_empty;
    double first_number;
} column;

typedef struct sample {
    const char *file;
    const hop_csv_wishes *wishes;
    hop_csv_field lines[SAMPLE];
    size_t count;
    column *columns;
    hop_csv_layout layout;
    size_t first_fields; /* of the first line */
} sample;

/* ---- lines and fields ---- */

const char *hop_csv_begin(const char *text, size_t size) {
    return size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? text + 3 : text;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

bool hop_csv_line(const char **at, const char *end, size_t *line, hop_csv_field *found) {
    while (*at < end) {
        const char *from = *at, *to = from;
        while (to < end && *to != '\n' && *to != '\r') to++;
        *at = to < end ? to + 1 : to;
        if (*at < end && *to == '\r' && **at == '\n') ++*at;
        ++*line;
        const char *first = from;
        while (first < to && is_blank(*first)) first++;
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
    while (from < end && is_blank(*from) && *from != separator) from++;
    if (separator == ' ')
        while (from < end && is_blank(*from)) from++;
    for (to = from; to < end; to++) {
        if (*to == '"') quoted = !quoted;
        if (!quoted && (*to == separator || (separator == ' ' && *to == '\t'))) break;
    }
    *more = to < end;
    *at = *more ? to + 1 : to;
    if (separator == ' ') {
        while (*at < end && is_blank(**at)) ++*at;
        *more = *at < end;
    }
    while (to > from && is_blank(to[-1])) to--;
    if (to - from >= 2 && *from == '"' && to[-1] == '"') from++, to--;
    return (hop_csv_field){from, (size_t)(to - from)};
}

static bool field_is(hop_csv_field f, const char *word) {
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
    if (field_is(f, "true") || field_is(f, "false")) {
        *value = field_is(f, "true");
        return true;
    }
    if (f.length == 0 || f.length >= sizeof text || memchr(f.at, '\0', f.length)) return false;
    memcpy(text, f.at, f.length);
    text[f.length] = '\0';
    if (strpbrk(text, "xX")) return false; /* hexadecimal is no number here */
    char *comma = decimal_comma ? strchr(text, ',') : NULL;
    if (comma) *comma = '.';
    return hop_text_parse_number(text, value);
}

/* ---- separators ---- */

/* "1,5 2,5": every comma has digits around it and every word at most one. */
static bool commas_are_decimal(hop_csv_field line) {
    size_t words = 1, commas = 0;
    for (size_t i = 0; i < line.length; i++) {
        if (is_blank(line.at[i]) && i > 0 && !is_blank(line.at[i - 1])) words++, commas = 0;
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
static bool parts_evenly(const sample *s, char separator) {
    bool trailing = false;
    const size_t fields = count_fields(s->lines[0], separator, &trailing);
    for (size_t i = 1; i < s->count; i++)
        if (count_fields(s->lines[i], separator, &trailing) != fields) return false;
    return fields > 1;
}

/* Lines with it outside quotes; commas that are parts of numbers separate nothing. */
static size_t lines_with(const sample *s, char separator) {
    size_t count = 0;
    for (size_t i = 0; i < s->count; i++)
        count += has_outside_quotes(s->lines[i], separator) &&
                 (separator != ',' || !commas_are_decimal(s->lines[i]));
    return count;
}

/* One that parts all lines evenly, or that stands in most of them. */
static char find_separator(const sample *s) {
    static const char ALL[] = {';', '\t', ','};
    size_t lines[sizeof ALL], most = 0;
    for (size_t i = 0; i < sizeof ALL; i++) {
        lines[i] = lines_with(s, ALL[i]);
        if (lines[i] > 0 && parts_evenly(s, ALL[i])) return ALL[i];
        if (lines[i] > lines[most]) most = i;
    }
    return lines[most] > 0 ? ALL[most] : ' ';
}

/* Where commas do not separate, numbers may have one; not if others have a point. */
static bool find_decimal_comma(const sample *s) {
    bool comma = false;
    if (s->layout.separator == ',') return false;
    for (size_t i = 0; i < s->count; i++) {
        const char *at = s->lines[i].at, *end = at + s->lines[i].length;
        for (bool more = true; more;) {
            double value = 0;
            hop_csv_field f = hop_csv_next(&at, end, s->layout.separator, &more);
            if (hop_csv_number(f, false, &value) && memchr(f.at, '.', f.length)) return false;
            comma = comma || (memchr(f.at, ',', f.length) && hop_csv_number(f, true, &value));
        }
    }
    return comma;
}

/* ---- columns ---- */

/* The number of fields is that of the last line looked at: the first may be a header. */
static void count_columns(sample *s) {
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

static void note_number(column *c, double value) {
    if (c->numbers == 0) {
        c->least = c->most = value;
        c->whole = true;
        c->counting = value == 0 || value == 1;
    } else if (value != c->last + 1) {
        c->counting = false;
    }
    if (!(value >= 0 && value == floor(value))) c->whole = false;
    if (value < c->least) c->least = value;
    if (value > c->most) c->most = value;
    c->last = value;
    c->numbers++;
}

static void look_at_first(sample *s) {
    const char *at = s->lines[0].at, *end = at + s->lines[0].length;
    bool more = true;
    for (size_t i = 0; i < s->layout.columns && more; i++) {
        column *c = &s->columns[i];
        c->first = hop_csv_next(&at, end, s->layout.separator, &more);
        c->first_empty = c->first.length == 0;
        c->first_word =
            !c->first_empty && !hop_csv_number(c->first, s->layout.decimal_comma, &c->first_number);
    }
}

static void look_at(sample *s, size_t line) {
    const char *at = s->lines[line].at, *end = at + s->lines[line].length;
    bool more = true;
    for (size_t i = 0; i < s->layout.columns && more; i++) {
        column *c = &s->columns[i];
        double value = 0;
        hop_csv_field f = hop_csv_next(&at, end, s->layout.separator, &more);
        if (f.length == 0)
            c->empty++;
        else if (hop_csv_number(f, s->layout.decimal_comma, &value))
            note_number(c, value);
        else
            c->words++;
    }
}

/* 0, 1, 2, ... behind an empty name or none. */
static bool first_line_counts(const sample *s) {
    const size_t from = s->columns[0].first_empty || s->columns[0].first_word;
    if (s->layout.columns - from < (from ? 2u : COUNTING_LEAST)) return false;
    for (size_t i = from; i < s->layout.columns; i++) {
        const column *c = &s->columns[i];
        if (c->first_empty || c->first_word || c->first_number != (double)(i - from)) return false;
    }
    return true;
}

static bool find_header(const sample *s) {
    if (s->count < 2) return false;
    for (size_t i = 0; i < s->layout.columns; i++) {
        const column *c = &s->columns[i];
        if (c->first_word && c->words <= c->numbers && c->numbers > 0) return true;
    }
    return first_line_counts(s);
}

/* ---- what columns are for ---- */

static bool is_words(const column *c) {
    return c->words > c->numbers;
}

static bool called(const column *c, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (field_is(c->first, names[i])) return true;
    return false;
}

static const char *const LABELS[] = {"label",    "labels",  "class",   "target",
                                     "category", "species", "variety", "digit"};
static const char *const NAMES[] = {"name", "filename", "file", "path", "image", "id"};
static const char *const NUMBERS[] = {"index", "unnamed: 0", "id"};
enum {
    LABEL_COUNT = sizeof LABELS / sizeof *LABELS,
    NAME_COUNT = sizeof NAMES / sizeof *NAMES,
    NUMBER_COUNT = sizeof NUMBERS / sizeof *NUMBERS
};

/* Pixels of a square picture, grey or colour. */
static bool is_square(size_t pixels) {
    for (size_t channels = 1; channels <= 3; channels += 2) {
        if (pixels % channels != 0) continue;
        const size_t side = (size_t)(sqrt((double)(pixels / channels)) + 0.5);
        if (side >= SIDE_LEAST && side * side * channels == pixels) return true;
    }
    return false;
}

/* Without a name: small whole numbers beside bytes that make a square picture, as the digits of
 * MNIST are handed round.  The first line counts too: there is no header. */
static size_t guess_label(const sample *s) {
    const size_t n = s->layout.columns;
    const column *const ends[] = {&s->columns[0], &s->columns[n - 1]};
    double most = 0;
    if (n < 2) return HOP_CSV_NONE;
    if (s->wishes->dim > 0) {
        if (s->wishes->dim != n - 1) return HOP_CSV_NONE;
    } else if (s->count < 2 || is_square(n) || !is_square(n - 1)) {
        return HOP_CSV_NONE;
    }
    for (size_t i = 1; i + 1 < n; i++) {
        if (!s->columns[i].whole || s->columns[i].most > LABEL_MOST) return HOP_CSV_NONE;
        if (s->columns[i].most > most) most = s->columns[i].most;
    }
    bool fit[2], varies[2];
    for (size_t e = 0; e < 2; e++) {
        fit[e] = ends[e]->whole && ends[e]->most <= most / 2;
        varies[e] = ends[e]->most > ends[e]->least;
    }
    /* A corner of the picture that is always black fits too. */
    if (fit[0] && varies[0]) return 0;
    if (fit[1] && varies[1]) return n - 1;
    if (s->wishes->dim == 0 || fit[0] == fit[1]) return HOP_CSV_NONE;
    return fit[0] ? 0 : n - 1;
}

static size_t find_label(const sample *s) {
    size_t words = HOP_CSV_NONE;
    for (size_t i = 0; i < s->layout.columns; i++) {
        const column *c = &s->columns[i];
        if (i == s->layout.name || i == s->layout.number) continue;
        if (s->layout.header && called(c, LABELS, LABEL_COUNT) && (c->whole || is_words(c)))
            return i;
        if (is_words(c) && words == HOP_CSV_NONE) words = i;
    }
    if (words != HOP_CSV_NONE) return words;
    return s->layout.header || s->wishes->no_guess ? HOP_CSV_NONE : guess_label(s);
}

static void find_names_and_numbers(sample *s) {
    hop_csv_layout *l = &s->layout;
    for (size_t i = 0; i < l->columns && l->header; i++) {
        const column *c = &s->columns[i];
        if (is_words(c) && called(c, NAMES, NAME_COUNT) && l->name == HOP_CSV_NONE) l->name = i;
        const bool unnamed = i == 0 && c->first_empty && s->first_fields > 1;
        if (i == 0 && (unnamed || called(c, NUMBERS, NUMBER_COUNT)) && c->counting) l->number = i;
        if (i == 0 && unnamed && is_words(c)) l->name = i;
    }
}

static hop_status no_such_column(const sample *s, const char *wish) {
    hop_string names = {0};
    for (size_t i = 0; i < s->layout.columns && i < 8; i++)
        hop_string_add(&names, "%s%.*s", i ? ", " : "", (int)s->columns[i].first.length,
                       s->columns[i].first.at);
    hop_status status =
        s->layout.header
            ? hop_fail(HOP_E_NAME, "%s: has no column '%s' for --label-column; there are %s%s",
                       s->file, wish, names.text ? names.text : "",
                       s->layout.columns > 8 ? ", ..." : "")
            : hop_fail(HOP_E_NAME,
                       "%s: has no header, so --label-column is first, last, none or 1 to %zu, not "
                       "'%s'",
                       s->file, s->layout.columns, wish);
    free(names.text);
    return status;
}

static hop_status choose_label(const sample *s, const char *wish, size_t *label) {
    double number = 0;
    *label = HOP_CSV_NONE;
    if (strcmp(wish, "none") == 0) return HOP_OK;
    for (size_t i = 0; i < s->layout.columns && s->layout.header; i++)
        if (field_is(s->columns[i].first, wish)) *label = i;
    if (*label != HOP_CSV_NONE) return HOP_OK;
    if (strcmp(wish, "first") == 0) *label = 0;
    if (strcmp(wish, "last") == 0) *label = s->layout.columns - 1;
    if (hop_text_parse_number(wish, &number) && number >= 1 && number == floor(number) &&
        number <= (double)s->layout.columns)
        *label = (size_t)number - 1;
    return *label == HOP_CSV_NONE ? no_such_column(s, wish) : HOP_OK;
}

static hop_status no_table(const sample *s) {
    const hop_csv_field line = s->lines[0];
    return hop_fail(HOP_E_FORMAT,
                    "%s: is text, but neither a picture nor a table of numbers: it begins '%.*s'",
                    s->file, (int)(line.length < SHOWN ? line.length : SHOWN), line.at);
}

/* Every other column must be numbers. */
static hop_status check_columns(const sample *s) {
    const hop_csv_layout *l = &s->layout;
    size_t numbers = 0, worded = 0, words = HOP_CSV_NONE;
    for (size_t i = 0; i < l->columns; i++) {
        if (i == l->label || i == l->name || i == l->number) continue;
        if (is_words(&s->columns[i]) && words == HOP_CSV_NONE) words = i;
        numbers += !is_words(&s->columns[i]);
        worded += is_words(&s->columns[i]);
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

static hop_status find_all(sample *s) {
    const hop_csv_wishes *wishes = s->wishes;
    hop_csv_layout *l = &s->layout;
    look_at_first(s);
    for (size_t i = s->count > 1; i < s->count; i++) look_at(s, i);
    l->header = wishes->header ? *wishes->header : find_header(s);
    if (!l->header && s->count > 1) look_at(s, 0);
    /* A header without a name over the row names, as R writes it. */
    if (l->header && s->first_fields + 1 == l->columns && !l->trailing) {
        l->name = 0;
        for (size_t i = l->columns; i-- > 1;) s->columns[i].first = s->columns[i - 1].first;
        s->columns[0].first = (hop_csv_field){0};
    } else {
        find_names_and_numbers(s);
    }
    if (wishes->label_column)
        HOP_TRY(choose_label(s, wishes->label_column, &l->label));
    else
        l->label = find_label(s);
    if (l->label == l->name) l->name = HOP_CSV_NONE;
    if (l->label == l->number) l->number = HOP_CSV_NONE;
    return check_columns(s);
}

hop_status hop_csv_find_layout(const char *file, const char *text, size_t size,
                               const hop_csv_wishes *wishes, hop_csv_layout *layout) {
    sample s = {.file = file, .wishes = wishes};
    const char *at = hop_csv_begin(text, size), *end = text + size;
    size_t line = 0;
    s.layout =
        (hop_csv_layout){.label = HOP_CSV_NONE, .name = HOP_CSV_NONE, .number = HOP_CSV_NONE};
    while (s.count < SAMPLE && hop_csv_line(&at, end, &line, &s.lines[s.count])) s.count++;
    if (s.count == 0) return hop_fail(HOP_E_FORMAT, "%s: holds no numbers", file);
    s.layout.separator = find_separator(&s);
    s.layout.decimal_comma = find_decimal_comma(&s);
    count_columns(&s);
    HOP_TRY(hop_alloc(s.layout.columns, sizeof *s.columns, "columns", &s.columns));
    hop_status status = find_all(&s);
    free(s.columns);
    if (status == HOP_OK) *layout = s.layout;
    return status;
}
