/* The table of energy families, and the checks that let a row assume good input.
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy.h>

#include <math.h>

#include "../base/fail.h"

#define ROW(name) extern const hop_energy_row hop_energy_##name;
#include "energy_list.h"
#undef ROW

static const hop_row *const ROWS[] = {
#define ROW(name) &hop_energy_##name.row,
#include "energy_list.h"
#undef ROW
};

static const hop_catalog CATALOG = {
    .noun = "energy",
    .plural = "energies",
    .rows = ROWS,
    .count = sizeof ROWS / sizeof *ROWS,
};

const hop_catalog *hop_energy_catalog(void) {
    return &CATALOG;
}

hop_status hop_energy_parse(const char *spec, hop_energy *energy) {
    const hop_row *row = NULL;
    HOP_TRY(hop_spec_parse(&CATALOG, spec, &row, energy->parameter));
    energy->family = (const hop_energy_row *)row;
    return HOP_OK;
}

bool hop_energy_is_convex(const hop_energy *energy) {
    const hop_energy_row *family = energy->family;
    return family->convex_at ? family->convex_at(energy->parameter) : family->convex;
}

/* NaN compares false with everything, so it is asked for by name. */
static hop_status check(const hop_energy *energy, const double *s, size_t count) {
    if (!energy->family->potential || !energy->family->weights)
        return hop_fail(HOP_E_SUPPORT, "%s is a function of the state, not of similarities alone",
                        energy->family->row.name);
    for (size_t k = 0; k < hop_row_parameter_count(&energy->family->row); k++)
        if (isnan(energy->parameter[k]))
            return hop_fail(HOP_E_VALUE,
                            "%s of %s is not a number; \"auto\" needs a memory to be chosen from",
                            energy->family->row.parameters[k].name, energy->family->row.name);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (isnan(s[i]) || s[i] == INFINITY)
            return hop_fail(HOP_E_VALUE, "the similarity with pattern %zu is %s", i,
                            isnan(s[i]) ? "not a number" : "infinite");
        any = any || s[i] != -INFINITY;
    }
    if (count == 0) return hop_fail(HOP_E_EMPTY, "there are no patterns to compare with");
    if (!any) return hop_fail(HOP_E_EMPTY, "every pattern is masked");
    return HOP_OK;
}

hop_status hop_energy_potential(const hop_energy *energy, const double *s, size_t count,
                                double *potential) {
    HOP_TRY(check(energy, s, count));
    *potential = energy->family->potential(energy->parameter, s, count);
    return HOP_OK;
}

hop_status hop_energy_weights(const hop_energy *energy, const double *s, size_t count,
                              double *weights) {
    HOP_TRY(check(energy, s, count));
    energy->family->weights(energy->parameter, s, count, weights);
    return HOP_OK;
}
