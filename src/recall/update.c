/* Which update rule states move by.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "../base/fail.h"
#include "recall_private.h"

static hop_status check_temperature(const hop_recall_model *model) {
    if (!(model->temperature >= 0) || isinf(model->temperature))
        return hop_fail(HOP_E_VALUE, "the temperature is %g; it must be 0 or a positive number",
                        model->temperature);
    if (model->temperature > 0 && model->update && !model->update->heated)
        return hop_fail(HOP_E_VALUE, "%s updates have no temperature; use glauber ones",
                        model->update->row.name);
    return HOP_OK;
}

/* Neurons one after another need couplings, or terms that tell what a flip would gain; heat needs
 * energies, which couplings alone give for a flip. */
static hop_status check_rule(const hop_recall_model *model, const hop_update_row *rule) {
    const hop_energy_row *family = model->energy.family;
    if (!model->similarity.kind->bipolar) {
        if (rule->together && !rule->heated && !rule->successors) return HOP_OK;
        return hop_fail(HOP_E_SUPPORT,
                        "%s updates are for bipolar states; use the similarity hamming, not %s",
                        rule->row.name, model->similarity.kind->row.name);
    }
    if (rule->successors && family->couple)
        return hop_fail(
            HOP_E_SUPPORT,
            "%s updates need weights of patterns, and %s has couplings between "
            "neurons; use polynomial:degree=2,rectified=no for the asymmetric Hebb rule",
            rule->row.name, family->row.name);
    if (rule->heated && !family->couple)
        return hop_fail(HOP_E_SUPPORT,
                        "%s updates are for the classical families (hebb, storkey, "
                        "pseudo-inverse), not for %s",
                        rule->row.name, family->row.name);
    if (!rule->together && !family->couple && !family->term)
        return hop_fail(HOP_E_SUPPORT, "%s has no %s updates; use synchronous ones",
                        family->row.name, rule->row.name);
    return HOP_OK;
}

hop_status hop_recall_choose_update(const hop_recall_model *model, const hop_update_row **update) {
    bool plain = !model->similarity.kind->bipolar || hop_energy_is_convex(&model->energy);
    const hop_update_row *rule = model->update;
    HOP_TRY(check_temperature(model));
    if (!rule && model->temperature > 0) rule = &hop_update_glauber;
    if (!rule) rule = plain ? &hop_update_synchronous : &hop_update_asynchronous;
    HOP_TRY(check_rule(model, rule));
    *update = rule;
    return HOP_OK;
}
