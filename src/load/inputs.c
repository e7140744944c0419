/* The files of a call, in order.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "loader.h"

hop_status hop_inputs_add(hop_inputs *inputs, const char *file, const char *label,
                          const char *member, const hop_loader_row *loader) {
    if (inputs->count == inputs->capacity) {
        size_t capacity = inputs->capacity ? inputs->capacity * 2 : 16;
        HOP_TRY(hop_realloc(capacity, sizeof *inputs->list, "the list of files", &inputs->list));
        inputs->capacity = capacity;
    }
    hop_input *input = &inputs->list[inputs->count];
    *input = (hop_input){.member = member, .loader = loader};
    HOP_TRY(hop_copy_text(file, &input->file));
    inputs->count++;
    return hop_copy_text(label, &input->label);
}

void hop_inputs_clear(hop_inputs *inputs) {
    for (size_t i = 0; i < inputs->count; i++) {
        free(inputs->list[i].file);
        free(inputs->list[i].label);
    }
    free(inputs->list);
    free(inputs->remarks.text);
    *inputs = (hop_inputs){0};
}

hop_status hop_inputs_split(const char *path, char **file, const char **member) {
    *member = NULL;
    if (hop_file_exists(path)) return hop_copy_text(path, file);
    for (const char *colon = strchr(path, ':'); colon; colon = strchr(colon + 1, ':')) {
        char *before = NULL;
        HOP_TRY(hop_copy_text(path, &before));
        before[colon - path] = '\0';
        if (hop_file_exists(before) && !hop_file_is_folder(before)) {
            *file = before;
            *member = colon + 1;
            return HOP_OK;
        }
        free(before);
    }
    return hop_copy_text(path, file);
}
