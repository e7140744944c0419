/* Random patterns.
 * SPDX-License-Identifier: MIT */
#include "draw.h"

#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"

/* Patterns are handed to the memory so many at a time. */
enum { PIECE = 256 };

static void draw_bipolar(size_t dim, hop_random *random, double *pattern) {
    uint64_t bits = 0;
    for (size_t j = 0; j < dim; j++) {
        if (j % 64 == 0) bits = hop_random_word(random);
        pattern[j] = bits & 1 ? 1 : -1;
        bits >>= 1;
    }
}

void hop_draw_pattern(hop_pattern_kind kind, size_t dim, hop_random *random, double *pattern) {
    double square = 0;
    if (kind == HOP_PATTERN_BIPOLAR) {
        draw_bipolar(dim, random, pattern);
        return;
    }
    for (size_t j = 0; j < dim; j++) {
        pattern[j] = hop_random_normal(random);
        square += pattern[j] * pattern[j];
    }
    if (kind != HOP_PATTERN_SPHERICAL || !(square > 0)) return;
    double scale = sqrt((double)dim / square);
    for (size_t j = 0; j < dim; j++) pattern[j] *= scale;
}

static hop_status fill(hop_pattern_kind kind, size_t count, hop_random *random, double *piece,
                       hop_memory *memory) {
    size_t dim = hop_memory_dim(memory);
    for (size_t first = 0; first < count; first += PIECE) {
        size_t now = count - first < PIECE ? count - first : PIECE;
        for (size_t i = 0; i < now; i++) hop_draw_pattern(kind, dim, random, piece + i * dim);
        HOP_TRY(hop_memory_append(memory, piece, now, NULL));
    }
    return HOP_OK;
}

hop_status hop_draw_memory(hop_pattern_kind kind, size_t dim, size_t count, hop_random *random,
                           hop_memory **memory) {
    hop_memory *fresh = NULL;
    double *piece = NULL;
    hop_shape shape = {.width = dim, .height = 1, .channels = 1};
    HOP_TRY(hop_memory_create(shape, HOP_F64, HOP_PATTERNS, &fresh));
    hop_status status = hop_alloc(dim, PIECE * sizeof *piece, "patterns", &piece);
    if (status == HOP_OK) status = fill(kind, count, random, piece, fresh);
    free(piece);
    if (status != HOP_OK) {
        hop_memory_destroy(fresh);
        return status;
    }
    *memory = fresh;
    return HOP_OK;
}

static hop_status copy(const hop_memory *from, const size_t *order, size_t count,
                       hop_memory *memory) {
    size_t dim = hop_memory_dim(from);
    double *pattern = NULL;
    HOP_TRY(hop_alloc(dim, sizeof *pattern, "a pattern", &pattern));
    hop_status status = HOP_OK;
    for (size_t i = 0; i < count && status == HOP_OK; i++) {
        hop_memory_read(from, order[i], 1, pattern);
        status = hop_memory_append(memory, pattern, 1, NULL);
    }
    free(pattern);
    return status;
}

hop_status hop_draw_subset(const hop_memory *from, size_t count, hop_random *random,
                           hop_memory **memory) {
    hop_memory *fresh = NULL;
    size_t *order = NULL;
    HOP_TRY(hop_alloc(hop_memory_count(from), sizeof *order, "an order", &order));
    hop_random_sample(random, hop_memory_count(from), count, order);
    hop_status status =
        hop_memory_create(hop_memory_shape(from), hop_memory_dtype(from), HOP_PATTERNS, &fresh);
    if (status == HOP_OK) status = copy(from, order, count, fresh);
    free(order);
    if (status == HOP_OK)
        *memory = fresh;
    else
        hop_memory_destroy(fresh);
    return status;
}
