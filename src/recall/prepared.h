/* What a memory keeps of an earlier recall with the same similarity: it depends on patterns alone.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_PREPARED_H
#define HOP_RECALL_PREPARED_H

#include "recall_private.h"

/* Names of blobs whatever the similarity, and the numbers of a frame. */
#define HOP_PREPARED_SUMS  "sums-1"
#define HOP_PREPARED_APART "apart-1"
enum { HOP_PREPARED_FRAME = 3 };

/* "frames-1:correlation", a blob's name; false if it is too long for one. */
bool hop_prepared_name(const hop_recall *recall, const char *what, char name[HOP_BLOB_NAME]);

/* The sum of a pattern's bytes, and of their squares: with its frame, everything that bounds of
 * similarities need. */
typedef struct hop_byte_sums {
    uint64_t plain, square;
} hop_byte_sums;

/* Those of all patterns, lent by the memory; NULL if it does not keep them. */
const hop_byte_sums *hop_prepared_sums(const hop_memory *memory);

/* Those of one row. */
hop_byte_sums hop_recall_add_bytes(const unsigned char *row, size_t dim);

/* The distance between patterns that scale.c measures; false if the memory does not keep it. */
bool hop_prepared_apart(const hop_memory *memory, double *apart);

/* Takes frames and largest_norm from the memory; false if it does not keep them. */
bool hop_prepared_frames(hop_recall *recall);

/* Separations [at most `most`] of a sample of patterns, sorted; false if the memory keeps none. */
bool hop_prepared_separations(const hop_recall *recall, size_t most, double *separations,
                              size_t *count);

/* Gives the recall's sieve the index that the memory keeps, if it keeps one.  HOP_E_MEMORY. */
hop_status hop_prepared_index(const hop_recall *recall);

/* Measures them; see beta.c. */
hop_status hop_recall_sample_separations(const hop_recall *recall, double **separations,
                                         size_t *count);

#endif
