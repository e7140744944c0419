/* Heat maps of the weights of attention's heads.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "attention.h"

/* Cells of a map along one side, at most; more weights than that are averaged. */
enum { SIDE = 400 };

/* Rows that can be told by name; more are told by number. */
enum { NAMED_MOST = 40 };

/* A map of [cells x cells] means of bins, beside each other in both directions. */
typedef struct binned {
    size_t rows, columns, row_bin, column_bin;
    double *values, *x, *y;
    const char *row_names[NAMED_MOST], *column_names[NAMED_MOST];
    bool rows_named, columns_named;
} binned;

static void clear_bins(binned *b) {
    free(b->values);
    free(b->x);
    free(b->y);
}

static hop_status make_bins(const hop_attention_shape *shape, binned *b) {
    b->row_bin = (shape->queries + SIDE - 1) / SIDE;
    b->column_bin = (shape->keys + SIDE - 1) / SIDE;
    b->rows = (shape->queries + b->row_bin - 1) / b->row_bin;
    b->columns = (shape->keys + b->column_bin - 1) / b->column_bin;
    HOP_TRY(hop_alloc(b->rows, b->columns * sizeof(double), "a map", &b->values));
    HOP_TRY(hop_alloc(b->columns, sizeof(double), "a map", &b->x));
    HOP_TRY(hop_alloc(b->rows, sizeof(double), "a map", &b->y));
    for (size_t j = 0; j < b->columns; j++) b->x[j] = (double)(j * b->column_bin);
    for (size_t i = 0; i < b->rows; i++) b->y[i] = (double)(i * b->row_bin);
    return HOP_OK;
}

/* The names of an operand's rows; whether each has one. */
static bool find_names(const hop_operand *operand, size_t rows, const char **names) {
    const char *at = operand->names;
    if (!at || rows > NAMED_MOST) return false;
    for (size_t i = 0; i < rows; at += strlen(at) + 1) {
        if (!*at) return false;
        names[i++] = at;
    }
    return true;
}

static void name_bins(const hop_attention_inputs *in, binned *b) {
    const hop_operand *asking = in->tokens.path ? &in->tokens : &in->query;
    const hop_operand *asked = in->context.path  ? &in->context
                               : in->tokens.path ? &in->tokens
                                                 : &in->key;
    b->rows_named = find_names(asking, b->rows, b->row_names);
    b->columns_named = find_names(asked, b->columns, b->column_names);
}

static size_t bin_size(size_t all, size_t bin, size_t index) {
    return all - index * bin < bin ? all - index * bin : bin;
}

static bool is_hidden(const hop_attention_shape *shape, size_t query, size_t key) {
    return (shape->causal && key > query) ||
           (shape->mask && shape->mask[query * shape->keys + key] == -INFINITY);
}

/* What is hidden stays grey where a cell is one weight. */
static void fill_bins(const hop_attention_shape *shape, const double *weights, binned *b) {
    bool single = b->row_bin * b->column_bin == 1;
    memset(b->values, 0, b->rows * b->columns * sizeof *b->values);
    for (size_t i = 0; i < shape->queries; i++)
        for (size_t j = 0; j < shape->keys; j++)
            b->values[i / b->row_bin * b->columns + j / b->column_bin] +=
                weights[i * shape->keys + j];
    for (size_t i = 0; i < b->rows; i++)
        for (size_t j = 0; j < b->columns; j++)
            b->values[i * b->columns + j] /= (double)(bin_size(shape->queries, b->row_bin, i) *
                                                      bin_size(shape->keys, b->column_bin, j));
    for (size_t i = 0; single && i < shape->queries; i++)
        for (size_t j = 0; j < shape->keys; j++)
            if (is_hidden(shape, i, j)) b->values[i * b->columns + j] = NAN;
}

static void draw_head(const hop_attended *a, size_t head, const binned *b, hop_result *r) {
    char title[96], name[32];
    snprintf(title, sizeof title, "Attention, head %zu of %zu%s", head + 1, a->in->heads,
             a->shape.causal ? ", causal" : "");
    if (a->in->heads == 1)
        snprintf(name, sizeof name, "weights");
    else
        snprintf(name, sizeof name, "head-%zu", head + 1);
    const hop_heat_map map = {.rows = b->rows,
                              .columns = b->columns,
                              .values = b->values,
                              .x = b->x,
                              .y = b->y,
                              .x_names = b->columns_named ? b->column_names : NULL,
                              .y_names = b->rows_named ? b->row_names : NULL,
                              .label = b->row_bin * b->column_bin > 1 ? "weight, mean of a cell"
                                                                      : "weight",
                              .grey = "hidden",
                              .square = a->shape.queries == a->shape.keys,
                              .downwards = true,
                              .colours = HOP_COLOURS_LIGHT};
    const hop_figure figure = {
        .title = title, .x_label = "key (attended to)", .y_label = "query (asks)", .map = &map};
    hop_result_figure(r, name, &figure, NULL, "a map of the weights of every query on every key");
}

/* Columns of a head, as a matrix of their own. */
static void take_head(const hop_matrix *from, size_t head, size_t width, double *to) {
    for (size_t i = 0; i < from->rows; i++)
        memcpy(to + i * width, from->values + i * from->columns + head * width, width * sizeof *to);
}

/* Rows of weights are made again head by head: all heads at once might not fit. */
static hop_status weigh_head(const hop_attended *a, size_t head, double *weights) {
    const hop_attention_inputs *asked = a->in;
    hop_attention_shape shape = a->shape;
    double *query = NULL, *key = NULL, *output = NULL;
    shape.width /= asked->heads;
    shape.value_width = shape.width;
    hop_status status = hop_alloc(shape.queries, shape.width * sizeof *query, "queries", &query);
    if (status == HOP_OK) status = hop_alloc(shape.keys, shape.width * sizeof *key, "keys", &key);
    if (status == HOP_OK)
        status = hop_alloc(shape.queries, shape.width * sizeof *output, "outputs", &output);
    if (status == HOP_OK) {
        take_head(&asked->query.matrix, head, shape.width, query);
        take_head(&asked->key.matrix, head, shape.width, key);
        status =
            hop_attention_heads(&shape, 1, query, key, key, asked->threads, output, weights, NULL);
    }
    free(query);
    free(key);
    free(output);
    return status;
}

hop_status hop_attended_draw(const hop_attended *a, hop_result *r) {
    binned bins = {0};
    double *weights = NULL;
    hop_status status =
        hop_alloc(a->shape.queries, a->shape.keys * sizeof *weights, "weights", &weights);
    if (status == HOP_OK) status = make_bins(&a->shape, &bins);
    if (status == HOP_OK) name_bins(a->in, &bins);
    for (size_t h = 0; h < a->in->heads && status == HOP_OK; h++) {
        status = weigh_head(a, h, weights);
        if (status != HOP_OK) break;
        fill_bins(&a->shape, weights, &bins);
        draw_head(a, h, &bins, r);
    }
    clear_bins(&bins);
    free(weights);
    return status;
}
