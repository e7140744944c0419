/* What the report of a recall says at the top.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "account_private.h"

double hop_account_percent(size_t part, size_t all) {
    return 100 * (double)part / (double)all;
}

bool hop_account_is_damaged(const hop_recall_record *record) {
    for (size_t i = 0; i < record->result->count * record->result->dim; i++) {
        double before = record->originals[i], after = record->queries[i];
        if (before != after && !(isnan(before) && isnan(after))) return true;
    }
    return false;
}

/* The whole of it stands among the notes. */
static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

const char *hop_account_title(hop_words *words, const hop_recall_record *record) {
    size_t count = record->result->count;
    if (count == 1)
        return hop_account_say(words, "%s, recalled from %s", record->names[0],
                               last_part(record->memory_path));
    return hop_account_say(words, "%zu queries, recalled from %s", count,
                           last_part(record->memory_path));
}

static const char *describe_memory(hop_words *words, const hop_recall_record *record) {
    hop_shape shape = record->canvas.shape;
    size_t patterns = hop_memory_count(record->memory);
    if (!shape.image)
        return hop_account_say(words, "%zu stored vector%s of %zu number%s", patterns,
                               hop_text_s(patterns), record->result->dim,
                               hop_text_s(record->result->dim));
    return hop_account_say(words, "%zu stored %spicture%s of %zu \u00d7 %zu pixels", patterns,
                           shape.channels == 1 ? "grey " : "colour ", hop_text_s(patterns),
                           shape.width, shape.height);
}

const char *hop_account_twins(hop_words *words, const hop_tally *tally) {
    const size_t twins = tally->correct - tally->exact;
    if (twins == 0) return "";
    return hop_account_say(words, ", %zu of them as a near-duplicate of it", twins);
}

const char *hop_account_lead(hop_words *words, const hop_recall_record *record,
                             const hop_tally *tally) {
    const char *damaged = hop_account_is_damaged(record) ? "damaged " : "";
    const char *memory = describe_memory(words, record);
    if (tally->aimed == 0 && tally->queries == 1)
        return hop_account_say(words,
                               "One %squery ran in a memory of %s until its energy had converged. "
                               "No target is known, so nothing is marked right or wrong.",
                               damaged, memory);
    if (tally->aimed == 0)
        return hop_account_say(words,
                               "%zu %squeries ran in a memory of %s until their energy had "
                               "converged. No target is known, so nothing is marked right or "
                               "wrong.",
                               tally->queries, damaged, memory);
    if (tally->queries == 1)
        return hop_account_say(words, "One %squery, and a memory of %s: it %s.", damaged, memory,
                               hop_account_verdict(&record->result->queries[0].score));
    return hop_account_say(words,
                           "%zu %squeries, and a memory of %s: %zu of %zu came back as the pattern "
                           "they were made from%s.",
                           tally->queries, damaged, memory, tally->correct, tally->aimed,
                           hop_account_twins(words, tally));
}

/* ---- the numbers at the top ---- */

typedef struct headline {
    const char *label, *value, *remark;
} headline;

static headline became_fact(hop_words *words, const hop_recall_record *record,
                            const hop_tally *tally) {
    const hop_score *score = &record->result->queries[0].score;
    const bool pattern = score->ended == HOP_END_PATTERN;
    char end[HOP_END_MAX];
    hop_account_end(record->memory, score, end, sizeof end);
    return (headline){
        .label = "Became",
        .value = pattern && !hop_memory_name(record->memory, score->nearest)
                     ? hop_account_say(words, "pattern %s", end)
                     : hop_account_say(words, "%s", end),
        .remark = tally->aimed == 0 ? pattern ? "the nearest stored pattern" : "which is no pattern"
                  : !tally->correct ? "which is not its target"
                  : tally->exact    ? "which is right"
                                    : "a near-duplicate of its target, which is right",
    };
}

static headline right_fact(hop_words *words, const hop_recall_record *record,
                           const hop_tally *tally) {
    char share[64], low_text[64], high_text[64];
    double low = 0, high = 0;
    if (tally->queries == 1) return became_fact(words, record, tally);
    if (tally->aimed == 0)
        return (headline){.label = "Queries",
                          .value = hop_account_say(words, "%zu", tally->queries),
                          .remark = "targets not known"};
    hop_account_interval(tally->correct, tally->aimed, &low, &high);
    return (headline){
        .label = "Right",
        .value = hop_account_say(words, "%zu of %zu", tally->correct, tally->aimed),
        .remark = hop_account_say(
            words, "%s\u202f%%; 95\u202f%% interval %s to %s\u202f%%",
            hop_result_typeset(hop_account_percent(tally->correct, tally->aimed), 3, share),
            hop_result_typeset(100 * low, 3, low_text),
            hop_result_typeset(100 * high, 3, high_text)),
    };
}

static headline steps_fact(hop_words *words, const hop_tally *tally) {
    char mean[64];
    bool one = tally->queries == 1;
    return (headline){
        .label = one ? "Steps" : "Steps, on average",
        .value = hop_account_say(words, "%s", hop_result_typeset(tally->mean_steps, 3, mean)),
        .remark =
            one ? (tally->settled ? "then it had settled" : "and it had not settled")
                : hop_account_say(words, "%zu of %zu settled", tally->settled, tally->queries),
    };
}

static headline energy_fact(hop_words *words, const hop_recall_record *record) {
    const hop_recall_options *options = hop_recall_resolved(record->recall);
    const hop_row *row = &options->model.energy.family->row;
    size_t beta = hop_row_parameter_index(row, "beta");
    const char *similarity = options->model.similarity.kind->row.name;
    char number[64];
    if (beta == HOP_PARAMETER_MAX)
        return (headline){.label = "Energy", .value = row->name, .remark = similarity};
    return (headline){
        .label = "Inverse temperature \u03b2",
        .value = hop_account_say(
            words, "%s", hop_result_typeset(options->model.energy.parameter[beta], 4, number)),
        .remark = hop_account_say(words, "%s, %s similarity%s", row->name, similarity,
                                  record->beta_auto ? "; chosen from the memory" : ""),
    };
}

void hop_account_headlines(hop_words *words, const hop_recall_record *record,
                           const hop_tally *tally, hop_result *result) {
    char number[64];
    const headline all[] = {right_fact(words, record, tally), steps_fact(words, tally),
                            energy_fact(words, record)};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        hop_result_headline(result, all[i].label, all[i].value, all[i].remark);
    if (!isnan(tally->attention))
        hop_result_headline(result, "Difference from attention",
                            hop_result_typeset(tally->attention, 2, number),
                            "at most, over the queries compared and all values");
}
