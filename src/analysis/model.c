/* Heads of a trained model, out of its own file: how widely each attends, and the class of Ramsauer
 * et al. 2020, section 4.  Weights are found by how their names end, as the libraries that write
 * such files name them; fused projections are taken apart.
 * SPDX-License-Identifier: MIT */
#include <hopfield/analysis.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/tell.h"
#include "../base/tensors.h"

/* How a family of models names and lays out a layer's projections. */
typedef struct naming {
    const char *query, *key; /* endings; key NULL: query, key and value in one */
    bool in_by_out;          /* y = x W, else y = x W' */
    bool causal;
    const char *family;
} naming;

static const naming NAMINGS[] = {
    {"attn.c_attn.weight", NULL, true, true, "GPT-2"},
    {"self.query.weight", "self.key.weight", false, false, "BERT"},
    {"q_proj.weight", "k_proj.weight", false, true, "OPT, Llama"},
    {"q_lin.weight", "k_lin.weight", false, false, "DistilBERT"},
    {"attn.qkv.weight", NULL, false, false, "ViT"},
    {"in_proj_weight", NULL, false, false, "PyTorch"},
    {"query.weight", "key.weight", false, false, "hopfield train, ViT"},
};

/* Endings of the vectors of symbols and of places. */
static const char *const SYMBOLS[] = {"wte.weight", "word_embeddings.weight", "embed_tokens.weight",
                                      "tok_embeddings.weight", "embedding.weight"};
static const char *const PLACES[] = {"wpe.weight", "position_embeddings.weight",
                                     "embed_positions.weight", "position.weight"};

enum { NAME = 256, TOKENS = 64, HEAD_WIDTH = 64 };

static bool ends(const char *name, const char *ending) {
    const size_t length = strlen(name), tail = strlen(ending);
    return length >= tail && strcmp(name + length - tail, ending) == 0;
}

static const char *find(const hop_tensors *file, const char *const *endings, size_t count) {
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < file->file.count; i++)
            if (ends(file->file.tensors[i].name, endings[k])) return file->file.tensors[i].name;
    return NULL;
}

static hop_status read(const hop_tensors *file, const char *name, hop_matrix *matrix) {
    size_t rows = 0, columns = 0;
    if (!hop_tensors_shape(file, name, &rows, &columns))
        return hop_fail(HOP_E_NAME, "%s: has no tensor '%s' of numbers", file->path, name);
    HOP_TRY(hop_matrix_create(rows, columns, matrix));
    return hop_tensors_read(file, name, rows, columns, matrix->values);
}

/* Symbols spread over the vocabulary at the first places, each to mean 0 and deviation 1, as the
 * normalisation in front of a layer would have them. */
static hop_status make_tokens(const hop_tensors *file, hop_model_inputs *inputs) {
    const char *symbols = find(file, SYMBOLS, sizeof SYMBOLS / sizeof *SYMBOLS);
    const char *places = find(file, PLACES, sizeof PLACES / sizeof *PLACES);
    hop_matrix table = {0}, place = {0};
    if (!symbols)
        return hop_fail(HOP_E_NAME,
                        "%s: has no vectors of symbols (a name that ends in "
                        "wte.weight, word_embeddings.weight ...); give tokens with --input",
                        file->path);
    hop_status status = read(file, symbols, &table);
    if (status == HOP_OK && places) status = read(file, places, &place);
    size_t count = table.rows < TOKENS ? table.rows : TOKENS;
    if (place.rows > 0 && place.rows < count) count = place.rows;
    if (status == HOP_OK) status = hop_matrix_create(count, table.columns, &inputs->tokens);
    for (size_t i = 0; i < count && status == HOP_OK; i++) {
        const double *symbol = table.values + i * table.rows / count * table.columns;
        double *x = inputs->tokens.values + i * table.columns, mean = 0, square = 0;
        for (size_t c = 0; c < table.columns; c++) {
            x[c] = symbol[c];
            if (place.columns == table.columns) x[c] += place.values[i * place.columns + c];
            mean += x[c] / (double)table.columns;
        }
        for (size_t c = 0; c < table.columns; c++) square += (x[c] - mean) * (x[c] - mean);
        const double deviation = sqrt(square / (double)table.columns + 1e-12);
        for (size_t c = 0; c < table.columns; c++) x[c] = (x[c] - mean) / deviation;
    }
    hop_matrix_clear(&table);
    hop_matrix_clear(&place);
    return status;
}

/* How far it is: a layer's tokens are projected twice. */
typedef struct progress_of {
    const hop_model_inputs *inputs;
    size_t done, all; /* tokens */
} progress_of;

/* out [tokens x width] = x W (+ bias), W being columns (or rows) first ... first + width - 1 of a
 * tensor. */
static hop_status project(const hop_tensors *file, const naming *named, progress_of *told,
                          const char *name, size_t first, size_t width, double *out) {
    const hop_matrix *x = &told->inputs->tokens;
    hop_matrix all = {0}, bias = {0};
    char other[NAME];
    snprintf(other, sizeof other, "%s", name);
    hop_status status = read(file, name, &all);
    const size_t in = named->in_by_out ? all.rows : all.columns;
    const size_t wide = named->in_by_out ? all.columns : all.rows;
    if (status == HOP_OK && (in != x->columns || first + width > wide))
        status = hop_fail(HOP_E_SHAPE, "%s: '%s' is %zu x %zu and does not fit tokens of %zu",
                          file->path, name, all.rows, all.columns, x->columns);
    /* NAME.weight has NAME.bias; in_proj_weight has in_proj_bias. */
    char *weight = strstr(other, "weight");
    if (weight) memcpy(weight, "bias", 5);
    if (status == HOP_OK && hop_safetensors_find(&file->file, other))
        status = read(file, other, &bias);
    for (size_t i = 0; i < x->rows && status == HOP_OK; i++) {
        status = hop_tell(told->inputs->progress, told->inputs->context, "projecting tokens",
                          told->done++, told->all);
        for (size_t k = 0; k < width && status == HOP_OK; k++) {
            double sum = bias.columns == wide ? bias.values[first + k] : 0;
            for (size_t c = 0; c < in; c++)
                sum +=
                    x->values[i * in + c] * (named->in_by_out ? all.values[c * wide + first + k]
                                                              : all.values[(first + k) * in + c]);
            out[i * width + k] = sum;
        }
    }
    hop_matrix_clear(&all);
    hop_matrix_clear(&bias);
    return status;
}

static const hop_column COLUMNS[] = {
    {.name = "layer", .meaning = "its query weights", .kind = HOP_CELL_TEXT},
    {.name = "head", .meaning = "from 1", .kind = HOP_CELL_COUNT},
    {.name = "k90",
     .unit = "tokens",
     .meaning = "fewest weights that sum to .90, median",
     .kind = HOP_CELL_COUNT},
    {.name = "entropy",
     .unit = "nats",
     .meaning = "of the weights, mean",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "class",
     .meaning = "after Ramsauer et al. 2020, that most queries have",
     .kind = HOP_CELL_TEXT},
};

static int by_k90(const void *a, const void *b) {
    const hop_attention_row *x = a, *y = b;
    return (x->k90 > y->k90) - (x->k90 < y->k90);
}

/* The class that most queries have, each among the keys it sees. */
static hop_attention_class class_of(const hop_attention_row *rows, size_t count) {
    size_t classes[HOP_ATTENTION_CLASSES] = {0}, most = 0;
    for (size_t i = 0; i < count; i++) classes[hop_attention_classify(rows[i].k90, rows[i].seen)]++;
    for (size_t k = 1; k < HOP_ATTENTION_CLASSES; k++)
        if (classes[k] > classes[most]) most = k;
    return (hop_attention_class)most;
}

static void add_head(hop_table *table, const char *name, size_t head, hop_attention_row *rows,
                     size_t count, size_t *classes) {
    double entropy = 0;
    const hop_attention_class kind = class_of(rows, count);
    for (size_t i = 0; i < count; i++) entropy += rows[i].entropy / (double)count;
    qsort(rows, count, sizeof *rows, by_k90);
    classes[kind]++;
    hop_table_add_text(table, name);
    hop_table_add_count(table, head + 1);
    hop_table_add_count(table, rows[count / 2].k90);
    hop_table_add_number(table, entropy);
    hop_table_add_text(table, hop_attention_class_name(kind));
}

static hop_status add_layer(const hop_tensors *file, const naming *named, const char *name,
                            progress_of *progress, hop_table *table, size_t *classes) {
    const hop_model_inputs *inputs = progress->inputs;
    const hop_matrix *x = &inputs->tokens;
    const size_t count = x->rows;
    size_t rows = 0, columns = 0;
    char key_name[NAME];
    hop_tensors_shape(file, name, &rows, &columns);
    const size_t wide = named->in_by_out ? columns : rows, width = named->key ? wide : wide / 3;
    const size_t heads = inputs->heads > 0         ? inputs->heads
                         : width % HEAD_WIDTH == 0 ? width / HEAD_WIDTH
                                                   : 1;
    if (width == 0 || width % heads != 0)
        return hop_fail(HOP_E_SHAPE,
                        "%s: '%s' is %zu wide, which %zu heads do not divide; say how "
                        "many with --heads",
                        file->path, name, width, heads);
    snprintf(key_name, sizeof key_name, "%.*s%s", (int)(strlen(name) - strlen(named->query)), name,
             named->key ? named->key : named->query);
    double *query = NULL;
    hop_attention_row *weights = NULL;
    hop_status status = hop_alloc(3 * count, width * sizeof *query, "queries and keys", &query);
    if (status == HOP_OK) status = hop_alloc(heads * count, sizeof *weights, "weights", &weights);
    double *key = query + count * width, *out = key + count * width;
    if (status == HOP_OK) status = project(file, named, progress, name, 0, width, query);
    if (status == HOP_OK)
        status = project(file, named, progress, key_name, named->key ? 0 : width, width, key);
    const hop_attention_shape shape = {.queries = count,
                                       .keys = count,
                                       .width = width,
                                       .value_width = width,
                                       .causal = named->causal,
                                       .scale = 1 / sqrt((double)(width / heads))};
    if (status == HOP_OK)
        status = hop_attention_heads(&shape, heads, query, key, key, inputs->threads, out, NULL,
                                     weights);
    for (size_t h = 0; h < heads && status == HOP_OK; h++)
        add_head(table, name, h, weights + h * count, count, classes);
    free(weights);
    free(query);
    return status;
}

/* The naming that most tensors follow; NULL if none does. */
static const naming *recognise(const hop_tensors *file) {
    for (size_t k = 0; k < sizeof NAMINGS / sizeof *NAMINGS; k++)
        if (find(file, &NAMINGS[k].query, 1)) return &NAMINGS[k];
    return NULL;
}

hop_status hop_model_analyse(hop_model_inputs *inputs, hop_result *result) {
    hop_tensors file;
    size_t classes[HOP_ATTENTION_CLASSES] = {0};
    HOP_TRY(hop_tensors_open(inputs->path, &file));
    const naming *named = recognise(&file);
    const bool given = inputs->tokens.rows > 0;
    hop_status status = HOP_OK;
    if (!named)
        status = hop_fail(HOP_E_NAME,
                          "%s: has no heads: no tensor's name ends in c_attn.weight, "
                          "query.weight, q_proj.weight, qkv.weight or in_proj_weight",
                          inputs->path);
    if (status == HOP_OK && !given) status = make_tokens(&file, inputs);
    if (status == HOP_OK) {
        hop_result_text(result, "naming", named->family, "whose names the file follows");
        hop_result_count(result, "tokens", inputs->tokens.rows, "tokens", "attended to");
        hop_table *table =
            hop_result_table(result, "heads", COLUMNS, sizeof COLUMNS / sizeof *COLUMNS,
                             "How widely every head attends");
        progress_of progress = {.inputs = inputs};
        for (size_t i = 0; i < file.file.count; i++)
            if (ends(file.file.tensors[i].name, named->query))
                progress.all += 2 * inputs->tokens.rows;
        for (size_t i = 0; i < file.file.count && status == HOP_OK; i++)
            if (ends(file.file.tensors[i].name, named->query))
                status =
                    add_layer(&file, named, file.file.tensors[i].name, &progress, table, classes);
        for (size_t k = 0; k < HOP_ATTENTION_CLASSES; k++) {
            char path[48];
            const char *name = hop_attention_class_name((hop_attention_class)k);
            snprintf(path, sizeof path, "classes.%s", name);
            hop_result_count(result, path, classes[k], "heads", "heads of that class");
        }
        hop_result_remark(result, HOP_NOTE,
                          "%s: %zu global heads, %zu large, %zu medium, %zu small", named->family,
                          classes[0], classes[1], classes[2], classes[3]);
        if (!given)
            hop_result_remark(
                result, HOP_NOTE,
                "Tokens are vectors of symbols of the file, with places where it has "
                "them, normalised; every layer sees these, not what the layers before "
                "it would hand on: --input takes states of your own");
    }
    hop_tensors_close(&file);
    return status;
}
