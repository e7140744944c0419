/* The memory of a result: all that its items point to.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "result_private.h"

hop_status hop_result_grow(void *pointer, size_t size, size_t count, size_t *room) {
    const size_t first = 32;
    if (count < *room) return HOP_OK;
    size_t wanted = *room ? *room * 2 : first;
    HOP_TRY(hop_realloc(wanted, size, "a result", pointer));
    *room = wanted;
    return HOP_OK;
}

void *hop_result_room(hop_result *r, size_t count, size_t size) {
    void *room = NULL;
    if (r->status == HOP_OK)
        r->status = hop_result_grow(&r->kept, sizeof *r->kept, r->kept_count, &r->kept_room);
    if (r->status == HOP_OK) r->status = hop_alloc(count, size, "a result", &room);
    if (r->status != HOP_OK) return NULL;
    r->kept[r->kept_count++] = room;
    return room;
}

void *hop_result_keep(hop_result *r, const void *bytes, size_t count, size_t size) {
    void *copy = bytes ? hop_result_room(r, count, size) : NULL;
    if (copy && count > 0) memcpy(copy, bytes, count * size);
    return copy;
}

const char *hop_result_keep_text(hop_result *r, const char *text) {
    return hop_result_keep(r, text, text ? strlen(text) + 1 : 0, 1);
}

const hop_column *hop_result_keep_columns(hop_result *r, const hop_column *columns, size_t count) {
    hop_column *copy = hop_result_keep(r, columns, count, sizeof *columns);
    for (size_t c = 0; copy && c < count; c++) {
        copy[c].name = hop_result_keep_text(r, columns[c].name);
        copy[c].unit = hop_result_keep_text(r, columns[c].unit);
        copy[c].meaning = hop_result_keep_text(r, columns[c].meaning);
        copy[c].label = hop_result_keep_text(r, columns[c].label);
    }
    return r->status == HOP_OK ? copy : NULL;
}
