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
#include "../base/fail.h"
#include "classical.h"

enum { SELF };

/* Of fields between -1 and 1. */
static const double NOISE = 1e-12;

/* What is left of a pattern, relative to its norm, when it depends on those before. */
static const double DEPENDENT = 1e-9;

static double dot(const double *a, const double *b, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += a[i] * b[i];
    return sum;
}

/* Takes from `vector` its part in the span of basis [rank x dim]. */
static void project_out(const double *basis, size_t rank, size_t dim, double *vector) {
    for (size_t r = 0; r < rank; r++) {
        double part = dot(basis + r * dim, vector, dim);
        for (size_t k = 0; k < dim; k++) vector[k] -= part * basis[r * dim + k];
    }
}

/* An orthonormal basis [rank x dim] of the patterns' span. */
static size_t find_basis(const signed char *patterns, size_t count, size_t dim, double *basis) {
    size_t rank = 0;
    for (size_t i = 0; i < count && rank < dim; i++) {
        double *vector = basis + rank * dim;
        for (size_t k = 0; k < dim; k++) vector[k] = patterns[i * dim + k];
        for (size_t pass = 0; pass < 2; pass++) project_out(basis, rank, dim, vector);
        double norm = sqrt(dot(vector, vector, dim));
        if (norm <= DEPENDENT * sqrt((double)dim)) continue;
        for (size_t k = 0; k < dim; k++) vector[k] /= norm;
        rank++;
    }
    return rank;
}

static hop_status couple(const double *parameter, const signed char *patterns, size_t count,
                         size_t dim, hop_couplings *couplings) {
    double *basis = NULL;
    size_t most = count < dim ? count : dim;
    HOP_TRY(hop_alloc(most, dim * sizeof *basis, "a basis", &basis));
    size_t rank = find_basis(patterns, count, dim, basis);
    hop_status status = hop_couplings_create(dim, rank, true, couplings);
    for (size_t r = 0; status == HOP_OK && r < rank; r++)
        for (size_t k = 0; k < dim; k++) couplings->left[k * rank + r] = basis[r * dim + k];
    free(basis);
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
    .constant = hop_energy_no_constant,
};
