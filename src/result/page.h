/* The parts of the page.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RESULT_PAGE_H
#define HOP_RESULT_PAGE_H

#include <hopfield/result.h>

#include "../base/text.h"
#include "figure_parts.h"
#include "text.h"

/* In two parts, as a string literal may be no longer. */
extern const char hop_page_style[], hop_page_style_parts[];

/* Adds text with what would be markup made harmless; what would turn the writing direction or is no
 * UTF-8 becomes U+FFFD. */
void hop_page_escape(hop_string *out, const char *text);

/* The first `rows` of the table; label: the id of what describes it. */
void hop_page_table(hop_string *out, const hop_table *table, size_t rows, const char *label);

/* The one script of a page, and what names it in the page's policy. */
extern const char hop_page_script[], hop_page_script_hash[];

/* The parts of a picture in its place.  HOP_E_MEMORY. */
hop_status hop_page_parts(hop_string *out, const hop_item *item);

/* A figure's numbers for the script. */
void hop_page_numbers(hop_string *out, const hop_figure *figure);

/* An SVG as it goes into the page: without its prologue, its ids its own by `name`, and with where
 * its frame is for the script. */
void hop_page_svg(hop_string *out, const char *svg, const char *name, const char *alt);

/* "data:image/png;base64,..." */
void hop_page_data_uri(hop_string *out, const unsigned char *bytes, size_t size);

/* The whole page; undrawn: how many of its figures could not be drawn.
 *   drawn  reads what was drawn of a figure already into svg, which is empty where it was not;
 * NULL: nothing was HOP_E_MEMORY. */
typedef struct hop_page_drawn {
    void (*read)(const void *context, const char *name, hop_string *svg);
    const void *context;
} hop_page_drawn;
hop_status hop_page_make(const hop_result *result, const hop_page_drawn *drawn, size_t *undrawn,
                         char **text);

#endif
