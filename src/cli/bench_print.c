/* The cases as a document or a table.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include <hopfield/table.h>
#include <hopfield/version.h>

#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/json.h"
#include "../base/simd.h"
#include "bench.h"

static hop_json *json_of_case(const cli_case *c) {
    hop_json *object = hop_json_object();
    hop_json_set(object, "name", hop_json_text(c->name));
    hop_json_set(object, "patterns", hop_json_count(c->patterns));
    hop_json_set(object, "dim", hop_json_count(c->dim));
    hop_json_set(object, "queries", hop_json_count(c->queries));
    hop_json_set(object, "seconds", hop_json_real(c->seconds));
    hop_json_set(object, "limit", hop_json_text(c->limit));
    hop_json_set(object, "limit_seconds", hop_json_real(c->limit_seconds));
    hop_json_set(object, "ratio", hop_json_real(c->seconds / c->limit_seconds));
    hop_json_set(object, "cpu_seconds", hop_json_real(c->cpu_seconds));
    hop_json_set(object, "limit_cpu_seconds", hop_json_real(c->limit_cpu_seconds));
    hop_json_set(object, "cpu_ratio", hop_json_real(c->cpu_seconds / c->limit_cpu_seconds));
    hop_json_set(object, "memory_bytes",
                 c->memory > 0 ? hop_json_count((size_t)c->memory) : hop_json_null());
    return object;
}

static hop_json *json_of_machine(const cli_bench *bench) {
    hop_json *object = hop_json_object();
    hop_json_set(object, "threads", hop_json_count(bench->threads));
    hop_json_set(object, "blas", hop_json_text(hop_blas_name()));
    hop_json_set(object, "instructions", hop_json_text(hop_simd_name()));
    hop_json_set(object, "build", hop_json_text(hop_build_info()));
    return object;
}

static hop_status print_json(const cli_bench *bench, char **text) {
    hop_json *document = hop_json_object(), *cases = hop_json_array();
    for (size_t i = 0; i < bench->case_count; i++)
        hop_json_append(cases, json_of_case(&bench->cases[i]));
    hop_json_set(document, "command", hop_json_text("bench"));
    hop_json_set(document, "version", hop_json_text(hop_version()));
    hop_json_set(document, "data", hop_json_text(bench->source));
    hop_json_set(document, "cases", cases);
    hop_json_set(document, "machine", json_of_machine(bench));
    hop_status status = hop_json_print(document, true, text);
    hop_json_free(document);
    return status;
}

static const hop_column COLUMNS[] = {
    {.name = "name", .meaning = "what was timed", .kind = HOP_CELL_TEXT},
    {.name = "queries", .meaning = "queries at a time", .kind = HOP_CELL_COUNT},
    {.name = "seconds", .unit = "s", .meaning = "median", .kind = HOP_CELL_NUMBER, .digits = 3},
    {.name = "limit_seconds",
     .unit = "s",
     .meaning = "median of the limit",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "ratio", .meaning = "seconds / limit", .kind = HOP_CELL_NUMBER, .digits = 3},
    {.name = "cpu_ratio",
     .meaning = "the same of processor time",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "memory",
     .unit = "MiB",
     .meaning = "at the most, beyond patterns and queries",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "limit", .meaning = "what the limit does", .kind = HOP_CELL_TEXT},
};

static void add_case(hop_table *table, const cli_case *c) {
    hop_table_add_text(table, c->name);
    hop_table_add_count(table, c->queries);
    hop_table_add_number(table, c->seconds);
    hop_table_add_number(table, c->limit_seconds);
    hop_table_add_number(table, c->seconds / c->limit_seconds);
    hop_table_add_number(table, c->cpu_seconds / c->limit_cpu_seconds);
    if (c->memory > 0)
        hop_table_add_number(table, c->memory / 1048576);
    else
        hop_table_add_none(table);
    hop_table_add_text(table, c->limit);
}

hop_status cli_bench_print(const cli_bench *bench, const char *format, char **text) {
    const hop_format_row *row = NULL;
    hop_table *table = NULL;
    if (strcmp(format, "json") == 0) return print_json(bench, text);
    HOP_TRY(hop_format_parse(format, &row));
    HOP_TRY(hop_table_create(COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &table));
    hop_table_note(table, "data", bench->source);
    hop_table_note_count(table, "patterns", hop_memory_count(bench->bytes));
    hop_table_note_count(table, "dim", hop_memory_dim(bench->bytes));
    hop_table_note_count(table, "threads", bench->threads);
    hop_table_note(table, "instructions", hop_simd_name());
    hop_table_note(table, "BLAS", hop_blas_name());
    for (size_t i = 0; i < bench->case_count; i++) add_case(table, &bench->cases[i]);
    hop_status status = hop_table_print(table, row, &hop_format_defaults, text);
    hop_table_destroy(table);
    return status;
}
