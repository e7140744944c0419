/* Success of one recall, by every criterion.
 * SPDX-License-Identifier: MIT */
#include "score.h"

#include "../theory/criteria.h"

/* Signs of a final state that are not those of the original. */
static size_t wrong_signs(const hop_recall *recall, const double *state, const double *original,
                          size_t dim) {
    const hop_similarity *similarity = &hop_recall_resolved(recall)->model.similarity;
    const hop_frame frame = similarity->kind->frame(similarity->parameter, original, dim);
    size_t wrong = 0;
    for (size_t j = 0; j < dim; j++)
        wrong += (state[j] > 0) != (frame.gain * original[j] + frame.offset > 0);
    return wrong;
}

double hop_trial_score(const hop_recall *recall, const hop_recall_result *result, size_t query,
                       const double *original, const hop_canvas *canvas, double *successes) {
    const size_t dim = result->dim, at = query * dim;
    const hop_score *score = &result->queries[query].score;
    if (!hop_recall_is_bipolar(recall))
        return hop_criteria_score(result->outputs + at, original, dim,
                                  (canvas->low + canvas->high) / 2, hop_score_is_nearest(score, 0),
                                  successes);
    const hop_criteria_signs signs = {
        .wrong = wrong_signs(recall, result->states + at, original, dim),
        .cosine = score->cosine,
        .squares = score->mean_squared_error * (double)dim,
    };
    hop_criteria_score_shown(&signs, dim, hop_score_is_nearest(score, dim), successes);
    return score->cosine;
}
