/* CSV files as memories: one pattern a line.  RFC 4180, numbers only.
 * SPDX-License-Identifier: MIT */
#include "csv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "array_load.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "../base/text.h"

/* Letters of a number at most, and letters of a field that a sentence shows. */
enum { NUMBER_MOST = 64, SHOWN = 24 };

static const char MARK[] = "\xef\xbb\xbf"; /* a byte-order mark, which some programs put first */

/* A text being read. */
typedef struct reader {
    const char *name;
    const char *at, *end;
    size_t line; /* of `at`, from 1 */
    hop_memory_role role;
    double *values;
    size_t count, room; /* of values */
    size_t rows, columns;
} reader;

/* One field: a span of the text, blanks and quotes around it left out. */
typedef struct field {
    const char *at;
    size_t length;
} field;

static bool recognise(const unsigned char *head, size_t size) {
    const bool marked = size >= 3 && memcmp(head, MARK, 3) == 0;
    if (size == 0 || (head[0] >= 0x80 && !marked)) return false;
    for (size_t i = 0; i < size; i++)
        if (head[i] == 0x7f || (head[i] < ' ' && !memchr("\t\r\n", head[i], 3))) return false;
    return true;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* The end of the line at `at`, its \r or \n not included. */
static const char *line_end(const char *at, const char *end) {
    while (at < end && *at != '\n' && *at != '\r') at++;
    return at;
}

/* Takes the field at *at, and the comma behind it; *more says whether there was one. */
static field take_field(const char **at, const char *end, bool *more) {
    const char *from = *at, *to = NULL;
    bool quoted = false;
    while (from < end && is_blank(*from)) from++;
    for (to = from; to < end && (*to != ',' || quoted); to++)
        if (*to == '"') quoted = !quoted;
    *more = to < end;
    *at = *more ? to + 1 : to;
    while (to > from && is_blank(to[-1])) to--;
    if (to - from >= 2 && *from == '"' && to[-1] == '"') from++, to--;
    return (field){from, (size_t)(to - from)};
}

static bool parse_number(const field *f, double *value) {
    char text[NUMBER_MOST];
    if (f->length == 0 || f->length >= sizeof text || memchr(f->at, '\0', f->length)) return false;
    memcpy(text, f->at, f->length);
    text[f->length] = '\0';
    if (strpbrk(text, "xX")) return false; /* hexadecimal is no number here */
    return hop_text_parse_number(text, value);
}

static bool is_header(const char *at, const char *end) {
    bool more = true, named = false;
    while (more) {
        double value = 0;
        const field f = take_field(&at, end, &more);
        if (parse_number(&f, &value)) return false;
        named = named || f.length > 0;
    }
    return named;
}

static hop_status add_value(reader *r, double value) {
    if (r->count == r->room) {
        size_t room = 0;
        if (!hop_size_multiply(r->room ? r->room : 512, 2, &room))
            return hop_fail(HOP_E_LIMIT, "%s: too many numbers", r->name);
        HOP_TRY(hop_realloc(room, sizeof *r->values, "numbers", &r->values));
        r->room = room;
    }
    r->values[r->count++] = value;
    return HOP_OK;
}

static hop_status not_a_number(const reader *r, size_t column, const field *f) {
    const char *hint = memchr(f->at, ';', f->length) || memchr(f->at, '\t', f->length)
                           ? "; fields are set apart by commas"
                           : "";
    return hop_fail(HOP_E_FORMAT, "%s: line %zu, column %zu: '%.*s' is not a number%s", r->name,
                    r->line, column, (int)(f->length < SHOWN ? f->length : SHOWN), f->at, hint);
}

static hop_status add_field(reader *r, const field *f, size_t column) {
    double value = NAN;
    if (f->length > 0 && !parse_number(f, &value)) return not_a_number(r, column, f);
    if (isnan(value) && r->role != HOP_PATTERNS) return add_value(r, value);
    if (f->length == 0)
        return hop_fail(HOP_E_VALUE, "%s: line %zu, column %zu is empty; patterns have no gaps",
                        r->name, r->line, column);
    if (!isfinite(value) && r->role != HOP_MATRIX)
        return hop_fail(HOP_E_VALUE, "%s: line %zu, column %zu is %g; it must be finite", r->name,
                        r->line, column, value);
    return add_value(r, value);
}

static hop_status add_row(reader *r, const char *at, const char *end) {
    bool more = true;
    size_t columns = 0;
    while (more) {
        const field f = take_field(&at, end, &more);
        HOP_TRY(add_field(r, &f, ++columns));
    }
    if (r->rows > 0 && columns != r->columns)
        return hop_fail(HOP_E_FORMAT, "%s: line %zu has %zu numbers, the lines before it %zu",
                        r->name, r->line, columns, r->columns);
    r->columns = columns;
    r->rows++;
    return HOP_OK;
}

static hop_status read_lines(reader *r) {
    bool first = true;
    if (r->end - r->at >= 3 && memcmp(r->at, MARK, 3) == 0) r->at += 3;
    for (r->line = 1; r->at < r->end; r->line++) {
        const char *from = r->at, *to = line_end(r->at, r->end), *start = from;
        while (start < to && is_blank(*start)) start++;
        const bool skipped = start == to || *start == '#' || (first && is_header(from, to));
        if (start < to && *start != '#') first = false;
        if (!skipped) HOP_TRY(add_row(r, from, to));
        if (to < r->end && *to == '\r') to++;
        if (to < r->end && *to == '\n') to++;
        r->at = to;
    }
    return r->rows > 0
               ? HOP_OK
               : hop_fail(HOP_E_FORMAT,
                          "%s: holds no numbers; it is text, but neither a picture nor a table",
                          r->name);
}

hop_status hop_csv_parse(const char *name, const char *text, size_t size, hop_memory_role role,
                         double **values, size_t *rows, size_t *columns) {
    reader r = {.name = name, .at = text, .end = text + size, .role = role};
    hop_status status = read_lines(&r);
    if (status != HOP_OK) {
        free(r.values);
        return status;
    }
    *values = r.values;
    *rows = r.rows;
    *columns = r.columns;
    return HOP_OK;
}

static hop_status load_one(hop_load *load, const char *path) {
    const unsigned char *bytes = NULL;
    size_t size = 0;
    double *values = NULL;
    hop_array array = {.element = HOP_ELEMENT_F64,
                       .big_endian = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__,
                       .rank = 2};
    HOP_TRY(hop_file_map(path, &bytes, &size));
    hop_status status = hop_csv_parse(path, (const char *)bytes, size, load->options->role, &values,
                                      &array.size[0], &array.size[1]);
    hop_file_unmap(bytes, size);
    if (status == HOP_OK)
        status = hop_array_load(load, path, &array, (const unsigned char *)values);
    free(values);
    return status;
}

static hop_status load_all(hop_load *load, const hop_input *inputs, size_t count) {
    for (size_t i = 0; i < count && hop_load_room(load) > 0; i++)
        HOP_TRY(load_one(load, inputs[i].file));
    return HOP_OK;
}

const hop_loader_row hop_loader_csv = {
    .row =
        {
            .name = "csv",
            .title = "comma-separated numbers: one pattern a line, a header line if there is one",
            .sources = "RFC 4180",
        },
    .recognise = recognise,
    .load = load_all,
};
