/* Threads by OpenMP; one after another without it, as in a core-only build.
 * SPDX-License-Identifier: MIT */
#include "parallel.h"

#if defined __SANITIZE_THREAD__

/* The thread sanitizer knows POSIX threads and sees races where OpenMP's runtime orders things:
 * `make races` is built with these.  */
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

typedef struct team {
    size_t count;
    atomic_size_t next, workers;
    void (*task)(void *context, size_t index, size_t worker);
    void *context;
} team;

static void *work(void *shared) {
    team *t = shared;
    const size_t worker = atomic_fetch_add(&t->workers, 1);
    for (size_t index; (index = atomic_fetch_add(&t->next, 1)) < t->count;)
        t->task(t->context, index, worker);
    return NULL;
}

void hop_parallel_run(size_t count, size_t threads,
                      void (*task)(void *context, size_t index, size_t worker), void *context) {
    team t = {.count = count, .task = task, .context = context};
    pthread_t other[64];
    size_t started = 0;
    while (started + 1 < threads && started + 1 < count && started < 64 &&
           pthread_create(&other[started], NULL, work, &t) == 0)
        started++;
    work(&t);
    for (size_t i = 0; i < started; i++) pthread_join(other[i], NULL);
}

size_t hop_parallel_threads(size_t asked) {
    const size_t all = asked > 0 ? asked : (size_t)sysconf(_SC_NPROCESSORS_ONLN);
    return all < HOP_THREADS_MAX ? all : HOP_THREADS_MAX;
}

#elif !defined _OPENMP

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
