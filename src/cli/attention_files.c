/* Files that attention leaves: the output, and heat maps of the weights.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/figure.h>
#include <hopfield/load.h>
#include <hopfield/store.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "attention.h"
#include "outputs.h"

/* Cells of a map along one side, at most; more weights than that are averaged. */
enum { SIDE = 400 };

/* NAME-head-1.svg where there are several. */
static hop_status name_figure(const char *path, size_t head, size_t heads, char **name) {
    const char *dot = strrchr(path, '.');
    if (heads == 1 || !dot) return hop_copy_text(path, name);
    size_t size = strlen(path) + 32;
    HOP_TRY(hop_alloc(size, 1, "a file name", name));
    snprintf(*name, size, "%.*s-head-%zu%s", (int)(dot - path), path, head + 1, dot);
    return HOP_OK;
}

hop_status cli_attention_check_files(const cli_attending *asked, const char *output, bool force) {
    if (output && !cli_output_ends(output, ".npy") && !cli_output_ends(output, ".safetensors"))
        return hop_fail(HOP_E_NAME,
                        "%s: the output of attention is written as .npy or .safetensors", output);
    if (output) HOP_TRY(cli_output_file(output, force));
    for (size_t h = 0; asked->figure && h < asked->heads; h++) {
        char *name = NULL;
        HOP_TRY(name_figure(asked->figure, h, asked->heads, &name));
        hop_status status = cli_output_file(name, force);
        free(name);
        HOP_TRY(status);
    }
    return HOP_OK;
}

static hop_status save(const cli_attended *a, const char *path, bool force) {
    hop_memory *memory = NULL;
    hop_shape shape = {.width = a->output_width, .height = 1, .channels = 1};
    HOP_TRY(hop_memory_create(shape, HOP_F64, HOP_PATTERNS, &memory));
    hop_status status = hop_memory_append(memory, a->output, a->shape.queries, NULL);
    if (status == HOP_OK)
        status = hop_memory_save(memory, path, a->provenance->notes, a->provenance->count, force);
    hop_memory_destroy(memory);
    return status;
}

hop_status cli_attention_write(const cli_attended *a, const char *path, bool force) {
    if (cli_output_ends(path, ".safetensors")) return save(a, path, force);
    return hop_npy_write(path, a->output, a->shape.queries, a->output_width, HOP_F64, force);
}

/* ---- figures ---- */

/* A map of [cells x cells] means of bins, beside each other in both directions. */
typedef struct binned {
    size_t rows, columns, row_bin, column_bin;
    double *values, *x, *y;
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

static hop_status draw_head(const cli_attended *a, size_t head, const binned *b, const char *path,
                            bool force) {
    hop_table *provenance = NULL;
    char title[96];
    static const hop_column NONE[] = {{.name = "none", .kind = HOP_CELL_COUNT}};
    snprintf(title, sizeof title, "Attention, head %zu of %zu%s", head + 1, a->asked->heads,
             a->shape.causal ? ", causal" : "");
    hop_heat_map map = {.rows = b->rows,
                        .columns = b->columns,
                        .values = b->values,
                        .x = b->x,
                        .y = b->y,
                        .label =
                            b->row_bin * b->column_bin > 1 ? "weight, mean of a cell" : "weight",
                        .colours = HOP_COLOURS_VIRIDIS};
    hop_figure figure = {.title = title, .x_label = "key", .y_label = "query", .map = &map};
    HOP_TRY(hop_table_create(NONE, 1, &provenance));
    cli_provenance_note(a->provenance, provenance);
    figure.provenance = provenance;
    hop_status status = hop_figure_write(&figure, path, force);
    hop_table_destroy(provenance);
    return status;
}

/* Columns of a head, as a matrix of their own. */
static void take_head(const cli_operand *from, size_t head, size_t width, double *to) {
    for (size_t i = 0; i < from->rows; i++)
        memcpy(to + i * width, from->values + i * from->columns + head * width, width * sizeof *to);
}

/* Rows of weights are made again head by head: all heads at once might not fit. */
static hop_status weigh_head(const cli_attended *a, size_t head, double *weights) {
    const cli_attending *asked = a->asked;
    hop_attention_shape shape = a->shape;
    double *query = NULL, *key = NULL, *output = NULL;
    shape.width /= asked->heads;
    shape.value_width = shape.width;
    hop_status status = hop_alloc(shape.queries, shape.width * sizeof *query, "queries", &query);
    if (status == HOP_OK) status = hop_alloc(shape.keys, shape.width * sizeof *key, "keys", &key);
    if (status == HOP_OK)
        status = hop_alloc(shape.queries, shape.width * sizeof *output, "outputs", &output);
    if (status == HOP_OK) {
        take_head(&asked->query, head, shape.width, query);
        take_head(&asked->key, head, shape.width, key);
        status =
            hop_attention_heads(&shape, 1, query, key, key, asked->threads, output, weights, NULL);
    }
    free(query);
    free(key);
    free(output);
    return status;
}

hop_status cli_attention_figure(const cli_attended *a, const char *path, bool force) {
    binned bins = {0};
    double *weights = NULL;
    hop_status status =
        hop_alloc(a->shape.queries, a->shape.keys * sizeof *weights, "weights", &weights);
    if (status == HOP_OK) status = make_bins(&a->shape, &bins);
    for (size_t h = 0; h < a->asked->heads && status == HOP_OK; h++) {
        char *name = NULL;
        status = weigh_head(a, h, weights);
        if (status == HOP_OK) status = name_figure(path, h, a->asked->heads, &name);
        if (status == HOP_OK) fill_bins(&a->shape, weights, &bins);
        if (status == HOP_OK) status = draw_head(a, h, &bins, name, force);
        free(name);
    }
    clear_bins(&bins);
    free(weights);
    return status;
}
