/* A result as one JSON document.  Facts, arrays and tables stand at their paths; then `figures`,
 * `remarks`, `warnings`, `timing`, and `about`, which says of every path what it is:
 * "number, 4 digits [rad]: largest principal angle".
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "about.h"
#include "json.h"
#include "number.h"
#include "result_private.h"

/* ---- arrays ---- */

static hop_json *array_of(const hop_item *item, size_t axis, const double **values) {
    hop_json *list = hop_json_array();
    for (size_t i = 0; i < item->shape[axis]; i++) {
        hop_json *value = NULL;
        if (axis + 1 < item->rank)
            value = array_of(item, axis + 1, values);
        else if (item->whole)
            value = hop_json_count((size_t) * (*values)++);
        else
            value = hop_json_real(*(*values)++);
        if (hop_json_append(list, value)) continue;
        hop_json_free(list);
        return NULL;
    }
    return list;
}

static hop_json *value_of(const hop_item *item) {
    const double *values = item->values;
    switch (item->kind) {
    case HOP_ITEM_FACT: return hop_cell_json(item->value_kind, item->value);
    case HOP_ITEM_GROUP: return hop_json_object();
    case HOP_ITEM_ARRAY: return values ? array_of(item, 0, &values) : hop_json_null();
    case HOP_ITEM_TABLE: return hop_table_json(item->table);
    case HOP_ITEM_FIGURE: return hop_figure_json(item->figure);
    default: return hop_json_text(item->text);
    }
}

/* ---- the document ---- */

static bool is_timing(const hop_item *item) {
    return item->kind == HOP_ITEM_FACT && strncmp(item->path, "timing.", strlen("timing.")) == 0;
}

/* Facts, arrays and tables, those of the run's time or the others. */
static bool add_values(const hop_result *result, bool timing, hop_json *document) {
    for (size_t i = 0; i < hop_result_size(result); i++) {
        const hop_item *item = hop_result_item(result, i);
        if (item->kind > HOP_ITEM_TABLE || !hop_item_for(item, HOP_FOR_JSON)) continue;
        if (is_timing(item) != timing) continue;
        if (!hop_json_put(document, item->path, value_of(item))) return false;
    }
    return true;
}

static bool add_figures(const hop_result *result, hop_json *document) {
    for (size_t i = 0; i < hop_result_size(result); i++) {
        const hop_item *item = hop_result_item(result, i);
        if (item->kind != HOP_ITEM_FIGURE || !hop_item_for(item, HOP_FOR_JSON)) continue;
        hop_json *figures = hop_json_member(document, "figures"), *figure = value_of(item);
        if (!hop_json_set(figure, "caption", hop_json_text(item->meaning)) ||
            !hop_json_set(figure, "alt", hop_json_text(item->alt))) {
            hop_json_free(figure);
            return false;
        }
        if (!hop_json_set(figures, item->path, figure)) return false;
    }
    return true;
}

static bool add_remarks(const hop_result *result, const char *key, hop_severity severity,
                        hop_json *document) {
    hop_json *list = NULL;
    for (size_t i = 0; i < hop_result_size(result); i++) {
        const hop_item *item = hop_result_item(result, i);
        if (item->kind != HOP_ITEM_REMARK || !hop_item_for(item, HOP_FOR_JSON)) continue;
        if (item->severity != severity) continue;
        if (!list) {
            list = hop_json_array();
            if (!hop_json_set(document, key, list)) return false;
        }
        if (!hop_json_append(list, value_of(item))) return false;
    }
    return true;
}

static bool add_about(const hop_result *result, hop_json *document) {
    hop_json *about = hop_json_member(document, "about");
    for (size_t i = 0; i < hop_result_size(result); i++) {
        const hop_item *item = hop_result_item(result, i);
        if (item->kind > HOP_ITEM_TABLE || !hop_item_for(item, HOP_FOR_JSON)) continue;
        if (!hop_about_item(item, about)) return false;
    }
    return about != NULL;
}

static bool fill(const hop_result *result, hop_json *document) {
    const char *lead = NULL, *title = hop_result_heads(result, &lead);
    return add_values(result, false, document) &&
           (!title || hop_json_set(document, "title", hop_json_text(title))) &&
           (!lead || hop_json_set(document, "lead", hop_json_text(lead))) &&
           add_figures(result, document) && add_remarks(result, "remarks", HOP_NOTE, document) &&
           add_remarks(result, "warnings", HOP_WARNING, document) &&
           add_values(result, true, document) && add_about(result, document);
}

static hop_status print(const hop_result *result, const hop_render_options *options, char **text) {
    char *made = NULL;
    hop_json *document = hop_json_object();
    (void)options;
    hop_status status = fill(result, document)
                            ? hop_json_print(document, true, &made)
                            : hop_fail(HOP_E_MEMORY, "there is not enough memory for a result");
    hop_json_free(document);
    if (status != HOP_OK) return status;
    hop_string out = {0};
    hop_string_add_bytes(&out, made, strlen(made));
    hop_string_add_bytes(&out, "\n", 1);
    free(made);
    return hop_table_finish(&out, text);
}

const hop_renderer_row hop_renderer_json = {
    .row = {.name = "json",
            .title = "everything, as one JSON document",
            .sources = "Bray 2017 (RFC 8259)"},
    .endings = ".json",
    .print = print,
};
