/* Candidates of one state.
 * SPDX-License-Identifier: MIT */
#include "sieve_candidates.h"

#include <string.h>

#include "../base/alloc.h"
#include "../base/exp.h"
#include "../base/fail.h"

/* Of bounds, which are numbers: fmaxf() is a call. */
static float larger(float a, float b) {
    return a > b ? a : b;
}

void hop_candidates_thin_out(hop_candidates *c, float least) {
    size_t kept = 0;
    for (size_t k = 0; k < c->count; k++) {
        const float bound = c->bounds[k];
        c->patterns[kept] = c->patterns[k];
        c->bounds[kept] = bound;
        if (bound >= least)
            kept++;
        else
            c->outside = larger(c->outside, bound);
    }
    c->count = kept;
}

void hop_candidates_list(hop_candidates *c, const float *upper, float least, size_t first,
                         size_t count, size_t room, size_t most) {
    const float best_of_all = hop_exp_peak(upper, count);
    if (best_of_all < least) {
        c->outside = larger(c->outside, best_of_all);
        return;
    }
    for (size_t from = 0; from < count && !c->full; from += HOP_CANDIDATES_GLANCE) {
        size_t end = count - from < HOP_CANDIDATES_GLANCE ? count : from + HOP_CANDIDATES_GLANCE;
        const float best = hop_exp_peak(upper + from, end - from);
        if (best < least) {
            c->outside = larger(c->outside, best);
            continue;
        }
        for (size_t j = from; j < end; j++) {
            if (upper[j] < least) {
                c->outside = larger(c->outside, upper[j]);
                continue;
            }
            c->patterns[c->count] = (uint32_t)(first + j);
            c->bounds[c->count++] = upper[j];
        }
        if (c->count + HOP_CANDIDATES_GLANCE <= room) continue;
        hop_candidates_thin_out(c, least);
        c->full = c->count > most;
    }
}

hop_status hop_candidates_create(size_t count, hop_candidates *c) {
    HOP_TRY(hop_alloc(count, sizeof *c->patterns, "a list of patterns", &c->patterns));
    return hop_alloc(count, sizeof *c->bounds, "a list of patterns", &c->bounds);
}

hop_status hop_candidates_keep(const hop_candidates *c, hop_candidates *kept) {
    HOP_TRY(hop_candidates_create(c->count, kept));
    memcpy(kept->patterns, c->patterns, c->count * sizeof *c->patterns);
    memcpy(kept->bounds, c->bounds, c->count * sizeof *c->bounds);
    kept->count = c->count;
    return HOP_OK;
}
