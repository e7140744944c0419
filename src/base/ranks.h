/* Ranks: the processes of one run, on one machine or on many.  All of them run the same command on
 * the same files and come to the same result, each byte of it; what takes long they share.  Rank 0
 * alone reads and writes what has to be there once.
 *
 * The plain program is a run of one rank (ranks.c); `make mpi` links ranks_mpi.c in its place, the
 * only user of MPI.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_RANKS_H
#define HOP_BASE_RANKS_H

#include <stdbool.h>
#include <stddef.h>

#include <hopfield/status.h>

/* Joins the other processes, if there are any.  HOP_E_SUPPORT: this process was started as one of
 * several, and cannot be one.  hop_ranks_end() before it exits. */
hop_status hop_ranks_begin(int *argc, char ***argv);
void hop_ranks_end(void);

size_t hop_ranks_count(void);
size_t hop_ranks_mine(void); /* 0 ... count - 1 */

static inline bool hop_ranks_first(void) {
    return hop_ranks_mine() == 0;
}

/* What follows is done by rank 0 alone: it is told that there are no others. */
void hop_ranks_alone(void);

/* Ends every rank, with that exit status, after this one has failed; does nothing where there are
 * no others. */
void hop_ranks_abandon(int exit_status);

/* Whether all ranks come here within a moment: false where this one has left the way of the others.
 */
bool hop_ranks_all_here(void);

/* ---- what all ranks call together, in the same order ---- */

/* Afterwards all hold what rank 0 held. */
void hop_ranks_broadcast(void *bytes, size_t size);

/* HOP_OK if all ranks have it; else the failure of the first that failed, with its sentence. */
hop_status hop_ranks_agree(hop_status status);

/* Bytes that a task has written: told to `to`, one after another. */
typedef void hop_ranks_take(void *to, void *bytes, size_t size);

/* hop_parallel_run() over all ranks: each computes a run of the tasks, 0 ... count - 1 in order, so
 * that tasks which read neighbouring patterns read them in one rank.  Afterwards every rank has
 * what all have written: `written` names the bytes of a task, whose number must be known before. On
 * a thread of hop_ranks_farm() it is hop_parallel_run(). */
typedef struct hop_ranks_loop {
    void *context;
    void (*task)(void *context, size_t index, size_t worker); /* NULL: all has been written */
    void (*written)(void *context, size_t index, hop_ranks_take *give, void *to);
} hop_ranks_loop;

void hop_ranks_run(size_t count, size_t threads, const hop_ranks_loop *loop);

/* Tasks for all ranks, handed out one by one. */
typedef struct hop_farm {
    void *context;
    /* Computes a task, on some thread of some rank; `worker` as in parallel.h. */
    void (*compute)(void *context, size_t index, size_t worker);
    /* Rank 0 is told of each that is finished, at once, on some thread. */
    void (*finished)(void *context, size_t index);
    /* What was computed as bytes, free()d by the caller; and back, in another rank. */
    hop_status (*pack)(void *context, size_t index, char **bytes, size_t *size);
    void (*unpack)(void *context, size_t index, const char *bytes, size_t size);
} hop_farm;

/* Computes tasks 0 ... count - 1, handed out as threads get free, up to `threads` in each rank.
 * Afterwards every rank has what all have computed. */
void hop_ranks_farm(size_t count, size_t threads, const hop_farm *farm);

#endif
