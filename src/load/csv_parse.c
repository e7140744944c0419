/* Tables of numbers as text, read in the layout that was found.  RFC 4180, and what people have.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "bytes.h"
#include "csv.h"

/* Letters of a field that a sentence shows; bytes from one word of progress to the next. */
enum { SHOWN = 24, PIECE = 1 << 18 };

/* A text being read. */
typedef struct reader {
    const char *file;
    const hop_bytes *source; /* told of progress; or NULL */
    size_t line;             /* from 1 */
    hop_memory_role role;
    hop_csv csv;
    size_t count, room; /* of values */
} reader;

static hop_status add_value(reader *r, double value) {
    if (r->count == r->room) {
        size_t room = 0;
        if (!hop_size_multiply(r->room ? r->room : 512, 2, &room))
            return hop_fail(HOP_E_LIMIT, "%s: too many numbers", r->file);
        HOP_TRY(hop_realloc(room, sizeof *r->csv.values, "numbers", &r->csv.values));
        r->room = room;
    }
    r->csv.values[r->count++] = value;
    return HOP_OK;
}

static hop_status not_a_number(const reader *r, size_t column, hop_csv_field f) {
    const char *hint = "";
    if (memchr(f.at, ';', f.length) || memchr(f.at, '\t', f.length))
        hint = "; its first lines have another separator";
    else if (memchr(f.at, ',', f.length))
        hint = r->csv.layout.signs.decimal_comma ? "; others here have a decimal comma"
                                                 : "; other numbers here have a decimal point";
    else if (hop_csv_begins_as_number(f) && f.length < HOP_CSV_NUMBER)
        hint = "; numbers stand without a unit or a sign of their kind";
    return hop_fail(HOP_E_FORMAT, "%s: line %zu, column %zu: '%.*s' is not a number%s", r->file,
                    r->line, column, (int)(f.length < SHOWN ? f.length : SHOWN), f.at, hint);
}

static hop_status add_number(reader *r, hop_csv_field f, size_t column) {
    double value = NAN;
    const bool missing = hop_csv_is_missing(f);
    if (!missing && !hop_csv_number(f, r->csv.layout.signs, &value))
        return not_a_number(r, column, f);
    if (isnan(value) && r->role != HOP_PATTERNS) return add_value(r, value);
    if (missing)
        return hop_fail(HOP_E_VALUE,
                        "%s: line %zu, column %zu is %s; patterns have no gaps: leave the row out, "
                        "or fill it",
                        r->file, r->line, column, f.length > 0 ? "missing" : "empty");
    if (!isfinite(value) && r->role != HOP_MATRIX)
        return hop_fail(HOP_E_VALUE, "%s: line %zu, column %zu is %g; it must be finite", r->file,
                        r->line, column, value);
    return add_value(r, value);
}

/* A quote within quotes is written twice. */
static void add_word(hop_string *words, hop_csv_field f) {
    for (size_t i = 0; i < f.length && f.at[i]; i++) {
        hop_string_add_bytes(words, f.at + i, 1);
        if (f.at[i] == '"' && i + 1 < f.length && f.at[i + 1] == '"') i++;
    }
    hop_string_add_bytes(words, "", 1);
}

static hop_status add_field(reader *r, hop_csv_field f, size_t column) {
    const hop_csv_layout *layout = &r->csv.layout;
    if (column == layout->label)
        add_word(&r->csv.labels, f);
    else if (column == layout->name)
        add_word(&r->csv.names, f);
    else if (column != layout->number)
        return add_number(r, f, column + 1);
    return HOP_OK;
}

static hop_status add_row(reader *r, hop_csv_field line) {
    const hop_csv_layout *layout = &r->csv.layout;
    const char *at = line.at, *end = at + line.length;
    size_t columns = 0;
    bool more = true;
    while (more) {
        hop_csv_field f = hop_csv_next(&at, end, layout->separator, &more);
        if (columns == layout->columns && layout->trailing && !more && f.length == 0) break;
        if (columns < layout->columns) HOP_TRY(add_field(r, f, columns));
        columns++;
    }
    r->csv.rows++;
    if (columns == layout->columns) return HOP_OK;
    return hop_fail(HOP_E_FORMAT, "%s: line %zu has %zu fields, other lines %zu", r->file, r->line,
                    columns, layout->columns);
}

static hop_status read_lines(reader *r, const char *text, size_t size) {
    const char *at = hop_csv_begin(text, size), *end = text + size, *told = at;
    bool skip = r->csv.layout.header;
    hop_csv_field line = {0};
    while (hop_csv_line(&at, end, &r->line, &line)) {
        if (r->source && (size_t)(at - told) >= PIECE) {
            HOP_TRY(hop_bytes_progress(r->source, (size_t)(at - text), size));
            told = at;
        }
        if (!skip) HOP_TRY(add_row(r, line));
        skip = false;
    }
    if (r->csv.labels.failed || r->csv.names.failed)
        return hop_fail(HOP_E_MEMORY, "%s: no memory for its names", r->file);
    if (r->csv.rows > 0) {
        r->csv.columns = r->count / r->csv.rows;
        return HOP_OK;
    }
    return hop_fail(HOP_E_FORMAT, "%s: holds a header and no numbers", r->file);
}

hop_status hop_csv_parse(const char *file, const char *text, size_t size, hop_memory_role role,
                         const hop_csv_wishes *wishes, hop_csv *csv) {
    reader r = {.file = file, .source = wishes->source, .role = role};
    HOP_TRY(hop_csv_find_layout(file, text, size, wishes, &r.csv.layout));
    hop_status status = read_lines(&r, text, size);
    if (status == HOP_OK)
        *csv = r.csv;
    else
        hop_csv_clear(&r.csv);
    return status;
}

void hop_csv_clear(hop_csv *csv) {
    free(csv->values);
    free(csv->labels.text);
    free(csv->names.text);
    *csv = (hop_csv){0};
}
