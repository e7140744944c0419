/* The result of attention for people, and as CSV.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/fail.h"
#include "../base/text.h"
#include "attention.h"

/* Of the output on the terminal: rows at most, and characters of a number with its blank. */
enum { ROWS_SHOWN = 8, NUMBER_WIDTH = 9 };

static const hop_column HEADS[] = {
    {.name = "head", .meaning = "counted from 1", .kind = HOP_CELL_COUNT},
    {.name = "entropy", .unit = "nats", .meaning = "mean", .kind = HOP_CELL_NUMBER, .digits = 4},
    {.name = "k90", .meaning = "median of fewest weights summing to 0.90", .kind = HOP_CELL_COUNT},
    {.name = "class", .meaning = "median, by N/2, N/8, N/32", .kind = HOP_CELL_TEXT},
    {.name = "energy", .meaning = "mean of -lse", .kind = HOP_CELL_NUMBER, .digits = 6},
};

static const hop_column STEPS[] = {
    {.name = "head", .meaning = "counted from 1", .kind = HOP_CELL_COUNT},
    {.name = "step", .meaning = "Hopfield steps done; 1 is attention", .kind = HOP_CELL_COUNT},
    {.name = "energy",
     .meaning = "mean of -lse + |state|^2/2",
     .kind = HOP_CELL_NUMBER,
     .digits = 6},
    {.name = "moved",
     .meaning = "mean distance of a state in this step",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "output_moved",
     .meaning = "mean distance of its output from attention's",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
};

/* Head by head, step by step. */
static const hop_column ALL[] = {
    {.name = "head", .meaning = "counted from 1", .kind = HOP_CELL_COUNT},
    {.name = "entropy", .unit = "nats", .meaning = "mean", .kind = HOP_CELL_NUMBER},
    {.name = "k90", .meaning = "median of fewest weights summing to 0.90", .kind = HOP_CELL_COUNT},
    {.name = "class", .meaning = "median, by N/2, N/8, N/32", .kind = HOP_CELL_TEXT},
    {.name = "energy", .meaning = "mean of -lse", .kind = HOP_CELL_NUMBER},
    {.name = "step", .meaning = "Hopfield steps done; 1 is attention", .kind = HOP_CELL_COUNT},
    {.name = "step_energy", .meaning = "mean of -lse + |state|^2/2", .kind = HOP_CELL_NUMBER},
    {.name = "moved", .meaning = "mean distance of a state in this step", .kind = HOP_CELL_NUMBER},
    {.name = "output_moved",
     .meaning = "mean distance of its output from attention's",
     .kind = HOP_CELL_NUMBER},
};

static void add_number(hop_table *table, double number) {
    if (isnan(number))
        hop_table_add_none(table);
    else
        hop_table_add_number(table, number);
}

static void add_head(const cli_attended *a, size_t h, hop_table *table) {
    hop_table_add_count(table, h + 1);
    if (!a->heads) {
        for (int i = 0; i < 4; i++) hop_table_add_none(table);
        return;
    }
    const cli_head *head = &a->heads[h];
    hop_table_add_number(table, head->entropy);
    hop_table_add_count(table, head->k90);
    hop_table_add_text(table, hop_attention_class_name(head->kind));
    hop_table_add_number(table, head->energy);
}

static void add_step(const cli_attended *a, size_t h, size_t step, hop_table *table) {
    hop_table_add_count(table, step);
    const cli_step *at = &a->steps[h * (a->asked->steps + 1) + step];
    add_number(table, at->energy);
    add_number(table, at->moved);
    add_number(table, at->output_moved);
}

static void note(const cli_attended *a, hop_table *table) {
    cli_provenance_note(a->provenance, table);
    if (!isnan(a->difference)) hop_table_note_number(table, "largest_difference", a->difference);
}

hop_status cli_attention_csv(const cli_attended *a, const hop_format_row *format, char **text) {
    hop_table *table = NULL;
    HOP_TRY(hop_table_create(ALL, sizeof ALL / sizeof *ALL, &table));
    note(a, table);
    for (size_t h = 0; h < a->asked->heads; h++)
        for (size_t t = 0; t <= (a->steps ? a->asked->steps : 0); t++) {
            add_head(a, h, table);
            if (a->steps)
                add_step(a, h, t, table);
            else
                for (int i = 0; i < 4; i++) hop_table_add_none(table);
        }
    hop_status status = hop_table_print(table, format, &hop_format_defaults, text);
    hop_table_destroy(table);
    return status;
}

/* ---- text ---- */

static void describe(const cli_attended *a, hop_string *text) {
    const hop_attention_shape *shape = &a->shape;
    size_t heads = a->asked->heads;
    hop_string_add(text,
                   "%zu %s, %zu %s, %zu wide; values %zu wide; %zu %s\n"
                   "softmax(scale QK'%s) V, scale %.6g%s\n",
                   shape->queries, shape->queries == 1 ? "query" : "queries", shape->keys,
                   shape->keys == 1 ? "key" : "keys", shape->width, shape->value_width, heads,
                   heads == 1 ? "head" : "heads", shape->mask ? " + mask" : "", shape->scale,
                   shape->causal ? ", causal" : "");
}

static void show_output(const cli_attended *a, size_t terminal, hop_string *text) {
    size_t rows = a->shape.queries, columns = a->output_width;
    size_t fit = terminal > NUMBER_WIDTH + 8 ? (terminal - 8) / NUMBER_WIDTH : 1;
    size_t shown = rows < ROWS_SHOWN ? rows : ROWS_SHOWN, across = columns < fit ? columns : fit;
    hop_string_add(text, "\noutput, %zux%zu:\n", rows, columns);
    for (size_t i = 0; i < shown; i++) {
        hop_string_add(text, "  ");
        for (size_t j = 0; j < across; j++)
            hop_string_add(text, "%*.4f", NUMBER_WIDTH, a->output[i * columns + j]);
        hop_string_add(text, "%s\n", across < columns ? " ..." : "");
    }
    if (shown < rows)
        hop_string_add(text, "  ... and %zu rows more; -o FILE.npy has all\n", rows - shown);
}

static hop_status add_table(hop_table *table, size_t width, hop_string *text) {
    const hop_format_row *format = NULL;
    hop_format_options options = {.width = width, .quiet_notes = true};
    char *rows = NULL;
    HOP_TRY(hop_format_parse("text", &format));
    HOP_TRY(hop_table_print(table, format, &options, &rows));
    hop_string_add(text, "%s", rows);
    free(rows);
    return HOP_OK;
}

static hop_status show_heads(const cli_attended *a, size_t width, hop_string *text) {
    hop_table *table = NULL;
    if (!a->heads) return HOP_OK;
    HOP_TRY(hop_table_create(HEADS, sizeof HEADS / sizeof *HEADS, &table));
    for (size_t h = 0; h < a->asked->heads; h++) add_head(a, h, table);
    hop_string_add(text, "\n");
    hop_status status = add_table(table, width, text);
    hop_table_destroy(table);
    hop_string_add(text, "class by k90 against N/2, N/8, N/32; energy is the mean of -lse\n");
    return status;
}

static hop_status show_steps(const cli_attended *a, size_t width, hop_string *text) {
    hop_table *table = NULL;
    if (!a->steps) return HOP_OK;
    HOP_TRY(hop_table_create(STEPS, sizeof STEPS / sizeof *STEPS, &table));
    for (size_t h = 0; h < a->asked->heads; h++)
        for (size_t t = 0; t <= a->asked->steps; t++) {
            hop_table_add_count(table, h + 1);
            add_step(a, h, t, table);
        }
    hop_string_add(text, "\nwhat one step leaves on the table: further Hopfield steps, xi <- K' "
                         "softmax(scale K xi)\n");
    hop_status status = add_table(table, width, text);
    hop_table_destroy(table);
    hop_string_add(text, "energy is the mean of -lse + |xi|^2/2; attention is step 1\n");
    return status;
}

static void show_differences(const cli_attended *a, hop_string *text) {
    if (isnan(a->difference)) {
        hop_string_add(text, "\ntiled: %.3f s; nothing was compared\n", a->attention_seconds);
        return;
    }
    hop_string_add(text,
                   "\nthe same through the recall engine (keys as memory, one step, then the "
                   "values):\ndiffers by at most %.2g; the tiled form by %.2g; rows of weights sum "
                   "to 1 within %.2g\n",
                   a->difference, a->tiled_difference, a->row_sum_error);
}

hop_status cli_attention_text(const cli_attended *a, size_t width, char **text) {
    hop_string all = {0};
    describe(a, &all);
    show_output(a, width, &all);
    hop_status status = show_heads(a, width, &all);
    if (status == HOP_OK) status = show_steps(a, width, &all);
    show_differences(a, &all);
    if (status == HOP_OK && all.failed)
        status = hop_fail(HOP_E_MEMORY, "the result could not be printed");
    if (status == HOP_OK)
        *text = all.text;
    else
        free(all.text);
    return status;
}
