/* Our own .safetensors files are opened: a memory that is lent the mapping.
 * SPDX-License-Identifier: MIT */
#include <hopfield/store.h>

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "../base/parallel.h"
#include "../base/text.h"
#include "memory_private.h"
#include "store_private.h"

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
    const hop_status status = hop_memory_set_names(memory, 0, text, names->end - names->begin);
    if (status == HOP_OK) return HOP_OK;
    /* What does not fit is damage; a lack of memory is none. */
    return hop_fail(status == HOP_E_MEMORY ? status : HOP_E_FORMAT, "%s: %s", path,
                    hop_status_detail());
}

static hop_status set_labels(hop_memory *memory, const char *path, const unsigned char *bytes,
                             const hop_tensor *labels) {
    const hop_array *array = &labels->array;
    const size_t count = hop_memory_count(memory);
    int64_t *copy = NULL;
    if (!labels->readable || array->element != HOP_ELEMENT_I64 || array->rank != 1 ||
        array->size[0] != count)
        return hop_fail(HOP_E_FORMAT, "%s: its labels do not fit its %zu patterns", path, count);
    HOP_TRY(hop_alloc(count, sizeof *copy, "the labels", &copy));
    memcpy(copy, bytes + array->offset, count * sizeof *copy);
    hop_status status = hop_memory_set_labels(memory, copy, count);
    free(copy);
    return status;
}

/* Blobs begin at the first aligned byte of their tensors. */
static hop_status set_blobs(hop_memory *memory, const char *path, const hop_safetensors *file,
                            const unsigned char *bytes) {
    const size_t prefix = strlen(HOP_STORE_PREPARED), line = HOP_STORE_ALIGNMENT;
    for (size_t i = 0; i < file->count; i++) {
        const hop_tensor *tensor = &file->tensors[i];
        if (!hop_store_is_prepared(tensor)) continue;
        const size_t at = (tensor->array.offset + line - 1) / line * line;
        const size_t end = tensor->array.offset + (tensor->end - tensor->begin);
        if (at > end) return hop_fail(HOP_E_FORMAT, "%s: '%s' is too short", path, tensor->name);
        HOP_TRY(hop_memory_lend_blob(memory, tensor->name + prefix, bytes + at, end - at));
    }
    return HOP_OK;
}

/* Text that ends in a zero, as names of labels do. */
static hop_status set_classes(hop_memory *memory, const char *path, const unsigned char *bytes,
                              const hop_tensor *classes) {
    const char *text = (const char *)bytes + classes->array.offset;
    const size_t length = classes->end - classes->begin;
    if (length == 0 || text[length - 1] != '\0')
        return hop_fail(HOP_E_FORMAT, "%s: its names of labels are damaged", path);
    return hop_memory_set_classes(memory, text, length);
}

static hop_status set_resize(hop_memory *memory, const char *path, const hop_safetensors *file) {
    const char *name = hop_safetensors_note(file, "resize");
    hop_resize resize = HOP_RESIZE_NONE;
    if (name && !hop_resize_parse(name, &resize))
        return hop_fail(HOP_E_FORMAT, "%s: its metadata has no known way of resizing", path);
    hop_memory_set_resize(memory, resize);
    return HOP_OK;
}

static hop_status set_rest(hop_memory *memory, const char *path, const hop_safetensors *file,
                           const unsigned char *bytes, hop_check check) {
    const hop_tensor *names = hop_safetensors_find(file, HOP_STORE_NAMES);
    const hop_tensor *labels = hop_safetensors_find(file, HOP_STORE_LABELS);
    const char *values = hop_safetensors_note(file, HOP_STORE_VALUES);
    int version = 0;
    const hop_tensor *classes = hop_safetensors_find(file, HOP_STORE_CLASSES);
    HOP_TRY(set_background(memory, path, file));
    HOP_TRY(set_resize(memory, path, file));
    if (classes) HOP_TRY(set_classes(memory, path, bytes, classes));
    if (names) HOP_TRY(set_names(memory, path, bytes, names));
    if (labels) HOP_TRY(set_labels(memory, path, bytes, labels));
    HOP_TRY(hop_store_version(path, file, &version));
    if (version == 1) return HOP_OK;
    if (values && strlen(values) < sizeof memory->identity)
        memcpy(memory->identity, values, strlen(values) + 1);
    return check == HOP_CHECK_QUICK ? HOP_OK : set_blobs(memory, path, file, bytes);
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

/* Which of the pieces of a memory holds a value that is not allowed. */
typedef struct judging {
    const hop_memory *memory;
    size_t piece;
    atomic_bool found;
} judging;

static void judge_piece(void *context, size_t index, size_t worker) {
    judging *all = context;
    const hop_memory *memory = all->memory;
    const size_t first = index * all->piece, rest = memory->count - first;
    const size_t row = memory->dim * hop_dtype_size(memory->dtype);
    (void)worker;
    if (hop_memory_check_raw(memory, (const unsigned char *)memory->data + first * row,
                             rest < all->piece ? rest : all->piece, first) != HOP_OK)
        atomic_store(&all->found, true);
}

/* A checksum may be right and a value not finite, in a file that somebody made. */
static hop_status judge_values(const char *path, const hop_memory *memory) {
    const size_t row = memory->dim * hop_dtype_size(memory->dtype);
    judging all = {.memory = memory, .piece = HOP_STORE_CHUNK / row + 1};
    if (memory->dtype == HOP_U8) return HOP_OK;
    hop_parallel_run((memory->count + all.piece - 1) / all.piece, hop_parallel_threads(0),
                     judge_piece, &all);
    if (!atomic_load(&all.found)) return HOP_OK;
    hop_status status = hop_memory_check_raw(memory, memory->data, memory->count, 0);
    return hop_fail(status, "%s: %s", path, hop_status_detail());
}

static hop_status attach(const char *path, const hop_safetensors *file, hop_memory_owner owner,
                         const hop_store_reading *reading, hop_memory **memory) {
    const hop_array *array = NULL;
    hop_shape shape = {0};
    hop_dtype dtype = HOP_U8;
    int version = 0;
    HOP_TRY(hop_store_version(path, file, &version));
    HOP_TRY(find_patterns(path, file, &array, &shape, &dtype));
    size_t at = 0;
    bool whole = reading->check == HOP_CHECK_ALL ||
                 (reading->check == HOP_CHECK_DEFAULT && owner.size <= HOP_CHECK_BYTES);
    /* Version 1 without a checksum comes from other programs: nothing is known of it. */
    if (version == 1 && reading->check != HOP_CHECK_ALL)
        whole =
            whole && hop_store_find_digits(path, owner.bytes, HOP_SAFETENSORS_PREFIX + file->header,
                                           &at) == HOP_OK;
    if (whole || version > 1)
        HOP_TRY(hop_store_check(path, owner.bytes, owner.size, file, whole, reading));
    hop_status status =
        hop_memory_attach_trusted(shape, dtype, dtype == HOP_U8 ? HOP_PATTERNS : reading->role,
                                  owner.bytes + array->offset, array->size[0], owner, memory);
    if (status != HOP_OK) return hop_fail(status, "%s: %s", path, hop_status_detail());
    (*memory)->unchecked = !whole;
    return HOP_OK;
}

hop_status hop_store_open(const char *path, const unsigned char *bytes, size_t size,
                          const hop_store_reading *reading, hop_memory **memory) {
    hop_safetensors file = {0};
    hop_memory *made = NULL;
    const hop_memory_owner owner = {hop_file_unmap, bytes, size};
    hop_status status = hop_safetensors_parse(path, bytes, size, &file);
    if (status == HOP_OK) status = attach(path, &file, owner, reading, &made);
    if (status == HOP_OK) status = set_rest(made, path, &file, bytes, reading->check);
    if (status == HOP_OK && !made->unchecked) status = judge_values(path, made);
    hop_safetensors_clear(&file);
    if (status == HOP_OK)
        *memory = made;
    else if (made)
        hop_memory_destroy(made);
    else
        hop_file_unmap(bytes, size);
    return status;
}
