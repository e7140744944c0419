/* Making a sieve.
 * SPDX-License-Identifier: MIT */
#include "sieve.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/digits.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/ranks.h"
#include "../base/spill.h"
#include "index.h"
#include "prepared.h"

/* A byte of this is 1. */
static const double WHITE = 255;

/* ---- making one ---- */

bool hop_sieve_is_possible(const hop_memory *memory) {
    return hop_memory_dtype(memory) == HOP_U8 && hop_memory_dim(memory) <= HOP_DIGITS_DIM_MAX &&
           hop_memory_count(memory) <= UINT32_MAX && hop_digits_are_fast();
}

void hop_sieve_destroy(hop_sieve *sieve) {
    if (!sieve) return;
    hop_index_destroy(sieve->index);
    hop_spill_free(sieve->gain);
    hop_spill_free(sieve->offset);
    hop_spill_free(sieve->bias);
    hop_spill_free(sieve->norm);
    free(sieve);
}

typedef struct making {
    hop_sieve *sieve;
    const hop_byte_sums *sums; /* [count], or NULL: added up here */
    const hop_frame *frames;
} making;

enum { CHUNK = 1024 };

/* How pattern i is seen, the sum of whose squared bytes is `square`. */
static hop_frame frame_of(const making *work, size_t i, double square) {
    if (work->frames) return work->frames[i];
    return (hop_frame){.gain = 1, .bias = -square / (WHITE * WHITE) / 2};
}

static void make_chunk(void *context, size_t index, size_t worker) {
    (void)worker;
    const making *work = context;
    hop_sieve *sieve = work->sieve;
    size_t first = index * CHUNK, left = sieve->count - first;
    size_t end = first + (left < CHUNK ? left : CHUNK);
    for (size_t i = first; i < end; i++) {
        hop_byte_sums sums = work->sums
                                 ? work->sums[i]
                                 : hop_recall_add_bytes(sieve->bytes + i * sieve->dim, sieve->dim);
        double sum = (double)sums.plain, square = (double)sums.square;
        hop_frame frame = frame_of(work, i, square);
        double gain = frame.gain / WHITE, offset = frame.offset;
        /* |gain x + offset|^2; the terms may all but cancel, so what they lose is added. */
        double a = gain * gain * square, b = 2 * gain * offset * sum;
        double c = offset * offset * (double)sieve->dim;
        double norm = sqrt(fmax(a + b + c, 0) + 16 * DBL_EPSILON * (a + fabs(b) + c));
        sieve->gain[i] = (float)gain;
        sieve->offset[i] = (float)offset;
        sieve->bias[i] = (float)frame.bias;
        sieve->norm[i] = hop_sieve_round_up(norm);
    }
}

static void written(void *context, size_t index, hop_ranks_take *give, void *to) {
    const making *work = context;
    hop_sieve *sieve = work->sieve;
    size_t first = index * CHUNK, left = sieve->count - first;
    size_t size = (left < CHUNK ? left : CHUNK) * sizeof *sieve->gain;
    float *const all[] = {sieve->gain, sieve->offset, sieve->bias, sieve->norm};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) give(to, all[k] + first, size);
}

static void take_largest(hop_sieve *sieve) {
    for (size_t i = 0; i < sieve->count; i++) {
        double key = (double)sieve->norm[i], offset = fabs((double)sieve->offset[i]);
        /* |gain x| <= |key| + |offset 1| */
        sieve->gain_most = fmax(sieve->gain_most, key + offset * sqrt((double)sieve->dim));
        sieve->offset_most = fmax(sieve->offset_most, offset);
        sieve->bias_most = fmax(sieve->bias_most, fabs((double)sieve->bias[i]));
    }
}

hop_status hop_sieve_create(const hop_memory *memory, const hop_frame *frames, size_t threads,
                            hop_sieve **sieve) {
    size_t count = hop_memory_count(memory), number = sizeof(float);
    hop_sieve *made = NULL;
    HOP_TRY(hop_alloc(1, sizeof *made, "a sieve", &made));
    *made = (hop_sieve){
        .bytes = hop_memory_data(memory), .count = count, .dim = hop_memory_dim(memory)};
    hop_status status = hop_spill_alloc(count, number, "a sieve", &made->gain);
    if (status == HOP_OK) status = hop_spill_alloc(count, number, "a sieve", &made->offset);
    if (status == HOP_OK) status = hop_spill_alloc(count, number, "a sieve", &made->bias);
    if (status == HOP_OK) status = hop_spill_alloc(count, number, "a sieve", &made->norm);
    if (status != HOP_OK) {
        hop_sieve_destroy(made);
        return status;
    }
    making work = {made, hop_prepared_sums(memory), frames};
    const hop_ranks_loop loop = {&work, make_chunk, written};
    hop_ranks_run((count + CHUNK - 1) / CHUNK, threads, &loop);
    take_largest(made);
    *sieve = made;
    return HOP_OK;
}

void hop_sieve_clear_lists(hop_shortlist *lists, size_t count) {
    for (size_t i = 0; lists && i < count; i++) {
        free(lists[i].patterns);
        lists[i] = (hop_shortlist){0};
    }
}
