/* Largest weights, and how few of them carry nine tenths.  Both take time in proportion to the
 * number of patterns: nothing is sorted whole.
 * SPDX-License-Identifier: MIT */
#include "spread.h"

#include <float.h>

static const double SHARE = 0.9;

size_t hop_recall_top_weights(const double *weights, size_t count, size_t most, size_t *patterns,
                              double *values) {
    size_t held = 0;
    for (size_t i = 0; i < count; i++) {
        if (held == most && weights[i] <= values[held - 1]) continue;
        size_t place = held < most ? held++ : held - 1;
        for (; place > 0 && values[place - 1] < weights[i]; place--) {
            values[place] = values[place - 1];
            patterns[place] = patterns[place - 1];
        }
        values[place] = weights[i];
        patterns[place] = i;
    }
    return held;
}

static double middle_of_three(double a, double b, double c) {
    if ((a <= b) == (b <= c)) return b;
    return (b <= a) == (a <= c) ? a : c;
}

/* Puts values above the pivot first and those equal to it next; says how many there are of each,
 * and what those above sum to. */
static void partition(double *v, size_t count, double pivot, size_t *above, size_t *equal,
                      double *sum) {
    size_t larger = 0, same = 0;
    *sum = 0;
    for (size_t i = 0; i < count; i++) {
        double value = v[i];
        if (value < pivot) continue;
        v[i] = v[larger + same];
        if (value > pivot) {
            v[larger + same] = v[larger];
            v[larger++] = value;
            *sum += value;
        } else {
            v[larger + same] = value;
            same++;
        }
    }
    *above = larger;
    *equal = same;
}

size_t hop_recall_support(const double *weights, size_t count) {
    double largest = 0;
    for (size_t i = 0; i < count; i++)
        if (weights[i] > largest) largest = weights[i];
    size_t support = 0;
    for (size_t i = 0; i < count; i++)
        if (weights[i] > 0 && weights[i] >= FLT_MIN * largest) support++;
    return support;
}

/* Quickselect by sum instead of by rank (Hoare 1961, weighted): expected time linear in count. */
size_t hop_recall_k90(const double *weights, size_t count, double *scratch) {
    double all = 0;
    for (size_t i = 0; i < count; i++) all += scratch[i] = weights[i];
    /* Less what rounding may have added to the sum: nine equal weights in ten are nine tenths. */
    double missing = SHARE * all * (1 - (double)count * DBL_EPSILON);
    size_t taken = 0;
    double *v = scratch;
    while (count > 0) {
        double pivot = middle_of_three(v[0], v[count / 2], v[count - 1]), sum = 0;
        size_t above = 0, equal = 0;
        partition(v, count, pivot, &above, &equal, &sum);
        if (sum >= missing && above > 0) {
            count = above;
            continue;
        }
        missing -= sum;
        taken += above;
        for (; equal > 0 && missing > 0; equal--, taken++) missing -= pivot;
        if (missing <= 0 || pivot <= 0) return taken > 0 ? taken : 1;
        size_t passed = above + equal;
        while (passed < count && v[passed] == pivot) passed++;
        v += passed;
        count -= passed;
    }
    return taken > 0 ? taken : 1;
}
