/* What attention works on: tokens projected, masks, shapes that agree.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/fail.h"
#include "../base/text.h"
#include "attention.h"

/* Where libraries mean minus infinity they write the lowest number of their type, -3.4e38 or
 * -1.8e308; no score is that far below the others. */
static const double HIDDEN = -1e30;

/* Added to a score it leaves no weight to speak of. */
static const double DWARFED = 700;

static hop_status check_finite(const hop_operand *operand) {
    const hop_matrix *m = &operand->matrix;
    for (size_t i = 0; i < m->rows * m->columns; i++)
        if (!isfinite(m->values[i]))
            return hop_fail(HOP_E_VALUE,
                            "%s: row %zu, column %zu (counted from 0) is %g; it must be finite",
                            operand->path, i / m->columns, i % m->columns, m->values[i]);
    return HOP_OK;
}

/* "query 6x3 (q.npy)" */
static void name_shape(hop_string *text, const char *what, const hop_operand *operand) {
    if (!operand->path) return;
    hop_string_add(text, "%s%s %zux%zu (%s)", text->length ? ", " : "", what, operand->matrix.rows,
                   operand->matrix.columns, operand->path);
}

/* Fails with all shapes there are, and what is wrong with them. */
static hop_status refuse_shapes(const hop_attention_inputs *a, const char *wrong) {
    hop_string all = {0};
    name_shape(&all, "query", &a->query);
    name_shape(&all, "key", &a->key);
    name_shape(&all, "value", &a->value);
    name_shape(&all, "input", &a->tokens);
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

/* out = x W, or without weights x itself. */
static hop_status project(const hop_attention_inputs *a, const hop_operand *tokens,
                          const hop_operand *weights, hop_operand *out) {
    const hop_matrix *x = &tokens->matrix, *w = &weights->matrix;
    const bool linear = a->layout == HOP_OUT_BY_IN;
    if (!weights->path) return hop_matrix_copy(x, &out->matrix);
    const size_t in = linear ? w->columns : w->rows, width = linear ? w->rows : w->columns;
    if (in != x->columns)
        return refuse_shapes(a, linear ? "with --linear, weights are [out x in], and in is the "
                                         "width of the tokens"
                                       : "weights are [in x out], and in is the width of the "
                                         "tokens; --linear reads them as [out x in]");
    HOP_TRY(hop_matrix_create(x->rows, width, &out->matrix));
    hop_attention_project(x->rows, in, width, x->values, w->values, a->layout, NULL,
                          out->matrix.values);
    return HOP_OK;
}

/* Queries come from the tokens; keys and values from the context, or the tokens themselves. */
static hop_status make_operands(hop_attention_inputs *a) {
    const hop_operand *asked = a->context.path ? &a->context : &a->tokens;
    if (!a->tokens.path && !a->value.path) return hop_matrix_copy(&a->key.matrix, &a->value.matrix);
    if (!a->tokens.path) return HOP_OK;
    HOP_TRY(project(a, &a->tokens, &a->weights_query, &a->query));
    HOP_TRY(project(a, asked, &a->weights_key, &a->key));
    return project(a, asked, &a->weights_value, &a->value);
}

static hop_status check_shapes(const hop_attention_inputs *a) {
    const hop_matrix *query = &a->query.matrix, *key = &a->key.matrix, *value = &a->value.matrix;
    const hop_matrix *last = &a->weights_output.matrix, *mask = &a->mask.matrix;
    if (query->columns != key->columns)
        return refuse_shapes(a, "queries and keys must be equally wide");
    if (key->rows != value->rows) return refuse_shapes(a, "every key needs one value");
    if (last->values && (a->layout == HOP_OUT_BY_IN ? last->columns : last->rows) != value->columns)
        return refuse_shapes(a, "the output's weights must take the width of the values");
    if (mask->values && (mask->rows != query->rows || mask->columns != key->rows))
        return refuse_shapes(a, "a mask is [queries x keys]");
    if (key->columns % a->heads == 0 && value->columns % a->heads == 0) return HOP_OK;
    return hop_fail(HOP_E_SHAPE,
                    "%zu heads do not divide the width: queries and keys are %zu wide, values "
                    "%zu; use --heads with a divisor of both",
                    a->heads, key->columns, value->columns);
}

/* A mask of 0 and 1 alone is one of truth values, whatever type its file has: added to scores, it
 * would leave every key visible. */
static bool is_truth(const hop_matrix *mask) {
    for (size_t i = 0; i < mask->rows * mask->columns; i++)
        if (mask->values[i] != 0 && mask->values[i] != 1) return false;
    return true;
}

/* A row of nothing but 0 hides every key; who adds such a mask to scores means the opposite. */
static hop_status check_truth(const hop_operand *operand) {
    const hop_matrix *mask = &operand->matrix;
    for (size_t i = 0; i < mask->rows; i++) {
        const double *row = mask->values + i * mask->columns;
        size_t seen = 0;
        while (seen < mask->columns && row[seen] == 0) seen++;
        if (seen == mask->columns && seen > 0)
            return hop_fail(HOP_E_EMPTY,
                            "%s: query %zu sees no key: in a mask of 0 and 1, 1 shows a key and 0 "
                            "hides it; to hide none, leave --mask out",
                            operand->path, i);
    }
    return HOP_OK;
}

static hop_status make_mask(hop_operand *operand, bool *hides) {
    const hop_matrix *mask = &operand->matrix;
    const bool truth = is_truth(mask);
    if (truth) HOP_TRY(check_truth(operand));
    *hides = truth;
    for (size_t i = 0; i < mask->rows * mask->columns; i++) {
        double *value = &mask->values[i];
        if (truth) *value = *value > 0 ? 0 : -INFINITY;
        if (*value < HIDDEN) *value = -INFINITY;
        *hides = *hides || *value < -DWARFED;
        if (isnan(*value) || *value == INFINITY)
            return hop_fail(HOP_E_VALUE,
                            "%s: row %zu, column %zu (counted from 0) is %g; it must be finite, or "
                            "-infinity to hide a key",
                            operand->path, i / mask->columns, i % mask->columns, *value);
    }
    return HOP_OK;
}

hop_status hop_attended_prepare(hop_attention_inputs *inputs, hop_attention_shape *shape,
                                bool *biased) {
    bool hides = false;
    const hop_operand *const all[] = {
        &inputs->query,       &inputs->key,           &inputs->value,
        &inputs->tokens,      &inputs->context,       &inputs->weights_query,
        &inputs->weights_key, &inputs->weights_value, &inputs->weights_output};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) HOP_TRY(check_finite(all[i]));
    HOP_TRY(make_mask(&inputs->mask, &hides));
    *biased = inputs->mask.matrix.values && !hides;
    HOP_TRY(make_operands(inputs));
    HOP_TRY(check_shapes(inputs));
    const size_t width = inputs->key.matrix.columns;
    *shape = (hop_attention_shape){
        .queries = inputs->query.matrix.rows,
        .keys = inputs->key.matrix.rows,
        .width = width,
        .value_width = inputs->value.matrix.columns,
        .scale = isnan(inputs->scale) ? 1 / sqrt((double)(width / inputs->heads)) : inputs->scale,
        .causal = inputs->causal,
        .mask = inputs->mask.matrix.values,
    };
    return HOP_OK;
}
