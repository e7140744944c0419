/* Separations: how far each pattern's similarity with itself is above that with its nearest rival.
 * Ramsauer et al. 2020 (2008.02217), definition 1.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "recall_private.h"

/* Patterns compared with all others at a time. */
enum { BATCH = 32 };

/* Similarities closer than this fraction of M^2 mark a near-duplicate: no beta tells them apart. */
static const double DUPLICATE = 1e-4;

/* What a worker compares: keys [BATCH x dim], and their similarities [BATCH x patterns]. */
typedef struct scratch {
    double *keys, *s;
} scratch;

typedef struct measurement {
    const hop_recall *recall;
    hop_separation *separations;
    size_t count;
    scratch *scratch;     /* [workers] */
    hop_status *failures; /* [batches] */
} measurement;

static hop_separation separate(const double *s, size_t count, size_t self, double negligible) {
    hop_separation found = {.pattern = self, .rival = HOP_NO_PATTERN};
    double best = -INFINITY;
    for (size_t j = 0; j < count; j++) {
        if (j == self) continue;
        if (fabs(s[self] - s[j]) <= negligible)
            found.duplicates++;
        else if (s[j] > best)
            best = s[j], found.rival = j;
    }
    found.separation = s[self] - best;
    return found;
}

static void measure_batch(void *context, size_t index, size_t worker) {
    const measurement *work = context;
    const hop_recall *recall = work->recall;
    scratch *own = &work->scratch[worker];
    size_t rows[BATCH], self[BATCH], first = index * BATCH;
    size_t count = work->count - first < BATCH ? work->count - first : BATCH;
    double negligible = DUPLICATE * recall->largest_norm * recall->largest_norm;
    for (size_t i = 0; i < count; i++) {
        double *key = own->keys + i * recall->dim;
        rows[i] = i;
        self[i] = (first + i) * recall->count / work->count;
        hop_memory_read(recall->memory, self[i], 1, key);
        hop_recall_apply_frame(recall->frames[self[i]], key, recall->dim);
    }
    work->failures[index] =
        hop_recall_fast_similarities(recall, (hop_rows){rows, count}, own->keys, own->s);
    for (size_t i = 0; work->failures[index] == HOP_OK && i < count; i++)
        work->separations[first + i] =
            separate(own->s + i * recall->count, recall->count, self[i], negligible);
}

hop_status hop_recall_separations(const hop_recall *recall, size_t count,
                                  hop_separation *separations) {
    size_t batches = (count + BATCH - 1) / BATCH, threads = recall->options.threads;
    size_t workers = threads < batches ? threads : batches, number = sizeof(double);
    measurement work = {.recall = recall, .separations = separations, .count = count};
    hop_status status = hop_alloc(workers, sizeof *work.scratch, "scratch", &work.scratch);
    if (status == HOP_OK)
        status = hop_alloc(batches, sizeof *work.failures, "results", &work.failures);
    for (size_t i = 0; i < workers && status == HOP_OK; i++) {
        status = hop_alloc(recall->dim, BATCH * number, "keys", &work.scratch[i].keys);
        if (status == HOP_OK)
            status = hop_alloc(recall->count, BATCH * number, "similarities", &work.scratch[i].s);
    }
    if (status == HOP_OK) hop_parallel_run(batches, workers, measure_batch, &work);
    for (size_t i = 0; i < batches && status == HOP_OK; i++)
        if (work.failures[i] != HOP_OK)
            status = hop_fail(work.failures[i], "the patterns could not be compared: %s",
                              hop_status_text(work.failures[i]));
    for (size_t i = 0; work.scratch && i < workers; i++) {
        free(work.scratch[i].keys);
        free(work.scratch[i].s);
    }
    free(work.scratch);
    free(work.failures);
    return status;
}
