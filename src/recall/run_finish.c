/* From a run to its result: last states, energies by query, what was left out, and the readout.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "readout.h"
#include "run.h"

/* Puts the states that are read out together, and the last ones; the sets they were in go. */
static hop_status gather_states(hop_run *r, hop_recall_result *result) {
    size_t row = r->dim * sizeof(double);
    HOP_TRY(hop_alloc(r->count, row, "states", &r->weighing));
    HOP_TRY(hop_alloc(r->count, row, "states", &result->states));
    for (size_t i = 0; i < r->count; i++) {
        memcpy(r->weighing + i * r->dim, r->shown[i], row);
        memcpy(result->states + i * r->dim, r->final[i], row);
        if (r->similarities && memcmp(r->shown[i], r->final[i], row) == 0)
            r->weighed[i] = r->similarities + i * r->recall->count;
    }
    double **sets[] = {&r->before, &r->previous, &r->current, &r->next};
    for (size_t k = 0; k < sizeof sets / sizeof *sets; k++) {
        free(*sets[k]);
        *sets[k] = NULL;
    }
    return HOP_OK;
}

/* Puts every query's energies in a row of their own. */
static hop_status gather_energies(hop_run *r, hop_recall_result *result) {
    size_t total = 0;
    for (size_t i = 0; i < r->count; i++) total += r->results[i].steps + 1;
    HOP_TRY(hop_alloc(total, sizeof *result->energies, "energies", &result->energies));
    double *out = result->energies;
    for (size_t i = 0; i < r->count; i++) {
        r->results[i].energy = out;
        for (size_t t = 0; t <= r->results[i].steps; t++) *out++ = r->energies[t * r->count + i];
    }
    return HOP_OK;
}

/* What the steps left out. */
static void tell_pruned(const hop_run *r, hop_recall_result *result) {
    const hop_lists *known = r->known;
    bool softmax = r->recall->options.model.energy.family->softmax;
    result->compared = 1;
    if (!known || known->listed == 0) return;
    double all = (known->listed + known->dense) * (double)r->recall->count;
    result->left_out = softmax ? HOP_PRUNED_WEIGHT : 0;
    result->compared = (known->compared + known->dense * (double)r->recall->count) / all;
}

hop_status hop_run_finish(hop_run *r, hop_recall_result *result) {
    const hop_recall *recall = r->recall;
    tell_pruned(r, result);
    HOP_TRY(gather_states(r, result));
    HOP_TRY(gather_energies(r, result));
    HOP_TRY(hop_alloc(r->count, r->dim * sizeof(double), "outputs", &result->outputs));
    HOP_TRY(hop_recall_read_out(recall, r->known, r->weighing, r->weighed, r->count,
                                result->outputs, r->results));
    result->starts = r->start;
    r->start = NULL;
    return HOP_OK;
}
