/* Pictures within a page.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "page.h"

/* Of a name, what may stand in an id. */
static void add_id(hop_string *out, const char *name) {
    for (; *name; name++) {
        bool plain = (*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z') ||
                     (*name >= '0' && *name <= '9');
        hop_string_add(out, "%c", plain ? *name : '-');
    }
    hop_string_add(out, "-");
}

/* Several figures on one page name the same marks. */
static const char *const IDS[] = {"id=\"", "id='", "href=\"#", "href='#", "url(#"};

static size_t id_at(const char *text) {
    for (size_t i = 0; i < sizeof IDS / sizeof *IDS; i++)
        if (strncmp(text, IDS[i], strlen(IDS[i])) == 0) return strlen(IDS[i]);
    return 0;
}

/* The frame is drawn as its left and its lower side, in a grey of its own: from the upper left
 * corner over the lower left one to the lower right one. */
static void add_box(hop_string *out, const char *svg) {
    static const char GREY[] = "rgb( 85,  85,  85)'  d='M";
    for (const char *at = strstr(svg, GREY); at; at = strstr(at + 1, GREY)) {
        double x[3], y[3];
        if (sscanf(at + strlen(GREY), "%lf,%lf L%lf,%lf L%lf,%lf", &x[0], &y[0], &x[1], &y[1],
                   &x[2], &y[2]) != 6)
            continue;
        if (fabs(x[0] - x[1]) > 0.1 || fabs(y[1] - y[2]) > 0.1 || x[2] - x[1] < 50) continue;
        hop_string_add(out, " data-box=\"%.2f %.2f %.2f %.2f\"", x[1], x[2], y[1], y[0]);
        return;
    }
}

void hop_page_svg(hop_string *out, const char *svg, const char *name, const char *alt) {
    const char *open = strstr(svg, "<svg");
    if (!open) return;
    hop_string_add(out, "<svg role=\"img\" aria-label=\"");
    hop_page_escape(out, alt);
    hop_string_add(out, "\"");
    add_box(out, svg);
    /* The label says what the drawing's own title does, and does not follow the mouse. */
    const char *title = strstr(open, "<title>"), *close = title ? strstr(title, "</title>") : NULL;
    for (const char *at = open + strlen("<svg"); *at;) {
        size_t length = id_at(at);
        if (close && at == title) at = close + strlen("</title>");
        if (strncmp(at, " xmlns", strlen(" xmlns")) == 0) { /* known to every page */
            const char *quote = strchr(at, '"'), *end = quote ? strchr(quote + 1, '"') : NULL;
            if (end) at = end + 1;
            if (end) continue;
        }
        hop_string_add_bytes(out, at, length > 0 ? length : 1);
        if (length > 0) add_id(out, name);
        at += length > 0 ? length : 1;
    }
}

void hop_page_data_uri(hop_string *out, const unsigned char *bytes, size_t size) {
    static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    hop_string_add(out, "data:image/png;base64,");
    for (size_t i = 0; i < size; i += 3) {
        size_t left = size - i;
        unsigned long word = (unsigned long)bytes[i] << 16 |
                             (left > 1 ? (unsigned long)bytes[i + 1] << 8 : 0) |
                             (left > 2 ? (unsigned long)bytes[i + 2] : 0);
        char four[4] = {DIGITS[word >> 18 & 63], DIGITS[word >> 12 & 63],
                        left > 1 ? DIGITS[word >> 6 & 63] : '=',
                        left > 2 ? DIGITS[word & 63] : '='};
        hop_string_add_bytes(out, four, sizeof four);
    }
}
