/* Our own .safetensors files are opened: lent from the mapping where that is possible.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "../base/text.h"
#include "memory_private.h"
#include "safetensors.h"

/* A file whose patterns are in the memory, from pattern `first` on. */
typedef struct part_of_file {
    const char *path;
    const hop_safetensors *file;
    const unsigned char *bytes;
    size_t total; /* patterns in the file; the limit may have left some out */
    hop_memory *memory;
    size_t first;
} part_of_file;

static hop_status check_version(const char *path, const hop_safetensors *file) {
    const char *text = hop_safetensors_note(file, "version");
    double version = 0;
    if (!text || !hop_text_parse_number(text, &version))
        return hop_fail(HOP_E_FORMAT, "%s: its metadata has no version", path);
    if (version == HOP_STORE_VERSION) return HOP_OK;
    return hop_fail(HOP_E_FORMAT,
                    "%s: was written in version %s of the format, this program reads "
                    "version %d; a newer hopfield reads it",
                    path, text, HOP_STORE_VERSION);
}

/* "1 0.5 0": the colour that transparent pictures were composed on. */
static bool parse_colour(const char *text, double colour[3]) {
    char copy[96];
    char *rest = NULL;
    if (!text || strlen(text) >= sizeof copy) return false;
    snprintf(copy, sizeof copy, "%s", text);
    const char *word = strtok_r(copy, " ", &rest);
    for (size_t i = 0; i < 3; i++, word = strtok_r(NULL, " ", &rest))
        if (!word || !hop_text_parse_number(word, &colour[i]) ||
            !(colour[i] >= 0 && colour[i] <= 1))
            return false;
    return !word;
}

/* What was composed before stays recorded. */
static hop_status set_background(hop_memory *memory, const char *path,
                                 const hop_safetensors *file) {
    const char *composed = hop_safetensors_note(file, "composed");
    double colour[3];
    if (!parse_colour(hop_safetensors_note(file, "background"), colour) || !composed)
        return hop_fail(HOP_E_FORMAT, "%s: its metadata has no background", path);
    if (!hop_memory_composed(memory))
        hop_memory_set_background(memory, colour, strcmp(composed, "true") == 0);
    return HOP_OK;
}

/* The bytes that the first `count` names take. */
static size_t cut_names(const char *text, size_t length, size_t count) {
    size_t at = 0;
    for (size_t i = 0; i < count && at < length; i++) at += strnlen(text + at, length - at) + 1;
    return at < length ? at : length;
}

static hop_status set_names(const part_of_file *part, const hop_tensor *names) {
    const char *text = (const char *)part->bytes + names->array.offset;
    const size_t length = names->end - names->begin;
    const size_t read = hop_memory_count(part->memory) - part->first;
    const size_t cut = read < part->total ? cut_names(text, length, read) : length;
    hop_status status = hop_memory_set_names(part->memory, part->first, text, cut);
    return status == HOP_OK ? HOP_OK : hop_load_failed(status, part->path);
}

static hop_status set_labels(const part_of_file *part, const hop_tensor *tensor) {
    const hop_array *array = &tensor->array;
    const size_t count = hop_memory_count(part->memory);
    int64_t *labels = NULL;
    if (!tensor->readable || array->element != HOP_ELEMENT_I64 || array->rank != 1 ||
        array->size[0] != part->total)
        return hop_fail(HOP_E_FORMAT, "%s: its labels do not fit its %zu patterns", part->path,
                        part->total);
    HOP_TRY(hop_alloc(count, sizeof *labels, "the labels", &labels));
    memcpy(labels, part->bytes + array->offset, count * sizeof *labels);
    hop_status status = hop_memory_set_labels(part->memory, labels, count);
    free(labels);
    return status;
}

/* All but the patterns.  Labels are kept where this file is all there is: the patterns of another
 * one would have none. */
static hop_status set_rest(const part_of_file *part, bool alone) {
    const hop_tensor *names = hop_safetensors_find(part->file, HOP_STORE_NAMES);
    const hop_tensor *labels = hop_safetensors_find(part->file, HOP_STORE_LABELS);
    HOP_TRY(set_background(part->memory, part->path, part->file));
    if (names) HOP_TRY(set_names(part, names));
    return labels && alone ? set_labels(part, labels) : HOP_OK;
}

/* Whether the data can be used where they lie. */
static bool can_lend(const hop_load *load, const hop_array *array, hop_shape shape,
                     const unsigned char *data) {
    const hop_load_options *options = load->options;
    const hop_dtype dtype = hop_array_dtype(options, array);
    const bool same = (array->element == HOP_ELEMENT_U8 && dtype == HOP_U8) ||
                      (array->element == HOP_ELEMENT_F32 && dtype == HOP_F32) ||
                      (array->element == HOP_ELEMENT_F64 && dtype == HOP_F64);
    const bool sized = (!options->width || options->width == shape.width) &&
                       (!options->height || options->height == shape.height) &&
                       (!options->channels || options->channels == shape.channels);
    return load->alone && !load->memory && same && (!shape.image || sized) &&
           (uintptr_t)data % hop_dtype_size(dtype) == 0;
}

/* Opens the patterns where they lie; the memory owns the mapping from then on. */
static hop_status lend(hop_load *load, const char *path, const hop_array *array, hop_shape shape,
                       size_t total, hop_memory_owner owner) {
    const size_t room = hop_load_room(load), count = total < room ? total : room;
    HOP_TRY(hop_load_check_dim(load->options, path, shape));
    hop_status status =
        hop_memory_attach(shape, hop_array_dtype(load->options, array), load->options->role,
                          owner.bytes + array->offset, count, owner, &load->memory);
    if (status != HOP_OK) return hop_load_failed(status, path);
    load->first = path;
    return HOP_OK;
}

static hop_status find_patterns(const char *path, const hop_safetensors *file,
                                const hop_array **array) {
    const hop_tensor *patterns = hop_safetensors_find(file, HOP_STORE_PATTERNS);
    if (!patterns || !patterns->readable || patterns->array.rank == 1 || patterns->array.rank == 3)
        return hop_fail(HOP_E_FORMAT, "%s: has no tensor '%s' of patterns", path,
                        HOP_STORE_PATTERNS);
    *array = &patterns->array;
    return HOP_OK;
}

hop_status hop_store_load(hop_load *load, const char *path, const hop_safetensors *file,
                          const unsigned char *bytes, size_t size) {
    part_of_file part = {.path = path, .file = file, .bytes = bytes};
    const hop_array *array = NULL;
    hop_shape shape = {0};
    part.first = load->memory ? hop_memory_count(load->memory) : 0;
    hop_status status = check_version(path, file);
    if (status == HOP_OK) status = find_patterns(path, file, &array);
    if (status == HOP_OK) status = hop_array_shape(load->options, path, array, &part.total, &shape);
    const bool lent = status == HOP_OK && can_lend(load, array, shape, bytes + array->offset);
    const hop_memory_owner owner = {hop_file_unmap, bytes, size};
    if (lent)
        status = lend(load, path, array, shape, part.total, owner);
    else if (status == HOP_OK)
        status = hop_array_load(load, path, array, bytes + array->offset);
    /* A memory that was lent the file unmaps it. */
    const bool kept = lent && status == HOP_OK;
    part.memory = load->memory;
    if (status == HOP_OK) status = set_rest(&part, load->alone);
    if (!kept) hop_file_unmap(bytes, size);
    return status;
}
