/* What files say of how they were made: JSON, text chunks of PNG, metadata of memories, lines.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "../base/json.h"
#include "../base/safetensors.h"
#include "../base/text.h"
#include "info.h"
#include "outputs.h"
#include "rerun.h"

/* Larger files are no results. */
static const size_t LARGEST = (size_t)1 << 32;

/* How fields are called in JSON, and elsewhere, where case and blanks are not held to. */
static const struct {
    const char *path[2], *note;
} NAMES[CLI_RECORD_FIELDS] = {
    [CLI_RECORD_COMMAND] = {{"command_line"}, "command"},
    [CLI_RECORD_SOFTWARE] = {{"version"}, "software"},
    [CLI_RECORD_LIBRARIES] = {{"libraries"}, "libraries"},
    [CLI_RECORD_SEED] = {{"seed"}, "seed"},
    [CLI_RECORD_MEMORY] = {{"memory", "checksum"}, "memory checksum"},
    [CLI_RECORD_PROCESSOR] = {{"timing", "processor"}, "processor"},
    [CLI_RECORD_THREADS] = {{"threads"}, "threads"},
    [CLI_RECORD_DATE] = {{"timing", "date"}, "date"},
};

static hop_status set(cli_record *record, size_t field, const char *text, size_t length) {
    if (record->field[field]) return HOP_OK;
    record->field[field] = strndup(text, length);
    return record->field[field] ? HOP_OK : hop_fail(HOP_E_MEMORY, "a record could not be kept");
}

static bool same_letter(char a, char b) {
    if (a >= 'A' && a <= 'Z') a = (char)(a - 'A' + 'a');
    return a == b || (b == ' ' && a == '_');
}

/* Keeps the note where it is one of ours. */
static hop_status take(cli_record *record, const char *key, size_t key_length, const char *text,
                       size_t length) {
    for (size_t f = 0; f < CLI_RECORD_FIELDS; f++) {
        size_t same = 0;
        if (strlen(NAMES[f].note) != key_length) continue;
        while (same < key_length && same_letter(key[same], NAMES[f].note[same])) same++;
        if (same == key_length) return set(record, f, text, length);
    }
    return HOP_OK;
}

/* ---- JSON ---- */

static hop_status read_json(const char *path, cli_record *record) {
    hop_json *document = NULL;
    HOP_TRY(hop_json_parse(path, (const char *)record->bytes, record->size, &document));
    hop_status status = HOP_OK;
    for (size_t f = 0; f < CLI_RECORD_FIELDS && status == HOP_OK; f++) {
        const hop_json *value = document;
        int64_t whole = 0;
        char number[32];
        for (size_t i = 0; i < 2 && NAMES[f].path[i]; i++)
            value = value ? hop_json_get(value, NAMES[f].path[i]) : NULL;
        const char *text = value ? hop_json_string(value) : NULL;
        snprintf(number, sizeof number, "%lld",
                 value && hop_json_whole(value, &whole) ? (long long)whole : 0);
        if (!text && whole > 0) text = number;
        if (text) status = set(record, f, text, strlen(text));
    }
    /* The version has its commit beside it; elsewhere they are one. */
    const hop_json *commit = hop_json_get(document, "commit");
    const char *version = record->field[CLI_RECORD_SOFTWARE];
    if (status == HOP_OK && version) {
        char all[256];
        const char *hash = commit ? hop_json_string(commit) : NULL;
        snprintf(all, sizeof all, "hopfield %s%s%s%s", version, hash ? " (" : "", hash ? hash : "",
                 hash ? ")" : "");
        free(record->field[CLI_RECORD_SOFTWARE]);
        record->field[CLI_RECORD_SOFTWARE] = NULL;
        status = set(record, CLI_RECORD_SOFTWARE, all, strlen(all));
    }
    hop_json_free(document);
    return status;
}

/* ---- PNG ---- */

enum { PNG_SIGNATURE = 8, CHUNK_HEAD = 8, CHUNK_EXTRA = 12 };

/* "Key\0text", or "Key\0" and five bytes of flags and empty words in front of the text. */
static hop_status read_chunk(cli_record *record, const char *data, size_t length, bool utf8) {
    size_t key = strnlen(data, length), text = key + 1;
    if (utf8 && text + 2 < length && data[text] != 0) return HOP_OK; /* packed: not ours */
    if (utf8) text += 2;
    for (int word = 0; utf8 && word < 2 && text < length; word++)
        text += strnlen(data + text, length - text) + 1;
    return text < length ? take(record, data, key, data + text, length - text) : HOP_OK;
}

static hop_status read_png(cli_record *record) {
    const unsigned char *b = record->bytes;
    for (size_t at = PNG_SIGNATURE; at + CHUNK_EXTRA <= record->size;) {
        size_t length =
            (size_t)b[at] << 24 | (size_t)b[at + 1] << 16 | (size_t)b[at + 2] << 8 | b[at + 3];
        if (length > record->size - at - CHUNK_EXTRA) break;
        const char *name = (const char *)b + at + 4;
        bool utf8 = memcmp(name, "iTXt", 4) == 0;
        if (utf8 || memcmp(name, "tEXt", 4) == 0)
            HOP_TRY(read_chunk(record, (const char *)b + at + CHUNK_HEAD, length, utf8));
        at += length + CHUNK_EXTRA;
    }
    return HOP_OK;
}

/* ---- memories ---- */

typedef struct taking {
    cli_record *record;
    hop_status status;
} taking;

static bool take_note(void *context, const char *key, const hop_json *value) {
    taking *t = context;
    const char *text = hop_json_string(value);
    if (text) t->status = take(t->record, key, strlen(key), text, strlen(text));
    return t->status == HOP_OK;
}

static hop_status read_store(const char *path, cli_record *record) {
    hop_safetensors file = {0};
    taking t = {record, HOP_OK};
    HOP_TRY(hop_safetensors_parse(path, record->bytes, record->size, &file));
    if (file.metadata) hop_json_each(file.metadata, take_note, &t);
    hop_safetensors_clear(&file);
    return t.status;
}

/* ---- lines ---- */

/* What XML writes as words. */
static void unescape(char *text) {
    static const char *const WORDS[][2] = {{"&lt;", "<"},  {"&gt;", ">"},   {"&quot;", "\""},
                                           {"&#39;", "'"}, {"&apos;", "'"}, {"&amp;", "&"}};
    char *out = text;
    for (const char *c = text; *c;) {
        size_t w = 0, count = sizeof WORDS / sizeof *WORDS;
        while (w < count && strncmp(c, WORDS[w][0], strlen(WORDS[w][0])) != 0) w++;
        *out++ = w < count ? *WORDS[w][1] : *c;
        c += w < count ? strlen(WORDS[w][0]) : 1;
    }
    *out = '\0';
}

/* What a page lists under "How it was made": the value is between its name and the next mark. */
static hop_status read_page(cli_record *record) {
    hop_string page = {0}, value = {0};
    hop_string_add_bytes(&page, (const char *)record->bytes, record->size);
    hop_status status = HOP_OK;
    for (size_t f = 0; f < CLI_RECORD_FIELDS && status == HOP_OK && !page.failed; f++) {
        char key[64];
        snprintf(key, sizeof key, ">%s%s%s</dt><dd>\n", NAMES[f].path[0],
                 NAMES[f].path[1] ? "." : "", NAMES[f].path[1] ? NAMES[f].path[1] : "");
        const char *at = strstr(page.text, key);
        if (!at) continue;
        at += strlen(key);
        hop_string_add(&value, "%s%.*s", f == CLI_RECORD_SOFTWARE ? "hopfield " : "",
                       (int)strcspn(at, "<"), at);
        if (!value.failed) status = set(record, f, value.text, value.length);
        free(value.text);
        value = (hop_string){0};
    }
    free(page.text);
    return status;
}

/* "# command: hopfield ..." of CSV, "command: ..." of SVG, "% command: ..." of PDF. */
static hop_status read_lines(const char *path, cli_record *record) {
    const char *at = (const char *)record->bytes, *end = at + record->size;
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (!stop) stop = end;
        if (*at == '#' || *at == '%') at++;
        while (at < stop && *at == ' ') at++;
        const char *colon = memchr(at, ':', (size_t)(stop - at));
        if (colon && colon + 2 < stop && colon[1] == ' ')
            HOP_TRY(take(record, at, (size_t)(colon - at), colon + 2, (size_t)(stop - colon - 2)));
        at = stop + 1;
    }
    if (cli_output_ends(path, ".html")) HOP_TRY(read_page(record));
    for (size_t f = 0; f < CLI_RECORD_FIELDS; f++)
        if (record->field[f] && cli_output_is(path, ".svg .html")) unescape(record->field[f]);
    return HOP_OK;
}

/* ---- any ---- */

static hop_status read_fields(const char *path, cli_record *record) {
    static const char PNG[] = "\x89PNG\r\n\x1a\n";
    size_t blank = 0;
    while (blank < record->size && strchr(" \t\r\n", record->bytes[blank])) blank++;
    if (record->size >= PNG_SIGNATURE && memcmp(record->bytes, PNG, PNG_SIGNATURE) == 0) {
        record->kind = CLI_RECORD_PNG;
        return read_png(record);
    }
    if (cli_output_ends(path, ".safetensors")) {
        record->kind = CLI_RECORD_STORE;
        return read_store(path, record);
    }
    if (blank < record->size && record->bytes[blank] == '{') {
        record->kind = CLI_RECORD_JSON;
        return read_json(path, record);
    }
    record->kind = CLI_RECORD_LINES;
    return read_lines(path, record);
}

hop_status cli_record_read(const char *path, cli_record *record) {
    *record = (cli_record){0};
    HOP_TRY(hop_file_read(path, LARGEST, &record->bytes, &record->size));
    hop_status status = read_fields(path, record);
    for (size_t f = 0; f < CLI_RECORD_FIELDS && status == HOP_OK; f++)
        status = set(record, f, "", 0);
    if (status == HOP_OK && !*record->field[CLI_RECORD_COMMAND])
        status = hop_fail(HOP_E_FORMAT,
                          "%s: does not say by which command it was made; rerun takes what "
                          "hopfield wrote: JSON, CSV, figures, sheets, memories",
                          path);
    if (status != HOP_OK) cli_record_clear(record);
    return status;
}

char *cli_record_report(const char *path) {
    const char *base = strrchr(path, '/');
    hop_string folder = {0};
    hop_string_add(&folder, "%.*s", base ? (int)(base - path) : 1, base ? path : ".");
    char *report = folder.failed ? NULL : cli_info_in_report(folder.text);
    free(folder.text);
    return report;
}

void cli_record_clear(cli_record *record) {
    for (size_t f = 0; f < CLI_RECORD_FIELDS; f++) free(record->field[f]);
    free(record->bytes);
    *record = (cli_record){0};
}
