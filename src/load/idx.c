/* IDX: two zeros, a type, the number of dimensions, big-endian sizes and elements.
 * LeCun, Cortes, Burges: the MNIST database.
 * SPDX-License-Identifier: MIT */
#include "idx.h"

#include "../base/fail.h"
#include "loader.h"

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

static bool recognise(const unsigned char *head, size_t size) {
    hop_element element;
    return size >= 4 && head[0] == 0 && head[1] == 0 && find_element(head[2], &element);
}

hop_status hop_idx_parse(const char *name, const unsigned char *bytes, size_t size,
                         hop_array *array) {
    hop_array read = {.big_endian = true};
    if (!recognise(bytes, size))
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

static bool header(const unsigned char *head, size_t size, hop_array *array) {
    return hop_idx_parse("", head, size, array) == HOP_OK;
}

static hop_status read_array(hop_bytes *source, hop_array *array) {
    return hop_idx_parse(source->path, source->bytes, source->size, array);
}

const hop_loader_row hop_loader_idx = {
    .row =
        {
            .name = "idx",
            .title = "IDX files of the MNIST family, packed by gzip or not",
            .sources = "LeCun, Cortes, Burges: the MNIST database of handwritten digits",
        },
    .endings = "idx ubyte",
    .lists_are_labels = true,
    .recognise = recognise,
    .array = read_array,
    .header = header,
};
