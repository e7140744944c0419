/* Which code tries.  Kernels draw their own patterns, and know the rules of the published networks:
 * with another rule, a new one too, recall tries.
 * SPDX-License-Identifier: MIT */
#include "trial_kernel.h"

#include "dense_kernel.h"
#include "flip_kernel.h"

const hop_update_row *hop_trial_update(const hop_energy *energy, const hop_similarity *similarity,
                                       const hop_update_row *update) {
    bool bipolar = similarity->kind && similarity->kind->bipolar;
    bool dense = energy->family->states == HOP_STATES_BIPOLAR && energy->family->term;
    return !update && bipolar && dense ? &hop_update_asynchronous : update;
}

const hop_update_row *hop_trial_rule(const hop_trial *trial) {
    const hop_update_row *rule =
        hop_trial_update(&trial->energy, &trial->similarity, trial->update);
    if (trial->temperature == 0) return rule;
    return rule && rule->heated ? rule : &hop_update_glauber;
}

hop_trial_kernel hop_trial_kernel_of(const hop_trial *trial) {
    const hop_update_row *rule = hop_trial_rule(trial);
    const hop_similarity_row *similarity = trial->similarity.kind;
    const bool serial = rule == &hop_update_asynchronous;
    const bool together = !rule || rule == &hop_update_synchronous;
    if (trial->source) return HOP_TRIAL_RECALL;
    if (hop_load_is_classical(&trial->energy) && (!rule || serial || rule == &hop_update_glauber))
        return HOP_TRIAL_HEBB;
    if (trial->kind != HOP_PATTERN_BIPOLAR || !similarity || !similarity->bipolar)
        return HOP_TRIAL_RECALL;
    if (serial && hop_flip_takes(&trial->energy)) return HOP_TRIAL_FLIP;
    return together && hop_dense_takes(&trial->energy) ? HOP_TRIAL_DENSE : HOP_TRIAL_RECALL;
}
