/* Hebb's rule, the classical network of bipolar neurons:
 *
 *     W = sum x_i x_i' / d without its diagonal
 *     E = -xi' W xi / 2 = -(sum s_i^2 / (2 d) - N / 2)
 *
 * Integers throughout but for the factor 1/d, so that ties are ties.  Hopfield 1982.
 * SPDX-License-Identifier: MIT */
#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "classical.h"

#include <stdlib.h>

enum { SELF };

/* Patterns multiplied at a time. */
enum { CHUNK = 64 };

/* left = X. */
static hop_status keep_patterns(const signed char *patterns, size_t count, size_t dim,
                                hop_couplings *couplings) {
    HOP_TRY(hop_couplings_create(dim, count, true, couplings));
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < dim; k++) couplings->left[k * count + i] = patterns[i * dim + k];
    return HOP_OK;
}

/* matrix = X X', chunk by chunk. */
static hop_status add_up(const signed char *patterns, size_t count, size_t dim,
                         hop_couplings *couplings) {
    double *rows = NULL, *columns = NULL;
    HOP_TRY(hop_couplings_create_matrix(dim, couplings));
    hop_status status = hop_alloc(dim, CHUNK * sizeof *rows, "patterns", &rows);
    if (status == HOP_OK) status = hop_alloc(dim, CHUNK * sizeof *columns, "patterns", &columns);
    for (size_t first = 0; status == HOP_OK && first < count; first += CHUNK) {
        size_t part = count - first < CHUNK ? count - first : CHUNK;
        for (size_t i = 0; i < part; i++)
            for (size_t k = 0; k < dim; k++)
                rows[i * dim + k] = columns[k * part + i] = patterns[(first + i) * dim + k];
        hop_blas_mix(dim, dim, part, columns, rows, couplings->matrix);
    }
    free(rows);
    free(columns);
    return status;
}

static hop_status couple(const double *parameter, const signed char *patterns, size_t count,
                         size_t dim, hop_couplings *couplings) {
    HOP_TRY(count < dim ? keep_patterns(patterns, count, dim, couplings)
                        : add_up(patterns, count, dim, couplings));
    couplings->scale = 1 / (double)dim;
    couplings->keep_self = parameter[SELF] == HOP_ENERGY_SELF_KEEP;
    return hop_couplings_finish(couplings);
}

/* The classical network has no neuron act on itself. */
static bool hebbian(const double *parameter) {
    return parameter[SELF] != HOP_ENERGY_SELF_KEEP;
}

static double degree(const double *parameter) {
    return hebbian(parameter) ? 2 : 0;
}

const hop_energy_row hop_energy_hebb = {
    .row =
        {
            .name = "hebb",
            .title = "Hebb's rule: the classical network, which holds about 0.138 d patterns",
            .sources = "Hopfield 1982 (doi 10.1073/pnas.79.8.2554); "
                       "Amit, Gutfreund, Sompolinsky 1985 (doi 10.1103/PhysRevLett.55.1530); "
                       "Glauber 1963 (doi 10.1063/1.1703954) for temperatures",
            .parameters = {HOP_ENERGY_SELF},
        },
    .states = HOP_STATES_BIPOLAR,
    .similarity = "hamming",
    .couple = couple,
    .capacity = HOP_CAPACITY_LINEAR,
    .degree = degree,
    .hebbian = hebbian,
    .constant = hop_energy_no_constant,
};
