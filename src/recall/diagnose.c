/* Why a recall went wrong: what the query resembled at the start, and how the first weights fell.
 * SPDX-License-Identifier: MIT */
#include <hopfield/certificate.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/sum.h"
#include "engine.h"

/* Patterns read at a time. */
enum { TILE = 64 };

/* Separations below this part of M^2 mark near-duplicates, as in separation.c. */
static const double DUPLICATE = 1e-4;

/* Part of the distance between patterns below which two are near-duplicates, as in ending.c. */
static const double NEAR = 1.0 / 40;

/* A first weight below this leaves most of the next state to other patterns. */
static const double MAJORITY = 0.5;

/* ---- first similarities, by the known values of a query ---- */

typedef struct comparison {
    const hop_recall *recall;
    double *known;       /* [dim]: 1, or 0 where the query is not known */
    double *values;      /* [dim]: of the query, 0 where it is not known */
    hop_known_sums sums; /* of the query */
    double *patterns;    /* [workers x TILE x dim] */
    double *s;           /* [patterns] */
} comparison;

/* Bipolar states are compared as they were thresholded, query and patterns. */
static hop_status take_query(comparison *c, const double *query) {
    memcpy(c->values, query, c->recall->dim * sizeof *query);
    if (c->recall->options.model.similarity.kind->bipolar)
        HOP_TRY(hop_recall_start(c->recall, query, 1, c->values));
    c->sums = (hop_known_sums){.dim = c->recall->dim};
    for (size_t j = 0; j < c->recall->dim; j++) {
        const bool known = !isnan(query[j]);
        c->known[j] = known ? 1 : 0;
        if (!known) c->values[j] = 0;
        c->sums.known += known ? 1 : 0;
        c->sums.q += c->values[j];
        c->sums.qq += c->values[j] * c->values[j];
    }
    return HOP_OK;
}

static void compare_tile(void *context, size_t index, size_t worker) {
    const comparison *c = context;
    const hop_recall *recall = c->recall;
    const hop_similarity *similarity = &recall->options.model.similarity;
    const size_t dim = recall->dim, first = index * TILE;
    const size_t count = recall->count - first < TILE ? recall->count - first : TILE;
    double *patterns = c->patterns + worker * TILE * dim;
    hop_memory_read(recall->memory, first, count, patterns);
    for (size_t i = 0; i < count; i++) {
        hop_known_sums sums = c->sums;
        double added[3] = {0};
        if (similarity->kind->bipolar)
            hop_recall_apply_frame(recall->frames[first + i], patterns + i * dim, dim);
        hop_sum_weighted(patterns + i * dim, c->known, c->values, dim, added);
        sums.x = added[0], sums.xx = added[1], sums.xq = added[2];
        c->s[first + i] = similarity->kind->known(similarity->parameter, &sums);
        /* As hop_recall_shift(), by the known values. */
        if (recall->options.model.energy.family->distances)
            c->s[first + i] -= sums.qq / 2 * (double)dim / (double)sums.known;
    }
}

/* The first similarities s [patterns] of a query. */
static hop_status compare_all(const hop_recall *recall, const double *query, double *s) {
    const size_t dim = recall->dim, row = 0, threads = recall->options.running.threads;
    comparison c = {.recall = recall, .s = s};
    if (!recall->options.model.similarity.kind->known)
        return recall->engine->similarities(recall, (hop_rows){&row, 1}, query, s);
    hop_status status = hop_alloc(dim, sizeof *c.known, "a query", &c.known);
    if (status == HOP_OK) status = hop_alloc(dim, sizeof *c.values, "a query", &c.values);
    if (status == HOP_OK)
        status = hop_alloc(threads * TILE, dim * sizeof *c.patterns, "patterns", &c.patterns);
    if (status == HOP_OK) status = take_query(&c, query);
    if (status == HOP_OK)
        hop_parallel_run((recall->count + TILE - 1) / TILE, threads, compare_tile, &c);
    free(c.known);
    free(c.values);
    free(c.patterns);
    return status;
}

/* ---- why ---- */

/* The most similar pattern but the target, which a wrong query has. */
static size_t find_rival(const double *s, size_t count, size_t target) {
    if (count == 1) return target;
    size_t rival = target == 0 ? 1 : 0;
    for (size_t i = 0; i < count; i++)
        if (i != target && s[i] > s[rival]) rival = i;
    return rival;
}

bool hop_recall_is_constant_query(const hop_recall *recall, const double *values) {
    double low = INFINITY, high = -INFINITY;
    const hop_similarity_row *kind = recall->options.model.similarity.kind;
    if (!recall->levels && (kind->plain_keys || hop_recall_is_difference(recall))) return false;
    for (size_t j = 0; j < recall->dim; j++)
        low = fmin(low, values[j]), high = fmax(high, values[j]);
    return low == high && (recall->levels || hop_recall_frame(recall, values).gain == 0);
}

/* Near-duplicates by their values, whatever the similarity sees of them. */
static hop_status are_alike(const hop_recall *recall, size_t a, size_t b, bool *alike) {
    const size_t dim = recall->dim;
    double *rows = NULL, apart = 0;
    HOP_TRY(hop_recall_measure_apart_all(recall, &apart));
    HOP_TRY(hop_alloc(2, dim * sizeof *rows, "patterns", &rows));
    hop_recall_shown(recall, a, 1, rows);
    hop_recall_shown(recall, b, 1, rows + dim);
    *alike = sqrt(hop_sum_squared_differences(rows, rows + dim, dim)) <= NEAR * apart;
    free(rows);
    return HOP_OK;
}

/* Similarities that differ by less than this part of them are equal but for rounding. */
static const double EQUAL = 1e-9;

static size_t count_tied(const double *s, size_t count, size_t target) {
    size_t tied = 0;
    for (size_t i = 0; i < count; i++) tied += fabs(s[i] - s[target]) <= EQUAL * fabs(s[target]);
    return tied;
}

static bool is_tied(const hop_diagnosis *d) {
    const double equal = EQUAL * fabs(d->target_similarity);
    return d->tied > 1 && d->rival_similarity <= d->target_similarity + equal;
}

static hop_failure judge(const hop_recall *recall, const hop_recalled *recalled,
                         const hop_diagnosis *d) {
    if (recalled->score.ended == HOP_END_INVERSE) return HOP_FAILURE_INVERSE;
    if (recalled->score.ended == HOP_END_CYCLE) return HOP_FAILURE_CYCLE;
    if (recalled->stop == HOP_STOP_UNSUPPORTED) return HOP_FAILURE_UNSUPPORTED;
    if (recalled->stop == HOP_STOP_STEPS)
        return recall->options.model.temperature > 0 ? HOP_FAILURE_HEAT : HOP_FAILURE_STEPS;
    if (hop_recall_is_frozen(recall)) return HOP_FAILURE_FROZEN;
    const bool has_beta = !isnan(hop_recall_beta(recall));
    if (recalled->score.like)
        return recalled->score.ended == HOP_END_MIXTURE && has_beta ? HOP_FAILURE_BLENDED
                                                                    : HOP_FAILURE_SPURIOUS;
    if (fabs(d->apart) <= DUPLICATE * recall->largest_norm * recall->largest_norm)
        return d->alike ? HOP_FAILURE_DUPLICATE : HOP_FAILURE_UNSEEN;
    if (is_tied(d)) return HOP_FAILURE_TIED;
    if (d->rival_similarity > d->target_similarity) return HOP_FAILURE_DAMAGE;
    bool blended = d->first_weight < MAJORITY && has_beta;
    return blended ? HOP_FAILURE_BLENDED : HOP_FAILURE_DRAWN;
}

static hop_status diagnose(const hop_recall *recall, const double *query,
                           const hop_recalled *recalled, double *s, hop_diagnosis *d) {
    HOP_TRY(compare_all(recall, query, s));
    d->rival = find_rival(s, recall->count, recalled->score.target);
    d->tied = count_tied(s, recall->count, recalled->score.target);
    d->target_similarity = s[recalled->score.target];
    d->rival_similarity = s[d->rival];
    HOP_TRY(hop_recall_measure_apart(recall, recalled->score.target, recalled->score.nearest,
                                     &d->apart));
    HOP_TRY(are_alike(recall, recalled->score.target, recalled->score.nearest, &d->alike));
    hop_status status = hop_energy_weights(&recall->options.model.energy, s, recall->count, s);
    d->first_weight = status == HOP_OK ? s[recalled->score.target] : NAN;
    if (status == HOP_E_SUPPORT) status = HOP_OK; /* a family that is no function of s */
    if (status == HOP_OK) d->failure = judge(recall, recalled, d);
    if (status == HOP_OK && hop_recall_is_constant_query(recall, query))
        d->failure = HOP_FAILURE_CONSTANT;
    if (status == HOP_OK && hop_recall_is_constant(recall, recalled->score.target))
        d->failure = HOP_FAILURE_CONSTANT;
    return status;
}

hop_status hop_recall_diagnose(const hop_recall *recall, const double *query,
                               const hop_recalled *recalled, hop_diagnosis *diagnosis) {
    double *s = NULL;
    hop_diagnosis made = {0};
    HOP_TRY(hop_alloc(recall->count, sizeof *s, "similarities", &s));
    hop_status status = diagnose(recall, query, recalled, s, &made);
    free(s);
    if (status == HOP_OK) *diagnosis = made;
    return status;
}
