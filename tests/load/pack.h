/* Gzip files for tests, made by zlib.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_LOAD_PACK_H
#define TESTS_LOAD_PACK_H

#define ZLIB_CONST
#include <zlib.h>

#include "memory/fixture.h"

/* `count` times bytes [size], packed; free() the result. */
FIXTURE unsigned char *pack(const unsigned char *bytes, size_t size, size_t count, size_t *packed) {
    z_stream stream = {0};
    const size_t room = 1000 + count * size / 500 + size + size / 500;
    unsigned char *out = malloc(room);
    assert_non_null(out);
    assert_int_equal(
        deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY),
        Z_OK);
    stream.next_out = out;
    stream.avail_out = (unsigned)room;
    for (size_t i = 0; i < count; i++) {
        stream.next_in = bytes;
        stream.avail_in = (unsigned)size;
        assert_int_equal(deflate(&stream, Z_NO_FLUSH), Z_OK);
    }
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    *packed = room - stream.avail_out;
    deflateEnd(&stream);
    return out;
}

#endif
