/* The columns that experiments share: each a line (or, in the plural, several) of an array of
 * hop_column.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_SWEEP_USUAL_COLUMNS_H
#define HOP_SWEEP_USUAL_COLUMNS_H

#include <hopfield/table.h>

/* ---- the kinds of cells ---- */

#define HOP_COLUMN_TEXT(column, text) \
    { .name = column, .meaning = text, .kind = HOP_CELL_TEXT }
#define HOP_COLUMN_COUNT(column, text) \
    { .name = column, .meaning = text, .kind = HOP_CELL_COUNT }

/* of: its unit, "" for none; shown: significant digits, for people. */
#define HOP_COLUMN_NUMBER(column, of, text, shown) \
    { .name = column, .unit = of, .meaning = text, .kind = HOP_CELL_NUMBER, .digits = shown }

/* ---- what is the same in many tables ---- */

#define HOP_COLUMN_DIM HOP_COLUMN_COUNT("dim", "values of a pattern")

/* Energy, similarity and beta, as hop_findings_model() fills them. */
#define HOP_COLUMNS_MODEL                                         \
    HOP_COLUMN_TEXT("energy", "energy family"),                   \
        HOP_COLUMN_TEXT("similarity", "how states are compared"), \
        HOP_COLUMN_NUMBER("beta", "",                             \
                          "inverse temperature; of several memories the mean of those chosen", 4)

#define HOP_COLUMN_PATTERNS HOP_COLUMN_TEXT("patterns", "how they were drawn")

/* A probability and its interval, as hop_findings_estimate() fills them. */
#define HOP_COLUMNS_SUCCESS                                             \
    HOP_COLUMN_NUMBER("success", "", "by the criterion", 4),            \
        HOP_COLUMN_NUMBER("low", "", "of its 95 % Wilson interval", 4), \
        HOP_COLUMN_NUMBER("high", "", "of the same", 4)

/* Success by every criterion; hamming: what is wrong of the values that it counts. */
#define HOP_COLUMNS_CRITERIA(hamming)                                                        \
    HOP_COLUMN_NUMBER("overlap", "", "fraction with cosine > 0.9", 4),                       \
        HOP_COLUMN_NUMBER("exact", "", "fraction within 1 %", 4),                            \
        HOP_COLUMN_NUMBER("squares", "", "fraction with a sum of squares of at most 60", 4), \
        HOP_COLUMN_NUMBER("hamming", "", "fraction with at most 0.5 % " hamming, 4),         \
        HOP_COLUMN_NUMBER("nearest", "", "fraction nearest to the target", 4)

#define HOP_COLUMN_COSINE HOP_COLUMN_NUMBER("cosine", "", "mean, of output and target", 4)
#define HOP_COLUMN_STEPS  HOP_COLUMN_NUMBER("steps", "", "mean, updates of the state", 3)

#endif
