/* Certificates of a memory: which patterns, and how much is measured.
 * SPDX-License-Identifier: MIT */
#include "certificates.h"

#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"

/* Products of values that separations may cost when no sample is asked for: some ten seconds. */
static const double PRODUCTS = 3e11;

/* How many of the worst are measured.  Every beta costs passes over the memory, so fewer of one
 * with more values than LARGE, and none beyond ENORMOUS. */
enum { MEASURED = 10, MEASURED_LARGE = 3 };
static const double LARGE = 2e7, ENORMOUS = 2e8;

/* A difference costs about so many products: no matrix product hurries it. */
static const double DIFFERENCE = 20;

/* What one pass over the memory costs, in products. */
static double pass_of(const hop_certificates *c) {
    bool difference =
        hop_recall_resolved(c->recall)->model.similarity.kind->form == HOP_FORM_DIFFERENCE;
    double values = (double)hop_memory_count(c->memory) * (double)hop_memory_dim(c->memory);
    return values * (difference ? DIFFERENCE : 1);
}

static size_t sample_of(const hop_certificates *c, size_t asked) {
    size_t count = hop_memory_count(c->memory);
    double affordable = PRODUCTS / pass_of(c);
    if (asked > 0) return asked < count ? asked : count;
    if ((double)count <= affordable) return count;
    return affordable < 1 ? 1 : (size_t)affordable;
}

/* What is sorted: places by separation, then by place. */
typedef struct place {
    double separation;
    size_t at;
} place;

static int compare_places(const void *a, const void *b) {
    const place *x = a, *y = b;
    if (x->separation != y->separation) return x->separation < y->separation ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

static hop_status sort_worst(hop_certificates *c) {
    place *places = NULL;
    HOP_TRY(hop_alloc(c->count, sizeof *places, "an index", &places));
    for (size_t i = 0; i < c->count; i++) places[i] = (place){c->of[i].separation, i};
    qsort(places, c->count, sizeof *places, compare_places);
    for (size_t i = 0; i < c->count; i++) c->worst[i] = places[i].at;
    free(places);
    return HOP_OK;
}

static hop_status measure_worst(hop_certificates *c) {
    double pass = pass_of(c);
    size_t patterns[MEASURED], most = pass > LARGE ? MEASURED_LARGE : MEASURED;
    if (pass > ENORMOUS) most = 0;
    size_t count = c->count < most ? c->count : most;
    double lost[MEASURED];
    for (size_t i = 0; i < c->count; i++) c->lost[i] = NAN;
    for (size_t i = 0; i < count; i++) patterns[i] = c->of[c->worst[i]].pattern;
    HOP_TRY(hop_recall_measure_loss(c->recall, patterns, count, lost));
    for (size_t i = 0; i < count; i++) c->lost[c->worst[i]] = lost[i];
    return HOP_OK;
}

static hop_status certify(hop_certificates *c) {
    size_t *patterns = NULL, total = hop_memory_count(c->memory);
    HOP_TRY(hop_alloc(c->count, sizeof *patterns, "an index", &patterns));
    for (size_t i = 0; i < c->count; i++) patterns[i] = i * total / c->count;
    hop_status status = hop_recall_certify(c->recall, patterns, c->count, c->of);
    free(patterns);
    return status;
}

hop_status hop_certificates_make(const char *path, const hop_memory *memory,
                                 const hop_recall_options *options, size_t sample,
                                 hop_certificates *c) {
    size_t beta = hop_row_parameter_index(&options->model.energy.family->row, "beta");
    *c = (hop_certificates){.path = path, .memory = memory};
    c->beta_auto = beta != HOP_PARAMETER_MAX && isnan(options->model.energy.parameter[beta]);
    HOP_TRY(hop_recall_create(memory, options, &c->recall));
    c->count = sample_of(c, sample);
    HOP_TRY(hop_alloc(c->count, sizeof *c->of, "certificates", &c->of));
    HOP_TRY(hop_alloc(c->count, sizeof *c->worst, "an index", &c->worst));
    HOP_TRY(hop_alloc(c->count, sizeof *c->lost, "certificates", &c->lost));
    HOP_TRY(certify(c));
    HOP_TRY(sort_worst(c));
    c->critical = c->residual = NAN;
    if (hop_recall_theory(c->recall) == HOP_THEORY_SOFTMAX)
        HOP_TRY(hop_recall_critical_beta(c->recall, &c->critical, &c->residual));
    return measure_worst(c);
}

void hop_certificates_clear(hop_certificates *c) {
    hop_recall_destroy(c->recall);
    free(c->of);
    free(c->worst);
    free(c->lost);
}

size_t hop_certificates_guaranteed(const hop_certificates *c) {
    size_t count = 0;
    for (size_t i = 0; i < c->count; i++) count += c->of[i].guaranteed ? 1 : 0;
    return count;
}

size_t hop_certificates_duplicated(const hop_certificates *c) {
    size_t count = 0;
    for (size_t i = 0; i < c->count; i++) count += c->of[i].duplicates > 0 ? 1 : 0;
    return count;
}

const char *hop_certificates_beta_reason(const hop_recall *recall, bool beta_auto) {
    const hop_recall_options *options = hop_recall_resolved(recall);
    if (!beta_auto) return "";
    return options->model.energy.family->margin
               ? " (auto: a quarter of the separation that 49 in 50 patterns have is enough for an "
                 "exact recall)"
               : " (auto: what theory asks for where 49 in 50 patterns have a quarter of their "
                 "separation left)";
}
