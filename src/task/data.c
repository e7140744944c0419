/* Data sets by name or file.
 * SPDX-License-Identifier: MIT */
#include "data.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/load.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"

/* Where Debian puts them. */
#define SKLEARN "/usr/lib/python3/dist-packages/sklearn/datasets/data/"
#define FASHION "/usr/share/datasets/fashion-mnist/"

static const struct {
    const char *name, *path, *labels, *package;
    bool sizes;   /* a table whose first line says how large it is */
    size_t width; /* of square pictures that are kept as rows of a table */
    double white; /* and their brightest value */
} SETS[] = {
    {"wine", SKLEARN "wine_data.csv", NULL, "python3-sklearn", .sizes = true},
    {"breast_cancer", SKLEARN "breast_cancer.csv", NULL, "python3-sklearn", .sizes = true},
    {"digits", SKLEARN "digits.csv.gz", NULL, "python3-sklearn", .width = 8, .white = 16},
    {"fashion", FASHION "train-images-idx3-ubyte.gz", FASHION "train-labels-idx1-ubyte.gz",
     "dataset-fashion-mnist", .sizes = false},
};

/* scikit-learn's tables: a line "rows,columns,classes ...", then rows with their class at the end.
 */
static hop_status parse_table(const char *path, char *text, hop_data *data) {
    char *at = text;
    const size_t count = strtoull(at, &at, 10), dim = *at == ',' ? strtoull(at + 1, &at, 10) : 0;
    if (count == 0 || dim == 0 || count > 1000000 || dim > 10000)
        return hop_fail(HOP_E_FORMAT, "%s: does not begin with its sizes", path);
    HOP_TRY(hop_alloc(count * dim, sizeof(double), "a table", &data->rows));
    HOP_TRY(hop_alloc(count, sizeof(double), "labels", &data->label));
    data->count = count;
    data->dim = dim;
    at = strchr(at, '\n');
    for (size_t i = 0; i < count * (dim + 1); i++) {
        char *end = NULL;
        if (!at || !*++at)
            return hop_fail(HOP_E_FORMAT, "%s: ends in row %zu of %zu", path, i / (dim + 1), count);
        const double value = strtod(at, &end);
        if (end == at || (*end != ',' && *end != '\n' && *end != '\r'))
            return hop_fail(HOP_E_FORMAT, "%s: row %zu, column %zu is not a number", path,
                            i / (dim + 1) + 1, i % (dim + 1) + 1);
        at = *end == '\r' ? end + 1 : end;
        *(i % (dim + 1) == dim ? &data->label[i / (dim + 1)]
                               : &data->rows[i / (dim + 1) * dim + i % (dim + 1)]) = value;
    }
    return HOP_OK;
}

static hop_status read_table(const char *path, hop_data *data) {
    enum { LIMIT = 1 << 26 };
    unsigned char *bytes = NULL;
    char *text = NULL;
    size_t size = 0;
    HOP_TRY(hop_file_read(path, LIMIT, &bytes, &size));
    hop_status status = hop_alloc(size + 1, 1, "a table", &text);
    if (status == HOP_OK) {
        memcpy(text, bytes, size);
        status = parse_table(path, text, data);
    }
    free(bytes);
    free(text);
    return status;
}

static hop_status read_any(const char *path, const char *labels, size_t limit, hop_data *data) {
    hop_load_options options = hop_load_defaults;
    hop_memory *memory = NULL;
    options.role = HOP_MATRIX;
    options.labels = labels;
    options.limit = limit;
    HOP_TRY(hop_memory_load(&path, 1, &options, &memory));
    const hop_shape shape = hop_memory_shape(memory);
    data->count = hop_memory_count(memory);
    data->dim = hop_memory_dim(memory);
    data->width = shape.image && shape.channels == 1 ? shape.width : 0;
    data->height = shape.image && shape.channels == 1 ? shape.height : 0;
    hop_status status = hop_alloc(data->count * data->dim, sizeof(double), "data", &data->rows);
    if (status == HOP_OK) status = hop_alloc(data->count, sizeof(double), "labels", &data->label);
    if (status == HOP_OK) hop_memory_read(memory, 0, data->count, data->rows);
    for (size_t i = 0; status == HOP_OK && data->label && i < data->count; i++) {
        int64_t label = 0;
        if (hop_memory_label(memory, i, &label)) {
            data->label[i] = (double)label;
        } else {
            free(data->label);
            data->label = NULL;
        }
    }
    hop_memory_destroy(memory);
    return status;
}

hop_status hop_data_read(const char *name, size_t limit, hop_data *data) {
    hop_status status = HOP_OK;
    *data = (hop_data){0};
    for (size_t i = 0; i < sizeof SETS / sizeof *SETS; i++) {
        if (strcmp(name, SETS[i].name) != 0) continue;
        if (!hop_file_exists(SETS[i].path))
            return hop_fail(HOP_E_READ, "%s: %s is not there; Debian's package %s brings it", name,
                            SETS[i].path, SETS[i].package);
        status = SETS[i].sizes ? read_table(SETS[i].path, data)
                               : read_any(SETS[i].path, SETS[i].labels, limit, data);
        if (status == HOP_OK && SETS[i].width > 0) {
            data->width = data->height = SETS[i].width;
            for (size_t k = 0; k < data->count * data->dim; k++) data->rows[k] /= SETS[i].white;
        }
        if (status != HOP_OK) hop_data_clear(data);
        return status;
    }
    status = read_any(name, NULL, limit, data);
    if (status != HOP_OK) hop_data_clear(data);
    return status;
}

void hop_data_clear(hop_data *data) {
    free(data->rows);
    free(data->label);
    *data = (hop_data){0};
}

static hop_status all_finite(const char *name, const hop_data *data) {
    for (size_t i = 0; i < data->count * data->dim; i++)
        if (!isfinite(data->rows[i]))
            return hop_fail(HOP_E_VALUE,
                            "%s: row %zu, column %zu (counted from 1) is %g; leave such rows out",
                            name, i / data->dim + 1, i % data->dim + 1, data->rows[i]);
    return HOP_OK;
}

/* Mean and deviation of a column; a deviation that is rounding alone is 0. */
static double deviation_of(const hop_data *data, size_t column, double *mean) {
    double square = 0;
    *mean = 0;
    for (size_t i = 0; i < data->count; i++)
        *mean += data->rows[i * data->dim + column] / (double)data->count;
    for (size_t i = 0; i < data->count; i++)
        square += pow(data->rows[i * data->dim + column] - *mean, 2) / (double)data->count;
    return square > 1e-24 * (1 + *mean * *mean) ? sqrt(square) : 0;
}

/* Behind the list of numbers, while there is room. */
static void list(size_t number, char *text, size_t size) {
    const size_t at = strlen(text);
    const int length = snprintf(text + at, size - at, "%s%zu", at > 0 ? ", " : "", number);
    if (length < 0 || (size_t)length >= size - at) text[at] = '\0';
}

hop_status hop_data_standardise(const char *name, hop_data *data, char *constant, size_t size) {
    const size_t dim = data->dim;
    size_t kept = 0;
    constant[0] = '\0';
    HOP_TRY(all_finite(name, data));
    for (size_t c = 0; c < dim; c++) {
        double mean = 0;
        const double deviation = deviation_of(data, c, &mean);
        if (deviation > 0) {
            for (size_t i = 0; i < data->count; i++)
                data->rows[i * dim + kept] = (data->rows[i * dim + c] - mean) / deviation;
            kept++;
        } else {
            list(c + 1, constant, size);
        }
    }
    if (data->count <= kept || data->count < 2)
        return hop_fail(HOP_E_EMPTY,
                        "%s: %zu rows of %zu columns; their covariance takes more rows "
                        "than columns",
                        name, data->count, data->count < 2 ? dim : kept);
    if (kept == 0) return hop_fail(HOP_E_VALUE, "%s: every column is constant", name);
    for (size_t i = 1; i < data->count && kept < dim; i++)
        memmove(data->rows + i * kept, data->rows + i * dim, kept * sizeof *data->rows);
    data->dim = kept;
    return HOP_OK;
}
