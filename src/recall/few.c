/* Few states: the patterns are read once, as they lie, a handful at a time: they are compared while
 * they come in, and those that weigh anything are added up while they are still in cache.  A step
 * costs what reading the memory costs; matrix products would read it several times and copy it.
 * SPDX-License-Identifier: MIT */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "../base/simd.h"
#include "tiles.h"

/* Patterns at a time: they stay in the second-level cache until they are added up. */
enum { HANDFUL = 32 };

/* Patterns compared, or added up, side by side. */
enum { ABREAST = 4 };

/* A handful adds at most eight terms to a sum, so sums in float stay short. */
enum { HANDFULS = 4 };

/* Bytes are v/255 in the memory's unit. */
static const float WHITE = 255;

/* Halves onto halves, so that no addition waits for fifteen others. */
static inline float sum_of(const hop_floats *lanes) {
    hop_floats sum = *lanes;
    sum += __builtin_shufflevector(sum, sum, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
    sum += __builtin_shufflevector(sum, sum, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3);
    sum += __builtin_shufflevector(sum, sum, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1);
    sum += __builtin_shufflevector(sum, sum, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0);
    return sum[0];
}

/* One pattern after another: memory comes fastest in order.  Four sets of lanes, so that no
 * addition waits for the one before. */
HOP_CLONES static void compare_floats(const float *rows, size_t count, size_t dim,
                                      const float *state, float *s) {
    enum { SETS = 4, ROUND = SETS * HOP_FLOATS };
    size_t whole = dim - dim % ROUND;
    for (size_t i = 0; i < count; i++) {
        const float *row = rows + i * dim;
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

/* ---- bytes ---- */

/* Sixty-four bytes are sixteen words; shifted by 0, 1, 2, 3 bytes and masked they are four times
 * sixteen numbers, with instructions that every processor has.  Number `lane` of set `set` is byte
 * 4 lane + set, and the state is laid out like that. */
enum { SETS_OF_BYTES = 4, BYTES = SETS_OF_BYTES * HOP_FLOATS };

typedef int words __attribute__((vector_size(BYTES)));

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define SHIFT(set) (8 * (set))
#else
#define SHIFT(set) (24 - 8 * (set))
#endif

static size_t whole_rounds(size_t dim) {
    return (dim + BYTES - 1) / BYTES * BYTES;
}

static void lay_out_state(const float *state, size_t dim, float *laid) {
    for (size_t k = 0; k < whole_rounds(dim); k++) {
        size_t set = k % BYTES / HOP_FLOATS, lane = k % HOP_FLOATS;
        size_t from = k - k % BYTES + SETS_OF_BYTES * lane + set;
        laid[k] = from < dim ? state[from] : 0;
    }
}

/* lanes += one round of bytes times the state. */
#define ADD_ROUND(word, laid)                                                   \
    for (int set = 0; set < SETS_OF_BYTES; set++) {                             \
        words byte = ((word) >> SHIFT(set)) & 255;                              \
        lanes[set] += __builtin_convertvector(byte, hop_floats) *               \
                      *(const hop_floats *)((laid) + (size_t)set * HOP_FLOATS); \
    }

/* The same for bytes and a state laid out for them; times 1/255 in the end. */
HOP_CLONES static void compare_bytes(const unsigned char *rows, size_t count, size_t dim,
                                     const float *laid, float *s) {
    size_t whole = dim - dim % BYTES;
    for (size_t i = 0; i < count; i++) {
        const unsigned char *row = rows + i * dim;
        hop_floats lanes[SETS_OF_BYTES] = {{0}};
        words word = {0}, rest = {0};
        for (size_t j = 0; j < whole; j += BYTES) {
            memcpy(&word, row + j, sizeof word);
            ADD_ROUND(word, laid + j)
        }
        memcpy(&rest, row + whole, dim - whole);
        if (dim > whole) ADD_ROUND(rest, laid + whole)
        lanes[0] = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
        s[i] = sum_of(&lanes[0]) / WHITE;
    }
}

/* ---- adding up ---- */

#define DEFINE_MIX(name, type)                                                      \
    HOP_CLONES static void name(const type *const *row, const float *w, size_t dim, \
                                float *restrict sums) {                             \
        const type *a = row[0], *b = row[1], *c = row[2], *d = row[3];              \
        for (size_t j = 0; j < dim; j++)                                            \
            sums[j] += (w[0] * (float)a[j] + w[1] * (float)b[j]) +                  \
                       (w[2] * (float)c[j] + w[3] * (float)d[j]);                   \
    }
DEFINE_MIX(add_floats, float)
DEFINE_MIX(add_bytes, unsigned char)
#undef DEFINE_MIX

/* Four at a time; a place without a pattern has weight 0. */
#define DEFINE_MIX_ALL(name, add, type, unit)                                                     \
    static void name(const type *rows, const float *weights, size_t count, size_t dim, float cut, \
                     float *sums) {                                                               \
        const type *row[ABREAST];                                                                 \
        float w[ABREAST];                                                                         \
        size_t have = 0;                                                                          \
        for (size_t i = 0; i < count; i++) {                                                      \
            if (fabsf(weights[i]) < cut || weights[i] == 0) continue;                             \
            row[have] = rows + i * dim;                                                           \
            w[have++] = weights[i] * (unit);                                                      \
            if (have < ABREAST) continue;                                                         \
            add(row, w, dim, sums);                                                               \
            have = 0;                                                                             \
        }                                                                                         \
        if (have == 0) return;                                                                    \
        for (size_t r = have; r < ABREAST; r++) row[r] = rows, w[r] = 0;                          \
        add(row, w, dim, sums);                                                                   \
    }
DEFINE_MIX_ALL(mix_floats, add_floats, float, 1)
DEFINE_MIX_ALL(mix_bytes, add_bytes, unsigned char, 1 / WHITE)
#undef DEFINE_MIX_ALL

void hop_tiles_mix_floats(const float *rows, const float *weights, size_t count, size_t dim,
                          float cut, float *sums) {
    mix_floats(rows, weights, count, dim, cut, sums);
}

/* The patterns of a handful as they lie: bytes, floats, or else bits. */
typedef struct handful {
    hop_range range;
    const unsigned char *bytes;
    const float *floats;
} handful;

static handful take_handful(const hop_recall *recall, hop_tiles *t, hop_range range) {
    if (recall->bits.words > 0) return (handful){.range = range};
    const hop_similarity *similarity = &recall->options.similarity;
    if (similarity->kind->plain_keys && hop_memory_dtype(recall->memory) == HOP_U8) {
        const unsigned char *data = hop_memory_data(recall->memory);
        assert(data); /* a memory without patterns is refused */
        return (handful){.range = range, .bytes = data + range.first * recall->dim};
    }
    return (handful){.range = range,
                     .floats =
                         hop_recall_key_tile(recall, range.first, range.count, t->keys, t->key)};
}

/* Similarities of state i. */
static void compare(const hop_recall *recall, hop_tiles *t, const handful *h, size_t i, float *s) {
    size_t dim = recall->dim, count = h->range.count;
    if (h->bytes)
        compare_bytes(h->bytes, count, dim, t->fresh + i * whole_rounds(dim), s);
    else if (h->floats)
        compare_floats(h->floats, count, dim, t->states + i * dim, s);
    else
        hop_tiles_multiply_bits(recall, t, i, 1, h->range, s);
    for (size_t j = 0; j < count; j++) s[j] += (float)recall->frames[h->range.first + j].bias;
}

/* Bits become floats only for a weight that matters. */
static void add_handful(const hop_recall *recall, hop_tiles *t, handful *h, const float *weights,
                        float *sums) {
    float cut = hop_tiles_negligible(recall);
    size_t count = h->range.count;
    bool any = h->bytes || h->floats;
    for (size_t j = 0; j < count && !any; j++) any = weights[j] != 0 && !(fabsf(weights[j]) < cut);
    if (!any) return;
    if (!h->bytes && !h->floats)
        h->floats = hop_recall_key_tile(recall, h->range.first, count, t->keys, t->key);
    if (h->bytes)
        mix_bytes(h->bytes, weights, count, recall->dim, cut, sums);
    else
        mix_floats(h->floats, weights, count, recall->dim, cut, sums);
}

void hop_tiles_fold_few(const hop_recall *recall, hop_tiles *t, size_t block, hop_range patterns,
                        const hop_seen *seen) {
    size_t end = patterns.first + patterns.count, step = HANDFUL, tile = hop_recall_tile(recall);
    size_t padded = whole_rounds(recall->dim);
    if (step > tile) step = tile;
    hop_tiles_begin(recall, t, block, seen);
    for (size_t i = 0; i < block; i++)
        lay_out_state(t->states + i * recall->dim, recall->dim, t->fresh + i * padded);
    for (size_t first = patterns.first; first < end; first += step) {
        hop_range range = {first, end - first < step ? end - first : step};
        handful h = take_handful(recall, t, range);
        if (t->stripes++ == HANDFULS) hop_tiles_flush(recall, t, block, seen);
        for (size_t i = 0; i < block; i++) {
            float *row = t->tile + i * tile;
            compare(recall, t, &h, i, row);
            hop_tiles_weigh(recall, t, seen, i, row, range);
            add_handful(recall, t, &h, row, t->sums + i * recall->dim);
        }
    }
    hop_tiles_flush(recall, t, block, seen);
}
