/* The account of a recall: facts, the table of queries, the summary, why some went wrong; and for a
 * page a sheet and figures.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "../base/fail.h"
#include "account_private.h"

/* What a page can take. */
enum { SHEET_ROWS = 20 };

/* What the parts share. */
typedef struct account {
    const hop_recall_record *record;
    hop_result *result;
    hop_tally tally;
    hop_verdicts verdicts;
    hop_words words;
    size_t chosen[SHEET_ROWS], chosen_count; /* queries that are shown */
} account;

/* A heading that the page alone has. */
static void begin_chapter(const account *a, const char *heading) {
    hop_result_heading(a->result, heading);
    hop_result_for(a->result, HOP_FOR_PAGE);
}

static hop_status add_sheet(account *a) {
    const hop_recall_record *record = a->record;
    size_t count = hop_account_choose(record->result, SHEET_ROWS, a->chosen);
    a->chosen_count = count;
    if (!record->canvas.shape.image) return HOP_OK;
    begin_chapter(a, "What went in, and what came back");
    return hop_account_show_sheet(
        record, a->chosen, count, hop_account_sheet_caption(&a->words, record, &a->tally, count),
        hop_account_sheet_alt(&a->words, record, a->chosen, count), a->result);
}

static hop_status add_weights(account *a) {
    if (!a->record->canvas.shape.image) return HOP_OK;
    begin_chapter(a, "Whom the queries resemble");
    return hop_account_weights(a->record, a->chosen, a->chosen_count, a->result);
}

static hop_status add_errors(account *a) {
    hop_plot plot = {0};
    HOP_TRY(hop_account_errors(a->record, &plot));
    if (plot.figure.curve_count > 0) {
        begin_chapter(a, "How near they came");
        hop_result_figure(a->result, "errors", &plot.figure,
                          hop_account_errors_caption(&a->words, a->record),
                          hop_account_errors_alt(&a->words, a->record, &a->tally));
    }
    hop_account_plot_clear(&plot);
    return HOP_OK;
}

static hop_status add_energy(account *a) {
    hop_plot plot = {0};
    HOP_TRY(hop_account_energy(a->record, &plot));
    begin_chapter(a, "Downhill in energy");
    hop_result_figure(a->result, "energy", &plot.figure,
                      hop_account_energy_caption(&a->words, a->record, &a->tally),
                      hop_account_energy_alt(&a->words, a->record, &a->tally));
    hop_account_plot_clear(&plot);
    return HOP_OK;
}

static hop_status add_attention(account *a) {
    const char *sentence = hop_account_attention(&a->words, a->record, &a->tally);
    const hop_recall_model *model = &hop_recall_resolved(a->record->recall)->model;
    begin_chapter(a, "One step is attention");
    if (!sentence)
        sentence = hop_account_say(
            &a->words,
            "It is where the energy is softmax's and the similarity a scalar product. This recall "
            "(%s, %s) %s.",
            model->energy.family->row.name, model->similarity.kind->row.name,
            hop_recall_has_attention(a->record->recall)
                ? "was not compared: --attention all does so"
                : "is another; with --similarity correlation it is one");
    hop_result_remark(a->result, HOP_NOTE, "%s", sentence);
    hop_result_for(a->result, HOP_FOR_PAGE);
    if (isnan(a->tally.attention) || !a->record->canvas.shape.image) return HOP_OK;
    hop_status status = hop_account_beside(a->record, a->chosen, a->chosen_count, a->result);
    return status == HOP_E_VALUE ? HOP_OK : status; /* attention overflows where recall does not */
}

static hop_status illustrate(account *a) {
    HOP_TRY(add_weights(a));
    HOP_TRY(add_energy(a));
    HOP_TRY(add_errors(a));
    return add_attention(a);
}

static hop_status fill(account *a) {
    const hop_recall_record *record = a->record;
    hop_result_title(a->result, hop_account_title(&a->words, record),
                     hop_account_lead(&a->words, record, &a->tally));
    hop_account_headlines(&a->words, record, &a->tally, a->result);
    hop_account_facts(record, &a->tally, a->result);
    if (record->illustrated) HOP_TRY(add_sheet(a));
    begin_chapter(a, "Query by query");
    hop_account_queries(record, &a->verdicts, a->result);
    HOP_TRY(hop_account_damage(record, a->result));
    hop_account_summary(record, &a->tally, &a->verdicts, a->result);
    hop_account_failures(&a->words, record, &a->tally, &a->verdicts, a->result);
    if (record->illustrated) hop_account_promises(record, &a->verdicts, a->result);
    if (record->illustrated) HOP_TRY(illustrate(a));
    if (record->animated) HOP_TRY(hop_account_motion(record, a->result));
    return a->words.failed ? hop_fail(HOP_E_MEMORY, "there is not enough memory for the words")
                           : HOP_OK;
}

hop_status hop_account_recall(const hop_recall_record *record, hop_result *result) {
    account a = {.record = record, .result = result, .tally = hop_account_tally(record->result)};
    hop_status status = hop_account_judge(record, &a.verdicts);
    if (status == HOP_OK) status = fill(&a);
    hop_verdicts_clear(&a.verdicts);
    hop_account_words_clear(&a.words);
    return status;
}

size_t hop_account_wrong(const hop_recall_result *result, size_t *aimed) {
    hop_tally tally = hop_account_tally(result);
    *aimed = tally.aimed;
    return tally.aimed - tally.correct;
}
