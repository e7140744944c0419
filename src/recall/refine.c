/* A similarity summed in float over d positions is off by some 1e-7 sqrt(d), and near a fixed point
 * that is more than a step lowers the energy.  Q changes by the weights times the changes of the
 * similarities, and nearly all weight lies on few patterns (or on so many that their errors
 * cancel), so comparing the leaders again in double mends the energy at the cost of a few dot
 * products.
 * SPDX-License-Identifier: MIT */
#include "refine.h"

#include "../base/exp.h"

/* Weights below this change Q by less than double precision shows. */
static const double NEGLIGIBLE = 1e-12;

static void insert(hop_leaders *leaders, float similarity, size_t pattern) {
    size_t place = leaders->count < HOP_REFINED ? leaders->count++ : HOP_REFINED - 1;
    for (; place > 0 && leaders->similarity[place - 1] < similarity; place--) {
        leaders->similarity[place] = leaders->similarity[place - 1];
        leaders->pattern[place] = leaders->pattern[place - 1];
    }
    leaders->similarity[place] = similarity;
    leaders->pattern[place] = pattern;
}

void hop_recall_note_leaders(hop_leaders *leaders, const float *tile, size_t count, size_t first) {
    bool full = leaders->count == HOP_REFINED;
    if (full && !(hop_exp_peak(tile, count) > leaders->similarity[HOP_REFINED - 1])) return;
    for (size_t j = 0; j < count; j++)
        if (leaders->count < HOP_REFINED || tile[j] > leaders->similarity[HOP_REFINED - 1])
            insert(leaders, tile[j], first + j);
}

void hop_recall_join_leaders(hop_leaders *leaders, const hop_leaders *others) {
    for (size_t k = 0; k < others->count; k++)
        if (leaders->count < HOP_REFINED ||
            others->similarity[k] > leaders->similarity[HOP_REFINED - 1])
            insert(leaders, others->similarity[k], others->pattern[k]);
}

double hop_recall_refined_potential(const hop_recall *recall, const hop_fold *folded,
                                    const hop_leaders *leaders, const double *state, double *key) {
    const hop_energy *energy = &recall->options.model.energy;
    double correction = 0;
    for (size_t i = 0; i < leaders->count; i++) {
        hop_fold again = *folded;
        float weight = leaders->similarity[i];
        energy->family->fold(energy->parameter, &weight, 1, &again);
        double share = (double)weight / folded->total;
        if (!(share > NEGLIGIBLE)) break;
        double exact = hop_recall_similarity(recall, leaders->pattern[i], state, key);
        correction += share * (exact - (double)leaders->similarity[i]);
    }
    return energy->family->folded(energy->parameter, folded) + correction;
}
