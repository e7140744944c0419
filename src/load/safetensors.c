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

static hop_status load_tensor(hop_load *load, const hop_input *input, const hop_safetensors *file,
                              const unsigned char *bytes) {
    const hop_tensor *tensor = NULL;
    HOP_TRY(choose_tensor(input->file, file, input->tensor, &tensor));
    assert(tensor);
    return hop_array_load(load, input->file, &tensor->array, bytes + tensor->array.offset);
}

/* Vectors that the options take for pictures. */
static hop_status take_shape(hop_load *load, const char *path, hop_memory *stored,
                             hop_array *array) {
    hop_shape shape = hop_memory_shape(stored);
    size_t count = hop_memory_count(stored);
    static const hop_element ELEMENTS[] = {
        [HOP_U8] = HOP_ELEMENT_U8, [HOP_F32] = HOP_ELEMENT_F32, [HOP_F64] = HOP_ELEMENT_F64};
    *array = (hop_array){.element = ELEMENTS[hop_memory_dtype(stored)], .rank = 4};
    if (!shape.image) array->rank = 2;
    const size_t pictures[] = {count, shape.height, shape.width, shape.channels};
    const size_t vectors[] = {count, shape.width};
    memcpy(array->size, shape.image ? pictures : vectors, array->rank * sizeof *array->size);
    HOP_TRY(hop_array_shape(load->options, path, array, &count, &shape));
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

/* Names and background of what was appended; labels where this file is all there is: the patterns
 * of another one would have none.  What was composed before stays recorded. */
static hop_status copy_rest(const hop_load *load, const hop_memory *stored, size_t first) {
    hop_memory *memory = load->memory;
    size_t length = 0, count = 0;
    const char *text = hop_memory_name_text(stored, &length);
    const int64_t *labels = hop_memory_labels(stored, &count);
    if (!hop_memory_composed(memory))
        hop_memory_set_background(memory, hop_memory_background(stored),
                                  hop_memory_composed(stored));
    if (text) HOP_TRY(hop_memory_set_names(memory, first, text, length));
    return labels && load->alone ? hop_memory_set_labels(memory, labels, count) : HOP_OK;
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

static hop_status load_one(hop_load *load, const hop_input *input) {
    const unsigned char *bytes = NULL;
    size_t size = 0;
    hop_safetensors file = {0};
    HOP_TRY(hop_file_map(input->file, &bytes, &size));
    hop_status status = hop_safetensors_parse(input->file, bytes, size, &file);
    const char *format = status == HOP_OK ? hop_safetensors_note(&file, "format") : NULL;
    const bool ours = !input->tensor && format && strcmp(format, HOP_STORE_FORMAT) == 0;
    if (status == HOP_OK && !ours) status = load_tensor(load, input, &file, bytes);
    hop_safetensors_clear(&file);
    if (ours) return load_stored(load, input->file, bytes, size);
    hop_file_unmap(bytes, size);
    return status;
}

static hop_status load_all(hop_load *load, const hop_input *inputs, size_t count) {
    for (size_t i = 0; i < count && hop_load_room(load) > 0; i++)
        HOP_TRY(load_one(load, &inputs[i]));
    return HOP_OK;
}

const hop_loader_row hop_loader_safetensors = {
    .row =
        {
            .name = "safetensors",
            .title = "memories saved by this program, and single tensors, FILE.safetensors:NAME",
            .sources = "Hugging Face, the safetensors format",
        },
    .has_tensors = true,
    .recognise = recognise,
    .load = load_all,
};
