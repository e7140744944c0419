/* Keeping with a memory what every recall with the same similarity begins with: how each pattern is
 * seen, and the separations that beta is chosen by.  Of blobs by name; the version is in the name,
 * and grows when what they hold changes its meaning.
 * SPDX-License-Identifier: MIT */
#include "prepared.h"

#include "engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"

/* Numbers of a frame. */
enum { FRAME = 3 };

/* "frames-1:correlation"; false if it is too long for a blob. */
static bool name_of(const hop_recall *recall, const char *what, char name[HOP_BLOB_NAME]) {
    const hop_similarity *similarity = &recall->options.model.similarity;
    char spec[256];
    hop_spec_print(&similarity->kind->row, similarity->parameter, spec, sizeof spec);
    return snprintf(name, HOP_BLOB_NAME, "%s:%s", what, spec) < HOP_BLOB_NAME;
}

bool hop_prepared_frames(hop_recall *recall) {
    char name[HOP_BLOB_NAME];
    size_t size = 0, count = recall->count;
    if (!name_of(recall, "frames-1", name)) return false;
    const double *kept = hop_memory_blob(recall->memory, name, &size);
    if (!kept || size != (FRAME * count + 1) * sizeof *kept) return false;
    for (size_t i = 0; i < count; i++)
        recall->frames[i] = (hop_frame){
            .gain = kept[FRAME * i], .offset = kept[FRAME * i + 1], .bias = kept[FRAME * i + 2]};
    recall->largest_norm = kept[FRAME * count];
    return true;
}

bool hop_prepared_separations(const hop_recall *recall, size_t most, double *separations,
                              size_t *count) {
    char name[HOP_BLOB_NAME];
    size_t size = 0;
    if (!name_of(recall, "separations-1", name)) return false;
    const double *kept = hop_memory_blob(recall->memory, name, &size);
    if (!kept || size % sizeof *kept != 0 || size > most * sizeof *kept) return false;
    *count = size / sizeof *kept;
    if (*count > 0) memcpy(separations, kept, size);
    return true;
}

static hop_status keep_frames(const hop_recall *recall, hop_memory *memory, const char *name) {
    size_t count = recall->count;
    double *kept = NULL;
    HOP_TRY(hop_alloc(FRAME * count + 1, sizeof *kept, "frames", &kept));
    for (size_t i = 0; i < count; i++) {
        kept[FRAME * i] = recall->frames[i].gain;
        kept[FRAME * i + 1] = recall->frames[i].offset;
        kept[FRAME * i + 2] = recall->frames[i].bias;
    }
    kept[FRAME * count] = recall->largest_norm;
    hop_status status = hop_memory_set_blob(memory, name, kept, (FRAME * count + 1) * sizeof *kept);
    free(kept);
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
    hop_status status = HOP_OK;
    if (hop_recall_is_product(recall) && !hop_recall_is_bipolar(recall) &&
        name_of(recall, "frames-1", frames) && name_of(recall, "separations-1", separations)) {
        status = keep_frames(recall, memory, frames);
        if (status == HOP_OK) status = keep_separations(recall, memory, separations);
    }
    hop_recall_destroy(recall);
    return status;
}
