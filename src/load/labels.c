/* Labels: read from a file of their own, and numbered where they are words.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/limits.h"
#include "loader.h"
#include "plain_text.h"

/* ---- arrays ---- */

/* A word of an array, up to the zeros that fill it. */
static hop_status add_word(const char *path, const hop_array *array, const unsigned char *data,
                           hop_string *words) {
    const bool bytes = array->element == HOP_ELEMENT_U8;
    char utf8[4];
    for (size_t i = 0; i < array->letters; i++) {
        double letter =
            bytes ? data[i] : hop_element_number(array->element, array->big_endian, data + 4 * i);
        if (letter == 0) break;
        if (i == HOP_LIMIT_LABEL)
            return hop_fail(HOP_E_FORMAT, "%s: a label has more than %d letters", path,
                            HOP_LIMIT_LABEL);
        if (!(letter < 0x110000) || (letter >= 0xD800 && letter < 0xE000))
            return hop_fail(HOP_E_FORMAT, "%s: is damaged: a label is no Unicode", path);
        if (bytes)
            hop_string_add_bytes(words, (const char *)data + i, 1);
        else
            hop_string_add_bytes(words, utf8, hop_plain_text_letter((uint32_t)letter, utf8));
    }
    hop_string_add_bytes(words, "", 1);
    return HOP_OK;
}

/* Labels are themselves, not parts of white. */
static hop_status add_number(const char *path, const hop_array *array, const unsigned char *data,
                             hop_string *words) {
    double value = array->element == HOP_ELEMENT_U8
                       ? *data
                       : hop_element_number(array->element, array->big_endian, data);
    char text[32];
    if (!(value == floor(value)) || fabs(value) > 9007199254740992.0)
        return hop_fail(HOP_E_VALUE, "%s: labels are whole numbers or words, not %g", path, value);
    snprintf(text, sizeof text, "%.0f", value);
    hop_string_add_bytes(words, text, strlen(text) + 1);
    return HOP_OK;
}

static hop_status labels_of_array(const hop_bytes *source, const hop_array *array,
                                  hop_string *words, size_t *count) {
    const size_t item = hop_element_size(array->element) * (array->letters ? array->letters : 1);
    const unsigned char *data = source->bytes + array->offset;
    char shape[HOP_ARRAY_TEXT];
    size_t all = 1;
    HOP_TRY(hop_array_fits(source->path, array, source->size));
    for (size_t i = 0; i < array->rank; i++) all *= array->size[i];
    hop_array_text(array, shape);
    if (all != array->size[0])
        return hop_fail(
            HOP_E_SHAPE,
            "%s: has the shape %s; labels have one dimension (of a row for each pattern "
            "with one 1 in it, numpy.argmax(y, axis=1) makes them)",
            source->path, shape);
    for (size_t i = 0; i < all; i++)
        HOP_TRY(array->letters ? add_word(source->path, array, data + i * item, words)
                               : add_number(source->path, array, data + i * item, words));
    *count = all;
    return HOP_OK;
}

/* ---- text ---- */

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

/* "7", "-2", and "7.0" as pandas writes it. */
static bool is_whole(const char *text, int64_t *value) {
    char *end = NULL;
    errno = 0;
    *value = strtoll(text, &end, 10);
    if (end > text && *end == '.') end += 1 + strspn(end + 1, "0");
    return *text && !is_blank(*text) && *end == '\0' && errno == 0;
}

static hop_status add_line(const char *path, size_t line, const char *from, const char *to,
                           hop_string *words) {
    while (from < to && is_blank(*from)) from++;
    while (to > from && is_blank(to[-1])) to--;
    if (to - from >= 2 && *from == '"' && to[-1] == '"') from++, to--;
    const size_t length = (size_t)(to - from);
    if (length == 0)
        return hop_fail(HOP_E_FORMAT, "%s: line %zu is empty; every pattern has a label", path,
                        line);
    if (length > HOP_LIMIT_LABEL || memchr(from, '\0', length))
        return hop_fail(HOP_E_FORMAT, "%s: line %zu is no label", path, line);
    if (memchr(from, ',', length) || memchr(from, ';', length) || memchr(from, '\t', length))
        return hop_fail(
            HOP_E_FORMAT,
            "%s: line %zu has several fields; labels are one a line: cut -d, -f2 FILE, say, "
            "leaves the second field",
            path, line);
    hop_string_add_bytes(words, from, length);
    hop_string_add_bytes(words, "", 1);
    return HOP_OK;
}

/* What a column of labels is called, and no label is. */
static bool is_name_of_column(const char *word) {
    static const char *const NAMES[] = {"label", "labels", "class", "target", "category"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (strcasecmp(word, NAMES[i]) == 0) return true;
    return false;
}

/* A word over numbers is the name of the column; over words, what such columns are called. */
static void drop_header(hop_string *words, size_t *count) {
    int64_t value = 0;
    size_t first = words->text ? strlen(words->text) + 1 : 0;
    if (!words->text || *count < 2 || is_whole(words->text, &value)) return;
    const bool named = is_name_of_column(words->text);
    for (size_t at = first; at < words->length; at += strlen(words->text + at) + 1)
        if (named ? strcmp(words->text, words->text + at) == 0
                  : !is_whole(words->text + at, &value))
            return;
    memmove(words->text, words->text + first, words->length - first);
    words->length -= first;
    --*count;
}

static hop_status labels_of_text(const hop_bytes *source, hop_string *words, size_t *count) {
    hop_plain_text plain = {0};
    hop_status status = hop_plain_text_make(source->bytes, source->size, &plain);
    const char *at = plain.text, *end = at + plain.size;
    size_t lines = 0;
    if (plain.size >= 3 && memcmp(at, "\xef\xbb\xbf", 3) == 0) at += 3;
    while (status == HOP_OK && at < end) {
        const char *to = memchr(at, '\n', (size_t)(end - at));
        if (!to) to = end;
        status = add_line(source->path, ++lines, at, to, words);
        at = to < end ? to + 1 : to;
    }
    free(plain.made);
    if (status != HOP_OK) return status;
    *count = lines;
    drop_header(words, count);
    return HOP_OK;
}

hop_status hop_labels_read(const char *path, hop_string *labels, size_t *count) {
    const hop_loader_row *loader = NULL;
    char *file = NULL;
    hop_bytes source = {0};
    hop_array array = {0};
    hop_string made = {0};
    const char *member = NULL;
    HOP_TRY(hop_inputs_split(path, &file, &member));
    hop_status status = hop_loader_find(file, &loader);
    if (status == HOP_OK) status = hop_bytes_open(file, member, 0, &source);
    if (status == HOP_OK && loader->array) {
        status = loader->array(&source, &array);
        if (status == HOP_OK) status = labels_of_array(&source, &array, &made, count);
    } else if (status == HOP_OK && !loader->picture) {
        status = labels_of_text(&source, &made, count);
    } else if (status == HOP_OK) {
        status = hop_fail(HOP_E_FORMAT, "%s: is a picture; labels are an array or text", path);
    }
    if (status == HOP_OK && made.failed)
        status = hop_fail(HOP_E_MEMORY, "%s: no memory for labels", path);
    hop_bytes_close(&source);
    free(file);
    if (status == HOP_OK)
        *labels = made;
    else
        free(made.text);
    return status;
}

/* ---- words and numbers ---- */

static hop_status check_words(const hop_memory *memory, const char *text, size_t length) {
    const size_t count = hop_memory_count(memory);
    size_t words = 0;
    for (size_t at = 0; at < length; at += strlen(text + at) + 1, words++)
        if (text[at] == '\0')
            return hop_fail(HOP_E_SHAPE,
                            "pattern %zu has no label, but others have; --labels FILE gives all of "
                            "them one, --labels none leaves them out",
                            words);
    if (words == count) return HOP_OK;
    return hop_fail(
        HOP_E_SHAPE,
        "the first %zu of %zu patterns have labels, the others none; --labels FILE gives "
        "all of them one, --labels none leaves them out",
        words, count);
}

static int by_bytes(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorts words [count] and leaves each once; returns how many are left. */
static size_t make_unique(const char **words, size_t count) {
    size_t kept = 0;
    qsort(words, count, sizeof *words, by_bytes);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || strcmp(words[kept - 1], words[i]) != 0) words[kept++] = words[i];
    return kept;
}

static hop_status set_classes(hop_memory *memory, const char **classes, size_t count) {
    hop_string text = {0};
    for (size_t i = 0; i < count; i++)
        hop_string_add_bytes(&text, classes[i], strlen(classes[i]) + 1);
    hop_status status = text.failed ? hop_fail(HOP_E_MEMORY, "no memory for the names of labels")
                                    : hop_memory_set_classes(memory, text.text, text.length);
    free(text.text);
    return status;
}

/* Words become their places in the order of all of them. */
static hop_status number_words(hop_memory *memory, const char *text, int64_t *labels) {
    const size_t count = hop_memory_count(memory);
    const char **classes = NULL;
    HOP_TRY(hop_alloc(count, sizeof *classes, "the names of labels", &classes));
    const char *at = text;
    for (size_t i = 0; i < count; i++, at += strlen(at) + 1) classes[i] = at;
    const size_t kept = make_unique(classes, count);
    at = text;
    for (size_t i = 0; i < count; i++, at += strlen(at) + 1) {
        const char **found = bsearch(&at, classes, kept, sizeof *classes, by_bytes);
        labels[i] = found ? found - classes : -1;
    }
    hop_status status = set_classes(memory, classes, kept);
    free(classes);
    return status;
}

hop_status hop_labels_set(hop_memory *memory, const char *text, size_t length) {
    const size_t count = hop_memory_count(memory);
    int64_t *labels = NULL;
    bool whole = true;
    HOP_TRY(check_words(memory, text, length));
    HOP_TRY(hop_alloc(count, sizeof *labels, "the labels", &labels));
    const char *at = text;
    for (size_t i = 0; i < count && whole; i++, at += strlen(at) + 1)
        whole = is_whole(at, &labels[i]);
    hop_status status = whole ? HOP_OK : number_words(memory, text, labels);
    if (status == HOP_OK) status = hop_memory_set_labels(memory, labels, count);
    free(labels);
    return status;
}
