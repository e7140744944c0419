/* A table for people in so many terminal columns: whole columns are left out, the last first, and
 * long words stand over their rows.  Neither a number nor a word is cut.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "findings.h"

/* Blanks between two columns; measured columns that settings must leave room for, at least. */
enum { GAP = 2, MEASURED_MIN = 3 };

/* Where a column is shown. */
enum place { IN_ROWS, OVER_ROWS, NOWHERE };

struct hop_fit {
    const hop_table *table;
    size_t settings, columns, width;
    bool blocks;
    enum place *place; /* [columns] */
    size_t *widths;    /* [columns] */
};

void hop_findings_fit_destroy(hop_fit *fit) {
    if (!fit) return;
    free(fit->place);
    free(fit->widths);
    free(fit);
}

/* Room of the columns in rows before `end`. */
static size_t room_of(const hop_fit *fit, size_t end) {
    size_t room = 0;
    for (size_t c = 0; c < end && c < fit->columns; c++)
        if (fit->place[c] == IN_ROWS) room += fit->widths[c] + (room > 0 ? GAP : 0);
    return room;
}

/* The widest word among the settings in rows; `columns` if there is none. */
static size_t widest_word(const hop_fit *fit) {
    size_t widest = fit->columns;
    for (size_t c = 0; c < fit->settings; c++) {
        bool word = hop_table_column(fit->table, c)->kind == HOP_CELL_TEXT;
        if (!word || fit->place[c] != IN_ROWS) continue;
        if (widest == fit->columns || fit->widths[c] > fit->widths[widest]) widest = c;
    }
    return widest;
}

static bool ends_with(const char *name, const char *ending) {
    size_t length = strlen(name), size = strlen(ending);
    return length >= size && strcmp(name + length - size, ending) == 0;
}

/* Half an interval says nothing. */
static bool is_other_end(const hop_fit *fit, size_t c) {
    return ends_with(hop_table_column(fit->table, c)->name, "high") &&
           ends_with(hop_table_column(fit->table, c - 1)->name, "low");
}

static void choose(hop_fit *fit) {
    for (size_t word; room_of(fit, fit->settings + MEASURED_MIN) > fit->width;) {
        word = widest_word(fit);
        if (word == fit->columns) break;
        fit->place[word] = OVER_ROWS;
    }
    for (size_t c = fit->settings + 1; c < fit->columns; c++)
        if (room_of(fit, c + 1) > fit->width) {
            fit->place[c] = NOWHERE;
            if (is_other_end(fit, c)) fit->place[c - 1] = NOWHERE;
        }
}

hop_status hop_findings_fit(const hop_table *table, size_t settings, bool blocks, size_t width,
                            hop_fit **fit) {
    hop_fit *fresh = NULL;
    HOP_TRY(hop_alloc(1, sizeof *fresh, "a table's layout", &fresh));
    *fresh = (hop_fit){.table = table,
                       .settings = settings,
                       .columns = hop_table_column_count(table),
                       .width = width,
                       .blocks = blocks};
    hop_status status =
        hop_alloc(fresh->columns, sizeof *fresh->place, "a table's layout", &fresh->place);
    if (status == HOP_OK)
        status =
            hop_alloc(fresh->columns, sizeof *fresh->widths, "a table's layout", &fresh->widths);
    for (size_t c = 0; c < fresh->columns && status == HOP_OK; c++)
        status = hop_table_text_width(table, c, &fresh->widths[c]);
    if (status != HOP_OK) {
        hop_findings_fit_destroy(fresh);
        return status;
    }
    if (width > 0 && !blocks) choose(fresh);
    *fit = fresh;
    return HOP_OK;
}

void hop_findings_fit_note(const hop_fit *fit, hop_table *table) {
    hop_string text = {0};
    for (size_t c = 0; c < fit->columns; c++)
        if (fit->place[c] == NOWHERE)
            hop_string_add(&text, "%s%s", text.length ? ", " : "",
                           hop_table_column(fit->table, c)->name);
    if (text.length == 0) return;
    hop_string_add(&text, " (no room); --format csv or json has all");
    hop_table_note(table, "left out", text.text);
    free(text.text);
}

/* The columns as text, headers and rows. */
static hop_status print_columns(const hop_fit *fit, const size_t *kept, size_t count,
                                const hop_format_row *format, char **text) {
    hop_table *part = NULL;
    const hop_format_options rows_alone = {.quiet_notes = true};
    HOP_TRY(hop_findings_columns(fit->table, kept, count, &part));
    hop_status status = hop_table_print(part, format, &rows_alone, text);
    hop_table_destroy(part);
    return status;
}

/* "energy=lse beta=2", broken between two of them where it would be too wide. */
static void say_words(const hop_fit *fit, size_t row, hop_string *out) {
    size_t line = 0;
    for (size_t c = 0; c < fit->settings; c++) {
        if (fit->place[c] != OVER_ROWS) continue;
        const hop_column *column = hop_table_column(fit->table, c);
        hop_cell cell = hop_table_cell(fit->table, row, c);
        const char *word = cell.none ? "-" : cell.text;
        size_t room = strlen(column->name) + 1 + strlen(word);
        if (line > 0) hop_string_add(out, line + 1 + room > fit->width ? "\n" : " ");
        line = line + 1 + room > fit->width ? room : line + 1 + room;
        hop_string_add(out, "%s=%s", column->name, word);
    }
}

/* The rows of `text` under what their settings in words are, said where they change. */
static void add_under_words(const hop_fit *fit, const char *text, hop_string *out) {
    hop_string before = {0};
    size_t rows = hop_table_row_count(fit->table);
    for (size_t line = 0; *text; line++) {
        size_t length = strcspn(text, "\n") + 1;
        hop_string words = {0};
        if (line > 0 && line <= rows) say_words(fit, line - 1, &words);
        bool changed = words.length > 0 && (!before.text || strcmp(words.text, before.text) != 0);
        if (changed) hop_string_add(out, "%s\n", words.text);
        hop_string_add_bytes(out, text, length);
        text += length;
        out->failed = out->failed || words.failed;
        if (changed) {
            free(before.text);
            before = words;
        } else {
            free(words.text);
        }
    }
    free(before.text);
}

static hop_status print_rows(const hop_fit *fit, const hop_format_row *format, size_t *kept,
                             hop_string *out) {
    size_t count = 0;
    char *text = NULL;
    for (size_t c = 0; c < fit->columns; c++)
        if (fit->place[c] == IN_ROWS) kept[count++] = c;
    HOP_TRY(print_columns(fit, kept, count, format, &text));
    add_under_words(fit, text, out);
    free(text);
    return HOP_OK;
}

/* One block of columns after another, each with the first column of all. */
static hop_status print_blocks(const hop_fit *fit, const hop_format_row *format, size_t *kept,
                               hop_string *out) {
    for (size_t c = 1; c < fit->columns;) {
        size_t room = fit->widths[0], count = 0;
        char *text = NULL;
        kept[count++] = 0;
        while (c < fit->columns &&
               (count == 1 || fit->width == 0 || room + GAP + fit->widths[c] <= fit->width)) {
            room += GAP + fit->widths[c];
            kept[count++] = c++;
        }
        HOP_TRY(print_columns(fit, kept, count, format, &text));
        hop_string_add(out, "%s%s", text, c < fit->columns ? "\n" : "");
        free(text);
    }
    return HOP_OK;
}

hop_status hop_findings_fit_print(const hop_fit *fit, const hop_format_row *format,
                                  hop_string *out) {
    size_t *kept = NULL;
    HOP_TRY(hop_alloc(fit->columns, sizeof *kept, "columns", &kept));
    hop_status status = fit->blocks && fit->columns > 1 ? print_blocks(fit, format, kept, out)
                                                        : print_rows(fit, format, kept, out);
    free(kept);
    return status;
}
