/* The columns of `capacity` and `basin`, for inclusion in an array, in the order of
 * locate_report.c.
 * SPDX-License-Identifier: MIT */
HOP_COLUMN_DIM, HOP_COLUMNS_MODEL, HOP_COLUMN_PATTERNS,
    HOP_COLUMN_NUMBER("load", "", "N/d, N/d^(n-1) or (ln N)/d", 5),
    HOP_COLUMN_COUNT("stored", "patterns in a memory"),
    HOP_COLUMN_NUMBER("damage", "", "fraction flipped", 4),
    HOP_COLUMN_COUNT("trials", "memories tried"), HOP_COLUMNS_SUCCESS,
    HOP_COLUMNS_CRITERIA("of the signs wrong"), HOP_COLUMN_COSINE, HOP_COLUMN_STEPS,
    HOP_COLUMN_NUMBER("theory", "", "largest load (of basin: damage) by theory, for the criterion",
                      5),
    HOP_COLUMN_NUMBER("estimate", "", "of the same at this d, where one is known besides", 5),
