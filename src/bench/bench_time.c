/* Timing two things in turn, so that what else the machine does falls on both alike.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <time.h>

#include "../base/fail.h"
#include "bench_private.h"

enum { RUNS_MOST = 32 };

static double clock_of(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

typedef struct times {
    double wall[RUNS_MOST], cpu[RUNS_MOST];
} times;

static hop_status take_time(hop_bench_work work, times *t, size_t run) {
    double wall = clock_of(CLOCK_MONOTONIC), cpu = clock_of(CLOCK_PROCESS_CPUTIME_ID);
    HOP_TRY(work.run(work.context));
    t->wall[run] = clock_of(CLOCK_MONOTONIC) - wall;
    t->cpu[run] = clock_of(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    return HOP_OK;
}

static int in_order(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static double median(double *values, size_t count) {
    qsort(values, count, sizeof *values, in_order);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

hop_status hop_bench_alternate(hop_bench *bench, hop_bench_case what, hop_bench_work work,
                               hop_bench_work limit) {
    times ours, theirs;
    size_t runs = bench->runs < RUNS_MOST ? bench->runs : RUNS_MOST;
    size_t warm = runs > 1 ? 1 : 0; /* that one is overwritten */
    for (size_t run = 0; run < runs + warm; run++) {
        if (bench->progress &&
            bench->progress(bench->context, "cases", bench->case_count, bench->planned))
            return hop_fail(HOP_E_CANCELLED, "interrupted at %s", what.name);
        size_t at = run >= warm ? run - warm : 0;
        HOP_TRY(take_time(work, &ours, at));
        HOP_TRY(take_time(limit, &theirs, at));
    }
    what.seconds = median(ours.wall, runs);
    what.cpu_seconds = median(ours.cpu, runs);
    what.limit_seconds = median(theirs.wall, runs);
    what.limit_cpu_seconds = median(theirs.cpu, runs);
    bench->cases[bench->case_count++] = what;
    return HOP_OK;
}
