/* Storkey's rule: patterns are learnt one after another, each against the field that those before
 * already make,
 *
 *     w_kl += (x_k x_l - x_k h_lk - h_kl x_l) / d,   h_kl = sum over m not k, l of w_km x_m,
 *
 * local and incremental as Hebb's, with more room: about d / sqrt(2 ln d) patterns.
 *
 * With h_k = sum over m not k of w_km x_m it is, off the diagonal,
 *
 *     W <- (1 + 2/d) W + (x g' + g x') / d,   g = x/2 - h,
 *
 * so W is a sum of 2 N outer products, and dim x dim numbers are needed only where 2 N >= dim.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/simd.h"
#include "classical.h"

/* Relative to fields of about 1. */
static const double NOISE = 1e-12;

/* What learning one pattern after another needs. */
typedef struct lesson {
    size_t dim, count; /* neurons, and patterns in all */
    const signed char *patterns;
    double *h;        /* [dim] fields of the pattern at hand */
    double *g;        /* [dim] for it, or [count x dim] for all */
    double *diagonal; /* [dim] of W as the updates leave it */
    double *strength; /* [count]: of the outer products so far */
} lesson;

static void lesson_clear(lesson *l) {
    free(l->h);
    free(l->g);
    free(l->diagonal);
    free(l->strength);
}

static hop_status lesson_create(size_t kept, lesson *l) {
    HOP_TRY(hop_alloc(l->dim, sizeof *l->h, "fields", &l->h));
    HOP_TRY(hop_alloc(kept, l->dim * sizeof *l->g, "fields", &l->g));
    HOP_TRY(hop_alloc(l->dim, sizeof *l->diagonal, "couplings", &l->diagonal));
    return hop_alloc(l->count, sizeof *l->strength, "couplings", &l->strength);
}

/* g from h = W x, and the diagonal that goes with it. */
static void reflect(lesson *l, const signed char *x, double *g) {
    double rate = 1 / (double)l->dim;
    for (size_t k = 0; k < l->dim; k++) {
        g[k] = x[k] / 2.0 - (l->h[k] - l->diagonal[k] * x[k]);
        l->diagonal[k] = (1 + 2 * rate) * l->diagonal[k] + 2 * rate * x[k] * g[k];
    }
}

/* ---- by factors: left = (x, g), right = strength * (g, x) ---- */

/* Products of so many patterns at once: a sum in double waits for itself, not for others. */
enum { TOGETHER = 8 };

/* What some patterns from the first on, and their g, have in common with this one. */
static void compare(const lesson *l, size_t first, size_t count, const signed char *now, double *gx,
                    int *xx) {
    for (size_t i = 0; i < count; i++) gx[i] = 0, xx[i] = 0;
    for (size_t k = 0; k < l->dim; k++)
        for (size_t i = 0; i < count; i++) {
            gx[i] += l->g[(first + i) * l->dim + k] * now[k];
            xx[i] += l->patterns[(first + i) * l->dim + k] * now[k];
        }
}

/* Adds (x g' + g x') now, times its strength. */
HOP_CLONES
static void add_field(const signed char *x, const double *g, double gx, int xx, double strength,
                      size_t dim, double *h) {
    for (size_t k = 0; k < dim; k++) h[k] += strength * (x[k] * gx + g[k] * xx);
}

static void feel_factors(lesson *l, size_t learnt, const signed char *now) {
    double gx[TOGETHER];
    int xx[TOGETHER];
    for (size_t k = 0; k < l->dim; k++) l->h[k] = 0;
    for (size_t i = 0; i < learnt; i++) {
        const size_t at = i % TOGETHER, left = learnt - i;
        if (at == 0) compare(l, i, left < TOGETHER ? left : TOGETHER, now, gx, xx);
        add_field(l->patterns + i * l->dim, l->g + i * l->dim, gx[at], xx[at], l->strength[i],
                  l->dim, l->h);
    }
}

static void learn_factors(lesson *l, hop_couplings *c) {
    double rate = 1 / (double)l->dim;
    for (size_t n = 0; n < l->count; n++) {
        const signed char *x = l->patterns + n * l->dim;
        feel_factors(l, n, x);
        reflect(l, x, l->g + n * l->dim);
        for (size_t i = 0; i < n; i++) l->strength[i] *= 1 + 2 * rate;
        l->strength[n] = rate;
    }
    for (size_t k = 0; k < l->dim; k++)
        for (size_t i = 0; i < l->count; i++) {
            double x = l->patterns[i * l->dim + k], g = l->g[i * l->dim + k];
            double *left = c->left + k * c->rank + i, *right = c->right + k * c->rank + i;
            left[0] = x;
            left[l->count] = g;
            right[0] = l->strength[i] * g;
            right[l->count] = l->strength[i] * x;
        }
}

/* ---- by the matrix ---- */

/* W is symmetric to its last bits: its rows are added up, many fields at once. */
HOP_CLONES
static void feel_matrix(lesson *l, const double *matrix, const signed char *now) {
    for (size_t k = 0; k < l->dim; k++) l->h[k] = 0;
    for (size_t m = 0; m < l->dim; m++)
        for (size_t k = 0; k < l->dim; k++) l->h[k] += matrix[m * l->dim + k] * now[m];
}

HOP_CLONES
static void learn_matrix(lesson *l, hop_couplings *c) {
    double rate = 1 / (double)l->dim;
    size_t dim = l->dim;
    for (size_t n = 0; n < l->count; n++) {
        const signed char *x = l->patterns + n * dim;
        feel_matrix(l, c->matrix, x);
        reflect(l, x, l->g);
        for (size_t k = 0; k < dim; k++)
            for (size_t m = 0; m < dim; m++) {
                double *w = &c->matrix[k * dim + m];
                *w += rate * (2 * *w + x[k] * l->g[m] + l->g[k] * x[m]);
            }
    }
}

static hop_status couple(const double *parameter, const signed char *patterns, size_t count,
                         size_t dim, hop_couplings *couplings) {
    (void)parameter;
    lesson l = {.dim = dim, .count = count, .patterns = patterns};
    bool factors = count < dim / 2;
    hop_status status = factors ? hop_couplings_create(dim, 2 * count, false, couplings)
                                : hop_couplings_create_matrix(dim, couplings);
    if (status == HOP_OK) status = lesson_create(factors ? count : 1, &l);
    if (status == HOP_OK && factors) learn_factors(&l, couplings);
    if (status == HOP_OK && !factors) learn_matrix(&l, couplings);
    lesson_clear(&l);
    if (status != HOP_OK) return status;
    couplings->noise = NOISE;
    return hop_couplings_finish(couplings);
}

const hop_energy_row hop_energy_storkey = {
    .row =
        {
            .name = "storkey",
            .title = "Storkey's rule: local as Hebb's, with more room; no self-coupling",
            .sources = "Storkey 1997 (doi 10.1007/BFb0020196); "
                       "Storkey and Valabregue 1999 (doi 10.1016/S0893-6080(99)00038-6)",
        },
    .states = HOP_STATES_BIPOLAR,
    .similarity = "hamming",
    .couple = couple,
    .capacity = HOP_CAPACITY_LINEAR,
    .constant = hop_energy_no_constant,
};
