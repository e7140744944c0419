/* One step by itself, for whoever runs a loop of their own.
 * SPDX-License-Identifier: MIT */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "blocks.h"
#include "pruned.h"

struct hop_recall_workspace {
    size_t room; /* states */
    size_t turn; /* steps done */
    size_t *index;
    double *next, *energy;
    hop_lists *known; /* NULL where steps learn nothing */
    hop_scratch scratch;
};

hop_status hop_recall_check_states(const hop_recall *recall, const double *states, size_t count) {
    bool bipolar = recall->options.model.similarity.kind->bipolar;
    for (size_t k = 0; k < count * recall->dim; k++) {
        size_t i = k / recall->dim, j = k % recall->dim;
        if (!isfinite(states[k]))
            return hop_fail(HOP_E_VALUE, "state %zu: value %zu is not finite", i, j);
        if (bipolar && fabs(states[k]) != 1)
            return hop_fail(HOP_E_VALUE, "state %zu: value %zu is %g; bipolar ones are -1 or 1", i,
                            j, states[k]);
    }
    return HOP_OK;
}

void hop_recall_workspace_destroy(hop_recall_workspace *w) {
    if (!w) return;
    free(w->index);
    free(w->next);
    free(w->energy);
    hop_lists_destroy(w->known);
    hop_scratch_clear(&w->scratch);
    free(w);
}

hop_status hop_recall_workspace_create(const hop_recall *recall, size_t count,
                                       hop_recall_workspace **workspace) {
    hop_recall_workspace *w = NULL;
    HOP_TRY(hop_alloc(1, sizeof *w, "a workspace", &w));
    w->room = count;
    hop_status status = hop_alloc(count, sizeof *w->index, "an index", &w->index);
    if (status == HOP_OK)
        status = hop_alloc(count, recall->dim * sizeof *w->next, "states", &w->next);
    if (status == HOP_OK) status = hop_alloc(count, sizeof *w->energy, "energies", &w->energy);
    if (status == HOP_OK && recall->sieve) status = hop_lists_create(count, recall->dim, &w->known);
    if (status != HOP_OK) {
        hop_recall_workspace_destroy(w);
        return status;
    }
    for (size_t i = 0; i < count; i++) w->index[i] = i;
    *workspace = w;
    return HOP_OK;
}

static hop_status step(const hop_recall *recall, double *states, size_t count, double *energy,
                       hop_recall_workspace *w) {
    const hop_step next = {.recall = recall,
                           .rows = {w->index, count},
                           .states = states,
                           .next = w->next,
                           .energy = w->energy,
                           .turn = w->turn,
                           .known = w->known,
                           .scratch = &w->scratch};
    assert(count <= w->room);
    HOP_TRY(recall->engine->step(&next));
    w->turn++;
    memcpy(states, w->next, count * recall->dim * sizeof *states);
    if (energy) memcpy(energy, w->energy, count * sizeof *energy);
    return HOP_OK;
}

hop_status hop_recall_step(const hop_recall *recall, double *states, size_t count, double *energy,
                           hop_recall_workspace *workspace) {
    hop_recall_workspace *own = NULL;
    if (count == 0) return HOP_OK;
    HOP_TRY(hop_recall_check_states(recall, states, count));
    if (!workspace) HOP_TRY(hop_recall_workspace_create(recall, count, &own));
    hop_status status = step(recall, states, count, energy, workspace ? workspace : own);
    hop_recall_workspace_destroy(own);
    return status;
}
