/* Our own .safetensors files are opened: a memory that is lent the mapping.
 * SPDX-License-Identifier: MIT */
#include <hopfield/store.h>

#include <stdio.h>
#include <string.h>

#include "../base/fail.h"
#include "../base/file.h"
#include "../base/safetensors.h"
#include "../base/text.h"
#include "store_private.h"

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

static hop_status set_background(hop_memory *memory, const char *path,
                                 const hop_safetensors *file) {
    const char *composed = hop_safetensors_note(file, "composed");
    double colour[3];
    if (!parse_colour(hop_safetensors_note(file, "background"), colour) || !composed)
        return hop_fail(HOP_E_FORMAT, "%s: its metadata has no background", path);
    hop_memory_set_background(memory, colour, strcmp(composed, "true") == 0);
    return HOP_OK;
}

static hop_status set_names(hop_memory *memory, const char *path, const unsigned char *bytes,
                            const hop_tensor *names) {
    const char *text = (const char *)bytes + names->array.offset;
    if (hop_memory_set_names(memory, 0, text, names->end - names->begin) == HOP_OK) return HOP_OK;
    return hop_fail(HOP_E_FORMAT, "%s: %s", path, hop_status_detail());
}

static hop_status set_labels(hop_memory *memory, const char *path, const unsigned char *bytes,
                             const hop_tensor *labels) {
    const hop_array *array = &labels->array;
    if (!labels->readable || array->element != HOP_ELEMENT_I64 || array->rank != 1 ||
        array->size[0] != hop_memory_count(memory) || array->offset % sizeof(int64_t) != 0)
        return hop_fail(HOP_E_FORMAT, "%s: its labels do not fit its %zu patterns", path,
                        hop_memory_count(memory));
    const void *values = bytes + array->offset;
    return hop_memory_set_labels(memory, values, array->size[0]);
}

static hop_status set_rest(hop_memory *memory, const char *path, const hop_safetensors *file,
                           const unsigned char *bytes) {
    const hop_tensor *names = hop_safetensors_find(file, HOP_STORE_NAMES);
    const hop_tensor *labels = hop_safetensors_find(file, HOP_STORE_LABELS);
    HOP_TRY(set_background(memory, path, file));
    if (names) HOP_TRY(set_names(memory, path, bytes, names));
    return labels ? set_labels(memory, path, bytes, labels) : HOP_OK;
}

static bool dtype_of(hop_element element, hop_dtype *dtype) {
    if (element != HOP_ELEMENT_U8 && element != HOP_ELEMENT_F32 && element != HOP_ELEMENT_F64)
        return false;
    *dtype = element == HOP_ELEMENT_U8 ? HOP_U8 : element == HOP_ELEMENT_F32 ? HOP_F32 : HOP_F64;
    return true;
}

/* The tensor of patterns: [N,d] vectors or [N,h,w,c] pictures of a dtype that memories have. */
static hop_status find_patterns(const char *path, const hop_safetensors *file,
                                const hop_array **array, hop_shape *shape, hop_dtype *dtype) {
    const hop_tensor *patterns = hop_safetensors_find(file, HOP_STORE_PATTERNS);
    const hop_array *found = patterns ? &patterns->array : NULL;
    if (!patterns || !patterns->readable || (found->rank != 2 && found->rank != 4) ||
        !dtype_of(found->element, dtype) || found->offset % hop_dtype_size(*dtype) != 0)
        return hop_fail(HOP_E_FORMAT, "%s: has no tensor '%s' of patterns", path,
                        HOP_STORE_PATTERNS);
    const size_t *size = found->size;
    if (found->rank == 2)
        *shape = (hop_shape){size[1], 1, 1, false};
    else
        *shape = (hop_shape){size[2], size[1], size[3], true};
    if (size[0] == 0 || hop_shape_dim(*shape) == 0)
        return hop_fail(HOP_E_EMPTY, "%s: holds no patterns", path);
    if (shape->channels != 1 && shape->channels != 3)
        return hop_fail(HOP_E_FORMAT, "%s: pictures of %zu channels; 1 (grey) or 3 (RGB) are read",
                        path, shape->channels);
    *array = found;
    return HOP_OK;
}

static hop_status attach(const char *path, const hop_safetensors *file, hop_memory_owner owner,
                         hop_memory_role role, hop_memory **memory) {
    const hop_array *array = NULL;
    hop_shape shape = {0};
    hop_dtype dtype = HOP_U8;
    HOP_TRY(check_version(path, file));
    HOP_TRY(find_patterns(path, file, &array, &shape, &dtype));
    if (dtype == HOP_U8) role = HOP_PATTERNS;
    hop_status status = hop_memory_attach(shape, dtype, role, owner.bytes + array->offset,
                                          array->size[0], owner, memory);
    return status == HOP_OK ? HOP_OK : hop_fail(status, "%s: %s", path, hop_status_detail());
}

hop_status hop_store_open(const char *path, const unsigned char *bytes, size_t size,
                          hop_memory_role role, hop_memory **memory) {
    hop_safetensors file = {0};
    hop_memory *made = NULL;
    hop_status status = hop_safetensors_parse(path, bytes, size, &file);
    if (status == HOP_OK)
        status = attach(path, &file, (hop_memory_owner){hop_file_unmap, bytes, size}, role, &made);
    if (status == HOP_OK) status = set_rest(made, path, &file, bytes);
    hop_safetensors_clear(&file);
    if (status == HOP_OK)
        *memory = made;
    else if (made)
        hop_memory_destroy(made);
    else
        hop_file_unmap(bytes, size);
    return status;
}
