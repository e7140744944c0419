/* What theory promises the targets of a recall, for a page: how far each is from its rival, how
 * near a state must be to be sure to come back, and how near the query was.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "account_private.h"

enum { ROWS_SHOWN = 20 };

static const hop_column COLUMNS[] = {
    {.name = "query", .meaning = "its name, that of its target", .kind = HOP_CELL_TEXT},
    {.name = "promised", .meaning = "whether the target is a stable memory", .kind = HOP_CELL_BOOL},
    {.name = "separation",
     .unit = "squared key units",
     .meaning = "the target's similarity with itself less that with its rival",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "rival", .meaning = "the most similar other pattern", .kind = HOP_CELL_TEXT},
    {.name = "from_beta",
     .unit = "1 / squared key units",
     .meaning = "promised from this beta on",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "sure_within",
     .unit = "key units",
     .meaning = "states as near to the target as this are sure to be recalled",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "began_at",
     .unit = "key units",
     .meaning = "distance of the query from its target",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "ended_at",
     .unit = "key units",
     .meaning = "distance of what was recalled",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
};

static double known(double number) {
    return isfinite(number) ? number : NAN;
}

static void add_promise(const hop_recall_record *r, size_t index, const hop_certificate *c,
                        hop_table *table) {
    const hop_score *score = &r->result->queries[index].score;
    char room[24];
    hop_table_add_text(table, r->names[index]);
    hop_table_add_bool(table, c->guaranteed);
    hop_table_add_number(table, known(c->separation));
    hop_table_add_text(
        table, c->rival == HOP_NO_PATTERN ? NULL : hop_account_pattern(r->memory, c->rival, room));
    hop_table_add_number(table, known(c->least_beta));
    hop_table_add_number(table, known(c->radius));
    hop_table_add_number(table, known(score->start_distance));
    hop_table_add_number(table, known(score->end_distance));
}

void hop_account_promises(const hop_recall_record *r, const hop_verdicts *v, hop_result *result) {
    if (v->aimed == 0 || hop_recall_theory(r->recall) == HOP_THEORY_NONE) return;
    hop_result_heading(result, "What theory promises");
    hop_result_for(result, HOP_FOR_PAGE);
    hop_result_remark(
        result, HOP_NOTE,
        "A stable memory is promised for %zu of %zu targets. A promise is enough, not "
        "needed: what began farther off than it reaches may still come back.",
        v->guaranteed, v->aimed);
    hop_result_for(result, HOP_FOR_PAGE);
    hop_table *table =
        hop_result_table(result, "promises", COLUMNS, sizeof COLUMNS / sizeof *COLUMNS,
                         "Certificates of the targets, at this beta (distances in key units)");
    hop_result_for(result, HOP_FOR_PAGE);
    hop_result_rows_shown(result, ROWS_SHOWN);
    for (size_t i = 0; i < v->count; i++)
        if (v->certificates[i].pattern != HOP_NO_PATTERN)
            add_promise(r, i, &v->certificates[i], table);
}
