/* Few states: the patterns are read once, as they lie, a handful at a time: they are compared while
 * they come in, and those that weigh anything are added up while they are still in cache.  A step
 * costs what reading the memory costs; matrix products would read it several times and copy it.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/simd.h"
#include "few.h"

/* Four patterns make one term of a sum; sums in float have no more terms than this. */
enum { TERMS_MOST = 32 };

/* Halves onto halves, so that no addition waits for fifteen others. */
static inline float sum_of(const hop_floats *lanes) {
    hop_floats sum = *lanes;
    sum += __builtin_shufflevector(sum, sum, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
    sum += __builtin_shufflevector(sum, sum, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3);
    sum += __builtin_shufflevector(sum, sum, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1);
    sum += __builtin_shufflevector(sum, sum, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0);
    return sum[0];
}

/* Memory is asked for rows some time before they are needed, many lines at once; see
 * digits_avx512.c. Asking beyond the rows does nothing. */
enum { NEAR = 26 << 10, ROWS_AHEAD = 2, ASKED_MOST = 4096 };

static inline void ask_for(const float *rows, size_t dim) {
    const size_t size = dim * sizeof *rows;
    const uintptr_t from = (uintptr_t)rows + ROWS_AHEAD * size;
    for (size_t j = 0; j < size && j < ASKED_MOST; j += HOP_LINE)
        __builtin_prefetch((const void *)(from + j));
}

/* One pattern after another: memory comes fastest in order.  Four sets of lanes, so that no
 * addition waits for the one before. */
HOP_CLONES static void compare_floats(const float *rows, size_t count, size_t dim,
                                      const float *state, float *s) {
    enum { SETS = 4, ROUND = SETS * HOP_FLOATS };
    size_t whole = dim - dim % ROUND;
    for (size_t i = 0; i < count; i++) {
        const float *row = rows + i * dim;
        ask_for(row, dim);
        hop_floats lanes[SETS] = {{0}};
        for (size_t j = 0; j < whole; j += ROUND)
            for (size_t set = 0; set < SETS; set++)
                lanes[set] += *(const hop_floats *)(row + j + set * HOP_FLOATS) *
                              *(const hop_floats *)(state + j + set * HOP_FLOATS);
        size_t j = whole;
        for (; j + HOP_FLOATS <= dim; j += HOP_FLOATS)
            lanes[0] += *(const hop_floats *)(row + j) * *(const hop_floats *)(state + j);
        lanes[0] = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
        float sum = sum_of(&lanes[0]);
        for (; j < dim; j++) sum += row[j] * state[j];
        s[i] = sum;
    }
}

/* ---- a handful after another ---- */

/* What a handful works with: keys as bytes, as bits, or else in float. */
typedef struct few {
    const hop_recall *recall;
    hop_tiles *tiles;
    size_t block;
    bool bytes, bits;
    hop_few_states states; /* for bytes */
    const float *aligned;  /* states for floats */
} few;

/* Floats stay in half a first-level cache, bytes do in any case that is common. */
static size_t handful_of(const few *f, size_t tile) {
    size_t count = HOP_HANDFUL;
    if (!f->bytes && !f->bits) count = NEAR / sizeof(float) / f->recall->dim;
    if (count < HOP_ABREAST) count = HOP_ABREAST;
    if (count > HOP_HANDFUL) count = HOP_HANDFUL;
    count -= count % HOP_ABREAST;
    return count < tile ? count : tile;
}

static size_t padded(size_t dim) {
    return (dim + HOP_FLOATS - 1) / HOP_FLOATS * HOP_FLOATS;
}

/* States begin at lines of the cache: otherwise every load of them would cost two. */
static const float *align_states(const hop_tiles *t, size_t block, size_t dim) {
    float *states = hop_align(t->fresh);
    for (size_t i = 0; i < block; i++)
        memcpy(states + i * padded(dim), t->states + i * dim, dim * sizeof *states);
    return states;
}

static void begin(few *f) {
    f->bytes = hop_few_takes_bytes(f->recall);
    f->bits = f->recall->bits.words > 0;
    if (f->bytes)
        hop_few_write(f->recall, f->tiles, f->block, &f->states);
    else if (!f->bits)
        f->aligned = align_states(f->tiles, f->block, f->recall->dim);
}

static const float *keys_of(const few *f, hop_range range) {
    return hop_recall_key_tile(f->recall, range.first, range.count, f->tiles->keys, f->tiles->key);
}

/* Similarities of all states, s [block x stride]; keys: of the handful, where they are floats. */
static void compare(const few *f, const float *keys, hop_range range, float *s, size_t stride) {
    const size_t dim = f->recall->dim;
    if (f->bytes) {
        hop_few_compare(f->recall, &f->states, range, s, stride);
        return;
    }
    for (size_t i = 0; i < f->block; i++) {
        float *row = s + i * stride;
        if (f->bits)
            hop_tiles_multiply_bits(f->recall, f->tiles, i, 1, range, row);
        else
            compare_floats(keys, range.count, dim, f->aligned + i * padded(dim), row);
        for (size_t j = 0; j < range.count; j++)
            row[j] += (float)f->recall->frames[range.first + j].bias;
    }
}

static bool matters(const float *weights, size_t count, float cut) {
    for (size_t j = 0; j < count; j++)
        if (weights[j] != 0 && !(fabsf(weights[j]) < cut)) return true;
    return false;
}

/* Bits become floats only for a weight that matters. */
static void add(const few *f, const float **keys, hop_range range, const float *weights,
                float *sums) {
    const float cut = hop_tiles_negligible(f->recall);
    if (f->bytes) {
        hop_few_add(f->recall, range, weights, cut, sums);
        return;
    }
    if (!*keys && !matters(weights, range.count, cut)) return;
    if (!*keys) *keys = keys_of(f, range);
    hop_tiles_mix_floats(*keys, weights, range.count, f->recall->dim, cut, sums);
}

void hop_tiles_fold_few(const hop_recall *recall, hop_tiles *t, size_t block, hop_range patterns,
                        const hop_folded *folded) {
    few f = {.recall = recall, .tiles = t, .block = block};
    begin(&f);
    const size_t end = patterns.first + patterns.count, tile = hop_recall_tile(recall);
    const size_t step = handful_of(&f, tile);
    hop_tiles_begin(recall, t, block, folded);
    for (size_t first = patterns.first; first < end; first += step) {
        hop_range range = {first, end - first < step ? end - first : step};
        const float *keys = f.bytes || f.bits ? NULL : keys_of(&f, range);
        size_t terms = (range.count + HOP_ABREAST - 1) / HOP_ABREAST;
        if (t->stripes + terms > TERMS_MOST) hop_tiles_flush(recall, t, block, folded);
        t->stripes += terms;
        compare(&f, keys, range, t->tile, tile);
        for (size_t i = 0; i < block; i++) {
            float *row = t->tile + i * tile;
            hop_tiles_weigh(recall, t, folded, i, row, range);
            add(&f, &keys, range, row, t->sums + i * recall->dim);
        }
    }
    hop_tiles_flush(recall, t, block, folded);
}
