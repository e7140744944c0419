/* The table of `hopfield recall`, and its shorter form for people.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/fail.h"
#include "../base/text.h"
#include "recall.h"

/* Characters of an energy curve. */
enum { CURVE_MOST = 12, CURVE_BYTES = 3 * CURVE_MOST + 1 };

/* Relative to 1 + |E|: smaller differences are rounding, and no shape. */
static const double FLAT = 1e-9;

void cli_recall_curve(const hop_recalled *query, char *text, size_t size) {
    double low = INFINITY, high = -INFINITY;
    for (size_t t = 0; t <= query->steps; t++) {
        low = fmin(low, query->energy[t]);
        high = fmax(high, query->energy[t]);
    }
    static const double LEVEL[CURVE_MOST] = {0};
    size_t count = query->steps + 1;
    if (high - low > FLAT * (1 + fabs(low)))
        hop_table_sparkline(query->energy, count, text, size);
    else
        hop_table_sparkline(LEVEL, count < CURVE_MOST ? count : CURVE_MOST, text, size);
}

cli_summary cli_recall_summary(const cli_recalled *recalled) {
    cli_summary sum = {.queries = recalled->result->count};
    double steps = 0;
    for (size_t i = 0; i < sum.queries; i++) {
        const hop_recalled *query = &recalled->result->queries[i];
        bool aimed = query->score.target != HOP_NO_PATTERN;
        sum.settled += hop_stop_settled(query->stop) ? 1 : 0;
        sum.aimed += aimed ? 1 : 0;
        sum.correct += query->score.correct ? 1 : 0;
        sum.exact += query->score.exact ? 1 : 0;
        steps += (double)query->steps;
    }
    sum.mean_steps = sum.queries > 0 ? steps / (double)sum.queries : 0;
    return sum;
}

static const hop_column COLUMNS[] = {
    {.name = "query", .meaning = "its name", .kind = HOP_CELL_TEXT},
    {.name = "target", .meaning = "index of the pattern it was made from", .kind = HOP_CELL_COUNT},
    {.name = "nearest",
     .meaning = "index of the stored pattern nearest to the output",
     .kind = HOP_CELL_COUNT},
    {.name = "nearest_name", .meaning = "its name", .kind = HOP_CELL_TEXT},
    {.name = "correct",
     .meaning = "nearest is the target, or as good as it",
     .kind = HOP_CELL_BOOL},
    {.name = "exact", .meaning = "nearest is the target", .kind = HOP_CELL_BOOL},
    {.name = "steps", .meaning = "updates done", .kind = HOP_CELL_COUNT},
    {.name = "stopped_by", .meaning = "energy, state, cycle or steps", .kind = HOP_CELL_TEXT},
    {.name = "energy_start",
     .unit = "squared key units",
     .meaning = "of the query",
     .kind = HOP_CELL_NUMBER,
     .digits = 5},
    {.name = "energy_end",
     .unit = "squared key units",
     .meaning = "of the final state",
     .kind = HOP_CELL_NUMBER,
     .digits = 5},
    {.name = "cosine",
     .meaning = "of output and target (or nearest)",
     .kind = HOP_CELL_NUMBER,
     .digits = 4},
    {.name = "mean_squared_error",
     .unit = "squared memory units",
     .meaning = "of the same",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "k90", .meaning = "fewest weights that sum to 0.90", .kind = HOP_CELL_COUNT},
    {.name = "attention_difference",
     .unit = "memory units",
     .meaning = "largest difference of the first step and attention",
     .kind = HOP_CELL_NUMBER,
     .digits = 2},
};

static void add_truth(hop_table *table, bool known, bool truth) {
    if (known)
        hop_table_add_bool(table, truth);
    else
        hop_table_add_none(table);
}

static void add_known(hop_table *table, double number) {
    if (isnan(number))
        hop_table_add_none(table);
    else
        hop_table_add_number(table, number);
}

static void add_query(const cli_recalled *r, size_t index, hop_table *table) {
    const hop_recalled *query = &r->result->queries[index];
    bool aimed = query->score.target != HOP_NO_PATTERN;
    hop_table_add_text(table, r->queries->names[index]);
    if (aimed)
        hop_table_add_count(table, query->score.target);
    else
        hop_table_add_none(table);
    hop_table_add_count(table, query->score.nearest);
    hop_table_add_text(table, hop_memory_name(r->memory, query->score.nearest));
    add_truth(table, aimed, query->score.correct);
    add_truth(table, aimed, query->score.exact);
    hop_table_add_count(table, query->steps);
    hop_table_add_text(table, hop_stop_name(query->stop));
    hop_table_add_number(table, query->energy[0]);
    hop_table_add_number(table, query->energy[query->steps]);
    hop_table_add_number(table, query->score.cosine);
    hop_table_add_number(table, query->score.mean_squared_error);
    hop_table_add_count(table, query->k90);
    add_known(table, query->attention_difference);
}

hop_status cli_recall_table(const cli_recalled *recalled, hop_table **table) {
    hop_table *made = NULL;
    HOP_TRY(hop_table_create(COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &made));
    cli_provenance_note(recalled->provenance, made);
    for (size_t i = 0; i < recalled->result->count; i++) add_query(recalled, i, made);
    *table = made;
    return HOP_OK;
}

static const hop_column SHORT[] = {
    {.name = "query", .meaning = "its name", .kind = HOP_CELL_TEXT},
    {.name = "became", .meaning = "the nearest stored pattern", .kind = HOP_CELL_TEXT},
    {.name = "right", .meaning = "whether that is its target", .kind = HOP_CELL_TEXT},
    {.name = "steps", .meaning = "updates done", .kind = HOP_CELL_COUNT},
    {.name = "energy", .meaning = "from step to step", .kind = HOP_CELL_TEXT},
    {.name = "from", .meaning = "energy of the query", .kind = HOP_CELL_NUMBER, .digits = 4},
    {.name = "to", .meaning = "energy of the final state", .kind = HOP_CELL_NUMBER, .digits = 4},
    {.name = "error", .meaning = "mean squared error", .kind = HOP_CELL_NUMBER, .digits = 2},
    {.name = "k90", .meaning = "fewest weights that sum to 0.90", .kind = HOP_CELL_COUNT},
    {.name = "attention", .meaning = "difference from it", .kind = HOP_CELL_NUMBER, .digits = 2},
};

enum { SHORT_COLUMNS = sizeof SHORT / sizeof *SHORT };

static void add_short(const cli_recalled *r, size_t index, hop_table *table) {
    const hop_recalled *query = &r->result->queries[index];
    const char *name = hop_memory_name(r->memory, query->score.nearest);
    char number[24], curve[CURVE_BYTES];
    snprintf(number, sizeof number, "%zu", query->score.nearest);
    cli_recall_curve(query, curve, sizeof curve);
    hop_table_add_text(table, r->queries->names[index]);
    hop_table_add_text(table, name ? name : number);
    hop_table_add_text(table, query->score.target == HOP_NO_PATTERN ? NULL
                              : query->score.correct                ? "yes"
                                                                    : "NO");
    hop_table_add_count(table, query->steps);
    hop_table_add_text(table, curve);
    hop_table_add_number(table, query->energy[0]);
    hop_table_add_number(table, query->energy[query->steps]);
    hop_table_add_number(table, query->score.mean_squared_error);
    hop_table_add_count(table, query->k90);
    if (hop_table_column_count(table) == SHORT_COLUMNS)
        add_known(table, query->attention_difference);
}

/* Where no query was compared with attention, there is no column for it. */
static size_t short_columns(const cli_recalled *r) {
    for (size_t i = 0; i < r->result->count; i++)
        if (!isnan(r->result->queries[i].attention_difference)) return SHORT_COLUMNS;
    return SHORT_COLUMNS - 1;
}

static void describe_similarity(const cli_recalled *r, hop_string *text) {
    const hop_similarity *similarity = &hop_recall_resolved(r->recall)->model.similarity;
    const hop_row *row = &similarity->kind->row;
    for (size_t i = 0; i < hop_row_parameter_count(row); i++)
        hop_string_add(text, "%s: %s %.4g", row->name, row->parameters[i].name,
                       similarity->parameter[i]);
    if (r->similarity_auto)
        hop_string_add(text, " (auto: from the spread of the values, hopfield info %s)", row->name);
    if (hop_row_parameter_count(row) > 0) hop_string_add(text, "\n");
}

static void describe_bipolar(const cli_recalled *r, hop_string *text) {
    const hop_recall_options *options = hop_recall_resolved(r->recall);
    if (!hop_recall_is_bipolar(r->recall)) return;
    hop_string_add(text, "bipolar states, %s updates", hop_update_name(options->model.update));
    if (options->model.update->heated)
        hop_string_add(text, " at temperature %g", options->model.temperature);
    if (hop_recall_is_thresholded(r->recall))
        hop_string_add(text, "; patterns and queries were thresholded:\n"
                             "what is above a picture's own mean is 1 (white), the rest -1 "
                             "(black)");
    hop_string_add(text, "\n");
}

static void describe_pruning(const cli_recalled *r, hop_string *text) {
    if (r->result->compared >= 1) return;
    hop_string_add(text, "%.2g %% of all patterns were compared in full; the others ",
                   100 * r->result->compared);
    if (r->result->left_out > 0)
        hop_string_add(text, "have less than %.1g of the weight\n", r->result->left_out);
    else
        hop_string_add(text, "have no weight\n");
}

/* The summary, in words. */
static void describe(const cli_recalled *r, hop_string *text) {
    const hop_recall_options *options = hop_recall_resolved(r->recall);
    cli_summary sum = cli_recall_summary(r);
    double worst = 0;
    for (size_t i = 0; i < sum.queries; i++)
        worst = fmax(worst, r->result->queries[i].attention_difference);
    size_t beta = hop_row_parameter_index(&options->model.energy.family->row, "beta");
    hop_string_add(text, "\n");
    if (sum.aimed > 0)
        hop_string_add(text, "%zu of %zu right (%.1f %%), ", sum.correct, sum.aimed,
                       100 * (double)sum.correct / (double)sum.aimed);
    hop_string_add(text, "%zu of %zu settled, %.1f steps on average, %.2f s\n", sum.settled,
                   sum.queries, sum.mean_steps, r->recall_seconds);
    hop_string_add(text, "%s, %s", options->model.energy.family->row.name,
                   options->model.similarity.kind->row.name);
    if (beta != HOP_PARAMETER_MAX)
        hop_string_add(text, ", beta %.4g%s", options->model.energy.parameter[beta],
                       r->beta_auto ? " (auto: from the separations, hopfield info)" : "");
    hop_string_add(text, "\n");
    describe_similarity(r, text);
    describe_bipolar(r, text);
    describe_pruning(r, text);
    if (hop_recall_has_attention(r->recall))
        hop_string_add(text, "the first step and attention differ by at most %.2g\n", worst);
    hop_string_add(text, "seed %llu\n", (unsigned long long)r->seed);
}

hop_status cli_recall_text(const cli_recalled *recalled, size_t width, char **text) {
    hop_table *table = NULL;
    char *rows = NULL;
    const hop_format_row *format = NULL;
    hop_format_options options = {.width = width, .quiet_notes = true};
    HOP_TRY(hop_format_parse("text", &format));
    HOP_TRY(hop_table_create(SHORT, short_columns(recalled), &table));
    for (size_t i = 0; i < recalled->result->count; i++) add_short(recalled, i, table);
    hop_status status = hop_table_print(table, format, &options, &rows);
    hop_table_destroy(table);
    if (status != HOP_OK) return status;
    hop_string all = {0};
    hop_string_add(&all, "%s", rows);
    describe(recalled, &all);
    free(rows);
    if (all.failed) {
        free(all.text);
        return hop_fail(HOP_E_MEMORY, "the result could not be printed");
    }
    *text = all.text;
    return HOP_OK;
}
