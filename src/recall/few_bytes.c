/* Keys gain * x + offset of bytes x, compared and added up without being made.
 *
 * Comparing: the state is written in three digits of seven bits, and the sums of bytes times digits
 * are exact, so s = gain * unit * sum x n + offset * sum(state) + bias in double is the similarity
 * of a state that is off by half a unit in each value, 2^-21 of the largest, and sum(state) is that
 * of the same state.  So s is off by sum |key_j| half units at most, and by 0.3 |key| units in the
 * root mean square.  Measured on random pictures of 784 pixels, with the last rounding to float:
 * 6.3e-6 under dot, where float sums are off by 8.1e-6; 1.7e-8 under correlation, where they are
 * off by 0.4e-8 and half a rounding of a similarity near 1 is 3e-8.  (The largest value counts: a
 * state of one large value is known to no more than 2^-21 of that.)
 *
 * Adding: sum w_i (gain_i x_i + offset_i) would be a small difference of large numbers in pictures
 * of little contrast.  So each picture's bytes are counted from a whole number m_i near -offset_i /
 * gain_i, which is exact, and what is left of the offset is small; sums then round as those of keys
 * do.
 * SPDX-License-Identifier: MIT */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/simd.h"
#include "few.h"

/* A byte of this is 1. */
static const double WHITE = 255;

bool hop_few_takes_bytes(const hop_recall *recall) {
    return hop_memory_dtype(recall->memory) == HOP_U8 && recall->dim <= HOP_DIGITS_DIM_MAX &&
           !recall->options.model.similarity.kind->bipolar;
}

static const unsigned char *bytes_of(const hop_recall *recall, size_t first) {
    const unsigned char *data = hop_memory_data(recall->memory);
    assert(data); /* a memory without patterns is refused */
    return data + first * recall->dim;
}

/* ---- comparing ---- */

void hop_few_write(const hop_recall *recall, hop_tiles *t, size_t count, hop_few_states *states) {
    size_t dim = recall->dim, stride = hop_digits_stride(dim);
    signed char *digits = hop_align(t->fresh);
    *states = (hop_few_states){.digits = digits, .count = count};
    for (size_t i = 0; i < count; i++) {
        signed char *own = digits + i * HOP_DIGITS_PLACES * stride;
        float finite = 0;
        for (size_t j = 0; j < dim; j++) {
            finite += 0 * t->states[i * dim + j];
            t->key[j] = (double)t->states[i * dim + j];
        }
        if (isnan(finite)) memset(t->key, 0, dim * sizeof *t->key);
        double unit = hop_digits_write(t->key, dim, HOP_DIGITS_PLACES, own);
        states->unit[i] = unit;
        states->sum[i] = isnan(finite) ? NAN : hop_digits_sum(own, dim, HOP_DIGITS_PLACES, unit);
    }
}

/* products [HOP_DIGITS_PLACES x count] of one state. */
HOP_CLONES static void put_together(const hop_frame *frames, const int32_t *products, size_t count,
                                    double unit, double sum, float *s) {
    const int32_t *first = products, *second = first + count, *third = second + count;
    for (size_t i = 0; i < count; i++) {
        double n = ((double)first[i] * HOP_DIGITS_BASE + second[i]) * HOP_DIGITS_BASE + third[i];
        s[i] = (float)(frames[i].gain * (unit * n) + frames[i].offset * sum + frames[i].bias);
    }
}

void hop_few_compare(const hop_recall *recall, const hop_few_states *states, hop_range patterns,
                     float *s, size_t stride) {
    int32_t products[HOP_FEW * HOP_DIGITS_PLACES * HOP_HANDFUL];
    size_t count = patterns.count;
    hop_digits_products(bytes_of(recall, patterns.first), count, recall->dim, states->digits,
                        states->count * HOP_DIGITS_PLACES, products);
    for (size_t i = 0; i < states->count; i++)
        put_together(recall->frames + patterns.first, products + i * HOP_DIGITS_PLACES * count,
                     count, states->unit[i] / WHITE, states->sum[i], s + i * stride);
}

/* ---- adding up ---- */

/* Sixty-four bytes are sixteen words; shifted by 0, 1, 2, 3 bytes and masked they are four times
 * sixteen numbers, with instructions that every processor has.  Number `lane` of set `set` is byte
 * 4 lane + set. */
enum { BYTE_SETS = 4, BYTES = BYTE_SETS * HOP_FLOATS, TOGETHER = 4 };

typedef int words __attribute__((vector_size(BYTES)));

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define SHIFT(set) (8 * (set))
#else
#define SHIFT(set) (24 - 8 * (set))
#endif

/* The patterns of a handful that weigh anything. */
typedef struct weighed {
    const unsigned char *row[HOP_HANDFUL];
    float weight[HOP_HANDFUL]; /* of a byte */
    float middle[HOP_HANDFUL]; /* m: bytes are counted from here */
    size_t count;              /* filled up with weights of 0 to a multiple of TOGETHER */
    bool centred;              /* whether any m is not 0 */
    double rest;               /* sum of weights times what is left of offsets */
} weighed;

#define INNER static inline __attribute__((always_inline))

/* sum = weight * (sixteen of the bytes - middle) */
INNER void weigh_bytes(const words *word, int set, float weight, const float *middle,
                       hop_floats *product) {
    hop_floats numbers = __builtin_convertvector((*word >> SHIFT(set)) & 255, hop_floats);
    if (middle) numbers -= *middle;
    *product = weight * numbers;
}

/* 64 columns from `at` on of all that weigh, four patterns at a time.  The same place in the
 * handful after this one is asked for meanwhile: memory would be idle. */
INNER void add_columns(const weighed *w, size_t at, size_t ahead, bool centred,
                       hop_floats lanes[BYTE_SETS]) {
    for (int set = 0; set < BYTE_SETS; set++) lanes[set] = (hop_floats){0};
    for (size_t i = 0; i < w->count; i += TOGETHER) {
        words word[TOGETHER];
#pragma GCC unroll 4
        for (size_t k = 0; k < TOGETHER; k++) {
            __builtin_prefetch((const void *)((uintptr_t)(w->row[i + k] + at) + ahead));
            memcpy(&word[k], w->row[i + k] + at, sizeof word[k]);
        }
#pragma GCC unroll 4
        for (int set = 0; set < BYTE_SETS; set++) {
            hop_floats product[TOGETHER];
#pragma GCC unroll 4
            for (size_t k = 0; k < TOGETHER; k++)
                weigh_bytes(&word[k], set, w->weight[i + k], centred ? &w->middle[i + k] : NULL,
                            &product[k]);
            lanes[set] += (product[0] + product[1]) + (product[2] + product[3]);
        }
    }
}

/* Lanes in the order of columns: each four of every set change rows for columns. */
static inline void put_in_order(const hop_floats lanes[BYTE_SETS], float out[BYTES]) {
    typedef float four __attribute__((vector_size(16), aligned(4), may_alias));
    const float *from = (const float *)lanes;
    for (size_t lane = 0; lane < HOP_FLOATS; lane += 4) {
        four a = *(const four *)(from + lane), b = *(const four *)(from + HOP_FLOATS + lane);
        four c = *(const four *)(from + 2 * HOP_FLOATS + lane);
        four d = *(const four *)(from + 3 * HOP_FLOATS + lane);
        four ab = __builtin_shufflevector(a, b, 0, 4, 1, 5),
             cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
        four ef = __builtin_shufflevector(a, b, 2, 6, 3, 7),
             gh = __builtin_shufflevector(c, d, 2, 6, 3, 7);
        *(four *)(out + BYTE_SETS * lane) = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
        *(four *)(out + BYTE_SETS * lane + 4) = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
        *(four *)(out + BYTE_SETS * lane + 8) = __builtin_shufflevector(ef, gh, 0, 1, 4, 5);
        *(four *)(out + BYTE_SETS * lane + 12) = __builtin_shufflevector(ef, gh, 2, 3, 6, 7);
    }
}

/* Rows have at least 64 columns.  The last block of columns ends with the row, and what it shares
 * with the block before is left out. */
#define DEFINE_ADD(name, centred)                                                       \
    HOP_CLONES static void name(const weighed *w, size_t dim, size_t ahead, float rest, \
                                float *sums) {                                          \
        for (size_t j = 0; j < dim; j += BYTES) {                                       \
            size_t at = dim - j < BYTES ? dim - BYTES : j;                              \
            hop_floats lanes[BYTE_SETS];                                                \
            float ordered[BYTES];                                                       \
            add_columns(w, at, ahead, (centred), lanes);                                \
            put_in_order(lanes, ordered);                                               \
            for (size_t k = j - at; k < BYTES; k++) sums[at + k] += ordered[k] + rest;  \
        }                                                                               \
    }
DEFINE_ADD(add_plain, false)
DEFINE_ADD(add_centred, true)
#undef DEFINE_ADD

/* The byte at which a key is nearest to 0. */
static double middle_of(hop_frame frame) {
    double middle = rint(-frame.offset * WHITE / frame.gain);
    if (!(middle > 0)) return 0; /* where gain is 0, too */
    return middle < WHITE ? middle : WHITE;
}

static void choose(const hop_recall *recall, hop_range patterns, const float *weights, float cut,
                   weighed *w) {
    const unsigned char *bytes = bytes_of(recall, patterns.first);
    *w = (weighed){.count = 0};
    for (size_t i = 0; i < patterns.count; i++) {
        if (fabsf(weights[i]) < cut || weights[i] == 0) continue;
        hop_frame frame = recall->frames[patterns.first + i];
        double weight = (double)weights[i], middle = frame.offset == 0 ? 0 : middle_of(frame);
        w->row[w->count] = bytes + i * recall->dim;
        w->weight[w->count] = (float)(weight * frame.gain / WHITE);
        w->middle[w->count++] = (float)middle;
        w->rest += weight * (frame.offset + frame.gain * middle / WHITE);
        w->centred = w->centred || middle > 0;
    }
    for (; w->count % TOGETHER > 0; w->count++) w->row[w->count] = w->row[0];
}

/* Rows shorter than a block, with zeros behind. */
static void lengthen(weighed *w, size_t dim, unsigned char *room) {
    memset(room, 0, (size_t)HOP_HANDFUL * BYTES);
    for (size_t i = 0; i < w->count; i++) {
        memcpy(room + i * BYTES, w->row[i], dim);
        w->row[i] = room + i * BYTES;
    }
}

void hop_few_add(const hop_recall *recall, hop_range patterns, const float *weights, float cut,
                 float *sums) {
    unsigned char room[HOP_HANDFUL * BYTES];
    float own[BYTES] = {0};
    size_t dim = recall->dim;
    weighed w;
    choose(recall, patterns, weights, cut, &w);
    if (w.count == 0) return;
    bool is_short = dim < BYTES;
    if (is_short) lengthen(&w, dim, room);
    (w.centred ? add_centred : add_plain)(&w, is_short ? BYTES : dim, HOP_HANDFUL * dim,
                                          (float)w.rest, is_short ? own : sums);
    for (size_t j = 0; j < dim && is_short; j++) sums[j] += own[j];
}
