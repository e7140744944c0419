/* Blocks of queries among threads, told of between a few and the next few.
 * SPDX-License-Identifier: MIT */
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/tell.h"
#include "attention_private.h"

/* Blocks a thread does before the next word: they end together, so some of them. */
enum { TOGETHER = 8 };

typedef struct slice {
    hop_attention_task task;
    void *work;
    size_t first;
} slice;

static void run_one(void *context, size_t index, size_t worker) {
    const slice *s = context;
    s->task(s->work, s->first + index, worker);
}

hop_status hop_attention_run(const hop_attention_shape *shape, size_t tasks, size_t workers,
                             hop_attention_task task, void *work, const hop_status *failures) {
    slice s = {.task = task, .work = work};
    for (; s.first < tasks; s.first += workers * TOGETHER) {
        const size_t left = tasks - s.first;
        const size_t count = left < workers * TOGETHER ? left : workers * TOGETHER;
        HOP_TRY(hop_tell(shape->progress, shape->context, "attending", s.first, tasks));
        hop_parallel_run(count, workers, run_one, &s);
        for (size_t i = s.first; i < s.first + count; i++) {
            if (failures[i] == HOP_OK) continue;
            /* A sentence belongs to the thread that failed: fail again on this one. */
            task(work, i, 0);
            return failures[i];
        }
    }
    return HOP_OK;
}
