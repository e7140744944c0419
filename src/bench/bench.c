/* The bench as a result.
 * SPDX-License-Identifier: MIT */
#include <hopfield/bench.h>

#include <math.h>

#include <hopfield/version.h>

#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/simd.h"
#include "bench_private.h"

static const hop_column COLUMNS[] = {
    {.name = "name", .meaning = "what was timed", .label = "case"},
    {.name = "patterns", .meaning = "stored", .kind = HOP_CELL_COUNT, .audience = HOP_FOR_PROGRAMS},
    {.name = "dim",
     .unit = "values",
     .meaning = "of a pattern",
     .kind = HOP_CELL_COUNT,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "queries", .meaning = "at a time", .kind = HOP_CELL_COUNT},
    {.name = "seconds", .unit = "s", .meaning = "median", .kind = HOP_CELL_NUMBER, .digits = 3},
    {.name = "limit_seconds",
     .unit = "s",
     .meaning = "median of the limit",
     .label = "limit [s]",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "ratio", .meaning = "seconds / limit", .kind = HOP_CELL_NUMBER, .digits = 3},
    {.name = "cpu_seconds",
     .unit = "s",
     .meaning = "of all threads",
     .kind = HOP_CELL_NUMBER,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "limit_cpu_seconds",
     .unit = "s",
     .meaning = "of all threads",
     .kind = HOP_CELL_NUMBER,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "cpu_ratio",
     .meaning = "ratio of processor time, which other programs disturb less",
     .label = "cpu",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "memory_bytes",
     .unit = "bytes",
     .meaning = "at the most, beyond patterns and queries",
     .kind = HOP_CELL_COUNT,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "memory",
     .meaning = "at the most, beyond patterns and queries",
     .label = "MiB",
     .kind = HOP_CELL_NUMBER,
     .digits = 3,
     .audience = HOP_FOR_PEOPLE},
    {.name = "limit", .meaning = "what the limit does", .label = "limit: what", .wrap = true},
};

static void add_case(const hop_bench_case *c, hop_table *table) {
    const double mebibyte = 1048576;
    bool known = c->memory > 0;
    hop_table_add_text(table, c->name);
    hop_table_add_count(table, c->patterns);
    hop_table_add_count(table, c->dim);
    hop_table_add_count(table, c->queries);
    hop_table_add_number(table, c->seconds);
    hop_table_add_number(table, c->limit_seconds);
    hop_table_add_number(table, c->seconds / c->limit_seconds);
    hop_table_add_number(table, c->cpu_seconds);
    hop_table_add_number(table, c->limit_cpu_seconds);
    hop_table_add_number(table, c->cpu_seconds / c->limit_cpu_seconds);
    hop_table_add_known_count(table, known, known ? (size_t)c->memory : 0);
    hop_table_add_number(table, known ? c->memory / mebibyte : NAN);
    hop_table_add_text(table, c->limit);
}

static void fill(const hop_bench *bench, hop_result *result) {
    hop_result_text(result, "data", bench->source, "Fashion-MNIST or drawn pictures");
    hop_result_for(result, HOP_FOR_ALL);
    hop_result_count(result, "patterns", hop_memory_count(bench->bytes), NULL, "stored");
    hop_result_for(result, HOP_FOR_ALL);
    hop_result_count(result, "dim", hop_memory_dim(bench->bytes), "values", "of a pattern");
    hop_result_for(result, HOP_FOR_ALL);
    size_t first = hop_result_size(result);
    hop_result_count(result, "machine.threads", bench->threads, NULL, "used by both");
    hop_result_text(result, "machine.instructions", hop_simd_name(), "AVX-512, AVX2 or plain");
    hop_result_text(result, "machine.blas", hop_blas_name(), "library of matrix products");
    hop_result_show(result, first, HOP_FOR_ALL);
    hop_result_text(result, "machine.build", hop_build_info(), "compiler and libraries");
    hop_table *table =
        hop_result_table(result, "cases", COLUMNS, sizeof COLUMNS / sizeof *COLUMNS,
                         "Kernels and recalls beside what limits them; 1 is the limit");
    for (size_t i = 0; i < bench->case_count; i++) add_case(&bench->cases[i], table);
}

hop_status hop_bench_run(const hop_bench_options *options, hop_result *result) {
    hop_bench bench = {.runs = options->runs,
                       .threads = hop_parallel_threads(options->threads),
                       .progress = options->progress,
                       .context = options->context,
                       .only = options->only};
    hop_status status = hop_bench_check(&bench);
    if (status == HOP_OK) status = hop_bench_load(&bench, options->small);
    if (status == HOP_OK) status = hop_bench_all(&bench);
    if (status == HOP_OK) fill(&bench, result);
    hop_bench_clear(&bench);
    return status;
}
