/* Why some queries went wrong: what each resembled at the start, and how the first weights fell.
 * SPDX-License-Identifier: MIT */
#include "account_private.h"

static const hop_column COLUMNS[] = {
    {.name = "query", .meaning = "its name, that of its target", .kind = HOP_CELL_TEXT},
    {.name = "became",
     .meaning = "the stored pattern nearest to the result",
     .kind = HOP_CELL_TEXT},
    {.name = "similarity_to_target",
     .meaning = "at the start",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "to_nearest_other",
     .meaning = "at the start: the largest similarity with another pattern",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "which_is", .meaning = "that pattern", .kind = HOP_CELL_TEXT},
    {.name = "first_weight",
     .meaning = "of the target, in the first step",
     .kind = HOP_CELL_NUMBER,
     .digits = 2},
    {.name = "why", .meaning = "what these numbers say", .kind = HOP_CELL_TEXT},
};

static void add_failure(const hop_recall_record *record, const hop_verdicts *v, size_t index,
                        hop_table *table) {
    const hop_recalled *query = &record->result->queries[index];
    const hop_diagnosis *d = &v->diagnoses[index];
    char room[24];
    hop_table_add_text(table, record->names[index]);
    hop_table_add_text(table, hop_account_pattern(record->memory, query->score.nearest, room));
    hop_table_add_number(table, d->target_similarity);
    hop_table_add_number(table, d->rival_similarity);
    hop_table_add_text(table, hop_account_pattern(record->memory, d->rival, room));
    hop_table_add_number(table, d->first_weight);
    hop_table_add_text(table, hop_failure_words(d->failure));
}

/* Of pictures the default similarity finds out which values still say something. */
static void add_advice(const hop_recall_record *record, const hop_verdicts *v, hop_result *result) {
    const hop_similarity_row *kind = hop_recall_resolved(record->recall)->model.similarity.kind;
    bool lost = false;
    for (size_t i = 0; i < v->count; i++)
        lost = lost || (v->sentences[i] && v->diagnoses[i].failure == HOP_FAILURE_DAMAGE);
    if (!lost || !record->canvas.shape.image || kind->form == HOP_FORM_CHANNEL) return;
    const bool bound = hop_recall_resolved(record->recall)->model.energy.family->similarity;
    hop_result_remark(result, HOP_NOTE,
                      "%s takes every known pixel for what was stored; %s finds out what happened "
                      "to them",
                      kind->row.name,
                      bound ? "softmax (--energy lse) with --similarity information"
                            : "--similarity information");
}

void hop_account_failures(hop_words *words, const hop_recall_record *record, const hop_tally *tally,
                          const hop_verdicts *v, hop_result *result) {
    if (v->explained == 0) return;
    hop_result_heading(result, v->wrong == 1 ? "Why it went wrong" : "Why some went wrong");
    for (size_t i = 0; i < v->count; i++) {
        if (!v->sentences[i]) continue;
        hop_result_remark(result, HOP_NOTE, "%s", v->sentences[i]);
        hop_result_for(result, HOP_FOR_TEXT);
    }
    if (v->wrong > v->explained) {
        hop_result_remark(result, HOP_NOTE, "and %zu more", v->wrong - v->explained);
        hop_result_for(result, HOP_FOR_TEXT);
    }
    add_advice(record, v, result);
    hop_table *table =
        hop_result_table(result, "failures", COLUMNS, sizeof COLUMNS / sizeof *COLUMNS,
                         hop_account_failures_caption(words, record, tally, v->explained));
    hop_result_for(result, HOP_FOR_PAGE);
    for (size_t i = 0; i < v->count; i++)
        if (v->sentences[i]) add_failure(record, v, i, table);
}
