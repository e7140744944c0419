/* Breaking lines between words.
 * SPDX-License-Identifier: MIT */
#include "wrap.h"

#include <stdlib.h>
#include <string.h>

#include "../base/text.h"

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

/* How far into a command a line of `room` columns goes: to before an option if there is one, so
 * that its value stays with it, else between words. */
static size_t break_at(const char *command, size_t length, size_t room) {
    size_t option = 0, word = 0;
    for (size_t i = 1; i + 1 < length; i++) {
        if (command[i] != ' ' || (columns_of(command, i) > room && word > 0)) continue;
        word = i;
        if (command[i + 1] == '-') option = i;
    }
    return option > 0 ? option : word > 0 ? word : length;
}

static void add_command(hop_string *out, const char *command, size_t length, size_t width) {
    static const char END[] = " \\\n      ";
    const size_t further = 6, backslash = 2;
    size_t indent = 0;
    while (indent + columns_of(command, length) > width) {
        /* The first line begins with blanks, at which nothing is to be broken. */
        size_t blanks = indent == 0 ? strspn(command, " ") : 0;
        size_t taken = blanks + break_at(command + blanks, length - blanks,
                                         width - indent - blanks - backslash);
        if (taken >= length) break;
        hop_string_add_bytes(out, command, taken);
        hop_string_add_bytes(out, END, sizeof END - 1);
        command += taken + 1;
        length -= taken + 1;
        indent = further;
    }
    hop_string_add_bytes(out, command, length);
}

char *cli_wrap_commands(const char *text, size_t width) {
    hop_string out = {0};
    for (size_t length = 0; *text; text += length) {
        length = strcspn(text, "\n");
        if (strncmp(text, "  ", 2) == 0)
            add_command(&out, text, length, width);
        else
            hop_string_add_bytes(&out, text, length);
        if (text[length] != '\n') continue;
        hop_string_add_bytes(&out, "\n", 1);
        length++;
    }
    if (!out.failed) return out.text;
    free(out.text);
    return NULL;
}
