/* Matrices of doubles.
 * SPDX-License-Identifier: MIT */
#include <hopfield/matrix.h>

#include <stdlib.h>
#include <string.h>

#include <hopfield/random.h>

#include "alloc.h"
#include "fail.h"

hop_status hop_matrix_create(size_t rows, size_t columns, hop_matrix *matrix) {
    size_t size = 0;
    double *values = NULL;
    if (!hop_size_multiply(rows, columns, &size))
        return hop_fail(HOP_E_LIMIT, "a matrix of %zux%zu is too large", rows, columns);
    HOP_TRY(hop_alloc(size, sizeof *values, "a matrix", &values));
    *matrix = (hop_matrix){.values = values, .rows = rows, .columns = columns};
    return HOP_OK;
}

hop_status hop_matrix_draw(size_t rows, size_t columns, double deviation, uint64_t seed,
                           uint64_t stream, hop_matrix *matrix) {
    hop_random random;
    HOP_TRY(hop_matrix_create(rows, columns, matrix));
    hop_random_init(&random, seed, stream);
    for (size_t i = 0; i < rows * columns; i++)
        matrix->values[i] = deviation * hop_random_normal(&random);
    return HOP_OK;
}

hop_status hop_matrix_copy(const hop_matrix *from, hop_matrix *to) {
    HOP_TRY(hop_matrix_create(from->rows, from->columns, to));
    memcpy(to->values, from->values, from->rows * from->columns * sizeof *to->values);
    return HOP_OK;
}

void hop_matrix_clear(hop_matrix *matrix) {
    free(matrix->values);
    *matrix = (hop_matrix){0};
}
