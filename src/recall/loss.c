/* The beta below which a pattern is really lost: it is its own, undamaged query, and what settles
 * is nearer to another pattern.
 *
 * Every run costs a pass over the memory, so all patterns share the runs: each run halves (on a
 * log scale) the widest bracket there is, and is a test for all whose brackets hold its beta.
 * SPDX-License-Identifier: MIT */
#include <hopfield/certificate.h>

#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "recall_private.h"

/* Brackets end when their ends differ by this factor. */
static const double NARROW = 1.1;

/* The first bracket: from a beta at which keys of norm M all but share one weight, to the one that
 * theory asks for, or this many times one over the separation. */
static const double LOW = 0.1, HIGH = 30;
static const double BETA_MOST = 1e9;

typedef struct bracket {
    double low, high;
    bool lost, held; /* whether it is known at `low` and at `high` */
    bool done;
} bracket;

typedef struct search {
    const hop_recall *recall;
    const size_t *patterns;
    size_t count;
    bracket *brackets;        /* [count] */
    double *queries;          /* [count x dim] */
    size_t *targets, *places; /* [count] of the patterns in a run, and where they are */
} search;

static hop_status search_create(search *s) {
    size_t dim = s->recall->dim;
    HOP_TRY(hop_alloc(s->count, sizeof *s->brackets, "brackets", &s->brackets));
    HOP_TRY(hop_alloc(s->count, dim * sizeof *s->queries, "queries", &s->queries));
    HOP_TRY(hop_alloc(s->count, sizeof *s->targets, "an index", &s->targets));
    return hop_alloc(s->count, sizeof *s->places, "an index", &s->places);
}

static void search_clear(search *s) {
    free(s->brackets);
    free(s->queries);
    free(s->targets);
    free(s->places);
}

static void open_bracket(const hop_recall *recall, const hop_certificate *c, bracket *b) {
    double norm = recall->largest_norm > 0 ? recall->largest_norm : 1;
    b->low = LOW / (norm * norm);
    b->high = c->separation > 0 ? HIGH / c->separation : BETA_MOST;
    b->held = isfinite(c->least_beta) && c->least_beta > 0;
    if (b->held) b->high = c->least_beta;
    b->high = fmin(b->high, BETA_MOST);
    b->done = recall->count == 1 || b->high <= b->low;
}

/* The recall at another beta.  Keys and all else are lent. */
static hop_recall at_beta(const hop_recall *recall, double beta) {
    hop_recall other = *recall;
    hop_energy *energy = &other.options.model.energy;
    energy->parameter[hop_row_parameter_index(&energy->family->row, "beta")] = beta;
    other.options.model.clamp = false;
    other.options.running.progress = NULL;
    return other;
}

/* Runs every pattern whose bracket holds beta, and narrows it. */
static hop_status try_beta(search *s, double beta) {
    hop_recall recall = at_beta(s->recall, beta);
    hop_recall_result result = {0};
    size_t taking_part = 0;
    for (size_t i = 0; i < s->count; i++) {
        bracket *b = &s->brackets[i];
        if (b->done || beta <= b->low || beta >= b->high) continue;
        hop_memory_read(recall.memory, s->patterns[i], 1, s->queries + taking_part * recall.dim);
        s->targets[taking_part] = s->patterns[i];
        s->places[taking_part++] = i;
    }
    HOP_TRY(hop_recall_run(&recall, s->queries, taking_part, &result));
    hop_status status = hop_recall_score(&recall, s->targets, &result);
    for (size_t k = 0; status == HOP_OK && k < taking_part; k++) {
        bracket *b = &s->brackets[s->places[k]];
        if (result.queries[k].score.correct)
            b->high = beta, b->held = true;
        else
            b->low = beta, b->lost = true;
    }
    hop_recall_result_clear(&result);
    return status;
}

static double width(const bracket *b) {
    return b->done ? 1 : b->high / b->low;
}

/* The beta that halves the widest bracket; false when all are narrow. */
static bool next_beta(const search *s, double *beta) {
    const bracket *widest = &s->brackets[0];
    for (size_t i = 1; i < s->count; i++)
        if (width(&s->brackets[i]) > width(widest)) widest = &s->brackets[i];
    *beta = sqrt(widest->low) * sqrt(widest->high);
    return width(widest) > NARROW;
}

/* How many patterns are found out. */
static size_t narrow(const search *s) {
    size_t count = 0;
    for (size_t i = 0; i < s->count; i++) count += width(&s->brackets[i]) <= NARROW ? 1 : 0;
    return count;
}

static hop_status narrow_all(search *s) {
    const hop_recall_options *options = &s->recall->options;
    double beta = 0;
    while (next_beta(s, &beta)) {
        if (options->running.progress &&
            options->running.progress(options->running.context, "trying smaller betas", narrow(s),
                                      s->count))
            return hop_fail(HOP_E_CANCELLED, "interrupted while smaller betas were tried");
        HOP_TRY(try_beta(s, beta));
    }
    return HOP_OK;
}

static double outcome(const bracket *b) {
    if (!b->lost) return 0;
    return b->held ? sqrt(b->low) * sqrt(b->high) : INFINITY;
}

hop_status hop_recall_measure_loss(const hop_recall *recall, const size_t *patterns, size_t count,
                                   double *beta) {
    search s = {.recall = recall, .patterns = patterns, .count = count};
    hop_certificate *certificates = NULL;
    if (isnan(hop_recall_beta(recall)) || count == 0) {
        for (size_t i = 0; i < count; i++) beta[i] = NAN;
        return HOP_OK;
    }
    hop_status status = hop_alloc(count, sizeof *certificates, "certificates", &certificates);
    if (status == HOP_OK) status = search_create(&s);
    if (status == HOP_OK) status = hop_recall_certify(recall, patterns, count, certificates);
    for (size_t i = 0; i < count && status == HOP_OK; i++)
        open_bracket(recall, &certificates[i], &s.brackets[i]);
    if (status == HOP_OK) status = narrow_all(&s);
    for (size_t i = 0; i < count && status == HOP_OK; i++) beta[i] = outcome(&s.brackets[i]);
    search_clear(&s);
    free(certificates);
    return status;
}
