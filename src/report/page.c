/* The page: a report's sections as HTML.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include <hopfield/version.h>

#include "report_parts.h"

static void add_element(hop_string *out, const char *open, const char *text, const char *close) {
    if (!text || !*text) return;
    hop_string_add(out, "%s", open);
    hop_report_escape(out, text);
    hop_string_add(out, "%s\n", close);
}

static void add_head(hop_string *out, const hop_report *report) {
    hop_string_add(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                        "<meta name=\"viewport\" content=\"width=device-width, "
                        "initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
                        "<link rel=\"icon\" href=\"data:,\">\n");
    hop_string_add(out, "<meta name=\"generator\" content=\"hopfield %s\">\n", hop_version());
    add_element(out, "<title>", report->title, "</title>");
    hop_string_add(out, "<style>\n%s</style>\n</head>\n<body>\n", hop_report_style);
}

static void add_facts(hop_string *out, const hop_report *report) {
    if (report->fact_count == 0) return;
    hop_string_add(out, "<dl class=\"facts\">\n");
    for (size_t i = 0; i < report->fact_count; i++) {
        const hop_fact *fact = &report->facts[i];
        add_element(out, "<div><dt>", fact->label, "</dt>");
        add_element(out, "<dd>", fact->value, "</dd>");
        add_element(out, "<dd class=\"remark\">", fact->remark, "</dd>");
        hop_string_add(out, "</div>\n");
    }
    hop_string_add(out, "</dl>\n");
}

/* A picture leads to its own file, where it can be seen in full size. */
static void add_picture(hop_string *out, const hop_section *section, const hop_drawn *drawn) {
    bool figure = section->kind == HOP_SECTION_FIGURE;
    hop_string_add(out, "<figure class=\"%s\">\n", figure ? "drawn" : "picture");
    if (drawn->missing) {
        add_element(out, "<p class=\"missing\">This figure was not drawn: ", drawn->why, "</p>");
    } else {
        hop_string_add(out, "<a href=\"%s\"><img src=\"%s\" alt=\"", section->file, section->file);
        hop_report_escape(out, section->alt);
        hop_string_add(out, "\"");
        if (!figure)
            hop_string_add(out, " width=\"%zu\" height=\"%zu\"", section->image->width,
                           section->image->height);
        hop_string_add(out, "></a>\n");
    }
    add_element(out, "<figcaption>", section->text, "</figcaption>");
    hop_string_add(out, "</figure>\n");
}

static void add_table(hop_string *out, const hop_section *section, size_t index) {
    char label[32], caption[64];
    snprintf(label, sizeof label, "table-%zu", index);
    snprintf(caption, sizeof caption, "<figcaption id=\"%s\">", label);
    hop_string_add(out, "<figure class=\"table\">\n");
    add_element(out, caption, section->text, "</figcaption>");
    hop_report_table(out, section->table, label);
    hop_string_add(out, "</figure>\n");
}

static void begin_chapter(hop_string *out, const char *heading, size_t index, bool *open) {
    hop_string_add(out, "%s<section aria-labelledby=\"heading-%zu\">\n<h2 id=\"heading-%zu\">",
                   *open ? "</section>\n" : "", index, index);
    hop_report_escape(out, heading);
    hop_string_add(out, "</h2>\n");
    *open = true;
}

static void add_sections(hop_string *out, const hop_report *report, const hop_drawn *drawn) {
    bool open = false;
    for (size_t i = 0; i < report->section_count; i++) {
        const hop_section *section = &report->sections[i];
        switch (section->kind) {
        case HOP_SECTION_HEADING: begin_chapter(out, section->text, i, &open); break;
        case HOP_SECTION_PARAGRAPH: add_element(out, "<p>", section->text, "</p>"); break;
        case HOP_SECTION_TEXT:
            add_element(out, "<pre tabindex=\"0\">", section->text, "</pre>");
            break;
        case HOP_SECTION_PICTURE:
        case HOP_SECTION_FIGURE: add_picture(out, section, &drawn[i]); break;
        case HOP_SECTION_TABLE: add_table(out, section, i); break;
        }
    }
    if (open) hop_string_add(out, "</section>\n");
}

static void add_file(hop_string *out, const char *file, const char *meaning) {
    hop_string_add(out, "<li><a href=\"%s\">%s</a> ", file, file);
    hop_report_escape(out, meaning);
    hop_string_add(out, "</li>\n");
}

/* NAME.svg becomes NAME.tsv. */
static void add_sibling(hop_string *out, const char *file, const char *ending,
                        const char *meaning) {
    char name[256];
    snprintf(name, sizeof name, "%.*s%s", (int)(strrchr(file, '.') - file), file, ending);
    add_file(out, name, meaning);
}

static void add_files(hop_string *out, const hop_report *report, const hop_drawn *drawn) {
    hop_string_add(out, "<section aria-labelledby=\"files\">\n<h2 id=\"files\">Files</h2>\n"
                        "<ul class=\"files\">\n");
    for (size_t i = 0; i < report->attachment_count; i++)
        add_file(out, report->attachments[i].file, report->attachments[i].meaning);
    for (size_t i = 0; i < report->section_count; i++) {
        const hop_section *section = &report->sections[i];
        if (section->kind != HOP_SECTION_FIGURE || drawn[i].missing) continue;
        add_sibling(out, section->file, ".tsv", "the numbers behind that figure");
        add_sibling(out, section->file, ".gp", "draws it again, with gnuplot");
    }
    hop_string_add(out, "</ul>\n</section>\n");
}

static void add_notes(hop_string *out, const hop_report *report) {
    if (report->note_count == 0) return;
    hop_string_add(out, "<section aria-labelledby=\"made\">\n<h2 id=\"made\">How it was made</h2>\n"
                        "<dl class=\"notes\">\n");
    for (size_t i = 0; i < report->note_count; i++) {
        add_element(out, "<div><dt>", report->notes[i].key, "</dt>");
        add_element(out, "<dd>", report->notes[i].text, "</dd>");
        hop_string_add(out, "</div>\n");
    }
    hop_string_add(out, "</dl>\n</section>\n");
}

void hop_report_page(hop_string *out, const hop_report *report, const hop_drawn *drawn) {
    add_head(out, report);
    hop_string_add(out, "<header>\n");
    add_element(out, "<p class=\"kind\">", report->kind, "</p>");
    add_element(out, "<h1>", report->title, "</h1>");
    add_element(out, "<p class=\"lead\">", report->lead, "</p>");
    add_facts(out, report);
    hop_string_add(out, "</header>\n<main>\n");
    add_sections(out, report, drawn);
    hop_string_add(out, "</main>\n<footer>\n");
    add_files(out, report, drawn);
    add_notes(out, report);
    hop_string_add(out, "</footer>\n</body>\n</html>\n");
}
