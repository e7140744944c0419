/* The header of a safetensors file, read strictly.
 * The format: Hugging Face, safetensors.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "fail.h"
#include "limits.h"
#include "safetensors.h"

/* The limit of the reference implementation. */

static const struct {
    const char *name;
    size_t size;
    bool readable; /* as numbers */
    hop_element element;
} TYPES[] = {
    {"F32", 4, true, HOP_ELEMENT_F32},     {"F16", 2, true, HOP_ELEMENT_F16},
    {"BF16", 2, true, HOP_ELEMENT_BF16},   {"F64", 8, true, HOP_ELEMENT_F64},
    {"U8", 1, true, HOP_ELEMENT_U8},       {"BOOL", 1, true, HOP_ELEMENT_BOOL},
    {"I8", 1, true, HOP_ELEMENT_I8},       {"I16", 2, true, HOP_ELEMENT_I16},
    {"I32", 4, true, HOP_ELEMENT_I32},     {"I64", 8, true, HOP_ELEMENT_I64},
    {"U16", 2, true, HOP_ELEMENT_U16},     {"U32", 4, true, HOP_ELEMENT_U32},
    {"U64", 8, true, HOP_ELEMENT_U64},     {"F8_E4M3", 1, false, HOP_ELEMENT_U8},
    {"F8_E5M2", 1, false, HOP_ELEMENT_U8},
};

/* A header being walked through. */
typedef struct walk {
    const char *name; /* of the file */
    hop_safetensors *file;
    size_t capacity; /* of the tensors */
    hop_status status;
} walk;

static bool get_size(const hop_json *value, size_t *size) {
    int64_t number = 0;
    if (!value || !hop_json_whole(value, &number) || number < 0) return false;
    *size = (size_t)number;
    return true;
}

/* Fills in the sizes, and *bytes, those of one element on entry. */
static bool read_sizes(const hop_json *shape, hop_tensor *tensor, size_t *bytes) {
    const size_t rank = hop_json_length(shape);
    for (size_t i = 0; i < rank; i++) {
        size_t size = 0;
        if (!get_size(hop_json_at(shape, i), &size)) return false;
        if (!hop_size_multiply(*bytes, size, bytes)) return false;
        if (i < HOP_ARRAY_RANK) tensor->array.size[i] = size;
    }
    tensor->array.rank = rank;
    return true;
}

static bool read_type(const char *type, hop_tensor *tensor, size_t *size) {
    for (size_t i = 0; type && i < sizeof TYPES / sizeof *TYPES; i++) {
        if (strcmp(type, TYPES[i].name) != 0) continue;
        tensor->type = TYPES[i].name;
        tensor->readable = TYPES[i].readable;
        tensor->array.element = TYPES[i].element;
        *size = TYPES[i].size;
        return true;
    }
    return false;
}

static size_t count_members(const hop_json *value);

static hop_status read_tensor(const char *file, const char *name, const hop_json *value,
                              hop_tensor *tensor) {
    const hop_json *shape = hop_json_get(value, "shape");
    const hop_json *offsets = hop_json_get(value, "data_offsets");
    const char *type = hop_json_string(hop_json_get(value, "dtype"));
    hop_tensor read = {.name = name};
    size_t bytes = 0;
    if (!type || !shape || !offsets || count_members(value) != 3)
        return hop_fail(HOP_E_FORMAT, "%s: tensor '%s' must have dtype, shape and data_offsets",
                        file, name);
    if (!read_type(type, &read, &bytes))
        return hop_fail(HOP_E_FORMAT, "%s: tensor '%s' is of unknown type '%s'", file, name, type);
    if (!hop_json_is_array(shape) || !read_sizes(shape, &read, &bytes))
        return hop_fail(HOP_E_FORMAT, "%s: tensor '%s' has an impossible shape", file, name);
    if (hop_json_length(offsets) != 2 || !get_size(hop_json_at(offsets, 0), &read.begin) ||
        !get_size(hop_json_at(offsets, 1), &read.end) || read.end < read.begin)
        return hop_fail(HOP_E_FORMAT, "%s: tensor '%s' has impossible data_offsets", file, name);
    if (read.end - read.begin != bytes)
        return hop_fail(HOP_E_FORMAT, "%s: tensor '%s' has %zu bytes, its shape needs %zu", file,
                        name, read.end - read.begin, bytes);
    if (read.array.rank == 0 || read.array.rank > HOP_ARRAY_RANK) read.readable = false;
    *tensor = read;
    return HOP_OK;
}

static bool count_one(void *context, const char *key, const hop_json *value) {
    (void)key;
    (void)value;
    ++*(size_t *)context;
    return true;
}

static size_t count_members(const hop_json *value) {
    size_t count = 0;
    hop_json_each(value, count_one, &count);
    return count;
}

static bool is_note(void *context, const char *key, const hop_json *value) {
    (void)context;
    (void)key;
    return hop_json_string(value) != NULL;
}

static hop_status read_metadata(walk *all, const hop_json *value) {
    if (!hop_json_is_object(value) || !hop_json_each(value, is_note, NULL))
        return hop_fail(HOP_E_FORMAT, "%s: its __metadata__ is not made of texts", all->name);
    all->file->metadata = value;
    return HOP_OK;
}

static hop_status read_member(walk *all, const char *key, const hop_json *value) {
    hop_safetensors *file = all->file;
    if (strcmp(key, "__metadata__") == 0) return read_metadata(all, value);
    if (file->count == all->capacity) {
        size_t capacity = all->capacity ? all->capacity * 2 : 16;
        HOP_TRY(hop_realloc(capacity, sizeof *file->tensors, "the tensors", &file->tensors));
        all->capacity = capacity;
    }
    HOP_TRY(read_tensor(all->name, key, value, &file->tensors[file->count]));
    file->count++;
    return HOP_OK;
}

static bool visit(void *context, const char *key, const hop_json *value) {
    walk *all = context;
    all->status = read_member(all, key, value);
    return all->status == HOP_OK;
}

static int by_begin(const void *a, const void *b) {
    const hop_tensor *x = a, *y = b;
    if (x->begin != y->begin) return x->begin < y->begin ? -1 : 1;
    return (x->end > y->end) - (x->end < y->end);
}

/* Copies and downloads in blocks may leave zeros behind a file. */
static hop_status refuse_length(const char *name, const unsigned char *bytes, size_t said,
                                size_t size, size_t start) {
    size_t zeros = size;
    while (zeros > start && bytes[zeros - 1] == 0) zeros--;
    if (start + said < size && zeros <= start + said)
        return hop_fail(
            HOP_E_FORMAT,
            "%s: is longer than it says: behind its tensors are %zu bytes of 0; truncate "
            "-s %zu FILE cuts them off",
            name, size - start - said, start + said);
    return hop_fail(HOP_E_FORMAT, "%s: is %s: its tensors have %zu bytes, it holds %zu", name,
                    start + said > size ? "truncated" : "longer than it says", said, size - start);
}

/* One tensor starts where the one before ends, and the last ends with the file. */
static hop_status check_offsets(const char *name, const unsigned char *bytes, size_t size,
                                hop_safetensors *file) {
    const size_t start = HOP_SAFETENSORS_PREFIX + file->header;
    size_t at = 0;
    if (file->count > 0) qsort(file->tensors, file->count, sizeof *file->tensors, by_begin);
    for (size_t i = 0; i < file->count; i++) {
        hop_tensor *tensor = &file->tensors[i];
        if (tensor->begin != at)
            return hop_fail(HOP_E_FORMAT, "%s: tensor '%s' %s", name, tensor->name,
                            tensor->begin < at ? "overlaps the one before" : "comes after a hole");
        at = tensor->end;
        tensor->array.offset = start + tensor->begin;
    }
    return at == size - start ? HOP_OK : refuse_length(name, bytes, at, size, start);
}

static hop_status read_length(const char *name, const unsigned char *bytes, size_t size,
                              size_t *header) {
    uint64_t length = 0;
    if (size < HOP_SAFETENSORS_PREFIX + 2)
        return hop_fail(HOP_E_FORMAT, "%s: is truncated: %zu bytes", name, size);
    for (size_t i = HOP_SAFETENSORS_PREFIX; i-- > 0;) length = length << 8 | bytes[i];
    if (length > HOP_LIMIT_HEADER)
        return hop_fail(HOP_E_FORMAT, "%s: a header of %llu bytes is beyond the limit of %zu", name,
                        (unsigned long long)length, HOP_LIMIT_HEADER);
    if (length > size - HOP_SAFETENSORS_PREFIX)
        return hop_fail(HOP_E_FORMAT, "%s: is truncated: its header has %llu bytes, it holds %zu",
                        name, (unsigned long long)length, size - HOP_SAFETENSORS_PREFIX);
    *header = (size_t)length;
    return HOP_OK;
}

hop_status hop_safetensors_parse(const char *name, const unsigned char *bytes, size_t size,
                                 hop_safetensors *file) {
    hop_safetensors read = {0};
    walk all = {.name = name, .file = &read, .status = HOP_OK};
    const char *text = (const char *)bytes + HOP_SAFETENSORS_PREFIX;
    HOP_TRY(read_length(name, bytes, size, &read.header));
    if (read.header == 0 || text[0] != '{')
        return hop_fail(HOP_E_FORMAT, "%s: its header does not start with '{'", name);
    HOP_TRY(hop_json_parse(name, text, read.header, &read.document));
    hop_json_each(read.document, visit, &all);
    if (all.status == HOP_OK) all.status = check_offsets(name, bytes, size, &read);
    if (all.status != HOP_OK) {
        hop_safetensors_clear(&read);
        return all.status;
    }
    *file = read;
    return HOP_OK;
}

void hop_safetensors_clear(hop_safetensors *file) {
    hop_json_free(file->document);
    free(file->tensors);
    *file = (hop_safetensors){0};
}

const hop_tensor *hop_safetensors_find(const hop_safetensors *file, const char *name) {
    for (size_t i = 0; i < file->count; i++)
        if (strcmp(file->tensors[i].name, name) == 0) return &file->tensors[i];
    return NULL;
}

const char *hop_safetensors_note(const hop_safetensors *file, const char *key) {
    return hop_json_string(hop_json_get(file->metadata, key));
}
