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

hop_status hop_recall_pass_create(const hop_recall *recall, size_t numbers,
                                  hop_status (*visit)(const hop_recall *, hop_pass *),
                                  hop_pass *pass) {
    pass->visit = visit;
    HOP_TRY(hop_alloc(recall->dim, sizeof *pass->order, "an order", &pass->order));
    return hop_alloc(numbers, sizeof *pass->scratch, "scratch", &pass->scratch);
}

void hop_recall_pass_clear(void *used) {
    hop_pass *pass = used;
    free(pass->order);
    free(pass->scratch);
}

hop_status hop_recall_pass_run(const void *context, hop_range places, void *worker,
                               size_t *failed) {
    const hop_step *step = context;
    const hop_recall *recall = step->recall;
    const size_t dim = recall->dim, row = step->rows.index[places.first];
    hop_pass *pass = worker;
    (void)failed;
    pass->row = row;
    pass->state = step->next + row * dim;
    hop_recall_sweep_random(&pass->random, recall->options.running.seed, row, step->turn);
    hop_random_sample(&pass->random, dim, dim, pass->order);
    pass->count = leave_out(step->fixed ? step->fixed + row * dim : NULL, pass->order, dim);
    memcpy(pass->state, step->states + row * dim, dim * sizeof *pass->state);
    HOP_TRY(pass->visit(recall, pass));
    step->energy[places.first] = pass->energy;
    return HOP_OK;
}
