/* What two records hold beside how they were made, compared.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/image.h>

#include "../base/fail.h"
#include "../base/text.h"
#include "rerun.h"

/* ---- lines ---- */

/* Lines of JSON, CSV, SVG and PDF that say how, when or where it was made. */
static bool is_about_the_run(const char *line, size_t length) {
    static const char PDF_DATE[] = "/CreationDate (";
    static const char *const KEYS[] = {"version",   "commit",       "software",      "command_line",
                                       "command",   "libraries",    "threads",       "date",
                                       "processor", "load_seconds", "recall_seconds"};
    char key[40];
    size_t at = 0, used = 0;
    while (at < length && strchr(" #%\"", line[at])) at++;
    if (length - at >= sizeof PDF_DATE && memcmp(line + at, PDF_DATE, sizeof PDF_DATE - 1) == 0)
        return true;
    while (at < length && used + 1 < sizeof key && line[at] != ':' && line[at] != '"')
        key[used++] = line[at++];
    key[used] = '\0';
    if (used > 8 && strcmp(key + used - 8, "_seconds") == 0) return true;
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++)
        if (strcmp(key, KEYS[i]) == 0) return true;
    return false;
}

typedef struct lines {
    const char *at, *end;
    const char *line; /* the last one that was taken, [length] */
    size_t length, number;
} lines;

/* The next line that is held to the other record's; false at the end. */
static bool take(lines *l) {
    while (l->at < l->end) {
        const char *stop = memchr(l->at, '\n', (size_t)(l->end - l->at));
        if (!stop) stop = l->end;
        l->line = l->at;
        l->length = (size_t)(stop - l->at);
        l->number++;
        l->at = stop + 1;
        if (!is_about_the_run(l->line, l->length)) return true;
    }
    l->length = 0;
    return false;
}

static int shown(const lines *l) {
    enum { MOST = 60 };
    return l->length < MOST ? (int)l->length : MOST;
}

static void compare_lines(const cli_record *a, const cli_record *b, hop_string *said) {
    lines was = {.at = (const char *)a->bytes, .end = (const char *)a->bytes + a->size};
    lines is = {.at = (const char *)b->bytes, .end = (const char *)b->bytes + b->size};
    size_t others = 0;
    for (bool more = true; more;) {
        bool first = take(&was), second = take(&is);
        more = first && second;
        if (!first && !second) break;
        if (more && was.length == is.length && memcmp(was.line, is.line, was.length) == 0) continue;
        if (said->length > 0)
            others++;
        else if (more)
            hop_string_add(said, "line %zu was '%.*s' and is '%.*s'", was.number, shown(&was),
                           was.line, shown(&is), is.line);
        else
            hop_string_add(said, "it has %s lines than before", first ? "fewer" : "more");
    }
    if (others > 0)
        hop_string_add(said, "; %zu more line%s differ%s", others, others == 1 ? "" : "s",
                       others == 1 ? "s" : "");
}

/* ---- pictures ---- */

/* The bytes of a PNG without its text. */
static void picture_of(const cli_record *record, hop_string *out) {
    enum { SIGNATURE = 8, EXTRA = 12 };
    const unsigned char *b = record->bytes;
    for (size_t at = SIGNATURE; at + EXTRA <= record->size;) {
        size_t length =
            (size_t)b[at] << 24 | (size_t)b[at + 1] << 16 | (size_t)b[at + 2] << 8 | b[at + 3];
        if (length > record->size - at - EXTRA) break;
        bool note = memcmp(b + at + 4, "tEXt", 4) == 0 || memcmp(b + at + 4, "iTXt", 4) == 0;
        if (!note) hop_string_add_bytes(out, (const char *)b + at, length + EXTRA);
        at += length + EXTRA;
    }
}

static void count_pixels(const hop_image *a, const hop_image *b, hop_string *said) {
    size_t pixels = a->width * a->height, differ = 0;
    double most = 0;
    for (size_t i = 0; i < pixels; i++) {
        double farthest = 0;
        for (size_t c = 0; c < a->channels; c++) {
            double by = (double)a->samples[i * a->channels + c] - b->samples[i * b->channels + c];
            if (by < 0) by = -by;
            if (by > farthest) farthest = by;
        }
        differ += farthest > 0;
        if (farthest > most) most = farthest;
    }
    if (differ == 0)
        hop_string_add(said, "its pixels are the same, packed in another way");
    else
        hop_string_add(said, "%zu of %zu pixels differ, by at most %.3g of the range", differ,
                       pixels, most);
}

static hop_status compare_pictures(const cli_record *a, const cli_record *b, hop_string *said) {
    hop_string was = {0}, is = {0};
    hop_image first = {0}, second = {0};
    picture_of(a, &was);
    picture_of(b, &is);
    bool same =
        was.length == is.length && was.length > 0 && memcmp(was.text, is.text, was.length) == 0;
    free(was.text);
    free(is.text);
    if (same) return HOP_OK;
    hop_status status = hop_image_parse("the record", a->bytes, a->size, NULL, &first);
    if (status == HOP_OK)
        status = hop_image_parse("what was made now", b->bytes, b->size, NULL, &second);
    bool alike = first.width == second.width && first.height == second.height &&
                 first.channels == second.channels;
    if (status == HOP_OK && alike) count_pixels(&first, &second, said);
    if (status == HOP_OK && !alike)
        hop_string_add(said, "it was %zux%zu pixels and is %zux%zu", first.width, first.height,
                       second.width, second.height);
    hop_image_clear(&first);
    hop_image_clear(&second);
    return status;
}

/* ---- memories ---- */

/* A store's data, behind its header, whose length is in front. */
static const unsigned char *data_of(const cli_record *record, size_t *size) {
    enum { PREFIX = 8 };
    size_t header = 0;
    for (size_t i = PREFIX; i-- > 0;) header = header << 8 | record->bytes[i];
    *size = record->size - PREFIX - header;
    return record->bytes + PREFIX + header;
}

static void compare_stores(const cli_record *a, const cli_record *b, hop_string *said) {
    size_t was = 0, is = 0;
    const unsigned char *first = data_of(a, &was), *second = data_of(b, &is);
    if (was != is)
        hop_string_add(said, "it held %zu bytes of data and holds %zu", was, is);
    else if (memcmp(first, second, was) != 0)
        hop_string_add(said, "its patterns, or what was prepared from them, differ");
}

hop_status cli_record_compare(const cli_record *before, const cli_record *now, char **difference) {
    hop_string said = {0};
    hop_status status = HOP_OK;
    *difference = NULL;
    if (before->kind != now->kind)
        hop_string_add(&said, "it is a file of another kind");
    else if (before->kind == CLI_RECORD_PNG)
        status = compare_pictures(before, now, &said);
    else if (before->kind == CLI_RECORD_STORE)
        compare_stores(before, now, &said);
    else
        compare_lines(before, now, &said);
    if (status == HOP_OK && said.failed) status = hop_fail(HOP_E_MEMORY, "no memory to compare");
    if (status == HOP_OK)
        *difference = said.text;
    else
        free(said.text);
    return status;
}
