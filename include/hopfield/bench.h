/* This machine's speed beside its own limits: the engine's kernels and whole recalls, each in turn
 * with what the machine can do at most.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_BENCH_H
#define HOPFIELD_BENCH_H

#include <hopfield/export.h>
#include <hopfield/result.h>

HOP_BEGIN_DECLS

typedef struct hop_bench_options {
    const char *only;      /* one case alone; NULL: all */
    bool small;            /* a small memory: whether it works, not how fast it is */
    size_t runs;           /* medians of so many, 1 to 10 */
    size_t threads;        /* 0: as many as there are processors */
    hop_progress progress; /* or NULL */
    void *context;
} hop_bench_options;

/* Times all cases, or one, into `result`: `cases`, `machine`, `data`.  HOP_E_NAME where there is no
 * such case (the nearest is offered), HOP_E_CANCELLED, HOP_E_MEMORY. */
hop_status hop_bench_run(const hop_bench_options *options, hop_result *result);

HOP_END_DECLS

#endif
