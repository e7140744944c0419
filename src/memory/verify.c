/* Checksums: of a memory, and of a whole file against those it carries.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "../base/fail.h"
#include "../base/file.h"
#include "memory_private.h"
#include "store_private.h"

hop_status hop_memory_verify(const char *path, hop_progress progress, void *context) {
    const unsigned char *bytes = NULL;
    hop_memory *memory = NULL;
    size_t size = 0;
    HOP_TRY(hop_file_map(path, &bytes, &size));
    hop_status status = hop_store_open(
        path, bytes, size, &(hop_store_reading){HOP_PATTERNS, HOP_CHECK_ALL, progress, context},
        &memory);
    if (status == HOP_OK) hop_memory_destroy(memory);
    return status;
}

void hop_memory_identity(size_t count, hop_shape shape, hop_dtype dtype, const char *digits,
                         char text[33]) {
    char all[256];
    int length =
        snprintf(all, sizeof all, "%zu %zu %zu %zu %s %s %s", count, shape.height, shape.width,
                 shape.channels, shape.image ? "image" : "vector", hop_dtype_name(dtype), digits);
    hop_checksum_of(all, (size_t)length, text);
}

void hop_memory_checksum(const hop_memory *memory, char text[33]) {
    const size_t size = memory->count * memory->dim * hop_dtype_size(memory->dtype);
    char digits[33];
    if (memory->identity[0]) {
        memcpy(text, memory->identity, sizeof memory->identity);
        return;
    }
    hop_checksum_of(memory->data ? memory->data : "", size, digits);
    hop_memory_identity(memory->count, memory->shape, memory->dtype, digits, text);
}
