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

/* A table of results begins with this. */
static bool begins_as_ours(const char *path) {
    static const char FIRST[] = "# software: hopfield ";
    unsigned char head[sizeof FIRST] = {0};
    size_t got = 0;
    return hop_file_head(path, head, sizeof FIRST - 1, &got) == HOP_OK && got == sizeof FIRST - 1 &&
           memcmp(head, FIRST, got) == 0;
}

static size_t count_rows(const cli_record *record) {
    size_t lines = 0;
    for (size_t i = 0; i < record->size; i++)
        if (record->bytes[i] != '#' && (i == 0 || record->bytes[i - 1] == '\n')) lines++;
    return lines > 0 ? lines - 1 : 0; /* the header */
}

bool cli_info_record(const char *path, hop_result *result) {
    static const char *const NAMES[CLI_RECORD_FIELDS] = {
        "made.command", "made.software",  "made.libraries", "made.seed",
        "made.memory",  "made.processor", "made.threads",   "made.date"};
    cli_record record = {0};
    const bool table = hop_file_exists(path) && begins_as_ours(path);
    const bool figure = hop_file_exists(path) && cli_output_is(path, ".svg .pdf .html");
    if ((!table && !figure) || cli_record_read(path, &record) != HOP_OK) return false;
    const char *software = record.field[CLI_RECORD_SOFTWARE];
    const bool ours = software && strncmp(software, OWN, sizeof OWN - 1) == 0;
    const size_t first = hop_result_size(result);
    for (size_t i = 0; ours && i < CLI_RECORD_FIELDS; i++)
        if (*record.field[i])
            hop_result_text(result, NAMES[i], record.field[i], "as it says itself");
    if (ours && table) hop_result_count(result, "rows", count_rows(&record), NULL, "of results");
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
