/* Lines broken between words.
 * SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "display.h"
#include "result_private.h"

/* Words until a line is full; a word longer than a line stands alone. */
void hop_result_add_wrapped(hop_string *out, const char *text, size_t indent, size_t width) {
    size_t column = 0;
    for (size_t length; *text; text += length) {
        size_t blanks = strspn(text, " ");
        length = blanks + strcspn(text + blanks, " ");
        hop_string word = {0};
        hop_string_add_bytes(&word, text, length);
        size_t room = word.text ? hop_table_room(word.text) : 0;
        out->failed = out->failed || word.failed;
        if (width > 0 && column > indent && column + room > width) {
            hop_string_add(out, "\n%*s", (int)indent, "");
            hop_table_show(out, word.text ? word.text + blanks : "", SIZE_MAX);
            column = indent + room - blanks;
        } else {
            hop_table_show(out, word.text ? word.text : "", SIZE_MAX);
            column += room;
        }
        free(word.text);
    }
    hop_string_add(out, "\n");
}
