/* Tables and pictures that tasks learn from.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TASK_DATA_H
#define HOP_TASK_DATA_H

#include <hopfield/status.h>
#include <stddef.h>

/* Rows of numbers, with labels where there are any.  Free with hop_data_clear(). */
typedef struct hop_data {
    double *rows;  /* [count x dim] */
    double *label; /* [count], or NULL */
    size_t count, dim;
    size_t width, height; /* of pictures; 0: none */
} hop_data;

/* Reads a file that the library reads, or a data set by name, as Debian's packages install it:
 * "wine", "breast_cancer", "digits" (python3-sklearn), "fashion" (dataset-fashion-mnist).  limit:
 * rows at most; 0: all.  HOP_E_READ (and the package that is missing), and the errors of loading.
 */
hop_status hop_data_read(const char *name, size_t limit, hop_data *data);
void hop_data_clear(hop_data *data);

/* Every column to mean 0 and deviation 1; those that are constant are left out, and `constant`
 * [size] lists their numbers, "1, 33, 40" ("" for none).  HOP_E_VALUE for a number that is none
 * (row and column are named) and where every column is constant; HOP_E_EMPTY for fewer rows than
 * columns. */
hop_status hop_data_standardise(const char *name, hop_data *data, char *constant, size_t size);

#endif
