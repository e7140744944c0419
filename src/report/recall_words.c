/* What the report of a recall says at the top.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "report_parts.h"

const char *hop_report_plural(size_t count) {
    return count == 1 ? "" : "s";
}

double hop_report_percent(size_t part, size_t all) {
    return 100 * (double)part / (double)all;
}

bool hop_report_is_damaged(const hop_recall_record *record) {
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
                              hop_report_plural(patterns), record->result->dim);
    return hop_report_say(words, "%zu stored %spicture%s of %zu \u00d7 %zu pixels", patterns,
                          shape.channels == 1 ? "grey " : "colour ", hop_report_plural(patterns),
                          shape.width, shape.height);
}

const char *hop_report_lead(hop_words *words, const hop_recall_record *record,
                            const hop_tally *tally) {
    const char *damaged = hop_report_is_damaged(record) ? "damaged " : "";
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
    const char *name = hop_memory_name(record->memory, query->score.nearest);
    if (tally->queries == 1)
        return (hop_fact){
            .label = "Became",
            .value = name ? hop_report_say(words, "%s", name)
                          : hop_report_say(words, "pattern %zu", query->score.nearest),
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
        .remark = hop_report_say(
            words, "%s\u202f%%; 95\u202f%% interval %s to %s\u202f%%",
            hop_report_number(hop_report_percent(tally->correct, tally->aimed), 3, share),
            hop_report_number(100 * low, 3, low_text), hop_report_number(100 * high, 3, high_text)),
    };
}

static hop_fact steps_fact(hop_words *words, const hop_tally *tally) {
    char mean[64];
    bool one = tally->queries == 1;
    return (hop_fact){
        .label = one ? "Steps" : "Steps, on average",
        .value = hop_report_say(words, "%s", hop_report_number(tally->mean_steps, 3, mean)),
        .remark = one ? (tally->settled ? "then it had settled" : "and it had not settled")
                      : hop_report_say(words, "%zu of %zu settled", tally->settled, tally->queries),
    };
}

static hop_fact energy_fact(hop_words *words, const hop_recall_record *record) {
    const hop_recall_options *options = hop_recall_resolved(record->recall);
    const hop_row *row = &options->model.energy.family->row;
    size_t beta = hop_row_parameter_index(row, "beta");
    const char *similarity = options->model.similarity.kind->row.name;
    char number[64];
    if (beta == HOP_PARAMETER_MAX)
        return (hop_fact){.label = "Energy", .value = row->name, .remark = similarity};
    return (hop_fact){
        .label = "Inverse temperature \u03b2",
        .value = hop_report_say(
            words, "%s", hop_report_number(options->model.energy.parameter[beta], 4, number)),
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
            .value = hop_report_say(words, "%s", hop_report_number(tally->attention, 2, number)),
            .remark = "at most, over all queries and values",
        };
    return count;
}
