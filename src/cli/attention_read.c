/* What attention works on: matrices from files, tokens projected, masks.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "attention.h"
#include "matrix.h"

/* Where libraries mean minus infinity they write their lowest number; 1e300 times any weight that
 * shows elsewhere is out of the question. */
static const double HIDDEN = -1e300;

hop_status cli_operand_read(cli_operand *operand, cli_run *run, hop_dtype *dtype) {
    cli_matrix matrix = {0};
    HOP_TRY(cli_matrix_read_raw(operand->path, run, dtype, &matrix));
    operand->values = matrix.values;
    operand->rows = matrix.rows;
    operand->columns = matrix.columns;
    return HOP_OK;
}

static hop_status read_finite(cli_operand *matrix, cli_run *run) {
    if (!matrix->path) return HOP_OK;
    HOP_TRY(cli_operand_read(matrix, run, NULL));
    for (size_t i = 0; i < matrix->rows * matrix->columns; i++)
        if (!isfinite(matrix->values[i]))
            return hop_fail(HOP_E_VALUE,
                            "%s: row %zu, column %zu (counted from 0) is %g; it must "
                            "be finite",
                            matrix->path, i / matrix->columns, i % matrix->columns,
                            matrix->values[i]);
    return HOP_OK;
}

/* "query 6x3 (q.npy)" */
static void name_shape(hop_string *text, const char *what, const cli_operand *matrix) {
    if (!matrix->path) return;
    hop_string_add(text, "%s%s %zux%zu (%s)", text->length ? ", " : "", what, matrix->rows,
                   matrix->columns, matrix->path);
}

/* Fails with all shapes there are, and what is wrong with them. */
static hop_status refuse_shapes(const cli_attending *a, const char *wrong) {
    hop_string all = {0};
    name_shape(&all, "query", &a->query);
    name_shape(&all, "key", &a->key);
    name_shape(&all, "value", &a->value);
    name_shape(&all, "input", &a->input);
    name_shape(&all, "context", &a->context);
    name_shape(&all, "weights-query", &a->weights_query);
    name_shape(&all, "weights-key", &a->weights_key);
    name_shape(&all, "weights-value", &a->weights_value);
    name_shape(&all, "weights-output", &a->weights_output);
    name_shape(&all, "mask", &a->mask);
    hop_status status =
        hop_fail(HOP_E_SHAPE, "shapes do not agree: %s: %s", all.text ? all.text : "", wrong);
    free(all.text);
    return status;
}

/* out = x W */
static hop_status project(const cli_attending *a, const cli_operand *x, const cli_operand *weights,
                          cli_operand *out) {
    bool linear = a->layout == HOP_OUT_BY_IN;
    size_t in = linear ? weights->columns : weights->rows;
    size_t width = linear ? weights->rows : weights->columns;
    if (in != x->columns)
        return refuse_shapes(a, linear ? "with --linear, weights are [out x in], and in is the "
                                         "width of the tokens"
                                       : "weights are [in x out], and in is the width of the "
                                         "tokens; --linear reads them as [out x in]");
    HOP_TRY(hop_alloc(x->rows, width * sizeof(double), "projected tokens", &out->values));
    out->rows = x->rows;
    out->columns = width;
    hop_attention_project(x->rows, in, width, x->values, weights->values, a->layout, NULL,
                          out->values);
    return HOP_OK;
}

static hop_status copy_matrix(const cli_operand *from, cli_operand *to) {
    HOP_TRY(hop_alloc(from->rows, from->columns * sizeof(double), "a matrix", &to->values));
    to->rows = from->rows;
    to->columns = from->columns;
    for (size_t i = 0; i < from->rows * from->columns; i++) to->values[i] = from->values[i];
    return HOP_OK;
}

static hop_status make_of(const cli_attending *a, const cli_operand *tokens,
                          const cli_operand *weights, cli_operand *out) {
    return weights->path ? project(a, tokens, weights, out) : copy_matrix(tokens, out);
}

/* Queries come from the tokens; keys and values from the context, or the tokens themselves. */
static hop_status make_inputs(cli_attending *a) {
    if (!a->input.path) return a->value.path ? HOP_OK : copy_matrix(&a->key, &a->value);
    const cli_operand *seen = a->context.path ? &a->context : &a->input;
    HOP_TRY(make_of(a, &a->input, &a->weights_query, &a->query));
    HOP_TRY(make_of(a, seen, &a->weights_key, &a->key));
    return make_of(a, seen, &a->weights_value, &a->value);
}

static hop_status check_shapes(const cli_attending *a) {
    const cli_operand *last = &a->weights_output;
    if (a->query.columns != a->key.columns)
        return refuse_shapes(a, "queries and keys must be equally wide");
    if (a->key.rows != a->value.rows) return refuse_shapes(a, "every key needs one value");
    if (last->path && (a->layout == HOP_OUT_BY_IN ? last->columns : last->rows) != a->value.columns)
        return refuse_shapes(a, "the output's weights must take the width of the values");
    if (a->mask.path && (a->mask.rows != a->query.rows || a->mask.columns != a->key.rows))
        return refuse_shapes(a, "a mask is [queries x keys]");
    return HOP_OK;
}

/* Truth values say what is seen; other numbers are added to the scores. */
static hop_status make_mask(cli_attending *a, cli_run *run) {
    hop_dtype dtype = HOP_F64;
    if (!a->mask.path) return HOP_OK;
    HOP_TRY(cli_operand_read(&a->mask, run, &dtype));
    for (size_t i = 0; i < a->mask.rows * a->mask.columns; i++) {
        double *value = &a->mask.values[i];
        if (dtype == HOP_U8) *value = *value > 0 ? 0 : -INFINITY;
        if (*value < HIDDEN) *value = -INFINITY;
        if (isnan(*value) || *value == INFINITY)
            return hop_fail(HOP_E_VALUE,
                            "%s: row %zu, column %zu (counted from 0) is %g; it must be finite, or "
                            "-infinity to hide a key",
                            a->mask.path, i / a->mask.columns, i % a->mask.columns, *value);
    }
    return HOP_OK;
}

static hop_status read_all(cli_attending *a, cli_run *run) {
    cli_operand *const all[] = {&a->query,       &a->key,           &a->value,
                                &a->input,       &a->context,       &a->weights_query,
                                &a->weights_key, &a->weights_value, &a->weights_output};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) HOP_TRY(read_finite(all[i], run));
    return make_mask(a, run);
}

hop_status cli_attention_read(cli_attending *asked, cli_run *run, cli_attended *attended) {
    HOP_TRY(read_all(asked, run));
    HOP_TRY(make_inputs(asked));
    HOP_TRY(check_shapes(asked));
    size_t width = asked->key.columns, heads = asked->heads;
    if (width % heads != 0 || asked->value.columns % heads != 0)
        return hop_fail(HOP_E_SHAPE,
                        "%zu heads do not divide the width: queries and keys are %zu wide, values "
                        "%zu; use --heads with a divisor of both",
                        heads, width, asked->value.columns);
    double head_width = (double)(width / heads);
    attended->shape = (hop_attention_shape){
        .queries = asked->query.rows,
        .keys = asked->key.rows,
        .width = width,
        .value_width = asked->value.columns,
        .scale = isnan(asked->scale) ? 1 / sqrt(head_width) : asked->scale,
        .causal = asked->causal,
        .mask = asked->mask.values,
    };
    return HOP_OK;
}

void cli_attention_clear(cli_attending *asked, cli_attended *attended) {
    cli_operand *const all[] = {&asked->query,       &asked->key,           &asked->value,
                                &asked->input,       &asked->context,       &asked->weights_query,
                                &asked->weights_key, &asked->weights_value, &asked->weights_output,
                                &asked->mask};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]->values);
    if (attended->output != attended->heads_output) free(attended->output);
    free(attended->heads_output);
    free(attended->rows);
    free(attended->heads);
    free(attended->steps);
}
