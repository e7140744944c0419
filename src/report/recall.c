/* The report of a recall: its sections, in order.  The sentences are in recall_words.c.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "../base/fail.h"
#include "report_parts.h"

/* What a page can take; the files beside it have everything. */
enum {
    SHEET_ROWS = 8,
    TILE_PIXELS = 192,
    TABLE_ROWS = 200,
    FAILURE_ROWS = 20,
    SECTIONS_MAX = 16,
};

/* Everything the sections lend. */
typedef struct content {
    const hop_recall_record *record;
    hop_tally tally;
    hop_words words;
    hop_section sections[SECTIONS_MAX];
    size_t count;
    hop_image sheet;
    hop_plot energy, errors;
    hop_table *rows, *failures;
} content;

static void clear(content *c) {
    hop_image_clear(&c->sheet);
    hop_report_plot_clear(&c->energy);
    hop_report_plot_clear(&c->errors);
    hop_table_destroy(c->rows);
    hop_table_destroy(c->failures);
    hop_report_words_clear(&c->words);
}

static void add(content *c, hop_section section) {
    c->sections[c->count++] = section;
}

static void add_words(content *c, hop_section_kind kind, const char *text) {
    add(c, (hop_section){.kind = kind, .text = text});
}

static hop_status add_sheet(content *c) {
    const hop_recall_result *result = c->record->result;
    size_t chosen[SHEET_ROWS], count = hop_report_choose(result, SHEET_ROWS, chosen);
    if (!c->record->canvas.shape.image) return HOP_OK;
    HOP_TRY(hop_report_recall_sheet(c->record, chosen, count, TILE_PIXELS, &c->sheet));
    add_words(c, HOP_SECTION_HEADING, "What went in, and what came back");
    add(c, (hop_section){
               .kind = HOP_SECTION_PICTURE,
               .file = "sheet.png",
               .image = &c->sheet,
               .text = hop_report_sheet_caption(&c->words, c->record, &c->tally, count),
               .alt = hop_report_sheet_alt(&c->words, c->record, chosen, count),
           });
    return HOP_OK;
}

static hop_status add_errors(content *c) {
    HOP_TRY(hop_report_errors(c->record, &c->errors));
    if (c->errors.figure.curve_count == 0) return HOP_OK;
    add_words(c, HOP_SECTION_HEADING, "How near they came");
    add(c, (hop_section){
               .kind = HOP_SECTION_FIGURE,
               .file = "errors.svg",
               .figure = &c->errors.figure,
               .text = hop_report_errors_caption(&c->words, c->record),
               .alt = hop_report_errors_alt(&c->words, c->record, &c->tally),
           });
    return HOP_OK;
}

static hop_status add_energy(content *c) {
    HOP_TRY(hop_report_energy(c->record, &c->energy));
    add_words(c, HOP_SECTION_HEADING, "Downhill in energy");
    add(c, (hop_section){
               .kind = HOP_SECTION_FIGURE,
               .file = "energy.svg",
               .figure = &c->energy.figure,
               .text = hop_report_energy_caption(&c->words, c->record, &c->tally),
               .alt = hop_report_energy_alt(&c->words, c->record, &c->tally),
           });
    return HOP_OK;
}

static void add_attention(content *c) {
    const char *sentence = hop_report_attention(&c->words, c->record, &c->tally);
    if (!sentence) return;
    add_words(c, HOP_SECTION_HEADING, "One step is attention");
    add_words(c, HOP_SECTION_PARAGRAPH, sentence);
}

static hop_status add_failures(content *c) {
    HOP_TRY(hop_report_failures(c->record, FAILURE_ROWS, &c->failures));
    if (!c->failures) return HOP_OK;
    add_words(c, HOP_SECTION_HEADING, "Why some went wrong");
    add(c, (hop_section){
               .kind = HOP_SECTION_TABLE,
               .table = c->failures,
               .text = hop_report_failures_caption(&c->words, c->record, &c->tally,
                                                   hop_table_row_count(c->failures)),
           });
    return HOP_OK;
}

static hop_status add_rows(content *c) {
    HOP_TRY(hop_report_rows(c->record, TABLE_ROWS, &c->rows));
    add_words(c, HOP_SECTION_HEADING, "Query by query");
    add(c, (hop_section){
               .kind = HOP_SECTION_TABLE,
               .table = c->rows,
               .text = hop_report_rows_caption(&c->words, &c->tally, hop_table_row_count(c->rows)),
           });
    return HOP_OK;
}

static hop_status fill(content *c) {
    HOP_TRY(add_sheet(c));
    HOP_TRY(add_failures(c));
    HOP_TRY(add_errors(c));
    HOP_TRY(add_energy(c));
    add_attention(c);
    return add_rows(c);
}

static hop_status write(content *c, const char *folder, bool replace, size_t *undrawn) {
    const hop_recall_record *record = c->record;
    hop_fact facts[HOP_FACTS];
    size_t fact_count = hop_report_facts(&c->words, record, &c->tally, facts);
    const hop_attachment attachments[] = {
        {.file = "queries.csv", .meaning = "every query, one line each", .table = record->table},
        {.file = "recall.json",
         .meaning = "everything, with all energies and the largest weights",
         .text = record->json},
    };
    const hop_report report = {
        .kind = "hopfield recall",
        .title = hop_report_title(&c->words, record),
        .lead = hop_report_lead(&c->words, record, &c->tally),
        .facts = facts,
        .fact_count = fact_count,
        .sections = c->sections,
        .section_count = c->count,
        .attachments = attachments,
        .attachment_count = sizeof attachments / sizeof *attachments,
        .notes = record->notes,
        .note_count = record->note_count,
    };
    if (c->words.failed) return hop_fail(HOP_E_MEMORY, "there is not enough memory for a report");
    return hop_report_write(&report, folder, replace, undrawn);
}

hop_status hop_report_recall(const hop_recall_record *record, const char *folder, bool replace,
                             size_t *undrawn) {
    content c = {.record = record, .tally = hop_report_tally(record->result)};
    hop_status status = fill(&c);
    if (status == HOP_OK) status = write(&c, folder, replace, undrawn);
    clear(&c);
    return status;
}
