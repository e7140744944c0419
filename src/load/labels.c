/* Labels: an IDX file of one dimension, or text with one whole number a line.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "gzip.h"
#include "idx.h"

/* A text of labels larger than this is none: enough for some fifty million. */
static const size_t TEXT_LIMIT = (size_t)1 << 28;

static int64_t label_at(const hop_idx *idx, size_t index) {
    const hop_element element = idx->array.element;
    const unsigned char *data = idx->data + index * hop_element_size(element);
    /* Labels are themselves, not parts of white. */
    return element == HOP_ELEMENT_U8 ? *data : (int64_t)hop_element_number(element, true, data);
}

static hop_status labels_of_idx(const char *path, const hop_idx *idx, int64_t **labels,
                                size_t *count) {
    const hop_array *array = &idx->array;
    int64_t *made = NULL;
    if (array->rank != 1)
        return hop_fail(HOP_E_SHAPE, "%s: has %zu dimensions; labels have one", path, array->rank);
    if (array->element == HOP_ELEMENT_F32 || array->element == HOP_ELEMENT_F64)
        return hop_fail(HOP_E_VALUE, "%s: labels are whole numbers, these are %s", path,
                        hop_element_name(array->element));
    HOP_TRY(hop_alloc(array->size[0], sizeof *made, "the labels", &made));
    for (size_t i = 0; i < array->size[0]; i++) made[i] = label_at(idx, i);
    *labels = made;
    *count = array->size[0];
    return HOP_OK;
}

static hop_status read_idx(const char *path, int64_t **labels, size_t *count) {
    hop_idx idx = {0};
    HOP_TRY(hop_idx_open(path, &idx));
    hop_status status = labels_of_idx(path, &idx, labels, count);
    hop_idx_close(&idx);
    return status;
}

/* One line, its end not included, as a whole number. */
static bool parse_line(const char *line, size_t length, int64_t *label) {
    char text[24];
    char *end = NULL;
    if (length > 0 && line[length - 1] == '\r') length--;
    if (length == 0 || length >= sizeof text) return false;
    if (line[0] != '-' && (line[0] < '0' || line[0] > '9')) return false;
    memcpy(text, line, length);
    text[length] = '\0';
    errno = 0;
    *label = strtoll(text, &end, 10);
    return errno == 0 && end == text + length;
}

static size_t count_lines(const char *text, size_t size) {
    size_t lines = 0;
    for (size_t i = 0; i < size; i++)
        if (text[i] == '\n' || i + 1 == size) lines++;
    return lines;
}

static hop_status labels_of_text(const char *path, const char *text, size_t size, int64_t **labels,
                                 size_t *count) {
    const size_t lines = count_lines(text, size);
    int64_t *made = NULL;
    HOP_TRY(hop_alloc(lines, sizeof *made, "the labels", &made));
    for (size_t i = 0, at = 0; i < lines; i++) {
        const char *end = memchr(text + at, '\n', size - at);
        size_t length = end ? (size_t)(end - text) - at : size - at;
        if (!parse_line(text + at, length, &made[i])) {
            free(made);
            return hop_fail(HOP_E_FORMAT, "%s: line %zu is not a whole number", path, i + 1);
        }
        at += length + 1;
    }
    *labels = made;
    *count = lines;
    return HOP_OK;
}

static hop_status read_text(const char *path, int64_t **labels, size_t *count) {
    unsigned char *bytes = NULL;
    size_t size = 0;
    HOP_TRY(hop_file_read(path, TEXT_LIMIT, &bytes, &size));
    hop_status status = labels_of_text(path, (const char *)bytes, size, labels, count);
    free(bytes);
    return status;
}

hop_status hop_labels_read(const char *path, int64_t **labels, size_t *count) {
    unsigned char head[HOP_HEAD_SIZE];
    size_t got = 0;
    HOP_TRY(hop_file_head(path, head, sizeof head, &got));
    bool idx = hop_gzip_recognise(head, got) || hop_idx_recognise(head, got);
    return idx ? read_idx(path, labels, count) : read_text(path, labels, count);
}
