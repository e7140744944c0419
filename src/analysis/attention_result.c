/* What is told of attention: facts, tables, sentences.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "attention.h"

/* Of the output in text: rows and numbers of a row at most; for programs: numbers at most. */
enum { ROWS_SHOWN = 8, COLUMNS_SHOWN = 8, OUTPUT_MOST = 10000 };

#define COUNTED(name_, meaning_) \
    { .name = name_, .meaning = meaning_, .kind = HOP_CELL_COUNT }
#define MEASURED(name_, unit_, meaning_, digits_)                                   \
    {                                                                               \
        .name = name_, .unit = unit_, .meaning = meaning_, .kind = HOP_CELL_NUMBER, \
        .digits = digits_                                                           \
    }

static const char ENERGY[] = "mean of -lse", STEP_ENERGY[] = "mean of -lse + |state|^2/2";
static const char MOVED[] = "mean distance of a state in this step";
static const char OUTPUT_MOVED[] = "mean distance of its output from attention's";
static const char K90[] = "median of fewest weights summing to 0.90";
static const char STEPS[] = "Hopfield steps done; 1 is attention";

/* For programs: a head with its steps inside. */
static const hop_column NESTED[] = {
    COUNTED("head", "counted from 0"),
    MEASURED("entropy", "nats", "of the weights, mean", 0),
    MEASURED("entropy_low", "nats", "least", 0),
    MEASURED("entropy_high", "nats", "most", 0),
    COUNTED("k90", K90),
    {.name = "class", .meaning = "median, by N/2, N/8, N/32", .kind = HOP_CELL_TEXT},
    COUNTED("classes.global", "queries with k90 > N/2"),
    COUNTED("classes.large", "k90 > N/8"),
    COUNTED("classes.medium", "k90 > N/32"),
    COUNTED("classes.small", "others"),
    MEASURED("energy", "", ENERGY, 0),
    {.name = "steps", .meaning = "further Hopfield steps", .kind = HOP_CELL_ROWS},
};

static const hop_column NESTED_STEPS[] = {
    COUNTED("step", STEPS),
    MEASURED("energy", "", STEP_ENERGY, 0),
    MEASURED("moved", "", MOVED, 0),
    MEASURED("output_moved", "", OUTPUT_MOVED, 0),
};

/* For spreadsheets: a row a head and step. */
static const hop_column FLAT[] = {
    COUNTED("head", "counted from 1"),
    MEASURED("entropy", "nats", "mean", 0),
    COUNTED("k90", K90),
    {.name = "class", .meaning = "median, by N/2, N/8, N/32", .kind = HOP_CELL_TEXT},
    MEASURED("energy", "", ENERGY, 0),
    COUNTED("step", STEPS),
    MEASURED("step_energy", "", STEP_ENERGY, 0),
    MEASURED("moved", "", MOVED, 0),
    MEASURED("output_moved", "", OUTPUT_MOVED, 0),
};

/* For people: two tables. */
static const hop_column HEADS_SHOWN[] = {
    COUNTED("head", "counted from 1"),
    MEASURED("entropy", "nats", "mean", 4),
    COUNTED("k90", K90),
    {.name = "class", .meaning = "by k90 against N/2, N/8, N/32", .kind = HOP_CELL_TEXT},
    MEASURED("energy", "", ENERGY, 6),
};

static const hop_column STEPS_SHOWN[] = {
    COUNTED("head", "counted from 1"),
    COUNTED("step", STEPS),
    MEASURED("energy", "", STEP_ENERGY, 6),
    MEASURED("moved", "", MOVED, 3),
    MEASURED("output_moved", "", OUTPUT_MOVED, 3),
};

#define COUNT_OF(columns) (sizeof(columns) / sizeof *(columns))

static void add_step(const hop_attended *a, size_t head, size_t step, hop_table *table) {
    const hop_attended_step *at = &a->steps[head * (a->in->steps + 1) + step];
    hop_table_add_count(table, step);
    hop_table_add_number(table, at->energy);
    hop_table_add_number(table, at->moved);
    hop_table_add_number(table, at->output_moved);
}

static void add_nothing(hop_table *table, size_t cells) {
    for (size_t i = 0; i < cells; i++) hop_table_add_none(table);
}

static void add_shown_head(const hop_attended *a, size_t head, hop_table *table) {
    hop_table_add_count(table, head + 1);
    if (!a->heads) {
        add_nothing(table, 4);
        return;
    }
    const hop_attended_head *at = &a->heads[head];
    hop_table_add_number(table, at->entropy);
    hop_table_add_count(table, at->k90);
    hop_table_add_text(table, hop_attention_class_name(at->kind));
    hop_table_add_number(table, at->energy);
}

static void add_nested_head(const hop_attended *a, size_t head, hop_table *table) {
    hop_table_add_count(table, head);
    if (a->heads) {
        const hop_attended_head *at = &a->heads[head];
        hop_table_add_number(table, at->entropy);
        hop_table_add_number(table, at->entropy_low);
        hop_table_add_number(table, at->entropy_high);
        hop_table_add_count(table, at->k90);
        hop_table_add_text(table, hop_attention_class_name(at->kind));
        for (size_t i = 0; i < HOP_ATTENTION_CLASSES; i++)
            hop_table_add_count(table, at->classes[i]);
        hop_table_add_number(table, at->energy);
    } else {
        add_nothing(table, COUNT_OF(NESTED) - 2);
    }
    if (!a->steps) {
        hop_table_add_none(table);
        return;
    }
    hop_table *steps = hop_table_add_rows(table, NESTED_STEPS, COUNT_OF(NESTED_STEPS));
    for (size_t t = 0; t <= a->in->steps; t++) add_step(a, head, t, steps);
}

static void add_heads(const hop_attended *a, hop_result *r) {
    hop_table *table = hop_result_table(r, "heads", NESTED, COUNT_OF(NESTED), "Heads");
    hop_result_for(r, HOP_FOR_JSON);
    for (size_t h = 0; h < a->in->heads; h++) add_nested_head(a, h, table);

    table = hop_result_table(r, "heads_and_steps", FLAT, COUNT_OF(FLAT), "Heads, step by step");
    hop_result_for(r, HOP_FOR_CSV);
    for (size_t h = 0; h < a->in->heads; h++)
        for (size_t t = 0; t <= (a->steps ? a->in->steps : 0); t++) {
            add_shown_head(a, h, table);
            if (a->steps)
                add_step(a, h, t, table);
            else
                add_nothing(table, 4);
        }
    if (a->heads) {
        table = hop_result_table(r, "heads_shown", HEADS_SHOWN, COUNT_OF(HEADS_SHOWN), "Heads");
        hop_result_for(r, HOP_FOR_PEOPLE);
        for (size_t h = 0; h < a->in->heads; h++) add_shown_head(a, h, table);
        hop_result_remark(r, HOP_NOTE,
                          "class by k90 against N/2, N/8, N/32; energy is the mean of -lse");
        hop_result_for(r, HOP_FOR_PEOPLE);
    }
    if (!a->steps) return;
    table = hop_result_table(r, "steps_shown", STEPS_SHOWN, COUNT_OF(STEPS_SHOWN),
                             "What one step leaves on the table: further Hopfield steps, xi <- K' "
                             "softmax(scale K xi)");
    hop_result_for(r, HOP_FOR_PEOPLE);
    for (size_t h = 0; h < a->in->heads; h++)
        for (size_t t = 0; t <= a->in->steps; t++) {
            hop_table_add_count(table, h + 1);
            add_step(a, h, t, table);
        }
    hop_result_remark(r, HOP_NOTE, "energy is the mean of -lse + |xi|^2/2; attention is step 1");
    hop_result_for(r, HOP_FOR_PEOPLE);
}

static void add_facts(const hop_attended *a, hop_result *r) {
    const hop_attention_shape *s = &a->shape;
    hop_result_count(r, "queries", s->queries, "", "queries");
    hop_result_count(r, "keys", s->keys, "", "keys");
    hop_result_count(r, "width", s->width, "", "of queries and keys, all heads together");
    hop_result_count(r, "value_width", s->value_width, "", "of values, all heads together");
    hop_result_count(r, "output_width", a->output_width, "", "of the output");
    hop_result_number(r, "scale", s->scale, "", "of the scores");
    hop_result_bool(r, "causal", s->causal, "query i sees keys 0 ... i only");
    hop_result_bool(r, "masked", s->mask != NULL, "there is a mask");
    hop_result_text(r, "form", a->in->tiled ? "tiled" : "plain", "of the computation");
    hop_result_number(r, "largest_difference", a->difference, "", "from the recall engine");
    hop_result_number(r, "tiled_difference", a->tiled_difference, "", "of plain and tiled form");
    hop_result_number(r, "row_sum_error", a->row_sum_error, "", "of a row of weights from 1");
    hop_result_seconds(r, "attention", a->attention_seconds);
    hop_result_seconds(r, "recall", a->recall_seconds);
}

/* The first rows as they stand; all of them for programs. */
static hop_status add_output(const hop_attended *a, hop_result *r) {
    const size_t rows = a->shape.queries, columns = a->output_width;
    const size_t shown = rows < ROWS_SHOWN ? rows : ROWS_SHOWN;
    const size_t across = columns < COLUMNS_SHOWN ? columns : COLUMNS_SHOWN;
    hop_string text = {0};
    hop_string_add(&text, "output, %zux%zu:\n", rows, columns);
    for (size_t i = 0; i < shown; i++) {
        hop_string_add(&text, " ");
        for (size_t j = 0; j < across; j++)
            hop_string_add(&text, "%9.4f", a->output[i * columns + j]);
        hop_string_add(&text, "%s\n", across < columns ? " ..." : "");
    }
    if (shown < rows)
        hop_string_add(&text, "  ... and %zu rows more; -o FILE.npy has all\n", rows - shown);
    if (text.failed) {
        free(text.text);
        return hop_fail(HOP_E_MEMORY, "the output could not be shown");
    }
    hop_result_drawing(r, text.text);
    free(text.text);
    const bool small = columns == 0 || rows <= OUTPUT_MOST / columns;
    hop_result_array(r, "output", a->output, 2, (size_t[]){rows, columns}, "",
                     "[queries x output_width]");
    hop_result_for(r, small ? HOP_FOR_JSON | HOP_FOR_ARRAY : HOP_FOR_ARRAY);
    return HOP_OK;
}

static void add_differences(const hop_attended *a, hop_result *r) {
    if (isnan(a->difference))
        hop_result_remark(r, HOP_NOTE, "tiled: %.3f s; nothing was compared", a->attention_seconds);
    else
        hop_result_remark(r, HOP_NOTE,
                          "the same through the recall engine (keys as memory, one step, then the "
                          "values) differs by at most %.2g; the tiled form by %.2g; rows of "
                          "weights sum to 1 within %.2g",
                          a->difference, a->tiled_difference, a->row_sum_error);
}

/* Truth values in another guise (1 and -1, say) would be taken for scores. */
static void add_bias(const hop_attended *a, hop_result *r) {
    if (a->biased)
        hop_result_remark(r, HOP_WARNING,
                          "the mask was added to the scores, and hides no key; one of 0 and 1 says "
                          "what is seen, and -infinity hides");
}

static void add_title(const hop_attended *a, hop_result *r) {
    const hop_attention_shape *s = &a->shape;
    char lead[256];
    snprintf(lead, sizeof lead,
             "%zu %s, %zu %s, %zu wide; values %zu wide; %zu %s: softmax(scale QK'%s) V, scale "
             "%.6g%s",
             s->queries, s->queries == 1 ? "query" : "queries", s->keys,
             s->keys == 1 ? "key" : "keys", s->width, s->value_width, a->in->heads,
             a->in->heads == 1 ? "head" : "heads", s->mask ? " + mask" : "", s->scale,
             s->causal ? ", causal" : "");
    hop_result_title(r, "Attention beside a Hopfield step", lead);
}

hop_status hop_attended_tell(const hop_attended *a, hop_result *r) {
    add_title(a, r);
    add_facts(a, r);
    HOP_TRY(add_output(a, r));
    add_heads(a, r);
    add_differences(a, r);
    add_bias(a, r);
    return HOP_OK;
}
