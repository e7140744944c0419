/* What `hopfield block` says: table, text, JSON, figure.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "block.h"

/* Steps that the text shows: the first ones, then each about twice as far, and the last. */
enum { STEPS_SHOWN = 12, CURVE_MOST = 48 };

static const hop_column COLUMNS[] = {
    {.name = "step", .meaning = "0 is the start", .kind = HOP_CELL_COUNT},
    {.name = "energy", .meaning = "attention + memory", .kind = HOP_CELL_NUMBER, .digits = 8},
    {.name = "attention",
     .meaning = "-1/beta sum ln sum exp(beta K.Q)",
     .kind = HOP_CELL_NUMBER,
     .digits = 6},
    {.name = "memory", .meaning = "-1/2 sum ReLU(Xi.g)^2", .kind = HOP_CELL_NUMBER, .digits = 6},
    {.name = "gradient", .meaning = "|dE/dg|", .kind = HOP_CELL_NUMBER, .digits = 4},
    {.name = "a", .meaning = "the step that was taken", .kind = HOP_CELL_NUMBER, .digits = 3},
    {.name = "tried", .meaning = "values of a that were tried", .kind = HOP_CELL_COUNT},
};

static void add_step(const cli_descended *d, size_t index, hop_table *table) {
    const hop_block_step *step = &d->result->step[index];
    hop_table_add_count(table, index);
    hop_table_add_number(table, step->energy.total);
    hop_table_add_number(table, step->energy.attention);
    hop_table_add_number(table, step->energy.memory);
    hop_table_add_number(table, step->gradient);
    hop_table_add_number(table, step->step);
    hop_table_add_count(table, step->tried);
}

hop_status cli_block_table(const cli_descended *d, hop_table **table) {
    hop_table *made = NULL;
    HOP_TRY(hop_table_create(COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &made));
    cli_provenance_note(d->provenance, made);
    hop_table_note_number(made, "gradient_error", d->gradient_error);
    for (size_t i = 0; i <= d->result->steps; i++) add_step(d, i, made);
    *table = made;
    return HOP_OK;
}

/* ---- text ---- */

static hop_status add_short_table(const cli_descended *d, size_t width, hop_string *text) {
    hop_table *table = NULL;
    const size_t steps = d->result->steps;
    HOP_TRY(hop_table_create(COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &table));
    for (size_t i = 0, next = 0; i <= steps; i++) {
        if (i != next && i != steps) continue;
        add_step(d, i, table);
        next = steps < STEPS_SHOWN || i < 4 ? i + 1 : i + i / 2 + 1;
    }
    hop_status status = cli_document_add_table(table, width, text);
    hop_table_destroy(table);
    return status;
}

static void add_curve(const cli_descended *d, hop_string *text) {
    double energy[CURVE_MOST];
    char curve[3 * CURVE_MOST + 1];
    const size_t steps = d->result->steps, shown = steps + 1 < CURVE_MOST ? steps + 1 : CURVE_MOST;
    for (size_t i = 0; i < shown; i++)
        energy[i] = d->result->step[shown > 1 ? i * steps / (shown - 1) : 0].energy.total;
    hop_table_sparkline(energy, shown, curve, sizeof curve);
    hop_string_add(text, "energy  %s\n\n", curve);
}

static void add_sentences(const cli_descended *d, hop_string *text) {
    const hop_block *b = d->block;
    const hop_block_result *r = d->result;
    const double from = r->step[0].energy.total, to = r->step[r->steps].energy.total;
    hop_string_add(text, "\n%zu tokens of %zu numbers (%s)\n", d->tokens, b->dim, d->source);
    if (b->attention_term)
        hop_string_add(text, "attention: %zu heads of width %zu, beta %.4g\n", b->heads, b->width,
                       b->beta);
    if (b->memory_term) hop_string_add(text, "memory: %zu patterns\n", b->memories);
    hop_string_add(text, "the energy fell from %.6g to %.6g in %zu steps and never rose; %s\n",
                   from, to, r->steps, r->settled ? "settled" : "not settled yet");
    hop_string_add(text,
                   "the gradient differs from finite differences by %.1e at most (%zu places)\n",
                   d->gradient_error, d->probes);
    hop_string_add(text, "seed %llu\n", (unsigned long long)d->seed->seed);
}

hop_status cli_block_text(const cli_descended *d, size_t width, char **text) {
    hop_string all = {0};
    add_curve(d, &all);
    hop_status status = add_short_table(d, width, &all);
    if (status != HOP_OK) {
        free(all.text);
        return status;
    }
    add_sentences(d, &all);
    return cli_document_take(&all, text);
}

/* ---- JSON ---- */

static hop_json *step_of(const hop_block_step *step) {
    cli_document m = cli_document_begin();
    cli_document_set(&m, "energy", hop_json_real(step->energy.total));
    cli_document_set(&m, "attention", hop_json_real(step->energy.attention));
    cli_document_set(&m, "memory", hop_json_real(step->energy.memory));
    cli_document_set(&m, "gradient", hop_json_real(step->gradient));
    cli_document_set(&m, "a", hop_json_real(step->step));
    cli_document_set(&m, "tried", hop_json_count(step->tried));
    return m.object;
}

static hop_json *block_of(const hop_block *b) {
    cli_document m = cli_document_begin();
    cli_document_set(&m, "dim", hop_json_count(b->dim));
    cli_document_set(&m, "heads", hop_json_count(b->heads));
    cli_document_set(&m, "width", hop_json_count(b->width));
    cli_document_set(&m, "memories", hop_json_count(b->memories));
    cli_document_set(&m, "beta", hop_json_real(b->beta));
    cli_document_set(&m, "gain", hop_json_real(b->gain));
    cli_document_set(&m, "attention_term", hop_json_bool(b->attention_term));
    cli_document_set(&m, "memory_term", hop_json_bool(b->memory_term));
    return m.object;
}

hop_status cli_block_json(const cli_descended *d, char **text) {
    cli_document m = cli_document_of("block", d->provenance, d->seed);
    hop_json *energies = hop_json_array(), *steps = hop_json_array();
    for (size_t i = 0; i <= d->result->steps; i++) {
        hop_json_append(energies, hop_json_real(d->result->step[i].energy.total));
        hop_json_append(steps, step_of(&d->result->step[i]));
    }
    cli_document_set(&m, "tokens", hop_json_count(d->tokens));
    cli_document_set(&m, "source", hop_json_text(d->source));
    cli_document_set(&m, "block", block_of(d->block));
    cli_document_set(&m, "gradient_error", hop_json_real(d->gradient_error));
    cli_document_set(&m, "gradient_probes", hop_json_count(d->probes));
    cli_document_set(&m, "settled", hop_json_bool(d->result->settled));
    cli_document_set(&m, "taken", hop_json_count(d->result->steps));
    cli_document_set(&m, "energy", energies);
    cli_document_set(&m, "steps", steps);
    return cli_document_print(&m, text);
}

/* ---- figure ---- */

hop_status cli_block_figure(const cli_descended *d, const char *path, bool force) {
    enum { X, TOTAL, ATTENTION, MEMORY, COLUMN_COUNT };
    const size_t count = d->result->steps + 1;
    double *all = NULL;
    hop_table *table = NULL;
    HOP_TRY(hop_alloc(count, COLUMN_COUNT * sizeof *all, "curves", &all));
    for (size_t i = 0; i < count; i++) {
        all[X * count + i] = (double)i;
        all[TOTAL * count + i] = d->result->step[i].energy.total;
        all[ATTENTION * count + i] = d->result->step[i].energy.attention;
        all[MEMORY * count + i] = d->result->step[i].energy.memory;
    }
    const hop_curve curves[] = {
        {.name = "energy", .x = all, .y = all + TOTAL * count, .count = count, .colour = 7},
        {.name = "attention", .x = all, .y = all + ATTENTION * count, .count = count, .colour = 1},
        {.name = "memory", .x = all, .y = all + MEMORY * count, .count = count, .colour = 2},
    };
    const bool both = d->block->attention_term && d->block->memory_term;
    hop_status status = cli_block_table(d, &table);
    if (status == HOP_OK) {
        const hop_figure figure = {
            .title = both                       ? "Descent of the block's energy, and its two terms"
                     : d->block->attention_term ? "Descent of the attention term alone"
                                                : "Descent of the memory term alone",
            .x_label = "step",
            .y_label = "energy [dimensionless]",
            .curves = curves,
            .curve_count = both ? 3 : 1,
            .provenance = table,
        };
        status = hop_figure_write(&figure, path, force);
    }
    hop_table_destroy(table);
    free(all);
    return status;
}
