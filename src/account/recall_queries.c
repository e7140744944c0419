/* The table of a recall: what became of every query.  Its fields are relied on: see docs/JSON.md.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "account_private.h"

/* Rows that people are shown. */
enum { ROWS_SHOWN = 200 };

static const hop_column COLUMNS[] = {
    {.name = "name", .meaning = "of the query", .label = "query"},
    {.name = "target",
     .meaning = "index of the pattern it was made from",
     .kind = HOP_CELL_COUNT,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "nearest",
     .meaning = "index of the stored pattern nearest to the output (Euclidean)",
     .kind = HOP_CELL_COUNT,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "nearest_name", .meaning = "its name", .audience = HOP_FOR_PROGRAMS},
    {.name = "label", .meaning = "of the nearest pattern"},
    {.name = "target_label", .meaning = "of the query, or of its target", .label = "labelled"},
    {.name = "became",
     .meaning = "the stored pattern nearest to the output, or what it ended in instead",
     .audience = HOP_FOR_PEOPLE},
    {.name = "correct",
     .meaning = "it ended in a pattern, the target or a near-duplicate of it",
     .kind = HOP_CELL_BOOL,
     .label = "right",
     .verdict = true},
    {.name = "exact",
     .meaning = "right, and nearest is the target itself",
     .kind = HOP_CELL_BOOL,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "steps", .meaning = "updates done", .kind = HOP_CELL_COUNT},
    {.name = "settled",
     .meaning = "it came to rest",
     .kind = HOP_CELL_BOOL,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "stopped_by",
     .meaning = "energy, state, cycle, steps or unsupported",
     .audience = HOP_FOR_PROGRAMS | HOP_FOR_PAGE},
    {.name = "ended",
     .meaning = "pattern, inverse, mixture, spurious, cycle, unsupported or not settled",
     .audience = HOP_FOR_PROGRAMS | HOP_FOR_PAGE},
    {.name = "ended_of",
     .meaning = "indices of that pattern, or of the first five of the mixture",
     .kind = HOP_CELL_NUMBERS,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "energy",
     .unit = "squared key units",
     .meaning = "one value a step, the start included",
     .kind = HOP_CELL_NUMBERS,
     .label = "energy"},
    {.name = "energy_start",
     .unit = "squared key units",
     .meaning = "of the query",
     .kind = HOP_CELL_NUMBER,
     .digits = 4,
     .label = "from"},
    {.name = "energy_end",
     .unit = "squared key units",
     .meaning = "of the final state",
     .kind = HOP_CELL_NUMBER,
     .digits = 4,
     .label = "to"},
    {.name = "cosine",
     .meaning = "of output and target (or nearest)",
     .kind = HOP_CELL_NUMBER,
     .digits = 4,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "mean_squared_error",
     .unit = "squared memory units",
     .meaning = "of output and target (or nearest)",
     .kind = HOP_CELL_NUMBER,
     .digits = 2,
     .label = "error"},
    {.name = "k90", .meaning = "fewest weights that sum to 0.90", .kind = HOP_CELL_COUNT},
    {.name = "top_weights",
     .meaning = "pairs of pattern and weight, largest first",
     .kind = HOP_CELL_ROWS},
    {.name = "attention_difference",
     .unit = "memory units",
     .meaning = "largest difference of the first step and attention",
     .kind = HOP_CELL_NUMBER,
     .digits = 2,
     .label = "attention"},
    {.name = "certificate.separation",
     .unit = "squared key units",
     .meaning = "the target's similarity with itself less that with its rival",
     .kind = HOP_CELL_NUMBER,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "certificate.rival",
     .meaning = "the most similar other pattern",
     .kind = HOP_CELL_COUNT,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "certificate.rival_name", .meaning = "its name", .audience = HOP_FOR_PROGRAMS},
    {.name = "certificate.near_duplicates",
     .meaning = "patterns that no beta tells it apart from",
     .kind = HOP_CELL_COUNT,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "certificate.guaranteed",
     .meaning = "theory says it is a stable memory at this beta",
     .kind = HOP_CELL_BOOL,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "certificate.radius",
     .unit = "key units",
     .meaning = "states as near as this are sure to be recalled",
     .kind = HOP_CELL_NUMBER,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "certificate.bound",
     .unit = "key units",
     .meaning = "of the distance of what is then recalled from the pattern",
     .kind = HOP_CELL_NUMBER,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "certificate.guaranteed_from_beta",
     .unit = "1 / squared key units",
     .meaning = "the smallest beta that is enough in theory",
     .kind = HOP_CELL_NUMBER,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "certificate.start_distance",
     .unit = "key units",
     .meaning = "measured: of the first state from the target's key",
     .kind = HOP_CELL_NUMBER,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "certificate.end_distance",
     .unit = "key units",
     .meaning = "measured: of the final state from the target's key",
     .kind = HOP_CELL_NUMBER,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "failure", .meaning = "why it went wrong", .audience = HOP_FOR_PROGRAMS},
};
enum { COLUMN_COUNT = sizeof COLUMNS / sizeof *COLUMNS, CERTIFICATE_COLUMNS = 10 };

static const hop_column WEIGHT[] = {
    {.name = "", .meaning = "index of the pattern", .kind = HOP_CELL_COUNT},
    {.name = "", .meaning = "its weight", .kind = HOP_CELL_NUMBER},
};

static void add_weights(const hop_recalled *query, hop_table *table) {
    hop_table *pairs = hop_table_add_rows(table, WEIGHT, 2);
    for (size_t i = 0; i < query->top_count; i++) {
        hop_table_add_count(pairs, query->top[i]);
        hop_table_add_number(pairs, query->top_weight[i]);
    }
}

static double known(double number) {
    return isfinite(number) ? number : NAN;
}

static void add_certificate(const hop_recall_record *r, const hop_certificate *c,
                            const hop_score *score, hop_table *table) {
    bool rival = c->rival != HOP_NO_PATTERN;
    bool theory = hop_recall_theory(r->recall) != HOP_THEORY_NONE;
    for (size_t i = 0; c->pattern == HOP_NO_PATTERN && i < CERTIFICATE_COLUMNS; i++)
        hop_table_add_none(table);
    if (c->pattern == HOP_NO_PATTERN) return;
    hop_table_add_number(table, known(c->separation));
    hop_table_add_known_count(table, rival, c->rival);
    hop_table_add_text(table, rival ? hop_memory_name(r->memory, c->rival) : NULL);
    hop_table_add_count(table, c->duplicates);
    hop_table_add_known_bool(table, theory, c->guaranteed);
    hop_table_add_number(table, known(theory ? c->radius : NAN));
    hop_table_add_number(table, known(c->bound));
    hop_table_add_number(table, known(c->least_beta));
    hop_table_add_number(table, score->start_distance);
    hop_table_add_number(table, score->end_distance);
}

static size_t parts_named(const hop_score *score) {
    return score->of_count < HOP_MIXTURE_MOST ? score->of_count : HOP_MIXTURE_MOST;
}

static void add_parts(const hop_score *score, hop_table *table) {
    double parts[HOP_MIXTURE_MOST];
    for (size_t i = 0; i < parts_named(score); i++) parts[i] = (double)score->of[i];
    hop_table_add_numbers(table, parts, parts_named(score));
}

static bool is_labelled(const hop_recall_record *r) {
    char room[24];
    return hop_memory_count(r->memory) > 0 && hop_memory_label_text(r->memory, 0, room);
}

static void add_query(const hop_recall_record *r, const hop_verdicts *v, size_t index,
                      hop_table *table) {
    const hop_recalled *query = &r->result->queries[index];
    const hop_score *score = &query->score;
    bool aimed = score->target != HOP_NO_PATTERN;
    char became[HOP_END_MAX], room[24];
    hop_table_add_text(table, r->names[index]);
    hop_table_add_known_count(table, aimed, score->target);
    hop_table_add_count(table, score->nearest);
    hop_table_add_text(table, hop_memory_name(r->memory, score->nearest));
    if (is_labelled(r)) {
        hop_table_add_text(table, hop_memory_label_text(r->memory, score->nearest, room));
        hop_table_add_text(table, hop_account_target_label(r, index, room));
    }
    hop_account_end(r->memory, score, became, sizeof became);
    hop_table_add_text(table, became);
    hop_table_add_known_bool(table, aimed, score->correct);
    hop_table_add_known_bool(table, aimed, score->correct && score->exact);
    hop_table_add_count(table, query->steps);
    hop_table_add_bool(table, hop_stop_settled(query->stop));
    hop_table_add_text(table, hop_stop_name(query->stop));
    hop_table_add_text(table, hop_end_name(score->ended));
    add_parts(score, table);
    hop_table_add_numbers(table, query->energy, query->steps + 1);
    hop_table_add_number(table, query->energy[0]);
    hop_table_add_number(table, query->energy[query->steps]);
    hop_table_add_number(table, score->cosine);
    hop_table_add_number(table, score->mean_squared_error);
    hop_table_add_count(table, query->k90);
    add_weights(query, table);
    hop_table_add_number(table, query->attention_difference);
    add_certificate(r, &v->certificates[index], score, table);
    hop_table_add_text(table, v->sentences[index]);
}

void hop_account_queries(const hop_recall_record *r, const hop_verdicts *v, hop_result *result) {
    hop_column columns[COLUMN_COUNT];
    size_t count = 0;
    bool compared = !isnan(hop_account_tally(r->result).attention), labelled = is_labelled(r);
    for (size_t c = 0; c < COLUMN_COUNT; c++) {
        const char *name = COLUMNS[c].name;
        if (!labelled && (strcmp(name, "label") == 0 || strcmp(name, "target_label") == 0))
            continue;
        columns[count] = COLUMNS[c];
        /* Where no query was compared with attention, people see no column for it. */
        if (!compared && strcmp(name, "attention_difference") == 0)
            columns[count].audience = HOP_FOR_PROGRAMS;
        count++;
    }
    hop_table *table =
        hop_result_table(result, "queries", columns, count, "What became of every query");
    hop_result_rows_shown(result, ROWS_SHOWN);
    for (size_t i = 0; i < r->result->count; i++) add_query(r, v, i, table);
}
