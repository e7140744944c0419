/* Findings as text, CSV, JSON and figures.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/version.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "../base/json.h"
#include "findings.h"

/* What programs ask for first: the place, its interval, the theory, the criterion. */
static bool set_threshold(hop_json *object, const hop_threshold *t) {
    return hop_json_set(object, t->quantity, hop_json_real(t->value)) &&
           hop_json_set(object, "low", hop_json_real(t->low)) &&
           hop_json_set(object, "high", hop_json_real(t->high)) &&
           hop_json_set(object, "theory", hop_json_real(t->theory)) &&
           hop_json_set(object, "criterion", hop_json_text(t->criterion));
}

static hop_json *threshold_json(const hop_threshold *t, bool in_full) {
    hop_json *object = hop_json_object();
    bool good = set_threshold(object, t);
    if (in_full)
        good = good && hop_json_set(object, "quantity", hop_json_text(t->quantity)) &&
               hop_json_set(object, "theory_source", hop_json_text(t->theory_source)) &&
               hop_json_set(object, "estimate",
                            hop_json_real(*t->estimate_source ? t->estimate : NAN)) &&
               hop_json_set(object, "estimate_source", hop_json_text(t->estimate_source)) &&
               hop_json_set(object, "trials", hop_json_count(t->trials)) &&
               hop_json_set(object, "where", hop_json_text(t->where));
    if (good) return object;
    hop_json_free(object);
    return NULL;
}

static hop_json *thresholds_json(const hop_findings *f) {
    hop_json *array = hop_json_array();
    for (size_t i = 0; i < f->threshold_count; i++)
        if (!hop_json_append(array, threshold_json(&f->thresholds[i], true))) {
            hop_json_free(array);
            return NULL;
        }
    return array;
}

static hop_json *settings_json(const hop_sweep *e) {
    hop_json *object = hop_json_object();
    for (size_t i = 0; i < e->setting_count; i++)
        if (!hop_json_set(object, e->row->settings[i].parameter.name, hop_json_text(e->text[i]))) {
            hop_json_free(object);
            return NULL;
        }
    return object;
}

/* What was auto, and what it came to. */
static hop_json *used_json(const hop_sweep *e, const hop_findings *f) {
    hop_json *object = hop_json_object();
    bool good = true;
    for (size_t i = 0; i < e->setting_count && good; i++) {
        hop_string text = {0};
        hop_findings_used_text(f, i, &text);
        if (text.length > 0)
            good =
                hop_json_set(object, e->row->settings[i].parameter.name, hop_json_text(text.text));
        free(text.text);
    }
    if (good) return object;
    hop_json_free(object);
    return NULL;
}

/* A document's last line is ended, as every file's is. */
static hop_status end_line(char **text) {
    size_t length = strlen(*text);
    HOP_TRY(hop_realloc(length + 2, 1, "a document", text));
    memcpy(*text + length, "\n", 2);
    return HOP_OK;
}

/* The table's document, with the experiment and its thresholds beside the rows. */
static hop_status print_json(const hop_sweep *e, const hop_findings *f, const char *table,
                             char **text) {
    hop_json *document = NULL;
    HOP_TRY(hop_json_parse("the table", table, strlen(table), &document));
    hop_json *first =
        f->threshold_count == 1 ? threshold_json(&f->thresholds[0], false) : hop_json_null();
    bool good = hop_json_set(document, "experiment", hop_json_text(e->row->row.name)) &&
                hop_json_set(document, "version", hop_json_text(hop_version())) &&
                hop_json_set(document, "settings", settings_json(e)) &&
                hop_json_set(document, "used", used_json(e, f)) &&
                hop_json_set(document, "thresholds", thresholds_json(f));
    if (good)
        good = hop_json_set(document, "threshold", first);
    else
        hop_json_free(first);
    hop_status status = good ? hop_json_print(document, true, text)
                             : hop_fail(HOP_E_MEMORY, "there is not enough memory for a document");
    hop_json_free(document);
    if (status == HOP_OK && (status = end_line(text)) != HOP_OK) free(*text);
    return status;
}

/* Notes, the map if there is one that characters can show, rows. */
static hop_status add_text(const hop_findings *f, hop_table *narrow, const hop_fit *fit,
                           const hop_format_row *format, const hop_format_options *options,
                           hop_string *out) {
    hop_format_options notes_alone = *options;
    char *notes = NULL;
    notes_alone.quiet_rows = true;
    hop_findings_fit_note(fit, narrow);
    HOP_TRY(hop_table_print(narrow, format, &notes_alone, &notes));
    hop_string_add(out, "%s", notes);
    free(notes);
    hop_findings_map_text(f, options->width, out);
    HOP_TRY(hop_findings_fit_print(fit, format, out));
    if (out->failed) return hop_fail(HOP_E_MEMORY, "there is not enough memory for a table");
    return HOP_OK;
}

static hop_status print_text(const hop_sweep *e, const hop_findings *f,
                             const hop_format_row *format, const hop_format_options *options,
                             char **text) {
    hop_table *narrow = NULL;
    hop_fit *fit = NULL;
    hop_string out = {0};
    size_t settings = 0;
    HOP_TRY(hop_findings_narrow(e, f, options->width > 0, &narrow, &settings));
    hop_status status = hop_findings_fit(narrow, settings, f->brief, options->width, &fit);
    if (status == HOP_OK) status = add_text(f, narrow, fit, format, options, &out);
    hop_findings_fit_destroy(fit);
    hop_table_destroy(narrow);
    if (status == HOP_OK)
        *text = out.text;
    else
        free(out.text);
    return status;
}

hop_status hop_findings_print(const hop_sweep *e, const hop_findings *f,
                              const hop_format_row *format, const hop_format_options *options,
                              char **text) {
    char *table = NULL;
    if (strcmp(format->row.name, "text") == 0) return print_text(e, f, format, options, text);
    HOP_TRY(hop_table_print(f->table, format, options, &table));
    if (strcmp(format->row.name, "json") != 0) {
        *text = table;
        return HOP_OK;
    }
    hop_status status = print_json(e, f, table, text);
    free(table);
    return status;
}

static bool is_figure(const char *path) {
    static const char *const ENDINGS[] = {".svg", ".png", ".pdf"};
    size_t length = strlen(path);
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++)
        if (length > 4 && strcasecmp(path + length - 4, ENDINGS[i]) == 0) return true;
    return false;
}

/* What was measured, then of what. */
static hop_status write_figure(const hop_sweep *e, const hop_findings *f, const char *path,
                               bool replace) {
    hop_figure figure = f->figure;
    hop_string subtitle = {0};
    if (!f->subtitle) hop_findings_constants(e, f, &subtitle);
    figure.subtitle = f->subtitle ? f->subtitle : subtitle.text;
    figure.curves = f->curves;
    figure.curve_count = f->curve_count;
    figure.map = f->map.rows > 0 ? &f->map : NULL;
    figure.provenance = f->table;
    hop_status status = hop_figure_write(&figure, path, replace);
    free(subtitle.text);
    return status;
}

hop_status hop_findings_write(const hop_sweep *e, const hop_findings *f, const char *path,
                              bool replace) {
    if (is_figure(path)) return write_figure(e, f, path, replace);
    const hop_format_row *format = NULL;
    char *text = NULL;
    HOP_TRY(hop_format_of_path(path, &format));
    HOP_TRY(hop_findings_print(e, f, format, &hop_format_defaults, &text));
    hop_status status = hop_file_write(path, text, strlen(text), replace);
    free(text);
    return status;
}
