/* Checksums: of a memory, and of a whole file against the one it carries.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "../base/checksum.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "../base/safetensors.h"
#include "memory_private.h"
#include "store_private.h"

/* The checksum of bytes [size] with zeros for the digits that start at `digits`. */
static hop_status checksum_without(const unsigned char *bytes, size_t size, size_t digits,
                                   char text[33]) {
    char zeros[HOP_STORE_DIGITS];
    hop_checksum *checksum = NULL;
    const size_t after = digits + HOP_STORE_DIGITS;
    memset(zeros, '0', sizeof zeros);
    HOP_TRY(hop_checksum_create(&checksum));
    hop_checksum_add(checksum, bytes, digits);
    hop_checksum_add(checksum, zeros, sizeof zeros);
    hop_checksum_add(checksum, bytes + after, size - after);
    hop_checksum_finish(checksum, text);
    return HOP_OK;
}

/* Where the digits stand in the file.  A quote inside a JSON text is escaped, so the mark is found
 * nowhere else. */
static hop_status find_digits(const char *path, const unsigned char *bytes, size_t header,
                              size_t *digits) {
    const unsigned char *mark =
        memmem(bytes, HOP_SAFETENSORS_PREFIX + header, HOP_STORE_MARK, strlen(HOP_STORE_MARK));
    size_t at = mark ? (size_t)(mark - bytes) + strlen(HOP_STORE_MARK) : 0;
    if (!mark || at + HOP_STORE_DIGITS > HOP_SAFETENSORS_PREFIX + header)
        return hop_fail(HOP_E_FORMAT, "%s: has no checksum; it is no memory of this program", path);
    *digits = at;
    return HOP_OK;
}

static hop_status verify_bytes(const char *path, const unsigned char *bytes, size_t size) {
    hop_safetensors file = {0};
    char text[33];
    size_t digits = 0;
    HOP_TRY(hop_safetensors_parse(path, bytes, size, &file));
    const size_t header = file.header;
    hop_safetensors_clear(&file);
    HOP_TRY(find_digits(path, bytes, header, &digits));
    HOP_TRY(checksum_without(bytes, size, digits, text));
    if (memcmp(text, bytes + digits, HOP_STORE_DIGITS) == 0) return HOP_OK;
    return hop_fail(HOP_E_FORMAT, "%s: is damaged: its checksum is %s, it should be %.32s", path,
                    text, (const char *)bytes + digits);
}

hop_status hop_memory_verify(const char *path) {
    const unsigned char *bytes = NULL;
    hop_memory *memory = NULL;
    size_t size = 0;
    HOP_TRY(hop_file_map(path, &bytes, &size));
    hop_status status = verify_bytes(path, bytes, size);
    if (status != HOP_OK) {
        hop_file_unmap(bytes, size);
        return status;
    }
    /* Opening checks what a checksum cannot: that the parts go together. */
    HOP_TRY(hop_store_open(path, bytes, size, HOP_PATTERNS, &memory));
    hop_memory_destroy(memory);
    return HOP_OK;
}

void hop_memory_checksum(const hop_memory *memory, char text[33]) {
    const hop_shape shape = memory->shape;
    char values[33], all[256];
    hop_checksum_of(memory->data ? memory->data : "",
                    memory->count * memory->dim * hop_dtype_size(memory->dtype), values);
    int length = snprintf(all, sizeof all, "%zu %zu %zu %zu %s %s %s", memory->count, shape.height,
                          shape.width, shape.channels, shape.image ? "image" : "vector",
                          hop_dtype_name(memory->dtype), values);
    hop_checksum_of(all, (size_t)length, text);
}
