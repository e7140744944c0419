/* Couplings of the classical networks: a symmetric matrix W [dim x dim] between neurons, kept as a
 * product of two thin matrices wherever that is smaller.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_COUPLINGS_H
#define HOPFIELD_COUPLINGS_H

#include <stdbool.h>
#include <stddef.h>

#include <hopfield/export.h>
#include <hopfield/status.h>

HOP_BEGIN_DECLS

/* W = scale left right', or scale matrix where rank >= dim; dimensionless. */
typedef struct hop_couplings {
    size_t dim, rank;
    double *left, *right; /* [dim x rank], a neuron a row, or NULL; may be the same */
    double *matrix;       /* [dim x dim], or NULL */
    double *self;         /* [dim]: the diagonal of W */
    double scale;
    double noise;   /* fields no larger than this are 0 but for rounding */
    bool keep_self; /* neurons feel the diagonal; else it is left out of fields and energy */
} hop_couplings;

/* Room for factors of the given rank; `one` makes left and right the same.  HOP_E_LIMIT,
 * HOP_E_MEMORY. */
hop_status hop_couplings_create(size_t dim, size_t rank, bool one, hop_couplings *couplings);

/* Room for a matrix of zeros.  HOP_E_LIMIT, HOP_E_MEMORY. */
hop_status hop_couplings_create_matrix(size_t dim, hop_couplings *couplings);

/* To be called when factors or matrix are there: fills `self`, and multiplies factors out where
 * the matrix is not larger than they are.  HOP_E_VALUE for couplings that are not finite,
 * HOP_E_MEMORY. */
hop_status hop_couplings_finish(hop_couplings *couplings);

void hop_couplings_clear(hop_couplings *couplings);

/* ---- fields h = W state, neuron by neuron ---- */

/* How many numbers follow a state: the rank, or dim where there is a matrix. */
size_t hop_couplings_followed(const hop_couplings *couplings);

/* Fills `follow` [followed] for a state [dim] of -1 and 1. */
void hop_couplings_follow(const hop_couplings *couplings, const double *state, double *follow);

/* The field at neuron k, with or without its own part as `keep_self` says. */
double hop_couplings_field(const hop_couplings *couplings, const double *state,
                           const double *follow, size_t k);

/* Brings `follow` up to date when neuron k changes its value from `old` to -old. */
void hop_couplings_flip(const hop_couplings *couplings, size_t k, double old, double *follow);

HOP_END_DECLS

#endif
