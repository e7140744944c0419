/* Unpacking gzip with a bound on what it may cost.
 * Deutsch 1996, RFC 1951 and RFC 1952.
 * SPDX-License-Identifier: MIT */
#include "gzip.h"

/* zlib then takes its input as const. */
#define ZLIB_CONST
#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/limits.h"
#include "../base/spill.h"

/* Deflate makes at most this many bytes of one: 258 bytes for a length and a distance of one bit
 * each. */
enum { RATIO_MAX = 1032 };

/* zlib's window of 32 KiB, with a gzip header and nothing else. */
enum { WINDOW_GZIP = 15 + 16 };

/* Of what does not declare its size. */
static const size_t FIRST_ROOM = 1 << 16;

/* zlib is given pieces of this size, milliseconds of work, so that it can be cancelled. */
static const size_t PIECE = (size_t)1 << 20;

bool hop_gzip_recognise(const unsigned char *head, size_t size) {
    return size >= 2 && head[0] == 0x1f && head[1] == 0x8b;
}

size_t hop_gzip_most(size_t size) {
    size_t most = 0;
    return hop_size_multiply(size, RATIO_MAX, &most) ? most : SIZE_MAX;
}

static unsigned piece_of(size_t size) {
    return (unsigned)(size < PIECE ? size : PIECE);
}

/* One file being unpacked; several that follow each other are one. */
typedef struct unpacking {
    z_stream stream;
    const unsigned char *bytes;
    size_t size, taken;
    int end; /* zlib's last word */
    const hop_gzip_asking *asking;
    bool cancelled;
} unpacking;

struct hop_gzip {
    const char *name;
    unpacking unpacking;
    size_t made; /* bytes that have come */
};

/* Whether whoever waits for it wants no more of it. */
static bool is_cancelled(unpacking *u) {
    if (u->asking && u->asking->progress)
        u->cancelled = u->asking->progress(u->asking->context, "unpacking, KiB", u->taken >> 10,
                                           u->size >> 10) != 0;
    return u->cancelled;
}

/* Behind the end of one member another may begin; zeros that fill up a block are nothing. */
static bool another_member(unpacking *u) {
    size_t left = u->size - u->taken;
    if (hop_gzip_recognise(u->bytes + u->taken, left)) return inflateReset(&u->stream) == Z_OK;
    for (size_t i = u->taken; i < u->size; i++)
        if (u->bytes[i] != 0) u->end = Z_DATA_ERROR;
    return false;
}

/* Inflates into out [want] until either ends; returns how much there was. */
static size_t inflate_into(unpacking *u, unsigned char *out, size_t want) {
    size_t made = 0;
    while (made < want && !is_cancelled(u)) {
        u->stream.next_in = u->bytes + u->taken;
        u->stream.avail_in = piece_of(u->size - u->taken);
        u->stream.next_out = out + made;
        u->stream.avail_out = piece_of(want - made);
        const unsigned in = u->stream.avail_in, room = u->stream.avail_out;
        u->end = inflate(&u->stream, Z_NO_FLUSH);
        u->taken += in - u->stream.avail_in;
        made += room - u->stream.avail_out;
        if (u->end == Z_STREAM_END && another_member(u)) continue;
        if (u->end != Z_OK) break; /* without progress it is Z_BUF_ERROR */
    }
    return made;
}

size_t hop_gzip_peek(const unsigned char *bytes, size_t size, unsigned char *out, size_t want) {
    unpacking u = {.bytes = bytes, .size = size};
    if (inflateInit2(&u.stream, WINDOW_GZIP) != Z_OK) return 0;
    size_t made = inflate_into(&u, out, want);
    inflateEnd(&u.stream);
    return made;
}

static hop_status incomplete(const char *name, const unpacking *u, size_t got) {
    return hop_fail(HOP_E_FORMAT, "%s: is %s: %zu bytes could be unpacked", name,
                    u->end == Z_DATA_ERROR ? "damaged" : "truncated", got);
}

hop_status hop_gzip_open(const char *name, const unsigned char *bytes, size_t size,
                         hop_gzip **file) {
    hop_gzip *opened = NULL;
    HOP_TRY(hop_alloc(1, sizeof *opened, name, &opened));
    *opened = (hop_gzip){.name = name, .unpacking = {.bytes = bytes, .size = size}};
    if (inflateInit2(&opened->unpacking.stream, WINDOW_GZIP) != Z_OK) {
        free(opened);
        return hop_fail(HOP_E_MEMORY, "%s: no memory to unpack it", name);
    }
    *file = opened;
    return HOP_OK;
}

hop_status hop_gzip_read(hop_gzip *file, unsigned char *out, size_t want, size_t *got) {
    unpacking *u = &file->unpacking;
    *got = inflate_into(u, out, want);
    file->made += *got;
    return u->end == Z_OK || u->end == Z_STREAM_END ? HOP_OK
                                                    : incomplete(file->name, u, file->made);
}

void hop_gzip_close(hop_gzip *file) {
    if (!file) return;
    inflateEnd(&file->unpacking.stream);
    free(file);
}

/* All of it, in room that doubles. */
static hop_status unpack_all(const char *name, unpacking *u, unsigned char **out, size_t *got) {
    size_t room = u->size < FIRST_ROOM ? FIRST_ROOM : u->size, made = 0;
    while (true) {
        if (room > HOP_LIMIT_GZIP)
            return hop_fail(HOP_E_LIMIT, "%s: unpacks to more than 4 GiB; gunzip it first", name);
        HOP_TRY(hop_spill_realloc(room, 1, name, out));
        made += inflate_into(u, *out + made, room - made);
        if (made < room) break;
        room *= 2;
    }
    *got = made;
    return u->end == Z_STREAM_END ? HOP_OK : incomplete(name, u, made);
}

/* One byte more than needed is asked for, to see whether there is one. */
static hop_status unpack_needed(const char *name, unpacking *u, size_t needed, unsigned char **out,
                                size_t *got) {
    if (needed / RATIO_MAX > u->size)
        return hop_fail(HOP_E_FORMAT, "%s: declares %zu bytes, more than can be packed into %zu",
                        name, needed, u->size);
    HOP_TRY(hop_spill_alloc(needed + 1, 1, name, out));
    *got = inflate_into(u, *out, needed + 1);
    return *got > needed || u->end == Z_STREAM_END ? HOP_OK : incomplete(name, u, *got);
}

hop_status hop_gzip_unpack(const char *name, const unsigned char *bytes, size_t size, size_t needed,
                           const hop_gzip_asking *asking, unsigned char **out, size_t *got,
                           bool *whole) {
    unpacking u = {.bytes = bytes, .size = size, .asking = asking};
    unsigned char *made = NULL;
    if (inflateInit2(&u.stream, WINDOW_GZIP) != Z_OK)
        return hop_fail(HOP_E_MEMORY, "%s: no memory to unpack it", name);
    hop_status status =
        needed > 0 ? unpack_needed(name, &u, needed, &made, got) : unpack_all(name, &u, &made, got);
    inflateEnd(&u.stream);
    if (u.cancelled)
        status = hop_fail(HOP_E_CANCELLED, "%s: cancelled while it was unpacked", name);
    if (status != HOP_OK) {
        hop_spill_free(made);
        return status;
    }
    *whole = u.end == Z_STREAM_END && (needed == 0 || *got <= needed);
    *out = made;
    return HOP_OK;
}
