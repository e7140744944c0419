/* How a figure was made, inside its files, where programs that show pictures pass it over: text
 * chunks of a PNG (W3C Portable Network Graphics, 2nd edition, 11.3.4), the metadata element of an
 * SVG (SVG 1.1, 21.2), comments of a PDF (ISO 32000-1, 7.2.3) and of a script.  Pixels and lines
 * are left as gnuplot drew them.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "display.h"
#include "figure_parts.h"
#include "number.h"

/* "memory_checksum" is "Memory checksum" where people read it, as in the PNG files of recall. */
enum { KEYWORD_MAX = 79 };

static void keyword_of(const char *key, char keyword[KEYWORD_MAX + 1]) {
    size_t length = 0;
    for (; key[length] && length < KEYWORD_MAX; length++) {
        char c = key[length];
        keyword[length] = (char)(c == '_' ? ' ' : isprint((unsigned char)c) ? c : '?');
    }
    keyword[length] = '\0';
    keyword[0] = (char)toupper((unsigned char)keyword[0]);
}

/* ---- PNG ---- */

/* Signature, then the header's length, name, 13 bytes and checksum: text may stand behind it. */
enum { AFTER_HEADER = 8 + 8 + 13 + 4 };

/* CRC-32 of ISO 3309, as PNG has it (annex D), bit by bit: notes are short. */
static uint32_t checksum(const char *bytes, size_t size) {
    uint32_t sum = UINT32_MAX;
    for (size_t i = 0; i < size; i++) {
        sum ^= (unsigned char)bytes[i];
        for (int bit = 0; bit < 8; bit++) sum = sum >> 1 ^ (sum & 1 ? 0xedb88320u : 0);
    }
    return ~sum;
}

static void add_word(hop_string *out, uint32_t word) {
    const char bytes[] = {(char)(word >> 24), (char)(word >> 16), (char)(word >> 8), (char)word};
    hop_string_add_bytes(out, bytes, sizeof bytes);
}

/* Latin-1 and no more for tEXt; UTF-8 goes into iTXt, not compressed, of no language. */
static void add_chunk(hop_string *out, const char *key, const char *text) {
    static const char MORE[] = {0, 0, 0, 0, 0};
    char keyword[KEYWORD_MAX + 1];
    hop_string body = {0};
    bool plain = true;
    for (const char *c = text; *c; c++) plain = plain && (unsigned char)*c < 0x80;
    keyword_of(key, keyword);
    hop_string_add(&body, "%s%s", plain ? "tEXt" : "iTXt", keyword);
    hop_string_add_bytes(&body, MORE, plain ? 1 : sizeof MORE);
    hop_table_show(&body, text, SIZE_MAX);
    out->failed = out->failed || body.failed;
    if (!out->failed) {
        add_word(out, (uint32_t)(body.length - 4));
        hop_string_add_bytes(out, body.text, body.length);
        add_word(out, checksum(body.text, body.length));
    }
    free(body.text);
}

static void add_chunks(const hop_figure *figure, hop_string *out) {
    if (figure->title) add_chunk(out, "title", figure->title);
    for (size_t i = 0; i < hop_table_note_total(figure->provenance); i++) {
        const char *key = NULL, *text = NULL;
        hop_table_note_at(figure->provenance, i, &key, &text);
        add_chunk(out, key, text);
    }
}

/* ---- SVG ---- */

static void add_escaped(hop_string *out, const char *text) {
    hop_string shown = {0};
    hop_table_show(&shown, text, SIZE_MAX);
    for (const char *c = shown.text; c && *c; c++) {
        const char *entity = *c == '&' ? "&amp;" : *c == '<' ? "&lt;" : *c == '>' ? "&gt;" : NULL;
        hop_string_add_bytes(out, entity ? entity : c, entity ? strlen(entity) : 1);
    }
    out->failed = out->failed || shown.failed;
    free(shown.text);
}

static void add_metadata(const hop_figure *figure, hop_string *out) {
    hop_string_add(out, "<title>");
    add_escaped(out, figure->title ? figure->title : "figure");
    hop_string_add(out, "</title>\n<metadata>\n");
    for (size_t i = 0; i < hop_table_note_total(figure->provenance); i++) {
        const char *key = NULL, *text = NULL;
        hop_table_note_at(figure->provenance, i, &key, &text);
        add_escaped(out, key);
        hop_string_add(out, ": ");
        add_escaped(out, text);
        hop_string_add(out, "\n");
    }
    hop_string_add(out, "</metadata>");
}

/* ---- where they go ---- */

/* Puts `with` in place of bytes [at, at + length). */
static void splice(hop_string *bytes, size_t at, size_t length, const hop_string *with) {
    hop_string out = {0};
    if (bytes->failed || with->failed) {
        bytes->failed = true;
        return;
    }
    hop_string_add_bytes(&out, bytes->text, at);
    hop_string_add_bytes(&out, with->text, with->length);
    hop_string_add_bytes(&out, bytes->text + at + length, bytes->length - at - length);
    free(bytes->text);
    *bytes = out;
}

/* The last `word` in the bytes; their end if there is none. */
static size_t last_of(const hop_string *bytes, const char *word) {
    size_t size = strlen(word);
    for (size_t at = bytes->length; at-- > 0;)
        if (bytes->length - at >= size && memcmp(bytes->text + at, word, size) == 0) return at;
    return bytes->length;
}

void hop_table_sign_picture(const hop_figure *figure, hop_picture picture, hop_string *bytes) {
    static const char TITLE[] = "<title>Gnuplot</title>";
    hop_string notes = {0};
    if (!figure->provenance || bytes->failed) return;
    size_t at = AFTER_HEADER, length = 0;
    if (picture == HOP_PICTURE_SVG) {
        const char *title = strstr(bytes->text, TITLE);
        at = title ? (size_t)(title - bytes->text) : bytes->length;
        length = title ? sizeof TITLE - 1 : 0;
        add_metadata(figure, &notes);
    } else if (picture == HOP_PICTURE_PDF) {
        /* Behind all offsets that the file holds. */
        at = last_of(bytes, "startxref");
        hop_table_sign_script(figure, &notes);
        for (size_t i = 0; i < notes.length; i++)
            if (notes.text[i] == '#' && (i == 0 || notes.text[i - 1] == '\n')) notes.text[i] = '%';
    } else {
        add_chunks(figure, &notes);
    }
    /* What gnuplot has not drawn as it always does is left alone. */
    if (at < bytes->length) splice(bytes, at, length, &notes);
    free(notes.text);
}

void hop_table_sign_script(const hop_figure *figure, hop_string *script) {
    hop_string lines = {0};
    if (!figure->provenance) return;
    hop_table_note_lines(figure->provenance, &lines);
    /* A backslash at its end would make the next line one of the comment. */
    for (size_t i = 0; i < lines.length; i++) {
        bool joins = lines.text[i] == '\n' && i > 0 && lines.text[i - 1] == '\\';
        hop_string_add_bytes(script, joins ? " \n" : lines.text + i, joins ? 2 : 1);
    }
    script->failed = script->failed || lines.failed;
    free(lines.text);
}
