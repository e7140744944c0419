/* Several tensors in one .safetensors file.
 * SPDX-License-Identifier: MIT */
#include "tensors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "checksum.h"
#include "fail.h"
#include "file.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "tensors are written as they lie");

#define CHECKSUM "data_checksum"

/* Data start at a multiple of this many bytes. */
enum { ALIGNMENT = 64 };

static size_t bytes_of(const hop_tensor_given *tensor) {
    size_t bytes = hop_element_size(tensor->element);
    for (size_t i = 0; i < tensor->rank; i++) bytes *= tensor->size[i];
    return bytes;
}

static const char *type_of(hop_element element) {
    switch (element) {
    case HOP_ELEMENT_F16: return "F16";
    case HOP_ELEMENT_BF16: return "BF16";
    case HOP_ELEMENT_F32: return "F32";
    case HOP_ELEMENT_F64: return "F64";
    default: return "I64";
    }
}

static hop_json *describe(const hop_tensor_given *tensor, size_t begin) {
    hop_json *sizes = hop_json_array(), *offsets = hop_json_array(), *json = hop_json_object();
    bool done = true;
    for (size_t i = 0; i < tensor->rank; i++)
        done = hop_json_append(sizes, hop_json_count(tensor->size[i])) && done;
    done = hop_json_append(offsets, hop_json_count(begin)) && done;
    done = hop_json_append(offsets, hop_json_count(begin + bytes_of(tensor))) && done;
    done = hop_json_set(json, "dtype", hop_json_text(type_of(tensor->element))) && done;
    done = hop_json_set(json, "shape", sizes) && done;
    done = hop_json_set(json, "data_offsets", offsets) && done;
    if (done) return json;
    hop_json_free(json);
    return NULL;
}

static hop_status sum_up(const hop_tensor_given *tensors, size_t count, char digits[33]) {
    hop_checksum *checksum = NULL;
    HOP_TRY(hop_checksum_create(&checksum));
    for (size_t i = 0; i < count; i++)
        if (bytes_of(&tensors[i]) > 0)
            hop_checksum_add(checksum, tensors[i].data, bytes_of(&tensors[i]));
    hop_checksum_finish(checksum, digits);
    return HOP_OK;
}

static hop_status make_header(const hop_tensor_given *tensors, size_t count,
                              const char *const *notes, char **text) {
    char digits[33];
    HOP_TRY(sum_up(tensors, count, digits));
    hop_json *header = hop_json_object(), *metadata = hop_json_object();
    bool done = true;
    size_t begin = 0;
    for (size_t i = 0; notes && notes[i]; i += 2)
        done = hop_json_set(metadata, notes[i], hop_json_text(notes[i + 1])) && done;
    done = hop_json_set(metadata, CHECKSUM, hop_json_text(digits)) && done;
    done = hop_json_set(header, "__metadata__", metadata) && done;
    for (size_t i = 0; i < count; i++) {
        done = hop_json_set(header, tensors[i].name, describe(&tensors[i], begin)) && done;
        begin += bytes_of(&tensors[i]);
    }
    const hop_status status = done ? hop_json_print(header, false, text)
                                   : hop_fail(HOP_E_MEMORY, "there is no memory for a header");
    hop_json_free(header);
    return status;
}

static hop_status add_all(hop_writer *writer, const char *header, const hop_tensor_given *tensors,
                          size_t count) {
    static const char SPACES[ALIGNMENT + 1] =
        "                                                                ";
    const size_t length = strlen(header), bare = HOP_SAFETENSORS_PREFIX + length;
    const size_t spaces = (ALIGNMENT - bare % ALIGNMENT) % ALIGNMENT;
    const uint64_t size = length + spaces;
    HOP_TRY(hop_writer_add(writer, &size, sizeof size));
    HOP_TRY(hop_writer_add(writer, header, length));
    HOP_TRY(hop_writer_add(writer, SPACES, spaces));
    for (size_t i = 0; i < count; i++)
        HOP_TRY(hop_writer_add(writer, tensors[i].data, bytes_of(&tensors[i])));
    return HOP_OK;
}

hop_status hop_tensors_write(const char *path, const hop_tensor_given *tensors, size_t count,
                             const char *const *notes, bool replace) {
    char *header = NULL;
    hop_writer *writer = NULL;
    HOP_TRY(make_header(tensors, count, notes, &header));
    hop_status status = hop_writer_open(path, replace, &writer);
    if (status == HOP_OK) {
        status = add_all(writer, header, tensors, count);
        if (status == HOP_OK)
            status = hop_writer_commit(writer);
        else
            hop_writer_abandon(writer);
    }
    free(header);
    return status;
}

static hop_status verify(const hop_tensors *t) {
    const char *told = hop_safetensors_note(&t->file, CHECKSUM);
    const size_t start = HOP_SAFETENSORS_PREFIX + t->file.header;
    char digits[33];
    if (!told) return HOP_OK;
    hop_checksum_of(t->bytes + start, t->size - start, digits);
    if (strcmp(told, digits) == 0) return HOP_OK;
    return hop_fail(HOP_E_FORMAT, "%s: damaged: its numbers have another checksum than it says",
                    t->path);
}

hop_status hop_tensors_open(const char *path, hop_tensors *tensors) {
    hop_tensors t = {.path = path};
    HOP_TRY(hop_file_map(path, &t.bytes, &t.size));
    hop_status status = hop_safetensors_parse(path, t.bytes, t.size, &t.file);
    if (status == HOP_OK) status = verify(&t);
    if (status == HOP_OK)
        *tensors = t;
    else
        hop_tensors_close(&t);
    return status;
}

void hop_tensors_close(hop_tensors *tensors) {
    hop_safetensors_clear(&tensors->file);
    if (tensors->bytes) hop_file_unmap(tensors->bytes, tensors->size);
    *tensors = (hop_tensors){0};
}

bool hop_tensors_shape(const hop_tensors *tensors, const char *name, size_t *rows,
                       size_t *columns) {
    const hop_tensor *tensor = hop_safetensors_find(&tensors->file, name);
    if (!tensor || !tensor->readable) return false;
    *rows = 1;
    *columns = tensor->array.rank > 0 ? tensor->array.size[tensor->array.rank - 1] : 1;
    for (size_t i = 0; i + 1 < tensor->array.rank; i++) *rows *= tensor->array.size[i];
    return true;
}

hop_status hop_tensors_read(const hop_tensors *tensors, const char *name, size_t rows,
                            size_t columns, double *out) {
    const hop_tensor *tensor = hop_safetensors_find(&tensors->file, name);
    size_t r = 0, c = 0;
    if (!tensor || !hop_tensors_shape(tensors, name, &r, &c))
        return hop_fail(HOP_E_NAME, "%s: has no tensor '%s' of numbers", tensors->path, name);
    if (r != rows || c != columns)
        return hop_fail(HOP_E_SHAPE, "%s: '%s' is %zu x %zu; %zu x %zu are needed", tensors->path,
                        name, r, c, rows, columns);
    const unsigned char *at = tensors->bytes + tensor->array.offset;
    const size_t size = hop_element_size(tensor->array.element);
    for (size_t i = 0; i < rows * columns; i++)
        out[i] = hop_element_number(tensor->array.element, false, at + i * size);
    return HOP_OK;
}
