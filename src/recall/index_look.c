/* A look through an index: a walk for every state.  One that too many patterns may matter to is
 * left to the scan, before any of them is read.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "index_walk.h"

/* Reading a pattern here takes as long as this many in a scan, for a few states and for many: the
 * scan reads rows in order, and each once for 64 states. */
enum { SCANNED_FEW = 4, SCANNED_MANY = 16, FEW = 8 };

/* States of a batch that are tried first: if most must be left, all are. */
enum { SAMPLE = 16 };

typedef struct looking {
    hop_rows rows;
    const double *states;
    size_t dim;
    hop_shortlist *lists;
    const size_t *places;  /* of the states at hand */
    bool *done;            /* [rows] */
    hop_index_read *read;  /* [rows] */
    hop_index_walk *walks; /* [workers] */
    hop_status *failures;  /* [rows] */
} looking;

static void look_at_one(void *context, size_t task, size_t worker) {
    const looking *work = context;
    hop_index_walk *walk = &work->walks[worker];
    size_t place = work->places[task];
    const double *state = work->states + work->rows.index[place] * work->dim;
    work->failures[place] = hop_index_walk_go(walk, state, &work->lists[place], &work->done[place]);
    work->read[place] = walk->read;
}

/* Those of `places` [count] that are not done. */
static size_t leave(const looking *work, size_t *places, size_t count) {
    size_t left = 0;
    for (size_t k = 0; k < count; k++)
        if (!work->done[places[k]]) places[left++] = places[k];
    return left;
}

static hop_status look_at_all(looking *work, size_t workers, size_t *places, size_t *left) {
    size_t all = work->rows.count, sample[SAMPLE], tried = all < SAMPLE ? all : SAMPLE;
    for (size_t k = 0; k < all; k++) places[k] = k;
    for (size_t k = 0; k < tried; k++) sample[k] = k * all / tried;
    work->places = sample;
    hop_parallel_run(tried, workers, look_at_one, work);
    size_t done = tried - leave(work, sample, tried);
    *left = leave(work, places, all);
    work->places = places;
    if (2 * done >= tried) {
        hop_parallel_run(*left, workers, look_at_one, work);
        *left = leave(work, places, *left);
    }
    for (size_t k = 0; k < all; k++)
        if (work->failures[k] != HOP_OK)
            return hop_fail(work->failures[k], "no memory for the patterns that matter to a query");
    return HOP_OK;
}

hop_status hop_index_look(const hop_sieve *sieve, hop_look look, hop_rows rows,
                          const double *states, hop_shortlist *lists, size_t *places, size_t *left,
                          hop_index_read *read) {
    looking work = {.rows = rows, .states = states, .dim = sieve->dim, .lists = lists};
    size_t workers = look.threads < rows.count ? look.threads : rows.count;
    size_t most = sieve->count / (rows.count > FEW ? SCANNED_MANY : SCANNED_FEW);
    hop_status status = hop_alloc(workers, sizeof *work.walks, "a look", &work.walks);
    if (status == HOP_OK) status = hop_alloc(rows.count, sizeof *work.done, "a look", &work.done);
    if (status == HOP_OK) status = hop_alloc(rows.count, sizeof *work.read, "a look", &work.read);
    if (status == HOP_OK)
        status = hop_alloc(rows.count, sizeof *work.failures, "a look", &work.failures);
    for (size_t i = 0; i < workers && status == HOP_OK; i++)
        status = hop_index_walk_create(sieve, look, most, &work.walks[i]);
    if (status == HOP_OK) status = look_at_all(&work, workers, places, left);
    for (size_t i = 0; read && work.read && i < rows.count; i++) {
        read->patterns += work.read[i].patterns;
        read->axes += work.read[i].axes;
        read->members += work.read[i].members;
    }
    for (size_t i = 0; work.walks && i < workers; i++) hop_index_walk_clear(&work.walks[i]);
    free(work.walks);
    free(work.done);
    free(work.read);
    free(work.failures);
    return status;
}
