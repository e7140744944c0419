/* Bipolar outputs and patterns are nearest where most values agree, which bits count exactly.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "nearest.h"

enum { BLOCK = 16, TILE = 64 };

typedef struct counting {
    const hop_recall *recall;
    const double *outputs;
    size_t count;
    size_t *nearest;
    uint64_t *bits;    /* [workers x BLOCK x words]: outputs */
    int32_t *products; /* [workers x BLOCK x TILE] */
} counting;

static void count_block(void *context, size_t index, size_t worker) {
    const counting *work = context;
    const hop_recall *recall = work->recall;
    size_t first = index * BLOCK, dim = recall->dim, words = recall->bits.words;
    size_t block = work->count - first < BLOCK ? work->count - first : BLOCK;
    double middle = (recall->low + recall->high) / 2;
    uint64_t *bits = work->bits + worker * BLOCK * words;
    int32_t *products = work->products + worker * BLOCK * TILE, best[BLOCK];
    for (size_t i = 0; i < block; i++) {
        hop_bits_pack(work->outputs + (first + i) * dim, dim, middle, bits + i * words);
        best[i] = INT32_MIN;
    }
    for (size_t from = 0; from < recall->count; from += TILE) {
        size_t count = recall->count - from < TILE ? recall->count - from : TILE;
        hop_bits_multiply(&recall->bits, (hop_bits_range){from, count}, bits, block, products);
        for (size_t i = 0; i < block; i++)
            for (size_t j = 0; j < count; j++) {
                if (products[i * count + j] <= best[i]) continue;
                best[i] = products[i * count + j];
                work->nearest[first + i] = from + j;
            }
    }
}

hop_status hop_recall_nearest_by_bits(const hop_recall *recall, const double *outputs, size_t count,
                                      size_t *nearest) {
    size_t blocks = (count + BLOCK - 1) / BLOCK, threads = recall->options.running.threads;
    size_t workers = threads < blocks ? threads : blocks;
    counting work = {.recall = recall, .outputs = outputs, .count = count, .nearest = nearest};
    hop_status status =
        hop_alloc(workers * BLOCK, recall->bits.words * sizeof *work.bits, "outputs", &work.bits);
    if (status == HOP_OK)
        status =
            hop_alloc(workers * BLOCK, TILE * sizeof *work.products, "products", &work.products);
    if (status == HOP_OK) hop_parallel_run(blocks, workers, count_block, &work);
    free(work.bits);
    free(work.products);
    return status;
}
