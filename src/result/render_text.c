/* A result as text for people: the lead, then tables, sentences and drawings in their order, blocks
 * of different kinds a blank line apart.  What a file name or a note could do to a terminal is
 * undone here: only this file writes a terminal's control sequences.
 * SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "display.h"
#include "number.h"
#include "result_private.h"
#include "text.h"

static const char PLAIN[] = "\033[0m", BOLD[] = "\033[1m", YELLOW[] = "\033[33m";

typedef struct page {
    const hop_render_options *options;
    hop_string out;
    bool begun;
    hop_item_kind last; /* the block above */
} page;

/* ---- items ---- */

static void add_coloured(page *p, const char *colour, const char *text) {
    bool coloured = p->options->colour;
    hop_string_add(&p->out, "%s", coloured ? colour : "");
    hop_result_add_wrapped(&p->out, text, 2, p->options->width);
    /* The end of the line stays outside. */
    if (!coloured || p->out.failed) return;
    p->out.text[--p->out.length] = '\0';
    hop_string_add(&p->out, "%s\n", PLAIN);
}

/* "memory.patterns" is "memory patterns" to people. */
static void add_words_of(hop_string *out, const char *path) {
    for (const char *c = path; *c; c++)
        hop_string_add(out, "%c", *c == '.' || *c == '_' ? ' ' : *c);
}

static void add_fact(page *p, const hop_item *item, size_t width) {
    char number[32] = "";
    hop_string line = {0};
    const char *text = item->value.text ? item->value.text : number;
    const int digits = 6;
    add_words_of(&line, item->path);
    hop_string_add(&line, "%*s", (int)(width - strlen(item->path)) + 2, "");
    if (item->value_kind == HOP_CELL_BOOL) text = item->value.truth ? "yes" : "no";
    if (item->value_kind == HOP_CELL_COUNT)
        snprintf(number, sizeof number, "%zu", item->value.count);
    if (item->value_kind == HOP_CELL_NUMBER) hop_table_round(item->value.number, digits, number);
    hop_string_add(&line, "%s", item->value.none ? "-" : text);
    const size_t count = item->value_kind == HOP_CELL_COUNT ? item->value.count : 0;
    if (*item->unit && !item->value.none)
        hop_string_add(&line, " %.*s", hop_table_unit_length(item->unit, count), item->unit);
    p->out.failed = p->out.failed || line.failed;
    hop_result_add_wrapped(&p->out, line.text ? line.text : "", width + 2, p->options->width);
    free(line.text);
}

static hop_status add_table(page *p, const hop_item *item) {
    size_t rows = hop_table_row_count(item->table);
    size_t shown = item->rows_shown && item->rows_shown < rows ? item->rows_shown : rows;
    const hop_table_view view = {.width = p->options->width,
                                 .rows = shown,
                                 .audience = HOP_FOR_TEXT,
                                 .colour = p->options->colour};
    HOP_TRY(hop_table_add_view(item->table, &view, &p->out));
    if (shown < rows)
        hop_string_add(&p->out, "... and %zu more (--format json has all)\n", rows - shown);
    return HOP_OK;
}

/* As it stands, line by line. */
static void add_drawing(page *p, const char *text) {
    while (*text) {
        size_t length = strcspn(text, "\n");
        hop_string line = {0};
        hop_string_add_bytes(&line, text, length);
        p->out.failed = p->out.failed || line.failed;
        hop_table_show(&p->out, line.text ? line.text : "", SIZE_MAX);
        hop_string_add(&p->out, "\n");
        free(line.text);
        text += length + (text[length] == '\n');
    }
}

static bool is_shown(const page *p, const hop_item *item) {
    bool warning = item->kind == HOP_ITEM_REMARK && item->severity == HOP_WARNING;
    return hop_item_for(item, HOP_FOR_TEXT) && !(warning && p->options->quiet);
}

static hop_status add_item(page *p, const hop_item *item) {
    bool apart = p->begun && (p->last != item->kind || item->kind == HOP_ITEM_TABLE) &&
                 p->last != HOP_ITEM_HEADING && p->last != HOP_ITEM_PICTURE;
    if (apart) hop_string_add(&p->out, "\n");
    p->begun = true;
    p->last = item->kind;
    switch (item->kind) {
    case HOP_ITEM_TABLE: return add_table(p, item);
    case HOP_ITEM_HEADING: add_coloured(p, BOLD, item->text); break;
    case HOP_ITEM_DRAWING: add_drawing(p, item->text); break;
    case HOP_ITEM_REMARK:
        if (item->severity == HOP_WARNING)
            add_coloured(p, YELLOW, item->text);
        else
            hop_result_add_wrapped(&p->out, item->text, strspn(item->text, " ") + 2,
                                   p->options->width);
        break;
    case HOP_ITEM_FIGURE: hop_figure_add_text(item->figure, p->options->width, &p->out); break;
    default: break;
    }
    return HOP_OK;
}

/* All facts that follow each other, under each other; *index becomes the last one's. */
static void add_facts(page *p, const hop_result *result, size_t *index) {
    size_t end = *index, width = 0;
    for (; end < hop_result_size(result); end++) {
        const hop_item *item = hop_result_item(result, end);
        if (item->kind != HOP_ITEM_FACT) break;
        if (is_shown(p, item) && strlen(item->path) > width) width = strlen(item->path);
    }
    if (p->begun) hop_string_add(&p->out, "\n");
    p->begun = true;
    p->last = HOP_ITEM_FACT;
    for (; *index < end; ++*index) {
        const hop_item *item = hop_result_item(result, *index);
        if (is_shown(p, item)) add_fact(p, item, width);
    }
    --*index;
}

/* As many pictures as follow each other and have room abreast; *index becomes the last one's. */
static hop_status add_pictures(page *p, const hop_result *result, size_t *index) {
    size_t count = 1;
    const hop_item *first = hop_result_item(result, *index);
    while (count < HOP_ABREAST && *index + count < hop_result_size(result) &&
           first[count].kind == HOP_ITEM_PICTURE && is_shown(p, &first[count]))
        count++;
    if (p->begun) hop_string_add(&p->out, "\n");
    p->begun = true;
    p->last = HOP_ITEM_PICTURE;
    *index += count - 1;
    return hop_result_add_pictures(first, count, p->options, &p->out);
}

static hop_status print(const hop_result *result, const hop_render_options *options, char **text) {
    page p = {.options = options, .last = HOP_ITEM_GROUP};
    const char *lead = NULL;
    hop_status status = HOP_OK;
    hop_result_heads(result, &lead);
    if (lead) {
        hop_result_add_wrapped(&p.out, lead, 2, options->width);
        p.begun = true;
    }
    for (size_t i = 0; i < hop_result_size(result) && status == HOP_OK; i++) {
        const hop_item *item = hop_result_item(result, i);
        if (!is_shown(&p, item)) continue;
        if (item->kind == HOP_ITEM_PICTURE)
            status = add_pictures(&p, result, &i);
        else if (item->kind == HOP_ITEM_FACT)
            add_facts(&p, result, &i);
        else
            status = add_item(&p, item);
    }
    if (!p.begun) hop_string_add(&p.out, "%s", "");
    if (status == HOP_OK) return hop_table_finish(&p.out, text);
    free(p.out.text);
    return status;
}

const hop_renderer_row hop_renderer_text = {
    .row = {.name = "text", .title = "tables and sentences, for people", .sources = ""},
    .endings = ".txt",
    .print = print,
};
