/* How a table of numbers is written as text: found out from its first lines.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_LOAD_CSV_LAYOUT_H
#define HOP_LOAD_CSV_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include <hopfield/status.h>

#include "../base/limits.h"

/* No such column. */
#define HOP_CSV_NONE ((size_t)-1)

/* Letters of a number at most. */
enum { HOP_CSV_NUMBER = HOP_LIMIT_NUMBER };

/* One field: a span of the text, blanks and quotes around it left out. */
typedef struct hop_csv_field {
    const char *at;
    size_t length;
} hop_csv_field;

/* How numbers are written.  Blanks and apostrophes may stand between thousands wherever they cannot
 * separate fields. */
typedef struct hop_csv_signs {
    bool decimal_comma; /* 2,5; else 2.5 */
    char thousands;     /* '.' before decimal commas, ',' before decimal points, or 0 */
} hop_csv_signs;

typedef struct hop_csv_layout {
    char separator; /* ',', ';', '|', '\t', or ' ' for any number of blanks */
    hop_csv_signs signs;
    bool trailing;              /* lines end with a separator */
    bool header;                /* the first line that is neither empty nor a comment */
    bool counts;                /* the first column counts from 0, and nothing calls it so */
    size_t columns;             /* fields a line, the one behind a trailing separator aside */
    size_t label, name, number; /* columns of labels, names, row numbers; or HOP_CSV_NONE */
} hop_csv_layout;

/* What the user says of it; NULL: to be found out. */
typedef struct hop_csv_wishes {
    const char *label_column; /* a name in the header, "first", "last", 1, 2, ..., or "none" */
    const bool *header;
    size_t dim;                     /* numbers that a pattern must have, or 0 */
    bool no_guess;                  /* labels have a name or are words */
    const struct hop_bytes *source; /* told of progress; or NULL */
} hop_csv_wishes;

/* Finds the layout of text [size] from its first lines.  A header is a line of words over columns
 * of numbers, or 0, 1, 2, ... as pandas writes it; one that has numbers beside a word that begins
 * as numbers do ("3", "10 mm") is none.  Labels are the column so called, the only one of words, or
 * whole numbers before or behind the pixels of square pictures; row numbers stand under an empty
 * name, and are names where they do not simply count.  `file` stands in errors: HOP_E_FORMAT where
 * there is no table of numbers, HOP_E_NAME for a label column that is not there.
 */
hop_status hop_csv_find_layout(const char *file, const char *text, size_t size,
                               const hop_csv_wishes *wishes, hop_csv_layout *layout);

/* The next line that is neither empty nor a comment, from *at on, which goes behind it; *line
 * counts all lines.  False at the end. */
bool hop_csv_line(const char **at, const char *end, size_t *line, hop_csv_field *found);

/* The next field of a line, from *at on, which goes behind it; *more: a separator stood there. */
hop_csv_field hop_csv_next(const char **at, const char *end, char separator, bool *more);

/* Reads a number, or True or False. */
bool hop_csv_number(hop_csv_field field, hop_csv_signs signs, double *value);

/* Empty, or a word that tables have where a number is missing: "NA", "null", "?". */
bool hop_csv_is_missing(hop_csv_field field);

/* Begins as numbers do, with a digit, perhaps behind a sign or a currency's. */
bool hop_csv_begins_as_number(hop_csv_field field);

/* As many as pixels of a square picture, grey or colour. */
bool hop_csv_is_square(size_t pixels);

/* Behind a byte-order mark. */
const char *hop_csv_begin(const char *text, size_t size);

#endif
