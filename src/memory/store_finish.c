/* The end of a memory's file: labels, names, what was prepared, checksums, and the header.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "store_writer.h"

static hop_store_tensor *add_tensor(hop_store_header *header, const char *prefix, const char *name,
                                    const char *type, size_t bytes, size_t size) {
    hop_store_tensor *tensor = &header->tensors[header->count++];
    *tensor = (hop_store_tensor){.type = type, .rank = 1, .shape = {size}, .bytes = bytes};
    snprintf(tensor->name, sizeof tensor->name, "%s%s", prefix, name);
    return tensor;
}

static void add_patterns(const hop_store_writer *writer, hop_store_header *header) {
    static const char *const TYPES[] = {[HOP_U8] = "U8", [HOP_F32] = "F32", [HOP_F64] = "F64"};
    const hop_shape at = writer->shape;
    hop_store_tensor *tensor = add_tensor(header, "", HOP_STORE_PATTERNS, TYPES[writer->dtype],
                                          writer->data, writer->count);
    const size_t picture[] = {writer->count, at.height, at.width, at.channels};
    const size_t vector[] = {writer->count, writer->dim};
    tensor->rank = at.image ? 4 : 2;
    memcpy(tensor->shape, at.image ? picture : vector, tensor->rank * sizeof *tensor->shape);
}

static hop_status copy_aside(hop_store_writer *writer, FILE *aside) {
    char piece[1 << 16];
    size_t got = 0;
    hop_status status = HOP_OK;
    if (fflush(aside) != 0 || fseek(aside, 0, SEEK_SET) != 0)
        return hop_fail_errno(HOP_E_WRITE, "%s: a temporary file", writer->path);
    while (status == HOP_OK && (got = fread(piece, 1, sizeof piece, aside)) > 0)
        status = hop_store_add_data(writer, piece, got);
    if (status == HOP_OK && ferror(aside))
        status = hop_fail_errno(HOP_E_WRITE, "%s: a temporary file", writer->path);
    return status;
}

/* A memory that is lent the patterns that were written, for whoever prepares something from them.
 */
static hop_status lend(const hop_store_writer *writer, hop_memory **memory) {
    const unsigned char *bytes = NULL;
    size_t size = 0;
    HOP_TRY(hop_writer_map(writer->file, &bytes, &size));
    hop_memory_owner owner = {hop_file_unmap, bytes, size};
    hop_status status =
        hop_memory_attach_trusted(writer->shape, writer->dtype, HOP_PATTERNS, bytes + writer->room,
                                  writer->count, owner, memory);
    if (status != HOP_OK) hop_file_unmap(bytes, size);
    return status;
}

static hop_status add_blobs(hop_store_writer *writer, hop_store_header *header,
                            const hop_memory *memory) {
    static const char ZEROS[HOP_STORE_ALIGNMENT];
    for (size_t i = 0; i < memory->prepared_count; i++) {
        const hop_memory_prepared *blob = &memory->prepared[i];
        const size_t over = (writer->room + writer->data) % HOP_STORE_ALIGNMENT;
        const size_t fill = over > 0 ? HOP_STORE_ALIGNMENT - over : 0;
        add_tensor(header, HOP_STORE_PREPARED, blob->name, "U8", fill + blob->size,
                   fill + blob->size);
        HOP_TRY(hop_store_add_data(writer, ZEROS, fill));
        HOP_TRY(hop_store_add_data(writer, blob->bytes, blob->size));
    }
    return HOP_OK;
}

static hop_status prepare_blobs(hop_store_writer *writer, hop_store_header *header,
                                hop_store_prepare prepare, void *context) {
    hop_memory *memory = NULL;
    if (!prepare) return HOP_OK;
    HOP_TRY(lend(writer, &memory));
    hop_status status = prepare(context, memory);
    if (status == HOP_OK) status = add_blobs(writer, header, memory);
    hop_memory_destroy(memory);
    return status;
}

hop_status hop_store_finish(hop_store_writer *writer, hop_store_prepare prepare, void *context) {
    char values[33], digits[HOP_STORE_DIGITS + 1], *framed = NULL;
    hop_store_header header = {.background = writer->background,
                               .composed = writer->composed,
                               .resize = writer->resize,
                               .values = values,
                               .notes = writer->options.notes,
                               .note_count = writer->options.note_count};
    size_t at = 0;
    if (writer->count == 0) return hop_fail(HOP_E_EMPTY, "%s: there are no patterns", writer->path);
    add_patterns(writer, &header);
    hop_checksum_finish(writer->values, digits);
    writer->values = NULL;
    hop_memory_identity(writer->count, writer->shape, writer->dtype, digits, values);
    if (writer->labels) {
        add_tensor(&header, "", HOP_STORE_LABELS, "I64", writer->count * sizeof(int64_t),
                   writer->count);
        HOP_TRY(copy_aside(writer, writer->labels));
    }
    if (writer->classes.length > 0) {
        add_tensor(&header, "", HOP_STORE_CLASSES, "U8", writer->classes.length,
                   writer->classes.length);
        HOP_TRY(hop_store_add_data(writer, writer->classes.text, writer->classes.length));
    }
    if (writer->names) {
        add_tensor(&header, "", HOP_STORE_NAMES, "U8", writer->name_bytes, writer->name_bytes);
        HOP_TRY(copy_aside(writer, writer->names));
    }
    HOP_TRY(prepare_blobs(writer, &header, prepare, context));
    HOP_TRY(hop_store_chunks_finish(&writer->chunks));
    const hop_store_chunks *chunks = &writer->chunks;
    const size_t bytes = chunks->count * HOP_DIGEST_BYTES;
    add_tensor(&header, "", HOP_STORE_CHECKSUMS, "U8", bytes, bytes);
    HOP_TRY(hop_writer_add(writer->file, chunks->digests, bytes));
    HOP_TRY(hop_store_header_make(&header, writer->room, &framed));
    unsigned char *start = (unsigned char *)framed;
    hop_status status =
        hop_store_sign(writer->path, start, writer->room, chunks->digests, bytes, digits);
    if (status == HOP_OK) status = hop_store_find_digits(writer->path, start, writer->room, &at);
    if (status == HOP_OK) {
        memcpy(framed + at, digits, HOP_STORE_DIGITS);
        status = hop_writer_put(writer->file, 0, framed, writer->room);
    }
    free(framed);
    return status;
}
