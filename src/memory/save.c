/* A memory is saved as .safetensors: labels, patterns and names behind a header that says how they
 * lie and how they were made.  Everything is streamed, once for the checksum and once to the file.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/checksum.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "../base/safetensors.h"
#include "../base/text.h"
#include "memory_private.h"
#include "store_private.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "tensors are written as they lie");

/* A piece of the file. */
typedef struct part {
    const char *name; /* of the tensor */
    const void *bytes;
    size_t size;
} part;

/* Largest elements come first, so that every tensor is aligned for its type. */
enum { LABELS, PATTERNS, NAMES, PARTS };

static void list_parts(const hop_memory *memory, part parts[PARTS]) {
    parts[LABELS] = (part){HOP_STORE_LABELS, memory->labels, memory->label_count * sizeof(int64_t)};
    parts[PATTERNS] = (part){HOP_STORE_PATTERNS, memory->data,
                             memory->count * memory->dim * hop_dtype_size(memory->dtype)};
    parts[NAMES] = (part){HOP_STORE_NAMES, memory->names.text, memory->names.length};
}

/* {"dtype": ..., "shape": [...], "data_offsets": [...]} */
static hop_json *describe_tensor(const char *type, const size_t *shape, size_t rank, size_t begin,
                                 size_t size) {
    hop_json *sizes = hop_json_array(), *offsets = hop_json_array(), *tensor = hop_json_object();
    bool done = true;
    for (size_t i = 0; i < rank; i++)
        done = hop_json_append(sizes, hop_json_count(shape[i])) && done;
    done = hop_json_append(offsets, hop_json_count(begin)) && done;
    done = hop_json_append(offsets, hop_json_count(begin + size)) && done;
    done = hop_json_set(tensor, "dtype", hop_json_text(type)) && done;
    done = hop_json_set(tensor, "shape", sizes) && done;
    done = hop_json_set(tensor, "data_offsets", offsets) && done;
    if (done) return tensor;
    hop_json_free(tensor);
    return NULL;
}

static const char *type_of(hop_dtype dtype) {
    return dtype == HOP_U8 ? "U8" : dtype == HOP_F32 ? "F32" : "F64";
}

static bool add_tensors(hop_json *header, const hop_memory *memory, const part parts[PARTS]) {
    const hop_shape at = memory->shape;
    const size_t pictures[] = {memory->count, at.height, at.width, at.channels};
    const size_t vectors[] = {memory->count, memory->dim};
    const char *types[PARTS] = {"I64", type_of(memory->dtype), "U8"};
    const size_t *shapes[PARTS] = {&memory->label_count, at.image ? pictures : vectors,
                                   &memory->names.length};
    const size_t ranks[PARTS] = {1, at.image ? 4 : 2, 1};
    size_t begin = 0;
    bool done = true;
    for (size_t i = 0; i < PARTS; i++) {
        if (i != PATTERNS && !parts[i].bytes) continue;
        done = hop_json_set(header, parts[i].name,
                            describe_tensor(types[i], shapes[i], ranks[i], begin, parts[i].size)) &&
               done;
        begin += parts[i].size;
    }
    return done;
}

static hop_json *describe_origin(const hop_memory *memory, const char *checksum,
                                 const hop_image_note *notes, size_t note_count) {
    hop_json *metadata = hop_json_object();
    char colour[3][32], background[97], version[16];
    for (size_t i = 0; i < 3; i++) hop_text_number(memory->background[i], colour[i]);
    snprintf(background, sizeof background, "%s %s %s", colour[0], colour[1], colour[2]);
    snprintf(version, sizeof version, "%d", HOP_STORE_VERSION);
    bool done = true;
    /* What the format needs comes last, and so wins over a note of the same key. */
    for (size_t i = 0; i < note_count; i++)
        done = hop_json_set(metadata, notes[i].key, hop_json_text(notes[i].text)) && done;
    done = hop_json_set(metadata, "format", hop_json_text(HOP_STORE_FORMAT)) && done;
    done = hop_json_set(metadata, "version", hop_json_text(version)) && done;
    done = hop_json_set(metadata, "background", hop_json_text(background)) && done;
    done = hop_json_set(metadata, "composed", hop_json_text(memory->composed ? "true" : "false")) &&
           done;
    done = hop_json_set(metadata, "checksum", hop_json_text(checksum)) && done;
    if (done) return metadata;
    hop_json_free(metadata);
    return NULL;
}

/* The length, the header and the spaces behind it, as they stand in the file. */
static hop_status frame_header(const char *json, char **framed, size_t *size) {
    const size_t length = strlen(json), bare = HOP_SAFETENSORS_PREFIX + length;
    const size_t total =
        (bare + HOP_STORE_ALIGNMENT - 1) / HOP_STORE_ALIGNMENT * HOP_STORE_ALIGNMENT;
    const uint64_t header = total - HOP_SAFETENSORS_PREFIX;
    char *made = NULL;
    HOP_TRY(hop_alloc(total, 1, "a header", &made));
    memset(made, ' ', total);
    memcpy(made, &header, sizeof header);
    memcpy(made + HOP_SAFETENSORS_PREFIX, json, length);
    *framed = made;
    *size = total;
    return HOP_OK;
}

static hop_status make_header(const hop_memory *memory, const part parts[PARTS],
                              const hop_image_note *notes, size_t note_count, char **framed,
                              size_t *size) {
    char zeros[HOP_STORE_DIGITS + 1];
    hop_json *header = hop_json_object();
    char *json = NULL;
    memset(zeros, '0', HOP_STORE_DIGITS);
    zeros[HOP_STORE_DIGITS] = '\0';
    bool done =
        hop_json_set(header, "__metadata__", describe_origin(memory, zeros, notes, note_count)) &&
        add_tensors(header, memory, parts);
    hop_status status = done ? hop_json_print(header, false, &json)
                             : hop_fail(HOP_E_MEMORY, "the header of a memory cannot be made");
    if (status == HOP_OK) status = frame_header(json, framed, size);
    free(json);
    hop_json_free(header);
    return status;
}

/* Pass 1 of 2: over everything, the checksum's digits being zeros. */
static hop_status sign(char *header, size_t size, const part parts[PARTS]) {
    char digits[HOP_STORE_DIGITS + 1];
    hop_checksum *checksum = NULL;
    char *mark = memmem(header, size, HOP_STORE_MARK, strlen(HOP_STORE_MARK));
    if (!mark) return hop_fail(HOP_E_WRITE, "the header of a memory has no place for its checksum");
    HOP_TRY(hop_checksum_create(&checksum));
    hop_checksum_add(checksum, header, size);
    for (size_t i = 0; i < PARTS; i++)
        if (parts[i].size > 0) hop_checksum_add(checksum, parts[i].bytes, parts[i].size);
    hop_checksum_finish(checksum, digits);
    memcpy(mark + strlen(HOP_STORE_MARK), digits, HOP_STORE_DIGITS);
    return HOP_OK;
}

/* Pass 2 of 2. */
static hop_status write_parts(const char *path, bool replace, const char *header, size_t size,
                              const part parts[PARTS]) {
    hop_writer *writer = NULL;
    HOP_TRY(hop_writer_open(path, replace, &writer));
    hop_status status = hop_writer_add(writer, header, size);
    for (size_t i = 0; i < PARTS && status == HOP_OK; i++)
        status = hop_writer_add(writer, parts[i].bytes, parts[i].size);
    if (status == HOP_OK) return hop_writer_commit(writer);
    hop_writer_abandon(writer);
    return status;
}

hop_status hop_memory_save(const hop_memory *memory, const char *path, const hop_image_note *notes,
                           size_t note_count, bool replace) {
    part parts[PARTS];
    char *header = NULL;
    size_t size = 0;
    if (memory->role != HOP_PATTERNS)
        return hop_fail(HOP_E_SUPPORT, "%s: queries are not saved as a memory; write them as .npy",
                        path);
    if (memory->labels && memory->label_count != memory->count)
        return hop_fail(HOP_E_SHAPE, "%s: %zu labels for %zu patterns", path, memory->label_count,
                        memory->count);
    list_parts(memory, parts);
    HOP_TRY(make_header(memory, parts, notes, note_count, &header, &size));
    hop_status status = sign(header, size, parts);
    if (status == HOP_OK) status = write_parts(path, replace, header, size, parts);
    free(header);
    return status;
}
