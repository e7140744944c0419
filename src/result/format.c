/* The catalogue of formats, and writing a table in one of them.
 * SPDX-License-Identifier: MIT */
#include <hopfield/table.h>

#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "../base/file.h"
#include "../base/text.h"
#include "store.h"

const hop_format_options hop_format_defaults = {.width = 0};

#define ROW(name) extern const hop_format_row name;
#include "format_list.h"
#undef ROW

static const hop_row *const rows[] = {
#define ROW(name) &name.row,
#include "format_list.h"
#undef ROW
};

static const hop_catalog catalog = {
    .noun = "format", .plural = "formats", .rows = rows, .count = sizeof rows / sizeof rows[0]};

const hop_catalog *hop_format_catalog(void) {
    return &catalog;
}

static const hop_format_row *format_at(size_t index) {
    return (const hop_format_row *)catalog.rows[index];
}

hop_status hop_format_parse(const char *name, const hop_format_row **format) {
    const hop_row *row = NULL;
    double values[HOP_PARAMETER_MAX];
    HOP_TRY(hop_spec_parse(&catalog, name, &row, values));
    *format = (const hop_format_row *)row;
    return HOP_OK;
}

hop_status hop_format_of_path(const char *path, const hop_format_row **format) {
    hop_string endings = {0};
    size_t length = strlen(path);
    for (size_t i = 0; i < catalog.count; i++) {
        const char *ending = format_at(i)->ending;
        size_t size = strlen(ending);
        hop_string_add(&endings, "%s%s", i ? ", " : "", ending);
        if (length <= size || strcasecmp(path + length - size, ending) != 0) continue;
        free(endings.text);
        *format = format_at(i);
        return HOP_OK;
    }
    hop_status status = hop_fail(HOP_E_NAME, "%s: a table is written as one of %s", path,
                                 endings.text ? endings.text : "the known formats");
    free(endings.text);
    return status;
}

hop_status hop_table_print(const hop_table *table, const hop_format_row *format,
                           const hop_format_options *options, char **text) {
    HOP_TRY(hop_table_ready(table));
    return format->print(table, options, text);
}

hop_status hop_table_write(const hop_table *table, const char *path, bool replace) {
    const hop_format_row *format = NULL;
    char *text = NULL;
    HOP_TRY(hop_format_of_path(path, &format));
    HOP_TRY(hop_table_print(table, format, &hop_format_defaults, &text));
    hop_status status = hop_file_write(path, text, strlen(text), replace);
    free(text);
    return status;
}
