/* IDX: two zeros, a type, the number of dimensions, big-endian sizes and elements.
 * LeCun, Cortes, Burges: the MNIST database.
 * SPDX-License-Identifier: MIT */
#include "idx.h"

#include <stdlib.h>

#include "../base/fail.h"
#include "../base/file.h"
#include "gzip.h"

static bool find_element(unsigned char code, hop_element *element) {
    switch (code) {
    case 0x08: *element = HOP_ELEMENT_U8; return true;
    case 0x09: *element = HOP_ELEMENT_I8; return true;
    case 0x0B: *element = HOP_ELEMENT_I16; return true;
    case 0x0C: *element = HOP_ELEMENT_I32; return true;
    case 0x0D: *element = HOP_ELEMENT_F32; return true;
    case 0x0E: *element = HOP_ELEMENT_F64; return true;
    default: return false;
    }
}

bool hop_idx_recognise(const unsigned char *head, size_t size) {
    hop_element element;
    return size >= 4 && head[0] == 0 && head[1] == 0 && find_element(head[2], &element);
}

hop_status hop_idx_parse(const char *name, const unsigned char *bytes, size_t size,
                         hop_array *array) {
    hop_array read = {.big_endian = true};
    if (!hop_idx_recognise(bytes, size))
        return hop_fail(HOP_E_FORMAT, "%s: does not start as an IDX file does", name);
    find_element(bytes[2], &read.element);
    read.rank = bytes[3];
    if (read.rank == 0 || read.rank > HOP_ARRAY_RANK)
        return hop_fail(HOP_E_SHAPE, "%s: has %zu dimensions; 1 to %d are read", name, read.rank,
                        HOP_ARRAY_RANK);
    read.offset = 4 + 4 * read.rank;
    if (size < read.offset) return hop_fail(HOP_E_FORMAT, "%s: is truncated in its header", name);
    for (size_t i = 0; i < read.rank; i++) {
        const unsigned char *word = bytes + 4 + 4 * i;
        read.size[i] =
            (size_t)word[0] << 24 | (size_t)word[1] << 16 | (size_t)word[2] << 8 | word[3];
    }
    *array = read;
    return HOP_OK;
}

static hop_status open_packed(const char *path, hop_idx *idx) {
    unsigned char head[HOP_IDX_HEADER];
    size_t got = 0, bytes = 0;
    HOP_TRY(hop_gzip_head(path, idx->mapped, idx->mapped_size, head, sizeof head, &got));
    HOP_TRY(hop_idx_parse(path, head, got, &idx->array));
    if (!hop_array_bytes(&idx->array, &bytes) || bytes > SIZE_MAX / 2)
        return hop_fail(HOP_E_FORMAT, "%s: declares more numbers than any file can hold", path);
    HOP_TRY(hop_gzip_unpack(path, idx->mapped, idx->mapped_size, idx->array.offset + bytes,
                            &idx->unpacked));
    idx->data = idx->unpacked + idx->array.offset;
    return HOP_OK;
}

static hop_status open_plain(const char *path, hop_idx *idx) {
    HOP_TRY(hop_idx_parse(path, idx->mapped, idx->mapped_size, &idx->array));
    idx->data = idx->mapped + idx->array.offset;
    return hop_array_fits(path, &idx->array, idx->mapped_size);
}

hop_status hop_idx_open(const char *path, hop_idx *idx) {
    hop_idx opened = {0};
    HOP_TRY(hop_file_map(path, &opened.mapped, &opened.mapped_size));
    hop_status status = hop_gzip_recognise(opened.mapped, opened.mapped_size)
                            ? open_packed(path, &opened)
                            : open_plain(path, &opened);
    if (status != HOP_OK) {
        hop_idx_close(&opened);
        return status;
    }
    *idx = opened;
    return HOP_OK;
}

void hop_idx_close(hop_idx *idx) {
    hop_file_unmap(idx->mapped, idx->mapped_size);
    free(idx->unpacked);
    *idx = (hop_idx){0};
}

static bool recognise(const unsigned char *head, size_t size) {
    return hop_gzip_recognise(head, size) || hop_idx_recognise(head, size);
}

static hop_status load_one(hop_load *load, const char *path) {
    hop_idx idx = {0};
    HOP_TRY(hop_idx_open(path, &idx));
    hop_status status = idx.array.rank == 1
                            ? hop_fail(HOP_E_SHAPE,
                                       "%s: is a list of %zu numbers, not of patterns; labels are "
                                       "given by --labels",
                                       path, idx.array.size[0])
                            : hop_array_load(load, path, &idx.array, idx.data);
    hop_idx_close(&idx);
    return status;
}

static hop_status load_all(hop_load *load, const hop_input *inputs, size_t count) {
    for (size_t i = 0; i < count && hop_load_room(load) > 0; i++)
        HOP_TRY(load_one(load, inputs[i].file));
    return HOP_OK;
}

const hop_loader_row hop_loader_idx = {
    .row =
        {
            .name = "idx",
            .title = "IDX files of the MNIST family, packed by gzip or not; u8 is value/255",
            .sources = "LeCun, Cortes, Burges: the MNIST database of handwritten digits",
        },
    .recognise = recognise,
    .load = load_all,
};
