/* What the report of a recall says under its figures, pictures and tables.
 * SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "account_private.h"

/* A rise by so many epsilon of the largest energy is rounding. */
static const double ROUNDING = 16;

/* Differences from attention that rounding explains, parts of the range of values. */
static const double EXACT = 1e-12, SINGLE = 1e-4;

/* Names in an alternative text: nobody listens to more. */
enum { NAMES_MOST = 8 };

const char *hop_account_sheet_caption(hop_words *words, const hop_recall_record *record,
                                      const hop_tally *tally, size_t shown) {
    const char *order = "From left to right: the original, the query, its first steps, and the "
                        "state it settled in.";
    if (!hop_account_is_damaged(record))
        order = "From left to right: the original, the query, what it became.";
    if (shown == tally->queries) return hop_account_say(words, "%s", order);
    size_t wrong = tally->aimed - tally->correct;
    return hop_account_say(words, "%s %zu of %zu queries are shown%s.", order, shown,
                           tally->queries, wrong > 0 ? ", wrong ones among them" : "");
}

const char *hop_account_sheet_alt(hop_words *words, const hop_recall_record *record,
                                  const size_t *chosen, size_t count) {
    hop_string list = {0};
    for (size_t i = 0; i < count && i < NAMES_MOST; i++) {
        const hop_recalled *query = &record->result->queries[chosen[i]];
        char end[HOP_END_MAX];
        hop_account_end(record->memory, &query->score, end, sizeof end);
        hop_string_add(&list, "%s%s became %s", i ? "; " : "", record->names[chosen[i]], end);
    }
    words->failed = words->failed || list.failed;
    const char *text =
        hop_account_say(words, "A contact sheet, one query a row: %s.", list.text ? list.text : "");
    free(list.text);
    return text;
}

const char *hop_account_errors_caption(hop_words *words, const hop_recall_record *record) {
    (void)record;
    return hop_account_say(
        words, "%s",
        "The share of queries whose mean squared error from their target is at most the value on "
        "the axis: as they were given (orange), by their known values, and as they came back "
        "(blue). The further left a curve rises, the better.");
}

const char *hop_account_errors_alt(hop_words *words, const hop_recall_record *record,
                                   const hop_tally *tally) {
    (void)record;
    char share[64];
    return hop_account_say(
        words, "Two rising curves, damaged and recalled: %s %% of the recalled queries are right.",
        hop_result_typeset(hop_account_percent(tally->correct, tally->aimed), 3, share));
}

/* What was seen: whether the energy ever rose. */
static const char *describe_fall(hop_words *words, const hop_recall_record *record,
                                 const hop_tally *tally) {
    char rise[64];
    bool single = hop_recall_resolved(record->recall)->running.precision == HOP_FLOAT;
    double largest = 0, epsilon = single ? FLT_EPSILON : DBL_EPSILON;
    for (size_t i = 0; i < record->result->count; i++)
        largest = fmax(largest, fabs(record->result->queries[i].energy[0]));
    if (tally->updates == 0) return "";
    const char *steps = tally->updates == 1
                            ? "In this one step"
                            : hop_account_say(words, "In these %zu steps", tally->updates);
    if (tally->rise <= 0) return hop_account_say(words, "%s it never rose.", steps);
    hop_result_typeset(tally->rise, 2, rise);
    if (tally->rise <= ROUNDING * epsilon * (1 + largest))
        return hop_account_say(words, "%s it never rose by more than rounding (%s).", steps, rise);
    return hop_account_say(words, "%s the largest rise was %s.", steps, rise);
}

const char *hop_account_energy_caption(hop_words *words, const hop_recall_record *record,
                                       const hop_tally *tally) {
    const char *lines =
        tally->queries == 1 ? "The energy of the query from step to step."
        : tally->queries <= HOP_LINES_MAX
            ? "Each line is one query; blue: right or target not known, orange: wrong."
            : "Bold: the median of all queries, with the band from the 10th to the 90th "
              "percentile; one that has settled keeps its last energy. Thin: the five that took "
              "longest (blue: right or target not known, orange: wrong).";
    const hop_recall_model *model = &hop_recall_resolved(record->recall)->model;
    /* By the quadratic term of an energy of keys that are vectors, and in their lengths. */
    bool convex = model->energy.family->convex && model->similarity.kind->form == HOP_FORM_PRODUCT;
    const char *law =
        convex ? "A step from state \u03be to \u03be\u2032 lowers the energy by at least "
                 "\u00bd\u2016\u03be\u2032 \u2212 \u03be\u2016\u00b2: the further it moves, the "
                 "deeper it must fall, so it cannot wander for ever and comes to rest."
               : "";
    return hop_account_say(words, "%s %s %s", lines, law, describe_fall(words, record, tally));
}

const char *hop_account_energy_alt(hop_words *words, const hop_recall_record *record,
                                   const hop_tally *tally) {
    char before[64], after[64];
    double start = 0, end = 0;
    for (size_t i = 0; i < tally->queries; i++) {
        const hop_recalled *query = &record->result->queries[i];
        start += query->energy[0] / (double)tally->queries;
        end += query->energy[query->steps] / (double)tally->queries;
    }
    return hop_account_say(words,
                           "Falling curves of energy against step: from %s to %s on average, in at "
                           "most %zu step%s.",
                           hop_result_typeset(start, 3, before), hop_result_typeset(end, 3, after),
                           tally->most_steps, hop_text_s(tally->most_steps));
}

/* ---- attention ---- */

const char *hop_account_attention(hop_words *words, const hop_recall_record *record,
                                  const hop_tally *tally) {
    char number[64];
    double span = record->canvas.high - record->canvas.low;
    if (isnan(tally->attention)) return NULL;
    const char *meaning =
        tally->attention <= EXACT * span ? "the two are the same map"
        : tally->attention <= SINGLE * span
            ? "the two are the same map, and what differs is the rounding of single precision"
            : "that is more than rounding explains, and deserves a closer look";
    const char *scale = record->canvas.shape.image && span == 1
                            ? " on a scale where black is 0 and white is 1"
                            : " in the memory's units";
    return hop_account_say(
        words,
        "The first step of %s was computed a second time, by separate code, as scaled dot-product "
        "attention with the state as the query, the stored patterns as keys and values, and \u03b2 "
        "as the scale: softmax(\u03b2 q K\u1d40) V. The largest difference is %s%s: %s.",
        tally->queries == 1 ? "the query" : "every query",
        hop_result_typeset(tally->attention, 2, number), scale, meaning);
}

/* ---- tables ---- */

const char *hop_account_failures_caption(hop_words *words, const hop_recall_record *record,
                                         const hop_tally *tally, size_t shown) {
    size_t wrong = tally->aimed - tally->correct;
    const hop_recall_options *options = hop_recall_resolved(record->recall);
    const char *some =
        shown < wrong ? hop_account_say(words, " (the first %zu are listed)", shown) : "";
    return hop_account_say(
        words,
        "%zu quer%s did not come back as what %s made from%s. Similarities (%s) are those at "
        "the start, by the known values. A query is lost in the damage if another "
        "pattern is more similar from the start; it is blended if its target is "
        "still the most similar, but too many others share the first weights.",
        wrong, wrong == 1 ? "y" : "ies", wrong == 1 ? "it was" : "they were", some,
        options->model.similarity.kind->row.name);
}
