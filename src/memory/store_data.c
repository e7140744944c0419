/* Bytes of a memory's file that is being written, and their checksums.
 * SPDX-License-Identifier: MIT */
#include "../base/fail.h"
#include "../base/file.h"
#include "store_writer.h"

hop_status hop_store_add_data(hop_store_writer *writer, const void *bytes, size_t size) {
    HOP_TRY(hop_store_chunks_add(&writer->chunks, bytes, size));
    HOP_TRY(hop_writer_add(writer->file, bytes, size));
    writer->data += size;
    return HOP_OK;
}
