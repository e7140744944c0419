/* What is known of patterns besides their numbers: labels and their names, remarks, how pictures
 * were resized. SPDX-License-Identifier: MIT */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "memory_private.h"

hop_status hop_memory_set_labels(hop_memory *memory, const int64_t *labels, size_t count) {
    int64_t *copy = NULL;
    if (count != memory->count)
        return hop_fail(HOP_E_SHAPE, "%zu labels for %zu patterns", count, memory->count);
    HOP_TRY(hop_alloc(count, sizeof *copy, "the labels", &copy));
    if (count > 0) memcpy(copy, labels, count * sizeof *copy);
    free(memory->labels);
    memory->labels = copy;
    memory->label_count = count;
    return HOP_OK;
}

bool hop_memory_label(const hop_memory *memory, size_t index, int64_t *label) {
    if (index >= memory->label_count) return false;
    *label = memory->labels[index];
    return true;
}

const int64_t *hop_memory_labels(const hop_memory *memory, size_t *count) {
    *count = memory->label_count;
    return memory->labels;
}

hop_status hop_memory_set_classes(hop_memory *memory, const char *text, size_t length) {
    char *copy = NULL;
    HOP_TRY(hop_alloc(length + 1, 1, "the names of labels", &copy));
    if (length > 0) memcpy(copy, text, length);
    free(memory->classes);
    memory->classes = copy;
    memory->class_length = length;
    return HOP_OK;
}

const char *hop_memory_classes(const hop_memory *memory, size_t *length) {
    *length = memory->class_length;
    return memory->classes;
}

const char *hop_memory_label_name(const hop_memory *memory, int64_t label) {
    if (!memory->classes || label < 0) return NULL;
    const char *at = memory->classes, *end = at + memory->class_length;
    for (int64_t i = 0; i < label && at < end; i++) at += strlen(at) + 1;
    return at < end ? at : NULL;
}

const char *hop_memory_label_text(const hop_memory *memory, size_t index, char number[24]) {
    int64_t label = 0;
    if (!hop_memory_label(memory, index, &label)) return NULL;
    const char *name = hop_memory_label_name(memory, label);
    if (name) return name;
    snprintf(number, 24, "%" PRId64, label);
    return number;
}

hop_status hop_memory_add_remark(hop_memory *memory, const char *remark) {
    HOP_TRY(hop_realloc(memory->remark_count + 1, sizeof *memory->remarks, "remarks",
                        &memory->remarks));
    HOP_TRY(hop_copy_text(remark, &memory->remarks[memory->remark_count]));
    memory->remark_count++;
    return HOP_OK;
}

size_t hop_memory_remark_count(const hop_memory *memory) {
    return memory->remark_count;
}

const char *hop_memory_remark(const hop_memory *memory, size_t index) {
    assert(index < memory->remark_count);
    return memory->remarks[index];
}

void hop_memory_set_resize(hop_memory *memory, hop_resize resize) {
    memory->resize = resize;
}

hop_resize hop_memory_resize(const hop_memory *memory) {
    return memory->resize;
}
