/* Files are mapped, and unpacked where they are packed.
 * SPDX-License-Identifier: MIT */
#include "bytes.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "../base/file.h"
#include "../base/spill.h"
#include "gzip.h"

/* Packed bytes that are looked at for the first unpacked ones. */
enum { PACKED_HEAD = 4096 };

/* Files up to this size are read in the time that it takes to map them. */
enum { SMALL = 1 << 16 };

hop_status hop_bytes_head(const char *file, unsigned char head[HOP_BYTES_HEAD], size_t *got) {
    unsigned char packed[PACKED_HEAD];
    size_t size = 0;
    HOP_TRY(hop_file_head(file, packed, sizeof packed, &size));
    if (hop_gzip_recognise(packed, size)) {
        *got = hop_gzip_peek(packed, size, head, HOP_BYTES_HEAD);
        return HOP_OK;
    }
    *got = size < HOP_BYTES_HEAD ? size : HOP_BYTES_HEAD;
    memcpy(head, packed, *got);
    return HOP_OK;
}

hop_status hop_bytes_progress(const hop_bytes *source, size_t done, size_t total) {
    if (!source->progress ||
        source->progress(source->context, "reading, KiB", done >> 10, total >> 10) == 0)
        return HOP_OK;
    return hop_fail(HOP_E_CANCELLED, "%s: cancelled while it was read", source->path);
}

hop_status hop_bytes_open(const char *file, const char *member, size_t needed, hop_bytes *source) {
    hop_bytes opened = {
        .path = file, .member = member, .progress = source->progress, .context = source->context};
    if (source->small) HOP_TRY(hop_file_take(file, SMALL, &opened.part, &opened.size));
    if (opened.part && !hop_gzip_recognise(opened.part, opened.size)) {
        opened.bytes = opened.part;
        *source = opened;
        return HOP_OK;
    }
    free(opened.part);
    opened.part = NULL;
    HOP_TRY(hop_file_map(file, &opened.mapped, &opened.mapped_size));
    opened.bytes = opened.mapped;
    opened.size = opened.mapped_size;
    hop_status status = HOP_OK;
    if (hop_gzip_recognise(opened.bytes, opened.size)) {
        bool whole = false;
        const hop_gzip_asking asking = {opened.progress, opened.context};
        status = hop_gzip_unpack(file, opened.mapped, opened.mapped_size, needed, &asking,
                                 &opened.unpacked, &opened.size, &whole);
        opened.bytes = opened.unpacked;
        opened.partial = !whole;
    }
    if (status == HOP_OK)
        *source = opened;
    else
        hop_bytes_close(&opened);
    return status;
}

static void free_unpacked(const unsigned char *bytes, size_t size) {
    (void)size;
    hop_spill_free((void *)(uintptr_t)bytes);
}

bool hop_bytes_hand_over(hop_bytes *source, hop_memory_owner *owner) {
    if (source->part) return false;
    if (source->unpacked) {
        *owner = (hop_memory_owner){free_unpacked, source->unpacked, source->size};
        source->unpacked = NULL;
    } else {
        *owner = (hop_memory_owner){hop_file_unmap, source->mapped, source->mapped_size};
        source->mapped = NULL;
    }
    source->bytes = NULL;
    return true;
}

void hop_bytes_close(hop_bytes *source) {
    if (source->mapped) hop_file_unmap(source->mapped, source->mapped_size);
    hop_spill_free(source->unpacked);
    free(source->part);
    *source = (hop_bytes){0};
}
