/* A result as one page that needs nothing from elsewhere: no fonts, no network, and no script for
 * what it says; figures
 * and pictures are within it; light and dark; read on a phone as on a wall, and printed.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/version.h>

#include "../base/fail.h"
#include "number.h"
#include "page.h"
#include "result_private.h"

/* Pictures narrower than half of this are enlarged. */
enum { PIXELS_LEAST = 128 };

typedef struct page {
    hop_string out;
    const hop_result *result;
    const hop_image_note *notes;
    size_t note_count;
    bool open; /* within a chapter */
    const hop_page_drawn *drawn;
    size_t undrawn;
} page;

static void add_element(page *p, const char *open, const char *text, const char *close) {
    if (!text || !*text) return;
    hop_string_add(&p->out, "%s", open);
    hop_page_escape(&p->out, text);
    hop_string_add(&p->out, "%s\n", close);
}

/* ---- the head ---- */

static void add_head(page *p, const char *title) {
    hop_string_add(&p->out,
                   "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta name=\"color-scheme\" content=\"light dark\">\n"
                   "<link rel=\"icon\" href=\"data:,\">\n"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                   "img-src data:; style-src 'unsafe-inline'; script-src '%s'\">\n",
                   hop_page_script_hash);
    hop_string_add(&p->out, "<meta name=\"generator\" content=\"hopfield %s\">\n", hop_version());
    add_element(p, "<title>", title, "</title>");
    hop_string_add(&p->out, "<style>\n%s%s</style>\n</head>\n<body>\n", hop_page_style,
                   hop_page_style_parts);
}

static void add_headlines(page *p) {
    size_t count = 0;
    for (size_t i = 0; i < hop_result_size(p->result); i++) {
        const hop_item *item = hop_result_item(p->result, i);
        if (item->kind != HOP_ITEM_HEADLINE) continue;
        if (count++ == 0) hop_string_add(&p->out, "<dl class=\"facts\">\n");
        add_element(p, "<div><dt>", item->path, "</dt>");
        add_element(p, "<dd>", item->text, "</dd>");
        add_element(p, "<dd class=\"remark\">", item->meaning, "</dd>");
        hop_string_add(&p->out, "</div>\n");
    }
    if (count > 0) hop_string_add(&p->out, "</dl>\n");
}

/* ---- items ---- */

static void add_caption(page *p, const hop_item *item) {
    add_element(p, "<figcaption>", item->meaning, "</figcaption>");
    hop_string_add(&p->out, "</figure>\n");
}

/* What a picture is, for those who cannot see it: the best there is. */
static const char *words_for(const hop_item *item, const char *title) {
    const char *const words[] = {item->alt, title, item->meaning, item->path};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i] && *words[i]) return words[i];
    return "";
}

static hop_status add_figure(page *p, const hop_item *item) {
    hop_string svg = {0};
    hop_status status = HOP_OK;
    if (p->drawn) p->drawn->read(p->drawn->context, item->path, &svg);
    if (svg.length == 0) status = hop_figure_draw(item->figure, "figure.svg", &svg);
    hop_string_add(&p->out, "<figure class=\"drawn\">\n");
    if (status == HOP_OK) {
        hop_string_add(&p->out, "<div class=\"plot\" tabindex=\"0\">");
        hop_page_svg(&p->out, svg.text, item->path, words_for(item, item->figure->title));
        hop_page_numbers(&p->out, item->figure);
        hop_string_add(&p->out, "</div>\n");
    } else if (status == HOP_E_SUPPORT || status == HOP_E_EMPTY) {
        p->undrawn++;
        add_element(p, "<p class=\"missing\">This figure was not drawn: ", hop_status_detail(),
                    "</p>");
        status = HOP_OK;
    }
    add_caption(p, item);
    free(svg.text);
    return status;
}

static hop_status add_picture(page *p, const hop_item *item) {
    if (item->parts) {
        hop_string_add(&p->out, "<figure class=\"picture\">\n");
        HOP_TRY(hop_page_parts(&p->out, item));
        add_caption(p, item);
        return HOP_OK;
    }
    unsigned char *bytes = NULL;
    size_t size = 0;
    HOP_TRY(hop_image_encode(item->image, item->path, p->notes, p->note_count, &bytes, &size));
    hop_string_add(&p->out, "<figure class=\"picture\">\n<div class=\"plot\"><img src=\"");
    hop_page_data_uri(&p->out, bytes, size);
    /* Small ones are enlarged by a whole number, so that pixels stay squares. */
    size_t width = item->image->width, times = width < PIXELS_LEAST ? PIXELS_LEAST / width : 1;
    hop_string_add(&p->out, "\" width=\"%zu\" height=\"%zu\"%s alt=\"", width * times,
                   item->image->height * times,
                   times > 1 ? " style=\"image-rendering:pixelated\"" : "");
    hop_page_escape(&p->out, words_for(item, NULL));
    hop_string_add(&p->out, "\"></div>\n");
    free(bytes);
    add_caption(p, item);
    return HOP_OK;
}

static void add_table(page *p, const hop_item *item, size_t index) {
    char label[32], caption[64];
    size_t rows = hop_table_row_count(item->table);
    size_t shown = item->rows_shown && item->rows_shown < rows ? item->rows_shown : rows;
    snprintf(label, sizeof label, "table-%zu", index);
    snprintf(caption, sizeof caption, "<figcaption id=\"%s\">", label);
    hop_string_add(&p->out, "<figure class=\"table\">\n");
    add_element(p, caption, item->meaning ? item->meaning : item->path, "</figcaption>");
    hop_page_table(&p->out, item->table, shown, label);
    if (shown < rows) hop_string_add(&p->out, "<p>and %zu more</p>\n", rows - shown);
    hop_string_add(&p->out, "</figure>\n");
}

static void begin_chapter(page *p, const char *heading, size_t index) {
    hop_string_add(&p->out, "%s<section aria-labelledby=\"heading-%zu\">\n<h2 id=\"heading-%zu\">",
                   p->open ? "</section>\n" : "", index, index);
    hop_page_escape(&p->out, heading);
    hop_string_add(&p->out, "</h2>\n");
    p->open = true;
}

static hop_status add_item(page *p, const hop_item *item, size_t index) {
    switch (item->kind) {
    case HOP_ITEM_TABLE: add_table(p, item, index); break;
    case HOP_ITEM_FIGURE: return add_figure(p, item);
    case HOP_ITEM_PICTURE: return add_picture(p, item);
    case HOP_ITEM_HEADING: begin_chapter(p, item->text, index); break;
    case HOP_ITEM_REMARK:
        add_element(p, item->severity == HOP_WARNING ? "<p class=\"warning\">" : "<p>", item->text,
                    "</p>");
        break;
    case HOP_ITEM_DRAWING: add_element(p, "<pre tabindex=\"0\">", item->text, "</pre>"); break;
    default: break;
    }
    return HOP_OK;
}

/* ---- the foot: every fact, and how it was made ---- */

static void add_value(page *p, const hop_item *item) {
    char number[64] = "";
    const char *text = item->value.text ? item->value.text : number;
    if (item->value_kind == HOP_CELL_COUNT)
        snprintf(number, sizeof number, "%zu", item->value.count);
    if (item->value_kind == HOP_CELL_NUMBER) hop_result_typeset(item->value.number, 6, number);
    if (item->value_kind == HOP_CELL_BOOL) text = item->value.truth ? "yes" : "no";
    hop_page_escape(&p->out, item->value.none ? "\u2013" : text);
    if (*item->unit && !item->value.none) {
        const size_t count = item->value_kind == HOP_CELL_COUNT ? item->value.count : 0;
        char unit[64];
        snprintf(unit, sizeof unit, " %.*s", hop_table_unit_length(item->unit, count), item->unit);
        hop_page_escape(&p->out, unit);
    }
}

static bool is_of_run(const hop_item *item) {
    return item->made || strncmp(item->path, "timing.", strlen("timing.")) == 0 ||
           strcmp(item->path, "threads") == 0 || strcmp(item->path, "command") == 0;
}

static void add_facts(page *p, bool made) {
    for (size_t i = 0; i < hop_result_size(p->result); i++) {
        const hop_item *item = hop_result_item(p->result, i);
        if (item->kind != HOP_ITEM_FACT || !hop_item_for(item, HOP_FOR_PAGE)) continue;
        if (is_of_run(item) != made || (made && item->value.none)) continue;
        hop_string_add(&p->out, "<div><dt title=\"");
        hop_page_escape(&p->out, item->meaning);
        add_element(p, "\">", item->path, "</dt><dd>");
        add_value(p, item);
        hop_string_add(&p->out, "</dd></div>\n");
    }
}

static void add_foot(page *p) {
    hop_string_add(&p->out, "</main>\n<footer>\n<details>\n<summary>All numbers by name</summary>\n"
                            "<dl class=\"notes\">\n");
    add_facts(p, false);
    hop_string_add(&p->out, "</dl>\n</details>\n<section aria-labelledby=\"made\">\n"
                            "<h2 id=\"made\">How it was made</h2>\n<dl class=\"notes\">\n");
    add_facts(p, true);
    hop_string_add(&p->out, "</dl>\n</section>\n</footer>\n<script>");
    hop_string_add(&p->out, "%s</script>\n</body>\n</html>\n", hop_page_script);
}

hop_status hop_page_make(const hop_result *result, const hop_page_drawn *drawn, size_t *undrawn,
                         char **text) {
    const char *lead = NULL, *title = hop_result_heads(result, &lead);
    page p = {.result = result, .drawn = drawn};
    hop_status status = HOP_OK;
    p.notes = hop_result_signature((hop_result *)(uintptr_t)result, &p.note_count);
    add_head(&p, title ? title : hop_result_command(result));
    hop_string_add(&p.out, "<header>\n");
    add_element(&p, "<p class=\"kind\">", hop_result_command(result), "</p>");
    add_element(&p, "<h1>", title ? title : hop_result_command(result), "</h1>");
    add_element(&p, "<p class=\"lead\">", lead, "</p>");
    add_headlines(&p);
    hop_string_add(&p.out, "</header>\n<main>\n");
    for (size_t i = 0; i < hop_result_size(result) && status == HOP_OK; i++) {
        const hop_item *item = hop_result_item(result, i);
        if (hop_item_for(item, HOP_FOR_PAGE)) status = add_item(&p, item, i);
    }
    if (p.open) hop_string_add(&p.out, "</section>\n");
    add_foot(&p);
    if (undrawn) *undrawn = p.undrawn;
    if (status == HOP_OK) return hop_table_finish(&p.out, text);
    free(p.out.text);
    return status;
}

static hop_status print(const hop_result *result, const hop_render_options *options, char **text) {
    (void)options;
    return hop_page_make(result, NULL, NULL, text);
}

const hop_renderer_row hop_renderer_page = {
    .row = {.name = "page",
            .title = "a page of HTML, complete in itself, figures and pictures within",
            .sources = ""},
    .endings = ".html",
    .print = print,
};
