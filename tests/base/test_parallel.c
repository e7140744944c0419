/* Threads.
 * SPDX-License-Identifier: MIT */
#include <stdatomic.h>

#include "base/parallel.h"
#include "support/support.h"

enum { TASKS = 1000 };

typedef struct record {
    int done[TASKS];
    size_t threads;
    atomic_size_t strangers; /* workers outside 0 ... threads-1 */
    atomic_int busy[64], clashes;
} record;

static void note(void *context, size_t index, size_t worker) {
    record *all = context;
    all->done[index]++;
    if (worker >= all->threads) {
        all->strangers++;
        return;
    }
    /* No two tasks at once may share a worker's scratch. */
    if (atomic_fetch_add(&all->busy[worker], 1) != 0) all->clashes++;
    for (volatile int spin = 0; spin < 200; spin++) {
    }
    atomic_fetch_sub(&all->busy[worker], 1);
}

static void every_task_is_done_once_by_a_worker_of_its_own(void **state) {
    (void)state;
    const size_t threads[] = {1, 2, 3, 8, 64};
    for (size_t t = 0; t < sizeof threads / sizeof *threads; t++) {
        record all = {.threads = threads[t]};
        hop_parallel_run(TASKS, threads[t], note, &all);
        for (size_t i = 0; i < TASKS; i++) assert_int_equal(all.done[i], 1);
        assert_int_equal(all.strangers, 0);
        assert_int_equal(all.clashes, 0);
    }
}

static void no_tasks_and_no_threads_are_harmless(void **state) {
    (void)state;
    record all = {.threads = 1};
    hop_parallel_run(0, 4, note, &all);
    assert_int_equal(all.done[0], 0);
    hop_parallel_run(2, 0, note, &all);
    assert_int_equal(all.done[0] + all.done[1], 2);
    assert_int_equal(all.strangers, 0);
}

static void zero_threads_means_the_processors_and_absurd_numbers_are_cut(void **state) {
    (void)state;
    assert_in_range(hop_parallel_threads(0), 1, HOP_THREADS_MAX);
    assert_int_equal(hop_parallel_threads(3), 3);
    assert_in_range(hop_parallel_threads(SIZE_MAX), 1, HOP_THREADS_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_task_is_done_once_by_a_worker_of_its_own),
        cmocka_unit_test(no_tasks_and_no_threads_are_harmless),
        cmocka_unit_test(zero_threads_means_the_processors_and_absurd_numbers_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
