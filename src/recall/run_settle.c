/* When a query stops, and why.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "../base/sum.h"
#include "run.h"

static double distance(const double *a, const double *b, size_t dim) {
    return sqrt(hop_sum_squared_differences(a, b, dim));
}

/* Whether the last update was small enough; with a tolerance of 0 it must be none at all, and not
 * one so small that its square vanishes. */
static bool is_still(const hop_run *r, size_t at) {
    const double *now = r->current + at, *last = r->previous + at;
    double tolerance = r->recall->options.stopping.tolerance;
    if (tolerance > 0) return distance(now, last, r->dim) <= tolerance;
    for (size_t j = 0; j < r->dim; j++)
        if (now[j] != last[j]) return false;
    return true;
}

/* Whether a query stops at the current state, reached by `taken` steps, and why. */
static bool stops(const hop_run *r, size_t query, size_t taken, hop_stop *why) {
    const hop_recall_options *options = &r->recall->options;
    size_t at = query * r->dim;
    double now = r->energies[taken * r->count + query];
    if (isinf(now)) {
        *why = HOP_STOP_UNSUPPORTED;
        return true;
    }
    if (taken == 0) return false;
    bool bipolar = options->model.similarity.kind->bipolar;
    if (bipolar &&
        options->model.temperature > 0) { /* standing still for a while is not to be settled */
        *why = HOP_STOP_STEPS;
        return taken == options->stopping.steps;
    }
    double last = r->energies[(taken - 1) * r->count + query];
    bool level = fabs(now - last) <= options->stopping.tolerance * (1 + fabs(now));
    if (options->stopping.tolerance > 0 && level &&
        !bipolar) /* states of a cycle may be equally low */
        *why = HOP_STOP_ENERGY;
    else if (is_still(r, at))
        *why = HOP_STOP_STATE;
    else if (taken > 1 && memcmp(r->current + at, r->before + at, r->dim * sizeof *r->current) == 0)
        *why = HOP_STOP_CYCLE;
    else if (taken == options->stopping.steps)
        *why = HOP_STOP_STEPS;
    else
        return false;
    return true;
}

void hop_run_settle(hop_run *r, size_t taken) {
    size_t kept = 0;
    /* A bipolar state is shown as it is, a real one as the weights that made it. */
    bool bipolar = r->recall->options.model.similarity.kind->bipolar;
    for (size_t a = 0; a < r->active_count; a++) {
        size_t query = r->active[a];
        hop_recalled *result = &r->results[query];
        if (stops(r, query, taken, &result->stop)) {
            result->steps = taken;
            r->final[query] = r->current + query * r->dim;
            r->shown[query] = (taken > 0 && !bipolar ? r->previous : r->current) + query * r->dim;
        } else {
            r->active[kept++] = query;
        }
    }
    r->active_count = kept;
}
