/* Puts right the checksums of files that were changed: without that a reader refuses what a fuzzer
 * makes before it has looked at it.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TESTS_FUZZ_SEAL_H
#define HOP_TESTS_FUZZ_SEAL_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>

#include "base/checksum.h"
#include "base/safetensors.h"
#include "memory/store_private.h"

static inline uint32_t seal_big_endian(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* The CRC of each chunk. */
static inline void seal_png(uint8_t *bytes, size_t size) {
    for (size_t at = 8; size >= 12 && at <= size - 12;) {
        const size_t length = seal_big_endian(bytes + at);
        if (length > size - at - 12) break;
        const uint32_t sum = (uint32_t)crc32(0, bytes + at + 4, (uInt)(length + 4));
        for (size_t i = 0; i < 4; i++) bytes[at + 8 + length + i] = (uint8_t)(sum >> (24 - 8 * i));
        at += 12 + length;
    }
}

/* The last 32 digits of each line, behind a separator. */
static inline void seal_cells(uint8_t *bytes, size_t size) {
    enum { DIGITS = 32 };
    char sum[DIGITS + 1];
    for (size_t begin = 0, end = 0; begin < size; begin = end + 1) {
        const uint8_t *newline = memchr(bytes + begin, '\n', size - begin);
        end = newline ? (size_t)(newline - bytes) : size;
        if (end - begin <= DIGITS) continue;
        hop_checksum_of(bytes + begin, end - begin - DIGITS - 1, sum);
        memcpy(bytes + end - DIGITS, sum, DIGITS);
    }
}

/* Those of the data, which are in a tensor behind them, then the one in the header; of a memory
 * whose header can be read. */
static inline void seal_memory(uint8_t *bytes, size_t size) {
    hop_safetensors file = {0};
    char digits[HOP_STORE_DIGITS + 1];
    size_t at = 0;
    if (hop_safetensors_parse("input", bytes, size, &file) != HOP_OK) return;
    const size_t header = HOP_SAFETENSORS_PREFIX + file.header;
    const hop_tensor *sums = hop_safetensors_find(&file, HOP_STORE_CHECKSUMS);
    const size_t data = sums ? sums->begin : 0, room = sums ? sums->end - sums->begin : 0;
    if (sums && sums->end <= size - header && data <= HOP_STORE_CHUNK && room >= HOP_DIGEST_BYTES)
        hop_digest_of(bytes + header, data, bytes + header + data);
    if (hop_store_find_digits("input", bytes, header, &at) == HOP_OK &&
        hop_store_sign("input", bytes, header, bytes + header + data, room, digits) == HOP_OK)
        memcpy(bytes + at, digits, HOP_STORE_DIGITS);
    hop_safetensors_clear(&file);
}

#endif
