/* A row: what every entry of every table (energies, similarities, corruptions, loaders, formats,
 * commands) says of itself.  Help, lists, documentation and conformance tests are loops over rows.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_ROW_H
#define HOPFIELD_ROW_H

#include <stdbool.h>
#include <stddef.h>

#include <hopfield/export.h>
#include <hopfield/status.h>

HOP_BEGIN_DECLS

/* More parameters than any row needs; a fixed bound keeps configured rows plain values. */
#define HOP_PARAMETER_MAX 8

/* One parameter.  Its value is a double; a parameter with choices holds the index of the word. */
typedef struct hop_parameter {
    const char *name;     /* what users type before '=' */
    const char *meaning;  /* one clause */
    const char *unit;     /* "dimensionless" included */
    double default_value; /* used when not given; NAN: chosen from the memory ("auto") */
    double low, high;     /* limits, inclusive unless marked open; infinity for none */
    bool low_open, high_open;
    bool integer;        /* only whole numbers */
    const char *choices; /* NULL, or "top|bottom|left|right" */
} hop_parameter;

/* A parameter that takes whole numbers from `least` to `most`, in a row's table. */
#define HOP_PARAMETER_WHOLE(called, clause, of, usual, least, most)                          \
    {                                                                                        \
        .name = called, .meaning = clause, .unit = of, .default_value = usual, .low = least, \
        .high = most, .integer = true                                                        \
    }

typedef struct hop_row {
    const char *name;    /* what users type */
    const char *title;   /* one line */
    const char *sources; /* author, year, arXiv or DOI, equation; "" where there is none to name */
    hop_parameter parameters[HOP_PARAMETER_MAX]; /* ends at the first without a name */
} hop_row;

/* A table of rows.  `rows[i]` is the first member of the full descriptor. */
typedef struct hop_catalog {
    const char *noun, *plural; /* "energy", "energies" */
    const hop_row *const *rows;
    size_t count;
} hop_catalog;

/* The row called `name`.  HOP_E_NAME with the nearest names offered if there is none. */
hop_status hop_catalog_find(const hop_catalog *catalog, const char *name, const hop_row **row);

/* Reads a spec, "name:key=value,key=value" (or values alone, in the row's order:
 * "mask:bottom,0.5"), into the row it names and `values` [HOP_PARAMETER_MAX], defaults where
 * nothing is given. HOP_E_NAME for an unknown name or key (the nearest is offered), HOP_E_VALUE for
 * a value outside its limits (the limits are said). */
hop_status hop_spec_parse(const hop_catalog *catalog, const char *spec, const hop_row **row,
                          double *values);

/* Writes the spec that reads back to the same values into `text` [size], cut if it does not fit. */
void hop_spec_print(const hop_row *row, const double *values, char *text, size_t size);

/* The same without the parameters that have their defaults. */
void hop_spec_print_brief(const hop_row *row, const double *values, char *text, size_t size);

/* How many parameters the row has. */
size_t hop_row_parameter_count(const hop_row *row);

/* The index of parameter `name` in the row, or HOP_PARAMETER_MAX. */
size_t hop_row_parameter_index(const hop_row *row, const char *name);

/* HOP_OK if `value` is allowed for the parameter (NAN only where the default is NAN), else
 * HOP_E_VALUE with the limits said. */
hop_status hop_parameter_check(const hop_parameter *parameter, double value);

HOP_END_DECLS

#endif
