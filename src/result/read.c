/* A result out of its own JSON.  `about` says what there is, in the order in which it was added.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/json.h"
#include "about.h"
#include "result_private.h"

typedef struct reader {
    const char *name;
    hop_result *result;
    const hop_json *document;
    const char *table; /* the path of the table whose columns are passed over; NULL: none */
    hop_status status;
} reader;

static hop_status complain(const char *name, const char *path, const char *what) {
    return hop_fail(HOP_E_FORMAT, "%s: %s %s; only what this program wrote as JSON is read", name,
                    path, what);
}

/* Whether `path` is below `above`: "queries.name" is below "queries". */
static bool is_below(const char *path, const char *above) {
    size_t length = above ? strlen(above) : 0;
    return above && strncmp(path, above, length) == 0 && path[length] == '.';
}

static const hop_json *value_at(const hop_json *object, const char *path) {
    char key[128];
    for (const char *dot = strchr(path, '.'); dot && object; dot = strchr(path, '.')) {
        size_t length = (size_t)(dot - path);
        if (length >= sizeof key) return NULL;
        memcpy(key, path, length);
        key[length] = '\0';
        object = hop_json_get(object, key);
        path = dot + 1;
    }
    return object ? hop_json_get(object, path) : NULL;
}

/* ---- values ---- */

/* NULL, null and a value of another kind are none. */
static hop_cell cell_of(hop_cell_kind kind, const hop_json *value) {
    int64_t whole = 0;
    hop_cell cell = {.none = true};
    if (!value) return cell;
    switch (kind) {
    case HOP_CELL_TEXT:
        cell.text = hop_json_string(value);
        cell.none = !cell.text;
        break;
    case HOP_CELL_COUNT:
        cell.none = !hop_json_whole(value, &whole) || whole < 0;
        cell.count = cell.none ? 0 : (size_t)whole;
        break;
    case HOP_CELL_NUMBER: cell.none = !hop_json_number(value, &cell.number); break;
    case HOP_CELL_BOOL: cell.none = !hop_json_truth(value, &cell.truth); break;
    case HOP_CELL_NUMBERS:
    case HOP_CELL_ROWS: break;
    }
    return cell;
}

/* Numbers of a list, kept by the result; *count of them.  NULL: none, or without memory. */
static const double *numbers_of(hop_result *r, const hop_json *list, size_t *count) {
    if (!list || !hop_json_is_array(list)) return NULL;
    size_t length = hop_json_length(list);
    double *numbers = hop_result_room(r, length, sizeof *numbers);
    for (size_t i = 0; numbers && i < length; i++)
        if (!hop_json_number(hop_json_at(list, i), &numbers[i])) numbers[i] = NAN;
    if (count) *count = length;
    return numbers;
}

/* ---- arrays ---- */

enum { RANK_MAX = 8 };

/* The numbers of a list of lists in order; false where they do not make `shape`. */
static bool flatten(const hop_json *list, const size_t *shape, size_t rank, double **values) {
    if (rank == 0) {
        if (!hop_json_number(list, *values)) **values = NAN;
        (*values)++;
        return true;
    }
    if (!hop_json_is_array(list) || hop_json_length(list) != shape[0]) return false;
    for (size_t i = 0; i < shape[0]; i++)
        if (!flatten(hop_json_at(list, i), shape + 1, rank - 1, values)) return false;
    return true;
}

static bool add_array(reader *in, const char *path, const hop_about *about, const hop_json *value) {
    size_t shape[RANK_MAX], rank = 0, size = 1;
    for (const hop_json *list = value; list && hop_json_is_array(list) && rank < RANK_MAX;
         list = hop_json_at(list, 0)) {
        shape[rank] = hop_json_length(list);
        if (!hop_size_multiply(size, shape[rank++], &size)) return false;
    }
    hop_item *item =
        hop_result_add(in->result, HOP_ITEM_ARRAY, HOP_FOR_JSON, path, about->unit, about->meaning);
    if (!item || rank == 0) return true;
    item->whole = hop_about_whole(about);
    item->rank = rank;
    item->shape = hop_result_keep(in->result, shape, rank, sizeof *shape);
    double *values = hop_result_room(in->result, size, sizeof *values), *at = values;
    item->values = values;
    return !values || flatten(value, shape, rank, &at);
}

/* ---- tables ---- */

typedef struct columns {
    hop_result *result;
    const char *path; /* of the table */
    hop_column *all;
    size_t count;
    const char *rows; /* the path of the last column that holds tables; NULL: none */
    bool failed;
} columns;

static bool add_column(void *context, const char *path, const hop_json *line) {
    columns *c = context;
    hop_about about;
    if (!is_below(path, c->path) || is_below(path, c->rows)) return true;
    c->failed = !hop_json_string(line) || !hop_about_read(hop_json_string(line), &about);
    if (c->failed) return false;
    if (c->result->status == HOP_OK)
        c->result->status = hop_realloc(c->count + 1, sizeof *c->all, "columns", &c->all);
    if (c->result->status != HOP_OK) return false;
    hop_column column = {.name = path + strlen(c->path) + 1, .digits = about.digits};
    if (strspn(column.name, "0123456789") == strlen(column.name)) column.name = "";
    c->failed = !hop_about_cell(&about, &column.kind);
    if (column.kind == HOP_CELL_ROWS) c->rows = path;
    column.meaning = about.meaning;
    column.unit = hop_result_keep_text(c->result, about.unit);
    c->all[c->count++] = column;
    return !c->failed;
}

static bool fill(reader *in, const char *path, const hop_column *all, size_t count,
                 const hop_json *rows, hop_table *table);

/* The columns below `path`, kept by the result. */
static const hop_column *columns_of(reader *in, const char *path, size_t *count) {
    columns c = {.result = in->result, .path = path};
    hop_json_each(hop_json_get(in->document, "about"), add_column, &c);
    const hop_column *kept =
        c.failed || c.count == 0 ? NULL : hop_result_keep_columns(in->result, c.all, c.count);
    free(c.all);
    *count = c.count;
    return kept;
}

static bool add_rows(reader *in, const char *path, const hop_column *column, size_t index,
                     const hop_json *value, hop_table *table) {
    size_t count = 0;
    hop_string below = {0};
    hop_string_add(&below, "%s.%s", path, column->name);
    if (!*column->name) hop_string_add(&below, "%zu", index);
    const hop_column *all = below.failed ? NULL : columns_of(in, below.text, &count);
    bool good =
        !all || fill(in, below.text, all, count, value, hop_table_add_rows(table, all, count));
    if (!all) hop_table_add_none(table);
    free(below.text);
    return good;
}

static bool add_cell(reader *in, const char *path, const hop_column *column, size_t index,
                     const hop_json *value, hop_table *table) {
    size_t length = 0;
    if (column->kind == HOP_CELL_ROWS && value && hop_json_is_array(value))
        return add_rows(in, path, column, index, value, table);
    if (column->kind == HOP_CELL_NUMBERS) {
        const double *numbers = numbers_of(in->result, value, &length);
        hop_table_add_numbers(table, numbers, length);
        return true;
    }
    hop_table_add_cell(table, column->kind, cell_of(column->kind, value));
    return true;
}

static bool fill(reader *in, const char *path, const hop_column *all, size_t count,
                 const hop_json *rows, hop_table *table) {
    if (!rows || !hop_json_is_array(rows)) return false;
    for (size_t r = 0; r < hop_json_length(rows); r++)
        for (size_t c = 0; c < count; c++) {
            const hop_json *row = hop_json_at(rows, r);
            const hop_json *value = *all[c].name ? value_at(row, all[c].name)
                                    : count == 1 ? row
                                                 : hop_json_at(row, c);
            if (!add_cell(in, path, &all[c], c, value, table)) return false;
        }
    return true;
}

static bool add_table(reader *in, const char *path, const hop_about *about, const hop_json *value) {
    size_t count = 0;
    const hop_column *all = columns_of(in, path, &count);
    if (!all) return in->result->status != HOP_OK;
    hop_table *table = hop_result_table(in->result, path, all, count, about->meaning);
    return fill(in, path, all, count, value, table);
}

/* ---- the document ---- */

static bool add_item(void *context, const char *path, const hop_json *line) {
    reader *in = context;
    hop_about about;
    hop_cell_kind kind;
    if (is_below(path, in->table)) return true;
    in->table = NULL;
    const char *text = hop_json_string(line);
    const hop_json *value = value_at(in->document, path);
    bool good = text && value && hop_about_read(text, &about);
    if (good && hop_about_is(&about, HOP_ITEM_TABLE)) {
        in->table = path;
        good = add_table(in, path, &about, value);
    } else if (good && hop_about_is(&about, HOP_ITEM_ARRAY)) {
        good = add_array(in, path, &about, value);
    } else if (good && hop_about_is(&about, HOP_ITEM_GROUP)) {
        hop_result_group(in->result, path, about.meaning);
    } else if (good && hop_about_cell(&about, &kind)) {
        hop_result_fact(in->result, path, kind, cell_of(kind, value), about.unit, about.meaning);
        if (about.made && in->result->status == HOP_OK)
            in->result->items[in->result->count - 1].made = true;
    } else {
        good = false;
    }
    if (!good) in->status = complain(in->name, path, "is not what `about` says of it");
    return good;
}

static bool add_figure(void *context, const char *name, const hop_json *value) {
    reader *in = context;
    hop_item *item = hop_result_add(in->result, HOP_ITEM_FIGURE, HOP_FOR_JSON | HOP_FOR_PAGE, name,
                                    NULL, hop_json_string(hop_json_get(value, "caption")));
    if (!item) return true;
    item->alt = hop_result_keep_text(in->result, hop_json_string(hop_json_get(value, "alt")));
    item->figure = hop_figure_parse(in->result, value);
    if (item->figure || in->result->status != HOP_OK) return true;
    in->status = complain(in->name, name, "is no figure");
    return false;
}

static void add_remarks(reader *in, const char *key, hop_severity severity) {
    const hop_json *list = hop_json_get(in->document, key);
    for (size_t i = 0; list && i < hop_json_length(list); i++) {
        const char *text = hop_json_string(hop_json_at(list, i));
        hop_result_remark(in->result, severity, "%s", text ? text : "");
    }
}

static hop_status read_all(reader *in) {
    const hop_json *document = in->document, *about = hop_json_get(document, "about");
    const hop_json *figures = hop_json_get(document, "figures");
    if (!about || !hop_json_is_object(about)) return complain(in->name, "`about`", "is missing");
    hop_json_each(about, add_item, in);
    hop_result_title(in->result, hop_json_string(hop_json_get(document, "title")),
                     hop_json_string(hop_json_get(document, "lead")));
    if (in->status == HOP_OK && figures) hop_json_each(figures, add_figure, in);
    add_remarks(in, "remarks", HOP_NOTE);
    add_remarks(in, "warnings", HOP_WARNING);
    return in->status == HOP_OK ? hop_result_status(in->result) : in->status;
}

hop_status hop_result_read(const char *name, const char *json, size_t size, hop_result **result) {
    hop_json *document = NULL;
    reader in = {.name = name};
    HOP_TRY(hop_json_parse(name, json, size, &document));
    in.document = document;
    hop_status status = hop_result_empty(&in.result);
    if (status == HOP_OK) status = read_all(&in);
    hop_json_free(document);
    if (status != HOP_OK) {
        hop_result_destroy(in.result);
        return status;
    }
    *result = in.result;
    return HOP_OK;
}
