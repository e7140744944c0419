/* What a memory holds, measured.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/recall.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "info.h"
#include "picture.h"

/* Separations are measured for this many patterns at most. */
enum { SAMPLED = 1000 };

static const hop_column COLUMNS[] = {
    {.name = "property", .meaning = "what is measured", .kind = HOP_CELL_TEXT},
    {.name = "value", .meaning = "its value", .kind = HOP_CELL_TEXT},
    {.name = "unit", .meaning = "of the value", .kind = HOP_CELL_TEXT},
};

static void add_text(hop_table *table, const char *property, const char *value, const char *unit) {
    hop_table_add_text(table, property);
    hop_table_add_text(table, value);
    hop_table_add_text(table, unit);
}

static void add(hop_table *table, const char *property, double value, const char *unit) {
    char number[32];
    if (value == floor(value) && fabs(value) < 1e15)
        hop_text_number(value, number);
    else
        snprintf(number, sizeof number, "%.6g", value);
    add_text(table, property, number, unit);
}

static void add_shape(const hop_memory *memory, hop_table *table) {
    hop_shape shape = hop_memory_shape(memory);
    char text[80];
    if (shape.image)
        snprintf(text, sizeof text, "%zu x %zu, %s", shape.width, shape.height,
                 shape.channels == 1 ? "grey" : "RGB");
    else
        snprintf(text, sizeof text, "vectors");
    add(table, "patterns", (double)hop_memory_count(memory), "");
    add(table, "dim", (double)hop_memory_dim(memory), "values");
    add_text(table, "shape", text, shape.image ? "pixels" : "");
    add_text(table, "dtype", hop_dtype_name(hop_memory_dtype(memory)), "");
}

static hop_status add_values(const hop_memory *memory, hop_table *table) {
    double low = 0, high = 0, sum = 0, least = INFINITY, most = 0, *pattern = NULL;
    size_t dim = hop_memory_dim(memory), count = hop_memory_count(memory);
    HOP_TRY(hop_alloc(dim, sizeof *pattern, "a pattern", &pattern));
    for (size_t i = 0; i < count; i++) {
        double square = 0;
        hop_memory_read(memory, i, 1, pattern);
        for (size_t j = 0; j < dim; j++) sum += pattern[j], square += pattern[j] * pattern[j];
        least = fmin(least, sqrt(square));
        most = fmax(most, sqrt(square));
    }
    free(pattern);
    hop_memory_range(memory, &low, &high);
    add(table, "smallest value", low, "memory units");
    add(table, "largest value", high, "memory units");
    add(table, "mean value", sum / ((double)count * (double)dim), "memory units");
    add(table, "smallest norm", least, "memory units");
    add(table, "largest norm", most, "memory units");
    return HOP_OK;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Separations by the standard similarity, and the beta they lead to. */
static hop_status add_separations(const hop_memory *memory, hop_table *table) {
    hop_recall *recall = NULL;
    hop_separation *found = NULL;
    size_t count = hop_memory_count(memory) < SAMPLED ? hop_memory_count(memory) : SAMPLED;
    double *sorted = NULL;
    hop_status status = hop_recall_create(memory, &hop_recall_defaults, &recall);
    if (status == HOP_OK) status = hop_alloc(count, sizeof *found, "separations", &found);
    if (status == HOP_OK) status = hop_alloc(count, sizeof *sorted, "separations", &sorted);
    if (status == HOP_OK) status = hop_recall_separations(recall, count, found);
    size_t twins = 0, kept = 0;
    for (size_t i = 0; status == HOP_OK && i < count; i++) {
        twins += found[i].duplicates > 0 ? 1 : 0;
        if (isfinite(found[i].separation)) sorted[kept++] = found[i].separation;
    }
    if (status == HOP_OK) {
        const hop_recall_options *options = hop_recall_resolved(recall);
        const char *similarity = options->model.similarity.kind->row.name;
        qsort(sorted, kept, sizeof *sorted, ascending);
        add_text(table, "similarity", similarity, "");
        add(table, "separations measured", (double)count, "patterns");
        if (kept > 0) {
            add(table, "smallest separation", sorted[0], "squared key units");
            add(table, "separation of one in fifty", sorted[kept / 50], "squared key units");
            add(table, "median separation", sorted[kept / 2], "squared key units");
        }
        add(table, "with a near-duplicate", (double)twins, "patterns");
        add(table, "beta auto", options->model.energy.parameter[0], "1 / squared key units");
    }
    free(found);
    free(sorted);
    hop_recall_destroy(recall);
    return status;
}

hop_status cli_info_memory(const char *path, const hop_memory *memory,
                           const hop_format_row *format) {
    hop_table *table = NULL;
    char checksum[33], *text = NULL;
    HOP_TRY(hop_table_create(COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &table));
    hop_memory_checksum(memory, checksum);
    hop_table_note(table, "file", path);
    add_shape(memory, table);
    hop_status status = add_values(memory, table);
    if (status == HOP_OK) status = add_separations(memory, table);
    add_text(table, "checksum", checksum, "XXH3-128");
    hop_format_options options = {.width = cli_width(stdout)};
    if (status == HOP_OK) status = hop_table_print(table, format, &options, &text);
    if (status == HOP_OK) fputs(text, stdout);
    free(text);
    hop_table_destroy(table);
    return status;
}
