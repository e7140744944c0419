/* What was prepared from the patterns, by name.
 * SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/spill.h"
#include "memory_private.h"

static hop_memory_prepared *find(hop_memory *memory, const char *name) {
    for (size_t i = 0; i < memory->prepared_count; i++)
        if (strcmp(memory->prepared[i].name, name) == 0) return &memory->prepared[i];
    return NULL;
}

const void *hop_memory_blob(const hop_memory *memory, const char *name, size_t *size) {
    for (size_t i = 0; i < memory->prepared_count; i++)
        if (strcmp(memory->prepared[i].name, name) == 0) {
            *size = memory->prepared[i].size;
            return memory->prepared[i].bytes;
        }
    return NULL;
}

const char *hop_memory_blob_name(const hop_memory *memory, size_t index) {
    return index < memory->prepared_count ? memory->prepared[index].name : NULL;
}

static hop_status add(hop_memory *memory, const char *name, const void *bytes, size_t size,
                      void *heap) {
    hop_memory_prepared *blob = find(memory, name);
    if (strlen(name) >= HOP_BLOB_NAME || (!blob && memory->prepared_count == HOP_BLOBS_MAX))
        return hop_fail(HOP_E_LIMIT,
                        "'%s': a memory keeps %d prepared parts with names of %d bytes", name,
                        HOP_BLOBS_MAX, HOP_BLOB_NAME - 1);
    if (!blob) blob = &memory->prepared[memory->prepared_count++];
    hop_spill_free(blob->heap);
    *blob = (hop_memory_prepared){.bytes = bytes, .size = size, .heap = heap};
    snprintf(blob->name, sizeof blob->name, "%s", name);
    return HOP_OK;
}

hop_status hop_memory_set_blob(hop_memory *memory, const char *name, const void *bytes,
                               size_t size) {
    void *heap = NULL;
    HOP_TRY(hop_spill_alloc(size, 1, "what was prepared", &heap));
    if (size > 0) memcpy(heap, bytes, size);
    hop_status status = add(memory, name, heap, size, heap);
    if (status != HOP_OK) hop_spill_free(heap);
    return status;
}

hop_status hop_memory_lend_blob(hop_memory *memory, const char *name, const void *bytes,
                                size_t size) {
    return add(memory, name, bytes, size, NULL);
}

void hop_memory_changed(hop_memory *memory) {
    for (size_t i = 0; i < memory->prepared_count; i++) hop_spill_free(memory->prepared[i].heap);
    memory->prepared_count = 0;
    memory->identity[0] = '\0';
    memory->looked = false;
}

bool hop_memory_checked(const hop_memory *memory) {
    return !memory->unchecked;
}
