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
#include "classical.h"

/* Relative to fields of about 1. */
static const double NOISE = 1e-12;

/* What learning one pattern needs. */
typedef struct lesson {
    size_t dim, count; /* neurons, and patterns in all */
    const signed char *x;
    double *h, *g;    /* [dim] */
    double *diagonal; /* [dim] of W as the update leaves it */
    double *strength; /* [count]: of the outer products so far */
} lesson;

static void lesson_clear(lesson *l) {
    free(l->h);
    free(l->g);
    free(l->diagonal);
    free(l->strength);
}

static hop_status lesson_create(size_t count, size_t dim, lesson *l) {
    *l = (lesson){.dim = dim, .count = count};
    HOP_TRY(hop_alloc(dim, sizeof *l->h, "fields", &l->h));
    HOP_TRY(hop_alloc(dim, sizeof *l->g, "fields", &l->g));
    HOP_TRY(hop_alloc(dim, sizeof *l->diagonal, "couplings", &l->diagonal));
    return hop_alloc(count, sizeof *l->strength, "couplings", &l->strength);
}

/* g from h = W x, and the diagonal that goes with it. */
static void reflect(lesson *l) {
    double rate = 1 / (double)l->dim;
    for (size_t k = 0; k < l->dim; k++) {
        double x = l->x[k];
        l->g[k] = x / 2 - (l->h[k] - l->diagonal[k] * x);
        l->diagonal[k] = (1 + 2 * rate) * l->diagonal[k] + 2 * rate * x * l->g[k];
    }
}

/* ---- by factors: left = (x, g), right = strength * (g, x) ---- */

static void feel_factors(lesson *l, const hop_couplings *c, size_t learnt) {
    size_t rank = c->rank, half = l->count;
    for (size_t k = 0; k < l->dim; k++) l->h[k] = 0;
    for (size_t i = 0; i < learnt; i++) {
        double gx = 0, xx = 0;
        for (size_t k = 0; k < l->dim; k++) {
            gx += c->left[k * rank + half + i] * l->x[k];
            xx += c->left[k * rank + i] * l->x[k];
        }
        for (size_t k = 0; k < l->dim; k++)
            l->h[k] +=
                l->strength[i] * (c->left[k * rank + i] * gx + c->left[k * rank + half + i] * xx);
    }
}

static void learn_factors(lesson *l, const signed char *patterns, hop_couplings *c) {
    double rate = 1 / (double)l->dim;
    size_t rank = c->rank, half = l->count;
    for (size_t n = 0; n < l->count; n++) {
        l->x = patterns + n * l->dim;
        feel_factors(l, c, n);
        reflect(l);
        for (size_t i = 0; i < n; i++) l->strength[i] *= 1 + 2 * rate;
        l->strength[n] = rate;
        for (size_t k = 0; k < l->dim; k++) {
            c->left[k * rank + n] = l->x[k];
            c->left[k * rank + half + n] = l->g[k];
        }
    }
    for (size_t k = 0; k < l->dim; k++)
        for (size_t i = 0; i < half; i++) {
            c->right[k * rank + i] = l->strength[i] * c->left[k * rank + half + i];
            c->right[k * rank + half + i] = l->strength[i] * c->left[k * rank + i];
        }
}

/* ---- by the matrix ---- */

static void learn_matrix(lesson *l, const signed char *patterns, hop_couplings *c) {
    double rate = 1 / (double)l->dim;
    size_t dim = l->dim;
    for (size_t n = 0; n < l->count; n++) {
        l->x = patterns + n * dim;
        for (size_t k = 0; k < dim; k++) {
            l->h[k] = 0;
            for (size_t m = 0; m < dim; m++) l->h[k] += c->matrix[k * dim + m] * l->x[m];
        }
        reflect(l);
        for (size_t k = 0; k < dim; k++)
            for (size_t m = 0; m < dim; m++)
                c->matrix[k * dim + m] +=
                    rate * (2 * c->matrix[k * dim + m] + l->x[k] * l->g[m] + l->g[k] * l->x[m]);
    }
}

static hop_status couple(const double *parameter, const signed char *patterns, size_t count,
                         size_t dim, hop_couplings *couplings) {
    (void)parameter;
    lesson l = {0};
    bool factors = count < dim / 2;
    hop_status status = factors ? hop_couplings_create(dim, 2 * count, false, couplings)
                                : hop_couplings_create_matrix(dim, couplings);
    if (status == HOP_OK) status = lesson_create(count, dim, &l);
    if (status == HOP_OK && factors) learn_factors(&l, patterns, couplings);
    if (status == HOP_OK && !factors) learn_matrix(&l, patterns, couplings);
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
    .constant = hop_energy_no_constant,
};
