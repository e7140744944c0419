/* A memory's file is written in one pass: patterns as they come, then what is known only at the
 * end, and the header last, into the room that was left for it. SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "../base/text.h"
#include "memory_private.h"
#include "store_writer.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "tensors are written as they lie");

/* Patterns are copied in pieces of about this many bytes: progress is told in between, and what was
 * read of a mapped file leaves the process. */
enum { PIECE_BYTES = 4 << 20 };

hop_status hop_store_create(const char *path, const hop_store_options *options,
                            hop_store_writer **writer) {
    const hop_wait wait = {options->wait, options->progress, options->context};
    hop_store_writer *fresh = NULL;
    HOP_TRY(hop_alloc(1, sizeof *fresh, "a writer", &fresh));
    fresh->options = *options;
    fresh->room = hop_store_header_room(options->notes, options->note_count);
    hop_status status = hop_copy_text(path, &fresh->path);
    if (status == HOP_OK) status = hop_checksum_create(&fresh->values);
    if (status == HOP_OK)
        status = hop_writer_open_within(path, options->replace, &wait, &fresh->file);
    if (status != HOP_OK) {
        hop_store_abandon(fresh);
        return status;
    }
    *writer = fresh;
    return HOP_OK;
}

void hop_store_abandon(hop_store_writer *writer) {
    if (!writer) return;
    hop_writer_abandon(writer->file);
    if (writer->names) fclose(writer->names);
    if (writer->labels) fclose(writer->labels);
    free(writer->classes.text);
    hop_store_chunks_clear(&writer->chunks);
    if (writer->values) hop_checksum_free(writer->values);
    free(writer->path);
    free(writer);
}

size_t hop_store_count(const hop_store_writer *writer, size_t *dim) {
    *dim = writer->dim;
    return writer->count;
}

static hop_status tell(const hop_store_writer *writer, const char *what, size_t done,
                       size_t total) {
    const hop_store_options *options = &writer->options;
    if (!options->progress || options->progress(options->context, what, done, total) == 0)
        return HOP_OK;
    return hop_fail(HOP_E_CANCELLED, "%s: cancelled; nothing was changed", writer->path);
}

/* ---- patterns ---- */

/* Room for the header, which is written last. */
static hop_status begin(hop_store_writer *writer, const hop_memory *memory) {
    char *empty = NULL;
    HOP_TRY(hop_alloc(writer->room, 1, "a header", &empty));
    hop_status status = hop_writer_add(writer->file, empty, writer->room);
    free(empty);
    writer->shape = memory->shape;
    writer->dtype = memory->dtype;
    writer->dim = memory->dim;
    writer->labelled = memory->label_count > 0;
    memcpy(writer->background, memory->background, sizeof writer->background);
    return status;
}

static hop_status check_parts(const hop_store_writer *writer, const hop_memory *memory) {
    if (memory->role != HOP_PATTERNS)
        return hop_fail(HOP_E_SUPPORT, "%s: queries are not saved as a memory; write them as .npy",
                        writer->path);
    if (memory->label_count > 0 && memory->label_count != memory->count)
        return hop_fail(HOP_E_SHAPE, "%s: %zu labels for %zu patterns", writer->path,
                        memory->label_count, memory->count);
    if (writer->count > 0 && (memory->label_count > 0) != writer->labelled)
        return hop_fail(HOP_E_SUPPORT,
                        "%s: its first %zu patterns have %s and those that follow have %s; "
                        "give labels for all of them, or for none",
                        writer->path, writer->count, writer->labelled ? "labels" : "none",
                        writer->labelled ? "none" : "labels");
    return HOP_OK;
}

/* What rows of one kind become in a memory of a wider one: channels repeated, numbers converted. */
static hop_status convert(hop_shape from, hop_dtype from_dtype, const void *rows, size_t count,
                          hop_shape to, hop_dtype dtype, void *out) {
    const size_t dim = hop_shape_dim(from), repeat = to.channels / from.channels;
    hop_memory *lent = NULL;
    double *row = NULL;
    HOP_TRY(hop_memory_attach_trusted(from, from_dtype, HOP_PATTERNS, rows, count,
                                      (hop_memory_owner){0}, &lent));
    hop_status status = hop_alloc(dim * repeat, sizeof *row, "a pattern", &row);
    for (size_t i = 0; i < count && status == HOP_OK; i++) {
        unsigned char *place = (unsigned char *)out + i * dim * repeat * hop_dtype_size(dtype);
        hop_memory_read(lent, i, 1, row);
        for (size_t j = dim * repeat; j-- > 0;) row[j] = row[j / repeat];
        hop_memory_store(dtype, row, dim * repeat, place);
    }
    free(row);
    hop_memory_destroy(lent);
    return status;
}

/* The data as they are now, once more for their checksums. */
static hop_status read_again(hop_store_writer *writer, size_t size) {
    unsigned char *piece = NULL;
    HOP_TRY(hop_alloc(PIECE_BYTES, 1, "a piece of a file", &piece));
    hop_status status = HOP_OK;
    hop_store_chunks_clear(&writer->chunks);
    hop_checksum_restart(writer->values);
    for (size_t at = 0; at < size && status == HOP_OK; at += PIECE_BYTES) {
        const size_t some = size - at < PIECE_BYTES ? size - at : PIECE_BYTES;
        status = hop_writer_get(writer->file, writer->room + at, piece, some);
        if (status == HOP_OK) status = hop_store_chunks_add(&writer->chunks, piece, some);
        if (status == HOP_OK) hop_checksum_add(writer->values, piece, some);
    }
    free(piece);
    return status;
}

/* Patterns that are on disk become wider where they are, the last ones first, so that none is
 * written over before it has been read. */
static hop_status widen(hop_store_writer *writer, hop_shape shape, hop_dtype dtype) {
    const size_t narrow = writer->dim * hop_dtype_size(writer->dtype);
    const size_t wide = hop_shape_dim(shape) * hop_dtype_size(dtype);
    const size_t piece = wide < PIECE_BYTES ? PIECE_BYTES / wide : 1;
    unsigned char *from = NULL, *to = NULL;
    hop_status status = hop_alloc(piece, narrow, "patterns", &from);
    if (status == HOP_OK) status = hop_alloc(piece, wide, "patterns", &to);
    for (size_t end = writer->count; end > 0 && status == HOP_OK;) {
        const size_t some = end < piece ? end : piece, first = end - some;
        status = hop_writer_get(writer->file, writer->room + first * narrow, from, some * narrow);
        if (status == HOP_OK)
            status = convert(writer->shape, writer->dtype, from, some, shape, dtype, to);
        if (status == HOP_OK)
            status = hop_writer_put(writer->file, writer->room + first * wide, to, some * wide);
        if (status == HOP_OK)
            status = tell(writer, "widening patterns", writer->count - first, writer->count);
        end = first;
    }
    free(from);
    free(to);
    HOP_TRY(status);
    writer->shape = shape;
    writer->dtype = dtype;
    writer->dim = hop_shape_dim(shape);
    writer->data = writer->count * wide;
    HOP_TRY(hop_writer_seek(writer->file, writer->room + writer->data));
    return read_again(writer, writer->data);
}

/* The shape and dtype that hold both what is there and what comes; HOP_E_SHAPE if none does. */
static hop_status agree(hop_store_writer *writer, const hop_memory *memory) {
    hop_shape shape = writer->shape;
    const hop_shape more = memory->shape;
    if (shape.image && more.image && shape.width == more.width && shape.height == more.height)
        shape.channels = more.channels > shape.channels ? more.channels : shape.channels;
    else if (writer->dim != memory->dim)
        return hop_fail(HOP_E_SHAPE, "%s: %zu numbers a pattern, and those that follow have %zu",
                        writer->path, writer->dim, memory->dim);
    const hop_dtype dtype = memory->dtype > writer->dtype ? memory->dtype : writer->dtype;
    if (dtype == writer->dtype && shape.channels == writer->shape.channels) return HOP_OK;
    return widen(writer, shape, dtype);
}

static hop_status add_rows(hop_store_writer *writer, const void *rows, size_t size) {
    hop_checksum_add(writer->values, rows, size);
    return hop_store_add_data(writer, rows, size);
}

/* One piece of patterns, converted where they are narrower than what is there. */
static hop_status add_piece(hop_store_writer *writer, const hop_memory *memory, size_t first,
                            size_t count) {
    const size_t row = memory->dim * hop_dtype_size(memory->dtype);
    const size_t wide = writer->dim * hop_dtype_size(writer->dtype);
    const unsigned char *rows = (const unsigned char *)memory->data + first * row;
    unsigned char *converted = NULL;
    if (memory->dim == writer->dim && memory->dtype == writer->dtype) {
        HOP_TRY(add_rows(writer, rows, count * row));
    } else {
        hop_shape from = memory->shape;
        if (from.image != writer->shape.image) from = writer->shape;
        HOP_TRY(hop_alloc(count, wide, "patterns", &converted));
        hop_status status =
            convert(from, memory->dtype, rows, count, writer->shape, writer->dtype, converted);
        if (status == HOP_OK) status = add_rows(writer, converted, count * wide);
        free(converted);
        HOP_TRY(status);
    }
    if (memory->owner.release == hop_file_unmap) hop_file_forget(rows, count * row);
    return HOP_OK;
}

static hop_status add_aside(hop_store_writer *writer, FILE **aside, const void *bytes,
                            size_t size) {
    if (!*aside) *aside = tmpfile();
    if (!*aside) return hop_fail_errno(HOP_E_WRITE, "%s: a temporary file", writer->path);
    if (fwrite(bytes, 1, size, *aside) == size) return HOP_OK;
    return hop_fail_errno(HOP_E_WRITE, "%s: a temporary file", writer->path);
}

/* Patterns without a name have an empty one once others have one. */
static hop_status add_names(hop_store_writer *writer, const hop_memory *memory, size_t first,
                            size_t count) {
    if (!memory->names.text && !writer->names) return HOP_OK;
    if (!writer->names) {
        for (size_t i = 0; i < writer->count; i++)
            HOP_TRY(add_aside(writer, &writer->names, "", 1));
        writer->name_bytes = writer->count;
    }
    for (size_t i = first; i < first + count; i++) {
        const char *name = hop_memory_name(memory, i);
        const size_t size = name ? strlen(name) + 1 : 1;
        HOP_TRY(add_aside(writer, &writer->names, name ? name : "", size));
        writer->name_bytes += size;
    }
    return HOP_OK;
}

/* The place of a class among those there are; a new one comes last. */
static int64_t class_of(hop_store_writer *writer, const char *name) {
    hop_string *all = &writer->classes;
    int64_t place = 0;
    for (size_t at = 0; at < all->length; at += strlen(all->text + at) + 1, place++)
        if (strcmp(all->text + at, name) == 0) return place;
    hop_string_add_bytes(all, name, strlen(name) + 1);
    return place;
}

/* Labels that are words have the numbers of the words that came before them. */
static hop_status add_labels(hop_store_writer *writer, const hop_memory *memory, size_t first,
                             size_t count) {
    if (memory->label_count == 0) return HOP_OK;
    if (writer->count > 0 && (memory->classes != NULL) != (writer->classes.length > 0))
        return hop_fail(HOP_E_SUPPORT,
                        "%s: its first %zu patterns have labels that are %s, those that follow "
                        "labels that are %s",
                        writer->path, writer->count, memory->classes ? "numbers" : "words",
                        memory->classes ? "words" : "numbers");
    for (size_t i = first; i < first + count; i++) {
        const char *name = hop_memory_label_name(memory, memory->labels[i]);
        const int64_t label = name ? class_of(writer, name) : memory->labels[i];
        HOP_TRY(add_aside(writer, &writer->labels, &label, sizeof label));
    }
    if (!writer->classes.failed) return HOP_OK;
    return hop_fail(HOP_E_MEMORY, "%s: no memory for the names of labels", writer->path);
}

hop_status hop_store_append(hop_store_writer *writer, const hop_memory *memory, size_t first,
                            size_t count) {
    const size_t row = memory->dim * hop_dtype_size(memory->dtype);
    const size_t piece = row < PIECE_BYTES ? PIECE_BYTES / row : 1;
    HOP_TRY(check_parts(writer, memory));
    if (count == 0) return HOP_OK;
    HOP_TRY(writer->count == 0 ? begin(writer, memory) : agree(writer, memory));
    if (memory->composed && !writer->composed)
        memcpy(writer->background, memory->background, sizeof writer->background);
    writer->composed = writer->composed || memory->composed;
    for (size_t done = 0; done < count; done += piece) {
        if (done > 0) HOP_TRY(tell(writer, "writing patterns", done, count));
        const size_t some = count - done < piece ? count - done : piece;
        HOP_TRY(add_piece(writer, memory, first + done, some));
    }
    HOP_TRY(add_names(writer, memory, first, count));
    HOP_TRY(add_labels(writer, memory, first, count));
    if (writer->resize == HOP_RESIZE_NONE) writer->resize = memory->resize;
    writer->count += count;
    return HOP_OK;
}

hop_status hop_store_commit(hop_store_writer *writer, hop_store_prepare prepare, void *context) {
    hop_status status = hop_store_finish(writer, prepare, context);
    if (status == HOP_OK) {
        status = hop_writer_commit(writer->file);
        writer->file = NULL;
    }
    hop_store_abandon(writer);
    return status;
}

/* Blobs of a memory in RAM go along. */
static hop_status copy_blobs(void *context, hop_memory *memory) {
    const hop_memory *from = context;
    for (size_t i = 0; i < from->prepared_count; i++)
        HOP_TRY(hop_memory_lend_blob(memory, from->prepared[i].name, from->prepared[i].bytes,
                                     from->prepared[i].size));
    return HOP_OK;
}

hop_status hop_memory_save(const hop_memory *memory, const char *path, const hop_image_note *notes,
                           size_t note_count, bool replace) {
    const hop_store_options options = {
        .replace = replace, .wait = 60, .notes = notes, .note_count = note_count};
    hop_store_writer *writer = NULL;
    HOP_TRY(hop_store_create(path, &options, &writer));
    hop_status status = hop_store_append(writer, memory, 0, memory->count);
    if (status == HOP_OK) return hop_store_commit(writer, copy_blobs, (void *)(uintptr_t)memory);
    hop_store_abandon(writer);
    return status;
}
