/* Ranks by MPI.  Waiting does not spin: ranks may be more than processors.
 * SPDX-License-Identifier: MIT */
#include <limits.h>
#include <mpi.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <time.h>

#include "alloc.h"
#include "fail.h"
#include "parallel.h"
#include "ranks.h"

enum { TAG_ASK = 1, TAG_REPLY = 2 /* and the worker's number */ };
enum { SENTENCE_BYTES = 2048, PIECE_BYTES = 1 << 30 };

/* Tests without rest before a wait gives the processor away, and for how long. */
enum { TESTS = 2000, REST_NANOSECONDS = 100000 };

/* Rests to wait for other ranks where they may never come: some seconds. */
enum { MOMENT = 30000 };

static int ranks = 1, mine;
static MPI_Comm together; /* for what all call together */
static MPI_Comm apart;    /* for messages between two */

static void rest(void) {
    nanosleep(&(struct timespec){.tv_nsec = REST_NANOSECONDS}, NULL);
}

static void wait_for(MPI_Request *request) {
    for (int done = 0, tests = 0; !done;) {
        MPI_Test(request, &done, MPI_STATUS_IGNORE);
        if (!done && ++tests > TESTS) rest();
    }
}

/* The barrier before the end does not spin, as MPI's own would. */
void hop_ranks_end(void) {
    int ended = 0;
    MPI_Request request;
    MPI_Finalized(&ended);
    if (ended) return;
    MPI_Ibarrier(MPI_COMM_WORLD, &request);
    wait_for(&request);
    MPI_Finalize();
}

hop_status hop_ranks_begin(int *argc, char ***argv) {
    int level = 0;
    MPI_Init_thread(argc, argv, MPI_THREAD_MULTIPLE, &level);
    if (level < MPI_THREAD_MULTIPLE)
        return hop_fail(HOP_E_SUPPORT, "this MPI does not allow threads to call it");
    MPI_Comm_size(MPI_COMM_WORLD, &ranks);
    MPI_Comm_rank(MPI_COMM_WORLD, &mine);
    MPI_Comm_dup(MPI_COMM_WORLD, &together);
    MPI_Comm_dup(MPI_COMM_WORLD, &apart);
    return HOP_OK;
}

size_t hop_ranks_count(void) {
    return (size_t)ranks;
}

size_t hop_ranks_mine(void) {
    return (size_t)mine;
}

void hop_ranks_alone(void) {
    ranks = 1;
}

void hop_ranks_abandon(int exit_status) {
    if (ranks > 1) MPI_Abort(MPI_COMM_WORLD, exit_status);
}

bool hop_ranks_all_here(void) {
    MPI_Request request;
    int done = ranks == 1;
    if (!done) MPI_Ibarrier(MPI_COMM_WORLD, &request);
    for (int rests = 0; !done && rests < MOMENT; rests++) {
        MPI_Test(&request, &done, MPI_STATUS_IGNORE);
        if (!done) rest();
    }
    return done;
}

/* ---- together ---- */

static void broadcast_from(int root, char *bytes, size_t size) {
    for (size_t done = 0; done < size && ranks > 1;) {
        size_t piece = size - done < PIECE_BYTES ? size - done : PIECE_BYTES;
        MPI_Request request;
        MPI_Ibcast(bytes + done, (int)piece, MPI_BYTE, root, together, &request);
        wait_for(&request);
        done += piece;
    }
}

void hop_ranks_broadcast(void *bytes, size_t size) {
    broadcast_from(0, bytes, size);
}

hop_status hop_ranks_agree(hop_status status) {
    int failed = status == HOP_OK ? INT_MAX : mine, first = failed;
    struct failure {
        hop_status status;
        char sentence[SENTENCE_BYTES];
    } failure = {.status = status};
    MPI_Request request;
    if (ranks == 1) return status;
    MPI_Iallreduce(&failed, &first, 1, MPI_INT, MPI_MIN, together, &request);
    wait_for(&request);
    if (first == INT_MAX) return HOP_OK;
    strncpy(failure.sentence, hop_status_detail(), SENTENCE_BYTES - 1);
    MPI_Ibcast(&failure, (int)sizeof failure, MPI_BYTE, first, together, &request);
    wait_for(&request);
    if (first == 0) return hop_fail(failure.status, "%s", failure.sentence);
    return hop_fail(failure.status, "rank %d of %d: %s", first, ranks, failure.sentence);
}

/* ---- a loop: each rank does a run of the tasks ---- */

static _Thread_local bool is_on_a_farm;

/* Where the tasks of rank r begin. */
static size_t begin_of(size_t count, int r) {
    return count / (size_t)ranks * (size_t)r + count % (size_t)ranks * (size_t)r / (size_t)ranks;
}

static void add_size(void *to, void *bytes, size_t size) {
    (void)bytes;
    *(size_t *)to += size;
}

static void copy_out(void *to, void *bytes, size_t size) {
    char **end = to;
    if (size > 0) memcpy(*end, bytes, size);
    *end += size;
}

static void copy_in(void *to, void *bytes, size_t size) {
    char **end = to;
    if (size > 0) memcpy(bytes, *end, size);
    *end += size;
}

static void visit(const hop_ranks_loop *loop, size_t count, int r, hop_ranks_take *give, void *to) {
    for (size_t i = begin_of(count, r); i < begin_of(count, r + 1); i++)
        loop->written(loop->context, i, give, to);
}

static void exchange(const hop_ranks_loop *loop, size_t count) {
    for (int r = 0; r < ranks; r++) {
        size_t size = 0;
        char *bytes = NULL;
        visit(loop, count, r, add_size, &size);
        if (hop_alloc(size, 1, "a message", &bytes) != HOP_OK) MPI_Abort(MPI_COMM_WORLD, 1);
        char *end = bytes;
        if (r == mine) visit(loop, count, r, copy_out, &end);
        broadcast_from(r, bytes, size);
        if (r != mine) visit(loop, count, r, copy_in, &end);
        free(bytes);
    }
}

typedef struct run_of_tasks {
    const hop_ranks_loop *loop;
    size_t first;
} run_of_tasks;

static void do_task(void *context, size_t index, size_t worker) {
    const run_of_tasks *run = context;
    run->loop->task(run->loop->context, run->first + index, worker);
}

void hop_ranks_run(size_t count, size_t threads, const hop_ranks_loop *loop) {
    bool apart_from_others = ranks == 1 || is_on_a_farm;
    run_of_tasks run = {loop, apart_from_others ? 0 : begin_of(count, mine)};
    size_t end = apart_from_others ? count : begin_of(count, mine + 1);
    if (loop->task) hop_parallel_run(end - run.first, threads, do_task, &run);
    if (!apart_from_others) exchange(loop, count);
}

/* ---- a farm: rank 0 hands out tasks and takes in what was computed ---- */

/* What a worker of another rank sends: its number, the task it has finished, if any, and behind
 * that what was computed. */
typedef struct question {
    size_t worker;
    size_t index; /* NOTHING: it has finished none yet */
} question;

static const size_t NOTHING = SIZE_MAX;

typedef struct field {
    const hop_farm *farm;
    size_t count;
    _Atomic size_t next;
    size_t others; /* workers in other ranks that have not been told that all is handed out */
} field;

/* The next task to be handed out; `count` or more: there is none. */
static size_t take(field *f) {
    return atomic_fetch_add(&f->next, 1);
}

/* What has arrived from another rank is taken in, and answered with the next task. */
static void answer(field *f, const MPI_Status *from, int size) {
    char *message = malloc((size_t)size);
    if (!message) MPI_Abort(MPI_COMM_WORLD, 1);
    MPI_Recv(message, size, MPI_BYTE, from->MPI_SOURCE, TAG_ASK, apart, MPI_STATUS_IGNORE);
    question asked;
    memcpy(&asked, message, sizeof asked);
    if (asked.index != NOTHING) {
        f->farm->unpack(f->farm->context, asked.index, message + sizeof asked,
                        (size_t)size - sizeof asked);
        f->farm->finished(f->farm->context, asked.index);
    }
    free(message);
    size_t next = take(f);
    if (next >= f->count) f->others--;
    MPI_Send(&next, sizeof next, MPI_BYTE, from->MPI_SOURCE, TAG_REPLY + (int)asked.worker, apart);
}

/* Rank 0, a thread of its own: answers until every other worker has been told the end. */
static int answer_all(void *context) {
    field *f = context;
    while (f->others > 0) {
        int waiting = 0, size = 0;
        MPI_Status from;
        MPI_Iprobe(MPI_ANY_SOURCE, TAG_ASK, apart, &waiting, &from);
        if (!waiting) {
            rest();
            continue;
        }
        MPI_Get_count(&from, MPI_BYTE, &size);
        answer(f, &from, size);
    }
    return 0;
}

/* Rank 0, the threads that compute. */
static void work_here(void *context, size_t index, size_t worker) {
    field *f = context;
    (void)index;
    is_on_a_farm = true;
    for (size_t next = take(f); next < f->count; next = take(f)) {
        f->farm->compute(f->farm->context, next, worker);
        f->farm->finished(f->farm->context, next);
    }
    is_on_a_farm = false;
}

/* Sends what was computed, if anything, and learns what comes next. */
static size_t ask(const field *f, size_t worker, size_t finished) {
    question asked = {worker, finished};
    char *bytes = NULL, *message = NULL;
    size_t size = 0, next = 0;
    hop_status status = HOP_OK;
    if (finished != NOTHING) status = f->farm->pack(f->farm->context, finished, &bytes, &size);
    if (status == HOP_OK) status = hop_alloc(sizeof asked + size, 1, "a message", &message);
    if (status != HOP_OK || size > INT_MAX - sizeof asked) MPI_Abort(MPI_COMM_WORLD, 1);
    memcpy(message, &asked, sizeof asked);
    if (size > 0) memcpy(message + sizeof asked, bytes, size);
    MPI_Request request;
    MPI_Irecv(&next, sizeof next, MPI_BYTE, 0, TAG_REPLY + (int)worker, apart, &request);
    MPI_Send(message, (int)(sizeof asked + size), MPI_BYTE, 0, TAG_ASK, apart);
    wait_for(&request);
    free(bytes);
    free(message);
    return next;
}

static void work_away(void *context, size_t index, size_t worker) {
    field *f = context;
    (void)worker;
    is_on_a_farm = true;
    for (size_t next = ask(f, index, NOTHING); next < f->count; next = ask(f, index, next))
        f->farm->compute(f->farm->context, next, index);
    is_on_a_farm = false;
}

/* Rank 0 has everything, and gives it to all. */
static void give(const field *f, size_t index) {
    char *bytes = NULL;
    size_t size = 0;
    hop_status status = HOP_OK;
    if (mine == 0) status = f->farm->pack(f->farm->context, index, &bytes, &size);
    hop_ranks_broadcast(&size, sizeof size);
    if (mine != 0) status = hop_alloc(size, 1, "a message", &bytes);
    if (status != HOP_OK) MPI_Abort(MPI_COMM_WORLD, 1);
    hop_ranks_broadcast(bytes, size);
    if (mine != 0) f->farm->unpack(f->farm->context, index, bytes, size);
    free(bytes);
}

static void run_alone(void *context, size_t index, size_t worker) {
    const hop_farm *farm = context;
    farm->compute(farm->context, index, worker);
    farm->finished(farm->context, index);
}

void hop_ranks_farm(size_t count, size_t threads, const hop_farm *farm) {
    field f = {.farm = farm, .count = count};
    size_t workers = threads < count ? threads : count, sum = 0, own = mine == 0 ? 0 : workers;
    MPI_Request request;
    thrd_t answering;
    if (ranks == 1) {
        hop_parallel_run(count, threads, run_alone, (void *)(size_t)farm);
        return;
    }
    MPI_Iallreduce(&own, &sum, 1, MPI_UNSIGNED_LONG, MPI_SUM, together, &request);
    wait_for(&request);
    if (mine == 0) {
        f.others = sum;
        if (thrd_create(&answering, answer_all, &f) != thrd_success) MPI_Abort(MPI_COMM_WORLD, 1);
        hop_parallel_run(workers, workers, work_here, &f);
        thrd_join(answering, NULL);
    } else {
        hop_parallel_run(workers, workers, work_away, &f);
    }
    for (size_t index = 0; index < count; index++) give(&f, index);
}
