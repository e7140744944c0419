/* .safetensors files: our own memories, and single tensors of anyone's.
 * The format: Hugging Face, safetensors.
 * SPDX-License-Identifier: MIT */
#include <hopfield/store.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "../base/file.h"
#include "../base/safetensors.h"
#include "../base/text.h"
#include "array_load.h"

/* Tensors listed in a sentence; a large model has hundreds. */
enum { LISTED_MAX = 24 };

/* The length of the header, of which three bytes at least are zero, then its first brace. */
static bool recognise(const unsigned char *head, size_t size) {
    return size > HOP_SAFETENSORS_PREFIX && head[HOP_SAFETENSORS_PREFIX] == '{' && head[5] == 0 &&
           head[6] == 0 && head[7] == 0;
}

static hop_status no_such_tensor(const char *path, const hop_safetensors *file,
                                 const char *wanted) {
    hop_string list = {0};
    assert(file->count == 0 || file->tensors);
    for (size_t i = 0; i < file->count && i < LISTED_MAX; i++)
        hop_string_add(&list, "%s%s", i ? ", " : "", file->tensors[i].name);
    if (file->count > LISTED_MAX) hop_string_add(&list, ", ...");
    const char *names = list.text ? list.text : "none";
    hop_status status =
        wanted ? hop_fail(HOP_E_NAME, "%s: has no tensor '%s'; there are: %s", path, wanted, names)
               : hop_fail(HOP_E_NAME, "%s: has %zu tensors; say which, %s:NAME, out of: %s", path,
                          file->count, path, names);
    free(list.text);
    return status;
}

static hop_status choose_tensor(const char *path, const hop_safetensors *file, const char *wanted,
                                const hop_tensor **tensor) {
    const hop_tensor *found = wanted ? hop_safetensors_find(file, wanted) : NULL;
    if (!wanted && file->count == 1) found = file->tensors;
    if (file->count == 0) return hop_fail(HOP_E_EMPTY, "%s: holds no tensors", path);
    if (!found) return no_such_tensor(path, file, wanted);
    if (!found->readable)
        return hop_fail(HOP_E_SUPPORT,
                        "%s: tensor '%s' is %s with %zu dimensions; numbers with 1 to 4 are read",
                        path, found->name, found->type, found->array.rank);
    *tensor = found;
    return HOP_OK;
}

static hop_status load_tensor(hop_load *load, hop_bytes *source, const hop_safetensors *file,
                              const unsigned char *bytes) {
    const hop_tensor *tensor = NULL;
    HOP_TRY(choose_tensor(source->path, file, source->member, &tensor));
    assert(tensor);
    return hop_array_load(load, source->path, &tensor->array, bytes + tensor->array.offset);
}

/* Vectors that the options take for pictures. */
static hop_status take_shape(hop_load *load, const char *path, hop_memory *stored,
                             hop_array *array) {
    hop_shape shape = hop_memory_shape(stored);
    size_t count = hop_memory_count(stored);
    static const hop_element ELEMENTS[] = {
        [HOP_U8] = HOP_ELEMENT_U8, [HOP_F32] = HOP_ELEMENT_F32, [HOP_F64] = HOP_ELEMENT_F64};
    *array = (hop_array){.element = ELEMENTS[hop_memory_dtype(stored)], .rank = 4, .settled = true};
    if (!shape.image) array->rank = 2;
    const size_t pictures[] = {count, shape.height, shape.width, shape.channels};
    const size_t vectors[] = {count, shape.width};
    memcpy(array->size, shape.image ? pictures : vectors, array->rank * sizeof *array->size);
    HOP_TRY(hop_array_shape(load->options, path, array, NULL, &count, &shape));
    return hop_memory_reshape(stored, shape);
}

/* Whether the memory can be used as it lies in its file. */
static bool can_lend(const hop_load *load, const hop_memory *stored, const hop_array *array) {
    const hop_load_options *options = load->options;
    const hop_shape shape = hop_memory_shape(stored);
    const bool sized = (!options->width || options->width == shape.width) &&
                       (!options->height || options->height == shape.height) &&
                       (!options->channels || options->channels == shape.channels);
    return load->alone && !load->memory && (!shape.image || sized) &&
           hop_array_dtype(options, array) == hop_memory_dtype(stored);
}

/* Names, labels and background of what was appended.  What was composed before stays recorded. */
static hop_status copy_rest(hop_load *load, const hop_memory *stored, size_t first) {
    hop_memory *memory = load->memory;
    size_t length = 0;
    const char *text = hop_memory_name_text(stored, &length);
    if (!hop_memory_composed(memory))
        hop_memory_set_background(memory, hop_memory_background(stored),
                                  hop_memory_composed(stored));
    if (hop_memory_resize(memory) == HOP_RESIZE_NONE)
        hop_memory_set_resize(memory, hop_memory_resize(stored));
    for (size_t i = 0; i < hop_memory_count(stored); i++) {
        char number[24];
        const char *label = hop_memory_label_text(stored, i, number);
        if (label) hop_load_note_label(load, first + i, label);
    }
    return text ? hop_memory_set_names(memory, first, text, length) : HOP_OK;
}

static hop_status append_stored(hop_load *load, const char *path, hop_memory *stored,
                                const hop_array *array) {
    const size_t first = load->memory ? hop_memory_count(load->memory) : 0;
    HOP_TRY(hop_array_load(load, path, array, hop_memory_data(stored)));
    hop_memory_truncate(stored, hop_memory_count(load->memory) - first);
    return copy_rest(load, stored, first);
}

/* One of our own files: lent where nothing must be converted, else copied. */
static hop_status load_stored(hop_load *load, const char *path, const unsigned char *bytes,
                              size_t size) {
    hop_memory *stored = NULL;
    hop_array array = {0};
    const hop_load_options *options = load->options;
    HOP_TRY(hop_store_open(
        path, bytes, size,
        &(hop_store_reading){options->role, options->check, options->progress, options->context},
        &stored));
    hop_status status = take_shape(load, path, stored, &array);
    if (status == HOP_OK && can_lend(load, stored, &array)) {
        status = hop_load_check_dim(load->options, path, hop_memory_shape(stored));
        hop_memory_truncate(stored, hop_load_room(load));
        if (status == HOP_OK) {
            load->memory = stored;
            load->first = path;
            return HOP_OK;
        }
    } else if (status == HOP_OK) {
        status = append_stored(load, path, stored, &array);
    }
    hop_memory_destroy(stored);
    return status;
}

/* A header that was filled up with zeros, where the format has blanks. */
static hop_status check_padding(const hop_bytes *source) {
    uint64_t length = 0;
    if (source->size < HOP_SAFETENSORS_PREFIX) return HOP_OK;
    memcpy(&length, source->bytes, sizeof length);
    if (length == 0 || length > source->size - HOP_SAFETENSORS_PREFIX) return HOP_OK;
    if (source->bytes[HOP_SAFETENSORS_PREFIX + length - 1] != 0) return HOP_OK;
    return hop_fail(HOP_E_FORMAT,
                    "%s: its header is filled up with zeros, where the format has blanks; load it "
                    "and save it again with a newer safetensors",
                    source->path);
}

static hop_status load_one(hop_load *load, hop_bytes *source) {
    hop_safetensors file = {0};
    HOP_TRY(check_padding(source));
    HOP_TRY(hop_safetensors_parse(source->path, source->bytes, source->size, &file));
    const char *format = hop_safetensors_note(&file, "format");
    const bool ours = !source->member && format && strcmp(format, HOP_STORE_FORMAT) == 0;
    hop_status status = ours ? HOP_OK : load_tensor(load, source, &file, source->bytes);
    hop_safetensors_clear(&file);
    if (!ours) return status;
    if (!source->mapped || source->unpacked)
        return hop_fail(HOP_E_SUPPORT, "%s: a memory is used where it lies; gunzip it first",
                        source->path);
    /* The memory owns the mapping from here on, or has released it. */
    const unsigned char *bytes = source->mapped;
    source->mapped = source->bytes = NULL;
    return load_stored(load, source->path, bytes, source->size);
}

const hop_loader_row hop_loader_safetensors = {
    .row =
        {
            .name = "safetensors",
            .title = "memories saved by this program; FILE.safetensors:NAME is one tensor of any",
            .sources = "Hugging Face, the safetensors format",
        },
    .endings = "safetensors",
    .member = "tensor",
    .recognise = recognise,
    .load = load_one,
};
