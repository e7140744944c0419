/* What the memory's values are like: how far they spread, and how far patterns lie from the mean of
 * all.  Both by a sample of patterns, evenly spread over the memory.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "engine.h"
#include "prepared.h"

/* Patterns looked at. */
enum { SAMPLE = 1024 };

typedef struct sample {
    const hop_recall *recall;
    size_t count;
    bool shown;             /* as outputs show them, not as they are stored */
    double *mean, *pattern; /* [dim] */
} sample;

static void read_sample(const sample *s, size_t i) {
    size_t pattern = i * s->recall->count / s->count;
    if (s->shown)
        hop_recall_shown(s->recall, pattern, 1, s->pattern);
    else
        hop_memory_read(s->recall->memory, pattern, 1, s->pattern);
}

static hop_status sample_create(const hop_recall *recall, bool shown, sample *s) {
    *s = (sample){
        .recall = recall, .shown = shown, .count = recall->count < SAMPLE ? recall->count : SAMPLE};
    hop_status status = hop_alloc(recall->dim, sizeof *s->mean, "a mean", &s->mean);
    if (status == HOP_OK)
        status = hop_alloc(recall->dim, sizeof *s->pattern, "a pattern", &s->pattern);
    for (size_t i = 0; status == HOP_OK && i < s->count; i++) {
        read_sample(s, i);
        for (size_t j = 0; j < recall->dim; j++) s->mean[j] += s->pattern[j] / (double)s->count;
    }
    return status;
}

static void sample_clear(sample *s) {
    free(s->mean);
    free(s->pattern);
}

/* The root mean square of the values around the mean of their position. */
static double spread_of(const sample *s) {
    size_t dim = s->recall->dim;
    double square = 0;
    for (size_t i = 0; i < s->count; i++) {
        read_sample(s, i);
        for (size_t j = 0; j < dim; j++) {
            double apart = s->pattern[j] - s->mean[j];
            square += apart * apart / ((double)s->count * (double)dim);
        }
    }
    return sqrt(square);
}

/* A mean so many times the spread is worth taking away. */
static const double FAR = 8;

/* Similarities are differences of squares of the values: where these lie far from 0, beside how
 * they vary, the differences would be lost in rounding. */
static hop_status choose_shift(hop_recall *recall) {
    sample s = {0};
    double mean = 0;
    if (!recall->options.model.similarity.kind->shiftable) return HOP_OK;
    hop_status status = sample_create(recall, false, &s);
    for (size_t j = 0; status == HOP_OK && j < recall->dim; j++)
        mean += s.mean[j] / (double)recall->dim;
    double spread = status == HOP_OK ? spread_of(&s) : 0;
    if (spread > 0 && isfinite(mean) && fabs(mean) > FAR * spread) recall->shift = mean;
    sample_clear(&s);
    return status;
}

hop_status hop_recall_choose_scale(hop_recall *recall) {
    hop_similarity *similarity = &recall->options.model.similarity;
    const hop_row *row = &similarity->kind->row;
    sample s = {0};
    bool open = false;
    for (size_t i = 0; i < hop_row_parameter_count(row); i++)
        open = open || isnan(similarity->parameter[i]);
    HOP_TRY(choose_shift(recall));
    if (!open || !similarity->kind->choose) return HOP_OK;
    hop_status status = sample_create(recall, false, &s);
    if (status == HOP_OK) similarity->kind->choose(similarity->parameter, spread_of(&s));
    sample_clear(&s);
    return status;
}

hop_status hop_recall_measure_reach(hop_recall *recall) {
    const hop_similarity *similarity = &recall->options.model.similarity;
    sample s = {0};
    double largest = 0;
    if (!hop_recall_is_difference(recall)) return HOP_OK;
    hop_status status = sample_create(recall, false, &s);
    for (size_t i = 0; status == HOP_OK && i < s.count; i++) {
        double apart = 0;
        read_sample(&s, i);
        for (size_t j = 0; j < recall->dim; j++)
            apart += similarity->kind->rho(similarity->parameter, s.pattern[j] - s.mean[j]);
        largest = fmax(largest, apart);
    }
    if (status == HOP_OK) recall->largest_norm = sqrt(largest);
    sample_clear(&s);
    return status;
}

hop_status hop_recall_measure_apart_all(const hop_recall *recall, double *apart) {
    sample s = {0};
    bool bipolar = recall->options.model.similarity.kind->bipolar;
    if (!bipolar && hop_prepared_apart(recall->memory, apart)) return HOP_OK;
    hop_status status = sample_create(recall, true, &s);
    if (status == HOP_OK) *apart = sqrt(2 * (double)recall->dim) * spread_of(&s);
    sample_clear(&s);
    return status;
}
