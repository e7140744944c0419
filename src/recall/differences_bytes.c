/* Sums of differences by bytes, exact in integers (gaps.h), for memories of bytes: states are
 * rounded to bytes too, and what that may change is told.  Differences are Lipschitz, so no sum
 * changes by more than the states do:
 *
 *     |sum rho(xi_j - x_ij) - sum rho(round(xi_j) - x_ij)| <= sum |xi_j - round(xi_j)|
 *
 * and rounding the bound changes a term by no more than the bound.  From the first step on states
 * are values of patterns, and nothing is in doubt. SPDX-License-Identifier: MIT */
#include "differences_bytes.h"

#include <math.h>

#include "../base/gaps.h"

/* Patterns to a tile, so that a tile meets all states in the second-level cache; sums of it. */
enum { TILE = 32, ROWS_MOST = 16, STEPS = 255 };

/* A float of a byte's value is off by less than this, in steps. */
static const double SLACK = 1e-4;

bool hop_recall_takes_bytes(const hop_recall *recall) {
    const hop_similarity_row *kind = recall->options.model.similarity.kind;
    return kind->most && hop_memory_dtype(recall->memory) == HOP_U8 &&
           recall->dim <= HOP_GAPS_DIM_MAX;
}

/* The bound in steps, at most 255. */
static double bound_of(const hop_recall *recall) {
    const hop_similarity *similarity = &recall->options.model.similarity;
    return fmin(similarity->kind->most(similarity->parameter) * STEPS, STEPS);
}

/* One state as bytes; returns what that may change in a sum, memory units. */
static double round_state(const double *state, size_t dim, double bound, unsigned char *bytes,
                          unsigned char *known, bool *any_unknown) {
    double moved = 0, rounding = fabs(bound - rint(bound)), all = 0;
    for (size_t j = 0; j < dim; j++) {
        bool here = !isnan(state[j]);
        double step = here ? state[j] * STEPS : 0;
        double whole = rint(fmin(fmax(step, 0), STEPS));
        double apart = fmin(fabs(step - whole), bound);
        bytes[j] = (unsigned char)whole;
        known[j] = here ? UINT8_MAX : 0;
        *any_unknown = *any_unknown || !here;
        moved += apart > SLACK ? apart : 0;
        all += here ? 1 : 0;
    }
    return (moved + all * rounding) / STEPS;
}

void hop_recall_sum_bytes(const hop_recall *recall, hop_rows rows, const double *states,
                          hop_byte_states *room, double *sums) {
    const unsigned char *patterns = hop_memory_data(recall->memory);
    size_t dim = recall->dim, count = recall->count;
    double bound = bound_of(recall);
    room->any_unknown = false;
    for (size_t i = 0; i < rows.count; i++)
        room->doubt[i] =
            round_state(states + rows.index[i] * dim, dim, bound, room->states + i * dim,
                        room->known + i * dim, &room->any_unknown);
    for (size_t first = 0; first < count; first += TILE) {
        size_t some = count - first < TILE ? count - first : TILE;
        int32_t part[ROWS_MOST * TILE];
        hop_gaps_sum(&(hop_gaps_work){.rows = patterns + first * dim,
                                      .states = room->states,
                                      .known = room->any_unknown ? room->known : NULL,
                                      .row_count = some,
                                      .state_count = rows.count,
                                      .dim = dim,
                                      .bound = (unsigned char)rint(bound),
                                      .sums = part});
        for (size_t i = 0; i < rows.count; i++)
            for (size_t k = 0; k < some; k++)
                sums[i * count + first + k] = (double)part[i * some + k] / STEPS;
    }
}
