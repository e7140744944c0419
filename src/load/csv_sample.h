/* The first lines of a table, as its layout is found out from them.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_LOAD_CSV_SAMPLE_H
#define HOP_LOAD_CSV_SAMPLE_H

#include "csv_layout.h"

/* So many lines are looked at. */
enum { HOP_CSV_SAMPLE = 64 };

/* What the lines that are looked at have in one column. */
typedef struct hop_csv_column {
    size_t numbers, words, empty; /* fields of the lines behind the first */
    bool whole, counting;         /* only whole numbers; 0, 1, 2, ... or 1, 2, 3, ... downwards */
    double least, most, last;
    hop_csv_field first; /* of the first line */
    bool first_word, first_empty;
    double first_number;
} hop_csv_column;

/* The lines that are looked at, and what is known of them. */
typedef struct hop_csv_sample {
    const char *file;
    const hop_csv_wishes *wishes;
    hop_csv_field lines[HOP_CSV_SAMPLE];
    size_t count;
    hop_csv_column *columns;
    hop_csv_layout layout;
    size_t first_fields; /* of the first line */
} hop_csv_sample;
static inline bool hop_csv_is_words(const hop_csv_column *column) {
    return column->words > column->numbers;
}

/* Which columns hold labels, names and row numbers; HOP_E_NAME for a label column that is not
 * there. */
hop_status hop_csv_find_roles(hop_csv_sample *sample);

static inline bool hop_csv_is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* Is it this word, in capitals or not? */
bool hop_csv_field_is(hop_csv_field field, const char *word);

#endif
