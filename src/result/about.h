/* What the JSON document says of its paths: "number, 4 digits [rad]: largest principal angle".
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RESULT_ABOUT_H
#define HOP_RESULT_ABOUT_H

#include <hopfield/result.h>

#include "../base/json.h"

/* What a line says.  `meaning` is lent by the line. */
typedef struct hop_about {
    char kind[16]; /* "number", "table" ...: see about.c */
    int digits;
    bool made;
    char unit[128];
    const char *meaning; /* NULL: none */
} hop_about;

/* The kinds beside those of cells. */
bool hop_about_is(const hop_about *about, hop_item_kind kind);
bool hop_about_cell(const hop_about *about, hop_cell_kind *kind);
bool hop_about_whole(const hop_about *about);

/* Adds the item's line, and those of a table's columns. */
bool hop_about_item(const hop_item *item, hop_json *lines);

/* Reads a line; false if it is none. */
bool hop_about_read(const char *line, hop_about *about);

#endif
