/* Result tables: rows under columns that say their unit and meaning, with notes that say how the
 * numbers were made.  A result (result.h) holds them, and its renderers print them.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_TABLE_H
#define HOPFIELD_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include <hopfield/export.h>
#include <hopfield/row.h>

HOP_BEGIN_DECLS

typedef enum hop_cell_kind {
    HOP_CELL_TEXT,
    HOP_CELL_COUNT,
    HOP_CELL_NUMBER,
    HOP_CELL_BOOL,
    HOP_CELL_NUMBERS, /* a list: a small curve for people; not in CSV */
    HOP_CELL_ROWS,    /* a table within the cell: for JSON alone */
} hop_cell_kind;

typedef struct hop_column {
    /* Stable, snake_case: what programs look for.  "certificate.radius" is the member `radius` of
     * an object `certificate`, which is null in rows where all its members are none.  In a table
     * within a cell "" makes lists of rows in place of objects. */
    const char *name;
    const char *unit;    /* "" or "dimensionless" is not shown over the column */
    const char *meaning; /* one clause */
    hop_cell_kind kind;
    int digits;        /* of numbers for people: significant digits; 0: all it takes to read back */
    const char *label; /* what people read in place of name and unit; NULL: those.  Where all of a
                          table are "", it has no header */
    bool wrap;         /* of the last column, a text: it may take several lines */
    bool verdict;      /* of a bool: false is bad news, and its row stands out */
    unsigned audience; /* of a result's table, hop_audience of result.h; 0: everybody */
} hop_column;

/* One cell; the member of its column's kind holds the value unless `none`. */
typedef struct hop_cell {
    bool none; /* not known, or does not apply */
    bool truth;
    size_t count;
    double number;
    const char *text;              /* lent until the next cell is added */
    const double *numbers;         /* [count], NAN for none; likewise lent */
    const struct hop_table *table; /* of HOP_CELL_ROWS */
} hop_cell;

typedef struct hop_table hop_table;

/* A table without rows; `columns` [count], count > 0, are copied, their strings are borrowed.
 * HOP_E_MEMORY. */
hop_status hop_table_create(const hop_column *columns, size_t count, hop_table **table);
void hop_table_destroy(hop_table *table);

/* Provenance (version, command, seed, memory ...): kept in order, copied.  A key noted again takes
 * the new text.  Notes and cells report no failure: without memory the table remembers it, and
 * the result that holds it cannot be written. */
void hop_table_note(hop_table *table, const char *key, const char *text);

/* The next cell, in the columns' order; the cell after a row's last begins the next row.  A cell of
 * another kind than its column is a mistake of the program (an assert).  NULL text, a NAN number
 * and NULL numbers are none.  A NULL table (of a result without memory) takes anything. */
void hop_table_add_text(hop_table *table, const char *text);
void hop_table_add_count(hop_table *table, size_t count);
void hop_table_add_number(hop_table *table, double number);
void hop_table_add_bool(hop_table *table, bool truth);
void hop_table_add_numbers(hop_table *table, const double *numbers, size_t count);
void hop_table_add_none(hop_table *table);

/* Any cell but a table. */
void hop_table_add_cell(hop_table *table, hop_cell_kind kind, hop_cell cell);

/* A count or a truth that may not be known. */
void hop_table_add_known_count(hop_table *table, bool known, size_t count);
void hop_table_add_known_bool(hop_table *table, bool known, bool truth);

/* The next cell is a table of its own: filled by the caller, owned by `table`.  NULL without
 * memory. */
hop_table *hop_table_add_rows(hop_table *table, const hop_column *columns, size_t count);

/* What is there.  Rows are complete rows; notes are lent until the next note. */
size_t hop_table_row_count(const hop_table *table);
size_t hop_table_column_count(const hop_table *table);
const hop_column *hop_table_column(const hop_table *table, size_t column);
hop_cell hop_table_cell(const hop_table *table, size_t row, size_t column);
size_t hop_table_note_total(const hop_table *table);
void hop_table_note_at(const hop_table *table, size_t index, const char **key, const char **text);

/* One block character (UTF-8) a value, low to high, into `text` [size], cut if it does not fit: a
 * blank for NaN, middle blocks where all values are equal but for rounding (1e-9 of 1 + |value|),
 * the ends for infinities. */
void hop_table_sparkline(const double *values, size_t count, char *text, size_t size);

HOP_END_DECLS

#endif
