/* How widely weights are spread: the fewest that carry nine tenths, and what to call that.
 * Ramsauer et al. 2020 (2008.02217), section 4.
 * SPDX-License-Identifier: MIT */
#include <float.h>

#include "attention_private.h"

static const double SHARE = 0.9;

static void swap(double *a, double *b) {
    double kept = *a;
    *a = *b;
    *b = kept;
}

/* Weights above, equal to and below the pivot, in this order (Dijkstra's three colours). */
static void split(double *weights, size_t count, double pivot, size_t *above, size_t *below) {
    size_t high = 0, i = 0, low = count;
    while (i < low) {
        if (weights[i] > pivot)
            swap(&weights[high++], &weights[i++]);
        else if (weights[i] < pivot)
            swap(&weights[i], &weights[--low]);
        else
            i++;
    }
    *above = high;
    *below = low;
}

static double sum_of(const double *weights, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += weights[i];
    return sum;
}

/* A selection that looks for a sum instead of a rank: time in proportion to count. */
size_t hop_attention_k90(double *weights, size_t count) {
    size_t taken = 0;
    /* Nine equal weights of ten are nine tenths, whatever rounding says. */
    double missing = SHARE * sum_of(weights, count) * (1 - (double)count * DBL_EPSILON);
    while (count > 0) {
        double pivot = weights[count / 2];
        size_t above = 0, below = 0;
        split(weights, count, pivot, &above, &below);
        double sum = sum_of(weights, above);
        if (above > 0 && sum >= missing) {
            count = above;
            continue;
        }
        missing -= sum;
        taken += above;
        for (size_t i = above; i < below && missing > 0; i++, taken++) missing -= pivot;
        if (!(missing > 0)) break;
        weights += below;
        count -= below;
    }
    return taken > 0 ? taken : 1;
}

hop_attention_class hop_attention_classify(size_t k90, size_t seen) {
    if (2 * k90 > seen) return HOP_ATTENTION_GLOBAL;
    if (8 * k90 > seen) return HOP_ATTENTION_LARGE;
    if (32 * k90 > seen) return HOP_ATTENTION_MEDIUM;
    return HOP_ATTENTION_SMALL;
}

const char *hop_attention_class_name(hop_attention_class kind) {
    static const char *const NAMES[HOP_ATTENTION_CLASSES] = {"global", "large", "medium", "small"};
    return NAMES[kind];
}
