/* A result: items in the order in which they were added, and copies of all they point to.
 * SPDX-License-Identifier: MIT */
#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "result_private.h"
#include "store.h"

hop_status hop_result_empty(hop_result **result) {
    return hop_alloc(1, sizeof **result, "a result", result);
}

void hop_result_destroy(hop_result *result) {
    if (!result) return;
    for (size_t i = 0; i < result->count; i++)
        if (result->items[i].kind == HOP_ITEM_TABLE)
            hop_table_destroy((hop_table *)(uintptr_t)result->items[i].table);
    for (size_t i = 0; i < result->kept_count; i++) free(result->kept[i]);
    free(result->kept);
    free(result->items);
    free(result->signature);
    free(result);
}

hop_status hop_result_status(const hop_result *result) {
    if (result->status != HOP_OK)
        return hop_fail(result->status, "the result: %s", hop_status_text(result->status));
    for (size_t i = 0; i < result->count; i++)
        if (result->items[i].kind == HOP_ITEM_TABLE)
            HOP_TRY(hop_table_ready(result->items[i].table));
    return HOP_OK;
}

/* ---- items ---- */

hop_item *hop_result_add(hop_result *r, hop_item_kind kind, unsigned audience, const char *path,
                         const char *unit, const char *meaning) {
    assert(!path || kind > HOP_ITEM_TABLE || !hop_result_find(r, path));
    hop_item item = {.kind = kind, .audience = audience};
    item.path = hop_result_keep_text(r, path ? path : "");
    item.unit = hop_result_keep_text(r, unit ? unit : "");
    item.meaning = hop_result_keep_text(r, meaning);
    if (r->status == HOP_OK)
        r->status = hop_result_grow(&r->items, sizeof item, r->count, &r->room);
    if (r->status != HOP_OK) return NULL;
    r->items[r->count] = item;
    return &r->items[r->count++];
}

void hop_result_for(hop_result *r, unsigned audience) {
    if (r->status == HOP_OK && r->count > 0) r->items[r->count - 1].audience = audience;
}

void hop_result_show(hop_result *r, size_t first, unsigned audience) {
    for (size_t i = first; i < r->count; i++) r->items[i].audience = audience;
}

bool hop_item_for(const hop_item *item, unsigned audience) {
    return item->audience & audience;
}

void hop_result_fact(hop_result *r, const char *path, hop_cell_kind kind, hop_cell value,
                     const char *unit, const char *meaning) {
    hop_item *item =
        hop_result_add(r, HOP_ITEM_FACT, HOP_FOR_PROGRAMS | HOP_FOR_PAGE, path, unit, meaning);
    if (!item) return;
    value.text = hop_result_keep_text(r, value.text);
    item->value_kind = kind;
    item->value = value;
}

void hop_result_text(hop_result *r, const char *path, const char *text, const char *meaning) {
    hop_result_fact(r, path, HOP_CELL_TEXT, (hop_cell){.none = !text, .text = text}, NULL, meaning);
}

void hop_result_count(hop_result *r, const char *path, size_t count, const char *unit,
                      const char *meaning) {
    hop_result_fact(r, path, HOP_CELL_COUNT, (hop_cell){.count = count}, unit, meaning);
}

void hop_result_number(hop_result *r, const char *path, double number, const char *unit,
                       const char *meaning) {
    hop_cell value = {.none = !isfinite(number), .number = number};
    hop_result_fact(r, path, HOP_CELL_NUMBER, value, unit, meaning);
}

void hop_result_bool(hop_result *r, const char *path, bool truth, const char *meaning) {
    hop_result_fact(r, path, HOP_CELL_BOOL, (hop_cell){.truth = truth}, NULL, meaning);
}

void hop_result_none(hop_result *r, const char *path, const char *meaning) {
    hop_result_fact(r, path, HOP_CELL_TEXT, (hop_cell){.none = true}, NULL, meaning);
}

void hop_result_group(hop_result *r, const char *path, const char *meaning) {
    hop_result_add(r, HOP_ITEM_GROUP, HOP_FOR_JSON, path, NULL, meaning);
}

/* ---- arrays ---- */

static hop_item *add_array(hop_result *r, const char *path, size_t rank, const size_t *shape,
                           const char *unit, const char *meaning) {
    hop_item *item = hop_result_add(r, HOP_ITEM_ARRAY, HOP_FOR_JSON, path, unit, meaning);
    if (!item) return NULL;
    item->rank = rank;
    item->shape = hop_result_keep(r, shape, rank, sizeof *shape);
    return item;
}

static size_t size_of(size_t rank, const size_t *shape) {
    size_t size = 1;
    for (size_t i = 0; i < rank; i++) size *= shape[i];
    return size;
}

void hop_result_array(hop_result *r, const char *path, const double *values, size_t rank,
                      const size_t *shape, const char *unit, const char *meaning) {
    hop_item *item = add_array(r, path, rank, shape, unit, meaning);
    if (item) item->values = hop_result_keep(r, values, size_of(rank, shape), sizeof *values);
}

void hop_result_counts(hop_result *r, const char *path, const size_t *values, size_t rank,
                       const size_t *shape, const char *unit, const char *meaning) {
    size_t size = size_of(rank, shape);
    hop_item *item = add_array(r, path, rank, shape, unit, meaning);
    if (!item) return;
    double *copy = values ? hop_result_room(r, size, sizeof *copy) : NULL;
    for (size_t i = 0; copy && i < size; i++) copy[i] = (double)values[i];
    item->values = copy;
    item->whole = true;
}

/* ---- tables, figures, pictures ---- */

hop_table *hop_result_table(hop_result *r, const char *path, const hop_column *columns,
                            size_t column_count, const char *caption) {
    hop_table *table = NULL;
    const hop_column *kept = hop_result_keep_columns(r, columns, column_count);
    if (kept) r->status = hop_table_create(kept, column_count, &table);
    hop_item *item = hop_result_add(r, HOP_ITEM_TABLE, HOP_FOR_ALL, path, NULL, caption);
    if (item) {
        item->table = table;
        return table;
    }
    hop_table_destroy(table);
    return NULL;
}

void hop_result_rows_shown(hop_result *r, size_t rows) {
    if (r->status != HOP_OK) return;
    assert(r->count > 0 && r->items[r->count - 1].kind == HOP_ITEM_TABLE);
    r->items[r->count - 1].rows_shown = rows;
}

void hop_result_figure(hop_result *r, const char *name, const hop_figure *figure,
                       const char *caption, const char *alt) {
    hop_item *item =
        hop_result_add(r, HOP_ITEM_FIGURE, HOP_FOR_JSON | HOP_FOR_PAGE, name, NULL, caption);
    if (!item) return;
    item->alt = hop_result_keep_text(r, alt);
    item->figure = hop_figure_keep(r, figure);
}

void hop_result_figure_last(hop_result *r, const char *name) {
    size_t at = 0;
    while (at < r->count &&
           (r->items[at].kind != HOP_ITEM_FIGURE || strcmp(r->items[at].path, name) != 0))
        at++;
    if (r->status != HOP_OK || at == r->count) return;
    const hop_item moved = r->items[at];
    memmove(r->items + at, r->items + at + 1, (r->count - at - 1) * sizeof moved);
    r->items[r->count - 1] = moved;
}

void hop_result_picture(hop_result *r, const char *name, const hop_image *image,
                        const char *caption, const char *alt) {
    hop_item *item = hop_result_add(r, HOP_ITEM_PICTURE, HOP_FOR_PAGE, name, NULL, caption);
    if (!item) return;
    size_t samples = image->width * image->height * image->channels;
    hop_image *copy = hop_result_keep(r, image, 1, sizeof *image);
    item->alt = hop_result_keep_text(r, alt);
    if (copy) copy->samples = hop_result_keep(r, image->samples, samples, sizeof *image->samples);
    item->image = copy;
}

void hop_result_parts(hop_result *r, const hop_picture_part *parts, size_t rows, size_t columns,
                      const char *const *heads) {
    if (r->status != HOP_OK) return;
    hop_picture_part *copies = hop_result_keep(r, parts, rows * columns, sizeof *parts);
    const char **words = heads ? hop_result_room(r, columns, sizeof *words) : NULL;
    for (size_t i = 0; copies && i < rows * columns; i++) {
        hop_image *image = &copies[i].image;
        size_t samples = image->width * image->height * image->channels;
        image->samples = hop_result_keep(r, image->samples, samples, sizeof *image->samples);
        copies[i].caption = hop_result_keep_text(r, copies[i].caption);
    }
    for (size_t c = 0; words && c < columns; c++) words[c] = hop_result_keep_text(r, heads[c]);
    hop_item *item = &r->items[r->count - 1];
    assert(item->kind == HOP_ITEM_PICTURE);
    item->parts = copies;
    item->part_rows = rows;
    item->part_columns = columns;
    item->heads = words;
}

void hop_result_motion(hop_result *r, const hop_animation_frame *frames, size_t count) {
    hop_item *item = hop_result_add(r, HOP_ITEM_MOTION, 0, NULL, NULL, NULL);
    hop_animation_frame *copies = hop_result_keep(r, frames, count, sizeof *frames);
    for (size_t i = 0; copies && i < count; i++) {
        hop_image *image = &copies[i].image;
        size_t samples = image->width * image->height * image->channels;
        image->samples = hop_result_keep(r, image->samples, samples, sizeof *image->samples);
    }
    if (!item) return;
    item->frames = copies;
    item->frame_count = count;
}

/* ---- words ---- */

void hop_result_title(hop_result *r, const char *title, const char *lead) {
    r->title = hop_result_keep_text(r, title);
    r->lead = hop_result_keep_text(r, lead);
}

void hop_result_headline(hop_result *r, const char *label, const char *value, const char *remark) {
    hop_item *item = hop_result_add(r, HOP_ITEM_HEADLINE, HOP_FOR_PAGE, label, NULL, remark);
    if (item) item->text = hop_result_keep_text(r, value);
}

void hop_result_heading(hop_result *r, const char *heading) {
    hop_item *item = hop_result_add(r, HOP_ITEM_HEADING, HOP_FOR_PEOPLE, NULL, NULL, NULL);
    if (item) item->text = hop_result_keep_text(r, heading);
}

void hop_result_drawing(hop_result *r, const char *text) {
    hop_item *item = hop_result_add(r, HOP_ITEM_DRAWING, HOP_FOR_PEOPLE, NULL, NULL, NULL);
    if (item) item->text = hop_result_keep_text(r, text);
}

void hop_result_remark(hop_result *r, hop_severity severity, const char *format, ...) {
    char *text = NULL;
    va_list arguments;
    va_start(arguments, format);
    int size = vasprintf(&text, format, arguments);
    va_end(arguments);
    hop_item *item =
        hop_result_add(r, HOP_ITEM_REMARK, HOP_FOR_PEOPLE | HOP_FOR_JSON, NULL, NULL, NULL);
    if (size < 0 && r->status == HOP_OK)
        r->status = hop_fail(HOP_E_MEMORY, "there is not enough memory for a sentence");
    if (item && size >= 0) {
        item->severity = severity;
        item->text = hop_result_keep_text(r, text);
    }
    if (size >= 0) free(text);
}

void hop_result_wrong(hop_result *r) {
    r->wrong = true;
}

bool hop_result_is_wrong(const hop_result *r) {
    return r->wrong;
}

/* ---- what is there ---- */

size_t hop_result_size(const hop_result *r) {
    return r->count;
}

const hop_item *hop_result_item(const hop_result *r, size_t index) {
    assert(index < r->count);
    return &r->items[index];
}

const hop_item *hop_result_find(const hop_result *r, const char *path) {
    static const char FIGURES[] = "figures.";
    bool figure = strncmp(path, FIGURES, sizeof FIGURES - 1) == 0;
    const char *name = figure ? path + sizeof FIGURES - 1 : path;
    for (size_t i = 0; i < r->count; i++) {
        const hop_item *item = &r->items[i];
        bool right = figure ? item->kind == HOP_ITEM_FIGURE : item->kind <= HOP_ITEM_TABLE;
        if (right && strcmp(item->path, name) == 0) return item;
    }
    return NULL;
}

const char *hop_result_heads(const hop_result *r, const char **lead) {
    if (lead) *lead = r->lead;
    return r->title;
}
