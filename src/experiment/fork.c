/* The fork of the mean state: see fork.h.  The step is written here for itself, in double.
 * SPDX-License-Identifier: MIT */
#include "fork.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/sum.h"
#include "../theory/moments.h"

/* ---- the memory ---- */

void hop_fork_clear(hop_fork *fork) {
    free(fork->patterns);
    free(fork->direction);
    free(fork->weights);
    free(fork->along);
    free(fork->state);
    free(fork->next);
    *fork = (hop_fork){0};
}

static void centre(hop_fork *w, double *mean) {
    memset(mean, 0, w->dim * sizeof *mean);
    for (size_t i = 0; i < w->count; i++)
        for (size_t j = 0; j < w->dim; j++) mean[j] += w->patterns[i * w->dim + j];
    for (size_t i = 0; i < w->count; i++)
        for (size_t j = 0; j < w->dim; j++)
            w->patterns[i * w->dim + j] -= mean[j] / (double)w->count;
    w->extent = sqrt(hop_sum_squares(w->patterns, w->count * w->dim) / (double)w->count);
}

/* v points to where its components' third moment is negative: without mirrored patterns the mean
 * goes over into that prong continuously, and jumps to the other. */
static void orient(hop_fork *w) {
    double cubes = 0;
    hop_blas_dots(w->count, 1, w->dim, w->patterns, w->direction, w->along);
    for (size_t i = 0; i < w->count; i++) cubes += w->along[i] * w->along[i] * w->along[i];
    if (cubes <= 0) return;
    for (size_t j = 0; j < w->dim; j++) w->direction[j] = -w->direction[j];
    for (size_t i = 0; i < w->count; i++) w->along[i] = -w->along[i];
}

static void measure(hop_fork *w) {
    double squares = 0, fourths = 0, low = 0, high = 0;
    for (size_t i = 0; i < w->count; i++) {
        double square = w->along[i] * w->along[i];
        squares += square;
        fourths += square * square;
        low = fmin(low, w->along[i]);
        high = fmax(high, w->along[i]);
    }
    w->kurtosis = fourths * (double)w->count / (squares * squares) - 3;
    w->far = w->mirror ? fmax(high, -low) : low;
}

hop_status hop_fork_create(const hop_memory *memory, bool mirror, hop_watch *watch, hop_fork *w) {
    size_t number = sizeof(double);
    double largest = 0;
    *w = (hop_fork){.dim = hop_memory_dim(memory),
                    .count = hop_memory_count(memory),
                    .mirror = mirror,
                    .watch = watch};
    HOP_TRY(hop_alloc(w->count, w->dim * number, "patterns", &w->patterns));
    HOP_TRY(hop_alloc(w->dim, number, "a direction", &w->direction));
    HOP_TRY(hop_alloc(w->count, number, "weights", &w->weights));
    HOP_TRY(hop_alloc(w->count, number, "components", &w->along));
    HOP_TRY(hop_alloc(w->dim, number, "a state", &w->state));
    HOP_TRY(hop_alloc(w->dim, number, "a state", &w->next));
    HOP_TRY(hop_moments_largest(memory, NULL, watch, &largest, w->direction));
    if (!(largest > 0))
        return hop_fail(HOP_E_VALUE, "all patterns are the same, so their mean never loses its "
                                     "stability; store different ones");
    hop_memory_read(memory, 0, w->count, w->patterns);
    centre(w, w->next);
    orient(w);
    measure(w);
    w->critical = 1 / largest;
    return HOP_OK;
}

/* ---- dynamics ---- */

/* weights: of pattern i, less that of its negative, in units of their sum, for scores s. */
static void weigh(const hop_fork *w, double *s) {
    double peak = -INFINITY, total = 0;
    for (size_t i = 0; i < w->count; i++) peak = fmax(peak, w->mirror ? fabs(s[i]) : s[i]);
    for (size_t i = 0; i < w->count; i++) {
        double plus = exp(w->beta * (s[i] - peak)), minus = exp(w->beta * (-s[i] - peak));
        s[i] = w->mirror ? plus - minus : plus;
        total += w->mirror ? plus + minus : plus;
    }
    for (size_t i = 0; i < w->count; i++) s[i] /= total;
}

double hop_fork_step(hop_fork *w) {
    hop_blas_dots(w->count, 1, w->dim, w->patterns, w->state, w->weights);
    weigh(w, w->weights);
    memset(w->next, 0, w->dim * sizeof *w->next);
    hop_blas_mix(1, w->dim, w->count, w->weights, w->patterns, w->next);
    double moved = sqrt(hop_sum_squared_differences(w->state, w->next, w->dim));
    memcpy(w->state, w->next, w->dim * sizeof *w->state);
    return moved;
}

/* ---- theory ---- */

/* K'(beta a) - a: how far a step moves a state at a on the line of v. */
static double drift(const hop_fork *w, double a) {
    double sum = 0;
    for (size_t i = 0; i < w->count; i++) w->weights[i] = a * w->along[i];
    weigh(w, w->weights);
    for (size_t i = 0; i < w->count; i++) sum += w->weights[i] * w->along[i];
    return sum - a;
}

/* The root between `out`, from which states move away from 0, and `back`, from which they return;
 * on the line this side of rounding it is the mean itself. */
static double root(const hop_fork *w, double out, double back) {
    for (int k = 0; k < 100; k++) {
        double middle = (out + back) / 2;
        *(drift(w, middle) * middle > 0 ? &out : &back) = middle;
    }
    return fabs(out) < 1e-5 * w->extent ? 0 : out;
}

double hop_fork_inner(const hop_fork *w) {
    double out = 0, back = 1e-6 * w->extent;
    if (w->beta <= w->critical) return 0;
    while (drift(w, back) > 0) {
        out = back;
        back *= 1.02;
    }
    return root(w, out, back);
}

double hop_fork_outer(const hop_fork *w) {
    double back = w->far, out = back;
    while (drift(w, out) * out <= 0) {
        back = out;
        out *= 0.99;
        if (fabs(out) < 1e-6 * w->extent) return 0;
    }
    return root(w, out, back);
}

double hop_fork_opening(const hop_fork *w) {
    const double above = w->beta / w->critical - 1;
    if (!w->mirror || w->kurtosis >= 0 || above < 0) return NAN;
    return sqrt(6 * above / (-w->kurtosis * w->critical));
}
