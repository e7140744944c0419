/* What a memory keeps of an earlier recall, found by name and taken over; prepare.c makes it.
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
#include "../base/simd.h"

bool hop_prepared_name(const hop_recall *recall, const char *what, char name[HOP_BLOB_NAME]) {
    const hop_similarity *similarity = &recall->options.model.similarity;
    char spec[256];
    hop_spec_print(&similarity->kind->row, similarity->parameter, spec, sizeof spec);
    return snprintf(name, HOP_BLOB_NAME, "%s:%s", what, spec) < HOP_BLOB_NAME;
}

/* Frames are taken over some at a time, by all threads: most of it is the system's making room. */
enum { FRAMES = 1 << 14 };

typedef struct taking {
    hop_recall *recall;
    const double *kept;
} taking;

static void take_frames(void *context, size_t index, size_t worker) {
    const taking *t = context;
    const size_t first = index * FRAMES, left = t->recall->count - first;
    (void)worker;
    for (size_t i = first; i < first + (left < FRAMES ? left : FRAMES); i++) {
        const double *kept = t->kept + HOP_PREPARED_FRAME * i;
        t->recall->frames[i] = (hop_frame){.gain = kept[0], .offset = kept[1], .bias = kept[2]};
    }
}

bool hop_prepared_frames(hop_recall *recall) {
    char name[HOP_BLOB_NAME];
    size_t size = 0, count = recall->count;
    if (!hop_prepared_name(recall, "frames-1", name)) return false;
    const double *kept = hop_memory_blob(recall->memory, name, &size);
    if (!kept || size != (HOP_PREPARED_FRAME * count + 1) * sizeof *kept) return false;
    hop_parallel_run((count + FRAMES - 1) / FRAMES, recall->options.running.threads, take_frames,
                     &(taking){recall, kept});
    recall->largest_norm = kept[HOP_PREPARED_FRAME * count];
    return true;
}

bool hop_prepared_separations(const hop_recall *recall, size_t most, double *separations,
                              size_t *count) {
    char name[HOP_BLOB_NAME];
    size_t size = 0;
    if (!hop_prepared_name(recall, "separations-1", name)) return false;
    const double *kept = hop_memory_blob(recall->memory, name, &size);
    if (!kept || size % sizeof *kept != 0 || size > most * sizeof *kept) return false;
    *count = size / sizeof *kept;
    if (*count > 0) memcpy(separations, kept, size);
    return true;
}

/* ---- whatever the similarity ---- */

const hop_byte_sums *hop_prepared_sums(const hop_memory *memory) {
    size_t size = 0;
    const void *kept = hop_memory_blob(memory, HOP_PREPARED_SUMS, &size);
    return size == hop_memory_count(memory) * sizeof(hop_byte_sums) ? kept : NULL;
}

/* Values whose squares fit 32 bits together. */
enum { SQUARES = 1 << 16 };

HOP_CLONES static hop_byte_sums sum_bytes(const unsigned char *row, size_t dim) {
    hop_byte_sums sums = {0, 0};
    for (size_t first = 0; first < dim; first += SQUARES) {
        size_t end = dim - first < SQUARES ? dim : first + SQUARES;
        uint32_t plain = 0, square = 0;
        for (size_t j = first; j < end; j++) {
            plain += row[j];
            square += (uint32_t)row[j] * row[j];
        }
        sums.plain += plain;
        sums.square += square;
    }
    return sums;
}

hop_byte_sums hop_recall_add_bytes(const unsigned char *row, size_t dim) {
    return sum_bytes(row, dim);
}

bool hop_prepared_apart(const hop_memory *memory, double *apart) {
    size_t size = 0;
    const double *kept = hop_memory_blob(memory, HOP_PREPARED_APART, &size);
    if (!kept || size != sizeof *kept) return false;
    *apart = *kept;
    return true;
}

hop_status hop_prepared_index(const hop_recall *recall) {
    char name[HOP_BLOB_NAME];
    if (!hop_prepared_name(recall, "index-2", name)) return HOP_OK;
    return hop_index_open(recall->memory, name, recall->sieve, &recall->sieve->index);
}
