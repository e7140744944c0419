/* Checked allocation.
 * SPDX-License-Identifier: MIT */
#include "alloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"

bool hop_size_multiply(size_t a, size_t b, size_t *product) {
    size_t result = 0; /* the builtin stores the wrapped product, too */
    if (__builtin_mul_overflow(a, b, &result)) return false;
    *product = result;
    return true;
}

bool hop_size_add(size_t a, size_t b, size_t *sum) {
    size_t result = 0;
    if (__builtin_add_overflow(a, b, &result)) return false;
    *sum = result;
    return true;
}

static hop_status no_memory(size_t bytes, const char *what) {
    return hop_fail(HOP_E_MEMORY, "%s: %.1f MiB are needed and not to be had", what,
                    (double)bytes / (1024.0 * 1024.0));
}

/* The bytes of an allocation, at least one. */
static hop_status bytes_of(size_t count, size_t size, const char *what, size_t *bytes) {
    if (!hop_size_multiply(count, size, bytes))
        return hop_fail(HOP_E_LIMIT, "%s: %zu times %zu bytes is more than any machine has", what,
                        count, size);
    if (*bytes == 0) *bytes = 1;
    return HOP_OK;
}

hop_status hop_alloc(size_t count, size_t size, const char *what, void *pointer) {
    size_t bytes = 0;
    HOP_TRY(bytes_of(count, size, what, &bytes));
    void *fresh = calloc(1, bytes);
    if (!fresh) return no_memory(bytes, what);
    memcpy(pointer, &fresh, sizeof fresh);
    return HOP_OK;
}

hop_status hop_realloc(size_t count, size_t size, const char *what, void *pointer) {
    size_t bytes = 0;
    HOP_TRY(bytes_of(count, size, what, &bytes));
    void *old = NULL;
    memcpy(&old, pointer, sizeof old);
    void *fresh = realloc(old, bytes);
    if (!fresh) return no_memory(bytes, what);
    memcpy(pointer, &fresh, sizeof fresh);
    return HOP_OK;
}

hop_status hop_copy_text(const char *text, char **copy) {
    *copy = NULL;
    if (!text) return HOP_OK;
    size_t size = strlen(text) + 1;
    HOP_TRY(hop_alloc(size, 1, "a name", copy));
    memcpy(*copy, text, size);
    return HOP_OK;
}

void *hop_align(void *block) {
    uintptr_t over = (uintptr_t)block % HOP_LINE;
    return (char *)block + (over > 0 ? HOP_LINE - over : 0);
}
