/* Threads; the only user of OpenMP.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_PARALLEL_H
#define HOP_BASE_PARALLEL_H

#include <stddef.h>

/* Runs task(context, 0) ... task(context, count-1), each once, on up to `threads` threads (0 is
 * taken as 1), in no particular order: a task may write only what is its own.  `worker` is
 * 0 ... threads-1; no two tasks that run at once have the same. */
void hop_parallel_run(size_t count, size_t threads,
                      void (*task)(void *context, size_t index, size_t worker), void *context);

/* How many threads to use: 0 means the processors this process may use; more than
 * HOP_THREADS_MAX are cut to that. */
#define HOP_THREADS_MAX 1024

size_t hop_parallel_threads(size_t asked);

#endif
