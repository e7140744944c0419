/* What a trial will take.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "../theory/softmax_theory.h"
#include "costs.h"
#include "trial_kernel.h"

/* Steps of a state: few where it settles beside its pattern, or where no theory says that it does
 * not; else a good part of those allowed. */
static const double STEPS_FEW = 4, STEPS_LOST = 0.6;

static double steps_of(const hop_trial *trial, double patterns) {
    size_t beta = hop_row_parameter_index(&trial->energy.family->row, "beta");
    double dim = (double)trial->dim, few = fmin(STEPS_FEW, (double)trial->steps);
    if (!trial->energy.family->softmax || trial->source) return few;
    double held = hop_softmax_held(trial->kind, dim, trial->energy.parameter[beta]);
    return log(patterns) / dim > held ? fmax(few, STEPS_LOST * (double)trial->steps) : few;
}

static double recall_seconds(const hop_trial *trial, double patterns) {
    size_t beta = hop_row_parameter_index(&trial->energy.family->row, "beta");
    double dim = (double)trial->dim;
    const hop_work work = {
        .energy = &trial->energy,
        .similarity = trial->similarity.kind,
        .states = 1,
        .patterns = patterns,
        .dim = dim,
        .steps = steps_of(trial, patterns),
        .choose_beta = beta < HOP_PARAMETER_MAX && isnan(trial->energy.parameter[beta]),
    };
    double drawn = trial->source ? 0 : hop_cost_draw(trial->kind, patterns * dim);
    double heated =
        trial->temperature > 0 ? hop_cost_coupled_heated(dim, patterns, (double)trial->steps) : 0;
    return drawn + hop_cost_recall(&work) + heated;
}

static double classical_seconds(const hop_trial *trial, double patterns) {
    double dim = (double)trial->dim, sweeps = (double)trial->steps;
    return trial->temperature > 0 ? hop_cost_hebb_heated(dim, patterns, sweeps)
                                  : hop_cost_hebb(dim, patterns);
}

void hop_trial_cost(const hop_trial *trial, double patterns, double *seconds, double *bytes) {
    double dim = (double)trial->dim, values = dim * patterns, each = 0, most = 0;
    switch (hop_trial_kernel_of(trial)) {
    case HOP_TRIAL_HEBB:
        each = classical_seconds(trial, patterns);
        most = 2 * values;
        break;
    case HOP_TRIAL_FLIP:
        each = hop_cost_flip(dim, patterns);
        most = values / 4 + 8 * patterns;
        break;
    case HOP_TRIAL_DENSE:
        each = hop_cost_dense(dim, patterns);
        most = values / 8 + 12 * patterns;
        break;
    case HOP_TRIAL_RECALL:
        each = recall_seconds(trial, patterns);
        /* Patterns, their keys in float, and a half of that again while the memory grows. */
        most = 8 * values * 2.5;
        break;
    }
    if (trial->source) most += 8 * (double)hop_memory_count(trial->source);
    *seconds = (double)trial->trials * each;
    *bytes = most + 1e5;
}
