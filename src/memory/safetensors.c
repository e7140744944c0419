/* .safetensors files: our own memories, and single tensors of anyone's.
 * The format: Hugging Face, safetensors.
 * SPDX-License-Identifier: MIT */
#include "safetensors.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "../base/file.h"
#include "../base/text.h"

/* Tensors listed in a sentence; a large model has hundreds. */
enum { LISTED_MAX = 24 };

/* The length of the header, of which three bytes at least are zero, then its first brace. */
static bool recognise(const unsigned char *head, size_t size) {
    return size > HOP_STORE_PREFIX && head[HOP_STORE_PREFIX] == '{' && head[5] == 0 &&
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

static hop_status load_one(hop_load *load, const hop_input *input) {
    const unsigned char *bytes = NULL;
    size_t size = 0;
    hop_safetensors file = {0};
    HOP_TRY(hop_file_map(input->file, &bytes, &size));
    hop_status status = hop_safetensors_parse(input->file, bytes, size, &file);
    if (status == HOP_OK) {
        const char *format = hop_safetensors_note(&file, "format");
        bool ours = !input->tensor && format && strcmp(format, HOP_STORE_FORMAT) == 0;
        if (ours) {
            status = hop_store_load(load, input->file, &file, bytes, size);
            bytes = NULL;
        } else {
            status = load_tensor(load, input, &file, bytes);
        }
    }
    hop_safetensors_clear(&file);
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
    .recognise = recognise,
    .load = load_all,
};
