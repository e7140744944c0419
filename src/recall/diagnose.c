/* Why a recall went wrong: what the query resembled at the start, and how the first weights fell.
 * SPDX-License-Identifier: MIT */
#include <hopfield/certificate.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/sum.h"
#include "../base/text.h"
#include "engine.h"

/* Patterns read at a time. */
enum { TILE = 64 };

/* Separations below this part of M^2 mark near-duplicates, as in separation.c. */
static const double DUPLICATE = 1e-4;

/* Part of the distance between patterns below which two are near-duplicates, as in ending.c. */
static const double NEAR = 1.0 / 40;

/* A first weight below this leaves most of the next state to other patterns. */
static const double MAJORITY = 0.5;

const char *hop_failure_words(hop_failure failure) {
    switch (failure) {
    case HOP_FAILURE_DUPLICATE: return "near-duplicate: no beta tells the two apart";
    case HOP_FAILURE_UNSEEN: return "the similarity does not tell the two apart";
    case HOP_FAILURE_TIED: return "nothing is left that tells it from others: show more of it";
    case HOP_FAILURE_DAMAGE: return "lost in the damage";
    case HOP_FAILURE_UNSUPPORTED: return "no pattern is near enough: lower beta";
    case HOP_FAILURE_STEPS: return "not settled: allow more steps";
    case HOP_FAILURE_BLENDED: return "blended: try a larger beta";
    case HOP_FAILURE_INVERSE: return "the inverse of a pattern, as stable as the pattern";
    case HOP_FAILURE_CYCLE: return "a cycle of two states: use --update asynchronous";
    case HOP_FAILURE_SPURIOUS: return "a spurious state beside its target";
    case HOP_FAILURE_CONSTANT: return "a constant picture: use --similarity euclidean";
    case HOP_FAILURE_DRAWN: break;
    }
    return "drawn away by the others together";
}

/* ---- first similarities, by the known values of a query ---- */

typedef struct comparison {
    const hop_recall *recall;
    double *known;       /* [dim]: 1, or 0 where the query is not known */
    double *values;      /* [dim]: of the query, 0 where it is not known */
    hop_known_sums sums; /* of the query */
    double *patterns;    /* [workers x TILE x dim] */
    double *s;           /* [patterns] */
} comparison;

static void take_query(comparison *c, const double *query) {
    c->sums = (hop_known_sums){.dim = c->recall->dim};
    for (size_t j = 0; j < c->recall->dim; j++) {
        const bool known = !isnan(query[j]);
        c->known[j] = known ? 1 : 0;
        c->values[j] = known ? query[j] : 0;
        c->sums.known += known ? 1 : 0;
        c->sums.q += c->values[j];
        c->sums.qq += c->values[j] * c->values[j];
    }
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
    if (status == HOP_OK) {
        take_query(&c, query);
        hop_parallel_run((recall->count + TILE - 1) / TILE, threads, compare_tile, &c);
    }
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
    if (recalled->stop == HOP_STOP_STEPS) return HOP_FAILURE_STEPS;
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

/* ---- in words ---- */

/* A pattern's name, or its number. */
static const char *call(const hop_recall *recall, size_t pattern, char number[32]) {
    const char *name = hop_memory_name(recall->memory, pattern);
    if (name) return name;
    snprintf(number, 32, "pattern %zu", pattern);
    return number;
}

static void explain_blend(const hop_recall *recall, const hop_diagnosis *d, hop_string *out) {
    double least = hop_recall_least_separation(recall), beta = hop_recall_beta(recall);
    const hop_parameter *limits = &recall->options.model.energy.family->row.parameters[0];
    const char *advice = beta < limits->high ? "so try a larger one"
                                             : "and there is no larger one: multiply all values by "
                                               "the same number";
    hop_string_add(out, "the first step left it %.2g of the weight; ", d->first_weight);
    if (isnan(least) || d->apart == 0 || d->apart >= least)
        hop_string_add(out, "too many others are too similar at beta %.4g, %s", beta, advice);
    else
        hop_string_add(out,
                       "the two are separated by %.2g, and beta %.4g is sure to tell apart only "
                       "%.2g or more, %s",
                       d->apart, beta, least, advice);
}

/* Two numbers with as many digits as tell them apart, four at least. */
static void print_apart(double a, double b, char first[32], char second[32]) {
    for (int digits = 4; digits <= 16; digits += 2) {
        snprintf(first, 32, "%.*g", digits, a);
        snprintf(second, 32, "%.*g", digits, b);
        if (strcmp(first, second) != 0) return;
    }
}

static void explain_damage(const hop_recall *recall, const hop_diagnosis *d, hop_string *out) {
    char number[32], rival[32], own[32];
    print_apart(d->rival_similarity, d->target_similarity, rival, own);
    hop_string_add(out,
                   "before the first step it was nearer to %s (similarity %s) than to its own "
                   "original (%s)",
                   call(recall, d->rival, number), rival, own);
}

static void explain_failure(const hop_recall *recall, const hop_recalled *recalled,
                            const hop_diagnosis *d, hop_string *out) {
    switch (d->failure) {
    case HOP_FAILURE_DUPLICATE:
        hop_string_add(out,
                       "the two are near-duplicates, separated by %.2g, which no beta tells "
                       "apart",
                       d->apart);
        break;
    case HOP_FAILURE_UNSEEN:
        hop_string_add(out,
                       "%s does not tell the two apart (separated by %.2g), though their values "
                       "differ; --similarity euclidean does",
                       recall->options.model.similarity.kind->row.name, d->apart);
        break;
    case HOP_FAILURE_TIED:
        hop_string_add(out,
                       "what is left of it fits %zu patterns equally well (similarity %.4g), so no "
                       "beta tells them apart; show more of it",
                       d->tied, d->target_similarity);
        break;
    case HOP_FAILURE_DAMAGE: explain_damage(recall, d, out); break;
    case HOP_FAILURE_UNSUPPORTED:
        hop_string_add(out, "no pattern is near enough to have a weight; a smaller beta reaches "
                            "further");
        break;
    case HOP_FAILURE_STEPS:
        hop_string_add(out, "it was still moving after %zu steps; allow more", recalled->steps);
        break;
    case HOP_FAILURE_BLENDED: explain_blend(recall, d, out); break;
    case HOP_FAILURE_INVERSE:
        hop_string_add(out, "minus a pattern has the same energy as the pattern, and the query was "
                            "nearer to it");
        break;
    case HOP_FAILURE_CYCLE:
        hop_string_add(out, "it goes round in a cycle of two states; use --update asynchronous");
        break;
    case HOP_FAILURE_SPURIOUS:
        hop_string_add(out, "the patterns together made a state of rest there; fewer patterns, or "
                            "another energy, have fewer of those");
        break;
    case HOP_FAILURE_CONSTANT:
        hop_string_add(out,
                       "%s is constant, and %s sees differences of values alone; use --similarity "
                       "euclidean",
                       hop_recall_is_constant(recall, recalled->score.target) ? "its original"
                                                                              : "the query",
                       recall->options.model.similarity.kind->row.name);
        break;
    case HOP_FAILURE_DRAWN:
        hop_string_add(out, "it began nearest to its original, but the others together drew it "
                            "away");
        break;
    }
}

/* What it ended in: only a pattern is called by its bare name. */
static void say_end(const hop_recall *recall, const hop_score *score, hop_string *out) {
    char number[32];
    const char *near = call(recall, score->nearest, number);
    switch (score->ended) {
    case HOP_END_PATTERN: hop_string_add(out, "became %s", near); return;
    case HOP_END_INVERSE:
        hop_string_add(out, "became the inverse of %s", call(recall, *score->of, number));
        return;
    case HOP_END_MIXTURE:
        hop_string_add(out, "became a mixture of %zu", score->of_count);
        if (score->of_count > HOP_MIXTURE_MOST) {
            hop_string_add(out, ", nearest to %s", near);
            return;
        }
        for (size_t i = 0; i < score->of_count; i++)
            hop_string_add(out, "%s%s", i ? ", " : " (", call(recall, score->of[i], number));
        hop_string_add(out, ")");
        return;
    case HOP_END_SPURIOUS: hop_string_add(out, "became a spurious state near %s", near); return;
    case HOP_END_CYCLE: hop_string_add(out, "came into a cycle near %s", near); return;
    case HOP_END_UNSUPPORTED: hop_string_add(out, "found no pattern; nearest is %s", near); return;
    case HOP_END_UNSETTLED: hop_string_add(out, "had not settled, near %s", near); return;
    }
}

void hop_recall_explain(const hop_recall *recall, const hop_recalled *recalled,
                        const hop_diagnosis *diagnosis, const char *name, char *text, size_t size) {
    hop_string out = {0};
    hop_string_add(&out, "%s ", name);
    say_end(recall, &recalled->score, &out);
    hop_string_add(&out, ": ");
    explain_failure(recall, recalled, diagnosis, &out);
    snprintf(text, size, "%s", out.text && !out.failed ? out.text : name);
    free(out.text);
}
