/* Separations: how far each pattern's similarity with itself is above that with its nearest rival.
 * Ramsauer et al. 2020 (2008.02217), definition 1.
 *
 * Batches of patterns are compared with all others in float, by tiles; then whoever comes so near
 * the nearest that float could not tell is compared again in double.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/ranks.h"
#include "../base/spill.h"
#include "recall_private.h"

/* Patterns compared with all others at a time: keys are made anew for every batch, so as many as a
 * worker may hold similarities for, yet few enough to share out the work. */
enum { BATCH_LEAST = 16, BATCH_MOST = 256, SHARES = 8 };
static const size_t HELD_NUMBERS = (size_t)1 << 23;

/* Batches of each worker between two reports of progress. */
enum { ROUND = 2 };

/* Similarities closer than this fraction of M^2 mark a near-duplicate: no beta tells them apart. */
static const double DUPLICATE = 1e-4;

/* Similarities in float are off by less than this fraction of M^2; up to so many patterns within it
 * are compared again. */
static const double SLACK = 1e-5;
enum { SHARPENED_MOST = 16 };

/* What a worker compares: keys [batch x dim], and their similarities [batch x patterns]. */
typedef struct scratch {
    double *keys, *s;
    double *other; /* [dim] the key of one more */
} scratch;

typedef struct measurement {
    const hop_recall *recall;
    const size_t *patterns; /* [count] */
    hop_separation *separations;
    size_t count, batch;
    size_t round;         /* the first batch of the round at hand */
    scratch *scratch;     /* [workers] */
    hop_status *failures; /* [batches] */
} measurement;

/* Similarity of a key with a pattern, in double where similarities are products. */
static double compare(const hop_recall *recall, const double *key, const double *s, size_t pattern,
                      double *other) {
    double sum = 0;
    if (!recall->options.model.similarity.kind->known) return s[pattern];
    hop_memory_read(recall->memory, pattern, 1, other);
    hop_recall_apply_frame(recall->frames[pattern], other, recall->dim);
    for (size_t k = 0; k < recall->dim; k++) sum += key[k] * other[k];
    return sum + recall->frames[pattern].bias;
}

/* The most similar pattern but `self` and those it is `below` or less apart from; the lowest index
 * of equals. */
static size_t find_rival(const double *s, size_t count, size_t self, double below) {
    size_t rival = HOP_NO_PATTERN;
    for (size_t j = 0; j < count; j++) {
        if (j == self || fabs(s[self] - s[j]) <= below) continue;
        if (rival == HOP_NO_PATTERN || s[j] > s[rival]) rival = j;
    }
    return rival;
}

/* The same in double, for those that come near it; `*similarity` is that with the rival. */
static size_t sharpen(const hop_recall *recall, const double *key, const double *s, size_t self,
                      double below, double *other, double *similarity) {
    size_t rival = find_rival(s, recall->count, self, below), tried = 0;
    *similarity = -INFINITY;
    if (rival == HOP_NO_PATTERN) return rival;
    double slack = SLACK * recall->largest_norm * recall->largest_norm;
    double least = s[rival] - slack;
    *similarity = compare(recall, key, s, rival, other);
    for (size_t j = 0; j < recall->count && tried < SHARPENED_MOST; j++) {
        if (j == self || s[j] < least || fabs(s[self] - s[j]) <= below || j == rival) continue;
        double again = compare(recall, key, s, j, other);
        if (again > *similarity || (again == *similarity && j < rival))
            *similarity = again, rival = j;
        tried++;
    }
    return rival;
}

static hop_separation separate(const hop_recall *recall, const double *key, const double *s,
                               size_t self, double *other) {
    hop_separation found = {.pattern = self};
    double negligible = DUPLICATE * recall->largest_norm * recall->largest_norm, similarity = 0;
    for (size_t j = 0; j < recall->count; j++)
        found.duplicates += j != self && fabs(s[self] - s[j]) <= negligible ? 1 : 0;
    found.similarity = compare(recall, key, s, self, other);
    found.closest_pattern = sharpen(recall, key, s, self, -1, other, &similarity);
    found.closest = found.similarity - similarity;
    found.rival = found.closest_pattern;
    if (found.duplicates > 0)
        found.rival = sharpen(recall, key, s, self, negligible, other, &similarity);
    found.separation = found.similarity - similarity;
    return found;
}

static void measure_batch(void *context, size_t index, size_t worker) {
    const measurement *work = context;
    const hop_recall *recall = work->recall;
    scratch *own = &work->scratch[worker];
    size_t rows[BATCH_MOST], batch = work->round + index, first = batch * work->batch;
    size_t count = work->count - first < work->batch ? work->count - first : work->batch;
    for (size_t i = 0; i < count; i++) {
        double *key = own->keys + i * recall->dim;
        size_t self = work->patterns[first + i];
        rows[i] = i;
        hop_memory_read(recall->memory, self, 1, key);
        hop_recall_apply_frame(recall->frames[self], key, recall->dim);
    }
    work->failures[batch] =
        hop_recall_fast_similarities(recall, (hop_rows){rows, count}, own->keys, own->s);
    for (size_t i = 0; work->failures[batch] == HOP_OK && i < count; i++)
        work->separations[first + i] =
            separate(recall, own->keys + i * recall->dim, own->s + i * recall->count,
                     work->patterns[first + i], own->other);
}

static void written(void *context, size_t index, hop_ranks_take *give, void *to) {
    const measurement *work = context;
    size_t batch = work->round + index, first = batch * work->batch;
    size_t count = work->count - first < work->batch ? work->count - first : work->batch;
    give(to, &work->failures[batch], sizeof *work->failures);
    give(to, work->separations + first, count * sizeof *work->separations);
}

/* Round after round, so that progress is told from this thread and can end the work. */
static hop_status measure_all(measurement *work, size_t batches, size_t workers) {
    const hop_recall_options *options = &work->recall->options;
    for (; work->round < batches; work->round += workers * ROUND) {
        size_t left = batches - work->round, done = work->round * work->batch;
        if (options->running.progress &&
            options->running.progress(options->running.context, "measuring separations", done,
                                      work->count))
            return hop_fail(HOP_E_CANCELLED, "interrupted with %zu of %zu separations measured",
                            done, work->count);
        const hop_ranks_loop loop = {work, measure_batch, written};
        hop_ranks_run(left < workers * ROUND ? left : workers * ROUND, workers, &loop);
    }
    for (size_t i = 0; i < batches; i++)
        if (work->failures[i] != HOP_OK)
            return hop_fail(work->failures[i], "the patterns could not be compared: %s",
                            work->failures[i] == HOP_E_VALUE
                                ? "a similarity is beyond the range of float; divide all values "
                                  "by the same number"
                                : hop_status_text(work->failures[i]));
    return HOP_OK;
}

static size_t batch_of(size_t patterns, size_t count) {
    size_t batch = HELD_NUMBERS / patterns, share = (count + SHARES - 1) / SHARES;
    if (batch > share) batch = share;
    if (batch < BATCH_LEAST) batch = BATCH_LEAST;
    return batch < BATCH_MOST ? batch : BATCH_MOST;
}

hop_status hop_recall_separate(const hop_recall *recall, const size_t *patterns, size_t count,
                               hop_separation *separations) {
    size_t batch = batch_of(recall->count, count), batches = (count + batch - 1) / batch;
    size_t threads = recall->options.running.threads, number = sizeof(double);
    size_t workers = threads < batches ? threads : batches;
    measurement work = {recall, patterns, separations, count, batch, 0, NULL, NULL};
    hop_status status = hop_alloc(workers, sizeof *work.scratch, "scratch", &work.scratch);
    if (status == HOP_OK)
        status = hop_alloc(batches, sizeof *work.failures, "results", &work.failures);
    for (size_t i = 0; i < workers && status == HOP_OK; i++) {
        status = hop_alloc(recall->dim, batch * number, "keys", &work.scratch[i].keys);
        if (status == HOP_OK)
            status =
                hop_spill_alloc(recall->count, batch * number, "similarities", &work.scratch[i].s);
        if (status == HOP_OK)
            status = hop_alloc(recall->dim, number, "a key", &work.scratch[i].other);
    }
    if (status == HOP_OK) status = measure_all(&work, batches, workers);
    for (size_t i = 0; work.scratch && i < workers; i++) {
        free(work.scratch[i].keys);
        hop_spill_free(work.scratch[i].s);
        free(work.scratch[i].other);
    }
    free(work.scratch);
    free(work.failures);
    return status;
}

hop_status hop_recall_separations(const hop_recall *recall, size_t count,
                                  hop_separation *separations) {
    size_t *patterns = NULL;
    HOP_TRY(hop_alloc(count, sizeof *patterns, "an index", &patterns));
    for (size_t i = 0; i < count; i++) patterns[i] = i * recall->count / count;
    hop_status status = hop_recall_separate(recall, patterns, count, separations);
    free(patterns);
    return status;
}

hop_status hop_recall_measure_apart(const hop_recall *recall, size_t pattern, size_t other,
                                    double *apart) {
    double *key = NULL, *another = NULL, *s = NULL;
    bool product = recall->options.model.similarity.kind->known != NULL;
    hop_status status = hop_alloc(recall->dim, sizeof *key, "a key", &key);
    if (status == HOP_OK) status = hop_alloc(recall->dim, sizeof *another, "a key", &another);
    if (status == HOP_OK && !product)
        status = hop_alloc(recall->count, sizeof *s, "similarities", &s);
    if (status == HOP_OK) {
        hop_memory_read(recall->memory, pattern, 1, key);
        hop_recall_apply_frame(recall->frames[pattern], key, recall->dim);
        size_t row = 0;
        if (!product) status = hop_recall_fast_similarities(recall, (hop_rows){&row, 1}, key, s);
    }
    if (status == HOP_OK)
        *apart =
            compare(recall, key, s, pattern, another) - compare(recall, key, s, other, another);
    free(key);
    free(another);
    free(s);
    return status;
}
