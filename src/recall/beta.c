/* beta chosen from the memory.  Ramsauer et al. 2020 (2008.02217), Theorem 4: a pattern of
 * separation D among N of norm at most M is retrieved if
 *
 *     D >= 2 / (beta N) + ln(2 (N - 1) N beta M^2) / beta,
 *
 * so the smallest such beta for a small (but not the smallest) separation keeps nine patterns in
 * ten apart without making the basins needlessly narrow for the rest. SPDX-License-Identifier: MIT
 */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "recall_private.h"

/* Separations are measured for this many patterns, evenly spread over the memory. */
enum { SAMPLE = 256, BATCH = 32 };

/* Patterns closer than this fraction of M^2 are duplicates: no beta tells them apart. */
static const double DUPLICATE = 1e-4;

/* The separation below which one in ten lies. */
static const double QUANTILE = 0.1;

/* The limits of any family's beta. */
static const double BETA_LEAST = 1e-30, BETA_MOST = 1e12;

/* s_ii - max s_ij over the patterns that are not duplicates of i; s [count]. */
static double separation(const double *s, size_t count, size_t self, double negligible) {
    double rival = -INFINITY;
    for (size_t j = 0; j < count; j++)
        if (j != self && fabs(s[self] - s[j]) > negligible && s[j] > rival) rival = s[j];
    return s[self] - rival;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* What measuring works on: BATCH keys and their similarities [BATCH x patterns]. */
typedef struct measurement {
    double *keys, *s;
    size_t self[BATCH], rows[BATCH];
} measurement;

/* Adds the positive finite separations of sampled patterns first ... first+count-1 to `kept`. */
static hop_status measure_batch(const hop_recall *recall, measurement *work, size_t first,
                                size_t count, size_t sample, double *kept, size_t *kept_count) {
    double negligible = DUPLICATE * recall->largest_norm * recall->largest_norm;
    for (size_t i = 0; i < count; i++) {
        double *key = work->keys + i * recall->dim;
        work->rows[i] = i;
        work->self[i] = (first + i) * recall->count / sample;
        hop_memory_read(recall->memory, work->self[i], 1, key);
        hop_recall_apply_frame(recall->frames[work->self[i]], key, recall->dim);
    }
    hop_rows rows = {.index = work->rows, .count = count};
    HOP_TRY(hop_recall_fast_similarities(recall, rows, work->keys, work->s));
    for (size_t i = 0; i < count; i++) {
        const double *s = work->s + i * recall->count;
        double found = separation(s, recall->count, work->self[i], negligible);
        if (found > 0 && isfinite(found)) kept[(*kept_count)++] = found;
    }
    return HOP_OK;
}

/* Measures up to SAMPLE separations; keeps the positive finite ones, sorted. */
static hop_status measure(const hop_recall *recall, double *kept, size_t *kept_count) {
    size_t sample = recall->count < SAMPLE ? recall->count : SAMPLE;
    measurement work = {0};
    hop_status status = hop_alloc(recall->count, BATCH * sizeof(double), "similarities", &work.s);
    if (status == HOP_OK)
        status = hop_alloc(recall->dim, BATCH * sizeof(double), "keys", &work.keys);
    for (size_t first = 0; first < sample && status == HOP_OK; first += BATCH) {
        size_t count = sample - first < BATCH ? sample - first : BATCH;
        status = measure_batch(recall, &work, first, count, sample, kept, kept_count);
    }
    qsort(kept, *kept_count, sizeof *kept, ascending);
    free(work.s);
    free(work.keys);
    return status;
}

/* Solves the theorem's condition for beta by iteration: the logarithm grows slowly, so it
 * contracts. */
static double solve(double separated, double count, double norm) {
    double beta = 1 / separated;
    for (int i = 0; i < 100; i++) {
        double inside = 2 * fmax(count - 1, 1) * count * beta * norm * norm;
        beta = (2 / count + log(fmax(inside, exp(1)))) / separated;
    }
    return fmin(fmax(beta, BETA_LEAST), BETA_MOST);
}

hop_status hop_recall_choose_beta(const hop_recall *recall, double *beta) {
    double kept[SAMPLE];
    size_t count = 0;
    HOP_TRY(measure(recall, kept, &count));
    double norm = recall->largest_norm > 0 ? recall->largest_norm : 1;
    /* One pattern, or none that its own similarity prefers: the scale of the keys is all there is.
     */
    double separated = norm * norm;
    if (count > 0) separated = kept[(size_t)(QUANTILE * (double)count)];
    *beta = solve(separated, (double)recall->count, norm);
    return HOP_OK;
}
