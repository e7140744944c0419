/* Pictures in parts: a table of small pictures with words, which narrow screens and readers of
 * another sense take as well.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/fail.h"
#include "page.h"

/* About how wide a part is shown, in pixels: many in a row are narrower. */
enum { ROW_PIXELS = 900, PART_MOST = 128, PADDING = 16 };

/* Narrower than so many letters, words below a part would be broken everywhere. */
enum { PART_LEAST = 4 };

static hop_status add_image(hop_string *out, const hop_picture_part *part, size_t shown,
                            const char *head, const char *row) {
    const hop_image *image = &part->image;
    unsigned char *bytes = NULL;
    size_t size = 0;
    if (!image->samples) return HOP_OK;
    HOP_TRY(hop_image_encode(image, "a part of a picture", NULL, 0, &bytes, &size));
    hop_string_add(out, "<img src=\"");
    hop_page_data_uri(out, bytes, size);
    hop_string_add(out, "\" width=\"%zu\" height=\"%zu\" alt=\"", shown,
                   shown * image->height / image->width);
    hop_page_escape(out, row);
    hop_string_add(out, "%s", *row && head ? ", " : "");
    hop_page_escape(out, head);
    hop_string_add(out, "\">");
    free(bytes);
    return HOP_OK;
}

static void add_words(hop_string *out, const hop_picture_part *part) {
    char number[64];
    if (!isnan(part->share))
        hop_string_add(out, "<meter min=\"0\" max=\"1\" value=\"%.4f\"></meter>", part->share);
    hop_string_add(out, "<span>");
    hop_page_escape(out, part->caption);
    if (!isnan(part->share))
        hop_string_add(out, " <b>%s</b>", hop_result_typeset(part->share, 2, number));
    hop_string_add(out, "</span>");
}

static void add_heads(hop_string *out, const hop_item *item) {
    if (!item->heads) return;
    hop_string_add(out, "<thead><tr>");
    for (size_t c = 0; c < item->part_columns; c++) {
        hop_string_add(out, "<th scope=\"col\">");
        hop_page_escape(out, item->heads[c]);
        hop_string_add(out, "</th>");
    }
    hop_string_add(out, "</tr></thead>\n");
}

hop_status hop_page_parts(hop_string *out, const hop_item *item) {
    size_t columns = item->part_columns, shown = ROW_PIXELS / columns;
    if (shown > PART_MOST) shown = PART_MOST;
    hop_string_add(out,
                   "<div class=\"scroll\" tabindex=\"0\"><table class=\"parts\" "
                   "style=\"max-width:%zupx;min-width:%zurem\">\n",
                   columns * (shown + PADDING), columns * PART_LEAST);
    add_heads(out, item);
    hop_string_add(out, "<tbody>\n");
    for (size_t r = 0; r < item->part_rows; r++) {
        const hop_picture_part *row = item->parts + r * columns;
        const char *name = item->heads && row->caption ? row->caption : "";
        hop_string_add(out, "<tr>");
        for (size_t c = 0; c < columns; c++) {
            hop_string_add(out, "<td>");
            HOP_TRY(add_image(out, &row[c], shown, item->heads ? item->heads[c] : row[c].caption,
                              c > 0 ? name : ""));
            if (row[c].caption && row[c].image.samples) add_words(out, &row[c]);
            hop_string_add(out, "</td>");
        }
        hop_string_add(out, "</tr>\n");
    }
    hop_string_add(out, "</tbody></table></div>\n");
    return HOP_OK;
}
