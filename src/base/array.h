/* Arrays as files declare them: the parsers of .npy, IDX and safetensors make an hop_array out of a
 * header, and this knows its elements.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_ARRAY_H
#define HOP_BASE_ARRAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <hopfield/shape.h>
#include <hopfield/status.h>

/* X(constant, word in sentences, bytes, dtype of the memory it becomes) */
#define HOP_ELEMENT_LIST(X)     \
    X(U8, "u8", 1, HOP_U8)      \
    X(BOOL, "bool", 1, HOP_U8)  \
    X(I8, "i8", 1, HOP_F32)     \
    X(I16, "i16", 2, HOP_F32)   \
    X(U16, "u16", 2, HOP_F32)   \
    X(I32, "i32", 4, HOP_F64)   \
    X(U32, "u32", 4, HOP_F64)   \
    X(I64, "i64", 8, HOP_F64)   \
    X(U64, "u64", 8, HOP_F64)   \
    X(F16, "f16", 2, HOP_F32)   \
    X(BF16, "bf16", 2, HOP_F32) \
    X(F32, "f32", 4, HOP_F32)   \
    X(F64, "f64", 8, HOP_F64)

typedef enum hop_element {
#define HOP_ELEMENT_CODE(code, word, bytes, dtype) HOP_ELEMENT_##code,
    HOP_ELEMENT_LIST(HOP_ELEMENT_CODE)
#undef HOP_ELEMENT_CODE
} hop_element;

/* Patterns x height x width x channels, and what may stand before them. */
#define HOP_ARRAY_RANK 6

typedef struct hop_array {
    hop_element element;
    size_t letters; /* 0; else an item is a word of so many of them: U8 (bytes) or U32 (Unicode) */
    bool big_endian;
    bool fortran; /* first index fastest */
    bool settled; /* of a memory: channels are last, bytes are shares of white */
    size_t rank;
    size_t size[HOP_ARRAY_RANK];
    size_t offset; /* of the first element in its file, bytes */
} hop_array;

size_t hop_element_size(hop_element element);
const char *hop_element_name(hop_element element);

/* Bytes of all elements; false on overflow. */
bool hop_array_bytes(const hop_array *array, size_t *bytes);

/* Leaves out all items of the first dimension but `most`. */
void hop_array_limit(hop_array *array, size_t most);

/* "[2, 6, 8]", cut off where it does not fit. */
enum { HOP_ARRAY_TEXT = 128 };
void hop_array_text(const hop_array *array, char text[HOP_ARRAY_TEXT]);

/* HOP_E_FORMAT unless the data end exactly where the file of `size` bytes does. */
hop_status hop_array_fits(const char *name, const hop_array *array, size_t size);

/* The element at `data` as a number: u8 as value/255, every other one as it is. */
double hop_element_number(hop_element element, bool big_endian, const unsigned char *data);

#endif
