/* Unpacking gzip with a bound on what it may cost.
 * Deutsch 1996, RFC 1951 and RFC 1952.
 * SPDX-License-Identifier: MIT */
#include "gzip.h"

/* zlib then takes its input as const. */
#define ZLIB_CONST
#include <stdlib.h>
#include <zlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"

/* Deflate makes at most this many bytes of one: 258 bytes for a length and a distance of one bit
 * each. */
enum { RATIO_MAX = 1032 };

/* zlib's window of 32 KiB, with a gzip header and nothing else. */
enum { WINDOW_GZIP = 15 + 16 };

/* zlib counts in unsigned int; it is given pieces of this size. */
static const size_t PIECE = (size_t)1 << 30;

bool hop_gzip_recognise(const unsigned char *head, size_t size) {
    return size >= 2 && head[0] == 0x1f && head[1] == 0x8b;
}

static unsigned piece_of(size_t size) {
    return (unsigned)(size < PIECE ? size : PIECE);
}

/* Inflates bytes [size] into out [want] until either ends; *end is zlib's last word. */
static size_t inflate_into(z_stream *stream, const unsigned char *bytes, size_t size,
                           unsigned char *out, size_t want, int *end) {
    size_t taken = 0, made = 0;
    do {
        stream->next_in = bytes + taken;
        stream->avail_in = piece_of(size - taken);
        stream->next_out = out + made;
        stream->avail_out = piece_of(want - made);
        const unsigned in = stream->avail_in, room = stream->avail_out;
        *end = inflate(stream, Z_NO_FLUSH);
        taken += in - stream->avail_in;
        made += room - stream->avail_out;
    } while (*end == Z_OK); /* without progress it is Z_BUF_ERROR */
    if (*end == Z_STREAM_END && taken < size) *end = Z_DATA_ERROR;
    return made;
}

hop_status hop_gzip_head(const char *name, const unsigned char *bytes, size_t size,
                         unsigned char *out, size_t want, size_t *got) {
    z_stream stream = {0};
    int end = Z_OK;
    if (inflateInit2(&stream, WINDOW_GZIP) != Z_OK)
        return hop_fail(HOP_E_MEMORY, "%s: no memory to unpack it", name);
    size_t made = inflate_into(&stream, bytes, size, out, want, &end);
    inflateEnd(&stream);
    if (made < want && end != Z_STREAM_END)
        return hop_fail(HOP_E_FORMAT, "%s: is damaged: what gzip packed cannot be unpacked", name);
    *got = made;
    return HOP_OK;
}

/* One byte more than expected is asked for, to see that there is none. */
static hop_status unpack(const char *name, const unsigned char *bytes, size_t size, size_t expected,
                         unsigned char *out) {
    z_stream stream = {0};
    int end = Z_OK;
    if (inflateInit2(&stream, WINDOW_GZIP) != Z_OK)
        return hop_fail(HOP_E_MEMORY, "%s: no memory to unpack it", name);
    size_t made = inflate_into(&stream, bytes, size, out, expected + 1, &end);
    inflateEnd(&stream);
    if (made == expected && end == Z_STREAM_END) return HOP_OK;
    if (made > expected)
        return hop_fail(HOP_E_FORMAT, "%s: holds more than the %zu bytes it declares", name,
                        expected);
    return hop_fail(HOP_E_FORMAT, "%s: is %s: %zu of %zu bytes could be unpacked", name,
                    end == Z_DATA_ERROR ? "damaged" : "truncated", made, expected);
}

hop_status hop_gzip_unpack(const char *name, const unsigned char *bytes, size_t size,
                           size_t expected, unsigned char **out) {
    unsigned char *made = NULL;
    if (expected / RATIO_MAX > size)
        return hop_fail(HOP_E_FORMAT, "%s: declares %zu bytes, more than can be packed into %zu",
                        name, expected, size);
    HOP_TRY(hop_alloc(expected + 1, 1, name, &made));
    hop_status status = unpack(name, bytes, size, expected, made);
    if (status != HOP_OK) {
        free(made);
        return status;
    }
    *out = made;
    return HOP_OK;
}
