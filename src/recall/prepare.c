/* Keeping with a memory what every recall begins with: its range, how far patterns lie apart, sums
 * of their bytes; and with the same similarity: how each pattern is seen, and the separations that
 * beta is chosen by.  In blobs by name; the version is in the name, and grows when what they hold
 * changes its meaning.
 * SPDX-License-Identifier: MIT */
#include "prepared.h"

#include "engine.h"
#include "index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/spill.h"

enum { CHUNK = 1024 };

typedef struct summing {
    const hop_memory *memory;
    hop_byte_sums *sums;
} summing;

static void sum_chunk(void *context, size_t chunk, size_t worker) {
    (void)worker;
    const summing *work = context;
    const unsigned char *bytes = hop_memory_data(work->memory);
    size_t first = chunk * CHUNK, left = hop_memory_count(work->memory) - first;
    size_t end = first + (left < CHUNK ? left : CHUNK), dim = hop_memory_dim(work->memory);
    for (size_t i = first; i < end; i++) work->sums[i] = hop_recall_add_bytes(bytes + i * dim, dim);
}

static hop_status keep_sums(hop_memory *memory, size_t threads) {
    size_t count = hop_memory_count(memory);
    if (hop_memory_dtype(memory) != HOP_U8) return HOP_OK;
    summing work = {.memory = memory};
    HOP_TRY(hop_spill_alloc(count, sizeof *work.sums, "sums", &work.sums));
    hop_parallel_run((count + CHUNK - 1) / CHUNK, threads, sum_chunk, &work);
    hop_status status =
        hop_memory_set_blob(memory, HOP_PREPARED_SUMS, work.sums, count * sizeof *work.sums);
    hop_spill_free(work.sums);
    return status;
}

static hop_status keep_apart(const hop_recall *recall, hop_memory *memory) {
    double apart = 0;
    HOP_TRY(hop_recall_measure_apart_all(recall, &apart));
    return hop_memory_set_blob(memory, HOP_PREPARED_APART, &apart, sizeof apart);
}

/* ---- with the same similarity ---- */

static hop_status keep_index(const hop_recall *recall, hop_memory *memory) {
    char name[HOP_BLOB_NAME];
    hop_sieve *sieve = NULL;
    const hop_recall_running *running = &recall->options.running;
    if (recall->count < HOP_INDEX_LEAST || !hop_sieve_is_possible(memory) ||
        !hop_prepared_name(recall, "index-2", name))
        return HOP_OK;
    HOP_TRY(hop_sieve_create(memory, recall->frames, running->threads, &sieve));
    hop_status status = hop_index_build(memory, name, sieve, running);
    hop_sieve_destroy(sieve);
    return status;
}

static hop_status keep_frames(const hop_recall *recall, hop_memory *memory, const char *name) {
    size_t count = recall->count;
    double *kept = NULL;
    HOP_TRY(hop_spill_alloc(HOP_PREPARED_FRAME * count + 1, sizeof *kept, "frames", &kept));
    for (size_t i = 0; i < count; i++) {
        kept[HOP_PREPARED_FRAME * i] = recall->frames[i].gain;
        kept[HOP_PREPARED_FRAME * i + 1] = recall->frames[i].offset;
        kept[HOP_PREPARED_FRAME * i + 2] = recall->frames[i].bias;
    }
    kept[HOP_PREPARED_FRAME * count] = recall->largest_norm;
    hop_status status =
        hop_memory_set_blob(memory, name, kept, (HOP_PREPARED_FRAME * count + 1) * sizeof *kept);
    hop_spill_free(kept);
    return status;
}

static hop_status keep_separations(const hop_recall *recall, hop_memory *memory, const char *name) {
    double *kept = NULL;
    size_t count = 0;
    HOP_TRY(hop_recall_sample_separations(recall, &kept, &count));
    hop_status status = hop_memory_set_blob(memory, name, kept, count * sizeof *kept);
    free(kept);
    return status;
}

hop_status hop_recall_prepare(hop_memory *memory, const hop_recall_options *options) {
    char frames[HOP_BLOB_NAME], separations[HOP_BLOB_NAME];
    hop_recall_options plain = *options;
    hop_recall *recall = NULL;
    HOP_TRY(hop_energy_parse("lse:beta=1", &plain.model.energy));
    plain.running.precision = HOP_FLOAT;
    plain.running.pruning = HOP_PRUNING_NEVER;
    HOP_TRY(hop_recall_create(memory, &plain, &recall));
    hop_status status = hop_memory_keep_range(memory);
    if (status == HOP_OK) status = keep_sums(memory, recall->options.running.threads);
    if (status == HOP_OK && !hop_recall_is_bipolar(recall)) status = keep_apart(recall, memory);
    if (status == HOP_OK && hop_recall_is_product(recall) && !hop_recall_is_bipolar(recall) &&
        hop_prepared_name(recall, "frames-1", frames) &&
        hop_prepared_name(recall, "separations-1", separations)) {
        status = keep_frames(recall, memory, frames);
        if (status == HOP_OK) status = keep_separations(recall, memory, separations);
        if (status == HOP_OK) status = keep_index(recall, memory);
    }
    hop_recall_destroy(recall);
    return status;
}
