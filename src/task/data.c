/* Data sets by name or file.
 * SPDX-License-Identifier: MIT */
#include "data.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
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
} SETS[] = {
    {"wine", SKLEARN "wine_data.csv", NULL, "python3-sklearn"},
    {"breast_cancer", SKLEARN "breast_cancer.csv", NULL, "python3-sklearn"},
    {"fashion", FASHION "train-images-idx3-ubyte.gz", FASHION "train-labels-idx1-ubyte.gz",
     "dataset-fashion-mnist"},
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
        status = SETS[i].labels ? read_any(SETS[i].path, SETS[i].labels, limit, data)
                                : read_table(SETS[i].path, data);
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

hop_status hop_data_standardise(const char *name, hop_data *data) {
    if (data->count <= data->dim)
        return hop_fail(HOP_E_EMPTY,
                        "%s: %zu rows of %zu columns; their covariance takes more rows "
                        "than columns",
                        name, data->count, data->dim);
    for (size_t c = 0; c < data->dim; c++) {
        double mean = 0, square = 0;
        for (size_t i = 0; i < data->count; i++) {
            const double value = data->rows[i * data->dim + c];
            if (!isfinite(value))
                return hop_fail(HOP_E_VALUE, "%s: row %zu, column %zu is %g; leave such rows out",
                                name, i + 1, c + 1, value);
            mean += value / (double)data->count;
        }
        for (size_t i = 0; i < data->count; i++)
            square += pow(data->rows[i * data->dim + c] - mean, 2) / (double)data->count;
        if (!(square > 1e-24 * (1 + mean * mean)))
            return hop_fail(HOP_E_VALUE, "%s: column %zu is %g in every row; leave it out", name,
                            c + 1, mean);
        for (size_t i = 0; i < data->count; i++)
            data->rows[i * data->dim + c] = (data->rows[i * data->dim + c] - mean) / sqrt(square);
    }
    return HOP_OK;
}
