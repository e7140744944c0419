/* The header of a memory's file: which tensors lie where, and how they were made.
 * SPDX-License-Identifier: MIT */
#include "store_header.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/json.h"
#include "../base/text.h"

/* A tensor's entry: its name, and seven numbers of at most twenty digits among words. */
enum { ENTRY_BYTES = sizeof HOP_STORE_PREPARED + HOP_BLOB_NAME + 7 * 20 + 64, OWN_BYTES = 512 };

/* A byte of text is at most so many in JSON: \u001f. */
enum { ESCAPED = 6 };

size_t hop_store_header_room(const hop_image_note *notes, size_t note_count) {
    size_t room = HOP_SAFETENSORS_PREFIX + OWN_BYTES + HOP_STORE_TENSORS * ENTRY_BYTES;
    for (size_t i = 0; i < note_count; i++) {
        size_t escaped = 0;
        for (const char *c = notes[i].text; *c; c++)
            escaped +=
                (unsigned char)*c < ' ' || (unsigned char)*c >= 0x7f || *c == '"' || *c == '\\'
                    ? ESCAPED
                    : 1;
        room += strlen(notes[i].key) + escaped + 6;
    }
    return (room + HOP_STORE_ALIGNMENT - 1) / HOP_STORE_ALIGNMENT * HOP_STORE_ALIGNMENT;
}

/* {"dtype": ..., "shape": [...], "data_offsets": [...]} */
static hop_json *describe_tensor(const hop_store_tensor *tensor, size_t begin) {
    hop_json *sizes = hop_json_array(), *offsets = hop_json_array(), *entry = hop_json_object();
    bool done = true;
    for (size_t i = 0; i < tensor->rank; i++)
        done = hop_json_append(sizes, hop_json_count(tensor->shape[i])) && done;
    done = hop_json_append(offsets, hop_json_count(begin)) && done;
    done = hop_json_append(offsets, hop_json_count(begin + tensor->bytes)) && done;
    done = hop_json_set(entry, "dtype", hop_json_text(tensor->type)) && done;
    done = hop_json_set(entry, "shape", sizes) && done;
    done = hop_json_set(entry, "data_offsets", offsets) && done;
    if (done) return entry;
    hop_json_free(entry);
    return NULL;
}

static hop_json *describe_origin(const hop_store_header *header) {
    hop_json *metadata = hop_json_object();
    char colour[3][32], background[97], version[16], zeros[HOP_STORE_DIGITS + 1];
    for (size_t i = 0; i < 3; i++) hop_text_number(header->background[i], colour[i]);
    snprintf(background, sizeof background, "%s %s %s", colour[0], colour[1], colour[2]);
    snprintf(version, sizeof version, "%d", HOP_STORE_VERSION);
    memset(zeros, '0', HOP_STORE_DIGITS);
    zeros[HOP_STORE_DIGITS] = '\0';
    const char *const own[][2] = {{"format", HOP_STORE_FORMAT},
                                  {"version", version},
                                  {"background", background},
                                  {"composed", header->composed ? "true" : "false"},
                                  {"resize", hop_resize_name(header->resize)},
                                  {HOP_STORE_VALUES, header->values},
                                  {"checksum", zeros}};
    bool done = true;
    /* What the format needs comes last, and so wins over a note of the same key. */
    for (size_t i = 0; i < header->note_count; i++)
        done = hop_json_set(metadata, header->notes[i].key, hop_json_text(header->notes[i].text)) &&
               done;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        done = hop_json_set(metadata, own[i][0], hop_json_text(own[i][1])) && done;
    if (done) return metadata;
    hop_json_free(metadata);
    return NULL;
}

static hop_status print_header(const hop_store_header *header, char **json) {
    hop_json *document = hop_json_object();
    bool done = hop_json_set(document, "__metadata__", describe_origin(header));
    size_t begin = 0;
    for (size_t i = 0; i < header->count; i++) {
        const hop_store_tensor *tensor = &header->tensors[i];
        done = hop_json_set(document, tensor->name, describe_tensor(tensor, begin)) && done;
        begin += tensor->bytes;
    }
    hop_status status = done ? hop_json_print(document, false, json)
                             : hop_fail(HOP_E_MEMORY, "the header of a memory cannot be made");
    hop_json_free(document);
    return status;
}

hop_status hop_store_header_make(const hop_store_header *header, size_t room, char **framed) {
    const uint64_t length = room - HOP_SAFETENSORS_PREFIX;
    char *json = NULL, *made = NULL;
    HOP_TRY(print_header(header, &json));
    const size_t size = strlen(json);
    hop_status status = size <= length ? hop_alloc(room, 1, "a header", &made)
                                       : hop_fail(HOP_E_LIMIT, "a header of %zu bytes", size);
    if (status == HOP_OK) {
        memset(made, ' ', room);
        memcpy(made, &length, sizeof length);
        memcpy(made + HOP_SAFETENSORS_PREFIX, json, size);
        *framed = made;
    }
    free(json);
    return status;
}
