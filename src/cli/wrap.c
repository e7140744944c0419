/* Breaking lines between words.
 * SPDX-License-Identifier: MIT */
#include "wrap.h"

#include <string.h>

/* Bytes of UTF-8 that begin a character. */
static size_t columns_of(const char *text, size_t bytes) {
    size_t columns = 0;
    for (size_t i = 0; i < bytes; i++) columns += ((unsigned char)text[i] & 0xC0) != 0x80 ? 1 : 0;
    return columns;
}

void cli_print_wrapped(FILE *out, const char *text, size_t indent, size_t width) {
    size_t column = 0;
    while (*text) {
        size_t blanks = strspn(text, " "), letters = strcspn(text + blanks, " ");
        size_t taken = columns_of(text, blanks + letters);
        if (column > indent && column + taken > width) {
            fprintf(out, "\n%*s", (int)indent, "");
            column = indent;
            text += blanks;
            taken -= blanks;
            blanks = 0;
        }
        fprintf(out, "%.*s", (int)(blanks + letters), text);
        column += taken;
        text += blanks + letters;
    }
    fputc('\n', out);
}
