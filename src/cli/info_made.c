/* How a file of this program was made: results in JSON are shown again, pictures say what they say.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../base/fail.h"
#include "../base/file.h"
#include "../base/text.h"
#include "../image/png_notes.h"
#include "info.h"
#include "outputs.h"
#include "rerun.h"

/* No result that this program writes is longer. */
static const size_t JSON_MOST = (size_t)1 << 30;

static const char *text_at(const hop_result *result, const char *path) {
    for (size_t i = 0; i < hop_result_size(result); i++) {
        const hop_item *item = hop_result_item(result, i);
        if (item->kind == HOP_ITEM_FACT && strcmp(item->path, path) == 0) return item->value.text;
    }
    return NULL;
}

hop_status cli_info_result(const char *path, hop_result **result) {
    unsigned char *bytes = NULL;
    size_t size = 0;
    hop_result *read = NULL;
    HOP_TRY(hop_file_read(path, JSON_MOST, &bytes, &size));
    hop_status status = hop_result_read(path, (const char *)bytes, size, &read);
    free(bytes);
    if (status != HOP_OK)
        return hop_fail(HOP_E_FORMAT,
                        "%s: is JSON, but no result of this program; numbers are read as CSV or "
                        ".npy",
                        path);
    const char *version = text_at(read, "version"), *line = text_at(read, "command_line");
    hop_result_remark(read, HOP_NOTE, "%s: a result of hopfield %s, made by: %s", path,
                      version ? version : "of another time", line ? line : "?");
    hop_result_for(read, HOP_FOR_TEXT);
    *result = read;
    return HOP_OK;
}

static const char OWN[] = "hopfield ";

/* At most 31 bytes. */
static bool begins_with(const char *path, const char *first) {
    unsigned char head[32] = {0};
    size_t got = 0, size = strlen(first);
    return hop_file_exists(path) && hop_file_head(path, head, size, &got) == HOP_OK &&
           got == size && memcmp(head, first, size) == 0;
}

/* Lines behind the first that are no notes. */
static size_t count_rows(const char *bytes, size_t size) {
    size_t lines = 0;
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != '#' && (i == 0 || bytes[i - 1] == '\n')) lines++;
    return lines > 0 ? lines - 1 : 0;
}

/* Finished cells: "hopfield-cells 1", the settings as NAME=VALUE and a checksum, tabs between; then
 * a line each. */
static bool add_cells(const char *path, hop_result *result) {
    unsigned char *bytes = NULL;
    size_t size = 0;
    const size_t shown = hop_result_size(result);
    if (!begins_with(path, "hopfield-cells 1\t") ||
        hop_file_read(path, JSON_MOST, &bytes, &size) != HOP_OK)
        return false;
    const char *text = (const char *)bytes, *end = memchr(text, '\n', size);
    hop_string line = {0}, name = {0};
    hop_string_add_bytes(&line, text, end ? (size_t)(end - text) : size);
    for (char *rest = line.text, *field; !line.failed && (field = strsep(&rest, "\t"));) {
        char *value = strchr(field, '=');
        if (!value) continue;
        hop_string_add(&name, "made.%.*s", (int)(value - field), field);
        if (!name.failed) hop_result_text(result, name.text, value + 1, "as it says itself");
        free(name.text);
        name = (hop_string){0};
    }
    hop_result_count(result, "cells", count_rows(text, size), NULL, "finished");
    hop_result_show(result, shown, HOP_FOR_ALL);
    hop_result_remark(result, HOP_NOTE,
                      "%s: cells of an experiment that is not complete: the command that began it "
                      "goes on from here, and hopfield merge joins the parts of a sharded one",
                      path);
    free(line.text);
    free(bytes);
    return true;
}

bool cli_info_record(const char *path, hop_result *result) {
    static const char *const NAMES[CLI_RECORD_FIELDS] = {
        "made.command", "made.software",  "made.libraries", "made.seed",
        "made.memory",  "made.processor", "made.threads",   "made.date"};
    cli_record record = {0};
    if (add_cells(path, result)) return true;
    const bool table = begins_with(path, "# software: hopfield ");
    const bool figure = hop_file_exists(path) && cli_output_is(path, ".svg .pdf .html");
    if ((!table && !figure) || cli_record_read(path, &record) != HOP_OK) return false;
    const char *software = record.field[CLI_RECORD_SOFTWARE];
    const bool ours = software && strncmp(software, OWN, sizeof OWN - 1) == 0;
    const size_t first = hop_result_size(result);
    for (size_t i = 0; ours && i < CLI_RECORD_FIELDS; i++)
        if (*record.field[i])
            hop_result_text(result, NAMES[i], record.field[i], "as it says itself");
    if (ours && table)
        hop_result_count(result, "rows", count_rows((const char *)record.bytes, record.size), NULL,
                         "of results");
    hop_result_show(result, first, HOP_FOR_ALL);
    cli_record_clear(&record);
    return ours;
}

/* "Memory checksum" is made.memory_checksum. */
static void add_note(void *context, const char *key, const char *text) {
    char path[96] = "made.";
    size_t at = strlen(path);
    for (const char *c = key; *c && at + 1 < sizeof path; c++)
        path[at++] = (char)(*c >= 'A' && *c <= 'Z'   ? *c - 'A' + 'a'
                            : *c >= 'a' && *c <= 'z' ? *c
                                                     : '_');
    hop_result_text(context, path, text, "as the picture itself says");
}

void cli_info_notes(const char *path, hop_result *result) {
    size_t first = hop_result_size(result);
    if (!hop_file_exists(path) || !cli_output_ends(path, ".png")) return;
    /* The picture itself was read before: what goes wrong here is in its lines alone. */
    (void)hop_image_read_notes(path, add_note, result);
    hop_result_show(result, first, HOP_FOR_ALL);
}
