/* Theory for the cells of `capacity`, `basin` and `criteria`.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "locate.h"

/* Each theory is that of the energy's own similarity, or of the plain product, without further
 * damage; none is of all neurons at once where the rule is one after another. */
static bool applies(const hop_sweep *e, const double *value, const hop_energy *energy) {
    hop_similarity similarity = {0};
    if (e->memory || e->corruption_count > 0) return false;
    hop_status status = hop_sweep_similarity(e, value[HOP_LOCATE_SIMILARITY], energy, &similarity);
    bool bipolar = energy->family->states == HOP_STATES_BIPOLAR;
    if (bipolar && value[HOP_LOCATE_UPDATE] == HOP_UPDATE_SYNCHRONOUS) return false;
    const char *own = energy->family->similarity;
    return status == HOP_OK && strcmp(similarity.kind->row.name, own ? own : "dot") == 0;
}

hop_load_theories hop_locate_theory(const hop_sweep *e, size_t located, const double *value,
                                    hop_criterion criterion) {
    hop_energy energy = hop_locate_energy(e, value);
    size_t beta = hop_row_parameter_index(&energy.family->row, "beta");
    const hop_load_theory none = {.load = NAN, .name = "", .source = ""};
    const hop_load_case asked = {
        .energy = &energy,
        .scale = hop_locate_scale(e, value),
        .kind = (hop_pattern_kind)value[HOP_LOCATE_PATTERNS],
        .criterion = criterion,
        .dim = hop_locate_dim(e, value),
        .beta = beta < HOP_PARAMETER_MAX ? energy.parameter[beta] : NAN,
        .flips = value[HOP_LOCATE_FLIPS],
    };
    if (!applies(e, value, &energy)) return (hop_load_theories){none, none};
    if (located == HOP_LOCATE_FLIPS) return hop_load_basin(&asked, hop_locate_stored(e, value));
    return hop_load_capacity(&asked);
}

/* Of the classical network and of powers, that of the criterion which has one, at any damage. */
double hop_locate_guess(const hop_sweep *e, const double *value) {
    hop_energy energy = hop_locate_energy(e, value);
    double undamaged[HOP_SETTING_MAX];
    memcpy(undamaged, value, sizeof undamaged);
    if (hop_load_degree(&energy) > 0) undamaged[HOP_LOCATE_FLIPS] = 0;
    hop_criterion criterion = hop_load_is_classical(&energy) || hop_load_degree(&energy) == 0
                                  ? HOP_CRITERION_OVERLAP
                                  : HOP_CRITERION_HAMMING;
    return hop_locate_theory(e, HOP_LOCATE_LOAD, undamaged, criterion).theory.load;
}
