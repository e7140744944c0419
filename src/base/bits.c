/* Rows of bits, the plain kernel, and which kernel is used.
 * SPDX-License-Identifier: MIT */
#include "bits.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "fail.h"
#include "simd.h"

enum { GROUP = HOP_BITS_GROUP, WORD = HOP_BITS_WORD };

/* A tile of rows and all states meet before the next tile: half a first-level cache. */
static const size_t TILE_BYTES = (size_t)1 << 14;

/* ---- rows ---- */

size_t hop_bits_words(size_t dim) {
    return dim / WORD + (dim % WORD > 0 ? 1 : 0);
}

hop_status hop_bits_create(size_t count, size_t dim, hop_bits *bits) {
    size_t groups = count / GROUP + (count % GROUP > 0 ? 1 : 0), numbers = 0;
    *bits = (hop_bits){.count = count, .dim = dim, .words = hop_bits_words(dim)};
    if (dim > INT32_MAX || !hop_size_multiply(groups, GROUP * bits->words, &numbers) ||
        !hop_size_add(numbers, HOP_LINE / sizeof *bits->data, &numbers))
        return hop_fail(HOP_E_LIMIT, "%zu bipolar patterns of %zu are too many", count, dim);
    uint64_t *block = NULL;
    HOP_TRY(hop_alloc(numbers, sizeof *block, "bipolar patterns", &block));
    bits->block = block;
    bits->data = hop_align(block);
    return HOP_OK;
}

void hop_bits_clear(hop_bits *bits) {
    free(bits->block);
    *bits = (hop_bits){0};
}

void hop_bits_pack(const double *values, size_t dim, double middle, uint64_t *row) {
    for (size_t from = 0; from < dim; from += WORD) {
        size_t count = dim - from < WORD ? dim - from : WORD;
        uint64_t word = 0;
        for (size_t j = 0; j < count; j++) word |= (uint64_t)(values[from + j] > middle) << j;
        row[from / WORD] = word;
    }
}

void hop_bits_set(hop_bits *bits, size_t index, const uint64_t *row) {
    uint64_t *place = bits->data + hop_bits_place(bits, index);
    for (size_t w = 0; w < bits->words; w++) place[w * GROUP] = row[w];
}

/* Bits of half a word: every lane looks at its own. */
enum { HALF_WORD = WORD / 2 };

HOP_CLONES static void read_half(uint32_t half, float *values) {
    for (unsigned j = 0; j < HALF_WORD; j++) values[j] = half & (UINT32_C(1) << j) ? 1.0F : -1.0F;
}

void hop_bits_read(const hop_bits *bits, size_t index, float *values) {
    const uint64_t *place = bits->data + hop_bits_place(bits, index);
    size_t whole = bits->dim - bits->dim % HALF_WORD;
    for (size_t from = 0; from < whole; from += HALF_WORD)
        read_half((uint32_t)(place[from / WORD * GROUP] >> from % WORD), values + from);
    if (whole == bits->dim) return;
    float rest[HALF_WORD];
    read_half((uint32_t)(place[whole / WORD * GROUP] >> whole % WORD), rest);
    memcpy(values + whole, rest, (bits->dim - whole) * sizeof *rest);
}

/* ---- the plain kernel ---- */

/* A word adds 8 at most to a byte, so that 31 of them stay below 256. */
enum { WORDS_MOST = 31 };

/* Ones in each byte, added up in ever wider fields.  Warren 2013, Hacker's Delight, section 5-1. */
static inline uint64_t count_bytes(uint64_t x) {
    x -= x >> 1 & 0x5555555555555555U;
    x = (x & 0x3333333333333333U) + (x >> 2 & 0x3333333333333333U);
    return (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0FU;
}

static inline uint64_t sum_of_bytes(uint64_t x) {
    x = (x & 0x00FF00FF00FF00FFU) + (x >> 8 & 0x00FF00FF00FF00FFU);
    return x * 0x0001000100010001U >> 48;
}

static void multiply_group(const uint64_t *group, const uint64_t *state, size_t words, size_t dim,
                           int32_t *products) {
    uint64_t differ[GROUP] = {0};
    for (size_t from = 0; from < words; from += WORDS_MOST) {
        size_t to = words - from < WORDS_MOST ? words : from + WORDS_MOST;
        uint64_t bytes[GROUP] = {0};
        for (size_t w = from; w < to; w++)
            for (size_t lane = 0; lane < GROUP; lane++)
                bytes[lane] += count_bytes(group[w * GROUP + lane] ^ state[w]);
        for (size_t lane = 0; lane < GROUP; lane++) differ[lane] += sum_of_bytes(bytes[lane]);
    }
    for (size_t lane = 0; lane < GROUP; lane++)
        products[lane] = (int32_t)dim - 2 * (int32_t)differ[lane];
}

static void multiply_plain(const hop_bits_work *work) {
    for (size_t i = 0; i < work->state_count; i++)
        for (size_t g = 0; g < work->group_count; g++)
            multiply_group(work->groups + g * work->words * GROUP, work->states + i * work->words,
                           work->words, work->dim, work->products + i * work->stride + g * GROUP);
}

static bool runs_anywhere(void) {
    return true;
}

const hop_bits_kernel hop_bits_plain = {
    .name = "plain",
    .runs_here = runs_anywhere,
    .multiply = multiply_plain,
};

/* ---- the choice ---- */

const hop_bits_kernel *hop_bits_kernel_best(void) {
    if (hop_bits_avx512.runs_here()) return &hop_bits_avx512;
    if (hop_bits_avx2.runs_here()) return &hop_bits_avx2;
    return &hop_bits_plain;
}

/* Rows of one group that is cut by the range: lanes from ... from+count-1. */
static void multiply_part(const hop_bits_kernel *kernel, const hop_bits_work *group, size_t from,
                          size_t count) {
    int32_t all[GROUP];
    for (size_t i = 0; i < group->state_count; i++) {
        hop_bits_work one = *group;
        one.states += i * one.words;
        one.state_count = 1;
        one.products = all;
        kernel->multiply(&one);
        memcpy(group->products + i * group->stride, all + from, count * sizeof *all);
    }
}

void hop_bits_multiply_by(const hop_bits_kernel *kernel, const hop_bits *bits, hop_bits_range range,
                          const uint64_t *states, size_t state_count, int32_t *products) {
    size_t group_size = bits->words * GROUP, end = range.first + range.count;
    size_t tile = TILE_BYTES / sizeof *bits->data / group_size;
    if (tile == 0) tile = 1;
    for (size_t at = range.first; at < end;) {
        size_t lane = at % GROUP, left = end - at, groups = left / GROUP;
        hop_bits_work work = {.groups = bits->data + at / GROUP * group_size,
                              .states = states,
                              .group_count = groups < tile ? groups : tile,
                              .state_count = state_count,
                              .words = bits->words,
                              .dim = bits->dim,
                              .products = products + (at - range.first),
                              .stride = range.count};
        if (lane == 0 && groups > 0) {
            kernel->multiply(&work);
            at += work.group_count * GROUP;
            continue;
        }
        size_t count = left < GROUP - lane ? left : GROUP - lane;
        work.group_count = 1;
        multiply_part(kernel, &work, lane, count);
        at += count;
    }
}

void hop_bits_multiply(const hop_bits *bits, hop_bits_range range, const uint64_t *states,
                       size_t state_count, int32_t *products) {
    hop_bits_multiply_by(hop_bits_kernel_best(), bits, range, states, state_count, products);
}
