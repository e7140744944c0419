/* What `phase` means by auto.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "phase.h"

static const struct cell *first(const hop_sweep *e) {
    return e->first;
}

static bool bipolar_states(const hop_sweep *e) {
    hop_similarity similarity = {0};
    const struct cell *c = first(e);
    hop_status status = hop_sweep_similarity(e, c->similarity, c->energy, &similarity);
    return c->energy->family->states == HOP_STATES_BIPOLAR ||
           (status == HOP_OK && similarity.kind->bipolar);
}

/* Which setting the map's second axis is. */
size_t hop_phase_axis(const hop_sweep *e) {
    return hop_sweep_has_beta(first(e)->energy) ? HOP_PHASE_BETA : HOP_PHASE_TEMPERATURE;
}

hop_load_scale hop_phase_scale(const hop_sweep *e) {
    return hop_load_resolve(first(e)->scale, first(e)->energy);
}

double hop_phase_dim(const hop_sweep *e) {
    if (!isnan(first(e)->dim)) return first(e)->dim;
    return hop_phase_scale(e) == HOP_LOAD_EXPONENTIAL ? 12 : 500;
}

hop_pattern_kind hop_phase_kind(const hop_sweep *e) {
    if (first(e)->patterns > 0) return (hop_pattern_kind)(first(e)->patterns - 1);
    return bipolar_states(e) ? HOP_PATTERN_BIPOLAR : HOP_PATTERN_SPHERICAL;
}
