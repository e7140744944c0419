/* A run of one rank.
 * SPDX-License-Identifier: MIT */
#include "ranks.h"

#include <stdlib.h>

#include "fail.h"
#include "parallel.h"

/* What starts programs on many machines says so to each: Open MPI, MPICH and its relatives, PMIx.
 */
static const char *const STARTED[] = {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MPI_LOCALNRANKS"};

hop_status hop_ranks_begin(int *argc, char ***argv) {
    (void)argc, (void)argv;
    for (size_t i = 0; i < sizeof STARTED / sizeof *STARTED; i++) {
        const char *ranks = getenv(STARTED[i]);
        if (ranks && strtol(ranks, NULL, 10) > 1)
            return hop_fail(HOP_E_SUPPORT,
                            "started as one of %s ranks, but this program was built without MPI "
                            "and they would all do the same; start the one that `make mpi` makes",
                            ranks);
    }
    return HOP_OK;
}

void hop_ranks_end(void) {
}

size_t hop_ranks_count(void) {
    return 1;
}

size_t hop_ranks_mine(void) {
    return 0;
}

void hop_ranks_alone(void) {
}

void hop_ranks_abandon(int exit_status) {
    (void)exit_status;
}

bool hop_ranks_all_here(void) {
    return true;
}

void hop_ranks_broadcast(void *bytes, size_t size) {
    (void)bytes, (void)size;
}

hop_status hop_ranks_agree(hop_status status) {
    return status;
}

void hop_ranks_run(size_t count, size_t threads, const hop_ranks_loop *loop) {
    if (loop->task) hop_parallel_run(count, threads, loop->task, loop->context);
}

static void run(void *context, size_t index, size_t worker) {
    const hop_farm *farm = context;
    farm->compute(farm->context, index, worker);
    farm->finished(farm->context, index);
}

void hop_ranks_farm(size_t count, size_t threads, const hop_farm *farm) {
    hop_parallel_run(count, threads, run, (void *)(size_t)farm);
}
