/* Position by position, the value that is nearest to the patterns by their weights.  A few
 * positions of all patterns that carry weight are brought together at a time, so that no copy of
 * the patterns is needed. SPDX-License-Identifier: MIT */
#include "centre.h"

#include "engine.h"

/* Numbers held at a time (or one position of all patterns), and positions at most. */
enum { HELD = 1 << 16, POSITIONS = 64 };

size_t hop_recall_centre_scratch(size_t patterns) {
    size_t held = patterns > HELD ? patterns : HELD;
    return held + POSITIONS + 4 * (patterns + 1);
}

/* Values [positions x count] of the patterns at positions from ... from+positions-1; the float
 * engine's patterns are rounded to float. */
static void gather(const hop_recall *recall, const size_t *near, size_t count, size_t from,
                   size_t positions, double *row, double *values) {
    bool rounded = recall->engine->float_states;
    for (size_t k = 0; k < count; k++) {
        hop_memory_read_part(recall->memory, near[k], from, positions, row);
        for (size_t j = 0; j < positions; j++)
            values[j * count + k] = rounded ? (double)(float)row[j] : row[j];
    }
}

/* The pattern with more than half of all weight; false if there is none. */
static bool find_ruler(const size_t *near, const double *weights, size_t count, size_t *ruler) {
    double all = 0;
    size_t best = 0;
    for (size_t k = 0; k < count; k++) {
        all += weights[k];
        if (weights[k] > weights[best]) best = k;
    }
    *ruler = near[best];
    return weights[best] > all / 2;
}

/* Moving from that pattern by u costs its weight times rho(u), and spares the others no more than
 * theirs times rho(u), for rho(a + b) <= rho(a) + rho(b): it is the minimiser everywhere. */
static void take_ruler(const hop_recall *recall, size_t ruler, double *next) {
    hop_memory_read(recall->memory, ruler, 1, next);
    for (size_t j = 0; recall->engine->float_states && j < recall->dim; j++)
        next[j] = (double)(float)next[j];
}

void hop_recall_centre(const hop_recall *recall, const size_t *near, const double *weights,
                       size_t count, const double *state, double *next, double *scratch) {
    const hop_similarity *similarity = &recall->options.model.similarity;
    size_t part = HELD / count, ruler = 0;
    if (find_ruler(near, weights, count, &ruler)) {
        take_ruler(recall, ruler, next);
        return;
    }
    if (part < 1) part = 1;
    if (part > POSITIONS) part = POSITIONS;
    double *row = scratch, *work = row + POSITIONS, *values = work + 4 * (count + 1);
    for (size_t from = 0; from < recall->dim; from += part) {
        size_t positions = recall->dim - from < part ? recall->dim - from : part;
        gather(recall, near, count, from, positions, row, values);
        for (size_t j = 0; j < positions; j++)
            next[from + j] = similarity->kind->centre(similarity->parameter, state[from + j],
                                                      values + j * count, weights, count, work);
    }
}
