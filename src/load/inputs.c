/* The files of a call, in order.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "loader.h"

hop_status hop_inputs_add(hop_inputs *inputs, const char *file, const char *tensor,
                          const hop_loader_row *loader) {
    if (inputs->count == inputs->capacity) {
        size_t capacity = inputs->capacity ? inputs->capacity * 2 : 16;
        HOP_TRY(hop_realloc(capacity, sizeof *inputs->list, "the list of files", &inputs->list));
        inputs->capacity = capacity;
    }
    hop_input *input = &inputs->list[inputs->count];
    *input = (hop_input){.tensor = tensor, .loader = loader};
    HOP_TRY(hop_copy_text(file, &input->file));
    inputs->count++;
    return HOP_OK;
}

void hop_inputs_clear(hop_inputs *inputs) {
    for (size_t i = 0; i < inputs->count; i++) free(inputs->list[i].file);
    free(inputs->list);
    *inputs = (hop_inputs){0};
}
