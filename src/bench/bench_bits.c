/* Bipolar products: bits beside the float matrix product of the same shapes.  Both work on drawn
 * patterns, by the same tasks.  A million patterns are 100 MB of bits and 3 GB of floats, so the
 * product goes over a slab of floats, larger than any cache, again and again.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include <hopfield/random.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "bench_private.h"

enum { DIM = 784, QUERIES = 64, PATTERNS = 1000000, SLAB = 65536, SMALL_PATTERNS = 10000 };

/* Patterns to a task. */
enum { TASK = 2048 };

typedef struct bipolar {
    const hop_bits_kernel *kernel;
    hop_bits bits;
    uint64_t *packed; /* [QUERIES x words] */
    float *states;    /* [QUERIES x DIM] */
    float *slab;      /* [slab x DIM]: the first patterns in float */
    int32_t *scores;  /* [threads x QUERIES x TASK] */
    float *products;  /* the same */
    size_t count, slab_count, threads;
} bipolar;

static void bipolar_clear(bipolar *b) {
    hop_bits_clear(&b->bits);
    free(b->packed);
    free(b->states);
    free(b->slab);
    free(b->scores);
    free(b->products);
}

/* One row of random bits. */
static void draw_row(hop_random *random, size_t words, uint64_t *row) {
    for (size_t w = 0; w < words; w++) row[w] = hop_random_word(random);
    row[words - 1] &= (UINT64_C(1) << DIM % HOP_BITS_WORD) - 1;
}

static void draw(bipolar *b) {
    hop_random random;
    size_t words = b->bits.words;
    hop_random_init(&random, 3, 0);
    for (size_t i = 0; i < QUERIES; i++) {
        uint64_t *row = b->packed + i * words;
        draw_row(&random, words, row);
        for (size_t j = 0; j < DIM; j++)
            b->states[i * DIM + j] = row[j / HOP_BITS_WORD] >> j % HOP_BITS_WORD & 1 ? 1 : -1;
    }
    uint64_t row[DIM / HOP_BITS_WORD + 1];
    for (size_t i = 0; i < b->count; i++) {
        draw_row(&random, words, row);
        hop_bits_set(&b->bits, i, row);
        if (i < b->slab_count) hop_bits_read(&b->bits, i, b->slab + i * DIM);
    }
}

static hop_status bipolar_create(const hop_bench *bench, const hop_bits_kernel *kernel,
                                 bipolar *b) {
    size_t count = bench->small ? SMALL_PATTERNS : PATTERNS, room = bench->threads * QUERIES;
    *b = (bipolar){.kernel = kernel, .count = count, .threads = bench->threads};
    b->slab_count = count < SLAB ? count : SLAB;
    HOP_TRY(hop_bits_create(count, DIM, &b->bits));
    HOP_TRY(hop_alloc(QUERIES, b->bits.words * sizeof *b->packed, "states", &b->packed));
    HOP_TRY(hop_alloc(QUERIES, DIM * sizeof *b->states, "states", &b->states));
    HOP_TRY(hop_alloc(b->slab_count, DIM * sizeof *b->slab, "patterns", &b->slab));
    HOP_TRY(hop_alloc(room, TASK * sizeof *b->scores, "scores", &b->scores));
    HOP_TRY(hop_alloc(room, TASK * sizeof *b->products, "scores", &b->products));
    draw(b);
    return HOP_OK;
}

static hop_bits_range range_of(const bipolar *b, size_t task) {
    size_t first = task * TASK, left = b->count - first;
    return (hop_bits_range){first, left < TASK ? left : TASK};
}

static void score_bits(void *context, size_t task, size_t worker) {
    const bipolar *b = context;
    hop_bits_multiply_by(b->kernel, &b->bits, range_of(b, task), b->packed, QUERIES,
                         b->scores + worker * QUERIES * TASK);
}

static void score_floats(void *context, size_t task, size_t worker) {
    const bipolar *b = context;
    hop_bits_range range = range_of(b, task);
    size_t from = range.first % b->slab_count;
    if (from + range.count > b->slab_count) from = b->slab_count - range.count;
    hop_blas_dots_float(QUERIES, range.count, DIM, b->states, b->slab + from * DIM,
                        b->products + worker * QUERIES * TASK);
}

static size_t tasks_of(const bipolar *b) {
    return (b->count + TASK - 1) / TASK;
}

static hop_status multiply_bits(void *context) {
    const bipolar *b = context;
    hop_parallel_run(tasks_of(b), b->threads, score_bits, context);
    return HOP_OK;
}

static hop_status multiply_floats(void *context) {
    const bipolar *b = context;
    hop_parallel_run(tasks_of(b), b->threads, score_floats, context);
    return HOP_OK;
}

hop_status hop_bench_bits(hop_bench *bench, const char *name, const hop_bits_kernel *by) {
    bipolar b;
    if (!by->runs_here()) return HOP_OK;
    hop_status status = bipolar_create(bench, by, &b);
    hop_bench_case what = {.name = name,
                           .limit = bench->small ? "float product, 10^4 random patterns"
                                                 : "float product, 10^6 random patterns",
                           .patterns = b.count,
                           .dim = DIM,
                           .queries = QUERIES};
    if (status == HOP_OK)
        status = hop_bench_alternate(bench, what, (hop_bench_work){multiply_bits, &b},
                                     (hop_bench_work){multiply_floats, &b});
    bipolar_clear(&b);
    return status;
}
