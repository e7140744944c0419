/* What the tests of this folder share: small tables, and files in a temporary folder.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TESTS_TABLE_SAMPLE_H
#define HOP_TESTS_TABLE_SAMPLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <hopfield/figure.h>

#include "result/result_private.h"

static const hop_column SAMPLE_COLUMNS[] = {
    {.name = "name", .unit = "", .meaning = "which query", .kind = HOP_CELL_TEXT},
    {.name = "beta", .unit = "1/m^2", .meaning = "sharpness", .kind = HOP_CELL_NUMBER, .digits = 3},
    {.name = "steps", .unit = "dimensionless", .meaning = "updates", .kind = HOP_CELL_COUNT},
    {.name = "settled", .unit = "", .meaning = "whether it stopped", .kind = HOP_CELL_BOOL},
};

/* An empty table with SAMPLE_COLUMNS; destroyed by the caller. */
static inline hop_table *sample_table(void) {
    hop_table *table = NULL;
    assert_int_equal(hop_table_create(SAMPLE_COLUMNS, 4, &table), HOP_OK);
    return table;
}

static inline void sample_row(hop_table *table, const char *name, double beta, size_t steps,
                              bool settled) {
    hop_table_add_text(table, name);
    hop_table_add_number(table, beta);
    hop_table_add_count(table, steps);
    hop_table_add_bool(table, settled);
}

/* A result that holds a copy of the table and nothing else; destroyed by the caller. */
__attribute__((unused)) static hop_result *sample_result(const hop_table *table) {
    hop_result *result = NULL;
    assert_int_equal(hop_result_empty(&result), HOP_OK);
    size_t columns = hop_table_column_count(table);
    hop_table *copy =
        hop_result_table(result, "rows", hop_table_column(table, 0), columns, "a sample");
    for (size_t i = 0; i < hop_table_row_count(table) * columns; i++)
        hop_table_add_cell(copy, hop_table_column(table, i % columns)->kind,
                           hop_table_cell(table, i / columns, i % columns));
    return result;
}

/* The result, or a table alone, as a renderer writes it; free() it.  Not inlined: gcc 12
 * would else warn of a dangling pointer where there is none. */
__attribute__((noinline, unused)) static char *sample_print_result(const hop_result *result,
                                                                   const char *name, size_t width) {
    const hop_renderer_row *renderer = NULL;
    const hop_render_options options = {.width = width};
    char *text = NULL;
    assert_int_equal(hop_renderer_parse(name, &renderer), HOP_OK);
    assert_int_equal(hop_result_print(result, renderer, &options, &text), HOP_OK);
    return text;
}

__attribute__((noinline, unused)) static char *sample_print(const hop_table *table,
                                                            const char *name, size_t width) {
    hop_result *result = sample_result(table);
    char *text = sample_print_result(result, name, width);
    hop_result_destroy(result);
    return text;
}

/* A new empty folder, in `folder` [64]. */
static inline void sample_folder(char folder[64]) {
    strcpy(folder, "/tmp/hopfield-table-XXXXXX");
    assert_non_null(mkdtemp(folder));
}

/* How many files the folder holds; with `remove`, removes them and the folder. */
static inline size_t sample_files(const char *folder, bool remove_all) {
    size_t count = 0;
    DIR *open = opendir(folder);
    assert_non_null(open);
    for (struct dirent *entry = readdir(open); entry; entry = readdir(open)) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        count++;
        if (remove_all) assert_int_equal(unlinkat(dirfd(open), entry->d_name, 0), 0);
    }
    closedir(open);
    if (remove_all) assert_int_equal(rmdir(folder), 0);
    return count;
}

#endif
