/* What every sweep needs: an order, scratch, and threads.
 * SPDX-License-Identifier: MIT */
#include "sweep.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"

/* Sweep t of query q draws from stream 2^62 + 2^20 q + t of the seed: fields of bits that do not
 * overlap, for steps are fewer than 2^20.  Corruptions have the streams from 2^63 up, and what
 * draws queries those from 0. */
enum { TURN_BITS = 20 };
static const uint64_t SWEEP_STREAMS = (uint64_t)1 << 62;

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

hop_status hop_pass_create(const hop_recall *recall, size_t numbers, hop_pass *sweep) {
    HOP_TRY(hop_alloc(recall->dim, sizeof *sweep->order, "an order", &sweep->order));
    return hop_alloc(numbers, sizeof *sweep->scratch, "scratch", &sweep->scratch);
}

void hop_pass_clear(void *used) {
    hop_pass *sweep = used;
    free(sweep->order);
    free(sweep->scratch);
}

hop_status hop_pass_row(const hop_step *step, size_t place, hop_pass *sweep,
                        hop_status (*visit)(const hop_recall *, hop_pass *)) {
    const hop_recall *recall = step->recall;
    const size_t dim = recall->dim, row = step->rows.index[place];
    sweep->row = row;
    sweep->state = step->next + row * dim;
    hop_recall_sweep_random(&sweep->random, recall->options.running.seed, row, step->turn);
    hop_random_sample(&sweep->random, dim, dim, sweep->order);
    sweep->count = leave_out(step->fixed ? step->fixed + row * dim : NULL, sweep->order, dim);
    memcpy(sweep->state, step->states + row * dim, dim * sizeof *sweep->state);
    HOP_TRY(visit(recall, sweep));
    step->energy[place] = sweep->energy;
    return HOP_OK;
}
