/* The pseudo-inverse rule: W projects onto the span of the patterns,
 *
 *     W = X G^-1 X' / d,   G = X'X / d,
 *
 * so every pattern is its own field, and up to d - 1 independent ones are stable.  The projection
 * is held as U U' with an orthonormal basis U of that span (Gram-Schmidt, twice, which is enough:
 * Giraud, Langou, Rozloznik 2005), so that G is never inverted and patterns that depend on others
 * take nothing away.
 *
 * The diagonal of W grows with the load, to 1 at d patterns; neurons that feel it hold on to their
 * values, so it is left out unless kept (Kanter and Sompolinsky 1987).  The patterns stay stable:
 * their field is x_k (1 - w_kk), and w_kk <= 1.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/sum.h"
#include "classical.h"

enum { SELF };

/* Of fields between -1 and 1. */
static const double NOISE = 1e-12;

/* Patterns taken at a time. */
enum { BLOCK = 32 };

/* What is left of a pattern, relative to its norm, when it depends on those before. */
static const double DEPENDENT = 1e-9;

/* What is found of the basis, and a block of vectors that are to join it, behind one another. */
typedef struct search {
    size_t dim, rank, block;
    double *basis;    /* [rank + block x dim], room for more */
    double *products; /* [BLOCK x rank] */
} search;

/* Takes from the block its part in the span of the basis: most of the work, as matrix products. */
static void project_out(search *s) {
    double *vectors = s->basis + s->rank * s->dim;
    if (s->rank == 0) return;
    hop_blas_dots(s->block, s->rank, s->dim, vectors, s->basis, s->products);
    for (size_t i = 0; i < s->block * s->rank; i++) s->products[i] = -s->products[i];
    hop_blas_mix(s->block, s->dim, s->rank, s->products, s->basis, vectors);
}

/* Makes the block orthonormal by itself; what depends on the rest leaves it. */
static void straighten(search *s) {
    double *vectors = s->basis + s->rank * s->dim;
    size_t kept = 0, dim = s->dim;
    for (size_t i = 0; i < s->block; i++) {
        double *vector = vectors + kept * dim;
        if (kept < i) memcpy(vector, vectors + i * dim, dim * sizeof *vector);
        double before = sqrt(hop_sum_squares(vector, dim));
        for (size_t r = 0; r < kept; r++) {
            double part = hop_sum_products(vectors + r * dim, vector, dim);
            for (size_t k = 0; k < dim; k++) vector[k] -= part * vectors[r * dim + k];
        }
        double norm = sqrt(hop_sum_squares(vector, dim));
        if (norm <= DEPENDENT * fmax(before, 1)) continue;
        for (size_t k = 0; k < dim; k++) vector[k] /= norm;
        kept++;
    }
    s->block = kept;
}

/* An orthonormal basis [rank x dim] of the patterns' span, block by block. */
static void find_basis(const signed char *patterns, size_t count, search *s) {
    size_t dim = s->dim;
    for (size_t first = 0; first < count && s->rank < dim; first += BLOCK) {
        double *vectors = s->basis + s->rank * dim;
        s->block = count - first < BLOCK ? count - first : BLOCK;
        for (size_t k = 0; k < s->block * dim; k++) vectors[k] = patterns[first * dim + k];
        for (size_t pass = 0; pass < 2; pass++) {
            project_out(s);
            straighten(s);
        }
        s->rank += s->block;
    }
}

static hop_status couple(const double *parameter, const signed char *patterns, size_t count,
                         size_t dim, hop_couplings *couplings) {
    search s = {.dim = dim};
    size_t most = count < dim ? count : dim;
    hop_status status = hop_alloc(most + BLOCK, dim * sizeof *s.basis, "a basis", &s.basis);
    if (status == HOP_OK) status = hop_alloc(most, BLOCK * sizeof(double), "products", &s.products);
    if (status == HOP_OK) {
        find_basis(patterns, count, &s);
        status = hop_couplings_create(dim, s.rank, true, couplings);
    }
    for (size_t r = 0; status == HOP_OK && r < s.rank; r++)
        for (size_t k = 0; k < dim; k++) couplings->left[k * s.rank + r] = s.basis[r * dim + k];
    free(s.basis);
    free(s.products);
    if (status != HOP_OK) return status;
    couplings->noise = NOISE;
    couplings->keep_self = parameter[SELF] == HOP_ENERGY_SELF_KEEP;
    return hop_couplings_finish(couplings);
}

const hop_energy_row hop_energy_pseudo_inverse = {
    .row =
        {
            .name = "pseudo-inverse",
            .title = "projection onto the patterns: stores up to d - 1 independent ones",
            .sources = "Personnaz, Guyon, Dreyfus 1985 (doi 10.1051/jphyslet:01985004608035900); "
                       "Kanter and Sompolinsky 1987 (doi 10.1103/PhysRevA.35.380) without "
                       "self-coupling",
            .parameters = {HOP_ENERGY_SELF},
        },
    .states = HOP_STATES_BIPOLAR,
    .similarity = "hamming",
    .couple = couple,
    .capacity = HOP_CAPACITY_LINEAR,
    .frozen_from = 1,
    .constant = hop_energy_no_constant,
};
