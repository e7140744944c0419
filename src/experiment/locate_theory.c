/* Theory for the cells of `capacity`, `basin` and `criteria`.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "locate.h"

/* Each theory is that of the energy's own similarity, or of the plain product, without further
 * damage; none is of all neurons at once where the rule is one after another. */
static bool applies(const hop_sweep *e, const struct cell *c) {
    const hop_energy_row *family = c->energy->family;
    if (e->memory || e->corruption_count > 0) return false;
    if (family->states == HOP_STATES_BIPOLAR &&
        hop_update_of_word(c->update) == &hop_update_synchronous)
        return false;
    return hop_sweep_is_plain(e, c->similarity, c->energy);
}

static hop_load_case case_of(const hop_sweep *e, const struct cell *c, hop_criterion criterion) {
    hop_energy energy = hop_sweep_energy(c->energy, c->beta);
    return (hop_load_case){
        .energy = c->energy,
        .scale = hop_locate_scale(e, c),
        .kind = c->patterns,
        .criterion = criterion,
        .dim = (double)hop_locate_dim(e, c),
        .beta = hop_sweep_beta(&energy),
        .flips = c->damage,
    };
}

hop_load_theories hop_locate_theory(const hop_sweep *e, const struct cell *c,
                                    hop_criterion criterion) {
    const hop_load_theory none = {.load = NAN, .name = "", .source = ""};
    const hop_load_case asked = case_of(e, c, criterion);
    if (!applies(e, c)) return (hop_load_theories){.theory = none, .estimate = none};
    if (hop_locate_along(e) == HOP_LOCATE_DAMAGE)
        return hop_load_basin(&asked, hop_locate_stored(e, c));
    return hop_load_capacity(&asked);
}

/* Of the classical network and of powers, that of the criterion which has one, at any damage. */
double hop_locate_guess(const hop_sweep *e, const struct cell *c) {
    bool powers = hop_load_degree(c->energy) > 0;
    bool overlap = hop_load_is_classical(c->energy) || !powers;
    hop_load_case asked = case_of(e, c, overlap ? HOP_CRITERION_OVERLAP : HOP_CRITERION_HAMMING);
    if (powers) asked.flips = 0;
    return applies(e, c) ? hop_load_capacity(&asked).theory.load : NAN;
}
