/* What every sweep needs: an order, scratch, and threads.
 * SPDX-License-Identifier: MIT */
#include "sweep.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"

/* Sweep t of query q draws from stream 2^62 + 2^20 q + t of the seed: fields of bits that do not
 * overlap, for steps are fewer than 2^20.  Corruptions have the streams from 2^63 up, and what
 * draws queries those from 0. */
enum { TURN_BITS = 20 };
static const uint64_t SWEEP_STREAMS = (uint64_t)1 << 62;

typedef struct sweeping {
    const hop_recall *recall;
    hop_rows rows;
    hop_moment moment;
    hop_status (*visit)(const hop_recall *recall, hop_sweep *sweep);
    const double *states;
    double *next, *energy;
    size_t held;          /* numbers of scratch for each worker */
    size_t *orders;       /* [workers x dim] */
    double *scratch;      /* [workers x held] */
    hop_status *failures; /* [rows] */
} sweeping;

void hop_recall_sweep_random(hop_random *random, uint64_t seed, size_t query, size_t sweep) {
    uint64_t stream = SWEEP_STREAMS + ((uint64_t)query << TURN_BITS) + sweep;
    hop_random_init(random, seed, stream);
}

/* Leaves out neurons that may not move. */
static size_t leave_out(const double *fixed, size_t *order, size_t dim) {
    size_t kept = 0;
    for (size_t i = 0; i < dim; i++)
        if (!fixed || isnan(fixed[order[i]])) order[kept++] = order[i];
    return kept;
}

static void sweep_one(void *context, size_t i, size_t worker) {
    const sweeping *work = context;
    size_t dim = work->recall->dim, row = work->rows.index[i];
    size_t *order = work->orders + worker * dim;
    hop_sweep sweep = {
        .row = row,
        .order = order,
        .state = work->next + row * dim,
        .scratch = work->scratch + worker * work->held,
    };
    hop_recall_sweep_random(&sweep.random, work->recall->options.running.seed, row,
                            work->moment.turn);
    hop_random_sample(&sweep.random, dim, dim, order);
    sweep.count = leave_out(work->moment.fixed ? work->moment.fixed + row * dim : NULL, order, dim);
    memcpy(sweep.state, work->states + row * dim, dim * sizeof *sweep.state);
    work->failures[i] = work->visit(work->recall, &sweep);
    work->energy[i] = sweep.energy;
}

hop_status hop_recall_sweep(const hop_recall *recall, hop_rows rows, hop_moment moment,
                            size_t scratch, hop_status (*visit)(const hop_recall *, hop_sweep *),
                            const double *states, double *next, double *energy) {
    size_t threads = recall->options.running.threads;
    size_t workers = threads < rows.count ? threads : rows.count;
    sweeping work = {.recall = recall,
                     .rows = rows,
                     .moment = moment,
                     .visit = visit,
                     .states = states,
                     .next = next,
                     .energy = energy,
                     .held = scratch};
    hop_status status =
        hop_alloc(workers, recall->dim * sizeof *work.orders, "an order", &work.orders);
    if (status == HOP_OK)
        status = hop_alloc(workers, scratch * sizeof *work.scratch, "scratch", &work.scratch);
    if (status == HOP_OK)
        status = hop_alloc(rows.count, sizeof *work.failures, "results", &work.failures);
    if (status == HOP_OK) hop_parallel_run(rows.count, workers, sweep_one, &work);
    for (size_t i = 0; i < rows.count && status == HOP_OK; i++)
        if (work.failures[i] != HOP_OK)
            status =
                hop_fail(work.failures[i], "query %zu: a similarity is not finite", rows.index[i]);
    free(work.orders);
    free(work.scratch);
    free(work.failures);
    return status;
}
