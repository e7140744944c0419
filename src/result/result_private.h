/* A result from within.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RESULT_PRIVATE_H
#define HOP_RESULT_PRIVATE_H

#include <hopfield/result.h>

#include "../base/text.h"

struct hop_result {
    hop_item *items; /* [count], in the order in which they were added */
    size_t count, room;
    void **kept; /* [kept_count]: all that items point to, tables apart */
    size_t kept_count, kept_room;
    const char *title, *lead; /* NULL: none */
    hop_image_note *signature;
    bool wrong;
    hop_status status; /* the first failure; what comes after it is ignored */
};

/* A result without provenance. */
hop_status hop_result_empty(hop_result **result);

/* Room for one more than `count` elements, doubled where there is none. */
hop_status hop_result_grow(void *pointer, size_t size, size_t count, size_t *room);

/* Zeros that live as long as the result; NULL without memory. */
void *hop_result_room(hop_result *result, size_t count, size_t size);

/* Copies that live as long as the result; NULL for NULL, and without memory. */
const char *hop_result_keep_text(hop_result *result, const char *text);
void *hop_result_keep(hop_result *result, const void *bytes, size_t count, size_t size);
const hop_column *hop_result_keep_columns(hop_result *result, const hop_column *columns,
                                          size_t count);

/* Adds an item with copies of the words; NULL without memory. */
hop_item *hop_result_add(hop_result *result, hop_item_kind kind, unsigned audience,
                         const char *path, const char *unit, const char *meaning);

/* A fact of any kind. */
void hop_result_fact(hop_result *result, const char *path, hop_cell_kind kind, hop_cell value,
                     const char *unit, const char *meaning);

/* A figure of the JSON value, kept; NULL where it is none, and without memory. */
struct json_t;
const hop_figure *hop_figure_parse(hop_result *result, const struct json_t *value);

/* A deep copy, kept; of the provenance none. */
const hop_figure *hop_figure_keep(hop_result *result, const hop_figure *figure);

/* Whether an item is for any of these readers. */
bool hop_item_for(const hop_item *item, unsigned audience);

/* How one signs what belongs to a result: see hop_result_signature(). */
const hop_image_note *hop_result_sign(const hop_result *result, size_t *count);

/* A table whose notes are the signature, as figures have them; the caller's to destroy. */
hop_status hop_result_sign_table(const hop_result *result, hop_table **table);

/* Adds `text` in lines of at most `width` columns (0: no limit), the later ones indented; what
 * would steer a terminal is '?'. */
void hop_result_add_wrapped(hop_string *out, const char *text, size_t indent, size_t width);

/* Pictures side by side [count <= HOP_ABREAST], each with its caption below: half blocks in colour,
 * or shades of grey characters.  HOP_E_MEMORY. */
enum { HOP_ABREAST = 3 };
hop_status hop_result_add_pictures(const hop_item *items, size_t count,
                                   const hop_render_options *options, hop_string *out);

/* The figure's map in characters, for `width` terminal columns (0: 80): cells from light to full,
 * or a letter a class; + where a theory line passes, the first letter of its name where a single
 * point lies.  Nothing without a map. */
void hop_figure_add_text(const hop_figure *figure, size_t width, hop_string *out);

/* Draws the figure into memory, as the ending of `name` says: *bytes is free()d by the caller.
 * Errors as hop_figure_write(). */
hop_status hop_figure_draw(const hop_figure *figure, const char *name, hop_string *bytes);

#endif
