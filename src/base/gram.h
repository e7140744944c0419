/* All dot products of the rows or columns of a matrix, made in pieces that tell how far they are.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_GRAM_H
#define HOP_BASE_GRAM_H

#include <stdbool.h>
#include <stddef.h>

#include <hopfield/status.h>

typedef struct hop_gram_form {
    size_t count; /* of vectors: rows, or columns where `columns` is set */
    size_t dim;   /* of each */
    bool columns; /* the matrix is [dim x count], else [count x dim] */
    double scale;
    const char *what; /* is told of, in vectors */
    hop_progress progress;
    void *context;
} hop_gram_form;

/* gram [count x count] = scale times the products of all pairs, exactly symmetric.
 * HOP_E_CANCELLED. */
hop_status hop_gram(const hop_gram_form *form, const double *matrix, double *gram);

#endif
