/* The parts of `hopfield bench`: what is timed, on which data, beside which limit.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_BENCH_H
#define HOP_CLI_BENCH_H

#include <hopfield/recall.h>

#include "../base/bits.h"
#include "progress.h"

/* One kernel beside the limit of the machine: medians of runs that took turns. */
typedef struct cli_case {
    const char *name, *limit; /* limit: what is timed beside it, in words */
    size_t patterns, dim, queries;
    double seconds, limit_seconds;         /* wall clock */
    double cpu_seconds, limit_cpu_seconds; /* of all threads: for machines that others use, too */
    double memory; /* bytes at the most, beyond the patterns and queries; 0: not measured */
} cli_case;

enum { CLI_CASES_MAX = 16 };

/* What all cases share. */
typedef struct cli_bench {
    hop_memory *bytes, *floats; /* the same patterns in u8 and f32 */
    double *queries;            /* [count x dim]: patterns, half the pixels noise; memory units */
    size_t count;
    size_t threads, runs;
    bool small;
    const char *source; /* where the patterns come from */
    cli_progress *progress;
    const char *only; /* run cases of this name alone, or NULL */
    cli_case cases[CLI_CASES_MAX];
    size_t case_count;
} cli_bench;

/* ---- bench_data.c ---- */

/* Fills memories and queries: Fashion-MNIST where it is installed and `small` is false, else
 * pictures drawn with its spectrum. */
hop_status cli_bench_load(cli_bench *bench, bool small);
void cli_bench_clear(cli_bench *bench);

/* ---- bench_time.c ---- */

/* Something to be timed. */
typedef struct cli_work {
    hop_status (*run)(void *context);
    void *context;
} cli_work;

/* Runs both in turn, bench->runs times after one that does not count, and adds the case. */
hop_status cli_bench_alternate(cli_bench *bench, cli_case what, cli_work work, cli_work limit);

/* ---- bench_memory.c ---- */

/* Does the work, and says by how many bytes the memory in use grew at the most; 0 where the kernel
 * does not tell. */
hop_status cli_bench_memory(cli_work work, double *bytes);

/* ---- bench_limits.c ---- */

/* Two matrix products of the shapes of a batch step. */
typedef struct cli_products {
    const float *patterns; /* [count x dim] */
    size_t count, dim, queries, threads;
    float *states, *sums, *tiles; /* scratch */
} cli_products;

hop_status cli_products_create(const cli_bench *bench, cli_products *products);
void cli_products_clear(cli_products *products);
hop_status cli_products_run(void *products);

/* One read of the patterns as they lie. */
typedef struct cli_reading_of_all {
    const unsigned char *data;
    size_t size, threads;
    unsigned long sums[64]; /* so that nothing is left out; a chunk each */
} cli_reading_of_all;

hop_status cli_reading_of_all_run(void *reading);

/* ---- bench_bits.c ---- */

/* Products of bipolar states and patterns as bits beside the same in float.  by: a kernel; where it
 * does not run here, there is no case. */
hop_status cli_bench_bits(cli_bench *bench, const char *name, const hop_bits_kernel *by);

/* ---- bench_cases.c ---- */

/* HOP_E_NAME where bench->only is no case. */
hop_status cli_bench_check(const cli_bench *bench);

hop_status cli_bench_run(cli_bench *bench);

/* ---- bench_print.c ---- */

/* The cases as JSON, or as a table in the format named; free() the text. */
hop_status cli_bench_print(const cli_bench *bench, const char *format, char **text);

#endif
