/* Which update rule bipolar states move by.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "../base/fail.h"
#include "recall_private.h"

static hop_status check(const hop_recall_options *options) {
    const hop_energy_row *family = options->energy.family;
    bool heated = options->temperature > 0;
    if (!(options->temperature >= 0) || isinf(options->temperature))
        return hop_fail(HOP_E_VALUE, "the temperature is %g; it must be 0 or a positive number",
                        options->temperature);
    if (!options->similarity.kind->bipolar) {
        if (options->update <= HOP_UPDATE_SYNCHRONOUS && !heated) return HOP_OK;
        return hop_fail(HOP_E_SUPPORT,
                        "%s updates are for bipolar states; use the similarity hamming, not %s",
                        heated ? "glauber" : hop_update_name(options->update),
                        options->similarity.kind->row.name);
    }
    bool glauber = options->update == HOP_UPDATE_GLAUBER;
    if (heated && !glauber && options->update != HOP_UPDATE_AUTO)
        return hop_fail(HOP_E_VALUE, "%s updates have no temperature; use glauber ones",
                        hop_update_name(options->update));
    if ((heated || glauber) && !family->couple)
        return hop_fail(HOP_E_SUPPORT,
                        "glauber updates are for the classical families (hebb, storkey, "
                        "pseudo-inverse), not for %s",
                        family->row.name);
    if (options->update == HOP_UPDATE_ASYNCHRONOUS && !family->couple && !family->term)
        return hop_fail(HOP_E_SUPPORT, "%s has no asynchronous updates; use synchronous ones",
                        family->row.name);
    return HOP_OK;
}

hop_status hop_recall_resolve_update(hop_recall_options *options) {
    HOP_TRY(check(options));
    if (options->update != HOP_UPDATE_AUTO) return HOP_OK;
    if (!options->similarity.kind->bipolar || hop_energy_is_convex(&options->energy))
        options->update = HOP_UPDATE_SYNCHRONOUS;
    else if (options->temperature > 0)
        options->update = HOP_UPDATE_GLAUBER;
    else
        options->update = HOP_UPDATE_ASYNCHRONOUS;
    return HOP_OK;
}
