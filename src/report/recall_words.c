/* What the report of a recall says in words.
 * SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "report_parts.h"

/* Rounding of the energies that is no rise: 16 epsilon of the largest (MATHS, edge cases). */
static const double ROUNDING = 16 * DBL_EPSILON;

/* Differences from attention that rounding explains, parts of the range of values. */
static const double EXACT = 1e-12, SINGLE = 1e-4;

/* Names in an alternative text: nobody listens to more. */
enum { NAMES_MOST = 8 };

static const char *plural(size_t count) {
    return count == 1 ? "" : "s";
}

/* A number as people write it, in `text`. */
static const char *digits(double value, int count, char text[64]) {
    hop_report_number(value, count, text);
    return text;
}

static double percent(size_t part, size_t all) {
    return 100 * (double)part / (double)all;
}

static bool is_damaged(const hop_recall_record *record) {
    for (size_t i = 0; i < record->result->count * record->result->dim; i++) {
        double before = record->originals[i], after = record->queries[i];
        if (before != after && !(isnan(before) && isnan(after))) return true;
    }
    return false;
}

const char *hop_report_title(hop_words *words, const hop_recall_record *record) {
    size_t count = record->result->count;
    if (count == 1)
        return hop_report_say(words, "%s, recalled from %s", record->names[0], record->memory_name);
    return hop_report_say(words, "%zu queries, recalled from %s", count, record->memory_name);
}

static const char *describe_memory(hop_words *words, const hop_recall_record *record) {
    hop_shape shape = record->canvas.shape;
    size_t patterns = hop_memory_count(record->memory);
    if (!shape.image)
        return hop_report_say(words, "%zu stored vector%s of %zu numbers", patterns,
                              plural(patterns), record->result->dim);
    return hop_report_say(words, "%zu stored %spicture%s of %zu \u00d7 %zu pixels", patterns,
                          shape.channels == 1 ? "grey " : "colour ", plural(patterns), shape.width,
                          shape.height);
}

const char *hop_report_lead(hop_words *words, const hop_recall_record *record,
                            const hop_tally *tally) {
    const char *damaged = is_damaged(record) ? "damaged " : "";
    const char *memory = describe_memory(words, record);
    if (tally->aimed == 0)
        return hop_report_say(words,
                              "%zu %squer%s ran in a memory of %s until %s energy had converged. "
                              "No target is known, so nothing is marked right or wrong.",
                              tally->queries, damaged, tally->queries == 1 ? "y" : "ies", memory,
                              tally->queries == 1 ? "its" : "their");
    if (tally->queries == 1)
        return hop_report_say(words, "One %squery, and a memory of %s: it came back %s.", damaged,
                              memory, tally->correct ? "right" : "as another pattern");
    return hop_report_say(words,
                          "%zu %squeries, and a memory of %s: %zu of %zu came back as the pattern "
                          "they were made from.",
                          tally->queries, damaged, memory, tally->correct, tally->aimed);
}

/* ---- the numbers at the top ---- */

static hop_fact right_fact(hop_words *words, const hop_recall_record *record,
                           const hop_tally *tally) {
    char share[64], low_text[64], high_text[64];
    double low = 0, high = 0;
    const hop_recalled *query = &record->result->queries[0];
    const char *name = hop_memory_name(record->memory, query->nearest);
    if (tally->queries == 1)
        return (hop_fact){
            .label = "Became",
            .value = name ? hop_report_say(words, "%s", name)
                          : hop_report_say(words, "pattern %zu", query->nearest),
            .remark = tally->aimed == 0 ? "the nearest stored pattern"
                      : tally->correct  ? "which is right"
                                        : "which is not its target",
        };
    if (tally->aimed == 0)
        return (hop_fact){.label = "Queries",
                          .value = hop_report_say(words, "%zu", tally->queries),
                          .remark = "targets not known"};
    hop_report_interval(tally->correct, tally->aimed, &low, &high);
    return (hop_fact){
        .label = "Right",
        .value = hop_report_say(words, "%zu of %zu", tally->correct, tally->aimed),
        .remark = hop_report_say(words, "%s\u202f%%; 95\u202f%% interval %s to %s\u202f%%",
                                 digits(percent(tally->correct, tally->aimed), 3, share),
                                 digits(100 * low, 3, low_text), digits(100 * high, 3, high_text)),
    };
}

static hop_fact steps_fact(hop_words *words, const hop_tally *tally) {
    char mean[64];
    bool one = tally->queries == 1;
    return (hop_fact){
        .label = one ? "Steps" : "Steps, on average",
        .value = hop_report_say(words, "%s", digits(tally->mean_steps, 3, mean)),
        .remark = one ? (tally->settled ? "then it had settled" : "and it had not settled")
                      : hop_report_say(words, "%zu of %zu settled", tally->settled, tally->queries),
    };
}

static hop_fact energy_fact(hop_words *words, const hop_recall_record *record) {
    const hop_recall_options *options = hop_recall_resolved(record->recall);
    const hop_row *row = &options->energy.family->row;
    size_t beta = hop_row_parameter_index(row, "beta");
    const char *similarity = options->similarity.kind->row.name;
    char number[64];
    if (beta == HOP_PARAMETER_MAX)
        return (hop_fact){.label = "Energy", .value = row->name, .remark = similarity};
    return (hop_fact){
        .label = "Inverse temperature \u03b2",
        .value = hop_report_say(words, "%s", digits(options->energy.parameter[beta], 4, number)),
        .remark = hop_report_say(words, "%s, %s similarity%s", row->name, similarity,
                                 record->beta_auto ? "; chosen from the memory" : ""),
    };
}

size_t hop_report_facts(hop_words *words, const hop_recall_record *record, const hop_tally *tally,
                        hop_fact *facts) {
    char number[64];
    size_t count = 0;
    facts[count++] = right_fact(words, record, tally);
    facts[count++] = steps_fact(words, tally);
    facts[count++] = energy_fact(words, record);
    if (!isnan(tally->attention))
        facts[count++] = (hop_fact){
            .label = "Difference from attention",
            .value = hop_report_say(words, "%s", digits(tally->attention, 2, number)),
            .remark = "at most, over all queries and values",
        };
    return count;
}

/* ---- captions ---- */

const char *hop_report_sheet_caption(hop_words *words, const hop_recall_record *record,
                                     const hop_tally *tally, size_t shown) {
    const char *order = "From left to right: the original, the query, its first steps, and the "
                        "state it settled in.";
    if (!is_damaged(record)) order = "From left to right: the original, the query, what it became.";
    if (shown == tally->queries) return hop_report_say(words, "%s", order);
    size_t wrong = tally->aimed - tally->correct;
    return hop_report_say(words, "%s %zu of %zu queries are shown%s.", order, shown, tally->queries,
                          wrong > 0 ? ", wrong ones among them" : "");
}

const char *hop_report_sheet_alt(hop_words *words, const hop_recall_record *record,
                                 const size_t *chosen, size_t count) {
    hop_string list = {0};
    for (size_t i = 0; i < count && i < NAMES_MOST; i++) {
        const hop_recalled *query = &record->result->queries[chosen[i]];
        const char *name = hop_memory_name(record->memory, query->nearest);
        hop_string_add(&list, "%s%s became %s", i ? "; " : "", record->names[chosen[i]],
                       name ? name : "a pattern without a name");
    }
    words->failed = words->failed || list.failed;
    const char *text =
        hop_report_say(words, "A contact sheet, one query a row: %s.", list.text ? list.text : "");
    free(list.text);
    return text;
}

const char *hop_report_errors_caption(hop_words *words, const hop_recall_record *record) {
    char within[64];
    double limit = hop_recall_resolved(record->recall)->within;
    return hop_report_say(
        words,
        "The share of queries whose mean squared error from their target is at most the value "
        "below: as they were given, by their known values, and as they came back. The further left "
        "a curve rises, the better. Dashed: up to %s another pattern counts as right too.",
        digits(limit, 3, within));
}

const char *hop_report_errors_alt(hop_words *words, const hop_recall_record *record,
                                  const hop_tally *tally) {
    char within[64], share[64];
    return hop_report_say(words,
                          "Two rising curves, damaged and recalled: %s %% of the recalled queries "
                          "are right, their error below %s or their target the nearest pattern.",
                          digits(percent(tally->correct, tally->aimed), 3, share),
                          digits(hop_recall_resolved(record->recall)->within, 3, within));
}

/* What was seen: whether the energy ever rose by more than rounding. */
static const char *describe_fall(hop_words *words, const hop_recall_record *record,
                                 const hop_tally *tally) {
    char rise[64];
    double largest = 0;
    for (size_t i = 0; i < record->result->count; i++)
        largest = fmax(largest, fabs(record->result->queries[i].energy[0]));
    if (tally->updates == 0) return "";
    if (tally->rise <= ROUNDING * (1 + largest))
        return hop_report_say(words, "In these %zu step%s it never rose.", tally->updates,
                              plural(tally->updates));
    return hop_report_say(words, "In these %zu step%s the largest rise was %s.", tally->updates,
                          plural(tally->updates), digits(tally->rise, 2, rise));
}

const char *hop_report_energy_caption(hop_words *words, const hop_recall_record *record,
                                      const hop_tally *tally) {
    const char *lines =
        tally->queries == 1 ? "The energy of the query from step to step."
        : tally->queries <= HOP_LINES_MAX
            ? "Each line is one query; blue: right or target not known, vermillion: wrong."
            : "Black: the median of all queries, with the band from the 10th to the 90th "
              "percentile; one that has settled keeps its last energy. Thin: the five that took "
              "longest (blue: right or target not known, vermillion: wrong).";
    bool convex = hop_recall_resolved(record->recall)->energy.family->convex;
    const char *law =
        convex ? "A step from state \u03be to \u03be\u2032 lowers the energy by at least "
                 "\u00bd\u2016\u03be\u2032 \u2212 \u03be\u2016\u00b2: the further it moves, the "
                 "deeper it must fall, so it cannot wander for ever and comes to rest."
               : "";
    return hop_report_say(words, "%s %s %s", lines, law, describe_fall(words, record, tally));
}

const char *hop_report_energy_alt(hop_words *words, const hop_recall_record *record,
                                  const hop_tally *tally) {
    char before[64], after[64];
    double start = 0, end = 0;
    for (size_t i = 0; i < tally->queries; i++) {
        const hop_recalled *query = &record->result->queries[i];
        start += query->energy[0] / (double)tally->queries;
        end += query->energy[query->steps] / (double)tally->queries;
    }
    return hop_report_say(words,
                          "Falling curves of energy against step: from %s to %s on average, in at "
                          "most %zu step%s.",
                          digits(start, 3, before), digits(end, 3, after), tally->most_steps,
                          plural(tally->most_steps));
}

/* ---- attention ---- */

const char *hop_report_attention(hop_words *words, const hop_recall_record *record,
                                 const hop_tally *tally) {
    char number[64];
    double span = record->canvas.high - record->canvas.low;
    if (isnan(tally->attention)) return NULL;
    const char *meaning =
        tally->attention <= EXACT * span
            ? "the two are the same map, to the last digits of double precision"
        : tally->attention <= SINGLE * span
            ? "the two are the same map, and what differs is the rounding of single precision"
            : "that is more than rounding explains, and deserves a closer look";
    const char *scale = record->canvas.shape.image && span == 1
                            ? " on a scale where black is 0 and white is 1"
                            : " in the memory's units";
    return hop_report_say(
        words,
        "The first step of %s was computed a second time, by separate code, as scaled dot-product "
        "attention with the state as the query, the stored patterns as keys and values, and \u03b2 "
        "as the scale: softmax(\u03b2 q K\u1d40) V. The largest difference is %s%s: %s.",
        tally->queries == 1 ? "the query" : "every query", digits(tally->attention, 2, number),
        scale, meaning);
}

/* ---- tables ---- */

const char *hop_report_failures_caption(hop_words *words, const hop_recall_record *record,
                                        const hop_tally *tally, size_t shown) {
    size_t wrong = tally->aimed - tally->correct;
    const char *similarity = hop_recall_resolved(record->recall)->similarity.kind->row.name;
    const char *some =
        shown < wrong ? hop_report_say(words, " (the first %zu are listed)", shown) : "";
    return hop_report_say(
        words,
        "%zu quer%s came back as another pattern%s. The numbers are "
        "similarities (%s) by the known values: a query that starts out nearer to "
        "another pattern than to its target is lost before the first step.",
        wrong, wrong == 1 ? "y" : "ies", some, similarity);
}

const char *hop_report_rows_caption(hop_words *words, const hop_tally *tally, size_t shown) {
    const char *units = "Energies are in squared key units, errors in squared memory units.";
    const char *order = tally->correct < tally->aimed ? " Wrong ones come first." : "";
    if (shown == tally->queries) return hop_report_say(words, "%s%s", units, order);
    return hop_report_say(words, "%s%s %zu of %zu are listed; queries.csv has all.", units, order,
                          shown, tally->queries);
}
