/* Threads by OpenMP; one after another in a core-only build.
 * SPDX-License-Identifier: MIT */
#include "parallel.h"

#ifdef HOP_CORE_ONLY

void hop_parallel_run(size_t count, size_t threads,
                      void (*task)(void *context, size_t index, size_t worker), void *context) {
    (void)threads;
    for (size_t index = 0; index < count; index++) task(context, index, 0);
}

size_t hop_parallel_threads(size_t asked) {
    (void)asked;
    return 1;
}

#else

#include <omp.h>

static size_t at_most(size_t count, size_t limit) {
    return count < limit ? count : limit;
}

static int team_size(size_t threads, size_t count) {
    size_t useful = at_most(at_most(threads, count), HOP_THREADS_MAX);
    return useful > 0 ? (int)useful : 1;
}

void hop_parallel_run(size_t count, size_t threads,
                      void (*task)(void *context, size_t index, size_t worker), void *context) {
#pragma omp parallel for schedule(dynamic, 1) num_threads(team_size(threads, count))
    for (size_t index = 0; index < count; index++)
        task(context, index, (size_t)omp_get_thread_num());
}

size_t hop_parallel_threads(size_t asked) {
    return at_most(asked > 0 ? asked : (size_t)omp_get_num_procs(), HOP_THREADS_MAX);
}

#endif
