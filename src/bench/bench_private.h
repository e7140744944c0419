/* The parts of the bench: what is timed, on which data, beside which limit.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BENCH_PRIVATE_H
#define HOP_BENCH_PRIVATE_H

#include <hopfield/recall.h>

#include "../base/bits.h"

/* One kernel beside the limit of the machine: medians of runs that took turns. */
typedef struct hop_bench_case {
    const char *name, *limit; /* limit: what is timed beside it, in words */
    size_t patterns, dim, queries;
    double seconds, limit_seconds;         /* wall clock */
    double cpu_seconds, limit_cpu_seconds; /* of all threads: for machines that others use, too */
    double memory; /* bytes at the most, beyond the patterns and queries; 0: not measured */
} hop_bench_case;

enum { HOP_BENCH_CASES_MAX = 16 };

/* What all cases share. */
typedef struct hop_bench {
    hop_memory *bytes, *floats; /* the same patterns in u8 and f32 */
    double *queries;            /* [count x dim]: patterns, half the pixels noise; memory units */
    size_t count;
    size_t threads, runs;
    bool small;
    const char *source;    /* where the patterns come from */
    hop_progress progress; /* or NULL */
    void *context;
    const char *only; /* run cases of this name alone, or NULL */
    hop_bench_case cases[HOP_BENCH_CASES_MAX];
    size_t case_count, planned; /* done, and all that are to be */
} hop_bench;

/* ---- bench_data.c ---- */

/* Fills memories and queries: Fashion-MNIST where it is installed and `small` is false, else
 * pictures drawn with its spectrum. */
hop_status hop_bench_load(hop_bench *bench, bool small);
void hop_bench_clear(hop_bench *bench);

/* ---- bench_time.c ---- */

/* Something to be timed. */
typedef struct hop_bench_work {
    hop_status (*run)(void *context);
    void *context;
} hop_bench_work;

/* Runs both in turn, bench->runs times after one that does not count, and adds the case. */
hop_status hop_bench_alternate(hop_bench *bench, hop_bench_case what, hop_bench_work work,
                               hop_bench_work limit);

/* ---- bench_memory.c ---- */

/* Does the work, and says by how many bytes the memory in use grew at the most; 0 where the kernel
 * does not tell. */
hop_status hop_bench_memory(hop_bench_work work, double *bytes);

/* ---- bench_limits.c ---- */

/* Two matrix products of the shapes of a batch step. */
typedef struct hop_bench_products {
    const float *patterns; /* [count x dim] */
    size_t count, dim, queries, threads;
    float *states, *sums, *tiles; /* scratch */
} hop_bench_products;

hop_status hop_bench_products_create(const hop_bench *bench, hop_bench_products *products);
void hop_bench_products_clear(hop_bench_products *products);
hop_status hop_bench_products_run(void *products);

/* One read of the patterns as they lie. */
typedef struct hop_bench_reading {
    const unsigned char *data;
    size_t size, threads;
    unsigned long sums[64]; /* so that nothing is left out; a chunk each */
} hop_bench_reading;

hop_status hop_bench_reading_run(void *reading);

/* ---- bench_bits.c ---- */

/* Products of bipolar states and patterns as bits beside the same in float.  by: a kernel; where it
 * does not run here, there is no case. */
hop_status hop_bench_bits(hop_bench *bench, const char *name, const hop_bits_kernel *by);

/* ---- bench_counts.c ---- */

/* Joint counts of levels, or sums of bounded differences, of bytes beside the same in plain C. */
hop_status hop_bench_bytes(hop_bench *bench, const char *name, bool counts);

/* ---- bench_cases.c ---- */

/* HOP_E_NAME where bench->only is no case. */
hop_status hop_bench_check(const hop_bench *bench);

hop_status hop_bench_all(hop_bench *bench);

#endif
