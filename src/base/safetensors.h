/* The safetensors format: 8 bytes of length, a JSON header, raw little-endian tensors.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_SAFETENSORS_H
#define HOP_BASE_SAFETENSORS_H

#include "array.h"
#include "json.h"

/* The length of the header is in front of it. */
#define HOP_SAFETENSORS_PREFIX 8

typedef struct hop_tensor {
    const char *name; /* lent by the document */
    const char *type; /* "F32" */
    bool readable;    /* array is filled in: a type of number, at most four dimensions */
    hop_array array;
    size_t begin, end; /* in the data, bytes */
} hop_tensor;

/* A header that has been read and checked.  Zeros make an empty one. */
typedef struct hop_safetensors {
    hop_json *document;
    const hop_json *metadata; /* NULL if there is none */
    hop_tensor *tensors;      /* [count], in the order of their data */
    size_t count;
    size_t header; /* bytes of JSON */
} hop_safetensors;

/* Reads and checks the header of a whole file, bytes [size]: sizes agree, tensors neither overlap
 * nor leave holes, and the last one ends where the file does.  `name` stands in errors:
 * HOP_E_FORMAT, HOP_E_MEMORY.  Free with hop_safetensors_clear(). */
hop_status hop_safetensors_parse(const char *name, const unsigned char *bytes, size_t size,
                                 hop_safetensors *file);
void hop_safetensors_clear(hop_safetensors *file);

/* The tensor called `name`, or NULL. */
const hop_tensor *hop_safetensors_find(const hop_safetensors *file, const char *name);

/* A value of the metadata, or NULL. */
const char *hop_safetensors_note(const hop_safetensors *file, const char *key);

#endif
