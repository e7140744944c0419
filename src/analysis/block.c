/* A Transformer block as descent of one energy: the numbers of a descent, beside finite
 * differences.  Hoover et al. 2023 (2302.07253).
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include <hopfield/analysis.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"

/* Streams of the seed, one for each thing that is drawn. */
enum { STREAM_TOKENS = 1, STREAM_QUERY, STREAM_KEY, STREAM_MEMORY };

/* Tokens, and coordinates of theirs, at which the gradient is compared with finite differences. */
enum { PROBED_TOKENS = 64, PROBES = 256 };

/* Steps that people are shown: the first ones, then each about half as far again, and the last. */
enum { STEPS_SHOWN = 12, CURVE_MOST = 48 };

const hop_block_inputs hop_block_inputs_defaults = {
    .source = "drawn",
    .count = 24,
    .dim = 32,
    .heads = 4,
    .gain = 1,
    .attention_term = true,
    .memory_term = true,
    .descent = {.steps = 200, .step = 0.1, .tolerance = 1e-9},
};

/* ---- inputs ---- */

/* What is not given is drawn with variance 1 / dim, so that products of tokens are of order 1. */
static hop_status draw_missing(hop_matrix *matrix, const char *what, size_t rows,
                               const hop_block_inputs *in, uint64_t stream) {
    const size_t dim = in->tokens.columns;
    if (!matrix->values)
        return hop_matrix_draw(rows, dim, 1 / sqrt((double)dim), in->seed, stream, matrix);
    if (matrix->rows == rows && matrix->columns == dim) return HOP_OK;
    return hop_fail(HOP_E_SHAPE, "%s are %zux%zu, and must be %zux%zu", what, matrix->rows,
                    matrix->columns, rows, dim);
}

static hop_status complete(hop_block_inputs *in, hop_block *block) {
    if (!in->tokens.values)
        HOP_TRY(hop_matrix_draw(in->count, in->dim, 1, in->seed, STREAM_TOKENS, &in->tokens));
    const size_t dim = in->tokens.columns, width = in->width ? in->width : dim / in->heads;
    size_t rows = 0;
    if (width == 0 || (!in->width && dim % in->heads != 0))
        return hop_fail(HOP_E_SHAPE,
                        "%zu heads do not divide tokens of %zu numbers; give --heads another "
                        "number, or say --width",
                        in->heads, dim);
    if (!hop_size_multiply(in->heads, width, &rows) || (!in->hidden && dim > SIZE_MAX / 4))
        return hop_fail(HOP_E_LIMIT, "%zu heads of width %zu are too many", in->heads, width);
    if (in->attention_term) {
        HOP_TRY(draw_missing(&in->query, "the queries' weights", rows, in, STREAM_QUERY));
        HOP_TRY(draw_missing(&in->key, "the keys' weights", rows, in, STREAM_KEY));
    }
    if (in->memory_term)
        HOP_TRY(draw_missing(&in->memory, "the memories",
                             in->memory.values ? in->memory.rows
                             : in->hidden      ? in->hidden
                                               : 4 * dim,
                             in, STREAM_MEMORY));
    *block = (hop_block){.dim = dim,
                         .heads = in->heads,
                         .width = width,
                         .memories = in->memory.rows,
                         .key_weight = in->key.values,
                         .query_weight = in->query.values,
                         .memory = in->memory.values,
                         .beta = in->beta > 0 ? in->beta : 1 / sqrt((double)width),
                         .gain = in->gain,
                         .bias = in->bias.values,
                         .attention_term = in->attention_term,
                         .memory_term = in->memory_term,
                         .progress = in->progress,
                         .context = in->context};
    return HOP_OK;
}

/* ---- the result ---- */

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
enum { COLUMN_COUNT = sizeof COLUMNS / sizeof *COLUMNS };

static void add_step(const hop_block_result *descent, size_t index, hop_table *table) {
    const hop_block_step *step = &descent->step[index];
    hop_table_add_count(table, index);
    hop_table_add_number(table, step->energy.total);
    hop_table_add_number(table, step->energy.attention);
    hop_table_add_number(table, step->energy.memory);
    hop_table_add_number(table, step->gradient);
    hop_table_add_number(table, step->step);
    hop_table_add_count(table, step->tried);
}

static void add_settings(const hop_block *b, const hop_matrix *tokens, const char *source,
                         hop_result *r) {
    hop_result_count(r, "tokens", tokens->rows, "", "tokens that descend together");
    hop_result_text(r, "source", source, "where they come from");
    hop_result_count(r, "block.dim", b->dim, "", "numbers of a token");
    hop_result_count(r, "block.heads", b->heads, "", "heads of attention");
    hop_result_count(r, "block.width", b->width, "", "numbers of a key and a query");
    hop_result_count(r, "block.memories", b->memories, "", "patterns of the memory term");
    hop_result_number(r, "block.beta", b->beta, "", "inverse temperature of attention");
    hop_result_number(r, "block.gain", b->gain, "", "of the layer normalisation");
    hop_result_bool(r, "block.attention_term", b->attention_term, "attention has a part");
    hop_result_bool(r, "block.memory_term", b->memory_term, "the memory has a part");
}

/* One curve: member `offset` of the energies, over the steps. */
static void fill_curve(const hop_block_result *descent, size_t member, double *x, double *y) {
    for (size_t i = 0; i <= descent->steps; i++) {
        const hop_block_energy *e = &descent->step[i].energy;
        const double values[] = {e->total, e->attention, e->memory};
        x[i] = (double)i;
        y[i] = values[member];
    }
}

static hop_status add_figure(const hop_block *b, const hop_block_result *descent, hop_result *r) {
    enum { CURVES = 3 };
    static const char *const NAMES[CURVES] = {"energy", "attention", "memory"};
    static const int COLOURS[CURVES] = {7, 1, 2};
    const size_t count = descent->steps + 1;
    const bool both = b->attention_term && b->memory_term;
    double *numbers = NULL;
    hop_curve curves[CURVES];
    HOP_TRY(hop_alloc(count, (size_t)2 * CURVES * sizeof *numbers, "curves", &numbers));
    for (size_t k = 0; k < CURVES; k++) {
        double *x = numbers + 2 * k * count, *y = x + count;
        fill_curve(descent, k, x, y);
        curves[k] =
            (hop_curve){.name = NAMES[k], .x = x, .y = y, .count = count, .colour = COLOURS[k]};
    }
    const hop_figure figure = {
        .title = both                ? "Descent of the block's energy, and its two terms"
                 : b->attention_term ? "Descent of the attention term alone"
                                     : "Descent of the memory term alone",
        .x_label = "step",
        .y_label = "energy",
        .curves = curves,
        .curve_count = both ? CURVES : 1,
    };
    hop_result_figure(r, "energy", &figure, "The energy never rises.",
                      "falling curves of the energy and its terms over the steps");
    char sparkline[3 * CURVE_MOST + 16] = "energy  ";
    double shown[CURVE_MOST];
    const size_t points = count < CURVE_MOST ? count : CURVE_MOST;
    for (size_t i = 0; i < points; i++)
        shown[i] = numbers[count + (points > 1 ? i * descent->steps / (points - 1) : 0)];
    hop_table_sparkline(shown, points, sparkline + 8, sizeof sparkline - 8);
    hop_result_drawing(r, sparkline);
    hop_result_for(r, HOP_FOR_TEXT);
    hop_result_array(r, "energy", numbers + count, 1, &count, "", "after each step");
    free(numbers);
    return HOP_OK;
}

static void add_steps(const hop_block_result *descent, hop_result *r) {
    const size_t steps = descent->steps;
    hop_table *few = hop_result_table(r, "steps_shown", COLUMNS, COLUMN_COUNT, "The descent");
    hop_result_for(r, HOP_FOR_PEOPLE);
    for (size_t i = 0, next = 0; i <= steps; i++) {
        if (i != next && i != steps) continue;
        add_step(descent, i, few);
        next = steps < STEPS_SHOWN || i < 4 ? i + 1 : i + i / 2 + 1;
    }
    hop_table *all = hop_result_table(r, "steps", COLUMNS, COLUMN_COUNT, "Every step");
    hop_result_for(r, HOP_FOR_PROGRAMS);
    for (size_t i = 0; i <= steps; i++) add_step(descent, i, all);
}

/* Steps that nobody would expect without a word. */
static const double LARGE_STEP = 1e3;

static double largest_step(const hop_block_result *d) {
    double most = 0;
    for (size_t i = 0; i <= d->steps; i++)
        if (d->step[i].step > most) most = d->step[i].step;
    return most;
}

static void add_sentences(const hop_block *b, const hop_block_inputs *in, const hop_block_result *d,
                          double error, size_t probes, hop_result *r) {
    hop_result_number(r, "gradient_error", error, "", "of dE/dg, from central differences");
    hop_result_count(r, "gradient_probes", probes, "", "coordinates compared");
    hop_result_bool(r, "settled", d->settled, "the energy has converged");
    hop_result_count(r, "taken", d->steps, "", "steps");
    hop_result_remark(r, HOP_NOTE, "%zu token%s of %zu number%s (%s)", in->tokens.rows,
                      hop_text_s(in->tokens.rows), b->dim, hop_text_s(b->dim), in->source);
    if (b->attention_term)
        hop_result_remark(r, HOP_NOTE, "attention: %zu head%s of width %zu, beta %.4g", b->heads,
                          hop_text_s(b->heads), b->width, b->beta);
    if (b->memory_term)
        hop_result_remark(r, HOP_NOTE, "memory: %zu pattern%s", b->memories,
                          hop_text_s(b->memories));
    hop_result_remark(r, HOP_NOTE,
                      "the energy fell from %.6g to %.6g in %zu step%s and never rose; %s",
                      d->step[0].energy.total, d->step[d->steps].energy.total, d->steps,
                      hop_text_s(d->steps), d->settled ? "settled" : "not settled yet");
    if (largest_step(d) > LARGE_STEP)
        hop_result_remark(r, HOP_NOTE,
                          "steps grew to %.2g: normalisation makes the energy blind to a token's "
                          "length, tokens grow as they descend, and the same turn of a longer "
                          "token takes a longer step",
                          largest_step(d));
    hop_result_remark(r, HOP_NOTE,
                      "the gradient differs from finite differences by %.1e at most (%zu places)",
                      error, probes);
}

static hop_status descend(const hop_block *block, hop_block_inputs *in, double *error,
                          size_t *probes, hop_block_result *descent) {
    hop_matrix normal = {0};
    const size_t count = in->tokens.rows;
    HOP_TRY(hop_matrix_create(count, block->dim, &normal));
    hop_block_normalise(block, in->tokens.values, count, normal.values);
    const size_t probed = count < PROBED_TOKENS ? count : PROBED_TOKENS;
    *probes = probed * block->dim < PROBES ? probed * block->dim : PROBES;
    hop_status status = hop_block_check(block, normal.values, probed, PROBES, error);
    hop_matrix_clear(&normal);
    if (status != HOP_OK) return status;
    return hop_block_descend(block, &in->descent, in->tokens.values, count, descent);
}

hop_status hop_block_analyse(hop_block_inputs *in, hop_result *r) {
    hop_block block;
    hop_block_result descent = {0};
    double error = 0;
    size_t probes = 0;
    HOP_TRY(complete(in, &block));
    HOP_TRY(descend(&block, in, &error, &probes, &descent));
    hop_result_title(r, "A Transformer block as descent of one energy", NULL);
    add_settings(&block, &in->tokens, in->source, r);
    hop_status status = add_figure(&block, &descent, r);
    if (status == HOP_OK) {
        add_steps(&descent, r);
        add_sentences(&block, in, &descent, error, probes, r);
        hop_result_array(r, "output", in->tokens.values, 2,
                         (size_t[]){in->tokens.rows, in->tokens.columns}, "",
                         "the tokens after the descent");
        hop_result_for(r, HOP_FOR_ARRAY);
    }
    hop_block_result_clear(&descent);
    return status;
}
