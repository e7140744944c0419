/* A cross table: words at rows and columns, as a table for people and as the figure's map.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "findings.h"

/* A figure's first row is at the bottom, a table's at the top. */
static hop_status set_map(hop_findings *f, const hop_cross *cross) {
    double *values = NULL;
    const char **rows = NULL;
    HOP_TRY(hop_alloc(cross->rows, cross->columns * sizeof *values, "a map", &values));
    hop_status status = hop_alloc(cross->rows, sizeof *rows, "a map", &rows);
    for (size_t i = 0; i < cross->rows && status == HOP_OK; i++) {
        size_t from = cross->rows - 1 - i;
        rows[i] = cross->row_words[from];
        for (size_t k = 0; k < cross->columns; k++)
            values[i * cross->columns + k] = cross->values[from * cross->columns + k];
    }
    hop_heat_map map = {.rows = cross->rows,
                        .columns = cross->columns,
                        .values = values,
                        .x_names = cross->column_words,
                        .y_names = rows,
                        .written = true,
                        .label = cross->label,
                        .low = cross->low,
                        .high = cross->high};
    if (status == HOP_OK) status = hop_findings_map(f, &map);
    free(rows);
    free(values);
    return status;
}

hop_status hop_findings_cross(hop_findings *f, const hop_cross *cross) {
    hop_column *columns = NULL;
    hop_table *table = NULL;
    HOP_TRY(set_map(f, cross));
    HOP_TRY(hop_alloc(cross->columns + 1, sizeof *columns, "columns", &columns));
    columns[0] = (hop_column){.name = cross->corner, .meaning = "", .kind = HOP_CELL_TEXT};
    /* A table borrows its columns' names; the map's are kept as long as the findings are. */
    for (size_t k = 0; k < cross->columns; k++)
        columns[k + 1] = (hop_column){
            .name = f->map.x_names[k], .meaning = "", .kind = HOP_CELL_NUMBER, .digits = 3};
    hop_status status = hop_table_create(columns, cross->columns + 1, &table);
    free(columns);
    HOP_TRY(status);
    for (size_t i = 0; i < cross->rows; i++) {
        hop_table_add_text(table, cross->row_words[i]);
        for (size_t k = 0; k < cross->columns; k++) {
            hop_findings_cell(table, cross->values[i * cross->columns + k]);
        }
    }
    hop_table_destroy(f->brief);
    f->brief = table;
    return HOP_OK;
}
