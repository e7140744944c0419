/* Which engine, and what all of them share.
 * SPDX-License-Identifier: MIT */
#include "engine.h"

#include <string.h>

#include "../base/fail.h"

hop_status hop_recall_choose_engine(const hop_recall *recall, const hop_engine **engine) {
    const hop_recall_options *options = &recall->options;
    const hop_energy_row *family = options->energy.family;
    const char *similarity = options->similarity.kind->row.name;
    if (family->similarity && strcmp(family->similarity, similarity) != 0)
        return hop_fail(HOP_E_SUPPORT,
                        "%s goes with the similarity %s, not %s; use --similarity %s",
                        family->row.name, family->similarity, similarity, family->similarity);
    if (options->precision == HOP_DOUBLE)
        *engine = &hop_recall_engine_reference;
    else
        *engine = family->fold ? &hop_recall_engine_fast : &hop_recall_engine_rows;
    return HOP_OK;
}

double hop_recall_energy(const hop_recall *recall, double potential, double half_square) {
    const hop_energy_row *family = recall->options.energy.family;
    bool half = family->states == HOP_STATES_REAL && !family->distances;
    return -potential + (half ? half_square : 0) + recall->constant;
}

void hop_recall_shift(const hop_recall *recall, double half_square, double *s) {
    if (!recall->options.energy.family->distances) return;
    for (size_t i = 0; i < recall->count; i++) s[i] -= half_square;
}
