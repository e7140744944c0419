/* What no engine can beat: the bare matrix products, and reading the memory once.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "bench_private.h"

/* Patterns and queries to a product: as fast as any on the machines we measured. */
enum { TILE = 512, BLOCK = 500 };

hop_status hop_bench_products_create(const hop_bench *bench, hop_bench_products *p) {
    size_t count = hop_memory_count(bench->floats), dim = hop_memory_dim(bench->floats);
    *p = (hop_bench_products){.patterns = hop_memory_data(bench->floats),
                              .count = count,
                              .dim = dim,
                              .queries = bench->count,
                              .threads = bench->threads};
    HOP_TRY(hop_alloc(bench->count, dim * sizeof(float), "states", &p->states));
    HOP_TRY(hop_alloc(bench->count, dim * sizeof(float), "sums", &p->sums));
    HOP_TRY(hop_alloc(bench->count, TILE * sizeof(float), "similarities", &p->tiles));
    for (size_t k = 0; k < bench->count * dim; k++) p->states[k] = (float)bench->queries[k];
    return HOP_OK;
}

void hop_bench_products_clear(hop_bench_products *p) {
    free(p->states);
    free(p->sums);
    free(p->tiles);
}

/* A share of the queries for each thread, like a program that has nothing else to do. */
static size_t block_of(const hop_bench_products *p) {
    size_t share = (p->queries + p->threads - 1) / p->threads;
    return share < BLOCK ? share : BLOCK;
}

static void multiply(void *context, size_t index, size_t worker) {
    (void)worker;
    hop_bench_products *p = context;
    size_t first = index * block_of(p), left = p->queries - first;
    size_t rows = left < block_of(p) ? left : block_of(p);
    float *tile = p->tiles + first * TILE, *sums = p->sums + first * p->dim;
    for (size_t from = 0; from < p->count; from += TILE) {
        size_t count = p->count - from < TILE ? p->count - from : TILE;
        const float *keys = p->patterns + from * p->dim;
        hop_blas_dots_float(rows, count, p->dim, p->states + first * p->dim, keys, tile);
        hop_blas_mix_float(rows, p->dim, count, tile, keys, sums);
    }
}

hop_status hop_bench_products_run(void *products) {
    hop_bench_products *p = products;
    memset(p->sums, 0, p->queries * p->dim * sizeof *p->sums);
    hop_parallel_run((p->queries + block_of(p) - 1) / block_of(p), p->threads, multiply, p);
    return HOP_OK;
}

/* ---- reading ---- */

enum { CHUNKS = 64 };

static void read_chunk(void *context, size_t index, size_t worker) {
    (void)worker;
    hop_bench_reading *reading = context;
    size_t words = reading->size / sizeof(unsigned long);
    size_t from = words * index / CHUNKS, to = words * (index + 1) / CHUNKS;
    const unsigned char *data = reading->data;
    unsigned long sum = 0, word = 0;
    for (size_t k = from; k < to; k++) {
        memcpy(&word, data + k * sizeof word, sizeof word);
        sum += word;
    }
    reading->sums[index] = sum;
}

hop_status hop_bench_reading_run(void *reading) {
    const hop_bench_reading *r = reading;
    hop_parallel_run(CHUNKS, r->threads, read_chunk, reading);
    return HOP_OK;
}
