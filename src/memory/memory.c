/* The memory store in RAM: a growing block of patterns in their own dtype, one text of names.
 * SPDX-License-Identifier: MIT */
#include <hopfield/memory.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/spill.h"
#include "memory_private.h"

/* The first block of a memory has room for this many patterns; later ones double. */
enum { FIRST_ROOM = 16 };

static hop_status check_kind(hop_shape shape, hop_dtype dtype, hop_memory_role role) {
    if (shape.width == 0 || shape.height == 0 || shape.channels == 0)
        return hop_fail(HOP_E_EMPTY,
                        "patterns of width %zu, height %zu and %zu channels have no numbers "
                        "(dim 0); a plain vector has height and channels 1",
                        shape.width, shape.height, shape.channels);
    if (hop_shape_dim(shape) == 0)
        return hop_fail(HOP_E_LIMIT, "a pattern of %zux%zu with %zu channels is too large",
                        shape.width, shape.height, shape.channels);
    if (role == HOP_QUERIES && dtype == HOP_U8)
        return hop_fail(HOP_E_SUPPORT, "queries cannot be u8, which has no unknown; use f32");
    return HOP_OK;
}

hop_status hop_memory_create(hop_shape shape, hop_dtype dtype, hop_memory_role role,
                             hop_memory **memory) {
    HOP_TRY(check_kind(shape, dtype, role));
    hop_memory *fresh = NULL;
    HOP_TRY(hop_alloc(1, sizeof *fresh, "a memory", &fresh));
    *fresh = (hop_memory){
        .shape = shape,
        .dim = hop_shape_dim(shape),
        .dtype = dtype,
        .role = role,
        .background = {1, 1, 1},
    };
    *memory = fresh;
    return HOP_OK;
}

hop_status hop_memory_attach_trusted(hop_shape shape, hop_dtype dtype, hop_memory_role role,
                                     const void *data, size_t count, hop_memory_owner owner,
                                     hop_memory **memory) {
    hop_memory *fresh = NULL;
    HOP_TRY(hop_memory_create(shape, dtype, role, &fresh));
    fresh->data = data;
    fresh->count = fresh->capacity = count;
    fresh->owner = owner;
    *memory = fresh;
    return HOP_OK;
}

hop_status hop_memory_attach(hop_shape shape, hop_dtype dtype, hop_memory_role role,
                             const void *data, size_t count, hop_memory_owner owner,
                             hop_memory **memory) {
    hop_memory *fresh = NULL;
    HOP_TRY(
        hop_memory_attach_trusted(shape, dtype, role, data, count, (hop_memory_owner){0}, &fresh));
    hop_status status = hop_memory_check_raw(fresh, data, count, 0);
    if (status != HOP_OK) {
        hop_memory_destroy(fresh);
        return status;
    }
    fresh->owner = owner;
    *memory = fresh;
    return HOP_OK;
}

void hop_memory_destroy(hop_memory *memory) {
    if (!memory) return;
    hop_memory_changed(memory);
    if (memory->owner.release) memory->owner.release(memory->owner.bytes, memory->owner.size);
    hop_spill_free(memory->heap);
    free(memory->names.text);
    free(memory->names.start);
    free(memory->labels);
    free(memory->classes);
    for (size_t i = 0; i < memory->remark_count; i++) free(memory->remarks[i]);
    free(memory->remarks);
    free(memory);
}

/* Room that holds `needed`, at least twice `room`, so that growing costs a constant a pattern. */
static size_t grown(size_t room, size_t needed) {
    size_t twice = 0;
    if (!hop_size_multiply(room, 2, &twice)) twice = needed;
    return twice > needed ? twice : needed;
}

static hop_status reserve_rows(hop_memory *memory, size_t capacity) {
    size_t row = 0;
    if (!hop_size_multiply(memory->dim, hop_dtype_size(memory->dtype), &row))
        return hop_fail(HOP_E_LIMIT, "a pattern of %zu numbers is too large", memory->dim);
    HOP_TRY(hop_spill_realloc(capacity, row, "the patterns", &memory->heap));
    memory->data = memory->heap;
    memory->capacity = capacity;
    return HOP_OK;
}

/* The values first, so that a failure leaves the memory as it was. */
hop_status hop_memory_own(hop_memory *memory) {
    if (memory->heap && memory->dtype != HOP_U8) return HOP_OK;
    hop_memory own = *memory;
    double piece[256];
    own.heap = NULL;
    own.dtype = memory->dtype == HOP_F64 ? HOP_F64 : HOP_F32;
    HOP_TRY(reserve_rows(&own, memory->count));
    const size_t size = hop_dtype_size(own.dtype), most = sizeof piece / sizeof *piece;
    for (size_t i = 0; i < memory->count; i++)
        for (size_t from = 0; from < memory->dim; from += most) {
            const size_t some = memory->dim - from < most ? memory->dim - from : most;
            hop_memory_read_part(memory, i, from, some, piece);
            hop_memory_store(own.dtype, piece, some, own.heap + (i * memory->dim + from) * size);
        }
    hop_memory_changed(memory); /* what was lent with the values goes with them */
    if (memory->owner.release) memory->owner.release(memory->owner.bytes, memory->owner.size);
    hop_spill_free(memory->heap);
    memory->heap = own.heap;
    memory->data = own.data;
    memory->dtype = own.dtype;
    memory->capacity = own.capacity;
    memory->owner = (hop_memory_owner){0};
    return HOP_OK;
}

hop_status hop_memory_reserve(hop_memory *memory, size_t more) {
    size_t needed = 0;
    if (memory->owner.release)
        return hop_fail(HOP_E_SUPPORT, "a memory mapped from its file cannot grow; load it again "
                                       "together with the new patterns");
    if (!hop_size_add(memory->count, more, &needed))
        return hop_fail(HOP_E_LIMIT, "%zu and %zu patterns are too many", memory->count, more);
    return needed <= memory->capacity ? HOP_OK : reserve_rows(memory, needed);
}

/* As hop_memory_reserve(), with room to spare. */
static hop_status make_room(hop_memory *memory, size_t more) {
    size_t needed = 0;
    if (memory->owner.release || !hop_size_add(memory->count, more, &needed))
        return hop_memory_reserve(memory, more);
    if (needed <= memory->capacity) return HOP_OK;
    size_t generous = grown(memory->capacity ? memory->capacity : FIRST_ROOM / 2, needed);
    if (reserve_rows(memory, generous) == HOP_OK) return HOP_OK;
    return reserve_rows(memory, needed);
}

static const char *name_of(const char *const *names, size_t index) {
    return names && names[index] ? names[index] : "";
}

/* Whether names have to be kept at all, and the bytes that those of `count` patterns take. */
static bool count_names(const hop_memory *memory, const char *const *names, size_t count,
                        size_t *bytes) {
    bool any = memory->names.text != NULL;
    *bytes = 0;
    for (size_t i = 0; i < count; i++) {
        any = any || *name_of(names, i);
        *bytes += strlen(name_of(names, i)) + 1;
    }
    return any;
}

/* Room for `bytes` of names more, and for as many starts as the memory has room for patterns. */
static hop_status make_name_room(hop_memory *memory, size_t bytes) {
    hop_memory_names *all = &memory->names;
    size_t missing = all->text ? 0 : memory->count;
    size_t needed = all->length + missing + bytes;
    if (all->room < memory->capacity) {
        HOP_TRY(hop_realloc(memory->capacity, sizeof *all->start, "the names", &all->start));
        all->room = memory->capacity;
    }
    if (needed > all->capacity) {
        size_t capacity = grown(all->capacity, needed);
        HOP_TRY(hop_realloc(capacity, 1, "the names", &all->text));
        all->capacity = capacity;
    }
    /* Patterns that came before the first name have an empty one. */
    for (size_t i = 0; i < missing; i++) {
        all->start[i] = i;
        all->text[i] = '\0';
    }
    all->length += missing;
    return HOP_OK;
}

static void add_names(hop_memory *memory, const char *const *names, size_t count) {
    hop_memory_names *all = &memory->names;
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(name_of(names, i)) + 1;
        all->start[memory->count + i] = all->length;
        memcpy(all->text + all->length, name_of(names, i), size);
        all->length += size;
    }
}

/* Everything an append needs that can fail, then the names; the rows are the caller's. */
static hop_status open_append(hop_memory *memory, const char *const *names, size_t count,
                              unsigned char **rows) {
    size_t bytes = 0;
    hop_memory_changed(memory);
    HOP_TRY(make_room(memory, count));
    if (count_names(memory, names, count, &bytes)) {
        HOP_TRY(make_name_room(memory, bytes));
        add_names(memory, names, count);
    }
    *rows = memory->heap + memory->count * memory->dim * hop_dtype_size(memory->dtype);
    return HOP_OK;
}

hop_status hop_memory_append(hop_memory *memory, const double *patterns, size_t count,
                             const char *const *names) {
    assert(memory && (patterns || count == 0));
    unsigned char *rows = NULL;
    if (count == 0) return HOP_OK;
    HOP_TRY(hop_memory_check(memory, patterns, count, memory->count));
    HOP_TRY(open_append(memory, names, count, &rows));
    hop_memory_store(memory->dtype, patterns, count * memory->dim, rows);
    memory->count += count;
    return HOP_OK;
}

hop_status hop_memory_append_raw(hop_memory *memory, const void *rows, size_t count,
                                 const char *const *names) {
    unsigned char *room = NULL;
    if (count == 0) return HOP_OK;
    HOP_TRY(hop_memory_check_raw(memory, rows, count, memory->count));
    HOP_TRY(open_append(memory, names, count, &room));
    memcpy(room, rows, count * memory->dim * hop_dtype_size(memory->dtype));
    memory->count += count;
    return HOP_OK;
}

/* Where each of exactly `count` zero-terminated names starts, behind `offset` bytes of others;
 * false if there are not so many. */
static bool find_names(const char *text, size_t length, size_t count, size_t offset,
                       size_t *start) {
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        const char *zero = at < length ? memchr(text + at, '\0', length - at) : NULL;
        if (!zero) return false;
        start[i] = offset + at;
        at = (size_t)(zero - text) + 1;
    }
    return at == length;
}

/* The names of patterns before `first`, empty ones if there were none, with `more` bytes behind. */
static hop_status keep_names(const hop_memory *memory, size_t first, size_t more,
                             hop_memory_names *fresh) {
    const hop_memory_names *old = &memory->names;
    const size_t kept = !old->text              ? first
                        : first < memory->count ? old->start[first]
                                                : old->length;
    HOP_TRY(hop_alloc(memory->count, sizeof *fresh->start, "the names", &fresh->start));
    HOP_TRY(hop_alloc(kept + more, 1, "the names", &fresh->text));
    for (size_t i = 0; i < first; i++) fresh->start[i] = old->text ? old->start[i] : i;
    if (old->text && kept > 0) memcpy(fresh->text, old->text, kept);
    fresh->length = kept;
    fresh->capacity = kept + more;
    fresh->room = memory->count;
    return HOP_OK;
}

hop_status hop_memory_set_names(hop_memory *memory, size_t first, const char *text, size_t length) {
    const size_t count = memory->count - first;
    hop_memory_names fresh = {0};
    hop_status status = keep_names(memory, first, length, &fresh);
    if (status == HOP_OK && !find_names(text, length, count, fresh.length, fresh.start + first))
        status = hop_fail(HOP_E_FORMAT, "its names do not fit its %zu patterns", count);
    if (status != HOP_OK) {
        free(fresh.start);
        free(fresh.text);
        return status;
    }
    if (length > 0) memcpy(fresh.text + fresh.length, text, length);
    fresh.length += length;
    free(memory->names.start);
    free(memory->names.text);
    memory->names = fresh;
    return HOP_OK;
}

size_t hop_memory_count(const hop_memory *memory) {
    return memory->count;
}

size_t hop_memory_dim(const hop_memory *memory) {
    return memory->dim;
}

hop_shape hop_memory_shape(const hop_memory *memory) {
    return memory->shape;
}

hop_dtype hop_memory_dtype(const hop_memory *memory) {
    return memory->dtype;
}

const void *hop_memory_data(const hop_memory *memory) {
    return memory->data;
}

const char *hop_memory_name(const hop_memory *memory, size_t index) {
    assert(index < memory->count);
    if (!memory->names.text) return NULL;
    const char *name = memory->names.text + memory->names.start[index];
    return *name ? name : NULL;
}

void hop_memory_set_background(hop_memory *memory, const double *background, bool composed) {
    memcpy(memory->background, background, sizeof memory->background);
    memory->composed = composed;
}

const double *hop_memory_background(const hop_memory *memory) {
    return memory->background;
}

bool hop_memory_composed(const hop_memory *memory) {
    return memory->composed;
}

const char *hop_memory_name_text(const hop_memory *memory, size_t *length) {
    *length = memory->names.length;
    return memory->names.text;
}

void hop_memory_truncate(hop_memory *memory, size_t count) {
    if (count >= memory->count) return;
    hop_memory_changed(memory);
    if (memory->names.text) memory->names.length = memory->names.start[count];
    if (memory->label_count > count) memory->label_count = count;
    memory->count = count;
}

hop_status hop_memory_reshape(hop_memory *memory, hop_shape shape) {
    if (hop_shape_dim(shape) != memory->dim)
        return hop_fail(HOP_E_SHAPE, "%zu numbers cannot be taken for %zux%zu with %zu channels",
                        memory->dim, shape.width, shape.height, shape.channels);
    if (!hop_shape_equal(memory->shape, shape)) hop_memory_changed(memory);
    memory->shape = shape;
    return HOP_OK;
}
